"""The sources zone of a slide: exactly the sources cited on it, in short form, left to right in their own language."""

from __future__ import annotations

from generator.deck.measure import SPACE_BEFORE_SMALL, Ruler
from generator.deck.model import LayoutBoxes, LayoutName, Para, TextRun
from generator.document.model import Document
from generator.geometry import Rect

SEPARATOR = ";  "


class Citations:
    """Writes and measures the citations of one deck."""

    def __init__(self, document: Document, boxes: LayoutBoxes, ruler: Ruler) -> None:
        """Prepare for `document`, whose citations stand in `boxes`."""
        self._document = document
        self._boxes = boxes
        self._ruler = ruler
        self._widths: dict[int, float] = {}
        self._label = Para(
            (TextRun(document.words["sources_on_slide"] + document.language.colon, document.language.tag, strong=True),)
        )
        self._paras: dict[tuple[int, ...], tuple[Para, ...]] = {}
        self._fits: dict[tuple[LayoutName, frozenset[int]], bool] = {}

    def paras(self, numbers: tuple[int, ...]) -> tuple[Para, ...]:
        """Return the label and the sources; in right-to-left decks the label is a paragraph of its own.

        The same paragraphs for the same numbers, however often they are asked for.
        """
        known = self._paras.get(numbers)
        if known is None:
            known = self._paras[numbers] = self._written(numbers) if numbers else ()
        return known

    def _written(self, numbers: tuple[int, ...]) -> tuple[Para, ...]:
        document = self._document
        language = document.language
        runs: list[TextRun] = []
        for index, number in enumerate(numbers):
            source = document.sources[number - 1]
            assert source.number == number
            if index:
                runs.append(TextRun(SEPARATOR, source.language))
            runs.append(TextRun(f"{number}. ", source.language))
            runs.append(TextRun(source.short, source.language, href=source.url))
        label = document.words["sources_on_slide"]
        if language.rtl:
            own = Para((TextRun(label, language.tag, strong=True),), direction="rtl")
            return (own, Para(tuple(runs), align="end"))
        return (Para((TextRun(label, language.tag, strong=True), TextRun(language.colon, language.tag), *runs)),)

    def box(self, layout: LayoutName) -> Rect | None:
        """Return the layout's citations box, None if it has none."""
        return self._boxes.boxes[layout].get("citations")

    def fit(self, layout: LayoutName, numbers: frozenset[int]) -> bool:
        """Whether the citations of `numbers` fit the layout's citations box."""
        if not numbers:
            return True
        key = (layout, numbers)
        known = self._fits.get(key)
        if known is None:
            known = self._fits[key] = self._measure(layout, numbers)
        return known

    def _measure(self, layout: LayoutName, numbers: frozenset[int]) -> bool:
        rect = self._boxes.boxes[layout].get("citations")
        if rect is None:
            return layout == "references"
        size = self._boxes.sizes[layout].get("citations", 12.0)
        if self._surely(numbers, size, rect):
            return True
        paras = self.paras(tuple(sorted(numbers)))
        return self._ruler.height(paras, size=size, width=rect.width, space=SPACE_BEFORE_SMALL * size) <= rect.height

    def height(self, layout: LayoutName, numbers: frozenset[int]) -> float:
        """Return the height of the citations of `numbers`, points."""
        rect, size = self._boxes.boxes[layout]["citations"], self._boxes.sizes[layout].get("citations", 12.0)
        paras = self.paras(tuple(sorted(numbers)))
        return self._ruler.height(paras, size=size, width=rect.width, space=SPACE_BEFORE_SMALL * size)

    def _surely(self, numbers: frozenset[int], size: float, rect: Rect) -> bool:
        """Whether they fit even if no source is broken over two lines: quick, for most slides cite few."""
        line = self._ruler.line_height * size
        free = int((rect.height - 2 * SPACE_BEFORE_SMALL * size) / line)
        if self._document.language.rtl:
            free -= 1  # the label has a line of its own
            used = 0.0
        else:
            used = self._label_width() * size
        for number in sorted(numbers):
            width = self._width(number) * size
            if width > rect.width:
                return False
            if used + width > rect.width:
                free -= 1
                used = 0.0
            used += width
        return free >= 1

    def _width(self, number: int) -> float:
        """Return the width of a source with its number and separator, in em."""
        width = self._widths.get(number)
        if width is None:
            source = self._document.sources[number - 1]
            words = f"{number}. {source.short}{SEPARATOR}m"  # a letter, for spaces at the end count for nothing
            width = self._widths[number] = self._ruler.natural(Para((TextRun(words, source.language),)), size=1.0)
        return width

    def _label_width(self) -> float:
        return self._ruler.natural(self._label, size=1.0)
