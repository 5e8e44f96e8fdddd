"""Slabs: strips of a page that are never torn, drawn with y from their own top; and the sketch that draws them.

A sketch measures `start` from the page's start edge (left, or right in a right-to-left leaflet), so a block is drawn once
and stands mirrored where it should. Text keeps to its own direction, pictures are never turned.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from generator.geometry import Rect
from generator.leaflet.compositor import Compositor, Passage
from generator.leaflet.model import Box, Item, Path, PlacedPicture, Rule, TextLine
from generator.leaflet.tree import Node
from generator.picture import Picture
from generator.theme import Colour
from generator.values import value

Align = Literal["own", "start", "end", "center"]
KAPPA = 0.5523  # the handle length that makes four cubic curves a circle


class Keep(IntEnum):
    """How strongly a slab holds on to the slab above it."""

    FREE = 0  # a page may begin here
    TABLE = 1  # a page may begin here rather than leave a third of the page above empty
    WHOLE = 2  # only if the whole does not fit a page
    FIRM = 3  # never, unless the two do not fit a page


@value
class Frame:
    """What holds slabs together on a page: a ground behind them, room above and below, slabs to repeat on each new page."""

    start: float = 0.0
    width: float = 0.0
    fill: Colour | None = None
    stroke: Colour | None = None
    bar: Colour | None = None
    above: float = 0.0
    below: float = 0.0
    repeat: tuple[Slab, ...] = ()


class Slab(NamedTuple):
    """A strip of a page: its height, what is drawn in it, and how it stands to its neighbours."""

    height: float
    items: tuple[Item, ...] = ()
    before: float = 0.0  # least space to the slab above; none at the head of a page
    after: float = 0.0
    keep: Keep = Keep.FREE
    key: str = ""
    cited: tuple[int, ...] = ()
    frame: Frame | None = None
    headings: tuple[tuple[int, str], ...] = ()  # outline levels and texts
    holds: bool = False  # keeps the slab below on its page, whatever that is
    figures: tuple[tuple[Node, Rect], ...] = ()


class Sketch:
    """Draws items in start coordinates for a compositor's page."""

    __slots__ = ("compositor", "figures", "items")

    def __init__(self, compositor: Compositor) -> None:
        """Begin with nothing drawn."""
        self.compositor = compositor
        self.items: list[Item] = []
        self.figures: list[tuple[Node, Rect]] = []

    def left(self, start: float, width: float) -> float:
        """Return the x of the left edge of something `width` wide at `start`."""
        return self.compositor.left(start, width)

    def rect(self, start: float, y: float, width: float, height: float) -> Rect:
        """Return a rectangle on the page."""
        return Rect(self.left(start, width), y, width, height)

    def box(
        self,
        rect: Rect,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        stroke_width: float = 0.75,
        radius: float = 0.0,
        element: int | None = None,
    ) -> None:
        """Draw a rectangle."""
        self.items.append(Box(rect, fill, stroke, stroke_width, radius, element))

    def rule(self, start: float, width: float, y: float, thickness: float, colour: Colour, element: int | None = None) -> None:
        """Draw a horizontal line."""
        left = self.left(start, width)
        self.items.append(Rule(left, y, left + width, y, thickness, colour, element))

    def text(self, passage: Passage, start: float, width: float, y: float, align: Align = "own") -> float:
        """Draw all lines of a passage from `y` down; return its height."""
        top = y
        for index in range(len(passage.paragraph.lines)):
            self.line(passage, index, start, width, y, align)
            y += passage.line_height(index)
        return y - top

    def line(self, passage: Passage, index: int, start: float, width: float, y: float, align: Align = "own") -> None:
        """Draw one line with its top at `y`: at the paragraph's own start, the document's start or end, or centred."""
        self.items.append(text_line(self.compositor, passage, index, start, width, y, align))

    def circle(self, x: float, y: float, radius: float, fill: Colour, element: int | None = None) -> None:
        """Draw a filled circle about a point of the page."""
        self.items.append(Path(circle(0.0, 0.0, radius), fill=fill, element=element, x=x, y=y))

    def path(
        self,
        outline: tuple[tuple[str | float, ...], ...],
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        stroke_width: float = 1.0,
        element: int | None = None,
        x: float = 0.0,
        y: float = 0.0,
    ) -> None:
        """Draw a path whose outline counts from a point of the page."""
        self.items.append(Path(outline, fill, stroke, stroke_width, element, x, y))

    def picture(self, rect: Rect, picture: Picture, element: int | None) -> None:
        """Draw a picture."""
        self.items.append(PlacedPicture(rect, picture, element))

    def slab(self, height: float, **more: object) -> Slab:
        """Return what was drawn as a slab."""
        return Slab(height, tuple(self.items), figures=tuple(self.figures), **more)  # type: ignore[arg-type]


def text_line(
    compositor: Compositor, passage: Passage, index: int, start: float, width: float, y: float, align: Align
) -> TextLine:
    """Return one line with its top at `y`: at the paragraph's own start, the document's start or end, or centred."""
    x, room = compositor.left(start, width), width - passage.paragraph.lines[index].width
    at_right = passage.paragraph.direction == "rtl" if align == "own" else compositor.rtl == (align == "start")
    x += room / 2 if align == "center" else room if at_right else 0.0
    return TextLine(passage.paragraph, index, x, y + passage.baseline(index))


@lru_cache(maxsize=64)
def circle(x: float, y: float, radius: float) -> tuple[tuple[str | float, ...], ...]:
    """Return the path of a circle: four cubic curves."""
    r, k = radius, radius * KAPPA
    return (
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    )


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return the item `dx` points further right and `dy` further down."""
    match item:
        case TextLine():
            return TextLine(item.paragraph, item.line, item.x + dx, item.baseline + dy)
        case Box():
            rect = moved_rect(item.rect, dx, dy)
            return Box(rect, item.fill, item.stroke, item.stroke_width, item.radius, item.element)
        case Rule():
            x1, x2, y1, y2 = item.x1 + dx, item.x2 + dx, item.y1 + dy, item.y2 + dy
            return Rule(x1, y1, x2, y2, item.width, item.colour, item.element)
        case Path():
            x, y = item.x + dx, item.y + dy
            return Path(item.outline, item.fill, item.stroke, item.stroke_width, item.element, x, y)
        case PlacedPicture():
            return PlacedPicture(moved_rect(item.rect, dx, dy), item.picture, item.element)


def moved_rect(rect: Rect, dx: float, dy: float) -> Rect:
    """Return the rectangle `dx` points further right and `dy` further down."""
    return Rect(rect.x + dx, rect.y + dy, rect.width, rect.height)


def spaced(slabs: list[Slab], before: float, after: float) -> list[Slab]:
    """Return the slabs with at least so much space before the first and after the last."""
    if not slabs:
        return slabs
    slabs = list(slabs)
    if slabs[0].before < before:
        slabs[0] = slabs[0]._replace(before=before)
    if slabs[-1].after < after:
        slabs[-1] = slabs[-1]._replace(after=after)
    return slabs


def kept(slabs: list[Slab], keep: Keep) -> list[Slab]:
    """Return the slabs with every slab but the first held to the one above, at least as strongly as `keep`."""
    return [slab if i == 0 or slab.keep >= keep else slab._replace(keep=keep) for i, slab in enumerate(slabs)]


def framed(slabs: list[Slab], frame: Frame, keep: Keep = Keep.WHOLE) -> list[Slab]:
    """Return the slabs inside a frame."""
    return [slab._replace(frame=frame, keep=max(slab.keep, keep) if i else slab.keep) for i, slab in enumerate(slabs)]
