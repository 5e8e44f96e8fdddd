"""What stands inside a text: citations, variables, emphasis, links and numbers, found without parsing the markup.

This is for checks: `document.markup` reads the same grammar for print.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

VARIABLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\s*\}\}")
TEMPLATE = re.compile(r"\{[{%#][^{}%#\n]{0,60}(?:[}%#]\})?")
CITATION = re.compile(r"(?<!\\)\[@([^\[\]]*)\]")
KEY = re.compile(r"@([a-z0-9][a-z0-9-]{0,63})(?:,\s*[^;@]*[^;@\s])?")
OTHER_CITATION = re.compile(r"(?<!\\)\[[^\[\]@]*(?<![\w.])-?@([A-Za-z0-9_-]+)[^\[\]]*\](?!\()")
# Only plain white space ends an address, so that a special space in one is seen and refused.
LINK = re.compile(r"(?<!\\)\]\(<?([^() \t\r\n<>]*(?:\([^() \t\r\n]*\)[^() \t\r\n<>]*)*)>?(?:[ \t\r\n]+[\"'][^()]*)?\)")
_LINK_BEGINS = re.compile(r"(?<!\\)\]\(<?[a-z][a-z0-9+.-]{1,12}:[^\s)]*", re.IGNORECASE)
_CITATION_BEGINS = re.compile(r"(?<!\\)\[@[a-z0-9][a-z0-9-]*(?![^\[\]]*\])")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_STARS = re.compile(r"\*+")
_UNDERSCORES = re.compile(r"(?<![^\W_])_+(?=\w)|(?<=[^\W_])_+(?![^\W_])")
_NUMBER = re.compile(
    r"""(?<!\d[.,])(?:
      \d{1,3}(?P<sep>[.,'\u2019\u066c\u00a0\u202f\ ])\d{3}(?>(?:(?P=sep)\d{3})*)(?!\d)(?:[.,\u066b]\d++)? # 1.234,5
    | \d{1,2}(?:,\d\d)+,\d{3}(?!\d)(?:\.\d++)?                                                           # 1,00,000
    | \d++[.,\u066b]\d++(?![.,]\d) )                                                                       # 24.7
    | \d+ | [\u00bc-\u00be\u2150-\u215e]""",
    re.VERBOSE,
)


def cited(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each citation bracket and key in it; the key is None if the bracket cannot be read."""
    if "[@" not in text:
        return
    for match in CITATION.finditer(text):
        parts = [part.strip() for part in match[1].split(";")]
        keys = [KEY.fullmatch(part if i else f"@{part}") for i, part in enumerate(parts)]
        if all(keys):
            yield from ((match[0], key[1]) for key in keys if key)
        else:
            yield match[0], None


def variables(text: str) -> list[str]:
    """Return the names of the variables in a text, in order."""
    return VARIABLE.findall(text) if "{{" in text else []


def templates(text: str) -> list[str]:
    """Return what looks like template code but is no variable."""
    if "{" not in text:
        return []
    blank = VARIABLE.sub(lambda m: "\0" * len(m[0]), text)
    return [text[m.start() : m.end()] for m in TEMPLATE.finditer(blank)]


def links(text: str) -> list[str]:
    """Return the addresses of the links in a text."""
    return LINK.findall(text) if "](" in text else []


def broken_links(text: str) -> list[str]:
    """Return what begins as a link and is none, because its address has a space or its bracket is never closed."""
    return [m[0][1:] for m in _LINK_BEGINS.finditer(text) if not LINK.match(text, m.start())] if "](" in text else []


def open_citations(text: str) -> list[str]:
    """Return the beginnings of citations that are never closed."""
    return [m[0] for m in _CITATION_BEGINS.finditer(text)] if "[@" in text else []


def emphasised(text: str) -> int:
    """Return how many passages of a text are emphasised."""
    if "*" not in text and "_" not in text:
        return 0
    plain = LINK.sub("]", _ESCAPE.sub("", VARIABLE.sub("x", CITATION.sub("", text))))
    stars = [m for m in _STARS.finditer(plain) if not _loose(plain, m)]
    return len(stars) // 2 + len(_UNDERSCORES.findall(plain)) // 2


def _loose(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return (not before or before.isspace()) and (not after or after.isspace())


@lru_cache(maxsize=4096)
def numbers(text: str) -> Counter[frozenset[str]]:
    """Return the numbers in a text, each as the set of values it may stand for: "1,234" is 1234 or 1.234.

    Digits of every script count, separators are read both ways, and what is cited, linked or filled in does not count.
    """
    plain = LINK.sub("]", VARIABLE.sub(" x ", CITATION.sub(" x ", text)))
    return Counter(_values(m[0]) for m in _NUMBER.finditer(plain))


def _values(token: str) -> frozenset[str]:
    digits = "".join(_digit(c) for c in token)
    groups = re.split(r"[^0-9/]", digits)
    marks = re.sub(r"[0-9/]", "", digits)
    whole = "".join(groups)
    if not marks:
        return frozenset({whole})
    decimal = f"{''.join(groups[:-1])}.{groups[-1]}"
    grouping = marks[-1] not in ".,\u066b" or len(set(marks)) == 1 < len(marks)
    if grouping:
        return frozenset({whole})
    ambiguous = len(marks) == 1 and marks != "\u066b" and len(groups[1]) == 3
    return frozenset({whole, decimal} if ambiguous else {decimal})


def _digit(char: str) -> str:
    if (value := unicodedata.decimal(char, None)) is not None:
        return str(value)
    if (fraction := unicodedata.numeric(char, None)) is not None:
        return f"/{fraction:.3f}".replace(".", "")
    return char


def numbers_differ(source: str, translation: str) -> tuple[list[str], list[str]]:
    """Return the numbers of the source that the translation lacks, and those it adds, as texts."""
    have, wanted = Counter(numbers(translation)), numbers(source)
    missing = []
    for value, count in wanted.items():
        for _ in range(count):
            match = next((v for v, n in have.items() if n and v & value), None)
            if match is None:
                missing.append(min(value))
            else:
                have[match] -= 1
    return missing, [min(v) for v, n in have.items() for _ in range(n)]
