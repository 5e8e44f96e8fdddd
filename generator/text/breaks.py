"""Where a line may end: the Unicode line breaking algorithm by ICU (UAX #14, with dictionaries and CJK rules), less the
places where a break would tear a phone number, a dose, an address or a compound.

What is wider than a line must break somewhere: then the no-break spaces between words, and before a citation marker, come
first, then what `second` holds, then the joins inside a marker, a dose or a phone number, and grapheme clusters last. The
digits of a number stay together even if it is wider than the line.

Why no break after a hyphen, slash or dash: whoever copies the text, or hears it read, gets the two halves without it, or
with a space in it. Such places, `second`, are used only where the whole would not fit on a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import icu

from generator.text.scripts import extensions
from generator.values import value

UNITS = (
    "mg|mcg|µg|μg|ug|ng|g|kg|ml|mL|µl|μl|cl|dl|dL|l|L|IU|iu|IE|UI|units?|mm|cm|m|km|mmHg|mmol|mol|kPa|kcal|kJ|MBq|Gy|mSv|Hz|"
    "h|hr|hrs|min|mins|s|sec|°C|°F|℃|℉|%|٪|‰|мг|мкг|г|кг|мл|л|см|мм|мин|ч|МЕ|"
    'ملغ|مجم|ملغم|ملل|مل|غ|كغ|میلی‌گرم|میلی‌لیتر|گرم|ملی\\ گرام|مليغرام|ملليلتر|מ"ג|מ״ג|מ"ל|מ״ל|'
    "मि\\.ग्रा\\.?|मिलीग्राम|ग्राम|মিগ্রা|মিলিগ্রাম|ਮਿਲੀਗ੍ਰਾਮ|મિલીગ્રામ|மிகி|மில்லிகிராம்|మి\\.గ్రా\\.?|"
    "밀리그램|밀리리터|그램|ሚ\\.ግ|ሚግ|ሚሊ|ግራም"
)
UNSPACED_UNITS = "มก\\.?|มิลลิกรัม|มล\\.?|มิลลิลิตร|กรัม|毫克|微克|克|公斤|毫升|升|毫米|厘米|公分|ミリグラム|ミリリットル"
SPACE = "[ \u00a0\u2009\u202f]"
ADDRESSES = r"""
      (?:https?://|www\.)[!-~]+                                     # on the web
    | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+                          # mail
    | \b(?:doi:\s?)?10\.\d{4,9}/[!-~]+                             # DOI
    | (?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[!-~]*)?            # example.org/page
"""
NUMBERS = rf"""(?=[\d+(<>≤≥±~≈])(?:
      [+(]?\d(?:[\s().\-\u2010-\u2015/\u2060]{{0,3}}\d){{5,17}}      # phone numbers: six digits and more, grouped
    | (?:[<>≤≥±~≈]{SPACE}?)?(?<!\d)\d[\d.,٫٬/:\u2010-\u2015-]*{SPACE}?
      (?:(?:{UNITS})(?!\w)|{UNSPACED_UNITS})                        # doses: number and unit
    | [<>≤≥±]{SPACE}?\d+                                           # limits
)"""
DIGIT = re.compile(r"\d")
DOMAIN = re.compile(r"\.[a-z]")
TRAILING = ".,;:!?)]}>\"'»”’،؛؟。，！？"  # sentence marks that end an address but are not of it

MARKER = r"\[\d[\d,;\s\u00a0\u2007\u202f\u2010-\u2015-]*\]"  # a citation: [3], [1-3, 5]
NUMBER = (
    r"[\[(<>≤≥±~≈+\u2212$£€#\u2066-\u2068-]{0,4}"  # what belongs to its front,
    r"\d+(?:[.,:/'’٫٬\u2010-\u2015-]\d+)*"  # its digits and what parts them,
    r"[\])%٪‰°.,;:!?\u2069]{0,4}"  # and to its back
)
DECIMAL = r"\d+(?:[.,٫٬]\d+)*"
LONGEST_NUMBER = 30  # characters; a longer row of digits is no number that anybody reads
NO_BREAK_SPACES = "\u00a0\u2007\u202f"

UNSPACED = {"Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"}  # a break needs no space here
HYPHENS = "-\u2010"  # readers take one at a line's end for hyphenation and drop it, even before a space
NO_PLAIN_BREAK = ("", " ", *HYPHENS)
HANGING = frozenset(
    "\u0020\u0009\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
)  # at a line's end


@value
class Breaks:
    """Places where a line may end, as indexes into the text, ascending; the last of `first` is the text's end."""

    first: tuple[int, ...]
    second: tuple[int, ...]  # only if a stretch between two places of `first` does not fit


@lru_cache(maxsize=1024)
def find_breaks(text: str, language: str) -> Breaks:
    """Return where lines of `text` may end in a language (BCP 47)."""
    iterator = _lines(language)
    legal = _positions(iterator, text)
    kept = _kept_spans(text)
    first: list[int] = []
    second: list[int] = []
    span = 0
    for at in legal:
        while span < len(kept) and kept[span][1] <= at:
            span += 1
        inside = span < len(kept) and kept[span][0] < at
        plain = text[at - 1] == " " and text[at - 2 : at - 1] not in NO_PLAIN_BREAK  # most are; quicker than _tears
        torn = at < len(text) and (inside or not (plain or not _tears(text, at, language)))
        (second if torn else first).append(at)
    return Breaks(tuple(first), tuple(second))


def forced_breaks(text: str, second: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return where a stretch of `text` that is wider than its box is parted before its letters are, best places first.

    After a no-break space between words, or between a word and a marker; at `second`; inside a marker, a dose or a phone
    number, but in none of its numbers; at last where a range or a date has its dash.
    """
    numbers = _inside(match.span() for match in re.finditer(NUMBER, text))
    whole = _inside([*_kept_spans(text), *(match.span() for match in re.finditer(MARKER, text))])
    between: list[int] = []
    within: list[int] = []
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if before in NO_BREAK_SPACES and not _belongs_to_space(after):
            counted = text[at - 2 : at - 1].isdigit() and after.isdigit()
            (within if at in whole or counted else between).append(at)
        elif at in whole and before in ",;" and after.isdigit():
            within.append(at)
    return (
        tuple(between),
        tuple(at for at in second if at not in numbers),
        tuple(within),
        tuple(at for at in second if at in numbers),
    )


def _inside(spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the places inside any of the spans, not at their ends."""
    return {at for start, end in spans for at in range(start + 1, end)}


def _belongs_to_space(char: str) -> bool:
    """Whether a character may not be parted from a space before it: a mark that sits on it, a joiner, an isolate's end."""
    return unicodedata.category(char)[0] == "M" or char in "\u200c\u200d\u2060\u2069" or char in HANGING


def pieces(text: str) -> tuple[int, ...]:
    """Return the ends of the smallest pieces that `text` may be cut into: grapheme clusters, and numbers whole.

    A no-break space goes with the piece before it, for it hangs there.
    """
    numbers = [span for match in re.finditer(NUMBER, text) for span in _uncut(match)]
    ends, index = [], 0
    for at in graphemes(text):
        while index < len(numbers) and numbers[index][1] <= at:
            index += 1
        hangs = text[at : at + 1] in NO_BREAK_SPACES and text[at - 1] not in NO_BREAK_SPACES and at < len(text)
        if not hangs and (index == len(numbers) or at <= numbers[index][0]):
            ends.append(at)
    return tuple(ends)


def _uncut(number: re.Match[str]) -> list[tuple[int, int]]:
    """Return the number with its signs and brackets as one; of a longer row of digits the numbers between its dashes."""
    start, end = number.span()
    if end - start <= LONGEST_NUMBER:
        return [(start, end)]
    parts = (part.span() for part in re.compile(DECIMAL).finditer(number.string, start, end))
    return [(a, b) for a, b in parts if b - a <= LONGEST_NUMBER]


def graphemes(text: str) -> tuple[int, ...]:
    """Return the ends of the grapheme clusters of `text` (UAX #29), where it may be cut if nothing else fits."""
    return tuple(_positions(_characters(), text))


def visible_end(text: str, start: int, end: int) -> int:
    """Return where text[start:end] ends without the spaces that hang over the line's end.

    A no-break space hangs only where a line had to end at it, with more text to come.
    """
    if start < end < len(text) and text[end - 1] in NO_BREAK_SPACES:
        end -= 1
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


def _kept_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches to keep whole, in order, none over another; most paragraphs have none."""
    found: list[tuple[int, int]] = []
    if DIGIT.search(text):
        found = [_span(match) for match in _numbers().finditer(text)]
    if "@" in text or "://" in text or "www." in text or "10." in text or DOMAIN.search(text):
        found = _merged([*found, *(_span(match) for match in _addresses().finditer(text))])
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


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
def _numbers() -> re.Pattern[str]:
    """Return the pattern of the numbers that are kept whole, compiled when the first digit comes along."""
    return re.compile(NUMBERS, re.VERBOSE)


@cache
def _addresses() -> re.Pattern[str]:
    return re.compile(ADDRESSES, re.VERBOSE)


@cache
def _lines(language: str) -> icu.BreakIterator:
    """Return the line breaker of a language, with the strict rules for Chinese and Japanese."""
    return icu.BreakIterator.createLineInstance(icu.Locale(f"{language.replace('-', '_')}@lb=strict"))


@cache
def _characters() -> icu.BreakIterator:
    return icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
