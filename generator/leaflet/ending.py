"""The end of the leaflet: the full list of references, the draft statement, document control."""

from __future__ import annotations

from generator.document.model import Document, Phrase, Text
from generator.leaflet.compositor import Compositor, Passage
from generator.leaflet.entries import control
from generator.leaflet.model import TextLine
from generator.leaflet.prose import Column, heading, text_slabs, under
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, kept
from generator.leaflet.tree import Node

NUMBER_WIDTH = 18.0
REFERENCE_GAP = 1.5
STATEMENT_GAP = 24.0


def ending(compositor: Compositor, column: Column) -> list[Slab]:
    """Return what follows the last section."""
    return [*_references(compositor, column), *_about(compositor, column)]


def _words(compositor: Compositor, key: str) -> Phrase:
    return Phrase(f"ui.{key}", (Text(compositor.document.words[key]),), compositor.language.tag)


def _references(compositor: Compositor, column: Column) -> list[Slab]:
    """Return the cited works in full, each in its own language and direction, numbers hanging."""
    sources = compositor.document.sources
    if not sources:
        return []
    section = compositor.tree.root.add("Sect")
    head = heading(compositor, _words(compositor, "references"), 2, section, column)
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
    head = heading(compositor, _words(compositor, "about_leaflet"), 2, section, column)
    statements = [
        compositor.phrase(statement, compositor.styles.body, column.width, section.add("P"))
        for statement in _statements(document, compositor.language.tag)
    ]
    slabs: list[Slab] = []
    if len(head) == 1 and len(statements) == 1 and _room_beside(head[0], statements[0], column):
        head = [_beside_heading(compositor, head[0], statements[0], column)]
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


def _room_beside(head: Slab, statement: Passage, column: Column) -> bool:
    taken = sum(item.paragraph.lines[item.line].width for item in head.items if isinstance(item, TextLine))
    return len(statement.paragraph.lines) == 1 and taken + STATEMENT_GAP + statement.width <= column.width


def _beside_heading(compositor: Compositor, head: Slab, statement: Passage, column: Column) -> Slab:
    """Return the heading with the statement at the end of its line, on its baseline."""
    baseline = max(item.baseline for item in head.items if isinstance(item, TextLine))
    sketch = Sketch(compositor)
    sketch.line(statement, 0, column.start, column.width, baseline - statement.baseline(0), "end")
    return head._replace(items=(*head.items, *sketch.items))
