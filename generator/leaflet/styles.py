"""The type scale and the paper as one language needs them: sizes, leading and baselines by script, margins by paper."""

from __future__ import annotations

from generator.errors import LayoutError, Problem
from generator.geometry import from_mm
from generator.languages import Language
from generator.text.metrics import leading, line_height
from generator.theme import TypeScale, TypeStyle
from generator.values import value

CJK = frozenset({"Hans", "Hant", "Jpan", "Kore"})
NASTALIQ_LEADING = 2.5  # em: no two lines of the Universal Declaration in Urdu touch
PAPERS = {"A4": (from_mm(210), from_mm(297)), "Letter": (612.0, 792.0)}


@value
class Style:
    """A place in the type scale, for one script: size, distance of baselines, and the first baseline below the line's top.

    `shared` is how far the ink of a line may reach into the line above it, where the two never meet at one place.
    """

    size: float
    leading: float
    bold: bool
    baseline: float
    shared: float = 0.0


@value
class Styles:
    """The leaflet's styles for one script; the names are those of TypeScale, and `lead` stands below the title."""

    title: Style
    subtitle: Style
    lead: Style
    heading1: Style
    heading2: Style
    body: Style
    strong: Style
    table: Style
    caption: Style
    reference: Style
    small: Style


def styles_for(scale: TypeScale, language: Language) -> Styles:
    """Return the scale as `language` needs it.

    Chinese, Japanese and Korean fill their squares: 11.5 points read as 12 do in Latin, headings stand one step smaller and
    lines 1.55 times the size apart. Nastaliq hangs its words on a slope: 13 points, and lines 2.5 times the size apart, a
    little less than the highest word above the lowest would ask, for such two do not meet.
    """
    script = "Aran" if "Nastaliq" in language.family else language.script
    # Digits, markers and drug names stand in Latin letters in any line, and must not make one line taller than the next.
    up, down = (max(own, latin) for own, latin in zip(line_height(script, language.base), line_height("Latn"), strict=True))

    def style(of: TypeStyle, factor: float = 1.0, *, bold: bool | None = None) -> Style:
        size = round(of.size * factor, 2)
        distance = max(leading(size, of.leading * factor, script, language.base), round(size * (up + down), 1))
        if script == "Aran":
            shared = round(size * (up + down - NASTALIQ_LEADING), 2)
            distance = max(of.leading * factor, size * NASTALIQ_LEADING)
            return Style(size, distance, of.bold if bold is None else bold, distance - down * size, shared)
        if script in CJK:
            distance = max(distance, round(size * (1.3 if of.bold else 1.55), 1))
        baseline = (distance - (up + down) * size) / 2 + up * size
        return Style(size, distance, of.bold if bold is None else bold, baseline)

    head, text, small = 1.0, 1.0, 1.0
    if script in CJK:
        head, text = 24 / 28, 11.5 / 12
    elif script == "Aran":
        head, text, small = 24 / 28, 13 / 12, 1.0
    return Styles(
        title=style(scale.title, head),
        subtitle=style(scale.subtitle, text),
        lead=style(scale.heading2, text, bold=False),
        heading1=style(scale.heading1, 15 / 17 if script in CJK else text),
        heading2=style(scale.heading2, text),
        body=style(scale.body, text),
        strong=style(scale.body, text, bold=True),
        table=style(scale.table, text),
        caption=style(scale.caption, text),
        reference=style(scale.reference, text),
        small=style(scale.small, small),
    )


@value
class Measures:
    """A paper and its margins, points. Text keeps `side` from either side, and nothing is nearer to an edge than `edge`."""

    width: float
    height: float
    side: float = from_mm(18)
    edge: float = from_mm(8)
    top: float = from_mm(16)  # of the text on page two and later
    band_top: float = from_mm(8)
    band_height: float = from_mm(18)
    foot: float = from_mm(8)  # from the last line of the foot to the paper's edge

    @property
    def column(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.side


def measures_for(paper: str) -> Measures:
    """Return the measures of a paper by name; raises LayoutError for an unknown one."""
    if paper not in PAPERS:
        raise LayoutError(Problem("L02", f"expected paper A4 or Letter, found {paper!r}"))
    width, height = PAPERS[paper]
    return Measures(width, height)
