"""Itemising: text is cut into segments that shape as one: same span, direction (bidi level), script and face.

Levels are ICU's (UAX #9); common and inherited characters take the script beside them (UAX #24). One face is kept over a
line as long as it can be, because readers of a PDF lose spaces where the font changes: digits, spaces and Latin words come
from the paragraph's main face if it has them. Where a character is missing, the whole word goes to a face that has all of
it, so that letters still join and accents sit; in writing without spaces only the character with its marks goes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import icu

from generator.errors import LayoutError, Problem
from generator.text.breaks import UNSPACED
from generator.text.fonts import Face, Fonts
from generator.text.model import Words
from generator.text.scripts import COMMON, ONE_RUN, SCRIPT_OF_LANGUAGE, extensions, is_extender, script

REORDERED = re.compile(
    "[\u0590-\u08ff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
OPENING = {"(": ")", "[": "]", "{": "}", "\u00ab": "\u00bb", "\u201c": "\u201d", "\u2018": "\u2019"}


class Segment(NamedTuple):
    """text[start:end] of a paragraph, to be shaped as one."""

    start: int
    end: int
    level: int
    script: str
    language: str
    face: Face
    span: int


def itemise(
    text: str, spans: Sequence[Words], *, direction: Literal["ltr", "rtl"], language: str, fonts: Fonts
) -> tuple[Segment, ...]:
    """Return the segments of a paragraph in logical order; they cover it without a gap.

    `text` is the spans' texts joined. Raises LayoutError (T10) naming every character that no face draws.
    """
    own = fonts.of(language)
    scripts = char_scripts(text, levels := bidi_levels(text, direction), _script_of(own))
    found: list[Segment] = []
    missing: list[str] = []
    start = 0
    for index, span in enumerate(spans):
        end = start + len(span.text)
        tag = span.language or language
        faces = _Chooser(own, fonts.of(tag), bold=span.bold).faces(span.text, scripts[start:end], missing)
        for a, b in _alike(start, end, levels, scripts, faces):
            face = faces[a - start] if isinstance(faces, list) else faces
            found.append(Segment(a, b, levels[a], scripts[a], tag, face, index))
        start = end
    if missing:
        raise LayoutError(*(uncovered_problem(c, language) for c in dict.fromkeys(missing)))
    return tuple(found)


def uncovered_problem(cluster: str, language: str) -> Problem:
    """Return the complaint about a character (with its marks) that cannot be set."""
    code = " ".join(f"U+{ord(c):04X}" for c in cluster)
    name = unicodedata.name(cluster[0], "unnamed or control character")
    hint = "replace it, or give a brand font that has it"
    return Problem("T10", f"no font has the character {cluster!r} ({code}, {name})", hint=hint, language=language)


def bidi_levels(text: str, direction: Literal["ltr", "rtl"]) -> Sequence[int]:
    """Return the embedding level of each code point (UAX #9) in a paragraph of the given direction."""
    if not text or (direction == "ltr" and not REORDERED.search(text)):
        return bytes(len(text))
    bidi = icu.Bidi()
    whole = icu.UnicodeString(text)
    bidi.setPara(whole, 1 if direction == "rtl" else 0)
    levels = bidi.getLevels()
    if max(text, default="") <= "\uffff":
        return tuple(levels)
    return tuple(levels[unit] for unit in _first_units(text))


def _first_units(text: str) -> Iterator[int]:
    """Yield the UTF-16 index of each code point: ICU counts in UTF-16 units."""
    at = 0
    for char in text:
        yield at
        at += 2 if char > "\uffff" else 1


def char_scripts(text: str, levels: Sequence[int], default: str) -> Sequence[str]:
    """Return for each character the script it is shaped in; `default` where nothing beside it has one."""
    strong = {ONE_RUN.get(s, s) for s in set(map(script, set(text))).difference(COMMON)}
    if len(strong) < 2:
        return [strong.pop() if strong else default] * len(text)
    found: list[str] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and levels[end] == levels[start]:
            end += 1
        found += _run_scripts(text[start:end], default)
        start = end
    return found


def _run_scripts(text: str, default: str) -> list[str]:
    """Resolve the scripts of one level run: common characters take the one before, at its start the one after."""
    own = [ONE_RUN.get(s := script(c), s) for c in text]
    current = next((s for s in own if s not in COMMON), default)
    found: list[str] = []
    opened: list[tuple[str, str]] = []  # closing bracket and the script at its opening
    for char, of in zip(text, own, strict=True):
        if of not in COMMON:
            current = of
        elif of == "Zyyy":
            used = extensions(char)
            if len(used) > 1 and current not in used and not any(ONE_RUN.get(s) == current for s in used):
                current = default if default in used else current
            if opened and char == opened[-1][0]:
                current = opened.pop()[1]
            elif char in OPENING:
                opened.append((OPENING[char], current))
        found.append(current)
    return found


def _script_of(fonts: Fonts) -> str:
    of = fonts.language.script
    return SCRIPT_OF_LANGUAGE.get(of, of)


class _Chooser:
    """The faces of one span: the paragraph's main face where it can be kept, else another for the cluster or the word."""

    def __init__(self, own: Fonts, other: Fonts, *, bold: bool) -> None:
        """Choose from the fonts of the paragraph's language, then of the span's.

        A span in another language in Han characters takes its own face throughout: these have other forms there.
        """
        fonts = other if other.language.script in SCRIPT_OF_LANGUAGE else own
        self._fonts, self._other, self._bold = fonts, other, bold
        self.main = fonts.main(bold)

    def faces(self, text: str, scripts: Sequence[str], missing: list[str]) -> Face | list[Face]:
        """Return the face of every character of a span, or one face for all; what none draws is added to `missing`."""
        alien = self._fonts.alien(text, self._bold)
        if not alien:
            return self.main
        faces = [self.main] * len(text)
        at = 0
        while at < len(text):
            if text[at] not in alien:
                at += 1
                continue
            (first, last), face = self._stretch(text, at, scripts[at])
            if face is None:
                missing.append(text[first:last])
            else:
                faces[first:last] = [face] * (last - first)
            at = max(last, at + 1)
        return faces

    def _stretch(self, text: str, at: int, shaped_in: str) -> tuple[tuple[int, int], Face | None]:
        """Return what has to leave the main face together with text[at], and the face it goes to (None: there is none)."""
        cluster = _cluster(text, at)
        if shaped_in not in UNSPACED and script(text[at]) not in ("Zyyy", "Zzzz"):
            word = _word(text, at)
            face = self._face(text[word[0] : word[1]])
            if face is not None:
                return word, face
        return cluster, self._face(text[cluster[0] : cluster[1]])

    def _face(self, stretch: str) -> Face | None:
        """Return a face that draws all of `stretch`; the span's language chooses in its own script."""
        if _script_of(self._other) == script(stretch[0]):
            return self._other.face_for(stretch, self._bold) or self._fonts.face_for(stretch, self._bold)
        return self._fonts.face_for(stretch, self._bold)


def _cluster(text: str, at: int) -> tuple[int, int]:
    """Return the stretch of a character with the marks that follow it, or of the marks' base."""
    first, last = at, at + 1
    while first > 0 and is_extender(text[first]):
        first -= 1
    while last < len(text) and is_extender(text[last]):
        last += 1
    return first, last


def _word(text: str, at: int) -> tuple[int, int]:
    """Return the stretch round `at` of letters of one script and their marks."""
    first, last = at, at + 1
    of = script(text[at])
    if of == "Zinh":
        first, _ = _cluster(text, at)
        of = script(text[first])
    while first > 0 and (script(text[first - 1]) == of or is_extender(text[first - 1])):
        first -= 1
    while last < len(text) and (script(text[last]) == of or is_extender(text[last])):
        last += 1
    return first, last


def _alike(
    start: int, end: int, levels: Sequence[int], scripts: Sequence[str], faces: Face | list[Face]
) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches of text[start:end] that agree in level, script and face."""
    begin, count = start, end - start
    columns = [levels[start:end], scripts[start:end], *([] if isinstance(faces, Face) else [faces])]
    if count and any(column.count(column[0]) != count for column in columns):
        keys = list(zip(*columns, strict=True))
        for at in range(1, count):
            if keys[at] != keys[at - 1]:
                yield begin, start + at
                begin = start + at
    if begin < end:
        yield begin, end
