"""Pages: every mark of ink at its place, and the structure tree that says what it means. Nothing is left to decide.

Coordinates are points from the page's top left corner, y downwards. Paint order is item order. Every item belongs to a leaf
of the structure tree (`element`, an `Element.id`) or is an artifact (`element` is None).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from generator.document.model import Provenance
from generator.geometry import Rect
from generator.picture import Picture
from generator.text.model import SetParagraph
from generator.theme import Colour
from generator.values import value


class Ink(NamedTuple):
    """The mark a leaflet puts on its spans: colour, structure element (None: artifact) and link target."""

    colour: Colour
    element: int | None
    href: str | None = None


@value
class TextLine:
    """Line number `line` of a set paragraph; its left edge and baseline. Each span's mark is an Ink."""

    paragraph: SetParagraph
    line: int
    x: float
    baseline: float


@value
class Box:
    """A rectangle, filled or stroked or both, with rounded corners if `radius` > 0."""

    rect: Rect
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_width: float = 0.75
    radius: float = 0.0
    element: int | None = None


@value
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour
    element: int | None = None


@value
class Path:
    """A closed or open path: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",).

    The outline counts from (`x`, `y`), so that one outline serves wherever its shape stands; `commands` are absolute.
    """

    outline: tuple[tuple[str | float, ...], ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_width: float = 1.0
    element: int | None = None
    x: float = 0.0
    y: float = 0.0

    @property
    def commands(self) -> tuple[tuple[str | float, ...], ...]:
        """The outline in page coordinates."""
        shift = (self.y, self.x)
        return tuple(
            (operator, *(float(value) + shift[place % 2] for place, value in enumerate(numbers, start=1)))
            for operator, *numbers in self.outline
        )


@value
class PlacedPicture:
    """A picture scaled to fill `rect` exactly (its aspect ratio is kept by whoever placed it)."""

    rect: Rect
    picture: Picture
    element: int | None = None


Item = TextLine | Box | Rule | Path | PlacedPicture


@value
class Page:
    """One page: its items in paint order and the numbers of the sources cited on it."""

    width: float
    height: float
    items: tuple[Item, ...]
    cited: tuple[int, ...]


Role = Literal[
    "Document", "Sect", "Div", "Aside", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR",
    "TH", "TD", "Figure", "Caption", "Link", "Reference", "Note", "Span", "BibEntry",
]  # fmt: skip


@value
class Element:
    """A node of the structure tree (ISO 32000-1, 14.7). It has children, or it is a leaf that items point to; never both.

    Children stand in reading order. `actual_text` is the leaf's text in logical order where its lines are painted in visual
    order (right to left). `note_id` makes a Note's /ID. `bounds` is a Figure's page index and box.
    """

    id: int
    role: Role
    children: tuple[Element, ...] = ()
    language: str | None = None
    alt: str | None = None
    actual_text: str | None = None
    expansion: str | None = None
    scope: Literal["Row", "Column"] | None = None
    note_id: str | None = None
    numbering: Literal["Disc", "Decimal", "None"] | None = None
    href: str | None = None  # Link only
    bounds: tuple[int, Rect] | None = None


@value
class OutlineEntry:
    """A bookmark: heading level (1 first, no gaps), its text, and where it leads (page index, y)."""

    level: int
    title: str
    page: int
    y: float


@value
class Leaflet:
    """A whole leaflet, ready to paint."""

    pages: tuple[Page, ...]
    structure: Element  # role Document
    outline: tuple[OutlineEntry, ...]
    language: str
    direction: Literal["ltr", "rtl"]
    title: str
    subject: str
    provenance: Provenance
    page_labels: tuple[str, ...]
