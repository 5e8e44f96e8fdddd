"""Slabs become pages. What a page can hold depends on its foot, and its foot on the sources cited by what it holds.

Slabs that hold on to each other form clusters, and clusters are placed whole, one after another. A cluster goes on the
page if it ends above the foot that the page would then need: the foot grows with each new source, and only a cluster that
still fits after that is accepted, so what stands above is never pushed out. A cluster that no page can hold is taken apart
along its weaker joints first. A single slab that no page can hold is a LayoutError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.errors import LayoutError, Place, Problem
from generator.geometry import Rect
from generator.leaflet.model import Box, Item, OutlineEntry
from generator.leaflet.slabs import Frame, Keep, Slab, moved, moved_rect
from generator.values import replace, value

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


class Sheet:
    """A page while it fills.

    `frame_top` is where the open frame begins on this page and `frame_at` where in `items` its ground goes; `room` is the
    height between the page's top and its foot, once it is full; `placed` are the slabs on it.
    """

    __slots__ = ("cited", "frame_at", "frame_top", "index", "items", "last", "outline", "placed", "room", "top", "y")

    def __init__(self, index: int, top: float) -> None:
        """Begin an empty page."""
        self.index = index
        self.top = top
        self.y = top
        self.items: list[Item] = []
        self.cited: frozenset[int] = frozenset()
        self.last: Slab | None = None
        self.frame_top = 0.0
        self.frame_at = 0
        self.outline: list[OutlineEntry] = []
        self.room = 0.0
        self.placed: list[Slab] = []

    @property
    def fill(self) -> float:
        """How much of the page is used, 0 to 1."""
        return (self.y - self.top) / self.room

    @property
    def frame(self) -> Frame | None:
        """The open frame."""
        return self.last.frame if self.last else None


class Flow:
    """Places slabs on sheets. `top(index)` is where a page's text begins, `end(cited)` where its foot begins."""

    def __init__(
        self,
        top: Callable[[int], float],
        end: Callable[[frozenset[int]], float],
        left: Callable[[float, float], float],
        spacing: Spacing = FREELY,
    ) -> None:
        """Begin with an empty page; `left(start, width)` gives an x on paper."""
        self._top = top
        self._end = end
        self._left = left
        self._spacing = spacing
        self._tightness = spacing.tightness
        self.sheets: list[Sheet] = []
        self._seen_frames: set[int] = set()
        self._new_sheet()

    def add(self, slabs: list[Slab]) -> None:
        """Place all slabs, in order; raises LayoutError for one that no page can hold."""
        self._place(slabs, Keep.TABLE)
        self._close_frame(self.sheets[-1])
        for sheet in self.sheets:
            sheet.room = self._end(sheet.cited) - sheet.top

    def opened(self, looser: Sequence[float]) -> list[Sheet]:
        """Return the sheets flowed again, each with as much space between its slabs as it has room for."""
        return [self._opened(sheet, [one for one in looser if one > self._tightness]) for sheet in self.sheets]

    def may_save_a_page(self, tightness: float) -> bool:
        """Whether all that stands on the pages would stand on one fewer, were the space between things so much less."""
        if len(self.sheets) == 1:
            return False
        used = sum(sheet.y - sheet.top for sheet in self.sheets)
        space = used - sum(slab.height for sheet in self.sheets for slab in sheet.placed)
        return used - (1 - tightness) * INNER_SPACE * space <= sum(sheet.room for sheet in self.sheets[:-1])

    def _opened(self, sheet: Sheet, looser: Sequence[float]) -> Sheet:
        shared = {id(slab.frame) for other in self.sheets if other is not sheet for slab in other.placed if slab.frame}
        if any(id(slab.frame) in shared for slab in sheet.placed):
            return sheet  # a table that goes on from page to page stands as it is
        for tightness in (*looser, self._tightness):
            trial = Flow(lambda _: sheet.top, self._end, self._left, replace(self._spacing, tightness=tightness))
            trial.sheets[0].index = sheet.index
            trial.add(sheet.placed)
            if len(trial.sheets) == 1:
                return trial.sheets[0]
        raise AssertionError("a page does not hold what it held")

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
            self._close_frame(self.sheets[-1])
            self._new_sheet()

    def _new_sheet(self) -> None:
        index = len(self.sheets)
        top = self._top(index)
        self.sheets.append(Sheet(index, top))

    def _fits_fresh(self, cluster: list[Slab]) -> bool:
        index = len(self.sheets)
        top = self._top(index)
        return self._fits(Sheet(index, top), cluster)

    def _fits(self, sheet: Sheet, cluster: list[Slab]) -> bool:
        """Whether the cluster ends above the foot the page would need with it."""
        y, last, cited = sheet.y, sheet.last, sheet.cited
        begun = set(self._seen_frames)
        for slab in cluster:
            repeated = self._repeated(slab, last, begun)
            y = self._below(y, last, slab, repeated) + slab.height
            cited = cited.union(slab.cited, *(again.cited for again in repeated))
            begun.add(id(slab.frame))
            last = slab
        if last is not None and last.frame is not None:
            y += last.frame.below
        return y <= self._end(cited) + EPSILON

    @staticmethod
    def _repeated(slab: Slab, last: Slab | None, begun: set[int]) -> tuple[Slab, ...]:
        """Return what the slab's frame repeats before it: something only where the frame goes on on a new page."""
        frame = slab.frame
        opens = frame is not None and frame is not (last.frame if last else None)
        return frame.repeat if frame is not None and opens and id(frame) in begun else ()

    def _below(self, y: float, last: Slab | None, slab: Slab, repeated: tuple[Slab, ...]) -> float:
        """Return where `slab` begins if `last` ended at `y`: after space, a frame's edges, what it repeats."""
        before = last.frame if last else None
        if last is not None:
            y += self._tightness * (last.after if last.holds else max(last.after, slab.before))
        if slab.frame is not before:
            if before is not None:
                y += before.below
            if slab.frame is not None:
                y += slab.frame.above
        return y + sum(again.height for again in repeated)

    def _put(self, sheet: Sheet, cluster: list[Slab]) -> None:
        for slab in cluster:
            if slab.frame is sheet.frame:
                sheet.y = self._below(sheet.y, sheet.last, slab, ())
            else:
                self._close_frame(sheet)
                self._open_frame(sheet, slab)
            self._draw(sheet, slab)
            sheet.last = slab
            sheet.placed.append(slab)

    def _open_frame(self, sheet: Sheet, slab: Slab) -> None:
        """Go to where `slab` begins; if its frame stands on an earlier page too, repeat what it repeats."""
        repeated = self._repeated(slab, sheet.last, self._seen_frames)
        sheet.y = self._below(sheet.y, sheet.last, slab, repeated) - sum(again.height for again in repeated)
        sheet.frame_at = len(sheet.items)
        if slab.frame is None:
            return
        sheet.frame_top = sheet.y - slab.frame.above
        self._seen_frames.add(id(slab.frame))
        for again in repeated:
            self._draw(sheet, again)

    def _draw(self, sheet: Sheet, slab: Slab) -> None:
        sheet.items += [moved(item, sheet.y) for item in slab.items]
        sheet.cited |= frozenset(slab.cited)
        for level, title in slab.headings:
            sheet.outline.append(OutlineEntry(level, title, sheet.index, sheet.y))
        for node, rect in slab.figures:
            node.bounds = (sheet.index, moved_rect(rect, sheet.y))
        sheet.y += slab.height

    def _close_frame(self, sheet: Sheet) -> None:
        """Draw the ground of the open frame behind what it holds."""
        frame = sheet.frame
        if frame is None:
            return
        sheet.y += frame.below
        if frame.fill is not None or frame.stroke is not None:
            left = self._left(frame.start, frame.width)
            rect = Rect(left, sheet.frame_top, frame.width, sheet.y - sheet.frame_top)
            ground: list[Item] = [Box(rect, frame.fill, frame.stroke, 1.0, 4.0)]
            if frame.bar is not None:
                ground.append(Box(Rect(self._left(frame.start, 4), rect.y, 4, rect.height), frame.bar))
            sheet.items[sheet.frame_at : sheet.frame_at] = ground
        assert sheet.last is not None
        sheet.last = Slab(0, after=sheet.last.after, holds=sheet.last.holds)


def runs(slabs: list[Slab], level: Keep = Keep.TABLE) -> list[list[Slab]]:
    """Return the slabs in runs whose members hold on to the one above at least as strongly as `level`."""
    made: list[list[Slab]] = []
    for slab in held(slabs):
        if made and slab.keep >= level:
            made[-1].append(slab)
        else:
            made.append([slab])
    return made


def held(slabs: list[Slab]) -> list[Slab]:
    """Return the slabs with each held firmly to the one above, where that keeps what follows on its page."""
    return [replace(slab, keep=Keep.FIRM) if i and slabs[i - 1].holds else slab for i, slab in enumerate(slabs)]
