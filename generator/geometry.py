"""Lengths and rectangles: points everywhere."""

from __future__ import annotations

from generator.values import value

POINTS_PER_INCH = 72.0
MM_PER_INCH = 25.4


def from_mm(length_mm: float) -> float:
    """Return millimetres as points (1/72 inch)."""
    return length_mm * POINTS_PER_INCH / MM_PER_INCH


@value
class Rect:
    """A rectangle in points; x grows to the right and y grows downwards from the page's top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y + self.height

    def inset(self, by: float) -> Rect:
        """Return this rectangle shrunk by `by` points on all four sides."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)
