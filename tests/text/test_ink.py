"""Ink on real pages: the specimen of every script, laid out, has no glyph over a neighbour line's or beyond its column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator import specimen
from generator.languages import all_languages, lookup
from generator.leaflet.lay_out import lay_out_leaflet
from generator.leaflet.model import TextLine
from generator.leaflet.styles import measures_for
from generator.text.fonts import load_fonts
from generator.theme import make_theme

FIRST_OF_SCRIPT = {language.family: language for language in reversed(all_languages())}
TOUCH = 0.05  # points


def glyphs(item):
    """Return the box of each glyph of a line on its page: left, top, right, bottom."""
    found = []
    for run in item.paragraph.lines[item.line].runs:
        x, scale = item.x + run.x, run.size / run.face.upem
        for glyph in run.glyphs:
            ink = run.face.hb_font.get_glyph_extents(glyph.gid)
            if ink and ink.width and ink.height:
                left, top = (
                    x + (glyph.x_offset + ink.x_bearing) * scale,
                    item.baseline - (glyph.y_offset + ink.y_bearing) * scale,
                )
                found.append((left, top, left + ink.width * scale, top - ink.height * scale))
            x += glyph.x_advance * scale
    return found


def meet(one, other):
    """Whether two boxes have a place in common."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return wide > 0 and min(one[3], other[3]) - max(one[1], other[1]) > TOUCH


def around(boxes):
    """Return the box round boxes."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def collisions(items):
    """Return the pairs of lines of which a glyph's box meets one of the other's."""
    lines = [(around(boxes), boxes, item) for item in items if isinstance(item, TextLine) and (boxes := glyphs(item))]
    return [
        (item.paragraph.text, other.paragraph.text)
        for index, (outer, boxes, item) in enumerate(lines)
        for other_outer, others, other in lines[index + 1 :]
        if meet(outer, other_outer) and any(meet(a, b) for a in boxes for b in others)
    ]


def laid_out(tag):
    """Return the specimen of a language as a leaflet."""
    language = lookup(tag)
    return lay_out_leaflet(specimen.document(language), make_theme("#12405A", "#A3161A"), load_fonts(language))


@pytest.mark.parametrize("tag", [language.tag for language in FIRST_OF_SCRIPT.values()])
def test_no_ink_touches_another_line_or_leaves_its_column(tag):
    """Headings, running text, tables and notes, at the sizes and line distances of a real page."""
    measures = measures_for("A4")
    for page in laid_out(tag).pages:
        assert collisions(page.items) == []
        for item in page.items:
            if isinstance(item, TextLine) and (boxes := glyphs(item)):
                size = max(run.size for run in item.paragraph.lines[item.line].runs)
                left, _, right, _ = around(boxes)
                assert left >= measures.side - 0.11 * size
                assert right <= page.width - measures.side + 0.11 * size


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_lines_that_are_too_close_are_seen(tag):
    """The test above sees lines drawn at three quarters of their distance."""
    items = [replace(i, baseline=i.baseline * 0.75) for i in laid_out(tag).pages[0].items if isinstance(i, TextLine)]

    assert collisions(items)
