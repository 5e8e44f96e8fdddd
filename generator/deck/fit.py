"""Sheets -> parts: text scaled down to the floor, then split at a paragraph; nothing ever overflows its box.

A part is one slide's worth of a sheet. What cannot be made to fit is a LayoutError that names its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum

from generator.deck.measure import Ruler
from generator.deck.model import LayoutBoxes, LayoutName, Para, Shape, TextBody
from generator.deck.sheet import Piece
from generator.errors import LayoutError, Place, Problem
from generator.geometry import Rect
from generator.values import replace, value

BODY_FLOOR = 18.0
REFERENCE_FLOOR = 12.0
COVER_FLOOR = 16.0
FULL = 100_000
BALANCE_STEPS = 7
AIRY_SHARE = 0.85  # of the body's height, for a few paragraphs with space between them
AIRY_LEAST, AIRY_MOST = 0.5, 0.8  # of the text's size
CITATIONS_AIR = 10.0  # between what stands on a slide and its sources


@value
class Part:
    """One slide's worth: where the text stands, the shapes, and the numbers of the sources cited in them."""

    layout: LayoutName
    body: TextBody | None = None
    second: TextBody | None = None
    body_rect: Rect | None = None
    second_rect: Rect | None = None
    shapes: tuple[Shape, ...] = ()
    cited: tuple[int, ...] = ()
    shown: tuple[Para, ...] = ()  # the words on it below the title, in reading order


@dataclass(slots=True)
class Room:
    """What fitting needs to know: the boxes, the ruler, and whether a set of citations fits a layout."""

    boxes: LayoutBoxes
    ruler: Ruler
    citable: Callable[[LayoutName, frozenset[int]], bool]
    rtl: bool
    cited_height: Callable[[LayoutName, frozenset[int]], float] | None = None  # None: another's template, boxes as they are
    lenient: bool = False  # a template that is not ours: titles and tables may be smaller than we would make them
    title_cited: frozenset[int] = field(default_factory=frozenset)

    def rect(self, layout: LayoutName, role: str) -> Rect:
        """Return the box of a role; a template that lacks it on this layout lends that of its content layout."""
        found = self.boxes.boxes[layout].get(role)
        return found if found is not None else self.boxes.boxes["content"]["body"]

    def open_rect(self, pieces: Iterable[Piece], layout: LayoutName = "content", role: str = "body") -> Rect:
        """Return the box of a role, grown down to where the citations of `pieces` begin: few sources leave room."""
        rect, box = self.rect(layout, role), self.boxes.boxes[layout].get("citations")
        if self.cited_height is None or box is None:
            return rect
        numbers = self.title_cited | {n for piece in pieces for n in piece.cited}
        top = box.bottom - CITATIONS_AIR - (self.cited_height(layout, numbers) if numbers else 0.0)
        return Rect(rect.x, rect.y, rect.width, max(rect.height, top - rect.y))

    def has(self, layout: LayoutName, *roles: str) -> bool:
        """Whether the layout has all these roles."""
        return all(role in self.boxes.boxes[layout] for role in roles)

    def size(self, layout: LayoutName, role: str) -> float:
        """Return the text size of a role."""
        return self.boxes.sizes[layout].get(role, self.boxes.sizes["content"].get("body", 24.0))

    def height(self, pieces: Iterable[Piece], *, size: float, width: float, space: float | None = None) -> float:
        """Return the height of pieces set in a box `width` wide."""
        return fsum(self.ruler.height(piece.paras, size=size, width=width, space=space) for piece in pieces)

    def cites(self, layout: LayoutName, pieces: Iterable[Piece]) -> bool:
        """Whether the citations of these pieces, with the title's, fit the layout's citations box."""
        return self.citable(layout, self.title_cited | {n for piece in pieces for n in piece.cited})


def cited(pieces: Iterable[Piece]) -> tuple[int, ...]:
    """Return the numbers cited in pieces, ascending."""
    return tuple(sorted({n for piece in pieces for n in piece.cited}))


def shown(pieces: Iterable[Piece]) -> tuple[Para, ...]:
    """Return the paragraphs of pieces."""
    return tuple(para for piece in pieces for para in piece.paras)


def sizes(full: float, floor: float) -> list[float]:
    """Return the sizes to try: from `full` down to the floor, a point at a time."""
    if full <= floor:
        return [full]
    steps = [full - step for step in range(int(full - floor) + 1)]
    return steps if steps[-1] == floor else [*steps, floor]


def largest(steps: Sequence[float], fits: Callable[[float], bool]) -> float | None:
    """Return the largest of `steps` (descending) that fits, None if not even the smallest does."""
    if fits(steps[0]):
        return steps[0]
    if not fits(steps[-1]):
        return None
    low, high = 0, len(steps) - 1  # steps[low] is too large, steps[high] fits
    while high - low > 1:
        middle = (low + high) // 2
        if fits(steps[middle]):
            high = middle
        else:
            low = middle
    return steps[high]


def fitting_size(room: Room, pieces: Sequence[Piece], rect: Rect, full: float, floor: float) -> float | None:
    """Return the largest size, down to the floor, at which the pieces fit `rect`."""
    return largest(sizes(full, floor), lambda size: room.height(pieces, size=size, width=rect.width) <= rect.height)


def text_body(pieces: Sequence[Piece], size: float, full: float) -> TextBody:
    """Return pieces as the body of a placeholder whose own size is `full`."""
    return TextBody(numbered(shown(pieces)), round(FULL * size / full))


def numbered(paras: tuple[Para, ...]) -> tuple[Para, ...]:
    """Return `paras` with every number bullet told where its list begins on this slide."""
    out: list[Para] = []
    for para in paras:
        if para.bullet == "number" and out and out[-1].bullet == "number":
            out.append(replace(para, start=out[-1].start))
        else:
            out.append(para)
    return tuple(out)


def text_parts(room: Room, pieces: Sequence[Piece], layout: LayoutName = "content", *, floor: float = BODY_FLOOR) -> list[Part]:
    """Return text alone as parts: whole if it fits scaled down to the floor, else on as few slides as can be."""
    rect, full = room.rect(layout, "body"), room.size(layout, "body")
    floor = min(floor, full)
    if not pieces:
        return [Part(layout)]
    if room.cites(layout, pieces):
        size = fitting_size(room, pieces, rect, full, floor)
        if size is not None:
            part = _text_part(layout, pieces, size, full)
            return [_airy(room, part, pieces, rect, full) if size == full and layout == "content" else part]
        opened = room.open_rect(pieces, layout) if layout == "content" else rect
        size = fitting_size(room, pieces, opened, floor, floor)
        if size is not None:
            return [replace(_text_part(layout, pieces, size, full), body_rect=opened)]
    fewest = len(split(room, pieces, layout, rect, floor, floor))
    for step in sizes(full, floor):  # better small than on many slides: the size that saves slides, and no smaller
        groups = split(room, pieces, layout, rect, step, floor)
        if len(groups) == fewest:
            break
    return [_text_part(layout, g, fitting_or_fail(room, g, rect, step, floor), full) for g in groups]


def _text_part(layout: LayoutName, pieces: Sequence[Piece], size: float, full: float) -> Part:
    return Part(layout, text_body(pieces, size, full), cited=cited(pieces), shown=shown(pieces))


def _airy(room: Room, part: Part, pieces: Sequence[Piece], rect: Rect, full: float) -> Part:
    """Return a part of few lines with more space between its paragraphs, so that it does not crowd the top of the slide."""
    space = airy_space(room, pieces, rect, full, width=rect.width)
    if part.body is None or space is None:
        return part
    return replace(part, body=replace(part.body, space=space))


def airy_space(room: Room, pieces: Sequence[Piece], rect: Rect, size: float, *, width: float) -> float | None:
    """Return the space that few lines take between their paragraphs; None if that is no more than paragraphs have."""
    count = sum(not para.tight for piece in pieces for para in piece.paras)
    lines = room.height(pieces, size=size, width=width, space=0.0)
    space = min((rect.height * AIRY_SHARE - lines) / max(count, 1), AIRY_MOST * size)
    return None if room.lenient or space <= AIRY_LEAST * size else round(space, 1)


def split(room: Room, pieces: Sequence[Piece], layout: LayoutName, rect: Rect, size: float, floor: float) -> list[list[Piece]]:
    """Return groups of pieces, as few and as even as can be, each of which fits `rect` and its citations their box."""
    atoms = _atoms(room, pieces, rect, floor)
    heights = [room.height(atom, size=size, width=rect.width) for atom in atoms]
    groups = _greedy(room, atoms, heights, layout, rect.height)
    if len(groups) > 1:  # the lowest height that still needs no more slides is the most even split
        low, high = max(fsum(heights) / len(groups), 0.0), rect.height
        for _ in range(BALANCE_STEPS):
            middle = (low + high) / 2
            trial = _greedy(room, atoms, heights, layout, middle)
            if len(trial) <= len(groups):
                groups, high = trial, middle
            else:
                low = middle
    return groups


def _greedy(
    room: Room, atoms: Sequence[list[Piece]], heights: Sequence[float], layout: LayoutName, capacity: float
) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    filled = 0.0
    numbers: frozenset[int] = frozenset()
    for atom, height in zip(atoms, heights, strict=True):
        own = frozenset(n for piece in atom for n in piece.cited)
        together = numbers | own
        if groups and filled + height <= capacity and room.citable(layout, room.title_cited | together):
            groups[-1].extend(atom)
            filled += height
            numbers = together
        else:
            groups.append(list(atom))
            filled, numbers = height, own
    return groups


def _atoms(room: Room, pieces: Sequence[Piece], rect: Rect, floor: float) -> list[list[Piece]]:
    """Return pieces with every lead glued to the piece after it, unless the two would not fit one slide."""
    atoms: list[list[Piece]] = []
    glue = False
    for piece in pieces:
        if glue and room.height([*atoms[-1], piece], size=floor, width=rect.width) <= rect.height:
            atoms[-1].append(piece)
        else:
            atoms.append([piece])
        glue = piece.lead
    return atoms


def fitting_or_fail(room: Room, pieces: Sequence[Piece], rect: Rect, full: float, floor: float) -> float:
    """Return the size at which a group fits, or raise LayoutError naming the piece that is too long."""
    size = fitting_size(room, pieces, rect, full, floor)
    if size is None:
        raise too_long(pieces[0].key, f"the text does not fit a slide even at {floor:g} points")
    if not room.cites("content", pieces):
        raise too_long(pieces[0].key, "the sources cited here do not fit the foot of a slide")
    return size


def too_long(key: str, message: str, hint: str = "shorten it, or give it a short form for the slides") -> LayoutError:
    """Return the error for something that cannot be set."""
    return LayoutError(Problem("D01", message, Place("content.toml", key=key) if key else None, hint=hint))
