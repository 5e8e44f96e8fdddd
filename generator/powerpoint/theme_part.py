"""The theme part: the brand's colours in the twelve slots, its typefaces, and plain fills (no gradients, no shadows)."""

from __future__ import annotations

from generator.powerpoint.fonts import ThemeFonts, font_scheme
from generator.powerpoint.markup import DECLARATION, A
from generator.theme import Colour, Theme

_FORMATS = (
    '<a:fmtScheme name="leafdeck"><a:fillStyleLst>' + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:fillStyleLst><a:lnStyleLst>"
    + "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
        '<a:prstDash val="solid"/><a:round/></a:ln>'
        for width in (9525, 12700, 19050)
    )
    + "</a:lnStyleLst><a:effectStyleLst>" + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + "</a:effectStyleLst><a:bgFillStyleLst>" + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:bgFillStyleLst></a:fmtScheme>"
)  # fmt: skip


def theme_part(theme: Theme, fonts: ThemeFonts, name: str) -> str:
    """Return `theme` as an Open XML theme part called `name`."""
    slots = {
        "dk1": theme.text, "lt1": theme.paper, "dk2": theme.primary, "lt2": theme.tint,
        "accent1": theme.primary, "accent2": theme.signal, "accent3": mixed(theme.primary, theme.paper, 0.62),
        "accent4": theme.muted, "accent5": mixed(theme.signal, theme.paper, 0.62), "accent6": theme.hairline,
        "hlink": theme.primary, "folHlink": theme.muted,
    }  # fmt: skip
    colours = "".join(f'<a:{slot}><a:srgbClr val="{colour.hex}"/></a:{slot}>' for slot, colour in slots.items())
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="{name}"><a:themeElements><a:clrScheme name="{name}">{colours}'
        f"</a:clrScheme>{font_scheme(fonts)}{_FORMATS}</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `share` of `colour` mixed with the rest of `other`."""
    pairs = ((colour.red, other.red), (colour.green, other.green), (colour.blue, other.blue))
    return Colour(*(round(a * share + b * (1 - share)) for a, b in pairs))
