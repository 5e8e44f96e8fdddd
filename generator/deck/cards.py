"""Callouts and quiz options as cards: side by side or one above the other, all of one size, under the slide's text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from math import fsum

from generator.deck.fit import (
    BODY_FLOOR,
    Part,
    Room,
    cited,
    largest,
    shown,
    sizes,
    text_body,
    text_parts,
    too_long,
)
from generator.deck.model import CardShape, Para
from generator.deck.sheet import Card, Piece
from generator.geometry import Rect
from generator.values import replace, value

INSET_X = 14.0
INSET_Y = 12.0
CALLOUT_INSET = 18.0  # at the start side: after the bar
ICON, ICON_GAP = 1.2, 10.0  # of the font size, points: a callout's heading stands beside its icon
BADGE = 64.0  # a quiz option's letter in its block
GAP = 16.0
SPACE = 0.25  # of the font size, before each paragraph of a card
LARGEST = 24.0
LARGEST_OPTION = 32.0
OPTION_HEIGHT = 112.0  # quiz options are large even when their text is short
COLUMNS = {2: (2, 1), 3: (3, 1), 4: (2, 1)}
EVEN = 2
WORTH = 2.0  # points of text that another arrangement must gain
UNEVEN = (0.5, 0.55, 0.45, 0.6, 0.4)  # of the width, for the first of two cards
OPTION_COLUMNS = {4: (1, 2), 5: (1, 2), 6: (2, 1)}


@value
class Arrangement:
    """How cards stand: the widths of the columns, one height and one font size."""

    widths: tuple[float, ...]
    height: float
    size: float


def card_parts(room: Room, cards: Sequence[Card], pieces: Sequence[Piece]) -> list[Part]:
    """Return text with cards under it as parts; cards that do not fit together get a slide each."""
    rect, full = room.rect("content", "body"), room.size("content", "body")
    every = [*pieces, *_pieces(cards)]
    if room.cites("content", every):
        for size in sizes(full, min(BODY_FLOOR, full)) if pieces else (full,):
            used = room.height(pieces, size=size, width=rect.width) + GAP if pieces else 0.0
            zone = Rect(rect.x, rect.y + used, rect.width, room.open_rect(every).height - used)
            found = arrange(room, cards, zone)
            if found is not None:
                body = text_body(pieces, size, full) if pieces else None
                body_rect = Rect(rect.x, rect.y, rect.width, used - GAP) if pieces else None
                shapes = _place(room, cards, zone, found)
                return [Part("content", body, body_rect=body_rect, shapes=shapes, cited=cited(every), shown=shown(every))]
    if pieces:
        return [*text_parts(room, pieces), *card_parts(room, cards, ())]
    if len(cards) > 1:
        return [part for card in cards for part in card_parts(room, [card], ())]
    return [part for half in _halves(room, cards[0], rect) for part in card_parts(room, [half], ())]


def arrange(room: Room, cards: Sequence[Card], zone: Rect) -> Arrangement | None:
    """Return the arrangement with the largest text that fits `zone`, None if there is none at the floor."""
    best: Arrangement | None = None
    quiz = cards[0].head is None
    for columns in (OPTION_COLUMNS if quiz else COLUMNS).get(len(cards), (1,)):
        rows = -(-len(cards) // columns)
        room_each = (zone.height - GAP * (rows - 1)) / rows
        for widths in _columns(columns, zone.width, even=len(cards) != EVEN):
            size = largest(
                sizes(LARGEST_OPTION if quiz else LARGEST, BODY_FLOOR),
                lambda size, widths=widths, each=room_each: _tallest(room, cards, widths, size) <= each,  # type: ignore[misc]
            )
            if size is None or (best is not None and size < best.size + WORTH) or not _words_fit(room, cards, widths, size):
                continue
            least = OPTION_HEIGHT if quiz else 0.0
            best = Arrangement(widths, min(room_each, max(_tallest(room, cards, widths, size), least)), size)
    return best


def _columns(count: int, width: float, *, even: bool) -> list[tuple[float, ...]]:
    """Return the widths that columns may have: of one width, or, for two cards of unequal length, one wider."""
    free = width - GAP * (count - 1)
    shares = (0.5,) if even or count != EVEN else UNEVEN
    return [(free * share, free * (1 - share)) if count == EVEN else (free / count,) * count for share in shares]


def _words_fit(room: Room, cards: Sequence[Card], widths: tuple[float, ...], size: float) -> bool:
    """Whether no word would be broken; cards as wide as the slide break what they must."""
    if widths[0] >= room.rect("content", "body").width:
        return True
    return all(
        room.ruler.widest_word(p, size=size) <= _inner(card, width) - _head_indent(card, size)
        for card, width in zip(cards, cycle(widths), strict=False)
        for p in _paras(card)
    )


def _tallest(room: Room, cards: Sequence[Card], widths: tuple[float, ...], size: float) -> float:
    return max(_height(room, card, width, size) for card, width in zip(cards, cycle(widths), strict=False))


def _height(room: Room, card: Card, width: float, size: float) -> float:
    paras, space = _paras(card), SPACE * size
    inner, indent = _inner(card, width), _head_indent(card, size)
    head = room.ruler.height(paras[:1], size=size, width=inner - indent, space=space)
    return head + room.ruler.height(paras[1:], size=size, width=inner, space=space) + 2 * INSET_Y


def _inset(card: Card) -> float:
    return INSET_X if card.kind is None else CALLOUT_INSET


def _head_indent(card: Card, size: float) -> float:
    return 0.0 if card.kind is None else ICON * size + ICON_GAP


def _inner(card: Card, width: float) -> float:
    return width - _inset(card) - INSET_X - _badge(card)


def _badge(card: Card) -> float:
    return BADGE if card.badge is not None else 0.0


def _place(room: Room, cards: Sequence[Card], zone: Rect, how: Arrangement) -> tuple[CardShape, ...]:
    shapes = []
    columns = len(how.widths)
    for index, card in enumerate(cards):
        row, column = divmod(index, columns)
        before = fsum(how.widths[:column]) + GAP * column
        width = how.widths[column]
        x = zone.right - before - width if room.rtl else zone.x + before
        rect = Rect(x, zone.y + row * (how.height + GAP), width, how.height)
        shapes.append(
            CardShape(
                rect, _paras(card), card.fill, how.size, card.name, card.kind,
                inset=_inset(card),
                head_indent=_head_indent(card, how.size), badge=card.badge, badge_width=_badge(card),
            )
        )  # fmt: skip
    return tuple(shapes)


def _halves(room: Room, card: Card, rect: Rect) -> tuple[Card, Card]:
    """Return a card that is too tall for a slide as two, the heading on both."""
    if len(card.pieces) < 2:
        key = card.pieces[0].key if card.pieces else card.key
        raise too_long(key, f"the text does not fit a card even at {BODY_FLOOR:g} points")
    heights = [room.height([piece], size=BODY_FLOOR, width=rect.width - 2 * INSET_X) for piece in card.pieces]
    middle = 1
    while middle < len(heights) - 1 and fsum(heights[: middle + 1]) <= fsum(heights) / 2:
        middle += 1
    return replace(card, pieces=card.pieces[:middle]), replace(card, pieces=card.pieces[middle:])


def _pieces(cards: Sequence[Card]) -> list[Piece]:
    return [piece for card in cards for piece in (*((card.head,) if card.head else ()), *card.pieces)]


def _paras(card: Card) -> tuple[Para, ...]:
    return shown(_pieces([card]))
