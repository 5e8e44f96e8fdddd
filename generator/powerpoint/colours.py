"""Colours of someone else's theme: resolved, compared by WCAG contrast, and chosen so that text can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from generator.powerpoint.plan import Palette
from generator.theme import Colour, contrast

READABLE, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3; large text and graphics


def shifted(colour: Colour, modulation: float, offset: float) -> Colour:
    """Return a colour with its HSL luminance times `modulation` plus `offset` (`a:lumMod`, `a:lumOff`)."""
    hue, light, saturation = colorsys.rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
    light = min(1.0, max(0.0, light * modulation + offset))
    return Colour(*(round(255 * c) for c in colorsys.hls_to_rgb(hue, light, saturation)))


def resolved(name: str, scheme: Mapping[str, Colour]) -> Colour:
    """Return the colour that "accent2 10/90" stands for in a scheme."""
    slot, _, change = name.partition(" ")
    colour = scheme[slot]
    if not change:
        return colour
    modulation, offset = (int(part) / 100 for part in change.split("/"))
    return shifted(colour, modulation, offset)


def palette_of(scheme: Mapping[str, Colour], ground: Colour) -> Palette:
    """Return which theme colours to use for what on slides with `ground` behind them.

    `scheme` maps tx1, bg1, tx2, bg2, accent1 ... accent6 to colours, after the master's colour map.
    """
    texts = ("tx1", "bg1", "tx2", "bg2")

    def text_on(fill: Colour) -> tuple[str, float]:
        return max(((name, contrast(scheme[name], fill)) for name in texts), key=lambda pair: pair[1])

    def first(fills: tuple[str, ...]) -> tuple[str, str]:
        for fill in fills:
            name, ratio = text_on(resolved(fill, scheme))
            if ratio >= READABLE:
                return fill, name
        return fills[0], text_on(resolved(fills[0], scheme))[0]

    text = text_on(ground)[0]
    tint, on_tint = first(("accent1 10/90", "bg2", "bg1"))
    red = min((f"accent{n}" for n in range(1, 7)), key=lambda name: _from_red(scheme[name]))
    signal_tint, on_signal = first((f"{red} 10/90", "bg2", "bg1"))
    graphic = next((f"accent{n}" for n in range(1, 7) if contrast(scheme[f"accent{n}"], ground) >= LARGE), text)
    dark, light = sorted(("tx1", "bg1"), key=lambda name: contrast(scheme[name], Colour(0, 0, 0)))
    paper, on_paper = first(("bg1", "bg2", "tx1"))
    return Palette(
        text=text, paper=paper, on_paper=on_paper, line=f"{text} 50/50" if text == "tx1" else text, accent=graphic, tint=tint,
        on_tint=on_tint, signal=red, signal_tint=signal_tint, on_signal_tint=on_signal, dark=dark, light=light,
        on_accent=text_on(resolved(graphic, scheme))[0],
    )  # fmt: skip


def _from_red(colour: Colour) -> float:
    """Return how far a colour is from a strong red, 0 at best."""
    hue, light, saturation = colorsys.rgb_to_hls(colour.red / 255, colour.green / 255, colour.blue / 255)
    return min(hue, 1 - hue) * 4 + abs(light - 0.4) + (1 - saturation)
