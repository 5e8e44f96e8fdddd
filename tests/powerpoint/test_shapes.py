"""Drawn things say exactly what they are told: every module of a QR code, every figure of a pictogram."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from generator.deck.boxes import default_boxes
from generator.deck.model import PictogramShape
from generator.geometry import Rect
from generator.powerpoint.plan import Place, default_plan
from generator.powerpoint.shapes import _blocks, shape_markup

MATRIX = st.integers(1, 30).flatmap(lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n))


def place(*, rtl: bool = False) -> Place:
    refuse = lambda _: (_ for _ in ()).throw(AssertionError("no relationship is needed"))  # noqa: E731
    return Place(refuse, refuse, refuse, default_plan(default_boxes("16:9", "rtl" if rtl else "ltr"), rtl=rtl), rtl)


@given(MATRIX)
def test_blocks_cover_the_dark_modules_once(rows: list[list[bool]]) -> None:
    """The rectangles of a QR code cover each dark module once and no light one."""
    count: dict[tuple[int, int], int] = {}
    for left, top, right, bottom in _blocks(tuple(map(tuple, rows))):
        for y in range(top, bottom):
            for x in range(left, right):
                count[x, y] = count.get((x, y), 0) + 1
    assert count == {(x, y): 1 for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


@given(st.integers(1, 100).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))), st.booleans())
def test_a_pictogram_has_its_figures(numbers: tuple[int, int], rtl: bool) -> None:
    """As many figures as told, as many of them filled, the first at the start side, all inside the rectangle."""
    count, total = numbers
    shape = PictogramShape(Rect(50, 100, 400, 300), count, total, "about")
    markup, following = shape_markup(shape, 10, place(rtl=rtl))
    figures = re.findall(r'name="Figure \d+".*?<a:off x="(\d+)" y="(\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>.*?</p:sp>', markup)
    assert len(figures) == total
    assert markup.count("<a:noFill/>") == total - count
    assert following == 10 + total + 1
    for x, y, width, height in (map(int, figure) for figure in figures):
        assert x >= 50 * 12700 - 1
        assert x + width <= 450 * 12700 + 1
        assert y >= 100 * 12700 - 1
        assert y + height <= 400 * 12700 + 1
    if total > 1:
        assert (int(figures[0][0]) > int(figures[1][0])) is rtl
