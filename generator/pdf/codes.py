"""Lines as codes: one character per code, in visual order, with the invisible marks that let readers find the words again.

A reader of PDF text sees codes from left to right and turns right-to-left parts round by the Unicode bidirectional classes
of their characters, each reader in its own way. RLM and LRM of no width at the edges of numbers, Latin words, separators
and brackets are what all of them agree on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import bidirectional, category, mirrored

from generator.pdf.embedding import EmbeddedFont
from generator.pdf.truetype import Blank, Composite
from generator.text.model import Run
from generator.text.shaping import Unit

RLM, LRM = "\u200f", "\u200e"
WEIGHT = 8  # marks one code stands for: more than that, and old readers keep only eight
_MARK = Blank(0)
_RTL, _LTR, _SEPARATES, _MIRRORED, _SITS = 1, 2, 4, 8, 16  # kinds of characters, as far as invisible marks are concerned
_TURNING = _SEPARATES | _MIRRORED
_EUROPEAN = frozenset({"Latn", "Grek", "Cyrl"})
_NOTICEABLE = 0.03  # em: a shaped advance this much off the glyph's own makes readers see a space


Cluster = tuple[int, tuple[tuple[str, int, int, str], ...]]  # advance, and of each code: digits, width, x, character


# One code: its four hex digits, its width, the place it starts at (both 1/1000 em, from the run's left), its character.
Cell = tuple[str, int, float, str]


class Strip(NamedTuple):
    """The codes of a run as one string, with what kerning adds between them, and its width in 1/1000 em."""

    codes: str
    width: int


def strip(run: Run, font: EmbeddedFont) -> Strip | None:
    """Return the codes of a left-to-right run as one string; None for another, whose codes are needed one by one.

    Only in a font of 1000 units per em: there advances are thousandths, and no rounding adds up.
    """
    units = run.units
    if font.face.upem != 1000 or run.shaped.rtl or not units:
        return None
    known = font.strips.setdefault(run.script, {})
    codes = list(map(known.get, units))
    if None in codes:
        for unit in units:
            if unit not in known:
                known[unit] = _stripped(unit, run.script, font)
        codes = [known[unit] for unit in units]
    whole, width = "".join(codes), sum(run.shaped.advances[run.low : run.high])  # type: ignore[arg-type]
    if whole.endswith("<") and any(len(unit) == 2 for unit in units):  # nothing follows that the last move would shift
        whole, _, move = whole[:-1].rpartition(">")
        width += int(move)
    return Strip(whole, width)


def _stripped(unit: Unit, script: str, font: EmbeddedFont) -> str:
    """Return the codes of a unit, and by how much what follows is moved, if it is."""
    advance, cells = _unit_cells(unit, script, font, backwards=False)
    move = sum(cell[1] for cell in cells) - advance
    codes = "".join(cell[0] for cell in cells)
    return f"{codes}>{move}<" if move else codes


def run_cells(run: Run, font: EmbeddedFont) -> list[Cell]:
    """Return the codes of a run from left to right."""
    cells: list[Cell] = []
    backwards, scale = run.shaped.rtl, font.per_mille
    known = font.clusters.setdefault((run.script, backwards), {})
    pen = 0
    for unit in run.units:
        found = known.get(unit)
        if found is None:
            found = known[unit] = _unit_cells(unit, run.script, font, backwards=backwards)
        advance, codes = found
        for code, width, offset, character in codes:
            cells.append((code, width, (pen + offset) * scale, character))
        pen += advance
    return cells


def _unit_cells(unit: Unit, script: str, font: EmbeddedFont, *, backwards: bool) -> Cluster:
    """Return the codes of a glyph that draws one character, or of a cluster."""
    if len(unit) == 2:
        return _cluster(*unit, backwards, font)
    gid, advance, character = unit
    code, width = _single(gid, advance, character, script, font)
    return advance, ((code, width, 0, character),)


def space_cells(run: Run, text: str, font: EmbeddedFont) -> list[Cell] | None:
    """Return the codes of a run of nothing but spaces as blank cells, which have a box; None for another run.

    PDFium passes over a text object whose glyphs have no box at all: the space between two numbers would be lost.
    """
    own = text[run.start : run.end]
    if not own.isspace() or len(own) != run.high - run.low:
        return None
    cells: list[Cell] = []
    pen = 0
    advances = run.shaped.advances[run.low : run.high]
    for advance, character in zip(advances, own[::-1] if run.level & 1 else own, strict=True):
        code, width = font.code(Blank(advance), character)
        cells.append((code, width, pen * font.per_mille, character))
        pen += advance
    return cells


def _single(gid: int, advance: int, character: str, script: str, font: EmbeddedFont) -> tuple[str, int]:
    """Return the code of a glyph that draws one character without offset."""
    own = font.face.advance(gid)
    off = (advance - own) / font.face.upem
    if not advance and category(character) in {"Cf", "Zl", "Zp", "Cc"}:  # drawn as a space of no width
        return font.code(Blank(0), character)
    if (off > _NOTICEABLE and script not in _EUROPEAN) or (not advance and own):
        return font.code(Composite(advance, ((gid, 0, 0),)), character)
    return font.code(gid, character)


def _cluster(glyphs: tuple[tuple[int, int, int, int], ...], characters: str, backwards: bool, font: EmbeddedFont) -> Cluster:
    """Return a cluster's codes: its drawing with the leftmost character, blank cells for the others.

    `glyphs` are (glyph id, advance, x offset, y offset).
    """
    parts = []
    total = 0
    for gid, advance, x_offset, y_offset in glyphs:
        parts.append((gid, total + x_offset, y_offset))
        total += advance
    shown = characters[::-1] if backwards else characters
    wide = [category(c) not in {"Mn", "Me", "Cf"} for c in shown]
    if not any(wide):
        wide[0] = True
    room, left = max(total, 0), sum(wide)
    x = 0
    codes = []
    for index, (character, is_wide) in enumerate(zip(shown, wide, strict=True)):
        width = room // left if is_wide else 0
        if is_wide:
            room -= width
            left -= 1
        code, per_mille = font.code(Blank(width) if index else Composite(width, tuple(parts)), character)
        codes.append((code, per_mille, x, character))
        x += width
    return total, tuple(codes)


def invisible_marks(
    characters: list[str], levels: list[int], *, rtl: bool, page_rtl: bool = True
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
    kinds = [*map(_kind, characters)]
    for index, (kind, level) in enumerate(zip(kinds, levels, strict=True)):
        if level & 1 and not kind & _TURNING:
            continue
        strong_left = index > 0 and kinds[index - 1] & _RTL
        if not level & 1:
            if (index == 0 or levels[index - 1] & 1) and not strong_left:
                before[index] = RLM
            if (index == last or levels[index + 1] & 1) and not kind & _LTR:
                after[index] = LRM
            continue
        if kind & _SEPARATES:
            if not strong_left:
                before[index] = RLM
            if index < last and kinds[index + 1] & _SITS:
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


def with_mark(codes: Strip | Sequence[Cell], mark: str, font: EmbeddedFont) -> Strip | Sequence[Cell]:
    """Return a run's codes with an invisible mark after them."""
    own = mark_code(font, mark)
    if isinstance(codes, Strip):
        return Strip(codes.codes + own, codes.width)
    end = codes[-1][2] + codes[-1][1] if codes else 0.0
    return [*codes, (own, 0, end, mark)]


def surplus(characters: Iterable[str]) -> int:
    """Return by how many characters left-to-right letters (and LRM) outnumber right-to-left ones (and RLM)."""
    return sum(map(_weight, characters))


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
