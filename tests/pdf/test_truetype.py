"""Made glyphs: composites draw what their parts draw, blank cells draw nothing, the font stays a font."""

from __future__ import annotations

import struct

import pytest
import uharfbuzz as hb

from generator.pdf.truetype import Blank, Composite, extend
from generator.text.faces import face_of


def subset(family: str = "Noto Sans Arabic") -> tuple[bytes, list[int]]:
    face = face_of(family, bold=False)
    gids = [face.gid(c) for c in "ابتُ"]
    return face.subset(gids), gids


def outline(font: hb.Font, gid: int) -> list[tuple[str, tuple[float, ...]]]:
    drawn: list[tuple[str, tuple[float, ...]]] = []
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, _: drawn.append(("m", (x, y))))
    functions.set_line_to_func(lambda x, y, _: drawn.append(("l", (x, y))))
    functions.set_quadratic_to_func(lambda a, b, x, y, _: drawn.append(("q", (a, b, x, y))))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, _: drawn.append(("c", (a, b, c, d, x, y))))
    font.draw_glyph(gid, functions)
    return drawn


def moved(drawing: list[tuple[str, tuple[float, ...]]], dx: int, dy: int) -> list[tuple[str, tuple[float, ...]]]:
    return [(k, tuple(v + (dy if i % 2 else dx) for i, v in enumerate(values))) for k, values in drawing]


def test_a_composite_draws_its_parts_where_they_were_put() -> None:
    """The outline of a composite is the outlines of its parts, shifted."""
    data, gids = subset()
    count = hb.Face(data).glyph_count
    made, _ = extend(data, [Composite(700, ((gids[1], 0, 0), (gids[3], 120, -45)))])
    font = hb.Font(hb.Face(made))
    assert font.get_glyph_h_advance(count) == 700
    assert outline(font, count) == [*outline(font, gids[1]), *moved(outline(font, gids[3]), 120, -45)]
    assert outline(font, gids[1]) == outline(hb.Font(hb.Face(data)), gids[1])


def test_blank_cells_draw_nothing_but_have_a_box() -> None:
    """A blank cell has an advance and an extent (readers want one) and no area."""
    data, _ = subset()
    count = hb.Face(data).glyph_count
    made, _ = extend(data, [Blank(333), Blank(0)])
    font = hb.Font(hb.Face(made))
    for index, advance in ((0, 333), (1, 0)):
        assert font.get_glyph_h_advance(count + index) == advance
        assert all(kind in "ml" for kind, _ in outline(font, count + index))
        assert len(outline(font, count + index)) <= 4
    assert font.get_glyph_extents(count).width == 333


def test_tables_are_whole_and_checksums_right() -> None:
    """The file is a TrueType font whose sums are right, with only the tables a PDF needs."""
    data, gids = subset()
    made, box = extend(data, [Composite(10, ((gids[0], 5, 6),)), Blank(0)])
    assert sum(struct.unpack(f">{len(made) // 4}I", made)) & 0xFFFFFFFF == 0xB1B0AFBA
    face = hb.Face(made)
    assert sorted(face.table_tags) == ["glyf", "head", "hhea", "hmtx", "loca", "maxp"]
    assert box[0] <= 0 <= box[3]
    assert struct.unpack(">4h", bytes(face.reference_table("head").data)[36:44]) == box


def test_a_composite_of_nothing_is_blank() -> None:
    """A cluster of glyphs without ink (spaces) becomes a blank cell."""
    face = face_of("Noto Sans", bold=False)
    data = face.subset([face.gid(" ")])
    made, _ = extend(data, [Composite(260, ((face.gid(" "), 0, 0),))])
    assert hb.Font(hb.Face(made)).get_glyph_h_advance(hb.Face(data).glyph_count) == 260


def test_what_is_no_truetype_is_refused() -> None:
    """A font without glyf outlines cannot be extended."""
    with pytest.raises(ValueError, match="TrueType"):
        extend(b"OTTO" + struct.pack(">4H", 0, 0, 0, 0), [])
