"""Set text as values: a paragraph of lines, a line of runs in visual order, a run of glyphs as HarfBuzz placed them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.text.fonts import Face
from generator.values import value

if TYPE_CHECKING:
    from generator.text.shaping import Shaped


@value
class Span:
    """Text in one style. `mark` is the caller's own (a colour, a structure element, a link) and comes back on the runs."""

    text: str
    size: float  # points
    bold: bool = False
    language: str | None = None  # BCP 47 tag if it differs from the paragraph's
    mark: Hashable = None


class Words(NamedTuple):
    """A span without the caller's mark, which changes no glyph: what a paragraph is set and remembered by."""

    text: str
    size: float
    bold: bool
    language: str | None


class Glyph(NamedTuple):
    """One glyph as shaped; lengths in font units, `cluster` an index into the paragraph's text (code points)."""

    gid: int
    cluster: int
    x_advance: int
    x_offset: int
    y_offset: int


class Run(NamedTuple):
    """Glyphs of one span, face, script and bidi level, left to right as painted. `x` counts from the line's left edge.

    A character that is drawn as nothing (a joiner, a bidi control) is a glyph without advance, so that no text is lost.
    """

    start: int  # the slice of the paragraph's text, code points
    end: int
    level: int  # UAX #9 embedding level: odd runs right to left
    script: str  # ISO 15924
    language: str
    face: Face
    size: float
    span: int  # index into Paragraph.spans
    shaped: Shaped
    low: int  # the slice of its glyphs
    high: int
    origin: int  # where in the paragraph's text its characters begin
    x: float
    width: float

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """The glyphs, one by one."""
        return self.shaped.glyphs(self.low, self.high, self.origin)

    @property
    def units(self) -> Sequence[int]:
        """The glyphs with the characters they stand for, as numbers of units of the face."""
        return self.shaped.united(self.low, self.high)


@value
class Line:
    """One line: text[start:end], its runs from left to right. `ascent` and `descent` hold all ink, points, both positive.

    The spaces at the line's end hang: they are in the runs (text is copied with them) but not in `width`. From left to
    right they stand at x >= width; from right to left at x < 0, so there the first run's x is negative. Where the ink of
    Nastaliq hangs over its advances, the line is that much wider and its runs stand that much further in.
    """

    start: int
    end: int
    runs: tuple[Run, ...]
    width: float  # without trailing space
    ascent: float
    descent: float


@value
class SetParagraph:
    """A paragraph broken into lines no wider than the width it was set to."""

    text: str  # the spans' texts joined
    spans: tuple[Span, ...]
    direction: Literal["ltr", "rtl"]
    language: str
    lines: tuple[Line, ...]
