"""What one idea of the deck consists of before it is fitted: text pieces, one object, the presenter's script.

A sheet becomes one slide, or several if it does not fit.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from generator.deck.model import LayoutName, Para
from generator.document.model import Chart, Image, Pictogram, QrCode
from generator.values import value


@value
class Piece:
    """Text that stays together on one slide, and the sources it cites. `lead` pieces stay with the next one."""

    key: str
    paras: tuple[Para, ...]
    cited: tuple[int, ...] = ()
    lead: bool = False


@value
class Card:
    """A callout or a quiz option: a heading piece, repeated if the card is split, and what it says."""

    key: str
    head: Piece | None
    pieces: tuple[Piece, ...]
    fill: Literal["tint", "signal", "paper"]
    name: str
    kind: Literal["note", "tip", "warning", "urgent", "emergency"] | None = None
    badge: Para | None = None  # the letter of an option


@value
class Grid:
    """A table: its header row and its rows, cell by cell."""

    header: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]
    numeric: tuple[int, ...]
    alt: str


@value
class Figure:
    """A picture, chart, pictogram or QR code, its caption, and the labels of a picture."""

    block: Image | Chart | Pictogram | QrCode
    caption: Piece | None = None
    labels: tuple[Piece, ...] = ()


@value
class Script:
    """What the presenter has in the notes, ready to print, and the sources it cites."""

    say: tuple[Para, ...] = ()
    ask: tuple[Para, ...] = ()
    if_asked: tuple[Para, ...] = ()
    answer: tuple[Para, ...] = ()
    cited: tuple[int, ...] = ()


@value
class Sheet:
    """One idea. `pane` names the section it belongs to in PowerPoint's section pane."""

    key: str
    pane: str
    layout: LayoutName
    title: Piece
    pieces: tuple[Piece, ...] = ()
    second: tuple[Piece, ...] = ()  # the subtitle lines of the title and section slides
    figure: Figure | None = None
    grid: Grid | None = None
    cards: tuple[Card, ...] = ()
    columns: bool = False  # a list that may stand in two columns
    script: Script = field(default_factory=Script)
    minutes: float | None = None
    short_title: Piece | None = None  # stands in for a title that is too long, which then heads the body
    scripted: bool = True  # whether presenter copies need notes here
