"""Titles: two lines down to 26 points, else three down to 20; lines of about one length; no two slides with the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.deck.fit import BALANCE_STEPS, FULL, Part, Room, largest, sizes, too_long
from generator.deck.model import LayoutName, Para, TextRun
from generator.deck.sheet import Sheet
from generator.document.model import Document
from generator.errors import Problem
from generator.geometry import Rect
from generator.values import replace, value

TITLE_FLOOR = 26.0
LENIENT_FLOOR = 18.0
TITLE_LINES = 2
COVER_LINES = 3
LONG_FLOOR = 20.0  # of titles that take three lines
COVERS = ("title", "section", "key-message")
FEWER_LINES_WORTH = 0.9  # of its size, for a line less
BALANCE_AIR = 1.04  # for a title edited a little
BALANCE_LEAST = 0.95  # of the box: closer than that is balanced


@value
class Title:
    """A slide's title and how far it is scaled, thousandths of a percent."""

    runs: tuple[TextRun, ...]
    scale: int
    rect: Rect | None = None  # where it differs from the layout's


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
            floor = LENIENT_FLOOR if room.lenient else LONG_FLOOR
            message = f"the title does not fit its place on the slide at {floor:g} points"
            error = too_long(sheet.title.key, message, "shorten it, or write a shorter slide_title")
            titles.extend(error.problems)
            continue
        scale = round(FULL * size / room.size(part.layout, "title"))
        titles.append(Title(para.runs, scale, balanced(room, part.layout, para, size)))
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

    A little smaller is better than a line more; long titles in narrow slides take a third line rather than none.
    In another's template the box decides: some hold one line only, so a title may be as small as body text there.
    """
    rect, full = room.rect(layout, "title"), room.size(layout, "title")

    def lines(size: float) -> int:
        return room.ruler.lines(para, size=size, width=rect.width)

    def tall(size: float) -> bool:
        return room.ruler.height([para], size=size, width=rect.width, space=0.0) <= rect.height

    if room.lenient:
        return largest(sizes(full, min(LENIENT_FLOOR, full)), tall)
    usual = TITLE_LINES if layout not in COVERS else COVER_LINES
    found = largest(sizes(full, TITLE_FLOOR), lambda size: lines(size) <= usual and tall(size))
    if found is None:
        return largest(sizes(TITLE_FLOOR, LONG_FLOOR), lambda size: lines(size) <= COVER_LINES and tall(size))
    count, least = lines(found), max(TITLE_FLOOR, found * FEWER_LINES_WORTH)
    return largest(sizes(found, least), lambda size: lines(size) < count) or found


def balanced(room: Room, layout: LayoutName, para: Para, size: float) -> Rect | None:
    """Return a narrower box in which a title of several lines has lines of about one length, None if it needs none."""
    rect = room.rect(layout, "title")
    count = room.ruler.lines(para, size=size, width=rect.width)
    if not room.ruler.exact:  # a title that only just fits its lines here may need one more elsewhere
        count = max(count, min(room.ruler.lines(para, size=size, width=rect.width / room.ruler.doubt), TITLE_LINES))
    if room.lenient or count == 1:
        return None
    low, high = rect.width / count, rect.width
    for _ in range(BALANCE_STEPS):
        middle = (low + high) / 2
        if room.ruler.lines(para, size=size, width=middle) > count:
            low = middle
        else:
            high = middle
    width = round(high * max(BALANCE_AIR, room.ruler.doubt), 2)
    if width >= rect.width * BALANCE_LEAST:
        return None
    return Rect(rect.right - width if room.rtl else rect.x, rect.y, width, rect.height)
