"""Space to write on: ruled lines 9 mm apart, questions with lines, labelled lines."""

from __future__ import annotations

from generator.document import model as doc
from generator.geometry import Rect, from_mm
from generator.leaflet.compositor import Compositor
from generator.leaflet.prose import BLOCK_GAP, ITEM_GAP, PARAGRAPH_GAP, Column, introduction, listing, text_slabs, under
from generator.leaflet.slabs import Keep, Sketch, Slab, spaced
from generator.leaflet.tree import Node

LINE_DISTANCE = from_mm(9)
GROUP = 3  # lines that stay together at either end


def ruled_lines(compositor: Compositor, count: int, parent: Node, column: Column, key: str) -> list[Slab]:
    """Return `count` ruled lines; assistive technology hears once, on their page, that there is space to write."""
    slabs = []
    words = compositor.document.words["write_here"]
    figure: Node | None = None
    for index in range(count):
        if figure is None:
            figure = parent.add("Figure", alt=words)
        sketch = Sketch(compositor)
        sketch.rule(
            column.start, column.width, LINE_DISTANCE - 0.5, 0.75, compositor.theme.muted, figure.id if index == 0 else None
        )
        if index == 0:
            sketch.figures.append((figure, Rect(sketch.left(column.start, column.width), 0.0, column.width, LINE_DISTANCE)))
        near = index < GROUP or index >= count - GROUP + 1
        slabs.append(sketch.slab(LINE_DISTANCE, key=key, keep=Keep.FIRM if near and index else Keep.FREE))
    return spaced(slabs, 0.0, BLOCK_GAP)


def questions(compositor: Compositor, block: doc.Questions, parent: Node, column: Column) -> list[Slab]:
    """Return the questions as a list, and the lines to write others on."""
    head = introduction(compositor, block.intro, parent, column)
    slabs = under(head, listing(compositor, block.items, parent, column), ITEM_GAP)
    if block.lines:
        slabs = under(slabs, ruled_lines(compositor, block.lines, parent, column, block.key))
    return spaced(slabs, PARAGRAPH_GAP, BLOCK_GAP)


def lines(compositor: Compositor, block: doc.Lines, parent: Node, column: Column) -> list[Slab]:
    """Return a label and ruled lines below it."""
    label = compositor.phrase(block.label, compositor.styles.strong, column.width, parent.add("P"))
    head = text_slabs(compositor, label, column, keep=Keep.FIRM)
    return spaced(under(head, ruled_lines(compositor, block.count, parent, column, block.key), 0.0), PARAGRAPH_GAP, BLOCK_GAP)
