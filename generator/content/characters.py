"""Characters that must not be printed because they are invisible, reorder what is read, or stand for nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.values import value

# Control characters (but not tab and line ends), soft hyphen, grapheme joiner, fillers, line and paragraph separators,
# embeddings and overrides, invisible operators, deprecated format characters, byte order mark, annotation and
# replacement characters, private use, noncharacters, tag characters.
_NEVER = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2028-\u202e\u2060-\u2065\u206a-\u206f"
    "\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
)
_SOMETIMES = "\u200b-\u200d\u2066-\u2069"  # zero-width space, non-joiner and joiner; isolates
SUSPECT = re.compile(f"[{_NEVER}{_SOMETIMES}]")
_TAB = re.compile(r"(?<=\S)\t+(?=\S)")
# Marks on one letter, as pranks pile them up until they cover the lines around. Scripts whose vowels are marks need four.
PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}"
)

# Scripts whose letters change shape beside a joiner or non-joiner, and scripts that mark words with zero-width spaces.
_JOINING = (
    "[\u0600-\u07ff\u0840-\u085f\u0860-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdcf"
    "\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
_UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\uaa60-\uaadf]"


@value
class Oddity:
    """A character that must not stand where it does."""

    offset: int
    char: str
    message: str
    hint: str


def first_banned(text: str) -> re.Match[str] | None:
    """Return the first character that must stand nowhere, not even in a comment."""
    return re.search(f"[{_NEVER}]", text)


def oddities(text: str) -> Iterator[Oddity]:
    """Yield what is wrong with the characters of a text; an open isolate is reported where it opens."""
    if "\t" in text:
        yield from (Oddity(m.start(), "\t", "a tab inside the words", "write a space") for m in _TAB.finditer(text))
    for match in PILE.finditer(text):
        count = len(match.group())
        yield Oddity(match.start(), match.group(), f"{count} marks on one letter", "type the letter again, with its own marks")
    opened: list[int] = []
    for match in SUSPECT.finditer(text):
        char, at = match.group(), match.start()
        if char in "\u2066\u2067\u2068":
            opened.append(at)
        elif char == "\u2069":
            if not opened:
                yield _odd(char, at, "closes nothing", "delete it")
            else:
                if "\n\n" in text[opened[-1] : at].replace("\r", ""):
                    yield _odd(text[opened[-1]], opened[-1], "is not closed in its paragraph", "close it with U+2069")
                opened.pop()
        elif char in "\u200c\u200d":
            if not re.match(_JOINING, text[at - 1 : at]):
                yield _odd(char, at, "does not follow a letter that joins", "delete it")
        elif char == "\u200b":
            if not re.match(_UNSPACED, text[at - 1 : at]):
                yield _odd(char, at, "stands in a script that writes spaces", "delete it, or type a space")
        else:
            yield _odd(char, at, "must not stand in a text", _hint(char))
    for at in opened:
        yield _odd(text[at], at, "is never closed", "close it with U+2069")


def _odd(char: str, at: int, message: str, hint: str) -> Oddity:
    name = unicodedata.name(char, "").lower()
    called = f"U+{ord(char):04X}" + (f" ({name})" if name else "")
    return Oddity(at, char, f"the invisible character {called} {message}", hint)


def _hint(char: str) -> str:
    if char == "\ufffd":
        return "a letter was lost when the text was copied: type it again"
    if "\u202a" <= char <= "\u202e":
        return "delete it: it changes the order in which the text is read, digits too"
    if char == "\xad":
        return "delete it: words are not hyphenated"
    if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        return "it has no meaning outside its own font: type the character that is meant"
    return "delete it"
