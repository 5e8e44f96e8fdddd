"""Document -> deck: every sheet fitted, titled, cited, noted, and put into its section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from generator.deck import boxes as default
from generator.deck.cards import card_parts
from generator.deck.citations import Citations
from generator.deck.covers import column_parts, cover_parts
from generator.deck.figures import figure_parts
from generator.deck.fit import (
    BODY_FLOOR,
    REFERENCE_FLOOR,
    Part,
    Room,
    text_parts,
    too_long,
)
from generator.deck.measure import Ruler
from generator.deck.model import Deck, DeckSection, LayoutBoxes, Para, Slide, TextRun
from generator.deck.notes import notes
from generator.deck.phrases import with_role
from generator.deck.plan import plan
from generator.deck.sheet import Sheet
from generator.deck.tables import table_parts
from generator.deck.titles import Title, set_titles, title_size
from generator.document.model import Document
from generator.errors import LayoutError, Place, Problem
from generator.geometry import Rect
from generator.text.fonts import Fonts
from generator.theme import Theme
from generator.values import replace

Copy = Literal["presenter", "participant"]


def lay_out_deck(
    document: Document,
    theme: Theme,
    fonts: Fonts,
    *,
    boxes: LayoutBoxes | None = None,
    size: default.Size = "16:9",
    copy: Copy = "presenter",
) -> Deck:
    """Return the deck of `document`, fitted to `boxes` (a user's template) or to the generated template of `size`.

    A participant copy has no notes and no answers. Raises LayoutError, with every problem, for what cannot be set.
    """
    language = document.language
    own = boxes is None
    if boxes is None:
        boxes = default.default_boxes(size, language.direction)
    ruler = Ruler(fonts, language, brand_font=theme.deck_font is not None)
    citations = Citations(document, boxes, ruler)
    room = Room(boxes, ruler, citations.fit, language.rtl, citations.height if own else None, lenient=not own)
    made, problems = _fitted(room, plan(document))
    titles = set_titles(document, room, [(sheet, part) for sheet, part, _ in made])
    problems += [title for title in titles if isinstance(title, Problem)]
    if problems:
        raise LayoutError(*(p if own else replace(p, hint=f"{p.hint}, or use a template with more room") for p in problems))
    keys = _Keys()
    slides = tuple(
        _slide(document, citations, sheet, part, title, keys.unique(sheet.key, index), first=index == 0, copy=copy)
        for (sheet, part, index), title in zip(made, titles, strict=True)
        if isinstance(title, Title)
    )
    footer = _footer(document, room)
    return Deck(
        slides=slides,
        sections=sections([sheet.pane for sheet, _, _ in made], document),
        language=language.tag,
        notes_language=document.notes_language.tag,
        direction=language.direction,
        script=language.script,
        title=document.title.plain,
        subject=document.objective.plain,
        footer=footer,
        theme=theme,
        boxes=boxes,
        provenance=document.provenance,
        organisation=document.furniture.organisation,
    )


def _fitted(room: Room, sheets: Iterable[Sheet]) -> tuple[list[tuple[Sheet, Part, int]], list[Problem]]:
    """Return every part with its sheet and place in it, and every problem there was in fitting them."""
    made: list[tuple[Sheet, Part, int]] = []
    problems: list[Problem] = []
    for sheet in sheets:
        try:
            fitted = short_titled(room, sheet)
            for index, part in enumerate(sheet_parts(room, fitted)):
                if not room.citable(part.layout, room.title_cited | frozenset(part.cited)):
                    raise too_long(
                        fitted.title.key, "the sources cited here have no place on the slide", "cite fewer, or elsewhere"
                    )
                made.append((fitted, part, index))
        except LayoutError as error:
            here = Place("content.toml", key=sheet.key)  # for what only knows its words, like a letter that no font has
            problems.extend(p if p.where else replace(p, where=here) for p in error.problems)
    return made, problems


def sheet_parts(room: Room, sheet: Sheet) -> list[Part]:
    """Return the slides' worth of one sheet."""
    room.title_cited = frozenset(sheet.title.cited)
    if sheet.grid is not None:
        return table_parts(room, sheet.grid, sheet.pieces)
    if sheet.cards:
        return card_parts(room, sheet.cards, sheet.pieces)
    if sheet.figure is not None:
        return figure_parts(room, sheet.figure, sheet.pieces)
    if sheet.layout in ("title", "section"):
        return cover_parts(room, sheet)
    if sheet.columns:
        return column_parts(room, sheet.pieces)
    floor = REFERENCE_FLOOR if sheet.layout == "references" else BODY_FLOOR
    return text_parts(room, sheet.pieces, sheet.layout, floor=floor)


def short_titled(room: Room, sheet: Sheet) -> Sheet:
    """Return the sheet; a question too long for a title stands in the body, under a short title."""
    if sheet.short_title is None or title_size(room, sheet.layout, sheet.title.paras[0]) is not None:
        return sheet
    return replace(sheet, title=sheet.short_title, pieces=(with_role(sheet.title, "lead"), *sheet.pieces), short_title=None)


def _slide(
    document: Document,
    citations: Citations,
    sheet: Sheet,
    part: Part,
    title: Title,
    key: str,
    *,
    first: bool,
    copy: Copy,
) -> Slide:
    numbers = tuple(sorted({*sheet.title.cited, *part.cited}))
    spoken = copy == "presenter" and sheet.scripted
    return Slide(
        key=key,
        layout=part.layout,
        title=title.runs,
        body=part.body,
        second=part.second,
        body_rect=part.body_rect,
        second_rect=part.second_rect,
        title_rect=title.rect,
        citations_rect=_lower_citations(citations, part, numbers),
        title_scale=title.scale,
        shapes=part.shapes,
        citations=citations.paras(numbers),
        cited=numbers,
        notes=notes(document, sheet, part, first=first) if spoken else (),
        minutes=sheet.minutes if first else None,
    )


def _lower_citations(citations: Citations, part: Part, numbers: tuple[int, ...]) -> Rect | None:
    """Return the box of the citations where something above has grown into the layout's own."""
    box = citations.box(part.layout)
    if box is None or not numbers:
        return None
    rects = [rect for rect in (part.body_rect, part.second_rect, *(shape.rect for shape in part.shapes)) if rect is not None]
    if max((rect.bottom for rect in rects), default=0.0) <= box.y:
        return None
    height = citations.height(part.layout, frozenset(numbers))
    return Rect(box.x, box.bottom - height, box.width, height)


class _Keys:
    """Hands out slide keys, each once: "what", and "what/2" for a second slide or a second sheet of that key."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._free: dict[str, int] = {}  # key -> the least number that may be free

    def unique(self, key: str, index: int) -> str:
        """Return the key of part `index` (0-based) of a sheet."""
        free = self._free.get(key, 1)
        number = max(index + 1, free)
        while (name := key if number == 1 else f"{key}/{number}") in self._given:
            number += 1
        self._given.add(name)
        if index < free:
            self._free[key] = number + 1
        return name


def sections(panes: Sequence[str], document: Document) -> tuple[DeckSection, ...]:
    """Return the sections of the section pane: neighbours of one name together, every slide in one, every name once."""
    groups: list[tuple[str, list[int]]] = []
    for index, pane in enumerate(panes):
        if groups and groups[-1][0] == pane:
            groups[-1][1].append(index)
        else:
            groups.append((pane, [index]))
    counts = Counter(name for name, _ in groups)
    taken: Counter[str] = Counter()
    number, pattern = document.language.number, document.words["continued"]
    done = []
    for name, indexes in groups:
        taken[name] += 1
        part, parts = taken[name], counts[name]
        whole = name if parts == 1 else pattern.format(title=name, part=number(part), parts=number(parts))
        done.append(DeckSection(whole, tuple(indexes)))
    return tuple(done)


def _footer(document: Document, room: Room) -> tuple[TextRun, ...]:
    """Return what stands at the foot of every slide: organisation, short title, draft statement in both languages.

    All on one line, or else on two: the names, then the statement; or the statement alone, a language a line. In a
    template's footer too small for that the statement stays; the cover names the others.
    """
    tag = document.language.tag
    furniture, draft = document.furniture, document.draft
    names = [TextRun(text, tag) for text in (furniture.organisation, furniture.short_title) if text]
    statement = []
    if draft is not None:
        statement.append(TextRun(draft.own, tag, strong=True))
        if draft.english != draft.own:
            statement.append(TextRun(draft.english, "en", strong=True))
    own, english = statement[:1], statement[1:]
    for lines in ([[*names, *statement]], [names, statement], [[*names[1:], *own], english], [own, english]):
        joined = [Para(tuple(_joined(line, tag))) for line in lines if line]
        if _lines_fit(room, joined):
            feed = (TextRun("\n", tag),)
            return tuple(run for index, line in enumerate(joined) for run in (*(feed * bool(index)), *line.runs))
    for first in range(len(names) + 1):
        runs = tuple(_joined([*names[first:], *statement], tag))
        if _footer_fits(room, runs):
            return runs
    return tuple(_joined(statement or names[:1], tag))


def _footers(room: Room) -> Iterable[tuple[Rect, float]]:
    for layout, roles in room.boxes.boxes.items():
        if "footer" in roles:
            yield roles["footer"], room.boxes.sizes[layout].get("footer", 11.0)


def _lines_fit(room: Room, lines: Sequence[Para]) -> bool:
    """Whether every footer holds these lines as they are, with room to spare for fonts we cannot measure."""
    return all(
        all(room.ruler.natural(line, size=size) * room.ruler.doubt <= box.width for line in lines)
        and len(lines) * size * room.ruler.line_height <= box.height
        for box, size in _footers(room)
    )


def _footer_fits(room: Room, runs: tuple[TextRun, ...]) -> bool:
    """Whether every footer holds these runs, broken into lines."""
    return all(
        room.ruler.height([Para(runs)], size=size, width=box.width, space=0.0) <= box.height for box, size in _footers(room)
    )


def _joined(texts: Iterable[TextRun], tag: str) -> Iterable[TextRun]:
    for index, run in enumerate(texts):
        if index:
            yield TextRun(" \N{MIDDLE DOT} ", tag)
        yield run
