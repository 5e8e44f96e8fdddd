"""The columns of a table at one text size: as wide as their words need, then tuned until the table is as low as can be."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from generator.deck.measure import Ruler
from generator.deck.sheet import Grid, Piece

CELL_INSET_X = 8.0
CELL_INSET_Y = 5.0
DOUBT_SHARE = 0.8  # of the width, for the longest words in wider fonts
TUNED_LEAST = 0.5  # points that a change of widths must save
WIDTH_STEPS = 24  # how finely column widths are tuned

Widths = tuple[float, ...]


class Columns:
    """Measures a grid at one size; a column's cells are measured once for every width it is tried at."""

    def __init__(self, ruler: Ruler, grid: Grid, size: float) -> None:
        """Measure `grid` with text of `size` points."""
        self._ruler = ruler
        self._size = size
        self._columns: list[tuple[Piece, ...]] = list(zip(grid.header, *grid.rows, strict=True))
        self._widths: dict[float, Widths | None] = {}
        self._cells: dict[tuple[int, float], list[float]] = {}

    def widths(self, width: float) -> Widths | None:
        """Return the widths of the columns, None if the longest words alone are wider than `width`.

        No column is narrower than its longest word. What is left is given out step by step to whatever makes the table lower.
        """
        if width not in self._widths:
            self._widths[width] = self._shared_out(width)
        return self._widths[width]

    def heights(self, widths: Widths) -> list[float]:
        """Return the heights of the rows, the header's first: as tall as the tallest cell."""
        cells = [self._cell_heights(index, width) for index, width in enumerate(widths)]
        return [max(row) + 2 * CELL_INSET_Y for row in zip(*cells, strict=True)]

    def _shared_out(self, width: float) -> Widths | None:
        ruler, size = self._ruler, self._size
        pad = 2 * CELL_INSET_X
        words = [max(ruler.widest_word(para, size=size) for cell in column for para in cell.paras) for column in self._columns]
        least = [word * ruler.doubt + pad for word in words]  # no word is torn by a wider font, if that can be had
        if fsum(least) > width * DOUBT_SHARE:
            least = [word + pad for word in words]
        if fsum(least) > width:
            return None
        lines = [max(ruler.natural(para, size=size) for cell in column for para in cell.paras) for column in self._columns]
        wanted = [line + pad for line in lines]
        spare = width - fsum(least)
        lack = [max(w - m, 0.0) for w, m in zip(wanted, least, strict=True)]
        if fsum(lack) <= spare:  # every cell on one line: share out the rest in proportion to the columns
            free = spare - fsum(lack)
            total = fsum(wanted)
            return tuple(m + k + free * w / total for m, k, w in zip(least, lack, wanted, strict=True))
        weights = [k**0.6 for k in lack]  # long columns give way: a column four times as long is not four times as wide
        total = fsum(weights)
        shares = tuple(m + spare * w / total for m, w in zip(least, weights, strict=True))
        return self._tuned(shares, least)

    def _tuned(self, widths: Widths, least: Sequence[float]) -> Widths:
        """Return widths moved from column to column as long as the table gets lower."""
        best, height = widths, fsum(self.heights(widths))
        step = fsum(widths) / WIDTH_STEPS
        while step > fsum(widths) / WIDTH_STEPS / 4:
            moved = False
            for giver in range(len(widths)):
                if best[giver] - step < least[giver]:
                    continue
                for taker in range(len(widths)):
                    if taker == giver:
                        continue
                    trial = tuple(w - step * (n == giver) + step * (n == taker) for n, w in enumerate(best))
                    lower = fsum(self.heights(trial))
                    if lower < height - TUNED_LEAST:
                        best, height, moved = trial, lower, True
                        break
            if not moved:
                step /= 2
        return best

    def _cell_heights(self, index: int, width: float) -> list[float]:
        """Return the height of the text in each cell of a column."""
        known = self._cells.get((index, width))
        if known is None:
            inner = width - 2 * CELL_INSET_X
            known = self._cells[index, width] = [
                self._ruler.height(cell.paras, size=self._size, width=inner, space=0.0) for cell in self._columns[index]
            ]
        return known
