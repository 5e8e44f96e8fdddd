"""Cards as PresentationML: callouts with bar and icon, quiz options with their letter, and plain rounded ones.

Whatever marks a card stands at its start side, and every kind of callout has an icon of its own shape: meaning never hangs
on colour. The icons are those of the leaflet.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from generator.deck.model import CardShape
from generator.geometry import Rect
from generator.powerpoint.drawn import NO_LINE, drawn, group, path, point, preset
from generator.powerpoint.markup import EMU, TextFrame, attribute, paragraph, paragraphs, scheme, xfrm
from generator.powerpoint.plan import Place

CARD_SIDE, CARD_TOP = 14.0, 12.0
CARD_RADIUS = 6.0
CARD_BEFORE = 0.25
CARD_BAR = 5.0
ICON = 1.2  # of the text's size
FILLS = {
    "tint": ("tint", "on_tint"),
    "signal": ("signal_tint", "on_signal_tint"),
    "paper": ("paper", "on_paper"),
}


def card_markup(shape: CardShape, number: int, place: Place) -> tuple[str, int]:
    """Return a card and the next free shape id."""
    if shape.badge is not None:
        return _option(shape, number, place)
    if shape.kind is not None or shape.fill == "signal":
        return _callout(shape, number, place)
    return _text(shape, shape.rect, number, place, rounded=True), number + 1


def _option(shape: CardShape, number: int, place: Place) -> tuple[str, int]:
    """Return a quiz option: its letter in a block of the brand's colour, then its text."""
    rect, palette = shape.rect, place.plan.palette
    end = rect.right - shape.badge_width
    letter = Rect(end if place.rtl else rect.x, rect.y, shape.badge_width, rect.height)
    words = Rect(rect.x if place.rtl else letter.right, rect.y, rect.width - shape.badge_width, rect.height)
    frame = TextFrame(shape.font_size, rtl=place.rtl, explicit=True, sized=True, colour=scheme(palette.on_accent))
    assert shape.badge is not None
    said = paragraph(shape.badge, frame, place.link)
    said = said.replace('algn="r"', 'algn="l"', 1).replace('algn="l"', 'algn="ctr"', 1)
    block = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name={attribute(f"{shape.name} letter")}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{xfrm(letter.x, letter.y, letter.width, letter.height)}{preset('rect')}{scheme(palette.accent)}{NO_LINE}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{said}</p:txBody></p:sp>"
    )
    text = _text(shape, words, number + 2, place)
    return group(number, f"{shape.name} group", None, rect, block + text), number + 3


def _callout(shape: CardShape, number: int, place: Place) -> tuple[str, int]:
    """Return a callout: its text, a bar along the start side, and the icon of its kind."""
    rect, palette = shape.rect, place.plan.palette
    ink = palette.signal if shape.fill == "signal" else palette.accent
    x = rect.right - CARD_BAR if place.rtl else rect.x
    bar = drawn(number + 2, "Bar", xfrm(x, rect.y, CARD_BAR, rect.height), preset("rect"), scheme(ink), NO_LINE)
    icon, after = "", number + 3
    if shape.kind is not None:
        side = ICON * shape.font_size
        left = rect.right - shape.inset - side if place.rtl else rect.x + shape.inset
        ground = getattr(palette, FILLS[shape.fill][0])
        icon, after = _icon(shape.kind, Rect(left, rect.y + CARD_TOP, side, side), after, scheme(ink), scheme(ground))
    return group(number, f"{shape.name} group", None, rect, _text(shape, rect, number + 1, place) + bar + icon), after


def _text(shape: CardShape, rect: Rect, number: int, place: Place, *, rounded: bool = False) -> str:
    """Return the card's ground with its paragraphs."""
    palette = place.plan.palette
    fill, text = (getattr(palette, name) for name in FILLS[shape.fill])
    line = f'<a:ln w="9525">{scheme(palette.line)}</a:ln>' if shape.fill == "paper" else NO_LINE
    frame = TextFrame(shape.font_size, rtl=place.rtl, explicit=True, sized=True, colour=scheme(text), before=CARD_BEFORE)
    anchor = "ctr" if shape.kind is None else "t"  # callouts side by side line up
    words = paragraphs(shape.paragraphs, frame, place.link)
    if shape.head_indent:
        words = words.replace('marL="0"', f'marL="{round(shape.head_indent * EMU)}"', 1)
    start, end, top = round(shape.inset * EMU), round(CARD_SIDE * EMU), round(CARD_TOP * EMU)
    left, right = (end, start) if place.rtl else (start, end)
    radius = CARD_RADIUS / min(rect.width, rect.height) * 100_000
    outline = preset("roundRect", radius) if rounded else preset("rect")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(shape.name)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{xfrm(rect.x, rect.y, rect.width, rect.height)}{outline}{scheme(fill)}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{top}" rtlCol="{int(place.rtl)}" '
        f'anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle/>{words}</p:txBody></p:sp>'
    )


# --- icons ------------------------------------------------------------------------------------------------------------

# Each part: whether it has the ground's colour, its outline, and its box in hundredths of the icon's side.
Part = tuple[bool, str, tuple[float, float, float, float]]
_DISC: Part = (False, "ellipse", (0, 0, 100, 100))
_EXCLAMATION: tuple[Part, ...] = ((True, "rect", (43, 22, 14, 36)), (True, "ellipse", (41.5, 65.5, 17, 17)))
ICONS: dict[str, tuple[Part, ...]] = {
    "note": (_DISC, (True, "ellipse", (42.5, 19.5, 15, 15)), (True, "rect", (43, 42, 14, 36))),
    "tip": (_DISC, (True, "tick", (26, 30, 50, 42))),
    "warning": (
        (False, "triangle", (0, 3, 100, 94)),
        (True, "rect", (44, 36, 12, 30)),
        (True, "ellipse", (43, 73, 14, 14)),
    ),
    "urgent": (_DISC, (True, "hands", (44, 22, 26, 42))),
    "emergency": ((False, "octagon", (0, 0, 100, 100)), *_EXCLAMATION),
}
# Outlines that no preset has, in a box as wide and tall as the first two numbers.
_CORNERS = {
    "tick": (50, 42, ((0, 24), (9, 15), (18, 24), (41, 0), (50, 9), (18, 42))),
    "hands": (26, 42, ((0, 0), (12, 0), (12, 25), (26, 34), (20, 42), (0, 31))),
}


def _icon(kind: str, rect: Rect, number: int, ink: str, ground: str) -> tuple[str, int]:
    """Return the icon of a callout's kind in `rect` and the next free id; its word stands beside it, so it is decorative."""
    out: list[str] = []
    for on_ground, outline, (x, y, width, height) in ICONS[kind]:
        unit = rect.width / 100
        at = xfrm(rect.x + x * unit, rect.y + y * unit, width * unit, height * unit)
        shape = _polygon(*_CORNERS[outline]) if outline in _CORNERS else preset(outline)
        out.append(drawn(number + len(out), "Icon", at, shape, ground if on_ground else ink, NO_LINE))
    return "".join(out), number + len(out)


def _polygon(width: int, height: int, corners: tuple[tuple[int, int], ...]) -> str:
    first, *rest = corners
    return path(width, height, point("moveTo", *first) + "".join(point("lnTo", *c) for c in rest) + "<a:close/>")
