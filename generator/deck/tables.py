"""Tables: column widths from their words, row heights as measured, split by rows with the header repeated."""

from __future__ import annotations

from collections.abc import Sequence

from generator.deck.fit import BODY_FLOOR, Part, Room, cited, shown, text_body, text_parts, too_long
from generator.deck.model import TableShape
from generator.deck.sheet import Grid, Piece
from generator.errors import LayoutError
from generator.geometry import Rect

CELL_INSET_X = 8.0
CELL_INSET_Y = 5.0
LARGEST = 18.0
FLOOR = 14.0
SIZES = (LARGEST, 17.0, 16.0, 15.0, FLOOR)
LENIENT_SIZES = (*SIZES, 13.0, 12.0)  # in a template that leaves little room
GAP = 12.0
CAPTION_SHARE = 0.3  # of the body's height
CAPTION_SIZE = 20.0
CAPTION_SIZES = (CAPTION_SIZE, BODY_FLOOR)  # smaller only where that saves a slide
DOUBT_SHARE = 0.8  # of the width, for the longest words in wider fonts
TUNED_LEAST = 0.5  # points that a change of widths must save
WIDTH_STEPS = 24  # how finely column widths are tuned

Row = Sequence[Piece]


def table_parts(room: Room, grid: Grid, caption: Sequence[Piece]) -> list[Part]:
    """Return a table under its caption as parts: on one slide down to 14 pt, else by rows on as few as can be.

    Raises LayoutError for a table that no slide can hold.
    """
    rect, full = room.rect("content", "body"), room.size("content", "body")
    top = Rect(rect.x, rect.y, rect.width, rect.height * CAPTION_SHARE)
    best: list[Part] = []
    failure: LayoutError | None = None
    for size in CAPTION_SIZES if caption else (full,):
        if size > full or (caption and room.height(caption, size=size, width=rect.width) > top.height):
            continue
        try:
            parts = _under(room, grid, caption, rect, size)
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


def _under(room: Room, grid: Grid, caption: Sequence[Piece], rect: Rect, size: float) -> list[Part]:
    """Return the table's parts under a caption of `size`."""
    full = room.size("content", "body")
    used = room.height(caption, size=size, width=rect.width) + GAP if caption else 0.0
    parts = []
    for rows, font in _groups(room, grid, caption, rect, used):
        every = [*caption, *grid.header, *(cell for row in rows for cell in row)]
        body = text_body(caption, size, full) if caption else None
        body_rect = Rect(rect.x, rect.y, rect.width, used - GAP) if caption else None
        shape = _shape(room, grid, rows, _zone(rect, used), font)
        parts.append(Part("content", body, None, body_rect, None, (shape,), cited(every), shown(every)))
    return parts


def _zone(rect: Rect, used: float) -> Rect:
    """Return what is left of `rect` under a caption."""
    return Rect(rect.x, rect.y + used, rect.width, rect.height - used)


def _groups(room: Room, grid: Grid, caption: Sequence[Piece], rect: Rect, used: float) -> list[tuple[Sequence[Row], float]]:
    """Return the rows of each slide and the size of their text: as few slides as can be, then text as large as can be."""
    every = [*caption, *grid.header, *(cell for row in grid.rows for cell in row)]
    if room.cites("content", every):
        zone = _zone(room.open_rect(every), used)
        for size in _sizes(room):
            widths = column_widths(room, grid, zone.width, size)
            if widths is not None and _height(room, (grid.header, *grid.rows), widths, size) <= zone.height:
                return [(grid.rows, size)]
    zone = _zone(rect, used)
    tried = [(size, _split(room, grid, caption, zone, size)) for size in _sizes(room)]
    found = [(groups, size) for size, groups in tried if groups is not None]
    if not found:
        raise _failure(room, grid, caption, zone)
    groups, size = min(found, key=lambda pair: len(pair[0]))
    return [(group, size) for group in groups]


def _sizes(room: Room) -> tuple[float, ...]:
    return LENIENT_SIZES if room.lenient else SIZES


def _split(room: Room, grid: Grid, caption: Sequence[Piece], zone: Rect, size: float) -> list[list[Row]] | None:
    widths = column_widths(room, grid, zone.width, size)
    if widths is None:
        return None
    capacity = zone.height - row_height(room, grid.header, widths, size)
    heights = [row_height(room, row, widths, size) for row in grid.rows]
    if max(heights, default=0) > capacity:
        return None
    base = frozenset(n for piece in (*caption, *grid.header) for n in piece.cited)
    if not all(room.citable("content", room.title_cited | base | _numbers(row)) for row in grid.rows):
        return None
    groups = _greedy(room, grid.rows, heights, base, capacity)
    low, high = sum(heights) / len(groups), capacity
    for _ in range(6):
        middle = (low + high) / 2
        trial = _greedy(room, grid.rows, heights, base, middle)
        if len(trial) <= len(groups):
            groups, high = trial, middle
        else:
            low = middle
    return groups


def _greedy(
    room: Room, rows: Sequence[Row], heights: Sequence[float], base: frozenset[int], capacity: float
) -> list[list[Row]]:
    groups: list[list[Row]] = []
    filled, numbers = 0.0, base
    for row, height in zip(rows, heights, strict=True):
        together = numbers | _numbers(row)
        if groups and filled + height <= capacity and room.citable("content", room.title_cited | together):
            groups[-1].append(row)
            filled, numbers = filled + height, together
        else:
            groups.append([row])
            filled, numbers = height, base | _numbers(row)
    return groups


def _numbers(row: Row) -> frozenset[int]:
    return frozenset(n for cell in row for n in cell.cited)


def column_widths(room: Room, grid: Grid, width: float, size: float) -> tuple[float, ...] | None:
    """Return the widths of the columns, None if the longest words alone are wider than `width`.

    No column is narrower than its longest word. What is left is given out step by step to whatever makes the table lower.
    """
    columns = list(zip(grid.header, *grid.rows, strict=True))
    pad = 2 * CELL_INSET_X
    words = [max(_widest_word(room, cell, size) for cell in column) for column in columns]
    least = [word * room.ruler.doubt + pad for word in words]  # no word is torn by a wider font, if that can be had
    if sum(least) > width * DOUBT_SHARE:
        least = [word + pad for word in words]
    if sum(least) > width:
        return None
    wanted = [max(_natural(room, cell, size) for cell in column) + pad for column in columns]
    spare = width - sum(least)
    lack = [max(w - m, 0.0) for w, m in zip(wanted, least, strict=True)]
    if sum(lack) <= spare:  # every cell on one line: share out the rest in proportion to the columns
        free = spare - sum(lack)
        total = sum(wanted)
        return tuple(m + k + free * w / total for m, k, w in zip(least, lack, wanted, strict=True))
    weights = [k**0.6 for k in lack]  # long columns give way: a column four times as long is not four times as wide
    total = sum(weights)
    shares = tuple(m + spare * w / total for m, w in zip(least, weights, strict=True))
    return _tuned(room, grid, shares, least, size)


def _tuned(room: Room, grid: Grid, widths: tuple[float, ...], least: Sequence[float], size: float) -> tuple[float, ...]:
    """Return widths moved from column to column as long as the table gets lower."""
    rows = (grid.header, *grid.rows)
    best, height = widths, _height(room, rows, widths, size)
    step = sum(widths) / WIDTH_STEPS
    while step > sum(widths) / WIDTH_STEPS / 4:
        moved = False
        for giver in range(len(widths)):
            if best[giver] - step < least[giver]:
                continue
            for taker in range(len(widths)):
                if taker == giver:
                    continue
                trial = tuple(w - step * (n == giver) + step * (n == taker) for n, w in enumerate(best))
                lower = _height(room, rows, trial, size)
                if lower < height - TUNED_LEAST:
                    best, height, moved = trial, lower, True
                    break
        if not moved:
            step /= 2
    return best


def row_height(room: Room, row: Row, widths: Sequence[float], size: float) -> float:
    """Return the height of a row."""
    inner = [width - 2 * CELL_INSET_X for width in widths]
    tallest = max(room.height([cell], size=size, width=w, space=0.0) for cell, w in zip(row, inner, strict=True))
    return tallest + 2 * CELL_INSET_Y


def _height(room: Room, rows: Sequence[Row], widths: Sequence[float], size: float) -> float:
    return sum(row_height(room, row, widths, size) for row in rows)


def _shape(room: Room, grid: Grid, rows: Sequence[Row], zone: Rect, size: float) -> TableShape:
    widths = column_widths(room, grid, zone.width, size)
    if widths is None:
        raise _failure(room, grid, (), zone)
    every = (grid.header, *rows)
    heights = tuple(row_height(room, row, widths, size) for row in every)
    rect = Rect(zone.x, zone.y, sum(widths), sum(heights))
    cells = tuple(tuple(cell.paras for cell in row) for row in every)
    return TableShape(rect, cells, widths, heights, size, grid.alt, grid.numeric)


def _widest_word(room: Room, cell: Piece, size: float) -> float:
    return max((room.ruler.widest_word(p.runs, size=size, strong=p.role == "strong") for p in cell.paras), default=0.0)


def _natural(room: Room, cell: Piece, size: float) -> float:
    return max((room.ruler.natural(p.runs, size=size, strong=p.role == "strong") for p in cell.paras), default=0.0)


def _failure(room: Room, grid: Grid, caption: Sequence[Piece], zone: Rect) -> LayoutError:
    """Return what is wrong with a table that no slide can hold."""
    floor = _sizes(room)[-1]
    widths = column_widths(room, grid, zone.width, floor)
    if widths is None:
        wide = f"the table is wider than the slide even at {floor:g} points"
        return too_long(grid.header[0].key, wide, "use fewer columns or shorter words")
    crowded = [row for row in grid.rows if not room.cites("content", [*caption, *grid.header, *row])]
    if crowded:
        return too_long(crowded[0][0].key, "the sources of this row do not fit the foot of a slide", "cite fewer in one row")
    tallest = max(grid.rows, key=lambda row: row_height(room, row, widths, floor))
    return too_long(tallest[0].key, f"a row of the table does not fit a slide even at {floor:g} points", "shorten its cells")
