"""Tables: columns as wide as their words ask, no vertical rules, a header that every page repeats, rows never torn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from generator.document import model as doc
from generator.geometry import from_mm
from generator.leaflet.compositor import Compositor, Passage, as_artifact
from generator.leaflet.prose import BLOCK_GAP, Column, text_slabs
from generator.leaflet.slabs import Frame, Keep, Sketch, Slab, spaced
from generator.leaflet.styles import Style
from generator.leaflet.tree import Node
from generator.text.fitting import Stretches

PADDING = 6.0
ABOVE, BELOW = 3.0, 4.0  # with what the line itself leaves free, six points to the eye
HAIRLINE = 0.5
FORM_ROW = from_mm(9.5)
ROOM = 2 * PADDING + 0.5  # of a column, beside its text; half a point so that no rounding tears a word
FORCED = 3  # kinds of places where a line ends of need: before a marker, in an address, in a marker


def table(compositor: Compositor, block: doc.Table, parent: Node, column: Column) -> list[Slab]:
    """Return a table: caption above, header row in the tint, first column bold, numbers at the end of their column."""
    node = parent.add("Table")
    caption = _caption(compositor, block.caption, node, column)
    style = compositor.styles.table
    widths = column_widths(compositor, [block.columns, *block.rows], column.width, style)
    header, repeated = _header(compositor, block.columns, widths, node, column, block)
    body = node.add("TBody")
    rows = []
    for cells in block.rows:
        row = body.add("TR")
        passages = [
            compositor.phrase(
                cell,
                style,
                width - 2 * PADDING,
                row.add("TH", scope="Row") if i == 0 else row.add("TD"),
                bold=i == 0,
                narrow=True,
                colour=compositor.theme.primary if i == 0 else None,
            )
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        rows.append(_row(compositor, passages, widths, column, block.numeric, key=block.key))
    return _assembled(caption, header, repeated, rows)


def form(compositor: Compositor, block: doc.Form, parent: Node, column: Column) -> list[Slab]:
    """Return a table to fill in by hand: headed columns, empty rows with a rule below and between the cells."""
    node = parent.add("Table")
    caption = _caption(compositor, block.caption, node, column)
    share = column.width / len(block.columns)
    widths = [share] * len(block.columns)
    header, repeated = _header(compositor, block.columns, widths, node, column, block)
    body = node.add("TBody")
    rows = []
    for _ in range(block.count):
        row = body.add("TR")
        sketch = Sketch(compositor)
        start = column.start
        for i, width in enumerate(widths):
            row.add("TD")
            if i:
                left = sketch.left(start, 0.0)
                sketch.path((("M", left, 0.0), ("L", left, FORM_ROW)), stroke=compositor.theme.hairline, stroke_width=HAIRLINE)
            start += width
        sketch.rule(column.start, column.width, FORM_ROW, HAIRLINE, compositor.theme.muted)
        rows.append(sketch.slab(FORM_ROW, key=block.key))
    return _assembled(caption, header, repeated, rows)


def _caption(compositor: Compositor, phrase: doc.Phrase, node: Node, column: Column) -> list[Slab]:
    passage = compositor.balanced(phrase, compositor.styles.strong, column.width, node.add("Caption"))
    return text_slabs(compositor, passage, column, after=4.0, keep=Keep.FIRM)


def _header(
    compositor: Compositor,
    cells: Sequence[doc.Phrase],
    widths: Sequence[float],
    node: Node,
    column: Column,
    block: doc.Table | doc.Form,
) -> tuple[Slab, Slab]:
    """Return the header row, and the same row as an artifact for the pages that repeat it."""
    style = replace(compositor.styles.table, bold=True)
    row = node.add("THead").add("TR")
    passages = [
        compositor.phrase(
            cell, style, width - 2 * PADDING, row.add("TH", scope="Column"), colour=compositor.theme.primary, narrow=True
        )
        for cell, width in zip(cells, widths, strict=True)
    ]
    numeric = block.numeric if isinstance(block, doc.Table) else ()
    header = _row(compositor, passages, widths, column, numeric, key=block.key, head=True)
    again = [as_artifact(passage) for passage in passages]
    return header, _row(compositor, again, widths, column, numeric, key=block.key, head=True)


def _row(
    compositor: Compositor,
    passages: Sequence[Passage],
    widths: Sequence[float],
    column: Column,
    numeric: Sequence[int],
    *,
    key: str,
    head: bool = False,
) -> Slab:
    """Return one row: cells side by side, first baselines level, a rule below."""
    theme = compositor.theme
    sketch = Sketch(compositor)
    height = max(passage.height for passage in passages) + ABOVE + BELOW
    if head:
        sketch.box(sketch.rect(column.start, 0.0, column.width, height), fill=theme.tint)
    start = column.start
    first = max(passage.baseline(0) for passage in passages if passage.paragraph.lines)
    for number, (passage, width) in enumerate(zip(passages, widths, strict=True), start=1):
        drop = first - passage.baseline(0) if passage.paragraph.lines else 0.0
        sketch.text(passage, start + PADDING, width - 2 * PADDING, ABOVE + drop, "end" if number in numeric else "start")
        height = max(height, passage.height + drop + ABOVE + BELOW)
        start += width
    sketch.rule(column.start, column.width, height, 1.0 if head else HAIRLINE, theme.primary if head else theme.hairline)
    cited = tuple(n for passage in passages for _, numbers in passage.cites for n in numbers)
    return sketch.slab(height, key=key, cited=cited)


def _assembled(caption: list[Slab], header: Slab, repeated: Slab, rows: list[Slab]) -> list[Slab]:
    """Return caption, header and first row as one, the other rows free to go to a next page under a repeated header."""
    frame = Frame(repeat=(repeated,))
    top = header._replace(frame=frame, keep=Keep.FIRM if caption else Keep.FREE)
    framed = [row._replace(frame=frame, keep=Keep.TABLE) for row in rows]
    if framed:
        framed[0] = framed[0]._replace(keep=Keep.FIRM)
    if len(framed) > 1:
        framed[-1] = framed[-1]._replace(keep=Keep.FIRM)
    return spaced([*caption, top, *framed], BLOCK_GAP, BLOCK_GAP + 4)


def column_widths(compositor: Compositor, rows: Sequence[Sequence[doc.Phrase]], width: float, style: Style) -> list[float]:
    """Return the columns' widths; they add up to `width`. `rows` begins with the header.

    No column is narrower than what no line may part in it: words, and words with their markers. Where that asks for more
    than there is, markers leave their words, then addresses break; then only the widest columns give way. The rest goes
    where it makes the table low.
    """
    for forced in range(FORCED + 1):
        grid = [[_measured(compositor, cell, style, i, j, forced) for i, cell in enumerate(row)] for j, row in enumerate(rows)]
        columns = list(zip(*grid, strict=True))
        least = [max(cell.widest for cell in cells) + ROOM for cells in columns]
        if fsum(least) <= width:
            break
    else:
        return _levelled(width, least)
    least = _whole_labels(grid, least, width)
    natural = [max(cell.natural for cell in cells) + ROOM for cells in columns]
    if fsum(natural) <= width:
        spare = width - fsum(natural)
        return [n + spare * n / fsum(natural) for n in natural]
    wanted = [max(n, small) ** 0.72 for n, small in zip(natural, least, strict=True)]
    low = min((_narrow(grid, width, least), _shared(width, least, wanted, natural)), key=lambda w: _lines(grid, w))
    return _shared(width, low, wanted, [max(n, small) for n, small in zip(natural, low, strict=True)])


def _measured(compositor: Compositor, cell: doc.Phrase, style: Style, column: int, row: int, forced: int) -> Stretches:
    """Return a cell as it will be set: header and first column bold."""
    bold = True if column == 0 or row == 0 else None
    return compositor.measured(cell, style, forced=forced, bold=bold)


def _whole_labels(grid: Sequence[Sequence[Stretches]], least: list[float], width: float) -> list[float]:
    """Return `least`, or widths that also keep the words of headings whole where writing without spaces may part them.

    The dictionaries by which such writing is broken lack the names of drugs.
    """
    share = width / len(least)
    whole = []
    for column, small in enumerate(least):
        labels = grid[:1] if column else grid
        wide = max(row[column].word for row in labels) + ROOM
        whole.append(max(small, wide) if wide <= share else small)
    return whole if fsum(whole) <= width else least


def _lines(grid: Sequence[Sequence[Stretches]], widths: Sequence[float]) -> int:
    """Return how many lines high the table is."""
    return sum(max(cell.lines(w - ROOM) for cell, w in zip(row, widths, strict=True)) for row in grid)


def _narrow(grid: Sequence[Sequence[Stretches]], width: float, least: Sequence[float]) -> list[float]:
    """Return widths from `least` up that make the table low: row after row made lower, where it costs least width."""
    widths, lines = list(least), _lines(grid, least)
    while True:
        spare = width - fsum(widths)
        best: tuple[float, list[float], int] | None = None
        for row in grid:
            most = max(cell.lines(w - ROOM) for cell, w in zip(row, widths, strict=True))
            if most < 2:
                continue
            wider = [max(w, cell.narrowest(most - 1) + ROOM) for cell, w in zip(row, widths, strict=True)]
            cost = fsum(wider) - fsum(widths)
            if cost > spare:
                continue
            left = _lines(grid, wider)
            gain = (lines - left) / max(cost, 0.01)
            if left < lines and (best is None or gain > best[0]):
                best = gain, wider, left
        if best is None:
            return widths
        _, widths, lines = best


def _levelled(width: float, least: Sequence[float]) -> list[float]:
    """Return widths that add up to `width`: each its least, but none above a common limit."""
    rest, order = width, sorted(range(len(least)), key=lambda i: least[i])
    found = [0.0] * len(least)
    for place, i in enumerate(order):
        found[i] = min(least[i], rest / (len(order) - place))
        rest -= found[i]
    return found


def _shared(width: float, least: Sequence[float], wanted: Sequence[float], most: Sequence[float]) -> list[float]:
    """Return widths in proportion to `wanted`, each between its least and its most."""
    fixed: dict[int, float] = {}
    while True:
        free = [i for i in range(len(wanted)) if i not in fixed]
        rest = width - fsum(fixed.values())
        total = fsum(wanted[i] for i in free)
        share = {i: rest * wanted[i] / total for i in free}
        low = {i: least[i] for i in free if share[i] < least[i]}
        high = {i: most[i] for i in free if share[i] > most[i]} if not low else {}
        if not low and (not high or len(high) == len(free)):
            return [fixed.get(i, share.get(i, 0.0)) for i in range(len(wanted))]
        fixed |= low or high
