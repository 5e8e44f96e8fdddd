"""Running text as slabs: paragraphs, headings, bullets, steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.document import model as doc
from generator.leaflet.compositor import Compositor, Passage
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, spaced, text_line
from generator.leaflet.styles import Style
from generator.leaflet.tree import Node
from generator.theme import Colour

PARAGRAPH_GAP = 6.0
ITEM_GAP = 2.0
BLOCK_GAP = 10.0
HEADING1_BEFORE, HEADING1_AFTER = 16.0, 4.0
HEADING2_BEFORE, HEADING2_AFTER = 14.0, 3.0
BULLET_INDENT = 16.0
STEP_INDENT = 28.0


class Column(NamedTuple):
    """Where a block stands: its start and its width."""

    start: float
    width: float

    def indented(self, by: float) -> Column:
        """Return the column without its first `by` points."""
        return Column(self.start + by, self.width - by)


def text_slabs(
    compositor: Compositor,
    passage: Passage,
    column: Column,
    *,
    align: Align = "own",
    before: float = 0.0,
    after: float = 0.0,
    keep: Keep = Keep.FREE,
    holds: bool = False,
) -> list[Slab]:
    """Return a passage as one slab a line, at least two lines on either side of a page break; `keep` as in `kept`."""
    last = len(passage.paragraph.lines) - 1
    return [
        Slab(
            passage.line_height(index),
            (text_line(compositor, passage, index, column.start, column.width, 0.0, align),),
            before=0.0 if index else before,
            after=0.0 if index < last else after,
            keep=Keep.FREE if index == 0 else Keep.FIRM if index in (1, last) else keep,
            key=passage.key,
            cited=passage.cited(index),
            holds=holds,
        )
        for index in range(last + 1)
    ]


def paragraphs(
    compositor: Compositor,
    phrases: Sequence[doc.Phrase],
    parent: Node,
    column: Column,
    *,
    style: Style | None = None,
    colour: Colour | None = None,
    bold: bool | None = None,
) -> list[Slab]:
    """Return paragraphs, half a line apart."""
    slabs: list[Slab] = []
    for phrase in phrases:
        passage = compositor.phrase(
            phrase, style or compositor.styles.body, column.width, parent.add("P"), colour=colour, bold=bold
        )
        slabs += text_slabs(compositor, passage, column, before=PARAGRAPH_GAP, after=PARAGRAPH_GAP)
    return slabs


def heading(
    compositor: Compositor, phrase: doc.Phrase, level: int, parent: Node, column: Column, *, small: bool = False
) -> list[Slab]:
    """Return a heading of level 2 or 3 (H2, H3), to stand on the page of what follows it; `small` as that may be set."""
    large = level == 2 and not small
    style = compositor.styles.heading1 if large else compositor.styles.heading2
    node = parent.add("H2" if level == 2 else "H3")
    passage = compositor.balanced(phrase, style, column.width, node, colour=compositor.theme.primary)
    before, after = (HEADING1_BEFORE, HEADING1_AFTER) if large else (HEADING2_BEFORE, HEADING2_AFTER)
    slabs = text_slabs(compositor, passage, column, before=before, after=after, keep=Keep.FIRM, holds=True)
    slabs[0] = slabs[0]._replace(headings=((level, phrase.plain),))
    return slabs


def listing(
    compositor: Compositor,
    items: Sequence[doc.Phrase],
    parent: Node,
    column: Column,
    *,
    numbered: bool = False,
    style: Style | None = None,
    bold: bool | None = None,
) -> list[Slab]:
    """Return a list with hanging indents: drawn bullets, or numbers in filled circles."""
    style = style or compositor.styles.body
    node = parent.add("L", numbering="Decimal" if numbered else "Disc")
    inner = column.indented(STEP_INDENT if numbered else BULLET_INDENT)
    slabs: list[Slab] = []
    for number, item in enumerate(items, start=1):
        entry = node.add("LI")
        label = entry.add("Lbl")
        passage = compositor.phrase(item, style, inner.width, entry.add("LBody"), bold=bold)
        gap = ITEM_GAP + 2 if numbered else ITEM_GAP
        lines = text_slabs(compositor, passage, inner, before=gap, after=gap)
        alone = number in (2, len(items)) and number > 1  # no item stands alone on its side of a page break
        sketch = Sketch(compositor)
        if numbered:
            _number(sketch, number, column, passage, label)
        else:
            bullet(sketch, column, passage, label)
        keep = Keep.WHOLE if alone else Keep.FREE
        lines[0] = lines[0]._replace(items=(*sketch.items, *lines[0].items), keep=keep)
        slabs += lines
    return slabs


def bullet(sketch: Sketch, column: Column, passage: Passage, label: Node) -> None:
    """Draw a round bullet at the height of the first line's small letters."""
    label.actual_text = "\u2022"
    size = passage.style.size
    x = sketch.left(column.start + 3, 5) + 2.5
    y = passage.baseline(0) - 0.29 * size
    sketch.circle(x, y, 0.19 * size, sketch.compositor.theme.primary, label.id)


def _number(sketch: Sketch, number: int, column: Column, passage: Passage, label: Node) -> None:
    """Draw a step's number in a filled circle."""
    compositor = sketch.compositor
    radius = min(10.0, passage.style.leading / 2 + 1)
    middle = passage.baseline(0) - 0.36 * passage.style.size
    text = compositor.language.number(number)
    numeral = compositor.plain(
        text, compositor.styles.small, 2 * radius, label, key=passage.key, colour=compositor.theme.paper, bold=True
    )
    x = sketch.left(column.start, 2 * radius)
    sketch.circle(x + radius, middle, radius, compositor.theme.primary)
    top = middle + 0.36 * compositor.styles.small.size - numeral.baseline(0)
    sketch.line(numeral, 0, column.start, 2 * radius, top, "center")


def introduction(compositor: Compositor, intro: doc.Phrase | None, parent: Node, column: Column) -> list[Slab]:
    """Return the sentence that leads into a block."""
    return paragraphs(compositor, [intro], parent, column) if intro is not None else []


def under(head: list[Slab], rest: list[Slab], gap: float | None = None) -> list[Slab]:
    """Return `rest` below `head`, on the same page; `gap` is the space between, if not what the slabs ask for."""
    if not head or not rest:
        return head + rest
    if gap is not None:
        head = [*head[:-1], head[-1]._replace(after=gap)]
        rest = [rest[0]._replace(before=min(gap, rest[0].before)), *rest[1:]]
    return [*head, rest[0]._replace(keep=Keep.FIRM), *rest[1:]]


def bullets(compositor: Compositor, block: doc.BulletList | doc.Steps, parent: Node, column: Column) -> list[Slab]:
    """Return a list block with its introduction."""
    numbered = isinstance(block, doc.Steps)
    head = introduction(compositor, block.intro, parent, column)
    rest = listing(compositor, block.items, parent, column, numbered=numbered)
    gap = PARAGRAPH_GAP if numbered else ITEM_GAP  # a number's circle is higher than its line
    return spaced(under(head, rest, gap), PARAGRAPH_GAP, BLOCK_GAP)
