"""How tall text will be on a slide: lines as HarfBuzz and ICU break them, times a line height that holds in PowerPoint.

PowerPoint sets the text itself, with fonts of the machine that shows it, so every figure here errs to the safe side: lines
are broken 3 % narrower than the box, and a line is as tall as the tallest of the Office fonts for its script.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from typing import Literal

from generator.deck.model import ROLE_SCALE, Para, TextRun
from generator.languages import Language
from generator.text.fonts import Fonts, load_fonts
from generator.text.model import Span
from generator.text.paragraph import line_ends
from generator.values import replace, value

Direction = Literal["ltr", "rtl"]

WIDTH_MARGIN = 0.97
SPACE_BEFORE = 0.4  # of the placeholder's size, before each paragraph of a body
SPACE_BEFORE_SMALL = 0.15  # in titles, seconds and citations
BULLET_INDENT = 0.9  # of the placeholder's size
NUMBER_INDENT = 1.4
HANG = {"none": 0.0, "bullet": BULLET_INDENT, "number": NUMBER_INDENT, "letter": NUMBER_INDENT}
ROUNDING = 1e-6
UNSETTABLE = 10_000  # lines in a box without width
REMEMBERED = 8192  # paragraphs whose shaping is kept, for decks that share their words

# Line height in em: of the typeface the template names for a script (Arial 1.15, Nirmala UI and Segoe UI 1.33, Tahoma 1.21,
# Microsoft YaHei 1.32, Yu Gothic, Myanmar Text), or of what stands in for it, and never under LibreOffice's 1.2.
LINE_HEIGHT = {
    "Latn": 1.22, "Grek": 1.22, "Cyrl": 1.22, "Hebr": 1.25, "Arab": 1.36, "Deva": 1.4, "Beng": 1.45, "Gujr": 1.4,
    "Guru": 1.4, "Taml": 1.4, "Telu": 1.45, "Knda": 1.45, "Mlym": 1.4, "Orya": 1.4, "Sinh": 1.4, "Hans": 1.4, "Hant": 1.4,
    "Jpan": 1.5, "Kore": 1.4, "Thai": 1.5, "Laoo": 1.5, "Khmr": 1.65, "Mymr": 1.9, "Tibt": 1.9,
}  # fmt: skip
# How much wider a line may be in the fonts of another machine than as measured, where nothing may wrap.
DOUBT, USUAL_DOUBT = {"Arab": 1.4}, 1.16
UNKNOWN_LINE_HEIGHT = 1.4  # other scripts, and brand fonts whose metrics we cannot see


def deck_fonts(fonts: Fonts, language: Language) -> Fonts:
    """Return the faces to measure with: no Office machine has a Nastaliq, so decks are set in Naskh, which is wider."""
    if "Nastaliq" not in language.family:
        return fonts
    return load_fonts(replace(language, family="Noto Sans Arabic"))


@value
class Measured:
    """A paragraph shaped once, in em: where the stretches between its line breaks end, were it one long line.

    `full` counts the spaces at a stretch's end, `shown` does not; `widest` is the width of the longest stretch.
    """

    full: tuple[float, ...]
    shown: tuple[float, ...]
    widest: float

    @property
    def width(self) -> float:
        """The width on one line."""
        return self.shown[-1] if self.shown else 0.0

    def lines(self, room: float) -> int:
        """Return how many lines no wider than `room` it takes; a stretch wider than that is broken anywhere."""
        if room <= 0:
            return UNSETTABLE
        full, shown, last = self.full, self.shown, len(self.shown)
        count, at, start = 1, 0, 0.0
        while True:
            after = bisect_right(shown, start + room + ROUNDING, at)
            if after == at < last:  # not even one stretch fits: it fills lines of its own
                count += ceil((shown[at] - start) / room - ROUNDING) - 1
                after += 1
            if after >= last:
                return count
            count, at, start = count + 1, after, full[after - 1]


@value
class Gauge:
    """A paragraph ready to be measured at any size and width: all that does not depend on them, once."""

    para: Para  # kept, so that its id stays its own
    measured: Measured
    scale: float  # of its role
    indent: float  # em of its placeholder's text
    line: float  # the height of a line, em of its own

    def lines(self, size: float, width: float) -> int:
        """Return how many lines it takes in a box `width` wide whose text is `size`."""
        return self.measured.lines((width - self.indent * size) * WIDTH_MARGIN / (size * self.scale))

    def height(self, size: float, width: float) -> float:
        """Return its height there, without the space before it."""
        return self.lines(size, width) * (size * self.scale) * self.line


class Ruler:
    """Measures the paragraphs of one deck."""

    def __init__(self, fonts: Fonts, language: Language, *, brand_font: bool = False) -> None:
        """Measure with `fonts`; `brand_font` says that a typeface we cannot see will be used."""
        self._fonts = deck_fonts(fonts, language)
        self._language = language
        own = LINE_HEIGHT.get(language.script, UNKNOWN_LINE_HEIGHT)
        self._line_own = max(own, UNKNOWN_LINE_HEIGHT) if brand_font else own
        self._line_other = UNKNOWN_LINE_HEIGHT if brand_font else LINE_HEIGHT["Latn"]
        self.exact = language.script == "Latn" and not brand_font  # our Latin face is as wide as Arial
        self.doubt = 1.0 if self.exact else DOUBT.get(language.script, USUAL_DOUBT)
        self._own = language.tag.partition("-")[0]
        self._known: dict[int, Gauge] = {}

    @property
    def line_height(self) -> float:
        """The height, in em, that is enough for a line of any text of the deck."""
        return max(self._line_own, self._line_other)

    def height(self, paras: Iterable[Para], *, size: float, width: float, space: float | None = None) -> float:
        """Return the height of `paras` in a box `width` wide whose text is `size`; `space` (points) stands before each."""
        before = SPACE_BEFORE * size if space is None else space
        total = 0.0
        for para in paras:
            total += self.gauge(para).height(size, width) + (0.0 if para.tight else before)
        return total

    def lines(self, para: Para, *, size: float, width: float) -> int:
        """Return how many lines `para` takes."""
        return self.gauge(para).lines(size, width)

    def natural(self, para: Para, *, size: float) -> float:
        """Return the width of `para` on one line, with the margin for other fonts."""
        return self.gauge(para).measured.width * size / WIDTH_MARGIN

    def widest_word(self, para: Para, *, size: float) -> float:
        """Return the width of the longest stretch that no line break cuts."""
        return self.gauge(para).measured.widest * size / WIDTH_MARGIN

    def gauge(self, para: Para) -> Gauge:
        """Return the measure of a paragraph."""
        known = self._known.get(id(para))
        if known is None:
            own, strong = self._language.tag, para.role == "strong"
            spans = tuple(
                Span(run.text, 1.0, run.strong or strong, None if run.language == own else run.language)
                for run in para.runs
                if run.text
            )
            measured = measure(spans, para.direction, own, self._fonts)
            line = self._line_height(para.runs)
            known = self._known[id(para)] = Gauge(para, measured, ROLE_SCALE[para.role], indent(para), line)
        return known

    def _line_height(self, runs: Sequence[TextRun]) -> float:
        """Return the line height, in em, that these runs need: another where all are in another language."""
        if not runs or any(run.language.partition("-")[0] == self._own for run in runs):
            return self._line_own
        return self._line_other


@lru_cache(maxsize=REMEMBERED)
def measure(spans: tuple[Span, ...], direction: Direction, language: str, fonts: Fonts) -> Measured:
    """Return spans of size 1 shaped on one line and cut at the places where ICU lets a line end."""
    full, shown = line_ends(spans, direction=direction, language=language, fonts=fonts)
    widest = max((end - start for start, end in zip((0.0, *full), shown, strict=False)), default=0.0)
    return Measured(full, shown, widest)


def indent(para: Para) -> float:
    """Return how far the text of a bulleted paragraph stands in, in em of its placeholder's text."""
    return HANG[para.bullet] + para.level * BULLET_INDENT
