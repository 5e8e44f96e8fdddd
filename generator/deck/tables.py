"""Tables: under their caption on one slide, else split by rows with the header repeated; row heights as measured."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from generator.deck.columns import Columns
from generator.deck.fit import BODY_FLOOR, Part, Room, cited, shown, text_body, text_parts, too_long
from generator.deck.model import TableShape
from generator.deck.sheet import Grid, Piece
from generator.errors import LayoutError
from generator.geometry import Rect

LARGEST = 18.0
FLOOR = 14.0
SIZES = (LARGEST, 17.0, 16.0, 15.0, FLOOR)
LENIENT_SIZES = (*SIZES, 13.0, 12.0)  # in a template that leaves little room
GAP = 12.0
CAPTION_SHARE = 0.3  # of the body's height
CAPTION_SIZE = 20.0
CAPTION_SIZES = (CAPTION_SIZE, BODY_FLOOR)  # smaller only where that saves a slide
BALANCE_STEPS = 6


class _Table:
    """A grid and the room it must fit, with what has been measured of it at each size."""

    def __init__(self, room: Room, grid: Grid) -> None:
        self.room, self.grid = room, grid
        self.sizes = LENIENT_SIZES if room.lenient else SIZES
        self._at: dict[float, Columns] = {}

    def at(self, size: float) -> Columns:
        """Return the table's columns with text of `size` points."""
        if size not in self._at:
            self._at[size] = Columns(self.room.ruler, self.grid, size)
        return self._at[size]


def table_parts(room: Room, grid: Grid, caption: Sequence[Piece]) -> list[Part]:
    """Return a table under its caption as parts: on one slide down to 14 pt, else by rows on as few as can be.

    Raises LayoutError for a table that no slide can hold.
    """
    rect, full = room.rect("content", "body"), room.size("content", "body")
    top = Rect(rect.x, rect.y, rect.width, rect.height * CAPTION_SHARE)
    table = _Table(room, grid)
    best: list[Part] = []
    failure: LayoutError | None = None
    for size in CAPTION_SIZES if caption else (full,):
        if size > full or (caption and room.height(caption, size=size, width=rect.width) > top.height):
            continue
        try:
            parts = _under(table, caption, rect, size)
        except LayoutError as error:
            failure = error
            continue
        if not best or len(parts) < len(best):
            best = parts
        if len(best) == 1:
            break
    if best:
        return best
    if failure is None or caption:  # the caption is a text of its own
        return [*text_parts(room, caption), *table_parts(room, grid, ())]
    raise failure


def _under(table: _Table, caption: Sequence[Piece], rect: Rect, size: float) -> list[Part]:
    """Return the table's parts under a caption of `size`."""
    room, grid = table.room, table.grid
    full = room.size("content", "body")
    used = room.height(caption, size=size, width=rect.width) + GAP if caption else 0.0
    parts = []
    for rows, font in _groups(table, caption, rect, used):
        every = [*caption, *grid.header, *(cell for row in grid.rows[rows.start : rows.stop] for cell in row)]
        body = text_body(caption, size, full) if caption else None
        body_rect = Rect(rect.x, rect.y, rect.width, used - GAP) if caption else None
        shape = _shape(table, rows, _zone(rect, used), font)
        parts.append(Part("content", body, None, body_rect, None, (shape,), cited(every), shown(every)))
    return parts


def _zone(rect: Rect, used: float) -> Rect:
    """Return what is left of `rect` under a caption."""
    return Rect(rect.x, rect.y + used, rect.width, rect.height - used)


def _groups(table: _Table, caption: Sequence[Piece], rect: Rect, used: float) -> list[tuple[range, float]]:
    """Return which rows stand on each slide and the size of their text: as few slides as can be, then text as large."""
    room, grid = table.room, table.grid
    every = [*caption, *grid.header, *(cell for row in grid.rows for cell in row)]
    if room.cites("content", every):
        zone = _zone(room.open_rect(every), used)
        for size in table.sizes:
            columns = table.at(size)
            widths = columns.widths(zone.width)
            if widths is not None and fsum(columns.heights(widths)) <= zone.height:
                return [(range(len(grid.rows)), size)]
    zone = _zone(rect, used)
    tried = [(size, _split(table, caption, zone, size)) for size in table.sizes]
    found = [(groups, size) for size, groups in tried if groups is not None]
    if not found:
        raise _failure(table, caption, zone)
    groups, size = min(found, key=lambda pair: len(pair[0]))
    return [(group, size) for group in groups]


def _split(table: _Table, caption: Sequence[Piece], zone: Rect, size: float) -> list[range] | None:
    """Return the rows of each slide, as few slides as can be and as even; None if a row does not fit one."""
    room, grid, columns = table.room, table.grid, table.at(size)
    widths = columns.widths(zone.width)
    if widths is None:
        return None
    header, *heights = columns.heights(widths)
    capacity = zone.height - header
    if max(heights, default=0) > capacity:
        return None
    base = frozenset(n for piece in (*caption, *grid.header) for n in piece.cited)
    cites = [base.union(*(cell.cited for cell in row)) for row in grid.rows]
    if not all(room.citable("content", room.title_cited | numbers) for numbers in cites):
        return None
    groups = _greedy(room, heights, cites, capacity)
    low, high = fsum(heights) / len(groups), capacity
    for _ in range(BALANCE_STEPS):
        middle = (low + high) / 2
        trial = _greedy(room, heights, cites, middle)
        if len(trial) <= len(groups):
            groups, high = trial, middle
        else:
            low = middle
    return groups


def _greedy(room: Room, heights: Sequence[float], cites: Sequence[frozenset[int]], capacity: float) -> list[range]:
    """Return neighbouring rows in groups, each as many as its height and the sources they cite allow."""
    groups: list[range] = []
    filled, numbers = 0.0, frozenset[int]()
    for index, (height, own) in enumerate(zip(heights, cites, strict=True)):
        together = numbers | own
        if groups and filled + height <= capacity and room.citable("content", room.title_cited | together):
            groups[-1] = range(groups[-1].start, index + 1)
            filled, numbers = filled + height, together
        else:
            groups.append(range(index, index + 1))
            filled, numbers = height, own
    return groups


def _shape(table: _Table, rows: range, zone: Rect, size: float) -> TableShape:
    grid, columns = table.grid, table.at(size)
    widths = columns.widths(zone.width)
    if widths is None:
        raise _failure(table, (), zone)
    header, *others = columns.heights(widths)
    heights = (header, *others[rows.start : rows.stop])
    rect = Rect(zone.x, zone.y, fsum(widths), fsum(heights))
    cells = tuple(tuple(cell.paras for cell in row) for row in (grid.header, *grid.rows[rows.start : rows.stop]))
    return TableShape(rect, cells, widths, heights, size, grid.alt, grid.numeric)


def _failure(table: _Table, caption: Sequence[Piece], zone: Rect) -> LayoutError:
    """Return what is wrong with a table that no slide can hold."""
    room, grid, floor = table.room, table.grid, table.sizes[-1]
    columns = table.at(floor)
    widths = columns.widths(zone.width)
    if widths is None:
        wide = f"the table is wider than the slide even at {floor:g} points"
        return too_long(grid.header[0].key, wide, "use fewer columns or shorter words")
    crowded = [row for row in grid.rows if not room.cites("content", [*caption, *grid.header, *row])]
    if crowded:
        return too_long(crowded[0][0].key, "the sources of this row do not fit the foot of a slide", "cite fewer in one row")
    _, *heights = columns.heights(widths)
    tallest = grid.rows[heights.index(max(heights))]
    return too_long(tallest[0].key, f"a row of the table does not fit a slide even at {floor:g} points", "shorten its cells")
