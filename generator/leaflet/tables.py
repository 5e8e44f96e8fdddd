"""Tables: columns as wide as their words ask, no vertical rules, a header that every page repeats, rows never torn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.document import model as doc
from generator.geometry import from_mm
from generator.leaflet.compositor import Compositor, Passage, as_artifact
from generator.leaflet.prose import BLOCK_GAP, Column, text_slabs
from generator.leaflet.slabs import Frame, Keep, Sketch, Slab, kept, spaced
from generator.leaflet.styles import Style
from generator.leaflet.tree import Node

PADDING = 6.0
ABOVE, BELOW = 3.0, 4.0  # with what the line itself leaves free, six points to the eye
HAIRLINE = 0.5
FORM_ROW = from_mm(9.5)
LONGEST_WORD = 12.0  # em: no column is widened for a longer word


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
                sketch.path(
                    (("M", left, 0.0), ("L", left, FORM_ROW)), stroke=compositor.theme.hairline, stroke_width=HAIRLINE
                )
            start += width
        sketch.rule(column.start, column.width, FORM_ROW, HAIRLINE, compositor.theme.muted)
        rows.append(sketch.slab(FORM_ROW, key=block.key))
    return _assembled(caption, header, repeated, rows)


def _caption(compositor: Compositor, phrase: doc.Phrase, node: Node, column: Column) -> list[Slab]:
    passage = compositor.balanced(phrase, compositor.styles.strong, column.width, node.add("Caption"))
    return kept(spaced(text_slabs(compositor, passage, column), 0.0, 4.0), Keep.FIRM)


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
    top = replace(header, frame=frame, keep=Keep.FIRM if caption else Keep.FREE)
    framed = [replace(row, frame=frame, keep=Keep.TABLE) for row in rows]
    if framed:
        framed[0] = replace(framed[0], keep=Keep.FIRM)
    if len(framed) > 1:
        framed[-1] = replace(framed[-1], keep=Keep.FIRM)
    return spaced([*caption, top, *framed], BLOCK_GAP, BLOCK_GAP + 4)


def column_widths(compositor: Compositor, rows: Sequence[Sequence[doc.Phrase]], width: float, style: Style) -> list[float]:
    """Return the columns' widths: none narrower than its longest word, the rest shared by how much each has to say."""
    columns = list(zip(*rows, strict=True))
    natural = [
        max(
            compositor.width_of(cell.plain, style, bold=i == 0 or j == 0, language=cell.language)
            for j, cell in enumerate(cells)
        )
        + 2 * PADDING
        + 1
        for i, cells in enumerate(columns)
    ]
    if sum(natural) <= width:
        spare = width - sum(natural)
        return [n + spare * n / sum(natural) for n in natural]
    least = [min(_longest_word(compositor, cells, style), LONGEST_WORD * style.size) + 2 * PADDING + 1 for cells in columns]
    if sum(least) >= width:
        return [width * n / sum(least) for n in least]
    wanted = [max(n, small) ** 0.72 for n, small in zip(natural, least, strict=True)]
    return _shared(width, least, wanted, natural)


def _shared(width: float, least: list[float], wanted: list[float], most: list[float]) -> list[float]:
    """Return widths in proportion to `wanted`, each between its least and its most."""
    fixed: dict[int, float] = {}
    while True:
        free = [i for i in range(len(wanted)) if i not in fixed]
        rest = width - sum(fixed.values())
        total = sum(wanted[i] for i in free)
        share = {i: rest * wanted[i] / total for i in free}
        low = {i: least[i] for i in free if share[i] < least[i]}
        high = {i: most[i] for i in free if share[i] > most[i]} if not low else {}
        if not low and len(high) == len(free):
            return [fixed.get(i, share.get(i, 0.0)) for i in range(len(wanted))]
        if not low and not high:
            return [fixed.get(i, share.get(i, 0.0)) for i in range(len(wanted))]
        fixed |= low or high


def _longest_word(compositor: Compositor, cells: Sequence[doc.Phrase], style: Style) -> float:
    """Return the width of the longest words of a column (the two with most letters are measured)."""
    words = sorted({word for cell in cells for word in _words(cell)}, key=lambda word: (-len(word), word))
    return max((compositor.width_of(word, style, bold=True) for word in words[:3]), default=0.0)


def _words(phrase: doc.Phrase) -> list[str]:
    """Return the pieces of a phrase that no line may break: words, and whole citation markers."""
    texts = (i.text.split(" ") if isinstance(i, doc.Text) else [i.marker] for i in phrase.inlines)
    return [word for words in texts for word in words]
