"""Figures: pictures with real-text labels, rows of people, bars, QR codes; each drawn here, with its alternative text."""

from __future__ import annotations

from functools import lru_cache
from math import fsum

from generator.document import model as doc
from generator.geometry import Rect, from_mm
from generator.leaflet.compositor import Compositor, Passage
from generator.leaflet.icons import person
from generator.leaflet.model import Ink, TextLine
from generator.leaflet.prose import BLOCK_GAP, Column, text_slabs, under
from generator.leaflet.slabs import Keep, Sketch, Slab, spaced
from generator.leaflet.tree import Node
from generator.values import replace

MOST_HEIGHT = from_mm(60)
LABEL_WIDTH = from_mm(42)
LABEL_GAP = 14.0
PER_ROW = 10
QR_SIDE = from_mm(24)
QUIET_ZONE = 4  # modules, ISO/IEC 18004


def image(compositor: Compositor, block: doc.Image, parent: Node, column: Column) -> list[Slab]:
    """Return a picture with its labels at either side, lines to what they name, and its caption below."""
    div = parent.add("Div")
    left_labels = [label for label in block.labels if label.side == "left"]
    right_labels = [label for label in block.labels if label.side == "right"]
    room = column.width - fsum(LABEL_WIDTH + LABEL_GAP for side in (left_labels, right_labels) if side)
    most = min(block.max_height or MOST_HEIGHT, compositor.measures.height / 2)
    scale = min(room / block.picture.width, most / block.picture.height)
    width, height = block.picture.width * scale, block.picture.height * scale
    figure = div.add("Figure", alt=block.alt.plain) if block.alt is not None else None
    if figure is not None and block.alt is not None and block.alt.language != compositor.language.tag:
        figure.language = block.alt.language

    sketch = Sketch(compositor)
    shift = (LABEL_WIDTH + LABEL_GAP if left_labels else 0.0) + (room - width) * (0.5 if block.labels else 0.0)
    edge = sketch.left(column.start, column.width)  # pictures and their sides are never mirrored
    x = edge + shift if block.labels else sketch.left(column.start, width)
    passages = {
        id(label): compositor.balanced(label.text, compositor.styles.caption, LABEL_WIDTH, div.add("P"))
        for label in block.labels
    }
    left = _stacked([(label, passages[id(label)]) for label in left_labels], height)
    right = _stacked([(label, passages[id(label)]) for label in right_labels], height)
    top = -min([0.0, *(y for _, _, y in left + right)])
    bottom = max([height, *(y + passage.height for _, passage, y in left + right)])
    rect = Rect(x, top, width, height)
    sketch.picture(rect, block.picture, figure.id if figure else None)
    for side, placed in (("left", left), ("right", right)):
        for label, passage, y in placed:
            _label(sketch, rect, label, passage, top + y, side)
    if figure is not None:
        sketch.figures.append((figure, rect))
    free = right[0][2] if right else height  # beside the picture, above the labels
    beside = _caption_beside(sketch, block, div, column, rect, free)
    words = [*passages.values(), *([beside] if beside else [])]
    cited = tuple(n for passage in words for _, numbers in passage.cites for n in numbers)
    slabs = [sketch.slab(top + bottom, key=block.key, cited=cited)]
    if block.caption is not None and beside is None:
        start = compositor.measures.width - rect.right if compositor.rtl else rect.x
        below = Column(start, column.start + column.width - start)
        caption = compositor.balanced(
            block.caption, compositor.styles.caption, below.width, div.add("Caption"), colour=compositor.theme.muted
        )
        slabs = under(slabs, text_slabs(compositor, caption, below, keep=Keep.FIRM), 6.0)
    return spaced(slabs, BLOCK_GAP, BLOCK_GAP + 4)


def _caption_beside(sketch: Sketch, block: doc.Image, parent: Node, column: Column, rect: Rect, free: float) -> Passage | None:
    """Draw the caption of a labelled picture right of it, if it fits in `free` points from the picture's top."""
    compositor = sketch.compositor
    left = rect.right + LABEL_GAP
    width = sketch.left(column.start, column.width) + column.width - left
    if block.caption is None or not block.labels or width < LABEL_WIDTH - 1:
        return None
    draft = compositor.drafting()
    caption = draft.balanced(
        block.caption, compositor.styles.caption, width, draft.tree.root.add("Caption"), colour=compositor.theme.muted
    )
    if caption.height + LABEL_GAP > free:
        return None
    compositor.adopt(draft, parent)
    start = compositor.measures.width - left - caption.width if compositor.rtl else left
    sketch.text(caption, start, caption.width, rect.y)
    return caption


def _stacked(labels: list[tuple[doc.ImageLabel, Passage]], height: float) -> list[tuple[doc.ImageLabel, Passage, float]]:
    """Return labels with the y of their top: as near to their points as they can stand without touching."""
    order = sorted(labels, key=lambda pair: pair[0].y)
    placed: list[tuple[doc.ImageLabel, Passage, float]] = []
    free = float("-inf")
    for label, passage in order:
        y = max(label.y * height - passage.height / 2, free)
        placed.append((label, passage, y))
        free = y + passage.height + 4.0
    over = free - 4.0 - height
    if placed and over > 0:  # push the column up, as far as its own order allows
        limit = height
        shifted = []
        for label, passage, wanted in reversed(placed):
            y = min(wanted, limit - passage.height)
            shifted.append((label, passage, y))
            limit = y - 4.0
        placed = shifted[::-1]
    return placed


def _label(sketch: Sketch, rect: Rect, label: doc.ImageLabel, passage: Passage, y: float, side: str) -> None:
    """Draw a label beside the picture, text towards it, and a line with a dot to the point."""
    theme = sketch.compositor.theme
    x = rect.x + label.x * rect.width
    target = rect.y + label.y * rect.height
    box_left = rect.x - LABEL_GAP - LABEL_WIDTH if side == "left" else rect.right + LABEL_GAP
    for index, line in enumerate(passage.paragraph.lines):
        flush_right = side == "left"
        left = box_left + (LABEL_WIDTH - line.width if flush_right else 0.0)
        _text_line(sketch, passage, index, left, y + fsum(passage.line_height(i) for i in range(index)))
    height = y + min(passage.height / 2, passage.line_height(0) / 2)
    start = rect.x - LABEL_GAP + 4 if side == "left" else rect.right + LABEL_GAP - 4
    line_path = (("M", start, height), ("L", x, target))
    sketch.path(line_path, stroke=theme.paper, stroke_width=2.5)
    sketch.path(line_path, stroke=theme.primary, stroke_width=0.9)
    sketch.circle(x, target, 3.2, theme.paper)
    sketch.circle(x, target, 2.3, theme.primary)


def _text_line(sketch: Sketch, passage: Passage, index: int, left: float, top: float) -> None:
    sketch.items.append(TextLine(passage.paragraph, index, left, top + passage.baseline(index)))


def pictogram(compositor: Compositor, block: doc.Pictogram, parent: Node, column: Column) -> list[Slab]:
    """Return a sentence and rows of ten people, filled for `count`, outlined for the rest; larger where they are few."""
    div = parent.add("Div")
    passage = compositor.balanced(block.text, compositor.styles.strong, column.width, div.add("P"))
    head = text_slabs(compositor, passage, column, keep=Keep.FIRM)
    figure = div.add("Figure", alt=block.alt)
    few = block.total <= PER_ROW
    width, height = (20.0, 46.0) if few else (11.0, 25.0)
    gap, leading = (12.0, 0.0) if few else (7.0, 8.0)
    rows = -(-block.total // PER_ROW)
    sketch = Sketch(compositor)
    primary = compositor.theme.primary
    shape = person(0.0, 0.0, width, height)
    for index in range(block.total):
        row, place = divmod(index, PER_ROW)
        x, y = sketch.left(column.start + 2 + place * (width + gap), width), row * (height + leading)
        fill = primary if index < block.count else None
        sketch.path(shape, fill=fill, stroke=primary, stroke_width=1.1, element=figure.id, x=x, y=y)
    total_height = rows * height + (rows - 1) * leading
    across = min(block.total, PER_ROW)
    total_width = across * width + (across - 1) * gap + 4
    sketch.figures.append((figure, sketch.rect(column.start, 0.0, total_width, total_height)))
    picture = [sketch.slab(total_height + 2, key=block.key)]
    return spaced(under(head, picture, 8.0), BLOCK_GAP, BLOCK_GAP + 4)


def chart(compositor: Compositor, block: doc.Chart, parent: Node, column: Column) -> list[Slab]:
    """Return a bar chart: caption, and for each value its label, a bar from the axis and the value as printed.

    The axis runs from left to right in every language; labels stand left of it, right-to-left ones against it.
    """
    div = parent.add("Div")
    styles, theme = compositor.styles, compositor.theme
    caption = compositor.balanced(block.caption, styles.strong, column.width, div.add("Caption"))
    head = text_slabs(compositor, caption, column, keep=Keep.FIRM)
    figure = div.add("Figure", alt=block.alt)
    shown_width = 8 + max(compositor.width_of(v.shown, styles.table, bold=True) for v in block.values)
    natural = max(compositor.width_of(v.label.plain, styles.table, language=v.label.language) for v in block.values)
    label_width = min(natural + 1, 0.4 * column.width)
    sketch = Sketch(compositor)
    left = sketch.left(column.start, column.width)
    axis = left + label_width + 10
    room = left + column.width - axis - shown_width
    highest = max(v.value for v in block.values)
    if block.unit == "percent" and highest > 50:
        highest = max(highest, 100.0)  # so that the bar's length is its share of the whole
    y = 6.0
    cited: list[int] = []
    for value in block.values:
        label = _inside(compositor, value.label, label_width, figure)
        row = max(label.height, 20.0)
        bar_height = 14.0
        middle = y + row / 2
        for index, line in enumerate(label.paragraph.lines):
            x = axis - 10 - line.width if label.paragraph.direction == "rtl" else left
            _text_line(sketch, label, index, x, middle - label.height / 2 + index * label.style.leading)
        length = room * value.value / highest if highest > 0 else 0.0
        if length > 0:
            rect = Rect(axis, middle - bar_height / 2, length, bar_height)
            sketch.box(rect, fill=theme.primary, element=figure.id)
        shown = compositor.plain(value.shown, styles.table, shown_width, None, key=value.label.key, bold=True)
        shown = _tagged(shown, figure)
        _text_line(sketch, shown, 0, axis + length + 6, middle - shown.height / 2)
        cited += [n for _, numbers in label.cites for n in numbers]
        y += row + 6
    sketch.path((("M", axis, 0.0), ("L", axis, y)), stroke=theme.primary, stroke_width=1.0, element=figure.id)
    sketch.figures.append((figure, Rect(left, 0.0, column.width, y)))
    slabs = under(head, [sketch.slab(y, key=block.key, cited=tuple(cited))], 6.0)
    return spaced(slabs, BLOCK_GAP, BLOCK_GAP + 4)


def _inside(compositor: Compositor, phrase: doc.Phrase, width: float, figure: Node) -> Passage:
    """Return a phrase set as ink of a figure: its words are in the figure's alternative text."""
    return _tagged(compositor.phrase(phrase, compositor.styles.table, width, None), figure)


def _tagged(passage: Passage, figure: Node) -> Passage:
    marked = [(span, span.mark) for span in passage.paragraph.spans]
    spans = tuple(replace(span, mark=ink._replace(element=figure.id)) for span, ink in marked if isinstance(ink, Ink))
    return passage._replace(paragraph=replace(passage.paragraph, spans=spans))


def qr_code(compositor: Compositor, block: doc.QrCode, parent: Node, column: Column) -> list[Slab]:
    """Return a QR code with its quiet zone, beside it what it opens and the address in print.

    In a narrow column an address that has no room beside the code stands below it, on one line.
    """
    div = parent.add("Div")
    styles, theme = compositor.styles, compositor.theme
    count = len(block.modules)
    module = QR_SIDE / count
    quiet = QUIET_ZONE * module
    side = QR_SIDE
    gap = max(quiet, 8.0) + 6
    beside = column.indented(side + gap)
    text = compositor.phrase(block.text, styles.body, beside.width, div.add("P"))
    below = compositor.width_of(block.address, styles.strong, language="en") > beside.width
    place = column if below else beside
    address = compositor.plain(
        block.address, compositor.styles_of("en").body, place.width, div.add("P"),
        key=f"{block.key}.address", language="en", href=block.url, bold=True, direction="ltr",
    )  # fmt: skip
    figure = div.add("Figure", alt=block.alt)
    sketch = Sketch(compositor)
    height = text.height + (0.0 if below else 4 + address.height)
    top = max(0.0, (height - side) / 2)
    rect = sketch.rect(column.start, top, side, side)
    sketch.path(_modules(block.modules, module), fill=theme.text, element=figure.id, x=rect.x, y=rect.y)
    sketch.figures.append((figure, rect))
    y = max(0.0, (side - height) / 2)
    y += sketch.text(text, beside.start, beside.width, y) + 4
    height = max(side, height)
    if below:
        y = height + quiet
        height = y + address.height
    sketch.text(address, place.start, place.width, y, "start")
    cited = tuple(n for _, numbers in text.cites for n in numbers)
    return spaced([sketch.slab(height, key=block.key, cited=cited)], BLOCK_GAP + 4, BLOCK_GAP + 4)


@lru_cache(maxsize=16)
def _modules(modules: tuple[tuple[bool, ...], ...], side: float) -> tuple[tuple[str | float, ...], ...]:
    """Return the dark modules as one outline from the code's corner, runs of a row joined."""
    commands: list[tuple[str | float, ...]] = []
    for row, cells in enumerate(modules):
        y = row * side
        begin: int | None = None
        for place, dark in enumerate((*cells, False)):
            if dark and begin is None:
                begin = place
            elif not dark and begin is not None:
                x, right = begin * side, place * side
                commands += [("M", x, y), ("L", right, y), ("L", right, y + side), ("L", x, y + side), ("Z",)]
                begin = None
    return tuple(commands)
