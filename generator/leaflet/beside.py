"""Short things side by side: two stacks of slabs become one strip, where that saves room and breaks no long text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from generator.document import model as doc
from generator.leaflet.compositor import Compositor
from generator.leaflet.flow import FREELY, Spacing, runs
from generator.leaflet.prose import PARAGRAPH_GAP, Column
from generator.leaflet.slabs import Keep, Slab
from generator.leaflet.stack import Left, Stack, height_of
from generator.leaflet.tree import Node
from generator.values import value

GUTTER = 20.0
LEAST_SAVING = 16.0  # points; below that, one under the other reads better
MOST_WORDS = 60  # of a paragraph that may stand in half a column
HIGHEST = 450.0  # points: a strip is never torn
MOST_BESIDE = 4  # things in both stacks of a strip
TORN = 48.0  # points: what it is worth that a stack begins with a thing
ENDLESS = 1e9
VALUE_SHARE = 0.58  # of a column: the least that contact data leave for the values
ADDRESS = re.compile(r"[!-~]{12,}")

T = TypeVar("T")
Setter = Callable[[Compositor, T, Node, Column], list[Slab]]


class Drafts(Generic[T]):
    """Sets each thing once at a width: what was set to be measured is what the page shows."""

    def __init__(self, compositor: Compositor, setter: Setter[T]) -> None:
        """Begin with nothing set."""
        self._compositor = compositor
        self._setter = setter
        self._set: dict[tuple[int, Column], tuple[Compositor, list[Slab]]] = {}  # by the thing's identity

    def slabs(self, thing: T, column: Column) -> list[Slab]:
        """Return a thing's slabs in a column; they are in no structure tree until the thing is adopted."""
        return self._draft(thing, column)[1]

    def adopt(self, thing: T, column: Column, parent: Node, compositor: Compositor) -> list[Slab]:
        """Return a thing's slabs; its nodes become the last children of `parent`, which a compositor has made."""
        draft, slabs = self._draft(thing, column)
        compositor.adopt(draft, parent)
        return slabs

    def _draft(self, thing: T, column: Column) -> tuple[Compositor, list[Slab]]:
        known = self._set.get((id(thing), column))
        if known is None:
            draft = self._compositor.drafting()
            known = self._set[id(thing), column] = draft, self._setter(draft, thing, draft.tree.root, column)
        return known


def halves(column: Column) -> tuple[Column, Column]:
    """Return the two halves of a column, the start side first."""
    width = (column.width - GUTTER) / 2
    return Column(column.start, width), Column(column.start + width + GUTTER, width)


def side_by_side(slabs: list[Slab], cut: int, column: Column, left: Left, tightness: float = 1.0) -> Slab:
    """Return slabs of the first half of a column as one strip, those from `cut` on in its second half, tops aligned."""
    start, end = halves(column)
    one, other = Stack(0.0, tightness), Stack(0.0, tightness)
    for stack, held in ((one, slabs[:cut]), (other, slabs[cut:])):
        for slab in held:
            stack.put(slab)
        stack.close()
    dx = left(end.start, end.width) - left(start.start, start.width)
    return Slab(
        max(one.y, other.y),
        (*one.items(left), *other.items(left, dx)),
        before=max(slabs[0].before, slabs[cut].before),
        after=max(slabs[cut - 1].after, slabs[-1].after),
        keep=slabs[0].keep if slabs[0].keep < Keep.FIRM else Keep.FREE,
        key=slabs[0].key,
        cited=(*sorted(one.cited), *sorted(other.cited)),
        headings=tuple((level, title) for stack in (one, other) for level, title, _ in stack.headings()),
        figures=(*one.figures(), *other.figures(dx)),
    )


@value
class Pages:
    """How much room things have, points: what is left of the page they begin on, and a whole page after it."""

    first: float = ENDLESS
    later: float = ENDLESS

    def after(self, end: float, pieces: Sequence[float]) -> float:
        """Return where pieces that are never torn end if they follow what ends at `end`, pages counted on end to end."""
        for piece in pieces:
            over = end - self.first
            page_end = self.first if over <= 0 else self.first + self.later * max(1, math.ceil(over / self.later))
            end = end + piece if end + piece <= page_end else page_end + piece
        return end


@value
class Part:
    """What stays in one stack, of a thing set in half a column: its height, how many slabs it is, whether it begins a thing."""

    height: float
    slabs: int
    first: bool


@value
class Measured:
    """How high a thing is: the pieces that no page should tear at full width, and its parts at half width.

    What is not to stand in half a column has no parts.
    """

    pieces: tuple[float, ...]
    parts: tuple[Part, ...] = ()

    def height(self, count: int) -> float:
        """Return what the first `count` parts take at full width, as near as can be told without setting them there."""
        whole = math.fsum(part.height for part in self.parts)
        return math.fsum(self.pieces) * math.fsum(part.height for part in self.parts[:count]) / whole


@value
class Strip:
    """Things of the leaflet in order: one alone, or in two stacks those from one part of a thing to another.

    `begin` and `end` are a thing and a part of it; `cut` is the slab the second stack begins with, 0 for a thing alone.
    """

    begin: tuple[int, int]
    end: tuple[int, int]
    cut: int = 0


def measured(slabs: list[Slab], narrow: list[list[Slab]], spacing: Spacing = FREELY) -> Measured:
    """Return the heights of a thing from its slabs at full width and, if it may stand there, its parts in half a column.

    The space before each is part of it.
    """
    whole = Keep.TABLE if spacing.empty else Keep.WHOLE

    def height(run: Sequence[Slab]) -> float:
        return spacing.tightness * run[0].before + height_of(run, spacing.tightness)

    pieces = tuple(height(run) for run in runs(slabs, whole))
    return Measured(pieces, tuple(Part(height(part), len(part), n == 0) for n, part in enumerate(narrow)))


def parts_of(slabs: list[Slab]) -> list[list[Slab]]:
    """Return slabs in parts that stay in one stack.

    A part begins where a paragraph's space is, never below a heading, and never with a callout: that stands below what it
    warns of.
    """
    made: list[list[Slab]] = []
    for slab in slabs:
        joined = slab.keep != Keep.FREE or slab.before < PARAGRAPH_GAP or slab.frame is not None
        if made and (joined or made[-1][-1].holds):
            made[-1].append(slab)
        else:
            made.append([slab])
    return made


def strips(things: Sequence[Measured], pages: Pages) -> list[Strip]:
    """Return the things in order, alone or in two stacks beside each other, so that the last ends as early as it can.

    Two stacks save `LEAST_SAVING` points or more, and are never torn by a page. A strip may end within a thing, and the
    next go on with it, where that is worth `TORN` points, as at the foot of a page. To end earlier never makes what
    follows end later, so the best way to a place is part of the best way through it (dynamic programming).
    """
    start, goal = (0, 0), (len(things), 0)
    ways: dict[tuple[int, int], tuple[float, float, Strip]] = {start: (0.0, 0.0, Strip(start, start))}  # cost, end
    for place in [(i, part) for i, thing in enumerate(things) for part in range(max(1, len(thing.parts)))]:
        if place not in ways:
            continue
        cost, end, _ = ways[place]
        for strip, pieces in _steps(things, place):
            reached = pages.after(end, pieces)
            price = cost + reached - end + (TORN if strip.end[1] else 0.0)
            if strip.end not in ways or price < ways[strip.end][0]:
                ways[strip.end] = price, reached, strip
    made: list[Strip] = []
    while goal != start:
        made.append(ways[goal][2])
        goal = made[-1].begin
    return made[::-1]


def _steps(things: Sequence[Measured], place: tuple[int, int]) -> Iterator[tuple[Strip, Sequence[float]]]:
    """Yield each strip that may begin at a place, with the heights of its pieces."""
    begin, skipped = place
    if not skipped:
        yield Strip(place, (begin + 1, 0)), things[begin].pieces
    parts: list[Part] = []
    below = -things[begin].height(skipped) if skipped else 0.0
    for i in range(begin, min(begin + MOST_BESIDE, len(things))):
        for count, part in enumerate(things[i].parts, start=1):
            if i == begin and count <= skipped:
                continue
            parts.append(part)
            height, cut = _levelled(parts)
            if height <= HIGHEST and below + things[i].height(count) - height >= LEAST_SAVING:
                end = (i, count) if count < len(things[i].parts) else (i + 1, 0)
                yield Strip(place, end, cut), (height,)
        if not things[i].parts:
            return
        below += things[i].height(len(things[i].parts))


def _levelled(parts: Sequence[Part]) -> tuple[float, int]:
    """Return how high two stacks of the parts are at the least, and with which slab the second begins.

    The second stack begins with a thing rather than in the middle of one, unless that costs `TORN` points.
    """
    best = ENDLESS, ENDLESS, 0
    whole, first, slabs = math.fsum(part.height for part in parts), 0.0, 0
    for part in parts:
        if slabs:
            high = max(first, whole - first)
            best = min(best, (high + (0.0 if part.first else TORN), high, slabs))
        first, slabs = first + part.height, slabs + part.slabs
    return best[1], best[2]


def is_short(compositor: Compositor, blocks: Sequence[doc.AnyBlock], width: float) -> bool:
    """Whether blocks may stand in half a column of `width`: lists, callouts and the like, or a few words of running text.

    An address is never broken over lines, so what holds one that is wider is not short.
    """
    return all(_short(compositor, block, width) for block in blocks)


def _short(compositor: Compositor, block: doc.AnyBlock, width: float) -> bool:
    match block:
        case doc.Paragraph():
            few = sum(_words(phrase) for phrase in block.phrases) <= MOST_WORDS
            return few and all(_addresses_fit(compositor, phrase.plain, width) for phrase in block.phrases)
        case doc.QrCode():
            return _addresses_fit(compositor, block.address, width)
        case doc.Contacts():
            return all(_addresses_fit(compositor, entry.value, VALUE_SHARE * width) for entry in block.entries)
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


def _addresses_fit(compositor: Compositor, text: str, width: float) -> bool:
    """Whether each address in a text stands on one line of `width` points, bold."""
    style = compositor.styles.strong
    return all(compositor.width_of(one, style, language="en") <= width for one in ADDRESS.findall(text))


def _words(phrase: doc.Phrase) -> int:
    """Return about how many words a phrase has; scripts without spaces count four characters as one."""
    text = phrase.plain
    return max(len(text.split()), len(text) // 9)
