"""Warnings about a content file that is valid: sources, plain language, dates, and translations that are not ready."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.content.model import BLOCK_TYPES, Block, Chart, Content, Pictogram, Reference, Status, Table, words_table
from generator.content.translations import Translated, Unit, status_of, units
from generator.errors import Place, Problem, Severity

FILE = "content.toml"
MOST_WORDS_A_PARAGRAPH = 60
MOST_WORDS_A_SENTENCE = 20
MOST_ITEMS = 7
OLD_YEARS = 10

_TYPE_NAMES = {cls: name for name, cls in BLOCK_TYPES.items()}
_CITED = re.compile(r"(?<!\\)\[(@[^\[\]]*)\]")
_KEY = re.compile(r"@([a-z0-9][a-z0-9-]*)")
_MARKUP = re.compile(r"\[@[^\[\]]*\]|\]\([^()\s]*\)|[*\[\]\\]")
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+|\n\s*\n")
_PROSE = ("text", "intro", "caption", "items", "meaning", "explanation", "slide")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules look at: the content, its texts, and the day on which one asks (None: dates are not judged)."""

    content: Content
    units: tuple[Unit, ...]
    today: date | None


def check_content(content: Content, today: date | None = None) -> Iterator[Problem]:
    """Yield every warning about the content and about the translations it was read with."""
    subject = Subject(content, units(content), today)
    for rule in RULES:
        yield from rule(subject)


def _warn(rule: str, key: str | None, message: str, hint: str, language: str | None = None) -> Problem:
    return Problem(rule, message, Place(FILE, key=key), hint, language, Severity.WARNING)


# --- sources ----------------------------------------------------------------------------------------------------------


def cited(text: str) -> set[str]:
    """Return the keys cited in a text."""
    return {key for bracket in _CITED.findall(text) for key in _KEY.findall(bracket)}


def uncited_reference(subject: Subject) -> Iterator[Problem]:
    """Find references that nothing cites: they are not printed, which their author may not expect."""
    found = set().union(*(cited(u.text) for u in subject.units)) if subject.units else set()
    for reference in subject.content.references:
        if reference.id not in found:
            yield _warn("Q01", _name(reference), "nothing cites this reference", f"cite it as [@{reference.id}], or delete it")


def undated_web_source(subject: Subject) -> Iterator[Problem]:
    """Find web pages without the day on which they were read: they change."""
    for reference in subject.content.references:
        if reference.type == "webpage" and reference.accessed is None:
            yield _warn("Q02", _name(reference), "a web page without the day it was read", "add accessed = 2026-11-12")


def article_without_number(subject: Subject) -> Iterator[Problem]:
    """Find journal articles without DOI or PMID, by which readers find them."""
    for reference in subject.content.references:
        if reference.type == "article-journal" and reference.doi is None and reference.pmid is None:
            yield _warn("Q03", _name(reference), "a journal article without DOI or PMID", 'add DOI = "10...."')


def repeated_source(subject: Subject) -> Iterator[Problem]:
    """Find references to one work, which would get two numbers."""
    seen: dict[str, str] = {}
    for reference in subject.content.references:
        doi = reference.doi.lower().removeprefix("https://doi.org/") if reference.doi else None
        for mark in (f"DOI {doi}" if doi else None, f"PMID {reference.pmid}" if reference.pmid else None):
            if mark is None:
                continue
            if mark in seen and seen[mark] != reference.id:
                yield _warn(
                    "Q04", _name(reference), f'the same work as reference "{seen[mark]}" ({mark})', "cite one of the two"
                )
                break
            seen[mark] = reference.id


def retracted_source(subject: Subject) -> Iterator[Problem]:
    """Find retracted works: they must not carry advice."""
    for reference in subject.content.references:
        if reference.retracted:
            yield _warn("Q05", _name(reference), "this work was retracted", "find another source")


def old_source(subject: Subject) -> Iterator[Problem]:
    """Find sources of more than ten years, which should be looked at again."""
    if subject.today is None:
        return
    for reference in subject.content.references:
        issued = reference.issued
        year = issued.year if isinstance(issued, date) else issued
        if year is not None and subject.today.year - year > OLD_YEARS:
            yield _warn(
                "Q06", _name(reference), f"published in {year}, more than {OLD_YEARS} years ago", "look for a newer source"
            )


def claim_without_source(subject: Subject) -> Iterator[Problem]:
    """Find tables, charts and pictograms without a source: they state facts."""
    for prefix, block in _blocks(subject.content):
        own = [u.text for u in subject.units if u.id.startswith(prefix + ".")]
        if isinstance(block, Table | Chart | Pictogram) and not any(cited(text) for text in own):
            yield _warn("Q07", prefix, f"a {_TYPE_NAMES[type(block)]} without a source", "add [@key] to its words")


def _name(reference: Reference) -> str:
    return f'reference "{reference.id}"'


def _blocks(content: Content) -> Iterator[tuple[str, Block]]:
    """Yield each block with the beginning of its text ids (the ordinal rule of `content.grammar.block_ids`)."""
    for section in content.sections:
        seen: dict[str, int] = {}
        for block in section.blocks:
            kind = _TYPE_NAMES[type(block)]
            seen[kind] = seen.get(kind, 0) + 1
            yield f"{section.id}.{block.id or f'{kind}{seen[kind]}'}", block


# --- plain language ---------------------------------------------------------------------------------------------------


def long_paragraph(subject: Subject) -> Iterator[Problem]:
    """Find paragraphs of more than 60 words: they are not read."""
    for unit in _prose(subject):
        count = max(len(_plain(p).split()) for p in re.split(r"\n\s*\n", unit.text))
        if count > MOST_WORDS_A_PARAGRAPH:
            yield _warn(
                "Q10",
                unit.id,
                f"a paragraph of {count} words",
                f"at most {MOST_WORDS_A_PARAGRAPH}: split it, or make it a list",
            )


def long_sentence(subject: Subject) -> Iterator[Problem]:
    """Find sentences of more than 20 words: they are hard to follow."""
    for unit in _prose(subject):
        count = max(len(sentence.split()) for sentence in _SENTENCE_END.split(_plain(unit.text)))
        if count > MOST_WORDS_A_SENTENCE:
            yield _warn("Q11", unit.id, f"a sentence of {count} words", f"at most {MOST_WORDS_A_SENTENCE}: make two of it")


def long_list(subject: Subject) -> Iterator[Problem]:
    """Find lists of more than seven items: nobody remembers them."""
    for prefix, block in _blocks(subject.content):
        count = len(getattr(block, "items", ()))
        if count > MOST_ITEMS:
            yield _warn("Q12", prefix, f"a list of {count} items", f"at most {MOST_ITEMS}: group them under headings")


def unpaired_emphasis(subject: Subject) -> Iterator[Problem]:
    """Find texts with a ** that nothing closes: it would be printed as two asterisks."""
    for unit in subject.units:
        if unit.text.replace("\\*", "").count("**") % 2:
            yield _warn(
                "Q13", unit.id, "a ** without its partner is printed as it stands", "close the bold with ** or take it out"
            )


def _prose(subject: Subject) -> Iterator[Unit]:
    return (u for u in subject.units if u.kind in _PROSE)


def _plain(text: str) -> str:
    return re.sub(r"\{\{[^{}]*\}\}", "x", _MARKUP.sub("", text))


# --- dates ------------------------------------------------------------------------------------------------------------


def overdue_review(subject: Subject) -> Iterator[Problem]:
    """Say if the date of review has passed: the leaflet must not be handed out."""
    due = subject.content.document.review_due
    if subject.today is not None and due is not None and due <= subject.today:
        yield _warn("Q20", "document.review_due", f"the review was due on {due}", "have it reviewed, and write the next date")


def date_in_the_future(subject: Subject) -> Iterator[Problem]:
    """Find dates on which nobody can have reviewed or read anything yet."""
    if subject.today is None:
        return
    info = subject.content.document
    dates = [("document.reviewed", info.reviewed)]
    dates += [(f"{_name(r)}.accessed", r.accessed) for r in subject.content.references]
    for key, day in dates:
        if day is not None and day > subject.today:
            yield _warn("Q21", key, f"{day} is in the future", "write the day on which it happened")


# --- translations -----------------------------------------------------------------------------------------------------


def translation_not_ready(subject: Subject) -> Iterator[Problem]:
    """Find texts that are missing, stale, edited after sign-off, moved, or of unknown origin."""
    for tag in subject.content.translations:
        if tag == subject.content.document.language:
            continue
        found = status_of(subject.content, tag)
        for unit in subject.units:
            yield from _not_ready(unit, found[unit.id], tag, words_table(subject.content, tag))


def _not_ready(unit: Unit, found: Translated, tag: str, table: str) -> Iterator[Problem]:
    if found.status is Status.MISSING:
        if not unit.optional:
            yield _warn("T14", unit.id, "not translated", f"add a line with this id to {table}", tag)
    elif found.change == "source changed":
        yield _warn("T02", unit.id, "the source changed since this was translated: treated as stale", "translate it anew", tag)
    elif found.change == "edited":
        yield _warn(
            "T03",
            unit.id,
            "edited after it was stamped: a draft until signed again",
            "have it signed again: leafdeck sign",
            tag,
        )
    elif found.change == "moved":
        yield _warn(
            "T09",
            unit.id,
            f'its translation still stands under "{found.origin}"',
            f'call it "{unit.id}" in text and state',
            tag,
        )
    elif found.change == "no state":
        yield _warn("T05", unit.id, "nothing says which source text this was made from", "stamp the language", tag)


def same_as_source(subject: Subject) -> Iterator[Problem]:
    """Find translations of several words that equal their source: they were probably never made."""
    for tag in subject.content.translations:
        if tag.split("-")[0] == subject.content.document.language.split("-")[0]:
            continue
        found = status_of(subject.content, tag)
        for unit in subject.units:
            if found[unit.id].text == unit.text and len(_plain(unit.text).split()) > 3:
                yield _warn("T17", unit.id, "the translation equals the source", "translate it", tag)


RULES: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    uncited_reference,
    undated_web_source,
    article_without_number,
    repeated_source,
    retracted_source,
    old_source,
    claim_without_source,
    long_paragraph,
    long_sentence,
    long_list,
    unpaired_emphasis,
    overdue_review,
    date_in_the_future,
    translation_not_ready,
    same_as_source,
)
