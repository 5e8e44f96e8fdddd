"""A brand as a frozen value: colours with enough contrast, the type scale, the spacing, the logo."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.picture import Picture


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour, channels 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The colour as RRGGBB."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """A place in the type scale: size and leading for Latin (points); scripts that need more leading get more."""

    size: float
    leading: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The leaflet's sizes."""

    title: TypeStyle = TypeStyle(28, 32, bold=True)
    subtitle: TypeStyle = TypeStyle(15, 20)
    heading1: TypeStyle = TypeStyle(17, 22, bold=True)
    heading2: TypeStyle = TypeStyle(13, 18, bold=True)
    body: TypeStyle = TypeStyle(12, 16)
    table: TypeStyle = TypeStyle(11, 15)
    caption: TypeStyle = TypeStyle(10.5, 14)
    reference: TypeStyle = TypeStyle(11, 15)
    small: TypeStyle = TypeStyle(9.5, 13)  # sources footer and furniture, never under 9


@dataclass(frozen=True, slots=True)
class Theme:
    """What a painter needs to know of a brand; `primary` has at least 7:1 on white, `signal` 4.5:1."""

    primary: Colour
    tint: Colour
    signal: Colour
    signal_tint: Colour
    text: Colour = Colour(26, 26, 26)
    muted: Colour = Colour(84, 84, 84)
    hairline: Colour = Colour(176, 184, 190)
    paper: Colour = Colour(255, 255, 255)
    type: TypeScale = field(default_factory=TypeScale)
    unit: float = 4.0
    logo: Picture | None = None
    logo_alt: str = ""
    deck_font: str | None = None  # a typeface the brand knows to be on the machines that show the deck
