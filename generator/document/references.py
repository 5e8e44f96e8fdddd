"""Cited works as text: NLM/Vancouver style (Citing Medicine; ICMJE samples), and the short form for footers.

The words that join the parts stay English, as the style has them; the work keeps its own language. A field that is not
there leaves no punctuation behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from string import ascii_lowercase

from generator.content.model import Name, Reference
from generator.document.model import Source, Text

MOST_AUTHORS = 6
ENDS = (".", "?", "!", "…", "。")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PARTICLE = re.compile(r"[-\s.]+")
ONLINE = " [Internet]"

Piece = tuple[str, str | None]  # words, and the address they link to


def sources(references: Sequence[Reference], numbers: Mapping[str, int]) -> tuple[Source, ...]:
    """Return the cited works by number. Short forms that would be equal are told apart (2016a, 2016b)."""
    cited = sorted((r for r in references if r.id in numbers), key=lambda r: numbers[r.id])
    shorts = short_forms(cited)
    return tuple(
        Source(numbers[r.id], r.id, full_form(r), short, r.language, address(r)) for r, short in zip(cited, shorts, strict=True)
    )


def full_form(reference: Reference) -> tuple[Text, ...]:
    """Return a work in full, DOI and web address as links."""
    r = reference
    sentences: list[Piece | str | None] = [_names(_people(r.author)), *_BODY.get(r.type, _webpage)(r), *_where(r)]
    pieces: list[Piece] = []
    for sentence in sentences:
        if not sentence:
            continue
        words, href = (sentence, None) if isinstance(sentence, str) else sentence
        words = words.strip()
        label = ""
        if href is not None and not words.startswith(("http", "doi:")):
            label, _, words = words.rpartition(" ")
        lead = (" " if pieces else "") + (f"{label} " if label else "")
        if lead:
            pieces.append((lead, None))
        pieces.append((words, href))
        if href is not None and words.startswith("http"):
            continue  # a full stop at the end of a web address would be copied with it
        if not words.endswith(ENDS):
            pieces.append((".", None))
    return _texts(pieces)


def address(reference: Reference) -> str | None:
    """Return where the work can be read: its DOI if it has one, else its URL."""
    return f"https://doi.org/{_doi(reference.doi)}" if reference.doi else reference.url


def _texts(pieces: Sequence[Piece]) -> tuple[Text, ...]:
    merged: list[Piece] = []
    for words, href in pieces:
        if merged and href is None and merged[-1][1] is None:
            merged[-1] = (merged[-1][0] + words, None)
        else:
            merged.append((words, href))
    return tuple(Text(words, href=href) for words, href in merged)


# --- the kinds of work ------------------------------------------------------------------------------------------------


def _article(r: Reference) -> list[Piece | str | None]:
    journal = r.container_title_short or r.container_title
    return [_title(r), journal, _published_in(r), _number(r)]


def _published_in(r: Reference) -> str | None:
    """Return `2016;46(3):344-9`; without volume and pages the date may be told to the day."""
    where = _text(r.volume) + (f"({r.issue})" if r.issue is not None else "")
    pages = short_pages(r.page) if r.page else ""
    year = _year(r) if where or pages else _day(r.issued)
    return _join((";" if where else ":").join(filter(None, [year, where])), pages, ":")


def _webpage(r: Reference) -> list[Piece | str | None]:
    return [_title(r, "" if not r.url else ONLINE), r.container_title, _edition(r), _imprint(r, _cited(r))]


def _report(r: Reference) -> list[Piece | str | None]:
    number = f"Report No.: {r.number}" if r.number else None
    return [_title(r, "" if not r.url else ONLINE), r.container_title, _edition(r), _imprint(r, _cited(r)), number]


def _book(r: Reference) -> list[Piece | str | None]:
    pages = f"p. {short_pages(r.page)}" if r.page else None
    return [
        _editors_first(r),
        _title(r, "" if not r.url else ONLINE),
        _edition(r),
        _volume(r),
        _imprint(r, _cited(r)),
        pages,
    ]


def _chapter(r: Reference) -> list[Piece | str | None]:
    editors = _names(r.editor)
    inside = r.container_title and r.container_title + (ONLINE if r.url and not r.doi else "")
    book = " ".join(filter(None, [f"{editors}, {_editor_word(r)}." if editors else None, inside]))
    pages = f"p. {short_pages(r.page)}" if r.page else None
    return [_title(r), f"In: {book}" if book else None, _edition(r), _volume(r), _imprint(r, _cited(r)), pages, _number(r)]


def _paper(r: Reference) -> list[Piece | str | None]:
    return _article(r) if r.volume is not None else _chapter(r)


def _thesis(r: Reference) -> list[Piece | str | None]:
    return [_title(r, " [dissertation]"), _imprint(r, _cited(r))]


def _dataset(r: Reference) -> list[Piece | str | None]:
    kind = " [dataset on the Internet]" if r.url else " [dataset]"
    return [_title(r, kind), r.container_title, _edition(r), _imprint(r, _cited(r)), _number(r)]


_BODY = {
    "article-journal": _article,
    "webpage": _webpage,
    "report": _report,
    "book": _book,
    "chapter": _chapter,
    "paper-conference": _paper,
    "thesis": _thesis,
    "dataset": _dataset,
}


# --- parts ------------------------------------------------------------------------------------------------------------


def _title(r: Reference, kind: str = "") -> str:
    title = r.title.strip() + kind
    return f"{title} [retracted]" if r.retracted else title


def _editors_first(r: Reference) -> str | None:
    names = _names(r.editor)
    return f"{names}, {_editor_word(r)}" if names and not r.author else None


def _editor_word(r: Reference) -> str:
    return "editors" if len(r.editor) > 1 else "editor"


def _edition(r: Reference) -> str | None:
    if r.edition is None:
        return None
    edition = str(r.edition).strip()
    if edition.isdecimal():
        n = int(edition)
        suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return f"{n}{suffix} ed."
    return edition if re.search(r"\bed(?:\.|ition)", edition) else f"{edition} ed."


def _volume(r: Reference) -> str | None:
    return f"Vol. {r.volume}" if r.volume is not None else None


def _number(r: Reference) -> str | None:
    if r.number is None:
        return None
    return r.number[0].upper() + r.number[1:] if r.number[:1].isalpha() else f"No. {r.number}"


def _imprint(r: Reference, cited: str = "") -> str | None:
    """Return `Place: Publisher; 2016 [cited 2026 Nov 23]`."""
    place = _join(r.publisher_place or "", r.publisher or "", ": ")
    whole = _join(place, _day(r.issued), "; ")
    return " ".join(filter(None, [whole, cited])) or None


def _cited(r: Reference) -> str:
    return f"[cited {_day(r.accessed)}]" if r.accessed else ""


def _where(r: Reference) -> list[Piece | str | None]:
    found: list[Piece | str | None] = []
    if r.doi:
        doi = _doi(r.doi)
        found.append((f"doi:{doi}", f"https://doi.org/{doi}"))
    if r.pmid is not None:
        found.append((f"PMID: {r.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{r.pmid}/"))
    if r.url and not r.doi:
        found.append((f"Available from: {r.url}", r.url))
    return found


def _doi(doi: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)


def _join(first: str, second: str, between: str) -> str:
    return between.join(filter(None, [first, second]))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _year(r: Reference) -> str:
    return str(r.issued.year) if isinstance(r.issued, date) else _text(r.issued)


def _day(when: date | int | None) -> str:
    return f"{when.year} {MONTHS[when.month - 1]} {when.day}" if isinstance(when, date) else _text(when)


def short_pages(pages: str) -> str:
    """Return a page range with the repeated digits of its end left out: 344-349 -> 344-9."""
    match = re.fullmatch(r"(\d+)\s*[-\u2013]\s*(\d+)", pages.strip())
    if match is None:
        return pages.strip()
    first, last = match[1], match[2]
    if len(first) != len(last) or first >= last:
        return f"{first}-{last}"
    same = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{first}-{last[same:]}"


# --- names ------------------------------------------------------------------------------------------------------------


def _people(author: tuple[Name | str, ...] | str) -> tuple[Name | str, ...]:
    return (author,) if isinstance(author, str) else author


def _names(people: Sequence[Name | str]) -> str:
    names = [name for person in people if (name := one_name(person))]
    if names and names[-1].rstrip(".").casefold() == "et al":
        return ", ".join([*names[:-1], "et al"])
    return ", ".join(names[:MOST_AUTHORS] + (["et al"] if len(names) > MOST_AUTHORS else []))


def one_name(person: Name | str) -> str:
    """Return `Valenzuela AB` for a person, the name as it is for a body."""
    if isinstance(person, str):
        return person.strip()
    if person.literal:
        return person.literal.strip()
    family, given = (person.family or "").strip(), (person.given or "").strip()
    return f"{family} {initials(given)}".strip()


def initials(given: str) -> str:
    """Return the initials of given names: "Jean-Paul" -> "JP", "A. B." -> "AB", "AB" -> "AB"."""
    if given.isupper() and given.isalpha() and len(given) <= 3:
        return given
    parts = [part for part in PARTICLE.split(given) if part]
    # Names in scripts without capitals (Chinese, Arabic) are not cut to their first letter.
    return "".join(p[0].upper() if p[0].upper() != p[0].lower() else f" {p}" for p in parts).strip()


# --- short forms ------------------------------------------------------------------------------------------------------


def short_forms(references: Sequence[Reference]) -> tuple[str, ...]:
    """Return "Valenzuela 2016" or an organisation's name for each work, all different."""
    plain = [r.short or _short(r) for r in references]
    told = _apart(references, plain, _with_letter_or_title)
    return tuple(_apart(references, told, lambda _, short, nth: f"{short} ({nth})"))


def _apart(references: Sequence[Reference], shorts: list[str], tell: Callable[[Reference, str, int], str]) -> list[str]:
    seen: dict[str, int] = {}
    told = []
    for r, short in zip(references, shorts, strict=True):
        nth = seen[short] = seen.get(short, 0) + 1
        told.append(tell(r, short, nth) if shorts.count(short) > 1 else short)
    return told


def _short(r: Reference) -> str:
    people = _people(r.author) or r.editor
    if not people:
        return _join(r.title.strip(), _year(r), " ")
    first = people[0]
    name = first.family if isinstance(first, Name) and first.family and not first.literal else one_name(first)
    return _join((name or r.title).strip(), _year(r), " ")


def _with_letter_or_title(r: Reference, short: str, nth: int) -> str:
    if not r.short and r.issued is not None and nth <= len(ascii_lowercase):
        return f"{short}{ascii_lowercase[nth - 1]}"
    title = r.title.strip()
    return f"{short}, {title}" if title != short else short
