"""Short things side by side: two stacks of slabs become one strip, where that saves room and breaks no long text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.document import model as doc
from generator.leaflet.flow import Flow
from generator.leaflet.prose import Column
from generator.leaflet.slabs import Keep, Slab

GUTTER = 20.0
LEAST_SAVING = 30.0  # points; below that, one under the other reads better
MOST_WORDS = 48  # of a paragraph that may stand in half a column
HIGHEST = 0.45  # of a page: a strip is never torn, so it must not be too high
ENDLESS = 1e9

Left = Callable[[float, float], float]


def halves(column: Column) -> tuple[Column, Column]:
    """Return the two halves of a column, the start side first."""
    width = (column.width - GUTTER) / 2
    return Column(column.start, width), Column(column.start + width + GUTTER, width)


def side_by_side(first: list[Slab], second: list[Slab], left: Left) -> Slab:
    """Return two stacks of slabs as one strip, tops aligned; reading order is the first stack, then the second."""
    one, other = _stacked(first, left), _stacked(second, left)
    return Slab(
        max(one.height, other.height),
        (*one.items, *other.items),
        before=max(one.before, other.before),
        after=max(one.after, other.after),
        keep=one.keep,
        key=one.key,
        cited=(*one.cited, *other.cited),
        headings=(*one.headings, *other.headings),
        figures=(*one.figures, *other.figures),
    )


def height_of(slabs: list[Slab], left: Left) -> float:
    """Return how high the slabs are, one under the other, with the space before the first."""
    return slabs[0].before + _stacked(slabs, left).height if slabs else 0.0


def _stacked(slabs: list[Slab], left: Left) -> Slab:
    """Return slabs as one, frames and all: flowed to a page without end."""
    if not slabs:
        return Slab(0.0)
    flow = Flow(lambda _: 0.0, lambda _: ENDLESS, left)
    flow.add(slabs)
    sheet = flow.sheets[0]
    return Slab(
        sheet.y,
        tuple(sheet.items),
        before=slabs[0].before,
        after=slabs[-1].after,
        keep=slabs[0].keep if slabs[0].keep < Keep.FIRM else Keep.FREE,
        key=slabs[0].key,
        cited=tuple(sorted(sheet.cited)),
        headings=tuple((entry.level, entry.title) for entry in sheet.outline),
        figures=tuple((node, node.bounds[1]) for slab in slabs for node, _ in slab.figures if node.bounds),
    )


def is_short(blocks: Sequence[doc.AnyBlock]) -> bool:
    """Whether blocks may stand in half a column: lists, callouts and the like, or a few words of running text."""
    return all(_short(block) for block in blocks)


def _short(block: doc.AnyBlock) -> bool:
    match block:
        case doc.Paragraph():
            return sum(_words(phrase) for phrase in block.phrases) <= MOST_WORDS
        case doc.BulletList() | doc.Steps():
            return all(_words(item) <= MOST_WORDS // 2 for item in block.items)
        case doc.Callout() | doc.Questions() | doc.Lines() | doc.Contacts() | doc.Support() | doc.QrCode() | doc.Heading():
            return True
        case doc.Pictogram():
            return block.total <= 10
        case _:
            return False


def _words(phrase: doc.Phrase) -> int:
    """Return about how many words a phrase has; scripts without spaces count four characters as one."""
    text = phrase.plain
    return max(len(text.split()), len(text) // 9)
