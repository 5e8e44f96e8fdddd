"""The sources zone of a slide: exactly the sources cited on it, in short form, left to right in their own language."""

from __future__ import annotations

from generator.deck.measure import SPACE_BEFORE_SMALL, Ruler
from generator.deck.model import LayoutBoxes, LayoutName, Para, TextRun
from generator.document.model import Document

SEPARATOR = ";  "


class Citations:
    """Writes and measures the citations of one deck."""

    def __init__(self, document: Document, boxes: LayoutBoxes, ruler: Ruler) -> None:
        """Prepare for `document`, whose citations stand in `boxes`."""
        self._document = document
        self._boxes = boxes
        self._ruler = ruler
        self._widths: dict[int, float] = {}
        self._fits: dict[tuple[LayoutName, frozenset[int]], bool] = {}

    def paras(self, numbers: tuple[int, ...]) -> tuple[Para, ...]:
        """Return the label and the sources; in right-to-left decks the label is a paragraph of its own."""
        if not numbers:
            return ()
        document = self._document
        language = document.language
        runs: list[TextRun] = []
        for index, number in enumerate(sorted(numbers)):
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
        return (Para((TextRun(label, language.tag, strong=True), TextRun(": ", language.tag), *runs)),)

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
        paras = self.paras(tuple(numbers))
        return self._ruler.height(paras, size=size, width=rect.width, space=SPACE_BEFORE_SMALL * size) <= rect.height
