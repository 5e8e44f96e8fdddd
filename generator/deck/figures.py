"""Pictures, charts, pictograms and QR codes: beside the text at the end side, or alone with a caption."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isfinite

from generator.deck.drawing import draw
from generator.deck.fit import (
    BODY_FLOOR,
    Part,
    Room,
    cited,
    fitting_size,
    shown,
    text_body,
    text_parts,
    too_long,
)
from generator.deck.model import LayoutName, PictureShape, TextBody
from generator.deck.sheet import Figure, Piece
from generator.document.model import Chart, Image
from generator.errors import LayoutError
from generator.geometry import Rect
from generator.values import replace, value

GAP = 10.0
COLUMN_GAP = 30.0
CAPTION_SIZE = 20.0
CAPTION_SHARE = 0.5  # of a column: no caption may take more
LABELLED_SHARE = 0.6  # of the text width, for a picture with labels
STACKED_WORTH = 0.6  # text beside a picture is better than above it, unless the picture gets far larger
ALONE_WORTH = 3.0  # how much larger a picture must get to stand alone after its text
STACKED_LEAST = 0.4  # of the body's height, for a picture under text


@value
class Frame:
    """Where text and figure stand beside each other."""

    layout: LayoutName
    text: Rect
    zone: Rect
    own: bool  # whether these are the layout's own boxes


def figure_parts(room: Room, figure: Figure, pieces: Sequence[Piece]) -> list[Part]:
    """Return a figure with its text as parts; text that does not fit beside it goes on by itself.

    Labels that find no place beside a picture stand under it, as lines of its caption.
    """
    if isinstance(figure.block, Chart) and not any(isfinite(value.value) for value in figure.block.values):
        raise too_long(figure.block.key, "the chart has no numbers to draw", "give it at least one value")
    try:
        return _figure_parts(room, figure, pieces)
    except LayoutError:
        if not figure.labels:
            raise
        return _figure_parts(room, _labels_as_caption(figure), pieces)


def _labels_as_caption(figure: Figure) -> Figure:
    every = [*_caption(figure), *figure.labels]
    caption = Piece(every[0].key, shown(every), cited(every))
    return replace(figure, caption=caption, labels=())


def _figure_parts(room: Room, figure: Figure, pieces: Sequence[Piece]) -> list[Part]:
    if not pieces:
        return [_alone(room, figure)]
    frame = _frame(room, figure)
    full = room.size(frame.layout, "body")
    floor = min(BODY_FLOOR, full)
    whole = [*pieces, *_caption(figure), *figure.labels, *_chart_labels(figure)]
    if room.cites(frame.layout, whole):
        parts = []
        for tried in (frame, *_above(room, figure, pieces)):
            size = fitting_size(room, pieces, tried.text, full, floor)
            part = _beside(room, figure, tried, pieces, size) if size is not None else None
            if part is not None:
                parts.append((part, _picture_area(part) * (1.0 if tried is frame else STACKED_WORTH)))
        if parts:
            return [max(parts, key=lambda found: found[1])[0]]
    first, rest = _first(room, figure, frame, pieces, full, floor)
    size = fitting_size(room, first, frame.text, full, floor) if first else None
    part = _beside(room, figure, frame, first, size) if size is not None else None
    if part is None:
        return [*text_parts(room, pieces), _alone(room, figure)]
    if not rest:
        return [part]
    after = text_parts(room, rest)
    if _picture_area(part):  # where the text goes on anyway, a picture that would be small gets a slide of its own
        before, alone = text_parts(room, pieces), _alone(room, figure)
        if len(before) <= len(after) + 1 and _picture_area(alone) > ALONE_WORTH * _picture_area(part):
            return [*before, alone]
    return [part, *after]


def _first(
    room: Room, figure: Figure, frame: Frame, pieces: Sequence[Piece], full: float, floor: float
) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces that stand beside the figure and those that go on after it."""
    always = [*_caption(figure), *figure.labels, *_chart_labels(figure)]
    taken: list[Piece] = []
    for piece in pieces:
        trial = [*taken, piece]
        fits = fitting_size(room, trial, frame.text, full, min(full, 20.0)) is not None or (
            not taken and fitting_size(room, trial, frame.text, full, floor) is not None
        )
        if not fits or not room.cites(frame.layout, [*trial, *always]):
            break
        taken.append(piece)
    while len(taken) < len(pieces) and taken and taken[-1].lead:  # an introduction goes with what it introduces
        taken.pop()
    return taken, list(pieces[len(taken) :])


def _above(room: Room, figure: Figure, pieces: Sequence[Piece]) -> list[Frame]:
    """Return the frame with the text over a picture, for pictures that are wide; none if little room is left."""
    body = room.rect("content", "body")
    layout: LayoutName = "picture"
    if not isinstance(figure.block, Image) or not room.has(layout, "body", "second"):
        return []
    size = room.size(layout, "body")
    height = room.height(pieces, size=size, width=body.width)
    left = body.height - height - GAP
    if left < body.height * STACKED_LEAST:
        return []
    text = Rect(body.x, body.y, body.width, height)
    return [Frame(layout, text, Rect(body.x, text.bottom + GAP, body.width, left), own=False)]


def _picture_area(part: Part) -> float:
    """Return how large the picture of a part is, 0 if there is none."""
    return fsum(shape.rect.width * shape.rect.height for shape in part.shapes if isinstance(shape, PictureShape))


def _frame(room: Room, figure: Figure) -> Frame:
    """Return where text and figure stand: the picture layout's boxes, two columns, or the body cut in two."""
    body = room.rect("content", "body")
    if figure.labels:
        return _cut(room, body, LABELLED_SHARE)
    if room.has("picture", "body", "picture", "second"):
        zone, caption = room.rect("picture", "picture"), room.rect("picture", "second")
        column = Rect(zone.x, zone.y, zone.width, max(zone.bottom, caption.bottom) - zone.y)
        return Frame("picture", room.rect("picture", "body"), column, own=True)
    if room.has("two-content", "body", "second"):
        return Frame("two-content", room.rect("two-content", "body"), room.rect("two-content", "second"), own=True)
    return _cut(room, body, 0.45)


def _cut(room: Room, body: Rect, share: float) -> Frame:
    """Return the content body cut in two, the figure's part at the end side."""
    zone_width = body.width * share
    text_width = body.width - zone_width - COLUMN_GAP
    text = Rect(body.right - text_width if room.rtl else body.x, body.y, text_width, body.height)
    zone = Rect(body.x if room.rtl else body.right - zone_width, body.y, zone_width, body.height)
    layout: LayoutName = "picture" if room.has("picture", "body", "second") else "content"
    return Frame(layout, text, zone, own=False)


def _beside(room: Room, figure: Figure, frame: Frame, pieces: Sequence[Piece], size: float) -> Part | None:
    """Return text and figure in their frame; None if caption or labels find no place there."""
    caption = _caption(figure)
    full = room.size(frame.layout, "body")
    second: TextBody | None = None
    height = 0.0
    zone = frame.zone
    if caption and room.has(frame.layout, "second"):
        found = _caption_body(room, frame.layout, caption, zone)
        if found is None:
            return None
        second, height = found
        zone = Rect(zone.x, zone.y, zone.width, zone.height - height - GAP)
    elif caption:  # a template without a place for captions: it ends the text
        pieces = [*pieces, *caption]
        smaller = fitting_size(room, pieces, frame.text, full, min(full, BODY_FLOOR))
        if smaller is None:
            return None
        size = smaller
    drawn = draw(room, figure, zone)
    if drawn is None:
        return None
    shapes, bottom = drawn
    second_rect = Rect(zone.x, bottom + GAP, zone.width, height) if second is not None else None
    every = [*pieces, *figure.labels, *_chart_labels(figure), *(caption if second is not None else ())]
    return Part(
        frame.layout,
        text_body(pieces, size, full),
        second,
        None if frame.own else frame.text,
        second_rect,
        shapes,
        cited(every),
        shown(every),
    )


def _caption_body(room: Room, layout: LayoutName, caption: Sequence[Piece], zone: Rect) -> tuple[TextBody, float] | None:
    """Return a caption for the second placeholder and its height; it may take half the column, None if too little."""
    full = room.size(layout, "second")
    tallest = Rect(zone.x, zone.y, zone.width, zone.height * CAPTION_SHARE)
    size = fitting_size(room, caption, tallest, full, min(full, BODY_FLOOR))
    if size is None:
        return None
    return text_body(caption, size, full), room.height(caption, size=size, width=zone.width)


def _alone(room: Room, figure: Figure) -> Part:
    """Return a figure over the full width: a chart under its caption, a picture above it."""
    full = room.size("content", "body")
    caption = _caption(figure)
    every = [*caption, *figure.labels, *_chart_labels(figure)]
    rect = room.open_rect(every)
    key = every[0].key if every else figure.block.key
    if not room.cites("content", every):
        raise too_long(key, "the sources cited here do not fit the foot of a slide")
    size, height = full, 0.0
    if caption:
        tallest = Rect(rect.x, rect.y, rect.width, rect.height * CAPTION_SHARE)
        fitting = fitting_size(room, caption, tallest, min(full, CAPTION_SIZE), min(full, BODY_FLOOR))
        if fitting is None:
            raise too_long(key, "the caption does not fit a slide")
        size, height = fitting, room.height(caption, size=fitting, width=rect.width)
    used = height + GAP if caption else 0.0
    on_top = isinstance(figure.block, Chart)
    drawn = draw(room, figure, Rect(rect.x, rect.y + used if on_top else rect.y, rect.width, rect.height - used))
    if drawn is None:
        raise too_long(figure.labels[0].key, "the labels of the picture do not fit beside it")
    shapes, bottom = drawn
    if not caption:
        return Part("content", shapes=shapes, cited=cited(every), shown=shown(every))
    body_rect = Rect(rect.x, rect.y if on_top else bottom + GAP, rect.width, height)
    return Part("content", text_body(caption, size, full), None, body_rect, None, shapes, cited(every), shown(every))


def _caption(figure: Figure) -> list[Piece]:
    return [figure.caption] if figure.caption is not None else []


def _chart_labels(figure: Figure) -> list[Piece]:
    """Return the category labels of a chart as pieces: they are read, so their sources count."""
    if not isinstance(figure.block, Chart):
        return []
    return [Piece(value.label.key, (), value.label.cited) for value in figure.block.values]
