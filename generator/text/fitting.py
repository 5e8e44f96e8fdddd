"""How many lines a text needs at any width, without setting it: for whoever shares a width between several texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

TOLERANCE = 1e-6  # points, against sums of floats in another order
NEAR = 0.5  # points: the narrowest width is found to this


class Stretches:
    """A text on one long line, in stretches that no line end may part; lengths in points.

    A stretch that is wider than a line counts as the lines that its width fills.
    """

    def __init__(self, ends: Sequence[float], shown: Sequence[float], widest: float, word: float) -> None:
        """Take where each stretch ends, with the spaces that hang after it and without; and how wide the widest is set.

        `word` is the width of the widest word between spaces, which in writing without spaces may be a whole clause.
        """
        self._ends = [0.0, *ends]
        self._shown = shown
        self._lines: dict[float, int] = {}
        self._narrowest: dict[int, float] = {}
        self.widest = widest
        self.word = max(word, widest)

    @property
    def natural(self) -> float:
        """The width of the text on one line."""
        return max(self._shown[-1], self.widest) if self._shown else 0.0

    def lines(self, width: float) -> int:
        """Return how many lines the text needs at a width."""
        found = self._lines.get(width)
        if found is None:
            found = self._lines[width] = self._count(width)
        return found

    def narrowest(self, lines: int) -> float:
        """Return a width that needs no more than `lines` lines, hardly wider than it must be, never below `widest`."""
        found = self._narrowest.get(lines)
        if found is None:
            found = self._narrowest[lines] = self._search(lines)
        return found

    def _count(self, width: float) -> int:
        ends, shown, count, at, last = self._ends, self._shown, 0, 0, len(self._shown)
        while at < last:
            after = bisect_right(shown, ends[at] + width + TOLERANCE, lo=at)
            if after == at:  # not even one stretch fits
                count += max(0, -int(-(shown[at] - ends[at]) // max(width, 1.0)) - 1)
                after += 1
            at = after
            count += 1
        return count

    def _search(self, lines: int) -> float:
        low, high = self.widest, self.natural
        if self._count(low) <= lines:
            return low
        low = max(low, high / lines)
        while high - low > NEAR:
            middle = (low + high) / 2
            if self._count(middle) <= lines:
                high = middle
            else:
                low = middle
        return high
