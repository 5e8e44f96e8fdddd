"""One character per code: clusters, blank cells and the invisible marks of right-to-left lines."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from leaflets import BLACK, Maker, paragraphs

from generator.leaflet.model import Ink
from generator.pdf.codes import LRM, RLM, Strip, ends_loose, invisible_marks, run_cells, run_codes, space_codes, surplus
from generator.pdf.embedding import EmbeddedFont
from generator.text.model import Span

LANGUAGES = sorted(paragraphs())


def cells_of(tag: str, text: str) -> list[tuple[object, list]]:
    maker = Maker(tag)
    paragraph = maker.set([Span(text, 12, mark=Ink(BLACK, 1))], width=400)
    fonts: dict[object, EmbeddedFont] = {}
    found = []
    for line in paragraph.lines:
        for run in line.runs:
            font = fonts.setdefault(run.face, EmbeddedFont(run.face, "F"))
            found.append((run, run_cells(run, font)))
    return found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_codes_carry_every_character_once(tag: str) -> None:
    """A run's codes are its characters: in order if it runs from left to right, in reverse order otherwise."""
    text = paragraphs()[tag]
    for run, cells in cells_of(tag, text):
        characters = "".join(cell[3] for cell in cells)
        assert (characters[::-1] if run.level % 2 else characters) == text[run.start : run.end]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_cells_follow_the_shaped_advances(tag: str) -> None:
    """The cells of a run start inside it, never move far back, and end where HarfBuzz ended."""
    for run, cells in cells_of(tag, paragraphs()[tag]):
        total = sum(g.x_advance for g in run.glyphs) * 1000 / run.face.upem
        for _, width, at, _ in cells:
            assert width >= 0
            assert -1000 <= at <= max(total, 0) + 1000
        assert all(b[2] >= a[2] - 700 for a, b in pairwise(cells))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_string_of_codes_draws_what_the_codes_draw_one_by_one(tag: str) -> None:
    """The same codes at the same places, from left to right and from right to left."""
    for run, cells in cells_of(tag, paragraphs()[tag]):
        font = EmbeddedFont(run.face, "F")
        codes = run_codes(run, font)
        assert isinstance(codes, Strip)
        widths = dict(font._codes.values())
        drawn, pen = [], 0
        for code, move in re.findall("([0-9A-F]{4})(?:>(-?[0-9]+)<)?", codes.codes):
            drawn.append((code, pen))
            pen += widths[code] - int(move or 0)
        assert pen == codes.width
        assert drawn == [(code, at) for code, _, at, _ in run_cells(run, font)]
        assert len(cells) == len(drawn) == run.end - run.start


def test_a_ligature_is_one_drawing_and_blank_cells() -> None:
    """Lam-alef: two codes, the left one draws, together as wide as the ligature."""
    ((run, cells),) = cells_of("ar", "لا")
    assert [c[3] for c in cells] == ["ا", "ل"]
    assert sum(c[1] for c in cells) == pytest.approx(sum(g.x_advance for g in run.glyphs) * 1000 / run.face.upem, abs=2)


def test_marks_have_no_width() -> None:
    """A combining mark's code is as wide as nothing, and stands left of its letter where the line runs backwards."""
    ((_, cells),) = cells_of("ar", "بَ")
    assert [(c[3], c[1] > 0) for c in cells] == [("\u064e", False), ("ب", True)]
    ((_, cells),) = cells_of("hi", "कि")
    assert [c[3] for c in cells] == ["क", "ि"]


def test_ignorable_characters_have_no_width() -> None:
    """ZWNJ and isolates are codes of no width, not the spaces HarfBuzz draws them with."""
    for run, cells in cells_of("fa", "می\u200cخواهم"):
        assert run.level == 1
        assert [c[1] for c in cells if c[3] == "\u200c"] == [0]


def test_a_lone_space_has_a_box() -> None:
    """A run of one space is a blank cell as wide as the space; other runs are left alone."""
    maker = Maker("ur")
    paragraph = maker.set([Span("ا 19 87", 12, mark=Ink(BLACK, 1))], width=400)
    found = []
    for run in paragraph.lines[0].runs:
        font = EmbeddedFont(run.face, "F")
        codes = space_codes(run, paragraph.text, font)
        found.append((paragraph.text[run.start : run.end], codes is not None))
        if codes is not None:
            ((plain, width, _, _),) = run_cells(run, font)
            assert isinstance(codes, Strip)
            assert codes.width == width
            assert codes.codes != plain
    assert found == [("87", False), (" ", True), ("19", False), ("ا ", False)]


def visual(text: str, levels: str, *, rtl: bool = True, page_rtl: bool = False) -> str:
    """Return a line (given left to right) with its marks shown as < (RLM) and > (LRM)."""
    before, after = invisible_marks([*text], [int(x) for x in levels], rtl=rtl, page_rtl=page_rtl)
    sign = {RLM: "<", LRM: ">"}
    return "".join(sign.get(before.get(i, ""), "") + c + sign.get(after.get(i, ""), "") for i, c in enumerate(text))


@pytest.mark.parametrize(
    ("line", "levels", "expected"),
    [
        ("אב 12 אב", "11122111", "אב <12 אב"),  # a number: RLM where it ends, logically
        ("אב12", "1122", "אב12"),  # unless a strong letter stands there
        (".אב", "111", "<.אב"),  # a separator at the line's end
        ("א.ב", "111", "א.ב"),
        ("א[1] ב", "112111", "א[><1<]> ב"),
        ("]a[", "222", "<]a[>"),  # a Latin part that ends in a neutral
    ],
)
def test_marks_of_right_to_left_lines(line: str, levels: str, expected: str) -> None:
    """RLM after numbers, Latin and separators, LRM and RLM round brackets."""
    assert visual(line, levels) == expected


def test_marks_of_left_to_right_lines() -> None:
    """LRM at the right edge of each right-to-left run, none in a line without."""
    assert visual("a אב b", "001100", rtl=False) == "a אב> b"
    assert visual("ab", "00", rtl=False) == "ab"


@pytest.mark.parametrize(("line", "expected"), [("ab.", "ab.>"), ("ab. ", "ab. >"), ("ab 1", "ab 1"), ("ab ", "ab "), ("", "")])
def test_marks_of_left_to_right_lines_on_a_page_from_right_to_left(line: str, expected: str) -> None:
    """LRM after a line that ends in a character without direction: else the full stop is read first."""
    assert visual(line, "0" * len(line), rtl=False, page_rtl=True) == expected
    assert visual(line, "0" * len(line), rtl=False) == line


def test_surplus_counts_letters_of_both_directions() -> None:
    """Letters and marks count, digits, spaces and signs do not."""
    assert surplus("abc 12. אב") == 1
    assert surplus("אبc" + RLM + LRM) == -1
    assert [ends_loose(text) for text in ("a) ", "a ", "א", "1", " ", "")] == [True, False, False, False, False, False]
