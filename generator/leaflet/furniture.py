"""What stands on every page: the brand band, the running header, and the foot with the sources cited on that page.

What assistive technology hears of it: the band of page one (logo, organisation, language) and the draft statement, once,
at the very start of the structure tree. The running header, the foot and the later draft strips repeat what the tree
already holds, so they are artifacts. That goes for the sources of a page too: a listener meets each marker as a Reference
in its sentence, and the full list once, at the end, under its own heading; a footer read aloud in the middle of a paragraph
that runs over two pages would only break the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from generator.document.model import Source, Text
from generator.geometry import Rect
from generator.leaflet.compositor import NO_BREAK_SPACE, Compositor, Passage, as_artifact, latin_in
from generator.leaflet.model import Item
from generator.leaflet.slabs import Align, Sketch, moved
from generator.leaflet.styles import Style
from generator.leaflet.tree import Node
from generator.values import replace

LOGO_HEIGHT, LOGO_WIDTH, LOGO_PADDING = 32.0, 110.0, 6.0
BAND_PADDING, BELOW_BAND = 6.0, 16.0
ABOVE_FOOT = 6.0
STRIP_PADDING = 3.0
STRIP_GAP = 6.0
STATEMENT_GAP = 24.0
HAIRLINE_GAP = 5.0
FURNITURE_GAP = 3.0
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def brand_band(compositor: Compositor, parent: Node) -> tuple[tuple[Item, ...], float]:
    """Return the band across page one, and where the text below it may begin.

    Logo on white at the start, organisation, at the end the language in two languages; the band grows with a long name.
    """
    theme, measures = compositor.theme, compositor.measures
    sketch = Sketch(compositor)
    top = measures.band_top
    logo = _logo_size(compositor)
    figure = parent.add("Figure", alt=_logo_words(compositor)) if logo else None
    plate = logo[0] + 2 * LOGO_PADDING if logo else 0.0
    start = measures.side + (plate + 14.0 if logo else 0.0)
    end = measures.width - measures.side
    owner = parent.add("P")
    names = [
        compositor.plain(text, style, measures.column / 2, parent.add("P"), key="language", language=tag, colour=theme.paper)
        for text, style, tag in _language_names(compositor, compositor.styles.heading2)
    ]
    widest = max(name.width for name in names)
    organisation = _organisation(compositor, end - start - widest - 16.0, owner)
    high = max(organisation.height, fsum(name.height for name in names)) + 2 * BAND_PADDING
    height = max(measures.band_height, high)
    sketch.box(Rect(measures.edge, top, measures.width - 2 * measures.edge, height), fill=theme.primary, radius=4.0)
    if theme.logo is not None and logo is not None and figure is not None:
        plate_height = LOGO_HEIGHT + 2 * LOGO_PADDING
        sketch.box(
            sketch.rect(measures.side, top + (height - plate_height) / 2, plate, plate_height), fill=theme.paper, radius=4.0
        )
        rect = sketch.rect(measures.side + LOGO_PADDING, top + (height - logo[1]) / 2, *logo)
        figure.bounds = (0, rect)
        sketch.picture(rect, theme.logo, figure.id)
    sketch.text(organisation, start, end - start, top + (height - organisation.height) / 2, "start")
    y = top + (height - fsum(name.height for name in names)) / 2
    for name in names:
        y += sketch.text(name, measures.side, measures.column, y, "end")
    return tuple(sketch.items), top + height + BELOW_BAND


def running_header(compositor: Compositor) -> tuple[tuple[Item, ...], float]:
    """Return the head of page two and later, and where the text below it may begin.

    A thin bar, the organisation, the language in two languages, first baselines level.
    """
    theme, measures = compositor.theme, compositor.measures
    sketch = Sketch(compositor)
    top = measures.band_top
    sketch.box(Rect(measures.side, top, measures.column, 3.0), fill=theme.primary)
    end = measures.side + measures.column
    placed: list[tuple[Passage, float]] = []
    for text, style, tag in reversed(_language_names(compositor, compositor.styles.small)):
        own = tag == compositor.language.tag
        name = compositor.plain(
            text, style, measures.column / 2, None, key="language", language=tag, colour=theme.muted, bold=own
        )
        placed.append((name, end - name.width))
        end -= name.width + 8.0
    name = compositor.plain(
        compositor.document.furniture.organisation, compositor.styles.small, end - measures.side - 8.0, None,
        key="clinic.organisation", language=latin_in(compositor.document.furniture.organisation, compositor.language),
        colour=theme.muted,
    )  # fmt: skip
    placed.append((name, measures.side))
    level = top + 8.0 + max(passage.baseline(0) for passage, _ in placed)
    for passage, start in placed:
        sketch.text(passage, start, passage.width, level - passage.baseline(0), "start")
    bottom = max(level - passage.baseline(0) + passage.height for passage, _ in placed)
    return tuple(sketch.items), max(measures.top, bottom + 6.0)


def _language_names(compositor: Compositor, style: Style) -> list[tuple[str, Style, str]]:
    """Return the language's name in itself and, if it differs, in English, each with its style and tag."""
    furniture = compositor.document.furniture
    names = [(furniture.language_own, style, compositor.language.tag)]
    if furniture.language_english != furniture.language_own:
        names.append((furniture.language_english, compositor.styles_of("en").small, "en"))
    return names


def _organisation(compositor: Compositor, room: float, node: Node) -> Passage:
    """Return the organisation's name in white, smaller if it is long."""
    name, styles = compositor.document.furniture.organisation, compositor.styles
    language = latin_in(name, compositor.language)
    wide = compositor.width_of(name, styles.heading2, language=language) > 2 * room
    style = replace(styles.small, bold=True) if wide else styles.heading2
    return compositor.plain(
        name, style, room, node, key="clinic.organisation", language=language, colour=compositor.theme.paper
    )


def _logo_size(compositor: Compositor) -> tuple[float, float] | None:
    """Return how wide and high the logo stands in the band."""
    logo = compositor.theme.logo
    if logo is None:
        return None
    scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH / logo.width)
    return logo.width * scale, logo.height * scale


def _logo_words(compositor: Compositor) -> str:
    """Return the logo's text alternative: the organisation's name in it."""
    document = compositor.document
    return compositor.theme.logo_alt or document.words["logo_alt"].format(organisation=document.furniture.organisation)


class Foot:
    """The foot of every page: draft strip, hairline, sources, furniture line; as high as the page's sources need."""

    def __init__(self, compositor: Compositor, parent: Node) -> None:
        """Set what all pages share; the draft statement of page one becomes the first children of `parent`."""
        self._compositor = compositor
        self._forms = {source.number: self._short_form(source) for source in compositor.document.sources}
        self._set: dict[frozenset[int], tuple[list[Passage], float]] = {}  # sources, and where their foot begins
        self._strip, self._strip_height = self._draft_strip(parent)
        self._line = self._furniture_line()

    def end(self, cited: frozenset[int]) -> float:
        """Return the y above which the text of a page citing these sources must end."""
        return self._sources_set(cited)[1] - ABOVE_FOOT

    def items(self, page: int, pages: int, cited: frozenset[int]) -> tuple[Item, ...]:
        """Return the foot of page `page` (from 1) of `pages`."""
        compositor = self._compositor
        theme, measures = compositor.theme, compositor.measures
        side, column = measures.side, measures.column
        passages, y = self._sources_set(cited)
        items: list[Item] = []
        if self._strip:
            strip = self._strip[0 if page == 1 else 1]
            items += [moved(item, 0.0, y) for item in strip]
            y += self._strip_height + STRIP_GAP
        sketch = Sketch(compositor)
        sketch.rule(side, column, y, 0.75, theme.primary)
        y += HAIRLINE_GAP
        y = self._draw_sources(sketch, passages, y)
        text = self._page_text(compositor.document.words["page_of"], page, pages)
        number = compositor.plain(text, self._line.style, column, None, key="page", colour=theme.muted, bold=True)
        level = max(self._line.baseline(0), number.baseline(0))
        sketch.text(self._line, side, self._line_width(self._line.style), y + level - self._line.baseline(0))
        sketch.text(number, side, column, y + level - number.baseline(0), "end")
        return (*items, *sketch.items)

    def _line_width(self, style: Style) -> float:
        text = self._page_text(self._compositor.document.words["page_of"], 88, 88)
        return self._compositor.measures.column - self._compositor.width_of(text, style, bold=True) - 18

    def _top(self, passages: list[Passage]) -> float:
        """Return the y at which a foot with these sources begins."""
        height = HAIRLINE_GAP + self._line.height + self._sources_height(passages)
        if self._strip:
            height += self._strip_height + STRIP_GAP
        return self._compositor.measures.height - self._compositor.measures.foot - height

    def _page_text(self, words: str, page: int, pages: int) -> str:
        number = self._compositor.language.number
        return words.format(page=number(page), pages=number(pages))

    def _furniture_line(self) -> Passage:
        """Set short title, version, review date and reference code, a little smaller if that keeps them on one line."""
        compositor = self._compositor
        furniture = compositor.document.furniture
        rest = [part for part in (furniture.version, furniture.reviewed, furniture.code) if part]
        title = furniture.short_title
        if compositor.rtl:
            title, rest = _isolated(title), [_isolated(part) for part in rest]
        tail = "".join(f"  \u00b7  {part.replace(' ', NO_BREAK_SPACE)}" for part in rest)
        inlines = (Text(title, strong=True), Text(tail))

        def line(style: Style) -> Passage:
            return compositor.inlines(
                inlines, style, self._line_width(style), None,
                key="furniture", language=compositor.language.tag, colour=compositor.theme.muted,
            )  # fmt: skip

        small = line(compositor.styles.small)
        if len(small.paragraph.lines) == 1:
            return small
        smaller = line(compositor.styles.reference)
        return smaller if len(smaller.paragraph.lines) < len(small.paragraph.lines) else small

    # --- sources ---

    def _sources_set(self, cited: frozenset[int]) -> tuple[list[Passage], float]:
        """Return the set sources, and the y at which a foot with them begins."""
        known = self._set.get(cited)
        if known is None:
            passages = self._set_sources([self._forms[n] for n in sorted(cited)])
            known = self._set[cited] = passages, self._top(passages)
        return known

    def _set_sources(self, sources: Sequence[Text]) -> list[Passage]:
        """Return sources as one paragraph, or in a right-to-left leaflet as the label and a left-to-right list."""
        if not sources:
            return []
        compositor = self._compositor
        style, colour = compositor.styles.small, compositor.theme.text
        tag = compositor.language.tag
        label = compositor.document.words["sources_on_page"] + compositor.language.colon
        if not compositor.rtl:
            inlines = (Text(label, strong=True), *_listed(sources))
            width = compositor.measures.column
            return [compositor.inlines(inlines, style, width, None, key="sources", language=tag, colour=colour)]
        width = compositor.measures.column
        latin = compositor.styles_of("en").small
        return [
            compositor.plain(label.rstrip(), style, width, None, key="sources", bold=True),
            compositor.inlines(
                _listed(sources), latin, width, None, key="sources", language="en", colour=colour, direction="ltr"
            ),
        ]

    def _short_form(self, source: Source) -> Text:
        """Return "1. Valenzuela 2016" in the language of the work."""
        number = self._compositor.source_number(source.number)
        return Text(f"{number}.{NO_BREAK_SPACE}{source.short}", language=source.language)

    def _draw_sources(self, sketch: Sketch, passages: list[Passage], y: float) -> float:
        """Draw the sources one passage under the other: two directions on one line are copied in the wrong order."""
        measures = self._compositor.measures
        for passage in passages:
            align: Align = "start" if len(passage.paragraph.lines) == 1 else "own"
            y += sketch.text(passage, measures.side, measures.column, y, align)
        return y + FURNITURE_GAP if passages else y

    def _sources_height(self, passages: list[Passage]) -> float:
        """Return the height of the set sources with the space below."""
        return fsum(passage.height for passage in passages) + FURNITURE_GAP if passages else 0.0

    # --- draft ---

    def _draft_strip(self, parent: Node) -> tuple[tuple[tuple[Item, ...], tuple[Item, ...]] | None, float]:
        """Return the strip for page one (in the tree) and for later pages (artifacts), drawn from y = 0, and its height.

        The statement in the leaflet's language is bold; the one in English stands at the end of its line, if need be both
        a little smaller, or else below it.
        """
        compositor = self._compositor
        draft, theme = compositor.document.draft, compositor.theme
        if draft is None:
            return None, 0.0
        measures, styles = compositor.measures, compositor.styles
        width = measures.column - 20.0
        words = [(draft.own, compositor.language.tag, True)]
        if draft.english != draft.own:
            words.append((draft.english, "en", False))

        def fit_beside(style: Style) -> bool:
            widths = [compositor.width_of(text, style, language=tag, bold=bold) for text, tag, bold in words]
            return len(words) == 2 and fsum(widths) + STATEMENT_GAP <= width

        beside = next((style for style in (styles.small, styles.reference) if fit_beside(style)), None)
        passages = [
            compositor.plain(
                text, beside or styles.small, width, parent.add("P"), key="draft", language=tag, bold=bold, colour=theme.text
            )
            for text, tag, bold in words
        ]
        level = max(p.baseline(0) for p in passages) if beside else 0.0
        drops = [level - p.baseline(0) if beside else 0.0 for p in passages]
        heights = [drop + p.height for drop, p in zip(drops, passages, strict=True)]
        height = (max(heights) if beside else fsum(heights)) + 2 * STRIP_PADDING
        strips = []
        for these in (passages, [as_artifact(p) for p in passages]):
            sketch = Sketch(compositor)
            sketch.box(sketch.rect(measures.side, 0.0, measures.column, height), stroke=theme.text, radius=3.0)
            y = STRIP_PADDING
            for index, (passage, drop) in enumerate(zip(these, drops, strict=True)):
                align: Align = "end" if beside and index else "start"
                sketch.text(passage, measures.side + 10.0, width, y + drop, align)
                y += 0.0 if beside else passage.height
            strips.append(tuple(sketch.items))
        return (strips[0], strips[1]), height


def _listed(sources: Sequence[Text]) -> list[Text]:
    """Return sources with a semicolon between each two."""
    between = Text("; ")
    return [text for source in sources for text in (source, between)][:-1]


def _isolated(text: str) -> str:
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else text
