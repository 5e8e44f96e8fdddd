"""Lines as codes: one character per code, in visual order, with the invisible marks that let readers find the words again.

A reader of PDF text sees codes from left to right and turns right-to-left parts round by the Unicode bidirectional classes
of their characters, each reader in its own way. RLM and LRM of no width at the edges of numbers, Latin words, separators
and brackets are what all of them agree on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import bidirectional, category, mirrored

from generator.pdf.embedding import EmbeddedFont
from generator.pdf.truetype import Blank, Composite, Shape
from generator.text.faces import Face, Unit
from generator.text.model import Run

RLM, LRM = "\u200f", "\u200e"
WEIGHT = 8  # marks one code stands for: more than that, and old readers keep only eight
_MARK = Blank(0)
_RTL, _LTR, _SEPARATES, _MIRRORED, _SITS = 1, 2, 4, 8, 16  # kinds of characters, as far as invisible marks are concerned
_TURNING = _SEPARATES | _MIRRORED
_EUROPEAN = frozenset({"Latn", "Grek", "Cyrl"})
_NOTICEABLE = 0.03  # em: a shaped advance this much off the glyph's own makes readers see a space


# What draws a unit: its advance, and of each code what it draws, the place it starts at (font units), and its character.
Drawing = tuple[int, tuple[tuple[int | Shape, int, str], ...]]

# One code: its four hex digits, its width, the place it starts at (both 1/1000 em, from the run's left), its character.
Cell = tuple[str, int, float, str]


class Strip(NamedTuple):
    """The codes of a run as one string, with what kerning adds between them, and its width in 1/1000 em."""

    codes: str
    width: int


Codes = Strip | Sequence[Cell]
_CODE = re.compile("[0-9A-F]{4}(?:>-?[0-9]+<)?")  # a code in a strip, and by how much what follows is moved, if it is


def run_codes(run: Run, font: EmbeddedFont) -> Codes:
    """Return the codes of a run from left to right: as one string wherever no advance is rounded.

    In a font of 1000 units per em advances are thousandths. In any other the rounding adds up over a line, so there the
    codes are given one by one, each with its place.
    """
    if font.face.upem != 1000 or run.low == run.high:
        return run_cells(run, font)
    key = run.script, run.shaped.rtl
    strips = font.strips.get(key)
    if strips is None:
        strips = font.strips[key] = _Strips(font, *key)
    edges = run.shaped.edges
    whole, width = "".join(map(strips.__getitem__, run.units)), edges[run.high] - edges[run.low]
    if whole.endswith("<"):  # nothing follows that the last move would shift
        whole, _, move = whole[:-1].rpartition(">")
        width += int(move)
    return Strip(whole, width)


class _Strips(dict[int, str]):
    """The codes of each unit of a font by its number, and by how much what follows is moved, if it is."""

    def __init__(self, font: EmbeddedFont, script: str, backwards: bool) -> None:
        """Give out codes of `font`, to each unit when it is first asked for."""
        super().__init__()
        self._font, self._script, self._backwards = font, script, backwards

    def __missing__(self, number: int) -> str:
        """Give out the codes of one unit."""
        font = self._font
        advance, parts = _drawing(font.face.units.numbered[number], self._script, font.face, self._backwards)
        codes, move = "", -advance
        for shape, _, character in parts:
            code, width = font.code(shape, character)
            codes += code
            move += width
        found = self[number] = f"{codes}>{move}<" if move else codes
        return found


def shown(run: Run, text: str) -> str:
    """Return the characters of a run from left to right; each has one code."""
    own = text[run.start : run.end]
    return own[::-1] if run.level & 1 else own


def run_cells(run: Run, font: EmbeddedFont) -> list[Cell]:
    """Return the codes of a run from left to right."""
    cells: list[Cell] = []
    pen = 0
    for number in run.units:
        advance, parts = _drawing(run.face.units.numbered[number], run.script, run.face, run.shaped.rtl)
        for shape, x, character in parts:
            code, width = font.code(shape, character)
            cells.append((code, width, (pen + x) * font.per_mille, character))
        pen += advance
    return cells


@lru_cache(maxsize=16384)
def _drawing(unit: Unit, script: str, face: Face, backwards: bool) -> Drawing:
    """Return what draws a glyph that stands for one character, or a cluster: the same in every document."""
    if len(unit) == 2:
        return _cluster(*unit, backwards)
    gid, advance, character = unit
    return advance, ((_single(gid, advance, character, script, face), 0, character),)


def space_codes(run: Run, text: str, font: EmbeddedFont) -> Codes | None:
    """Return the codes of a run of nothing but spaces as blank cells, which have a box; None for another run.

    PDFium passes over a text object whose glyphs have no box at all: the space between two numbers would be lost.
    """
    own = shown(run, text)
    if not own.isspace() or len(own) != run.high - run.low:
        return None
    cells: list[Cell] = []
    pen = 0
    for advance, character in zip(run.shaped.advances[run.low : run.high], own, strict=True):
        code, width = font.code(Blank(advance), character)
        cells.append((code, width, pen * font.per_mille, character))
        pen += advance
    return Strip("".join([cell[0] for cell in cells]), pen) if font.face.upem == 1000 else cells


def _single(gid: int, advance: int, character: str, script: str, face: Face) -> int | Shape:
    """Return what draws one character without offset."""
    own = face.advance(gid)
    off = (advance - own) / face.upem
    if not advance and category(character) in {"Cf", "Zl", "Zp", "Cc"}:  # drawn as a space of no width
        return Blank(0)
    if (off > _NOTICEABLE and script not in _EUROPEAN) or (not advance and own):
        return Composite(advance, ((gid, 0, 0),))
    return gid


def _cluster(glyphs: tuple[tuple[int, int, int, int], ...], characters: str, backwards: bool) -> Drawing:
    """Return what draws a cluster: all of it with the leftmost character, blank cells for the others.

    `glyphs` are (glyph id, advance, x offset, y offset).
    """
    parts = []
    total = 0
    for gid, advance, x_offset, y_offset in glyphs:
        parts.append((gid, total + x_offset, y_offset))
        total += advance
    visible = characters[::-1] if backwards else characters
    wide = [category(c) not in {"Mn", "Me", "Cf"} for c in visible]
    if not any(wide):
        wide[0] = True
    room, left = max(total, 0), sum(wide)
    x = 0
    drawn: list[tuple[Shape, int, str]] = []
    for index, (character, is_wide) in enumerate(zip(visible, wide, strict=True)):
        width = room // left if is_wide else 0
        if is_wide:
            room -= width
            left -= 1
        drawn.append((Blank(width) if index else Composite(width, tuple(parts)), x, character))
        x += width
    return total, tuple(drawn)


def invisible_marks(
    characters: Sequence[str], levels: Sequence[int], *, rtl: bool, page_rtl: bool = True
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the marks a line needs: by index of a cell (left to right), the one before it and the one after it.

    Left is what logically follows. In a right-to-left paragraph: RLM at the left edge of every even-level run unless a
    strong right-to-left character stands there, and LRM at its right edge if it ends in a neutral; RLM left of every
    number sign and separator of odd level unless a strong one follows, and right of it if a mark precedes; LRM right of a
    bracket and RLM left of it. In a left-to-right paragraph: LRM at the right edge of every right-to-left run, and on a
    page from right to left also at the right edge of a line that ends in a neutral.
    """
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    last = len(characters) - 1
    if not rtl:
        for index, level in enumerate(levels):
            if level & 1 and (index == last or not levels[index + 1] & 1):
                after[index] = LRM
        if page_rtl and last >= 0 and not levels[last] & 1 and ends_loose("".join(characters)):
            after[last] = LRM
        return before, after
    turning = {character for character in set(characters) if _kind(character) & _TURNING}
    for index, (character, level) in enumerate(zip(characters, levels, strict=True)):
        if level & 1 and character not in turning:
            continue
        kind = _kind(character)
        strong_left = index > 0 and _kind(characters[index - 1]) & _RTL
        if not level & 1:
            if (index == 0 or levels[index - 1] & 1) and not strong_left:
                before[index] = RLM
            if (index == last or levels[index + 1] & 1) and not kind & _LTR:
                after[index] = LRM
            continue
        if kind & _SEPARATES:
            if not strong_left:
                before[index] = RLM
            if index < last and _kind(characters[index + 1]) & _SITS:
                after[index] = RLM
        else:
            after[index] = LRM
            if not strong_left:
                before[index] = RLM
    return before, after


@cache
def _kind(character: str) -> int:
    """Return what a character does to its neighbours' direction, as a sum of the kinds above."""
    bidi = bidirectional(character)
    return (
        _RTL * (bidi in {"R", "AL"})
        + _LTR * (bidi in {"L", "EN", "AN"})
        + _SEPARATES * (bidi in {"EN", "AN", "ES", "ET", "CS"})
        + _MIRRORED * bool(mirrored(character))
        + _SITS * (bidi == "NSM")
    )


def ends_loose(text: str) -> bool:
    """Whether a text, spaces at its end aside, ends in a character without direction."""
    bare = text.rstrip()
    return bool(bare) and not _kind(bare[-1]) & (_LTR | _RTL)


def with_marks(codes: Codes, before: Mapping[int, str], after: Mapping[int, str], first: int, font: EmbeddedFont) -> Codes:
    """Return a run's codes with a line's invisible marks before and after some of them; `first` is its first code there."""
    if isinstance(codes, Strip):
        parts = _CODE.findall(codes.codes)
        for at in sorted({*before, *after}.intersection(range(first, first + len(parts)))):
            left = mark_code(font, before[at]) if at in before else ""
            right = mark_code(font, after[at]) if at in after else ""
            own = parts[at - first]
            parts[at - first] = f"{left}{own[:4]}{right}{own[4:]}"
        return Strip("".join(parts), codes.width)
    cells: list[Cell] = []
    for index, cell in enumerate(codes, first):
        if index in before:
            cells.append((mark_code(font, before[index]), 0, cell[2], before[index]))
        cells.append(cell)
        if index in after:
            cells.append((mark_code(font, after[index]), 0, cell[2] + cell[1], after[index]))
    return cells


def surplus(text: str) -> int:
    """Return by how many characters left-to-right letters (and LRM) outnumber right-to-left ones (and RLM)."""
    return sum([_weight(character) * count for character, count in Counter(text).items()])


@cache
def _weight(character: str) -> int:
    bidi = bidirectional(character)
    return 1 if bidi == "L" else -1 if bidi in {"R", "AL"} else 0


def weight_code(font: EmbeddedFont) -> str:
    """Return the code of a blank cell, one em wide, that stands for WEIGHT right-to-left marks."""
    return font.code(Blank(font.face.upem), RLM * WEIGHT)[0]


def mark_code(font: EmbeddedFont, mark: str) -> str:
    """Return the code of an invisible mark in a font."""
    return font.code(_MARK, mark)[0]
