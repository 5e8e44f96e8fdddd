"""The two kinds of slide that are one list: covers, whose lines stand under the title, and plans in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from generator.deck.figures import COLUMN_GAP
from generator.deck.fit import (
    BODY_FLOOR,
    COVER_FLOOR,
    Part,
    Room,
    airy_space,
    cited,
    fitting_size,
    largest,
    shown,
    sizes,
    text_body,
    text_parts,
)
from generator.deck.model import LayoutName
from generator.deck.sheet import Piece, Sheet
from generator.geometry import Rect
from generator.values import replace

COVER_GAP = 8.0
COVER_MARGIN = 36.0
COLUMNS_FLOOR = 20.0  # a list smaller than this in one column is better in two


def cover_parts(room: Room, sheet: Sheet) -> list[Part]:
    """Return a title or section slide: everything under the title in one placeholder, which may grow down to the footer.

    What still does not fit a template's cover goes on, by paragraphs, on a slide of its own.
    """
    if not sheet.second:
        return [Part(sheet.layout)]
    role = "second" if room.has(sheet.layout, "second") else "body"
    rect, full = room.rect(sheet.layout, role), room.size(sheet.layout, role)
    floor = min(COVER_FLOOR, full)
    tall = Rect(rect.x, rect.y, rect.width, max(rect.height, _free_below(room, sheet.layout) - rect.y))
    for box in (rect, tall):
        size = fitting_size(room, sheet.second, box, full, floor)
        if size is not None and room.cites(sheet.layout, sheet.second):
            return [_cover_part(sheet, sheet.second, role, size, full, None if box is rect else box)]
    count = len(sheet.second) - 1
    while count and fitting_size(room, sheet.second[:count], tall, full, floor) is None:
        count -= 1
    while count and not room.cites(sheet.layout, sheet.second[:count]):
        count -= 1
    rest = text_parts(room, sheet.second[count:])
    if not count:
        return [Part(sheet.layout), *rest]
    first = sheet.second[:count]
    return [_cover_part(sheet, first, role, fitting_size(room, first, tall, full, floor) or floor, full, tall), *rest]


def _free_below(room: Room, layout: LayoutName) -> float:
    """Return the y down to which a cover's text may grow: its citations, else its footer, else the margin."""
    boxes = room.boxes.boxes[layout]
    tops = [boxes[role].y - COVER_GAP for role in ("citations", "footer", "number") if role in boxes]
    return min(tops, default=room.boxes.height - COVER_MARGIN)


def _cover_part(sheet: Sheet, pieces: Sequence[Piece], role: str, size: float, full: float, box: Rect | None) -> Part:
    body = text_body(pieces, size, full)
    part = Part(sheet.layout, cited=cited(pieces), shown=shown(pieces))
    if role == "second":
        return replace(part, second=body, second_rect=box)
    return replace(part, body=body, body_rect=box)


def column_parts(room: Room, pieces: Sequence[Piece]) -> list[Part]:
    """Return a list in one column if it stays large, else in two, else on several slides."""
    rect, full = room.rect("content", "body"), room.size("content", "body")
    size = fitting_size(room, pieces, rect, full, min(COLUMNS_FLOOR, full))
    if size is None and room.has("two-content", "body", "second") and room.cites("two-content", pieces):
        half = (len(pieces) + 1) // 2
        width = (rect.width - COLUMN_GAP) / 2
        left, right = Rect(rect.x, rect.y, width, rect.height), Rect(rect.right - width, rect.y, width, rect.height)
        start, end = (right, left) if room.rtl else (left, right)
        columns = [("body", start, pieces[:half]), ("second", end, pieces[half:])]
        smallest = min(_column_size(room, role, box, group) for role, box, group in columns)
        if smallest:
            longest = max((group for _, _, group in columns), key=lambda group: room.height(group, size=smallest, width=width))
            space = airy_space(room, longest, rect, smallest, width=width)
            tallest = room.height(longest, size=smallest, width=width, space=space)
            start, end = (Rect(box.x, box.y, width, min(tallest, rect.height)) for _, box, _ in columns)
            one, two = (
                replace(text_body(group, smallest, room.size("two-content", role)), fixed=True, space=space)
                for role, _, group in columns
            )
            return [Part("two-content", one, two, start, end, cited=cited(pieces), shown=shown(pieces))]
    return text_parts(room, pieces)


def _column_size(room: Room, role: str, rect: Rect, pieces: Sequence[Piece]) -> float:
    """Return the size of a column: one at which every item has a line, else one that fits, 0 if there is none."""
    full = room.size("two-content", role)
    floor = min(BODY_FLOOR, full)
    found = fitting_size(room, pieces, rect, full, floor)
    if found is None:
        return 0.0

    def one_line(size: float) -> bool:
        return all(room.ruler.lines(p, size=size, width=rect.width) == 1 for piece in pieces for p in piece.paras)

    return largest(sizes(found, floor), one_line) or found
