"""A brand as a frozen value: colours with enough contrast, the type scale, the spacing, the logo."""

from __future__ import annotations

import re
from dataclasses import field

from generator.errors import ContentError, Place, Problem
from generator.picture import Picture
from generator.values import value

PRIMARY_CONTRAST = 7.0  # WCAG 2.2, 1.4.6 (AAA): headings, bands and rules hold on a grey printout
SIGNAL_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
TINT = 0.09  # how much of the brand colour a panel's ground holds
HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


@value
class Colour:
    """An sRGB colour, channels 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The colour as RRGGBB."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"


@value
class TypeStyle:
    """A place in the type scale: size and leading for Latin (points); scripts that need more leading get more."""

    size: float
    leading: float
    bold: bool = False


@value
class TypeScale:
    """The leaflet's sizes."""

    title: TypeStyle = TypeStyle(28, 32, bold=True)
    subtitle: TypeStyle = TypeStyle(15, 20)
    heading1: TypeStyle = TypeStyle(17, 22, bold=True)
    heading2: TypeStyle = TypeStyle(13, 18, bold=True)
    body: TypeStyle = TypeStyle(12, 16)
    table: TypeStyle = TypeStyle(11, 15)
    caption: TypeStyle = TypeStyle(10.5, 14)
    reference: TypeStyle = TypeStyle(9, 11)
    small: TypeStyle = TypeStyle(9.5, 13)  # sources footer and furniture, never under 9


@value
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


def make_theme(
    primary: str,
    signal: str,
    *,
    logo: Picture | None = None,
    logo_alt: str = "",
    deck_font: str | None = None,
) -> Theme:
    """Return the theme of a brand from its two colours (`#RRGGBB` or `#RGB`), darkened as far as contrast asks.

    `primary` is darkened to 7:1 and `signal` to 4.5:1, both on white and `signal` also on its own tint. Raises ContentError
    for what is not a colour.
    """
    dark = _darkened(_colour(primary, "brand.primary"), WHITE, PRIMARY_CONTRAST)
    warm = _colour(signal, "brand.signal")
    signal_tint = _mixed(warm, WHITE, TINT)
    warm = _darkened(warm, signal_tint, SIGNAL_CONTRAST)
    tint = _mixed(dark, WHITE, TINT)
    return Theme(
        primary=dark,
        tint=tint,
        signal=warm,
        signal_tint=signal_tint,
        logo=logo,
        logo_alt=logo_alt,
        deck_font=deck_font,
    )


WHITE = Colour(255, 255, 255)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in (colour.red, colour.green, colour.blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(text: str, key: str) -> Colour:
    """Return the colour written as #RRGGBB or #RGB."""
    match = HEX.fullmatch(text.strip())
    if match is None:
        message = f"expected a colour like #12405A, found {text!r}"
        where = Place("content.toml", key=key)
        raise ContentError(Problem("C01", message, where, "write # and six hex digits"))
    digits = match.group(1)
    if len(digits) == 3:
        digits = "".join(2 * c for c in digits)
    return Colour(int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))


def _mixed(colour: Colour, ground: Colour, share: float) -> Colour:
    """Return `share` of `colour` on `ground`."""
    red, green, blue = (
        round(share * c + (1 - share) * g)
        for c, g in zip((colour.red, colour.green, colour.blue), (ground.red, ground.green, ground.blue), strict=True)
    )
    return Colour(red, green, blue)


def _darkened(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """Return the lightest shade of `colour` (towards black) that stands out from `ground` by `ratio`."""
    black = Colour(0, 0, 0)
    shades = (_mixed(colour, black, share / 100) for share in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade, ground) >= ratio)
