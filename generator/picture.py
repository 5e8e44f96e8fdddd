"""A picture as a frozen value: decoded once, re-encoded, without metadata."""

from __future__ import annotations

from typing import Literal

from generator.values import value


@value
class Picture:
    """PNG (RGB or RGBA, 8 bit) or JPEG (RGB) bytes, upright, and the size in pixels. `path` is for messages only."""

    path: str
    data: bytes
    media_type: Literal["image/png", "image/jpeg"]
    width: int
    height: int
