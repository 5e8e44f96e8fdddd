"""Figures drawn into a zone: pictures letterboxed and labelled, charts, pictograms, QR codes."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from generator.deck.fit import Room, largest, sizes
from generator.deck.model import ChartShape, LabelShape, PictogramShape, PictureShape, QrShape, Shape
from generator.deck.sheet import Figure, Piece
from generator.document.model import Chart, Image, Pictogram, QrCode
from generator.geometry import Rect

CHART_SIZE = 18.0
LABEL_SIZE = 18.0
LABEL_FLOOR = 14.0
SIDE_FLOOR = 12.0  # of labels in a narrow column
LABEL_GAP = 12.0
LABEL_SHARE = 0.3  # of a labelled picture's zone, each side
QR_SIDE = 230.0
FIGURE_HEIGHT = 200.0  # of one pictogram figure, at most
FIGURES_IN_A_ROW = 10
UPPER_HALF = 0.6  # of a picture's height: labels of points above it stand over the picture
ROW_GAP = 6.0  # between a picture and the labels over and under it
ENDLESS = 1e9
LABEL_LEAST = 4.5  # of its size, for short words in fonts we cannot measure

Drawn = tuple[tuple[Shape, ...], float]  # shapes, and the y at which they end


def draw(room: Room, figure: Figure, zone: Rect) -> Drawn | None:
    """Return the shapes of a figure inside `zone`, and where they end; None if its labels do not fit."""
    block = figure.block
    match block:
        case Image():
            return _picture(room, figure, block, zone)
        case Chart():
            labels = tuple(value.label.plain for value in block.values)
            values = tuple(value.value for value in block.values)
            form = '0"%"' if block.unit == "percent" else "General"
            chart = ChartShape(zone, labels, values, block.caption.plain, form, block.alt, CHART_SIZE)
            return (chart,), zone.bottom
        case Pictogram():
            rect = _pictogram_rect(block, zone)
            return (PictogramShape(rect, block.count, block.total, block.alt),), rect.bottom
        case QrCode():
            side = min(zone.width, zone.height, QR_SIDE)
            rect = Rect(zone.right - side if room.rtl else zone.x, zone.y, side, side)
            return (QrShape(rect, block.modules, block.alt),), rect.bottom


def _pictogram_rect(block: Pictogram, zone: Rect) -> Rect:
    """Return the box of the figures, each half as wide as tall, in the middle of `zone`."""
    columns = min(FIGURES_IN_A_ROW, block.total)
    rows = -(-block.total // FIGURES_IN_A_ROW)
    height = min(zone.height / rows, 2 * zone.width / columns, FIGURE_HEIGHT)
    width = height / 2 * columns
    return Rect(zone.x + (zone.width - width) / 2, zone.y + (zone.height - height * rows) / 2, width, height * rows)


def _picture(room: Room, figure: Figure, image: Image, zone: Rect) -> Drawn | None:
    alt = image.alt.plain if image.alt is not None else None
    if not image.labels:
        rect = _letterbox(image, zone, rtl=room.rtl)
        return (PictureShape(rect, image.picture, alt, image.key),), rect.bottom
    found = [drawn for drawn in (_in_rows(room, figure, image, zone), _in_columns(room, figure, image, zone)) if drawn]
    return max(found, key=_picture_height, default=None)


def _picture_height(drawn: Drawn) -> float:
    return drawn[0][0].rect.height


def _in_rows(room: Room, figure: Figure, image: Image, zone: Rect) -> Drawn | None:
    """Return a picture over the whole width of `zone`, its labels in a row above and a row below it."""
    upper = [i for i, label in enumerate(image.labels) if label.y < UPPER_HALF]
    lower = [i for i in range(len(image.labels)) if i not in upper]
    for size in sizes(LABEL_SIZE, LABEL_FLOOR):
        above, below = (_row_height(room, figure, size) if row else 0.0 for row in (upper, lower))
        free = Rect(zone.x, zone.y + above, zone.width, zone.height - above - below)
        if free.height <= 0:
            continue
        rect = _letterbox(image, free, rtl=room.rtl)
        points = [(rect.x + label.x * rect.width, rect.y + label.y * rect.height) for label in image.labels]
        line = _row_height(room, figure, size) - ROW_GAP
        rows = [
            _row(room, figure, points, row, Rect(zone.x, y, zone.width, line), size)
            for row, y in ((upper, rect.y - ROW_GAP - line), (lower, rect.bottom + ROW_GAP))
        ]
        if all(row is not None for row in rows):
            labels = sorted((label for row in rows for label in row or ()), key=lambda found: found[0])
            picture = PictureShape(rect, image.picture, image.alt.plain if image.alt is not None else None, image.key)
            return (picture, *(label for _, label in labels)), rect.bottom + below
    return None


def _row_height(room: Room, figure: Figure, size: float) -> float:
    return max(room.height([p], size=size, width=ENDLESS, space=0.0) for p in figure.labels) + ROW_GAP


def _row(
    room: Room, figure: Figure, points: Sequence[tuple[float, float]], row: Sequence[int], line: Rect, size: float
) -> list[tuple[int, LabelShape]] | None:
    """Return labels on one line, each as near its point as its neighbours let it; None if the line is too short."""
    order = sorted(row, key=lambda i: points[i][0])
    air, least = room.ruler.doubt, 0.0 if room.ruler.exact else LABEL_LEAST * size
    widths = [max(room.ruler.natural(figure.labels[i].paras[0], size=size) * air + 4, least) for i in order]
    if fsum(widths) + LABEL_GAP * 2 * (len(order) - 1) > line.width:
        return None
    starts: list[float] = []
    edge = line.x
    for i, width in zip(order, widths, strict=True):
        starts.append(max(edge, points[i][0] - width / 2))
        edge = starts[-1] + width + 2 * LABEL_GAP
    limit = line.right
    for n in range(len(order) - 1, -1, -1):
        starts[n] = min(starts[n], limit - widths[n])
        limit = starts[n] - 2 * LABEL_GAP
    return [
        (
            i,
            LabelShape(Rect(x, line.y, width, line.height), figure.labels[i].paras[0], points[i], size, figure.labels[i].key),
        )
        for i, x, width in zip(order, starts, widths, strict=True)
    ]


def _in_columns(room: Room, figure: Figure, image: Image, zone: Rect) -> Drawn | None:
    """Return a picture with its labels in columns beside it, each at the side its author chose."""
    alt = image.alt.plain if image.alt is not None else None
    sides = {label.side for label in image.labels}
    widest = max(room.ruler.natural(p.paras[0], size=LABEL_SIZE) for p in figure.labels)
    column = min(zone.width * LABEL_SHARE, widest + 2)
    left = column + LABEL_GAP if "left" in sides else 0.0
    right = column + LABEL_GAP if "right" in sides else 0.0
    rect = _letterbox(image, Rect(zone.x + left, zone.y, zone.width - left - right, zone.height), rtl=room.rtl)
    shapes: list[Shape] = [PictureShape(rect, image.picture, alt, image.key)]
    for side, x in (("left", rect.x - LABEL_GAP - column), ("right", rect.right + LABEL_GAP)):
        chosen = [(label, piece) for label, piece in zip(image.labels, figure.labels, strict=True) if label.side == side]
        points = [(rect.x + label.x * rect.width, rect.y + label.y * rect.height) for label, _ in chosen]
        placed = _labels(room, [piece for _, piece in chosen], points, Rect(x, zone.y, column, zone.height))
        if placed is None:
            return None
        shapes.extend(placed)
    return tuple(shapes), max(rect.bottom, *(shape.rect.bottom for shape in shapes))


def _labels(
    room: Room, pieces: Sequence[Piece], points: Sequence[tuple[float, float]], column: Rect
) -> list[LabelShape] | None:
    """Return labels in a column, each as near its point's height as the others let it; None if it is too small."""
    order = sorted(range(len(pieces)), key=lambda i: points[i][1])

    def heights(size: float) -> list[float]:
        return [room.height([pieces[i]], size=size, width=column.width, space=0.0) + 4 for i in order]

    size = (
        largest(sizes(LABEL_SIZE, SIDE_FLOOR), lambda s: fsum(heights(s)) + 6 * len(order) <= column.height)
        if order
        else SIDE_FLOOR
    )
    if size is None:
        return None
    placed: list[float] = []
    floor = column.y
    tall = heights(size)
    for i, height in zip(order, tall, strict=True):
        y = max(floor, points[i][1] - height / 2)
        placed.append(y)
        floor = y + height + 6
    limit = column.bottom
    for n in range(len(placed) - 1, -1, -1):
        placed[n] = min(placed[n], limit - tall[n])
        limit = placed[n] - 6
    return [
        LabelShape(Rect(column.x, y, column.width, height), pieces[i].paras[0], points[i], size, pieces[i].key)
        for i, y, height in zip(order, placed, tall, strict=True)
    ]


def _letterbox(image: Image, zone: Rect, *, rtl: bool) -> Rect:
    """Return the largest box of the picture's shape in `zone`, at its top start."""
    picture = image.picture
    scale = min(zone.width / picture.width, zone.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return Rect(zone.right - width if rtl else zone.x, zone.y, width, height)
