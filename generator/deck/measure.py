"""How tall text will be on a slide: lines as HarfBuzz and ICU break them, times a line height that holds in PowerPoint.

PowerPoint sets the text itself, with fonts of the machine that shows it, so every figure here errs to the safe side: lines are
broken 3 % narrower than the box, and a line is as tall as the tallest of the Office fonts for its script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.deck.model import ROLE_SCALE, Para, TextRun
from generator.languages import Language
from generator.text.fonts import Fonts
from generator.text.model import Span

WIDTH_MARGIN = 0.97
SPACE_BEFORE = 0.4  # of the placeholder's size, before each paragraph of a body
SPACE_BEFORE_SMALL = 0.15  # in titles, seconds and citations
BULLET_INDENT = 0.9  # of the placeholder's size
NUMBER_INDENT = 1.4
LINE_ROUNDING = 0.01

# Line height in em of the tallest usual Office font for a script: Calibri, Arial; Nirmala UI; Microsoft YaHei; Yu Gothic; ...
LINE_HEIGHT = {
    "Latn": 1.22, "Grek": 1.22, "Cyrl": 1.22, "Hebr": 1.25, "Arab": 1.55, "Aran": 2.75, "Deva": 1.4, "Beng": 1.45, "Gujr": 1.4,
    "Guru": 1.4, "Taml": 1.4, "Telu": 1.45, "Knda": 1.45, "Mlym": 1.4, "Orya": 1.4, "Sinh": 1.4, "Hans": 1.4, "Hant": 1.4,
    "Jpan": 1.5, "Kore": 1.4, "Thai": 1.5, "Laoo": 1.5, "Khmr": 1.65, "Mymr": 1.6, "Tibt": 1.9,
}  # fmt: skip
UNKNOWN_LINE_HEIGHT = 1.4  # other scripts, and brand fonts whose metrics we cannot see


def script_of(language: Language) -> str:
    """Return the script that decides line heights: ISO 15924, with Aran for Nastaliq."""
    return "Aran" if "Nastaliq" in language.family else language.script


class Ruler:
    """Measures paragraphs of one deck; shapes each paragraph once per width."""

    def __init__(self, fonts: Fonts, language: Language, *, brand_font: bool = False) -> None:
        """Measure with `fonts`; `brand_font` says that a typeface we cannot see will be used."""
        self._fonts = fonts
        self._language = language
        own = LINE_HEIGHT.get(script_of(language), UNKNOWN_LINE_HEIGHT)
        self._line_own = max(own, UNKNOWN_LINE_HEIGHT) if brand_font else own
        self._line_other = UNKNOWN_LINE_HEIGHT if brand_font else LINE_HEIGHT["Latn"]
        self._lines: dict[tuple[object, ...], int] = {}
        self._widths: dict[tuple[object, ...], float] = {}

    def height(self, paras: Iterable[Para], *, size: float, width: float, space: float | None = None) -> float:
        """Return the height of `paras` in a box `width` wide whose text is `size`; `space` (points) stands before each."""
        before = SPACE_BEFORE * size if space is None else space
        return sum(self.para_height(para, size=size, width=width) + before for para in paras)

    def para_height(self, para: Para, *, size: float, width: float) -> float:
        """Return the height of one paragraph without the space before it."""
        scaled = size * ROLE_SCALE[para.role]
        return self.lines(para, size=size, width=width) * scaled * self.line_height(para.runs)

    def line_height(self, runs: Sequence[TextRun]) -> float:
        """Return the line height, in em, that a line of these runs needs: lower where all are in another language."""
        own = self._language.base
        if any(run.language == self._language.tag or run.language.split("-")[0] == own.split("-")[0] for run in runs):
            return self._line_own
        return self._line_other if runs else self._line_own

    def lines(self, para: Para, *, size: float, width: float) -> int:
        """Return how many lines `para` takes."""
        scaled = size * ROLE_SCALE[para.role]
        room = (width - indent(para, size)) * WIDTH_MARGIN / scaled
        key = (para.runs, para.role == "strong", para.direction, round(room, 2))
        count = self._lines.get(key)
        if count is None:
            count = self._lines[key] = self._set(para, round(room, 2))
        return count

    def natural(self, runs: Sequence[TextRun], *, size: float, strong: bool = False) -> float:
        """Return the width of `runs` on one line, with the margin for other fonts."""
        key = (tuple(runs), strong)
        width = self._widths.get(key)
        if width is None:
            from generator.text.paragraph import natural_width

            spans = self._spans(runs, strong=strong)
            width = natural_width(spans, direction=self._language.direction, language=self._language.tag, fonts=self._fonts)
            self._widths[key] = width
        return width * size / WIDTH_MARGIN

    def widest_word(self, runs: Sequence[TextRun], *, size: float, strong: bool = False) -> float:
        """Return the width of the longest stretch without a space; scripts without spaces break after a few letters."""
        widest = 0.0
        for run in runs:
            for word in run.text.split():
                width = self.natural((TextRun(word, run.language, strong=run.strong),), size=size, strong=strong)
                widest = max(widest, width if _has_spaces(run.text) or len(run.text) < 12 else min(width, 4 * size))
        return widest

    def _set(self, para: Para, room: float) -> int:
        from generator.text.paragraph import set_paragraph

        spans = self._spans(para.runs, strong=para.role == "strong")
        if not spans:
            return 1
        if room <= 0:
            return 10_000
        done = set_paragraph(spans, width=room, direction=para.direction, language=self._language.tag, fonts=self._fonts)
        # A word longer than the line is broken anywhere by PowerPoint, so it takes as many lines as it is wide.
        return sum(max(1, -int(-(line.width - LINE_ROUNDING) // room)) for line in done.lines) or 1

    def _spans(self, runs: Sequence[TextRun], *, strong: bool) -> tuple[Span, ...]:
        own = self._language.tag
        return tuple(
            Span(run.text, 1.0, bold=run.strong or strong, language=None if run.language == own else run.language)
            for run in runs
            if run.text
        )


def indent(para: Para, size: float) -> float:
    """Return how far the text of a bulleted paragraph stands in, points."""
    hang = {"none": 0.0, "bullet": BULLET_INDENT, "number": NUMBER_INDENT, "letter": NUMBER_INDENT}[para.bullet]
    return (hang + para.level * BULLET_INDENT) * size


def _has_spaces(text: str) -> bool:
    return " " in text.strip()
