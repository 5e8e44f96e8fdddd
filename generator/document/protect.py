"""Keep numbers, doses, phone numbers, addresses and codes whole: no break at spaces, no reordering in right-to-left text.

Nothing is ever removed. A space inside a number, dose, range or phone number becomes U+00A0 (other places are kept whole by
the text engine), and in right-to-left text what must run from left to right is wrapped in U+2066..U+2069: measured, a phone
number prints with its groups reversed without them. What stands in isolates already is not wrapped again.
"""

from __future__ import annotations

import re
from bisect import bisect_left as bisect
from functools import lru_cache

from generator.document.units import unit_end
from generator.values import value

NBSP, LRI, RLI, FSI, PDI = "\u00a0", "\u2066", "\u2067", "\u2068", "\u2069"
ISOLATES = frozenset([LRI, RLI, FSI, PDI])
ADDED = str.maketrans({LRI: None, RLI: None, FSI: None, PDI: None, NBSP: " "})
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
LTR_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
ASCII_DIGIT = re.compile("[0-9]")
CLUE = re.compile(r"\d|@|www\.|://|\.[a-z]")  # without one of these there is no token
ISOLATED = re.compile(f"[{LRI}{RLI}{FSI}][^{LRI}{RLI}{FSI}{PDI}]*{PDI}")

_GAP = "[ \u00a0\u2009\u202f]?"
_DASH = "[-\u2010-\u2013\u2212]"
_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,5}(?!\d)"
_NUMBER = rf"(?:{_GROUPED}|\d+)(?:[.,:\u066b\u066c]\d+){{0,6}}"
_SIGN = f"[<>\u2264\u2265\u2248~\u00b1+\u2212]{_GAP}"
_STOP = r"\s<>\"\u2066-\u2069"  # what no address holds
_DOMAINS = "org|com|net|edu|gov|info|int|health|uk|eu|ie|ca|au|nz"

AMOUNT = re.compile(rf"(?:{_SIGN})?{_NUMBER}(?:{_GAP}{_DASH}{_GAP}{_NUMBER})?(?![\d-])")
TOKEN = re.compile(
    rf"(?P<url>(?:https?://|www\.)[^{_STOP}]+|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:{_DOMAINS})(?:/[^{_STOP}]*)?(?![\w@]))"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    rf"|(?P<doi>(?:doi:[ \u00a0]?)?10\.\d{{4,9}}/[^{_STOP}]+)"
    rf"|(?P<date>(?<![\w./-])[0-9]{{1,4}}(?:{_DASH}[0-9]{{1,2}}){{2}}(?:[0-9]{{2}})?(?![\w/-]))"
    r"|(?P<phone>(?<![\w.+/-])(?:\+|\()?[0-9]"
    r"(?:[ \u00a0]?[()./\u2010-\u2013-]?[ \u00a0]?[0-9]|\)[ \u00a0]?[0-9]){0,30}(?![\w]))"
    rf"|(?P<amount>(?<![\w.,]){AMOUNT.pattern})"
    r"|(?P<code>(?<![\w-])[A-Z]{1,8}-?[0-9][0-9A-Za-z]*(?:[-/][0-9A-Za-z]+)*(?![\w-]))"
)
LARGE_NUMBER = re.compile(r"\d{1,3}(?:[., \u00a0]\d{3})+")
DECIMAL = re.compile(r"\d+[.,]\d+")
NUMERIC_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")

_WORD = r"\(?[A-Za-z\u00c0-\u024f][\w'\u2019.&/+-]*\)?"
PHRASE = rf"{_WORD}(?:[,:]?[ \u00a0](?:{_WORD}|[0-9][\w.,/+-]*|&))*"  # only for right-to-left text
LOOSE_NUMBER = r"[ \u00a0][0-9][0-9.,]*$"
NUMBER_NEXT = r"[ \u00a0(:,-]*\d"
TRAILING = ".,;:!?)\u060c\u061b\u061f\u3002\uff0c\u3001\u0964\u2026'\"\u00bb\u201d\u2019]"
LONGEST_UNBROKEN = 32  # characters of a foreign phrase that are kept on one line


@value
class _Span:
    """A stretch of the text that belongs together; `kept` if no line may break at its spaces."""

    start: int
    end: int
    kept: bool
    isolated: bool


def protect(text: str, *, rtl: bool) -> str:
    """Return `text` with what must stay whole kept whole; `rtl` says that it runs from right to left. Idempotent."""
    return protect_parts((text,), rtl=rtl)[0]


@lru_cache(maxsize=8192)
def protect_parts(parts: tuple[str, ...], *, rtl: bool) -> tuple[str, ...]:
    """Protect a text that is cut into parts of different style: a dose may begin in one and end in the next."""
    edits = _edits("".join(parts), rtl=rtl)
    if not edits:
        return parts
    done, at = [], 0
    for part in parts:
        done.append("".join(edits.get(at + i, char) for i, char in enumerate(part)))
        at += len(part)
    return tuple(done)


def keep_whole(text: str, *, rtl: bool) -> str:
    """Return a phone number, address or code of contact data: never broken, and from left to right in any surroundings."""
    kept = text.replace(" ", NBSP)
    return isolate(kept, LRI) if rtl and not text.isalnum() else kept


def isolate(text: str, opener: str = FSI) -> str:
    """Wrap `text` in an isolate, unless it is one already."""
    return text if ISOLATED.fullmatch(text) else f"{opener}{text}{PDI}"


def plain(text: str) -> str:
    """Return `text` without what this module may have added."""
    return text.translate(ADDED)


def runs_against(text: str, *, rtl: bool) -> bool:
    """Whether `text` runs the other way than the text around it."""
    other, own = (LTR_LETTER, RTL_LETTER) if rtl else (RTL_LETTER, LTR_LETTER)
    return other.search(text) is not None and own.search(text) is None


def _edits(text: str, *, rtl: bool) -> dict[int, str]:
    """Return what each changed character becomes, by its index; isolates that are there do not count as text."""
    bare, places, wrapped = _without_isolates(text)
    changed = _changes(bare, wrapped, rtl=rtl)
    return {places[i]: new for i, new in changed.items()} if places else changed


def _without_isolates(text: str) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Return the text without its isolates, where each character came from, and the stretches that were isolated."""
    if PDI not in text:
        return text, [], []
    places = [i for i, char in enumerate(text) if char not in ISOLATES]
    wrapped = [(bisect(places, a), bisect(places, b)) for a, b in (m.span() for m in ISOLATED.finditer(text))]
    return "".join(text[i] for i in places), places, wrapped


def _changes(text: str, wrapped: list[tuple[int, int]], *, rtl: bool) -> dict[int, str]:
    spans = _tokens(text) if CLUE.search(text) else []
    if rtl:
        spans = _with_phrases(text, spans)
    changed = {i: NBSP for span in spans if span.kept for i in range(span.start, span.end) if text[i] == " "}
    if rtl:
        for span in spans:
            if span.isolated and not any(a < span.end and span.start < b for a, b in wrapped):
                first, last = span.start, span.end - 1
                changed[first] = LRI + changed.get(first, text[first])
                changed[last] = changed.get(last, text[last]) + PDI
    return changed


# --- what belongs together --------------------------------------------------------------------------------------------


def _tokens(text: str) -> list[_Span]:
    spans, at = [], 0
    while (match := TOKEN.search(text, at)) is not None:
        span = _span(text, match)
        at = max(span.end, match.start() + 1) if span else match.start() + 1
        if span is not None:
            spans.append(span)
    return spans


def _span(text: str, match: re.Match[str]) -> _Span | None:
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind in ("url", "mail", "doi"):
        return _Span(start, start + len(_trimmed(match[0])), kept=False, isolated=True)
    if kind == "date":
        return _Span(start, end, kept=False, isolated=True)
    if kind == "code":
        return _Span(start, end, kept=False, isolated=not match[0].isalnum())
    if kind == "phone":
        if _is_phone(match[0]):
            return _Span(start, end, kept=True, isolated=not match[0].isdigit())
        amount = AMOUNT.match(text, start)  # none behind a bracket: the search goes on inside it
        if amount is None:
            return None
        end = amount.end()
    return _amount(text, start, end)


def _amount(text: str, start: int, end: int) -> _Span | None:
    """Return a number, with the unit that follows it if there is one; nothing if it needs no protection."""
    dose = unit_end(text, end)
    found = text[start : dose or end]
    native = ASCII_DIGIT.search(found) is None or RTL_LETTER.search(found) is not None
    several = re.search(r"\d[^\d.,:\u066b\u066c]+\d|^[^\d]", found) is not None
    latin = LTR_LETTER.search(found) is not None or "\u00b0" in found
    if dose is None and not several:
        return None
    # Native digits and units run as their readers expect them to; so does a percentage.
    return _Span(start, dose or end, kept=True, isolated=not native and (several or latin))


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence around it; a closing bracket stays if it was opened."""
    while len(address) > 1 and address[-1] in TRAILING and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _is_phone(text: str) -> bool:
    groups = re.findall(r"\d+", text)
    digits = sum(map(len, groups))
    if not 6 <= digits <= 15:
        return False
    if text[0] == "+" or (text[0] == "0" and not DECIMAL.fullmatch(text)) or (text[0] == "(" and ")" in text):
        return True
    if LARGE_NUMBER.fullmatch(text) or NUMERIC_DATE.fullmatch(text):
        return False
    return len(groups) >= 3 and digits >= 7 and all(len(group) >= 3 for group in groups[1:])


# --- foreign phrases in right-to-left text ----------------------------------------------------------------------------


def _with_phrases(text: str, spans: list[_Span]) -> list[_Span]:
    """Return `spans` with the foreign phrases of several parts; one that holds a dose or an address swallows it."""
    for match in re.finditer(PHRASE, text):
        start = match.start()
        phrase = _balanced(_without_loose_number(match[0], text[match.end() :]))
        end = start + len(phrase)
        inside = [s for s in spans if start <= s.start and s.end <= end]
        if not phrase or any(s.start < end and start < s.end for s in spans if s not in inside):
            continue
        several = not phrase.replace("-", "").isalpha()
        if several or re.compile(NUMBER_NEXT).match(text, end):
            kept = end - start <= LONGEST_UNBROKEN
            # What is swallowed loses its own isolate and keeps its spaces.
            swallowed = [_Span(s.start, s.end, s.kept, isolated=False) for s in inside]
            spans = [s for s in spans if s not in inside] + swallowed + [_Span(start, end, kept, isolated=True)]
    return spans


def _without_loose_number(phrase: str, rest: str) -> str:
    """Return a phrase without a number at its end that counts the right-to-left word after it ("Minocycline 5 times")."""
    number = re.search(LOOSE_NUMBER, phrase)
    if number is not None and rest[:1] in (" ", NBSP) and RTL_LETTER.match(rest.lstrip(" \u00a0")[:1]):
        return phrase[: number.start()]
    return phrase


def _balanced(phrase: str) -> str:
    """Return a phrase up to its last letter or digit, or bracket that closes one opened inside it."""
    while phrase and (phrase[-1] in ".,:;'\u2019&-/+ \u00a0" or phrase.count(")") > phrase.count("(")):
        phrase = phrase[:-1]
    if phrase.count("(") > phrase.count(")"):
        return _balanced(phrase[: phrase.rfind("(")])
    return phrase
