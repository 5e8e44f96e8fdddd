"""Titles: at most two lines, shrunk to 26 points at the least, and no two slides with the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.deck.fit import FULL, Part, Room, largest, sizes, too_long
from generator.deck.model import LayoutName, Para, TextRun
from generator.deck.sheet import Sheet
from generator.document.model import Document
from generator.errors import Problem

TITLE_FLOOR = 26.0
LENIENT_FLOOR = 18.0
TITLE_LINES = 2
COVER_LINES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A slide's title and how far it is scaled, thousandths of a percent."""

    runs: tuple[TextRun, ...]
    scale: int


def set_titles(document: Document, room: Room, made: Sequence[tuple[Sheet, Part]]) -> list[Title | Problem]:
    """Return the title of each slide, or what is wrong with it; slides of one title get "(1 of 2)"."""
    counts = Counter(sheet.title.paras[0].plain for sheet, _ in made)
    taken: Counter[str] = Counter()
    titles: list[Title | Problem] = []
    for sheet, part in made:
        para = sheet.title.paras[0]
        plain = para.plain
        if counts[plain] > 1:
            taken[plain] += 1
            para = continued(document, para, taken[plain], counts[plain])
        size = title_size(room, part.layout, para)
        if size is None:
            floor = LENIENT_FLOOR if room.lenient else TITLE_FLOOR
            message = f"the title does not fit its place on the slide at {floor:g} points"
            error = too_long(sheet.title.key, message, "shorten it, or write a shorter slide_title")
            titles.extend(error.problems)
            continue
        titles.append(Title(para.runs, round(FULL * size / room.size(part.layout, "title"))))
    return titles


def continued(document: Document, para: Para, part: int, parts: int) -> Para:
    """Return a title with its place among those that share it, as the language writes it: "Title (1 of 2)"."""
    number = document.language.number
    before, _, after = document.words["continued"].partition("{title}")
    values = {"part": number(part), "parts": number(parts)}
    tag = document.language.tag
    runs = [TextRun(before.format(**values), tag), *para.runs, TextRun(after.format(**values), tag)]
    return replace(para, runs=tuple(run for run in runs if run.text))


def title_size(room: Room, layout: LayoutName, para: Para) -> float | None:
    """Return the size of a title in its box, None if it is too long even at the floor.

    In another's template the box decides: some hold one line only, so a title may be as small as body text there.
    """
    rect, full = room.rect(layout, "title"), room.size(layout, "title")
    limit = TITLE_LINES if layout not in ("title", "section", "key-message") else COVER_LINES

    def fits(size: float) -> bool:
        lines = room.ruler.lines(para, size=size, width=rect.width)
        return (lines <= limit or room.lenient) and room.ruler.para_height(para, size=size, width=rect.width) <= rect.height

    return largest(sizes(full, min(LENIENT_FLOOR if room.lenient else TITLE_FLOOR, full)), fits)
