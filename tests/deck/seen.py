"""What a reader sees on a slide, and an independent measure of whether it fits, for the deck's tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.deck.model import CardShape, ChartShape, Deck, LabelShape, Para, Slide, TableShape
from generator.geometry import Rect
from generator.languages import Language
from generator.text.fonts import Fonts
from generator.text.model import Span
from generator.text.paragraph import set_paragraph

KEY = re.compile(r"([a-z0-9.]+)# ")
MARKER = re.compile(r"\[([0-9,\s–-]+)\]")
SCALE = {"body": 1.0, "lead": 1.15, "note": 0.8, "strong": 1.0}
INDENT = {"none": 0.0, "bullet": 0.9, "number": 1.4, "letter": 1.4}


def visible(slide: Slide) -> Iterator[Para]:
    """Every paragraph on the slide below the title, except the citations."""
    for body in (slide.body, slide.second):
        yield from body.paragraphs if body else ()
    for shape in slide.shapes:
        match shape:
            case TableShape():
                yield from (para for row in shape.rows for cell in row for para in cell)
            case CardShape():
                if shape.badge is not None:
                    yield shape.badge
                yield from shape.paragraphs
            case LabelShape():
                yield shape.paragraph


def texts(slide: Slide) -> list[str]:
    """Every text on the slide, the title first, citations left out."""
    charts = [label for shape in slide.shapes if isinstance(shape, ChartShape) for label in shape.categories]
    return ["".join(run.text for run in slide.title), *(para.plain for para in visible(slide)), *charts]


def keys(slide: Slide) -> list[str]:
    """Return the keys of the marked phrases on the slide, the title's left out, as often as they stand there."""
    return [key for text in texts(slide)[1:] for key in KEY.findall(text)]


def markers(slide: Slide) -> set[int]:
    """Return the numbers in the markers on the slide."""
    found: set[int] = set()
    for text in texts(slide):
        for marker in MARKER.findall(text):
            found |= {int(n) for n in re.findall("[0-9]+", marker)}
    return found


def listed(slide: Slide) -> set[int]:
    """Return the numbers that the citations placeholder lists."""
    return {int(n) for para in slide.citations for n in re.findall(r"(?:^|[:;፦]\s+|：)([0-9]+)\. ", para.plain)}


def height(paras: tuple[Para, ...], size: float, width: float, language: Language, fonts: Fonts, space: float) -> float:
    """Return the height of paragraphs as LibreOffice would set them: 1.2 of the size a line."""
    total = 0.0
    for para in paras:
        own = size * SCALE[para.role]
        room = width - size * (INDENT[para.bullet] + 0.9 * para.level)
        spans = [
            Span(run.text, own, bold=run.strong or para.role == "strong", language=run.language)
            for run in para.runs
            if run.text
        ]
        done = set_paragraph(spans, width=room, direction=para.direction, language=language.tag, fonts=fonts)
        total += max(1, len(done.lines)) * own * 1.2 + space
    return total


def inside(inner: Rect, outer: Rect) -> bool:
    """Whether a box lies inside another, to a tenth of a point."""
    return (
        inner.x >= outer.x - 0.1
        and inner.y >= outer.y - 0.1
        and inner.right <= outer.right + 0.1
        and inner.bottom <= outer.bottom + 0.1
    )


def slide_area(deck: Deck) -> Rect:
    """Return the whole slide."""
    return Rect(0, 0, deck.boxes.width, deck.boxes.height)
