"""Slides: which layout, which text in which placeholder, which native object where. Nothing is left to decide.

Lengths are points from the slide's top left corner. Text stays live: PowerPoint shapes and breaks it, so `font_scale` says
how far the body had to shrink to fit as measured.
"""

from __future__ import annotations

from typing import Literal

from generator.document.model import Provenance
from generator.geometry import Rect
from generator.picture import Picture
from generator.theme import Theme
from generator.values import value

LayoutName = Literal["title", "section", "content", "two-content", "picture", "key-message", "references"]


# How large a paragraph's role is set, as a multiple of its placeholder's or card's size.
ROLE_SCALE = {"body": 1.0, "lead": 1.15, "note": 0.8, "strong": 1.0}


@value
class TextRun:
    """Text in one style; `language` is the BCP 47 tag that PowerPoint checks, hyphenates and breaks by."""

    text: str
    language: str
    strong: bool = False
    href: str | None = None


@value
class Para:
    """One paragraph in a placeholder, cell or note."""

    runs: tuple[TextRun, ...]
    bullet: Literal["none", "bullet", "number", "letter"] = "none"
    level: int = 0
    direction: Literal["ltr", "rtl"] = "ltr"
    role: Literal["body", "lead", "note", "strong"] = "body"  # lead: slightly larger; note: smaller; strong: bold
    start: int = 1  # of a number bullet: the number its list begins with on this slide (buAutoNum startAt)
    align: Literal["start", "end"] = "start"  # of its own direction: "end" sets a phone number at a right-to-left deck's side
    tight: bool = False  # no space before it: it belongs to the paragraph above

    @property
    def plain(self) -> str:
        """The paragraph's text."""
        return "".join(run.text for run in self.runs)


@value
class TextBody:
    """Paragraphs of one body placeholder; `font_scale` in thousandths of a percent (100000 = as the layout says)."""

    paragraphs: tuple[Para, ...]
    font_scale: int = 100_000
    fixed: bool = False  # the size is written on the text: columns side by side must not be fitted one by one
    space: float | None = None  # points before every paragraph but the first; None: as the layout says


@value
class TableShape:
    """A native table: first row is the header. Column widths and row heights in points."""

    rect: Rect
    rows: tuple[tuple[tuple[Para, ...], ...], ...]
    column_widths: tuple[float, ...]
    row_heights: tuple[float, ...]
    font_size: float
    alt: str
    numeric: tuple[int, ...] = ()


@value
class ChartShape:
    """A native bar chart with its data."""

    rect: Rect
    categories: tuple[str, ...]
    values: tuple[float, ...]
    series: str
    number_format: str
    alt: str
    font_size: float


@value
class PictureShape:
    """A picture, letterboxed into `rect` by whoever placed it; `alt` None marks it decorative."""

    rect: Rect
    picture: Picture
    alt: str | None
    name: str


@value
class PictogramShape:
    """Figures in rows of ten as grouped shapes: the first `count` filled, the rest outlined."""

    rect: Rect
    count: int
    total: int
    alt: str


@value
class QrShape:
    """A QR code as one freeform: rows of dark/light modules."""

    rect: Rect
    modules: tuple[tuple[bool, ...], ...]
    alt: str


@value
class CardShape:
    """A rounded card with text, theme-coloured: quiz options, callouts. Not a placeholder."""

    rect: Rect
    paragraphs: tuple[Para, ...]
    fill: Literal["tint", "signal", "paper"]
    font_size: float
    name: str
    kind: Literal["note", "tip", "warning", "urgent", "emergency"] | None = None  # of a callout; None: a quiz option
    inset: float = 14.0  # of the text at the start side
    head_indent: float = 0.0  # of the first paragraph: a callout's heading stands beside its icon
    badge: Para | None = None  # a quiz option's letter, in a block of its own at the start side
    badge_width: float = 0.0


@value
class LabelShape:
    """A text label with a leader line to a point of a picture."""

    rect: Rect
    paragraph: Para
    point: tuple[float, float]
    font_size: float
    name: str


Shape = TableShape | ChartShape | PictureShape | PictogramShape | QrShape | CardShape | LabelShape


@value
class Slide:
    """One slide. Placeholders that are None are removed; shapes follow the body in reading order."""

    key: str  # stable id, from the content: "what", "treat.options/2"
    layout: LayoutName
    title: tuple[TextRun, ...]
    body: TextBody | None = None
    second: TextBody | None = None  # subtitle, caption, or right-hand content, by layout
    body_rect: Rect | None = None  # only where it differs from the layout's
    second_rect: Rect | None = None  # likewise
    title_rect: Rect | None = None  # likewise: narrower, so that the title's lines are about as long as each other
    citations_rect: Rect | None = None  # likewise: lower, where few sources leave room for what stands above
    title_scale: int = 100_000  # how far a long title had to shrink, thousandths of a percent
    shapes: tuple[Shape, ...] = ()
    citations: tuple[Para, ...] = ()
    cited: tuple[int, ...] = ()
    notes: tuple[Para, ...] = ()
    minutes: float | None = None


@value
class DeckSection:
    """A named group of slides, as PowerPoint's section pane shows it."""

    name: str
    slides: tuple[int, ...]  # indexes


@value
class LayoutBoxes:
    """Where a template's placeholders are and how large their text is: role -> rectangle (points) and size (points)."""

    width: float
    height: float
    boxes: dict[str, dict[str, Rect]]  # layout name -> {"title", "body", "second", "picture", "citations", "footer", "number"}
    sizes: dict[str, dict[str, float]]  # the same keys, except "picture"


@value
class Deck:
    """A whole deck, ready to write."""

    slides: tuple[Slide, ...]
    sections: tuple[DeckSection, ...]
    language: str
    notes_language: str
    direction: Literal["ltr", "rtl"]
    script: str
    title: str
    subject: str
    footer: tuple[TextRun, ...]  # organisation, short title, draft statement; a run "\n" begins the second line
    theme: Theme
    boxes: LayoutBoxes
    provenance: Provenance
    organisation: str
