"""Callouts and quiz options as cards: side by side or one above the other, all of one size, under the slide's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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

INSET_X = 14.0
INSET_Y = 8.0
GAP = 16.0
SPACE = 0.25  # of the font size, before each paragraph of a card
LARGEST = 24.0
OPTION_HEIGHT = 90.0  # quiz options are large even when their text is short
COLUMNS = {2: (2, 1), 3: (3, 1), 4: (2, 1)}
OPTION_COLUMNS = {4: (1, 2), 5: (1, 2), 6: (2, 1)}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How cards stand: columns, one width and height, one font size."""

    columns: int
    width: float
    height: float
    size: float


def card_parts(room: Room, cards: Sequence[Card], pieces: Sequence[Piece]) -> list[Part]:
    """Return text with cards under it as parts; cards that do not fit together get a slide each."""
    rect, full = room.rect("content", "body"), room.size("content", "body")
    every = [*pieces, *_pieces(cards)]
    if room.cites("content", every):
        for size in sizes(full, min(BODY_FLOOR, full)) if pieces else (full,):
            used = room.height(pieces, size=size, width=rect.width) + GAP if pieces else 0.0
            zone = Rect(rect.x, rect.y + used, rect.width, rect.height - used)
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
        width = (zone.width - GAP * (columns - 1)) / columns
        rows = -(-len(cards) // columns)
        room_each = (zone.height - GAP * (rows - 1)) / rows
        size = largest(
            sizes(LARGEST, BODY_FLOOR),
            lambda size, width=width, each=room_each: _tallest(room, cards, width, size) <= each,  # type: ignore[misc]
        )
        if size is None or (best is not None and size <= best.size) or not _words_fit(room, cards, width, size):
            continue
        least = OPTION_HEIGHT if quiz else 0.0
        best = Arrangement(columns, width, min(room_each, max(_tallest(room, cards, width, size), least)), size)
    return best


def _words_fit(room: Room, cards: Sequence[Card], width: float, size: float) -> bool:
    """Whether no word would be broken; cards as wide as the slide break what they must."""
    inner = width - 2 * INSET_X
    if width >= room.rect("content", "body").width:
        return True
    return all(
        room.ruler.widest_word(p.runs, size=size, strong=p.role == "strong") <= inner for c in cards for p in _paras(c)
    )


def _tallest(room: Room, cards: Sequence[Card], width: float, size: float) -> float:
    return max(_height(room, card, width, size) for card in cards)


def _height(room: Room, card: Card, width: float, size: float) -> float:
    inner = width - 2 * INSET_X
    return room.ruler.height(_paras(card), size=size, width=inner, space=SPACE * size) + 2 * INSET_Y


def _place(room: Room, cards: Sequence[Card], zone: Rect, how: Arrangement) -> tuple[CardShape, ...]:
    shapes = []
    for index, card in enumerate(cards):
        row, column = divmod(index, how.columns)
        if room.rtl:
            column = how.columns - 1 - column
        x = zone.x + column * (how.width + GAP)
        y = zone.y + row * (how.height + GAP)
        rect = Rect(x, y, how.width, how.height)
        shapes.append(CardShape(rect, _paras(card), card.fill, how.size, card.name, card.kind))
    return tuple(shapes)


def _halves(room: Room, card: Card, rect: Rect) -> tuple[Card, Card]:
    """Return a card that is too tall for a slide as two, the heading on both."""
    if len(card.pieces) < 2:
        key = card.pieces[0].key if card.pieces else card.key
        raise too_long(key, f"the text does not fit a card even at {BODY_FLOOR:g} points")
    heights = [room.height([piece], size=BODY_FLOOR, width=rect.width - 2 * INSET_X) for piece in card.pieces]
    middle = 1
    while middle < len(heights) - 1 and sum(heights[: middle + 1]) <= sum(heights) / 2:
        middle += 1
    return replace(card, pieces=card.pieces[:middle]), replace(card, pieces=card.pieces[middle:])


def _pieces(cards: Sequence[Card]) -> list[Piece]:
    return [piece for card in cards for piece in (*((card.head,) if card.head else ()), *card.pieces)]


def _paras(card: Card) -> tuple[Para, ...]:
    return shown(_pieces([card]))
