"""Drawn icons and figures, as paths in a square of the given size; all but the person are symmetrical: none is mirrored."""

from __future__ import annotations

import math
from functools import lru_cache

from generator.leaflet.slabs import KAPPA, Sketch, circle
from generator.theme import Colour

Commands = tuple[tuple[str | float, ...], ...]


def draw_icon(sketch: Sketch, kind: str, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw a callout's icon with its top left corner at (x, y): each kind has its own shape, readable without colour."""
    match kind:
        case "note":
            _note(sketch, x, y, size, ink, ground)
        case "tip":
            _tip(sketch, x, y, size, ink, ground)
        case "warning":
            _warning(sketch, x, y, size, ink, ground)
        case "urgent":
            _clock(sketch, x, y, size, ink, ground)
        case "emergency":
            _emergency(sketch, x, y, size, ink, ground)
        case _:
            raise AssertionError(kind)


def _note(sketch: Sketch, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw a disc with the letter i."""
    r = size / 2
    sketch.circle(x + r, y + r, r, ink)
    sketch.circle(x + r, y + 0.27 * size, 0.075 * size, ground)
    sketch.path(bar(x + 0.43 * size, y + 0.42 * size, 0.14 * size, 0.36 * size), fill=ground)


def _tip(sketch: Sketch, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw a disc with a tick."""
    r = size / 2
    sketch.circle(x + r, y + r, r, ink)
    tick = (
        ("M", x + 0.28 * size, y + 0.52 * size),
        ("L", x + 0.44 * size, y + 0.68 * size),
        ("L", x + 0.73 * size, y + 0.34 * size),
    )
    sketch.path(tick, stroke=ground, stroke_width=0.13 * size)


def _warning(sketch: Sketch, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw a triangle with an exclamation mark."""
    corners = [(x + size / 2, y), (x + size, y + 0.94 * size), (x, y + 0.94 * size)]
    sketch.path(rounded(corners, 0.09 * size), fill=ink)
    _exclamation(sketch, x, y + 0.12 * size, size * 0.86, x + size / 2, ground)


def _emergency(sketch: Sketch, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw an octagon with an exclamation mark."""
    r, c = size / 2, size / 2
    turns = [math.pi / 8 + i * math.pi / 4 for i in range(8)]
    corners = [(x + c + 1.04 * r * math.cos(t), y + c + 1.04 * r * math.sin(t)) for t in turns]
    sketch.path(polygon(corners), fill=ink)
    _exclamation(sketch, x, y, size, x + c, ground)


def _exclamation(sketch: Sketch, x: float, y: float, size: float, middle: float, ground: Colour) -> None:
    del x
    sketch.path(bar(middle - 0.07 * size, y + 0.22 * size, 0.14 * size, 0.36 * size), fill=ground)
    sketch.circle(middle, y + 0.74 * size, 0.085 * size, ground)


def _clock(sketch: Sketch, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """Draw a clock face: the same day."""
    r = size / 2
    sketch.circle(x + r, y + r, r, ink)
    hands = (("M", x + r, y + 0.22 * size), ("L", x + r, y + r), ("L", x + 0.69 * size, y + 0.62 * size))
    sketch.path(hands, stroke=ground, stroke_width=0.12 * size)


def bar(x: float, y: float, width: float, height: float) -> Commands:
    """Return a rectangle."""
    return (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))


def polygon(corners: list[tuple[float, float]]) -> Commands:
    """Return a closed polygon."""
    (x, y), *rest = corners
    return (("M", x, y), *(("L", px, py) for px, py in rest), ("Z",))


def rounded(corners: list[tuple[float, float]], radius: float) -> Commands:
    """Return a closed polygon whose corners are rounded off `radius` points from each."""
    commands: list[tuple[str | float, ...]] = []
    count = len(corners)
    for i, (x, y) in enumerate(corners):
        into = _towards((x, y), corners[i - 1], radius)
        out = _towards((x, y), corners[(i + 1) % count], radius)
        commands.append(("L" if commands else "M", *into))
        commands.append(("C", *_towards((x, y), into, radius / 2), *_towards((x, y), out, radius / 2), *out))
    return (*commands, ("Z",))


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    share = distance / length if length else 0.0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


@lru_cache(maxsize=16)
def person(x: float, y: float, width: float, height: float) -> Commands:
    """Return the outline of a standing person in a box: a head, and a body with rounded shoulders, in one path."""
    head = 0.15 * height
    middle = x + width / 2
    top, bottom = y + 2 * head + 0.05 * height, y + height
    left, right = x + 0.02 * width, x + 0.98 * width
    hand = top + 0.5 * (bottom - top)
    hip = 0.29 * width
    corner, toe = 0.32 * width, 0.1 * width
    k, t = corner * (1 - KAPPA), toe * (1 - KAPPA)
    sleeve = 0.5 * (right - middle - hip)
    body = (
        ("M", left + corner, top),
        ("L", right - corner, top),
        ("C", right - k, top, right, top + k, right, top + corner),
        ("L", right, hand - sleeve),
        ("C", right, hand, middle + hip, hand, middle + hip, hand - sleeve),
        ("L", middle + hip, bottom - toe),
        ("C", middle + hip, bottom - t, middle + hip - t, bottom, middle + hip - toe, bottom),
        ("L", middle - hip + toe, bottom),
        ("C", middle - hip + t, bottom, middle - hip, bottom - t, middle - hip, bottom - toe),
        ("L", middle - hip, hand - sleeve),
        ("C", middle - hip, hand, left, hand, left, hand - sleeve),
        ("L", left, top + corner),
        ("C", left, top + k, left + k, top, left + corner, top),
        ("Z",),
    )
    return (*circle(middle, y + head, head), *body)
