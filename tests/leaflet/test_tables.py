"""Tables: no word is torn while a column has room, and the columns' widths make the table low."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import ledger
import pytest
import specimens
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.document import model as doc
from generator.languages import lookup
from generator.leaflet.compositor import Compositor
from generator.leaflet.lay_out import lay_out_leaflet
from generator.leaflet.model import TextLine
from generator.leaflet.styles import measures_for, styles_for
from generator.leaflet.tables import PADDING, column_widths
from generator.text.breaks import find_breaks
from generator.text.fonts import load_fonts
from generator.text.model import Span
from generator.text.paragraph import measure, set_paragraph
from generator.theme import make_theme

WORDS = {
    "en": ("a", "lump", "calcium", "deposits", "immunosuppressants", "1 in 4", "skin,", "£5", "500\u00a0mg"),
    "ar": ("و", "كتلة", "الكالسيوم", "ترسبات", "500\u00a0mg", "calcinosis", "(نعم)"),
    "ta": ("கட்டி", "குணப்படுத்தலாம்", "மருத்துவரிடம்", "வலி", "4"),
    "th": ("แขน", "แคลเซียม", "ผิวหนัง", "CT", "12"),
    "zh-Hans": ("钙", "皮肤", "沉积，", "CT", "请告诉您的医疗团队。", "12"),
}


def compositor(tag):
    """Return a compositor for a language."""
    theme = make_theme("#12405A", "#A3161A")
    language = lookup(tag)
    document = replace(specimens.document("en"), language=language)
    return Compositor(document, theme, styles_for(theme.type, language), load_fonts(language), measures_for("A4"))


def phrase(tag, *words):
    """Return words as a phrase; a tuple of numbers is a citation."""
    inlines = [
        doc.Cite(word, "[" + ", ".join(map(str, word)) + "]") if isinstance(word, tuple) else doc.Text(f"{word} ")
        for word in words
    ]
    return doc.Phrase("t", tuple(inlines), tag)


@st.composite
def grids(draw):
    """Return a language and the rows of a table in it, header first."""
    tag = draw(st.sampled_from(sorted(WORDS)))
    columns = draw(st.integers(1, 5))
    word = st.sampled_from(WORDS[tag]) | st.tuples(st.integers(1, 99), st.integers(1, 99))
    cell = st.lists(word, min_size=1, max_size=9).map(lambda words: phrase(tag, *words))
    return tag, draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=2, max_size=6))


def set_cell(room, cell, width, row, column):
    """Return a cell set as the table sets it."""
    bold = True if row == 0 or column == 0 else None
    return room.phrase(cell, room.styles.table, width - 2 * PADDING, None, bold=bold, narrow=True).paragraph


def height(room, rows, widths):
    """Return how many lines high a table is with columns of these widths."""
    return sum(
        max(len(set_cell(room, cell, width, j, i).lines) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for j, row in enumerate(rows)
    )


def least_widths(room, rows):
    """Return for each column the width of its widest stretch that no line may part, measured one by one."""
    found = []
    for i, cells in enumerate(zip(*rows, strict=True)):
        widest = 0.0
        for j, cell in enumerate(cells):
            paragraph = set_cell(room, cell, 1e6, j, i)
            places = find_breaks(paragraph.text, paragraph.language).first
            for start, end in pairwise((0, *places)):
                (line,) = alone(room, paragraph, start, end).lines
                widest = max(widest, line.width)
        found.append(widest + 2 * PADDING)
    return found


def alone(room, paragraph, start, end):
    """Return a part of a paragraph set alone on one line."""
    spans, at = [], 0
    for span in paragraph.spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        if text:
            spans.append(Span(text, span.size, span.bold))
    return set_paragraph(spans, width=1e6, direction=paragraph.direction, language=paragraph.language, fonts=room.fonts)


@settings(max_examples=60, deadline=None)
@given(grids(), st.floats(120, 500))
def test_no_word_is_torn_while_there_is_room(grid, width):
    """Widths add up to the table's; if all longest words fit side by side, every line of every cell ends between words."""
    tag, rows = grid
    room = compositor(tag)
    widths = column_widths(room, rows, width, room.styles.table)

    assert sum(widths) == pytest.approx(width)
    assert min(widths) > 0
    least = least_widths(room, rows)
    if sum(least) + len(least) <= width:
        for j, row in enumerate(rows):
            for i, (cell, wide) in enumerate(zip(row, widths, strict=True)):
                paragraph = set_cell(room, cell, wide, j, i)
                ends = {line.end for line in paragraph.lines}
                assert ends <= set(find_breaks(paragraph.text, paragraph.language).first)
                assert all(line.width <= wide - 2 * PADDING + 0.01 for line in paragraph.lines)


@settings(max_examples=40, deadline=None)
@given(grids(), st.floats(250, 500), st.integers(0, 10**6))
def test_the_table_is_about_as_low_as_it_can_be(grid, width, seed):
    """None of fifty other shares that tear no word makes it lower by more than a tenth or a line."""
    tag, rows = grid
    room = compositor(tag)
    least = least_widths(room, rows)
    if sum(least) + len(least) > width:
        return
    lines = height(room, rows, column_widths(room, rows, width, room.styles.table))
    choose = random.Random(seed)

    for _ in range(50):
        shares = [choose.random() ** 2 for _ in least]
        spare = width - sum(least)
        other = [small + spare * share / sum(shares) for small, share in zip(least, shares, strict=True)]
        assert lines <= max(1.1 * height(room, rows, other), height(room, rows, other) + 1)


@pytest.mark.parametrize("tag", ["th", "ar", "ur"])
def test_the_name_of_a_drug_in_the_first_column_is_not_torn(tag):
    """Not even where a dictionary would part it: the other columns have room."""
    words = {"th": "ไมโนไซคลีน", "ar": "مينوسيكلين", "ur": "مائنوسائکلین"}
    long = specimens.SAMPLES[tag]["long"]
    write = specimens.Writer(tag)
    table = doc.Table(
        key="t", caption=write(long[:20]), columns=tuple(write(long[:9]) for _ in range(4)),
        rows=tuple((write(words[tag]), write(long), write(long), write(long[:60])) for _ in range(2)),
    )  # fmt: skip
    document = specimens.document(tag, sections=(doc.Section("s", write(long[:20]), (table,)),))
    leaflet = lay_out_leaflet(document, make_theme("#12405A", "#A3161A"), load_fonts(lookup(tag)))
    shown = [ledger.text_of(item) for page in leaflet.pages for item in page.items if isinstance(item, TextLine)]

    assert shown.count(words[tag]) == 2


def test_a_marker_leaves_its_word_before_the_word_is_cut():
    """In four columns too narrow for word and marker together, each stands whole on a line of its own."""
    room = compositor("ta")
    cell = doc.Phrase("t", (doc.Text("குணப்படுத்தலாம்\u00a0"), doc.Cite((13, 14), "[13, 14]")), "ta")
    least = least_widths(room, [[phrase("ta", "குணப்படுத்தலாம்")] * 4])
    widths = column_widths(room, [[cell] * 4] * 2, sum(least) + 6, room.styles.table)

    for column, width in enumerate(widths):
        paragraph = set_cell(room, cell, width, 1, column)
        assert [paragraph.text[line.start : line.end] for line in paragraph.lines] == ["குணப்படுத்தலாம்\u00a0", "[13,\u00a014]"]


def test_where_nothing_helps_only_the_widest_column_gives_way():
    """The others keep their words."""
    room = compositor("en")
    rows = [[phrase("en", "lump"), phrase("en", "x" * 200), phrase("en", "calcium")]] * 2
    widths = column_widths(room, rows, 300.0, room.styles.table)
    least = least_widths(room, rows)

    assert widths[0] >= least[0]
    assert widths[2] >= least[2]
    assert sum(widths) == pytest.approx(300.0)


def test_bold_is_measured_bold():
    """The first column is wide enough for its words in bold type."""
    room = compositor("en")
    rows = [[phrase("en", "a"), phrase("en", *["word"] * 90)], [phrase("en", "Immunosuppressants"), phrase("en", "b")]]
    widths = column_widths(room, rows, 300.0, room.styles.table)

    assert len(set_cell(room, rows[1][0], widths[0], 1, 0).lines) == 1


def test_a_table_of_any_text_can_be_measured():
    """A cell without words has no stretch."""
    fonts = load_fonts(lookup("en"))
    empty = measure((), direction="ltr", language="en", fonts=fonts)

    assert (empty.widest, empty.natural, empty.lines(10.0)) == (0.0, 0.0, 0)
