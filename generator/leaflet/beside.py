"""Short things side by side: two stacks of slabs become one strip, where that saves room and breaks no long text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from generator.document import model as doc
from generator.leaflet.compositor import Compositor
from generator.leaflet.flow import Flow
from generator.leaflet.prose import Column
from generator.leaflet.slabs import Keep, Slab
from generator.leaflet.tree import Node

GUTTER = 20.0
LEAST_SAVING = 16.0  # points; below that, one under the other reads better
MOST_WORDS = 60  # of a paragraph that may stand in half a column
HIGHEST = 320.0  # points: a strip is never torn
ENDLESS = 1e9
LONG_ADDRESS = re.compile(r"[!-~]{25,}")

Left = Callable[[float, float], float]
T = TypeVar("T")
Setter = Callable[[Compositor, T, Node, Column], list[Slab]]


class Drafts(Generic[T]):
    """Sets things once: what was set to be measured is taken over if it stays where it was measured."""

    def __init__(self, setter: Setter[T]) -> None:
        """Begin with nothing set."""
        self._setter = setter
        self._heights: dict[tuple[int, float], float] = {}  # by the thing's identity and the width it stands in
        self._drafts: dict[tuple[int, Column], tuple[Compositor, list[Slab]]] = {}

    def height(self, compositor: Compositor, thing: T, column: Column) -> float:
        """Return how high a thing is in a column."""
        known = self._heights.get((id(thing), column.width))
        if known is None:
            draft = compositor.drafting()
            slabs = self._setter(draft, thing, draft.tree.root, column)
            self._drafts[id(thing), column] = draft, slabs
            known = self._heights[id(thing), column.width] = height_of(slabs, compositor.left)
        return known

    def slabs(self, compositor: Compositor, thing: T, parent: Node, column: Column) -> list[Slab]:
        """Return a thing's slabs; its nodes become the last children of `parent`."""
        draft = self._drafts.pop((id(thing), column), None)
        if draft is None:
            return self._setter(compositor, thing, parent, column)
        compositor.adopt(draft[0], parent)
        return draft[1]


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


def pairs(
    things: Sequence[T], short: Callable[[T], bool], height: Callable[[T, Column], float], column: Column
) -> list[tuple[T, ...]]:
    """Return the things in order, alone or two by two, so that the whole is least high.

    Two may stand side by side if both are short and it saves `LEAST_SAVING` points or more. The best division is found
    from the end (dynamic programming); each thing is measured only where it could have a neighbour.
    """
    half = halves(column)[0]
    fit = [short(thing) for thing in things]
    best: list[tuple[float, tuple[T, ...]]] = [(0.0, ())] * (len(things) + 1)
    for i in range(len(things) - 1, -1, -1):
        near = fit[i] and ((i > 0 and fit[i - 1]) or (i + 1 < len(things) and fit[i + 1]))
        alone = height(things[i], column) if near else 0.0
        best[i] = (alone + best[i + 1][0], (things[i],))
        if fit[i] and i + 1 < len(things) and fit[i + 1]:
            both = max(height(things[i], half), height(things[i + 1], half))
            below = height(things[i + 1], column)
            if both <= HIGHEST and alone + below - both >= LEAST_SAVING and both + best[i + 2][0] < best[i][0]:
                best[i] = (both + best[i + 2][0], (things[i], things[i + 1]))
    groups = []
    i = 0
    while i < len(things):
        groups.append(best[i][1])
        i += len(best[i][1])
    return groups


def is_short(blocks: Sequence[doc.AnyBlock]) -> bool:
    """Whether blocks may stand in half a column: lists, callouts and the like, or a few words of running text.

    An address is never broken over lines, so what holds a long one is not short.
    """
    return all(_short(block) for block in blocks)


def holds_address(text: str) -> bool:
    """Whether a text has an address too long for half a column."""
    return LONG_ADDRESS.search(text) is not None


def _short(block: doc.AnyBlock) -> bool:
    match block:
        case doc.Paragraph():
            return sum(_words(phrase) for phrase in block.phrases) <= MOST_WORDS and not any(
                holds_address(phrase.plain) for phrase in block.phrases
            )
        case doc.QrCode():
            return not holds_address(block.address)
        case doc.Contacts():
            return not any(holds_address(entry.value) for entry in block.entries)
        case doc.BulletList() | doc.Steps():
            return all(_words(item) <= MOST_WORDS // 2 for item in block.items)
        case doc.Callout():
            return sum(_words(phrase) for phrase in block.text) <= MOST_WORDS
        case doc.Questions() | doc.Lines() | doc.Support() | doc.Glossary():
            return True
        case doc.Pictogram():
            return block.total <= 10
        case _:
            return False


def _words(phrase: doc.Phrase) -> int:
    """Return about how many words a phrase has; scripts without spaces count four characters as one."""
    text = phrase.plain
    return max(len(text.split()), len(text) // 9)
