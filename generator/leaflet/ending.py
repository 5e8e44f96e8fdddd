"""The end of the leaflet: the full list of references, the draft statement, document control."""

from __future__ import annotations

from math import fsum

from generator.document.model import Document, Phrase, Text
from generator.leaflet.compositor import Compositor, Passage
from generator.leaflet.entries import control
from generator.leaflet.model import TextLine
from generator.leaflet.prose import Column, heading, text_slabs, under
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, kept, moved
from generator.leaflet.tree import Node

NUMBER_WIDTH = 18.0
REFERENCE_GAP = 1.0
STATEMENT_GAP = 16.0


def ending(compositor: Compositor, column: Column, cited: frozenset[int]) -> list[Slab]:
    """Return what follows the last section, which with all others cites the sources `cited`."""
    drafted = compositor.drafting()
    about = _about(drafted, column)
    cited = cited.union(*(slab.cited for slab in about))
    references = _references(compositor, column, cited)
    compositor.adopt(drafted, compositor.tree.root)
    return [*references, *about]


def _words(compositor: Compositor, key: str) -> Phrase:
    return Phrase(f"ui.{key}", (Text(compositor.document.words[key]),), compositor.language.tag)


def _references(compositor: Compositor, column: Column, cited: frozenset[int]) -> list[Slab]:
    """Return the works that the leaflet cites in full, each in its own language and direction, numbers hanging."""
    sources = [source for source in compositor.document.sources if source.number in cited]
    if not sources:
        return []
    section = compositor.tree.root.add("Sect")
    head = heading(compositor, _words(compositor, "references"), 2, section, column, small=True)
    node = section.add("L", numbering="Decimal")
    slabs: list[Slab] = []
    for source in sources:
        slabs += _reference(compositor, source.number, source.full, source.language, node, column)
    return under(head, slabs)


def _reference(
    compositor: Compositor, number: int, full: tuple[Text, ...], language: str, parent: Node, column: Column
) -> list[Slab]:
    style = compositor.styles_of(language).reference
    item = parent.add("LI")
    key = f"reference.{number}"
    turned = compositor.direction(language) != compositor.language.direction
    label = compositor.plain(
        f"{compositor.source_number(number)}.", style, NUMBER_WIDTH, item.add("Lbl"), key=key, language=language
    )
    width = column.width - NUMBER_WIDTH
    passage = compositor.inlines(full, style, width, item.add("LBody"), key=key, language=language)
    inner = Column(column.start, width) if turned else column.indented(NUMBER_WIDTH)
    lines = text_slabs(compositor, passage, inner, before=REFERENCE_GAP, keep=Keep.WHOLE)
    sketch = Sketch(compositor)
    align: Align = "own"
    sketch.line(label, 0, column.start + width if turned else column.start, NUMBER_WIDTH, 0.0, align)
    if lines:
        lines[0] = lines[0]._replace(items=(*sketch.items, *lines[0].items))
    return lines


def _about(compositor: Compositor, column: Column) -> list[Slab]:
    """Return "About this leaflet": the draft statement, beside the heading where it fits, and the document control table."""
    document = compositor.document
    if not (document.draft or document.control):
        return []
    section = compositor.tree.root.add("Sect")
    head = heading(compositor, _words(compositor, "about_leaflet"), 2, section, column, small=True)
    statements = [
        compositor.phrase(statement, compositor.styles_of(statement.language).reference, column.width, section.add("P"))
        for statement in _statements(document, compositor.language.tag)
    ]
    slabs: list[Slab] = []
    rows = _rows_beside(head, statements, column)
    if rows:
        head = [_beside_heading(compositor, head[0], rows, column)]
    else:
        for passage in statements:
            slabs += text_slabs(compositor, passage, column, align="start" if len(passage.paragraph.lines) == 1 else "own")
        slabs = kept(slabs, Keep.FIRM)
    if document.control:
        slabs = under(slabs, control(compositor, document.control, section, column), 4.0)
    return under(head, slabs)


def _statements(document: Document, tag: str) -> list[Phrase]:
    """Return what a draft says of itself, in its own language and in English."""
    if document.draft is None:
        return []
    own = Phrase("draft", (Text(document.draft.own, strong=True),), tag)
    english = Phrase("draft", (Text(document.draft.english),), "en")
    return [own] if english.plain == own.plain else [own, english]


def _rows_beside(head: list[Slab], statements: list[Passage], column: Column) -> list[list[Passage]]:
    """Return the statements in the rows in which they stand at the end of a heading's only line: none if they do not fit."""
    if len(head) != 1 or any(len(statement.paragraph.lines) != 1 for statement in statements):
        return []
    taken = fsum(item.paragraph.lines[item.line].width for item in head[0].items if isinstance(item, TextLine))
    room = column.width - taken
    for rows in ([statements], [[statement] for statement in statements]):
        if all(fsum(statement.width + STATEMENT_GAP for statement in row) <= room for row in rows):
            return rows
    return []


def _beside_heading(compositor: Compositor, head: Slab, rows: list[list[Passage]], column: Column) -> Slab:
    """Return the heading with rows of statements at the end of its line, the last on its baseline."""
    baseline = max(item.baseline for item in head.items if isinstance(item, TextLine))
    ups = [max((statement.baseline(0) for statement in row), default=0.0) for row in rows]
    downs = [max((statement.height for statement in row), default=0.0) - up for row, up in zip(rows, ups, strict=True)]
    above = fsum([*ups, *downs[:-1]])
    drop = max(0.0, above - baseline)
    sketch = Sketch(compositor)
    y = baseline + drop - above
    for row, up, down in zip(rows, ups, downs, strict=True):
        end = column.width
        for statement in reversed(row):
            sketch.line(statement, 0, column.start, end, y + up - statement.baseline(0), "end")
            end -= statement.width + STATEMENT_GAP
        y += up + down
    items = (*(moved(item, 0.0, drop) for item in head.items), *sketch.items)
    return head._replace(height=max(head.height + drop, y), items=items)
