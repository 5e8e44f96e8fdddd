"""Keep numbers, doses, phone numbers, addresses and codes whole: no break at their spaces, no reordering in right-to-left text.

Nothing is ever removed. A space inside a number, dose, range or phone number becomes U+00A0 (other places are kept whole by
the text engine), and in right-to-left text what must run from left to right is wrapped in U+2066..U+2069: measured, a phone
number prints with its groups reversed without them. What stands in isolates already is not wrapped again.
"""

from __future__ import annotations

import re
from functools import lru_cache

NBSP, JOINER, LRI, RLI, FSI, PDI = "\u00a0", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069"
ADDED = str.maketrans({JOINER: None, LRI: None, RLI: None, FSI: None, PDI: None, NBSP: " "})
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
LTR_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")

_SPACE = "[ \u00a0\u2009\u202f]"
_GAP = f"{_SPACE}?{JOINER}?"
_NUMBER = r"\d+(?:[.,\u066b\u066c]\d+)*"
_DASH = rf"{JOINER}?[-\u2010\u2011\u2012\u2013\u2212]{JOINER}?"
_LATIN_UNIT = (
    r"(?:micrograms?|milligrams?|grams?|millilitres?|milliliters?|litres?|liters?|units?|tablets?|mcg|\u00b5g|\u03bcg|ng|mg|kg|g|"
    r"\u00b5L|\u00b5l|mL|ml|dL|dl|cl|L|l|mmHg|mmol|\u00b5mol|mol|mEq|mIU|IU|UI|IE|MBq|mGy|mSv|Gy|kcal|kJ|nm|mm|cm|km|m|"
    r"h|hr|hrs|min|mins|s|ms|Hz|day|days|week|weeks|dose|\u00b0C|\u00b0F|\u00b0)(?![A-Za-z\u00c0-\u024f\u0370-\u03ff])"
)
_OTHER_UNIT = (
    r"(?:(?:мкг|мг|кг|г|мл|л|мм|см|мкл|ммоль|ЕД)(?![\u0400-\u04ff])|"
    r"(?:ميكروغرام|مكغ|ملغم|ملغ|ملجم|مجم|كغم|كغ|كجم|غرام|جرام|غ|مل|لتر|ملم|سم|میلی‌گرم|میلی‌لیتر|میکروگرم|کیلوگرم|گرم|ملی گرام|گرام)(?![\u0600-\u06ff])|"
    r"(?:מיקרוגרם|מק\"ג|מ\"ג|מ\"ל|ק\"ג|גרם|ס\"מ|מ\"מ)(?![\u0590-\u05ff])|"
    r"(?:माइक्रोग्राम|मिलीग्राम|मिग्रा|मि\.ग्रा\.|एमजी|ग्राम|किलोग्राम|किग्रा|मिलीलीटर|मिली|एमएल|लीटर|सेमी|मिमी)(?![\u0900-\u097f])|"
    r"(?:মাইক্রোগ্রাম|মিলিগ্রাম|মিগ্রা|মি\.গ্রা\.|গ্রাম|কেজি|মিলিলিটার|মিলি|লিটার)(?![\u0980-\u09ff])|"
    r"(?:ਮਿਲੀਗ੍ਰਾਮ|ਗ੍ਰਾਮ|ਮਿਲੀਲੀਟਰ)(?![\u0a00-\u0a7f])|(?:மில்லிகிராம்|மி\.கி\.?|கிராம்|மில்லிலிட்டர்|மி\.லி\.?)(?![\u0b80-\u0bff])|"
    r"มก\.|มล\.|มคก\.|กก\.|ก\.|มม\.|ซม\.|มิลลิกรัม|มิลลิลิตร|กรัม|"
    r"微克|毫克|千克|公斤|公克|克|毫升|微升|公升|升|毫米|公分|厘米|单位|單位|マイクログラム|ミリグラム|グラム|ミリリットル|リットル|"
    r"밀리그램|마이크로그램|그램|밀리리터|리터|ሚ\.ግ\.?|ሚሊ ?ግራም|ግራም|ሚሊ ?ሊትር)"
)
_PERCENT = "(?:%|\u066a|\uff05|\u2030)"
_UNIT = f"(?:{_PERCENT}|{_LATIN_UNIT}|{_OTHER_UNIT})"
_PER = rf"(?:{JOINER}?/{JOINER}?(?:{_NUMBER}{_GAP})?{_UNIT})*"
_SIGN = rf"(?:[<>\u2264\u2265\u2248~\u00b1+\u2212]{_GAP})?"

URL = r"(?:https?://|www\.)[^\s<>\"\u2066-\u2069]+|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:org|com|net|edu|gov|info|int|health|uk|eu|ie|ca|au|nz)(?:/[^\s<>\"\u2066-\u2069]*)?(?![\w@])"
MAIL = r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
DOI = r"(?:doi:[ \u00a0]?)?10\.\d{4,9}/[^\s<>\"\u2066-\u2069]+"
DATE = rf"(?<![\w./-])[0-9]{{1,4}}(?:{_DASH}[0-9]{{1,2}}){{2}}(?:[0-9]{{2}})?(?![\w/-])"
PHONE = r"(?<![\w.+/\u2060-])(?:\+|\()?[0-9](?:[ \u00a0]?[()./\u2013-]?\u2060?[ \u00a0]?[0-9]|\)[ \u00a0]?[0-9])*(?![\w])"
DOSE = rf"(?<![\w.,]){_SIGN}{_NUMBER}(?:{_GAP}{_DASH}{_GAP}{_NUMBER})?{_GAP}{_UNIT}{_PER}"
RANGE = rf"(?<![\w.,/-]){_NUMBER}{_GAP}{_DASH}{_GAP}{_NUMBER}(?![\w/-])"
SIGNED = rf"(?<![\w.,]){_SIGN[:-1]}{_NUMBER}(?!\w)"
CODE = r"(?<![\w-])[A-Z]{1,8}-?[0-9][0-9A-Za-z]*(?:[-/][0-9A-Za-z]+)*(?![\w-])"
TOKEN = re.compile(
    f"(?P<url>{URL})|(?P<mail>{MAIL})|(?P<doi>{DOI})|(?P<date>{DATE})|(?P<dose>{DOSE})|(?P<range>{RANGE})|(?P<phone>{PHONE})"
    f"|(?P<signed>{SIGNED})|(?P<code>{CODE})"
)
_WORD = r"\(?[A-Za-z\u00c0-\u024f][\w'\u2019.&/+\u2060-]*\)?"
PHRASE = re.compile(rf"{_WORD}(?:[,:]?[ \u00a0](?:{_WORD}|[0-9][\w.,/+-]*|&))*")
DIGIT_OR_ADDRESS = re.compile(r"\d|@|www\.|://|\.[a-z]")
ASCII_DIGIT = re.compile("[0-9]")
ISOLATED = re.compile(f"[{LRI}{RLI}{FSI}][^{LRI}{RLI}{FSI}{PDI}]*{PDI}")
TRAILING = ".,;:!?)\u060c\u061b\u061f\u3002\uff0c\u3001\u0964\u2026'\"\u00bb\u201d\u2019]"
LONGEST_UNBROKEN = 32  # characters of a foreign phrase that may be kept on one line


def protect(text: str, *, rtl: bool) -> str:
    """Return `text` with what must stay whole kept whole; `rtl` says that it runs from right to left. Idempotent."""
    return protect_parts((text,), rtl=rtl)[0]


@lru_cache(maxsize=8192)
def protect_parts(parts: tuple[str, ...], *, rtl: bool) -> tuple[str, ...]:
    """Protect a text that is cut into parts of different style: a dose may begin in one and end in the next."""
    whole = "".join(parts)
    edits = _edits(whole, rtl=rtl)
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
    """Return what each changed character becomes, by its index."""
    latin = rtl and LTR_LETTER.search(text) is not None
    tokens = DIGIT_OR_ADDRESS.search(text) is not None
    if not tokens and not latin:
        return {}
    isolated = [m.span() for m in ISOLATED.finditer(text)]
    changed: dict[int, str] = {}
    taken: list[tuple[int, int, bool]] = []  # start, end, to be isolated
    for match in TOKEN.finditer(text) if tokens else ():
        kind = match.lastgroup
        start, end = match.span()
        found = match[0]
        if kind in ("url", "mail", "doi"):
            end = start + len(_trimmed(found))
        elif kind == "phone":
            if not _is_phone(found):
                continue
            _keep_spaces(text, start, end, changed)
        elif kind in ("dose", "range", "signed"):
            _keep_spaces(text, start, end, changed)
        taken.append((start, end, _must_isolate(kind or "", text[start:end])))
    if rtl:
        spans = _with_phrases(text, taken)
        for start, end, breakable in spans:
            if any(a < end and start < b for a, b in isolated):
                continue
            if not breakable:
                _keep_spaces(text, start, end, changed)
            changed[start] = LRI + changed.get(start, text[start])
            changed[end - 1] = changed.get(end - 1, text[end - 1]) + PDI
    return changed


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence around it; a closing bracket stays if it was opened."""
    while address and address[-1] in TRAILING and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _is_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    groups = re.findall(r"\d+", text)
    if not 6 <= digits <= 15:
        return False
    if text[0] in "+(0":
        return True
    if re.fullmatch(r"\d{1,3}(?:[., \u00a0]\d{3})+", text):  # a large number, grouped
        return False
    return len(groups) >= 3 and not re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", text)


def _must_isolate(kind: str, found: str) -> bool:
    """Whether a token loses its order in right-to-left text; native digits and units run as their readers expect."""
    if kind in ("url", "mail", "doi", "date"):
        return True
    if ASCII_DIGIT.search(found) is None:
        return False
    if kind == "phone":
        return not found.isdigit()
    if kind == "dose":
        return LTR_LETTER.search(found) is not None or "°" in found or _multipart(found)
    if kind == "code":
        return not found.isalnum()
    return True


def _multipart(found: str) -> bool:
    return (
        RTL_LETTER.search(found) is None
        and re.search(r"[-\u2010-\u2013\u2212<>\u2264\u2265\u2248~\u00b1+]", found) is not None
    )


def _keep_spaces(text: str, start: int, end: int, changed: dict[int, str]) -> None:
    for i in range(start, end):
        if text[i] == " ":
            changed[i] = NBSP


def _with_phrases(text: str, taken: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Return what to isolate, (start, end, may break inside): tokens, and foreign phrases of several parts."""
    spans = [(a, b, False) for a, b, wrap in taken if wrap]
    for match in PHRASE.finditer(text):
        start, end = match.start(), match.start() + len(_balanced(_without_loose_number(match[0], text[match.end() :])))
        if end <= start or any(a < end and start < b for a, b, _ in spans if not start <= a <= b <= end):
            continue
        spans = [(a, b, loose) for a, b, loose in spans if not start <= a <= b <= end]
        follows_number = re.match(r"[ \u00a0\u2060(:,-]*\d", text[end:]) is not None
        if re.search(r"[ \u00a0/&+]", text[start:end]) or follows_number or not text[start:end].replace("-", "").isalpha():
            spans.append((start, end, end - start > LONGEST_UNBROKEN))
    return spans


def _without_loose_number(phrase: str, rest: str) -> str:
    """Return a phrase without a number at its end that counts the right-to-left word after it ("Minocycline 5 times")."""
    number = re.search(r"[ \u00a0][0-9][0-9.,/+-]*$", phrase)
    if number is not None and re.match(r"[ \u00a0]", rest) and RTL_LETTER.match(rest.lstrip(" \u00a0")[:1]):
        return phrase[: number.start()]
    return phrase


def _balanced(phrase: str) -> str:
    """Return a phrase without brackets that are not paired inside it, and without sentence punctuation at its end."""
    while phrase and (phrase[-1] in ".,:;'’&-/+" or phrase.count(")") > phrase.count("(") or phrase[-1] == NBSP):
        phrase = phrase[:-1].rstrip(" \u00a0")
    opened = phrase.rfind("(")
    if phrase.count("(") > phrase.count(")"):
        phrase = phrase[:opened].rstrip(" \u00a0")
    return phrase
