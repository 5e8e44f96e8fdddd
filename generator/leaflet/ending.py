"""The end of the leaflet: the full list of references, document control, how to say what one thinks, other formats."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.model import Phrase, Text
from generator.leaflet.beside import holds_address
from generator.leaflet.compositor import Compositor
from generator.leaflet.entries import control
from generator.leaflet.prose import HEADING2_AFTER, HEADING2_BEFORE, Column, heading, text_slabs, under
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, kept, spaced
from generator.leaflet.tree import Node
from generator.values import replace

NUMBER_WIDTH = 22.0
COLUMN_GAP = 24.0
REFERENCE_GAP = 3.0


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
        slabs += spaced(_reference(compositor, source.number, source.full, source.language, node, column), REFERENCE_GAP, 0.0)
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
    lines = kept(text_slabs(compositor, passage, inner), Keep.WHOLE)
    sketch = Sketch(compositor)
    align: Align = "own"
    sketch.line(label, 0, column.start + width if turned else column.start, NUMBER_WIDTH, 0.0, align)
    if lines:
        lines[0] = replace(lines[0], items=(*sketch.items, *lines[0].items))
    return lines


def _about(compositor: Compositor, column: Column) -> list[Slab]:
    """Return "About this leaflet": the draft statement, the document control table, feedback, other formats."""
    document = compositor.document
    if not (document.draft or document.control or document.feedback or document.formats):
        return []
    section = compositor.tree.root.add("Sect")
    slabs: list[Slab] = []
    if document.draft is not None:
        statements = [Phrase("draft", (Text(document.draft.own, strong=True),), compositor.language.tag)]
        if document.draft.english != document.draft.own:
            statements.append(Phrase("draft", (Text(document.draft.english),), "en"))
    else:
        statements = []
    head = heading(compositor, _words(compositor, "about_leaflet"), 2, section, column)
    for statement in statements:
        node = section.add("P")
        passage = compositor.phrase(statement, compositor.styles.body, column.width, node)
        slabs += text_slabs(compositor, passage, column, align="start" if len(passage.paragraph.lines) == 1 else "own")
    if document.control:
        slabs = under(slabs, control(compositor, document.control, section, column), 4.0)
    return [*under(head, slabs), *_invitations(compositor, section, column)]


def _invitations(compositor: Compositor, parent: Node, column: Column) -> list[Slab]:
    """Return how to give feedback and get other formats: side by side where there are both."""
    document = compositor.document
    wanted = [
        (phrase, key)
        for phrase, key in ((document.feedback, "label_feedback"), (document.formats, "label_formats"))
        if phrase is not None
    ]
    if len(wanted) > 1 and any(holds_address(phrase.plain) for phrase, _ in wanted):
        return [slab for one in wanted for slab in _row(compositor, [one], parent, column)]
    return _row(compositor, wanted, parent, column)


def _row(compositor: Compositor, wanted: Sequence[tuple[Phrase, str]], parent: Node, column: Column) -> list[Slab]:
    """Return headed texts beside each other."""
    width = (column.width - (len(wanted) - 1) * COLUMN_GAP) / max(1, len(wanted))
    sketch = Sketch(compositor)
    height = 0.0
    cited: tuple[int, ...] = ()
    headings = []
    for place, (phrase, key) in enumerate(wanted):
        start = column.start + place * (width + COLUMN_GAP)
        words = _words(compositor, key)
        node = parent.add("H3")
        title = compositor.balanced(words, compositor.styles.heading2, width, node, colour=compositor.theme.primary)
        text = compositor.phrase(phrase, compositor.styles.body, width, parent.add("P"))
        y = sketch.text(title, start, width, 0.0) + HEADING2_AFTER
        y += sketch.text(text, start, width, y)
        height = max(height, y)
        cited = (*cited, *(n for _, numbers in text.cites for n in numbers))
        headings.append((3, words.plain))
    if not wanted:
        return []
    slab = sketch.slab(height, key=wanted[0][0].key, cited=cited, before=HEADING2_BEFORE, headings=tuple(headings))
    return [slab]
