"""Slabs become pages. What a page can hold depends on its foot, and its foot on the sources cited by what it holds.

Slabs that hold on to each other form clusters, and clusters are placed whole, one after another. A cluster goes on the
page if it ends above the foot that the page would then need: the foot grows with each new source, and only a cluster that
still fits after that is accepted, so what stands above is never pushed out. A cluster that no page can hold is taken apart
along its weaker joints first. A single slab that no page can hold is a LayoutError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from generator.errors import LayoutError, Place, Problem
from generator.leaflet.slabs import Keep, Slab
from generator.leaflet.stack import Stack, below, height_of
from generator.values import value

EPSILON = 0.01
INNER_SPACE = 1.4  # there is about as much again within strips and frames as four tenths of that between slabs


@value
class Spacing:
    """How close things stand: a share of the space between them, and how much of a page a table may leave empty.

    A table is torn rather than leave more than that.
    """

    tightness: float = 1.0
    empty: float = 1 / 3


FREELY = Spacing()


class Sheet(Stack):
    """A page while it fills; `room` is the height between its top and its foot, once it is full."""

    __slots__ = ("index", "room")

    def __init__(self, index: int, top: float, tightness: float) -> None:
        """Begin an empty page."""
        super().__init__(top, tightness)
        self.index = index
        self.room = 0.0


class Flow:
    """Places slabs on sheets. `top(index)` is where a page's text begins, `end(cited)` where its foot begins."""

    def __init__(
        self,
        top: Callable[[int], float],
        end: Callable[[frozenset[int]], float],
        spacing: Spacing = FREELY,
    ) -> None:
        """Begin with an empty page."""
        self._top = top
        self._end = end
        self._spacing = spacing
        self._tightness = spacing.tightness
        self._seen_frames: set[int] = set()
        self.sheets = [self._new_sheet(0)]

    def add(self, slabs: list[Slab]) -> None:
        """Place all slabs, in order; raises LayoutError for one that no page can hold."""
        self._place(slabs, Keep.TABLE)
        self.sheets[-1].close()
        for sheet in self.sheets:
            sheet.room = self._end(sheet.cited) - sheet.top

    def opened(self, looser: Sequence[float]) -> list[Sheet]:
        """Return the sheets, each with as much space between its slabs as it has room for."""
        return [self._opened(sheet, [one for one in looser if one > self._tightness]) for sheet in self.sheets]

    def may_save_a_page(self, tightness: float) -> bool:
        """Whether all that stands on the pages would stand on one fewer, were the space between things so much less."""
        if len(self.sheets) == 1:
            return False
        used = fsum(sheet.y - sheet.top for sheet in self.sheets)
        space = used - fsum(slab.height for sheet in self.sheets for slab in sheet.slabs)
        return used - (1 - tightness) * INNER_SPACE * space <= fsum(sheet.room for sheet in self.sheets[:-1])

    def _opened(self, sheet: Sheet, looser: Sequence[float]) -> Sheet:
        shared = {id(slab.frame) for other in self.sheets if other is not sheet for slab in other.slabs if slab.frame}
        if any(id(slab.frame) in shared for slab in sheet.slabs):
            return sheet  # a table that goes on from page to page stands as it is
        tightness = next((one for one in looser if height_of(sheet.slabs, one) <= sheet.room + EPSILON), None)
        if tightness is None:
            return sheet
        opened = Sheet(sheet.index, sheet.top, tightness)
        for slab in sheet.slabs:
            opened.put(slab)
        opened.close()
        return opened

    def _place(self, slabs: list[Slab], level: Keep) -> None:
        for cluster in runs(slabs, level):
            sheet = self.sheets[-1]
            if self._fits(sheet, cluster):
                self._put(sheet, cluster)
            elif len(cluster) == 1:
                self._turn()
                self._put_or_fail(cluster)
            elif not self._fits_fresh(cluster) or (level == Keep.TABLE and self._leaves_too_much(sheet, cluster)):
                if level == Keep.FIRM:
                    for slab in cluster:
                        self._place([slab], level)
                else:
                    self._place(cluster, Keep(level + 1))
            else:
                self._turn()
                self._put(self.sheets[-1], cluster)

    def _leaves_too_much(self, sheet: Sheet, cluster: list[Slab]) -> bool:
        """Whether moving a table to the next page would leave too much of this one empty."""
        if not any(slab.keep == Keep.TABLE for slab in cluster):
            return False
        end = self._end(sheet.cited)
        return end - sheet.y > self._spacing.empty * (end - sheet.top)

    def _put_or_fail(self, cluster: list[Slab]) -> None:
        sheet = self.sheets[-1]
        if not self._fits(sheet, cluster):
            slab = cluster[0]
            message = f"{slab.height:.0f} points high, and a page holds {self._end(frozenset(slab.cited)) - sheet.top:.0f}"
            raise LayoutError(Problem("L01", message, Place("content.toml", key=slab.key), "shorten or split it"))
        self._put(sheet, cluster)

    def _turn(self) -> None:
        """Begin a new page, unless this one is still empty."""
        if self.sheets[-1].last is not None:
            self.sheets[-1].close()
            self.sheets.append(self._new_sheet(len(self.sheets)))

    def _new_sheet(self, index: int) -> Sheet:
        return Sheet(index, self._top(index), self._tightness)

    def _fits_fresh(self, cluster: list[Slab]) -> bool:
        return self._fits(self._new_sheet(len(self.sheets)), cluster)

    def _fits(self, sheet: Sheet, cluster: list[Slab]) -> bool:
        """Whether the cluster ends above the foot the page would need with it."""
        y, last, cited = sheet.y, sheet.last, sheet.cited
        begun = set(self._seen_frames)
        for slab in cluster:
            y = below(y, last, slab, self._tightness) + slab.height
            cited = cited.union(slab.cited) if slab.cited else cited
            for again in _repeated(slab, last, begun):
                y += again.height
                cited = cited.union(again.cited)
            begun.add(id(slab.frame))
            last = slab
        if last is not None and last.frame is not None:
            y += last.frame.below
        return y <= self._end(cited) + EPSILON

    def _put(self, sheet: Sheet, cluster: list[Slab]) -> None:
        for slab in cluster:
            sheet.put(slab, _repeated(slab, sheet.last, self._seen_frames))
            self._seen_frames.add(id(slab.frame))


def _repeated(slab: Slab, last: Slab | None, begun: set[int]) -> tuple[Slab, ...]:
    """Return what the slab's frame repeats before it: something only where the frame goes on on a new page."""
    frame = slab.frame
    if frame is None or not frame.repeat or (last is not None and last.frame is frame) or id(frame) not in begun:
        return ()
    return frame.repeat


def runs(slabs: list[Slab], level: Keep = Keep.TABLE) -> list[list[Slab]]:
    """Return the slabs in runs whose members hold on to the one above, or are held by it, at least as firmly as `level`."""
    made: list[list[Slab]] = []
    for slab in slabs:
        if made and (slab.keep >= level or made[-1][-1].holds):
            made[-1].append(slab)
        else:
            made.append([slab])
    return made
