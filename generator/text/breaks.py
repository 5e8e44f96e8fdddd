"""Where a line may end: the Unicode line breaking algorithm by ICU (UAX #14, with dictionaries and CJK rules), less the
places where a break would tear a phone number, a dose, an address or a compound.

Why no break after a hyphen, slash or dash: whoever copies the text, or hears it read, gets the two halves without it, or
with a space in it. Such places, `second`, are used only where the whole would not fit on a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import icu

from generator.text.scripts import extensions

UNITS = (
    "mg|mcg|µg|μg|ug|ng|g|kg|ml|mL|µl|μl|cl|dl|dL|l|L|IU|iu|IE|UI|units?|mm|cm|m|km|mmHg|mmol|mol|kPa|kcal|kJ|MBq|Gy|mSv|Hz|"
    "h|hr|hrs|min|mins|s|sec|°C|°F|℃|℉|%|٪|‰|мг|мкг|г|кг|мл|л|см|мм|мин|ч|МЕ|"
    'ملغ|مجم|ملغم|ملل|مل|غ|كغ|میلی‌گرم|میلی‌لیتر|گرم|ملی\\ گرام|مليغرام|ملليلتر|מ"ג|מ״ג|מ"ל|מ״ל|'
    "मि\\.ग्रा\\.?|मिलीग्राम|ग्राम|মিগ্রা|মিলিগ্রাম|ਮਿਲੀਗ੍ਰਾਮ|મિલીગ્રામ|மிகி|மில்லிகிராம்|మి\\.గ్రా\\.?|"
    "밀리그램|밀리리터|그램|ሚ\\.ግ|ሚግ|ሚሊ|ግራም"
)
UNSPACED_UNITS = "มก\\.?|มิลลิกรัม|มล\\.?|มิลลิลิตร|กรัม|毫克|微克|克|公斤|毫升|升|毫米|厘米|公分|ミリグラム|ミリリットル"
SPACE = "[ \u00a0\u2009\u202f]"
KEPT = rf"""
      (?:https?://|www\.)[!-~]+                                     # addresses on the web
    | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+                          # mail
    | \b(?:doi:\s?)?10\.\d{{4,9}}/[!-~]+                           # DOI
    | (?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?:/[!-~]*)?           # example.org/page
    | [+(]?\d(?:[\s().\-\u2010-\u2015/\u2060]{{0,3}}\d){{5,17}}      # phone numbers: six digits and more, grouped
    | (?:[<>≤≥±~≈]{SPACE}?)?(?<!\d)\d[\d.,٫٬/:\u2010-\u2015-]*{SPACE}?
      (?:(?:{UNITS})(?!\w)|{UNSPACED_UNITS})                        # doses: number and unit
    | [<>≤≥±]{SPACE}?\d+                                           # limits
"""
MAY_KEEP = re.compile(r"[\d@]|www\.|://|\w\.\w")  # quick: most paragraphs have nothing to keep whole
TRAILING = ".,;:!?)]}>\"'»”’،؛؟。，！？"  # sentence marks that end an address but are not of it

UNSPACED = {"Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"}  # a break needs no space here
HYPHENS = "-\u2010"  # readers take one at a line's end for hyphenation and drop it, even before a space
HANGING = frozenset(
    "\u0020\u0009\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
)  # at a line's end


@dataclass(frozen=True, slots=True)
class Breaks:
    """Places where a line may end, as indexes into the text, ascending; the last of `first` is the text's end."""

    first: tuple[int, ...]
    second: tuple[int, ...]  # only if a stretch between two places of `first` does not fit


@lru_cache(maxsize=1024)
def find_breaks(text: str, language: str) -> Breaks:
    """Return where lines of `text` may end in a language (BCP 47)."""
    iterator = _lines(language)
    legal = _positions(iterator, text)
    kept = [_span(match) for match in _kept().finditer(text)] if MAY_KEEP.search(text) else []
    first: list[int] = []
    second: list[int] = []
    span = 0
    for at in legal:
        while span < len(kept) and kept[span][1] <= at:
            span += 1
        inside = span < len(kept) and kept[span][0] < at
        (second if at < len(text) and (inside or _tears(text, at, language)) else first).append(at)
    return Breaks(tuple(first), tuple(second))


def graphemes(text: str) -> tuple[int, ...]:
    """Return the ends of the grapheme clusters of `text` (UAX #29), where it may be cut if nothing else fits."""
    return tuple(_positions(_characters(), text))


def visible_end(text: str, start: int, end: int) -> int:
    """Return where text[start:end] ends without the spaces that hang over the line's end."""
    while end > start and text[end - 1] in HANGING:
        end -= 1
    return end


def _tears(text: str, at: int, language: str) -> bool:
    """Whether a break at `at`, though legal, would tear what stands together, or leave a hyphen at a line's end."""
    before, after = text[at - 1], text[at]
    if before.isspace() or before == "\u200b":
        shown = visible_end(text, 0, at)
        return shown > 0 and text[shown - 1] in HYPHENS
    if language.split("-", maxsplit=1)[0] == "ko":
        return not is_wide_mark(before)  # Korean puts spaces between words
    return not (is_unspaced(before) or is_unspaced(after))


@cache
def is_unspaced(char: str) -> bool:
    """Whether a character belongs to writing without spaces between words (or ends an Ethiopic word)."""
    return any(s in UNSPACED for s in extensions(char)) or is_wide_mark(char) or "\u1361" <= char <= "\u1368"


def is_wide_mark(char: str) -> bool:
    """Whether a character is CJK punctuation: wide, and no letter."""
    return unicodedata.east_asian_width(char) in "WF" and not char.isalnum()


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the stretch to keep whole, without the sentence mark that follows it."""
    start, end = match.span()
    text = match[0]
    return start, end - (len(text) - len(text.rstrip(TRAILING)) if set("/@.") & set(text) else 0)


def _positions(iterator: icu.BreakIterator, text: str) -> list[int]:
    """Return an iterator's boundaries after 0 as indexes of code points (ICU counts UTF-16 units)."""
    iterator.setText(text)
    if not text or max(text) <= "\uffff":
        return list(iterator)
    units, at = {0: 0}, 0
    for index, char in enumerate(text):
        at += 2 if char > "\uffff" else 1
        units[at] = index + 1
    return [units[unit] for unit in iterator]


@cache
def _kept() -> re.Pattern[str]:
    """Return the pattern of what is kept whole, compiled when the first digit or address comes along."""
    return re.compile(KEPT, re.VERBOSE)


@cache
def _lines(language: str) -> icu.BreakIterator:
    """Return the line breaker of a language, with the strict rules for Chinese and Japanese."""
    return icu.BreakIterator.createLineInstance(icu.Locale(f"{language.replace('-', '_')}@lb=strict"))


@cache
def _characters() -> icu.BreakIterator:
    return icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
