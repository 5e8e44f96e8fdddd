"""Slabs one under the other: where each begins, how high they are together, and, once all stand, what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.geometry import Rect
from generator.leaflet.model import Box, Item
from generator.leaflet.slabs import Frame, Slab, moved, moved_rect
from generator.leaflet.tree import Node

Left = Callable[[float, float], float]  # the left edge of something so wide at a start
BAR = 4


def below(y: float, last: Slab | None, slab: Slab, tightness: float) -> float:
    """Return where `slab` begins if `last` ended at `y`: after the edges of their frames, and the space between them.

    `tightness` is a share of that space.
    """
    if last is not None:
        if last.frame is not None and last.frame is not slab.frame:
            y += last.frame.below
        y += tightness * (last.after if last.holds else max(last.after, slab.before))
    if slab.frame is not None and (last is None or last.frame is not slab.frame):
        y += slab.frame.above
    return y


def height_of(slabs: Sequence[Slab], tightness: float = 1.0) -> float:
    """Return how high the slabs are, one under the other, frames and all."""
    y, last = 0.0, None
    for slab in slabs:
        y = below(y, last, slab, tightness) + slab.height
        last = slab
    return y + (last.frame.below if last is not None and last.frame is not None else 0.0)


class Stack:
    """Slabs as they stand, and what their frames repeat: `placed` holds each with its y, `y` is where they end.

    `last` is what the next slab is put below.
    """

    __slots__ = ("_begun", "_grounds", "_tightness", "cited", "last", "placed", "slabs", "top", "y")

    def __init__(self, top: float, tightness: float) -> None:
        """Begin with nothing at `top`."""
        self.top = self.y = top
        self._tightness = tightness
        self.last: Slab | None = None
        self.slabs: list[Slab] = []
        self.placed: list[tuple[Slab, float]] = []
        self.cited: frozenset[int] = frozenset()
        self._begun = 0, 0.0  # which of `placed` the open frame holds first, and the frame's top
        self._grounds: dict[int, tuple[Frame, float, float]] = {}  # by the same: a closed frame, its top and bottom

    def put(self, slab: Slab, repeated: Sequence[Slab] = ()) -> None:
        """Put a slab below the last; what its frame repeats comes first."""
        start = below(self.y, self.last, slab, self._tightness)
        if slab.frame is not (self.last.frame if self.last else None):
            self.close()
            self._begun = len(self.placed), start - (slab.frame.above if slab.frame else 0.0)
        for one in (*repeated, slab):
            self.placed.append((one, start))
            start += one.height
            if one.cited:
                self.cited = self.cited.union(one.cited)
        self.slabs.append(slab)
        self.y, self.last = start, slab

    def close(self) -> None:
        """End the open frame."""
        if self.last is None or self.last.frame is None:
            return
        first, top = self._begun
        self.y += self.last.frame.below
        self._grounds[first] = self.last.frame, top, self.y
        self.last = self.last._replace(frame=None)

    def items(self, left: Left, dx: float = 0.0) -> list[Item]:
        """Return what is drawn, `dx` points further right: the slabs in order, each frame's ground behind what it holds."""
        drawn: list[Item] = []
        for place, (slab, y) in enumerate(self.placed):
            if place in self._grounds:
                drawn += [moved(item, dx, 0.0) for item in _ground(*self._grounds[place], left)]
            drawn += [moved(item, dx, y) for item in slab.items]
        return drawn

    def headings(self) -> Iterator[tuple[int, str, float]]:
        """Yield the outline's levels and texts, and where each stands."""
        return ((level, title, y) for slab, y in self.placed for level, title in slab.headings)

    def figures(self, dx: float = 0.0) -> Iterator[tuple[Node, Rect]]:
        """Yield the figures and where they stand, `dx` points further right."""
        return ((node, moved_rect(rect, dx, y)) for slab, y in self.placed for node, rect in slab.figures)


def _ground(frame: Frame, top: float, bottom: float, left: Left) -> list[Item]:
    """Return the ground of a frame: its rectangle, and a bar at its start."""
    if frame.fill is None and frame.stroke is None:
        return []
    rect = Rect(left(frame.start, frame.width), top, frame.width, bottom - top)
    ground: list[Item] = [Box(rect, frame.fill, frame.stroke, 1.0, 4.0)]
    if frame.bar is not None:
        ground.append(Box(Rect(left(frame.start, BAR), top, BAR, rect.height), frame.bar))
    return ground
