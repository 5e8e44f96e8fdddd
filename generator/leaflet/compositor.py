"""Phrases become passages: styled spans with their place in the structure tree, set to a width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import fsum
from typing import Literal, NamedTuple

from generator.document.model import Cite, Document, Inline, Phrase, Text
from generator.errors import LayoutError, Place
from generator.languages import Language, lookup
from generator.leaflet.model import Ink
from generator.leaflet.styles import Measures, Style, Styles, styles_for
from generator.leaflet.tree import Node, Tree
from generator.text.fitting import Stretches
from generator.text.fonts import Fonts
from generator.text.model import SetParagraph, Span
from generator.text.paragraph import measure, natural_width, set_paragraph
from generator.theme import Colour, Theme
from generator.values import replace

Direction = Literal["ltr", "rtl"]
BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
RTL_CHARACTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
NO_BREAK_SPACE = "\u00a0"


class Row(NamedTuple):
    """How high a line stands, and its baseline below its top."""

    height: float
    baseline: float


class Passage(NamedTuple):
    """A set paragraph with what the flow needs of it: the style, its lines' heights, and where which sources are cited."""

    paragraph: SetParagraph
    style: Style
    key: str
    rows: tuple[Row, ...]
    cites: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def line_height(self, index: int) -> float:
        """Return the height of line `index`."""
        return self.rows[index].height

    def baseline(self, index: int) -> float:
        """Return the baseline of line `index` below its top."""
        return self.rows[index].baseline

    @property
    def height(self) -> float:
        """The height of all lines."""
        return fsum([row.height for row in self.rows])

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max((line.width for line in self.paragraph.lines), default=0.0)

    def cited(self, index: int) -> tuple[int, ...]:
        """Return the numbers of the sources whose marker begins on line `index`."""
        if not self.cites:
            return ()
        line = self.paragraph.lines[index]
        return tuple(n for at, numbers in self.cites if line.start <= at < line.end for n in numbers)


class Compositor:
    """Sets the phrases of one document: knows its theme, styles, fonts and measures, and grows its structure tree."""

    def __init__(self, document: Document, theme: Theme, styles: Styles, fonts: Fonts, measures: Measures) -> None:
        """Begin with an empty tree."""
        self.document = document
        self.language = document.language
        self.rtl = document.language.rtl  # whether the document runs from right to left
        self.theme = theme
        self.styles = styles
        self.fonts = fonts
        self.measures = measures
        self.tree = Tree()
        self.promised: list[SetParagraph] = []  # every paragraph of the structure tree: the pages must hold all its lines
        self._directions: dict[str, Direction] = {self.language.tag: self.language.direction}
        self._styles = {self.language.tag: styles}

    def drafting(self) -> Compositor:
        """Return a compositor for a draft: what it sets is in no structure tree and promised to no page, unless adopted."""
        made = Compositor(self.document, self.theme, self.styles, self.fonts, self.measures)
        made.tree = Tree(self.tree.ids)
        return made

    def adopt(self, draft: Compositor, parent: Node) -> None:
        """Take over what a draft has set, as the last children of `parent`."""
        parent.children += draft.tree.root.children
        self.promised += draft.promised

    def left(self, start: float, width: float) -> float:
        """Return the x of the left edge of something `width` wide at `start`, from the page's start edge."""
        return self.measures.width - start - width if self.rtl else start

    def direction(self, tag: str) -> Direction:
        """Return the direction of a language."""
        known = self._directions.get(tag)
        if known is None:
            known = self._directions[tag] = lookup(tag).direction
        return known

    def styles_of(self, tag: str) -> Styles:
        """Return the styles of another language, for what stands in that language alone."""
        if tag not in self._styles:
            self._styles[tag] = styles_for(self.theme.type, lookup(tag))
        return self._styles[tag]

    def source_number(self, number: int) -> str:
        """Return a source's number as its markers print it: in Latin digits, in every language."""
        return str(number)

    def phrase(
        self,
        phrase: Phrase,
        style: Style,
        width: float,
        node: Node | None,
        *,
        colour: Colour | None = None,
        bold: bool | None = None,
        narrow: bool = False,
        balance: bool = False,
    ) -> Passage:
        """Return the phrase set to `width`; its words belong to `node`, or are an artifact without one.

        In a `narrow` column a citation marker may begin a line, lest it drag a long word over the edge.
        """
        return self.inlines(
            self._joined(phrase, narrow=narrow), style, width, node,
            key=phrase.key, language=phrase.language, colour=colour, bold=bold, balance=balance,
        )  # fmt: skip

    def measured(self, phrase: Phrase, style: Style, *, forced: int, bold: bool | None = None) -> Stretches:
        """Return how a phrase may break in a narrow column, without setting it; `forced` as in `text.paragraph.measure`."""
        inlines, language, direction = self._joined(phrase, narrow=True), phrase.language, self.direction(phrase.language)
        bold = style.bold if bold is None else bold
        spans, _ = self._spans(inlines, style, None, language=language, direction=direction, colour=self.theme.text, bold=bold)
        try:
            return measure(spans, direction=direction, language=language, fonts=self.fonts, forced=forced)
        except LayoutError as error:
            raise self._placed(error, phrase.key) from None

    def _joined(self, phrase: Phrase, *, narrow: bool) -> list[Inline]:
        """Return what is set of a phrase, its note first; no break is inside a marker, nor before one unless narrow."""
        made: list[Inline] = []
        if phrase.mark is not None:
            made.append(Text(f"[{phrase.mark}] ", strong=True, language=self.language.tag))
        for inline in phrase.inlines:
            if isinstance(inline, Cite):
                before = made[-1] if made else None
                if isinstance(before, Text) and before.text.endswith(" ") and not narrow:
                    made[-1] = replace(before, text=before.text[:-1] + NO_BREAK_SPACE)
                made.append(Cite(inline.numbers, inline.marker.replace(" ", NO_BREAK_SPACE)))
            else:
                made.append(inline)
        return made

    def plain(
        self,
        text: str,
        style: Style,
        width: float,
        node: Node | None,
        *,
        key: str,
        language: str | None = None,
        href: str | None = None,
        colour: Colour | None = None,
        bold: bool | None = None,
        direction: Direction | None = None,
    ) -> Passage:
        """Return a plain text set to `width`. Without `language` it is in the document's."""
        inline = Text(text, href=href)
        return self.inlines(
            (inline,), style, width, node,
            key=key, language=language or self.language.tag, colour=colour, bold=bold, direction=direction,
        )  # fmt: skip

    def inlines(
        self,
        inlines: Sequence[Inline],
        style: Style,
        width: float,
        node: Node | None,
        *,
        key: str,
        language: str,
        colour: Colour | None = None,
        bold: bool | None = None,
        direction: Direction | None = None,
        balance: bool = False,
    ) -> Passage:
        """Return inlines set to `width`, as children of `node` where they differ in kind, else as `node` itself."""
        bold = style.bold if bold is None else bold
        colour = colour or self.theme.text
        direction = direction or self.direction(language)
        if node is not None and language != self.language.tag:
            node.language = language
        spans, cites = self._spans(inlines, style, node, language=language, direction=direction, colour=colour, bold=bold)
        try:
            paragraph = set_paragraph(
                spans, width=width, direction=direction, language=language, fonts=self.fonts, balance=balance
            )
        except LayoutError as error:
            raise self._placed(error, key) from None
        if node is not None:
            self.promised.append(paragraph)
        return Passage(paragraph, style, key, _rows(paragraph, style), cites)

    def _spans(
        self,
        inlines: Sequence[Inline],
        style: Style,
        node: Node | None,
        *,
        language: str,
        direction: Direction,
        colour: Colour,
        bold: bool,
    ) -> tuple[list[Span], tuple[tuple[int, tuple[int, ...]], ...]]:
        """Return inlines as spans, each with its leaf of the structure tree; and where in the text which sources are cited."""
        spans: list[Span] = []
        cites: list[tuple[int, tuple[int, ...]]] = []
        at = 0
        stretches = _stretches(inlines, language)
        for stretch in stretches:
            leaf = self._leaf(node, stretch, language, direction, alone=len(stretches) == 1) if node is not None else None
            ink = Ink(colour, leaf)
            for inline in stretch:
                if isinstance(inline, Cite):
                    cites.append((at, inline.numbers))
                    span = Span(inline.marker, style.size, bold, None, ink)
                else:
                    linked = ink if inline.href is None else Ink(self.theme.primary, leaf, inline.href)
                    span = Span(inline.text, style.size, bold or inline.strong, inline.language, linked)
                spans.append(span)
                at += len(span.text)
        return spans, tuple(cites)

    def balanced(
        self,
        phrase: Phrase,
        style: Style,
        width: float,
        node: Node,
        *,
        colour: Colour | None = None,
        bold: bool | None = None,
    ) -> Passage:
        """Return a heading or caption set in lines of about the same length, so that none holds one short word alone."""
        return self.phrase(phrase, style, width, node, colour=colour, bold=bold, balance=True)

    def width_of(self, text: str, style: Style, *, bold: bool | None = None, language: str | None = None) -> float:
        """Return the width of a text on one line."""
        tag = language or self.language.tag
        span = Span(text, style.size, style.bold if bold is None else bold)
        return natural_width((span,), direction=self.direction(tag), language=tag, fonts=self.fonts)

    def _placed(self, error: LayoutError, key: str) -> LayoutError:
        """Return what cannot be set with the unit it stands in."""
        return LayoutError(
            *(
                replace(problem, where=Place("content.toml", key=key), language=problem.language or self.language.tag)
                if problem.where is None
                else problem
                for problem in error.problems
            )
        )

    def _leaf(self, node: Node, stretch: Sequence[Inline], language: str, direction: Direction, *, alone: bool) -> int:
        """Return the id of the leaf that a stretch belongs to: `node` itself if the stretch is all of it."""
        first = stretch[0]
        if isinstance(first, Cite):
            leaf = node.add("Reference")
        elif first.href is not None:
            leaf = node.add("Link", href=first.href)
        elif alone and first.language in (None, language):
            leaf = node
        else:
            leaf = node.add("Span")
        if isinstance(first, Text) and first.language not in (None, language):
            leaf.language = first.language
        text = "".join([i.text if isinstance(i, Text) else i.marker for i in stretch])
        if direction == "rtl" or (not text.isascii() and RTL_CHARACTER.search(text)):
            leaf.actual_text = without_bidi_controls(text)
        return leaf.id


def _rows(paragraph: SetParagraph, style: Style) -> tuple[Row, ...]:
    """Return the rows of a paragraph's lines: the style's leading, opened where ink needs more."""
    rows: list[Row] = []
    for index, line in enumerate(paragraph.lines):
        up = line.ascent - style.baseline - (style.shared if index else 0.0)
        down = line.descent - (style.leading - style.baseline)
        up, down = (up if up > 0.01 else 0.0), (down if down > 0.01 else 0.0)
        rows.append(Row(style.leading + up + down, style.baseline + up))
    return tuple(rows)


def latin_in(text: str, language: Language) -> str | None:
    """Return the language to set a name or address in that nobody translates: English for Latin letters, or None.

    It decides fonts and quotation marks: an apostrophe in a Chinese font is as wide as an ideograph.
    """
    letters = [c for c in text if c.isalpha()]
    latin = all(c < "\u0250" for c in letters)
    return "en" if latin and language.script != "Latn" else None


def without_bidi_controls(text: str) -> str:
    """Return the text without directional marks, embeddings and isolates (UAX #9, 2)."""
    return text.translate(BIDI_CONTROLS)


def as_artifact(passage: Passage) -> Passage:
    """Return the passage with its ink outside the structure tree."""
    spans = tuple(
        replace(span, mark=Ink(span.mark.colour, None)) for span in passage.paragraph.spans if isinstance(span.mark, Ink)
    )
    return passage._replace(paragraph=replace(passage.paragraph, spans=spans))


def _stretches(inlines: Sequence[Inline], language: str) -> list[list[Inline]]:
    """Return the inlines gathered by the leaf they share: texts with the same link and language, and each marker alone."""
    made: list[list[Inline]] = []
    shared: tuple[str | None, str] | None = None
    for inline in inlines:
        if isinstance(inline, Cite):
            made.append([inline])
            shared = None
        elif inline.text:
            own = inline.href, inline.language or language
            if own == shared:
                made[-1].append(inline)
            else:
                made.append([inline])
            shared = own
    return made
