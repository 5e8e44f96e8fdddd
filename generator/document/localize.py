"""Turn Content into the Document of one language: words looked up, sources numbered, policy applied, nothing left open.

    texts = status_of(content, tag)                            # content.translations
    localize(content, tag, texts, signed=..., pictures=...)    # source and translations alike

The caller hands the words in, so this room knows nothing of how translations are stored or hashed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from generator.content.model import Content, Status, once, words_table
from generator.document import locales
from generator.document.blocks import Desk, section
from generator.document.citations import number_sources
from generator.document.model import Document, Draft, Fact, Furniture, Inline, Phrase, Provenance, Text
from generator.document.phrases import CITE, Rendering, Value, Voice
from generator.document.protect import protect
from generator.document.references import sources
from generator.errors import ContentError, Place, Problem
from generator.languages import Language, lookup
from generator.picture import Picture

LEAST = {"machine": Status.MACHINE, "draft": Status.DRAFT, "translated": Status.TRANSLATED, "reviewed": Status.REVIEWED}
STATUS_WORDS = {Status.MISSING: "not_translated", Status.STALE: "out_of_date", Status.MACHINE: "status_machine",
                Status.DRAFT: "status_draft", Status.TRANSLATED: "status_translated",
                Status.REVIEWED: "status_reviewed"}  # fmt: skip
MOST_NAMED = 8  # units named in one message
UNDATED = "2000-01-01"


def localize(
    content: Content,
    tag: str,
    texts: Mapping[str, Rendering],
    *,
    pictures: Mapping[str, Picture],
    notes_texts: Mapping[str, Rendering] | None = None,
    overrides: Mapping[str, str] | None = None,
    signed: bool = False,
    proof: bool = False,
) -> Document:
    """Return the document in language `tag`.

    `texts` holds for each unit id its words in that language and how far they may be trusted, as
    `content.translations.status_of(content, tag)` gives them; `notes_texts` the same for `content.deck.notes_language`, if
    that is another language. `pictures` are by their path in the content. `overrides` are the `ui.<key>` words the content
    gives (by default those of its translation block). `signed` says whether `[document.review]` still fits the source text;
    without it every language of the document is a draft.

    Raises ContentError with every problem at once: missing units (T14), stale ones and those below `output.min_status`
    (T15), interface words that are missing (W01) or broken (W02), unknown citations (C..) and variables (V..), markup that
    would be lost (M..). In a proof, and for missing units with `on_missing = "source"`, the source's words stand in, marked
    and tagged with their language; interface words stand in in English.
    """
    language, source = lookup(tag), lookup(content.document.language)
    ceiling = Status.REVIEWED if signed else Status.DRAFT
    numbers = number_sources(content)
    known = {r.id: numbers[r.id] for r in content.references if r.id in numbers}
    reader = _voice(content, language, source, texts, known, overrides, proof=proof)
    presenter = reader
    notes_tag = content.deck.notes_language
    if notes_tag is not None and lookup(notes_tag) != language:
        presenter = _voice(content, lookup(notes_tag), source, notes_texts or {}, known, None, proof=proof)
    for voice in {id(v): v for v in (reader, presenter)}.values():
        voice.ceiling = ceiling if voice.language == source else Status.REVIEWED
        voice.values.update(_values(content, voice))
    document = _assemble(content, reader, Desk(reader, presenter, pictures, content.region.country), signed=signed)
    document = _with_status(content, document, reader, presenter, ceiling)
    problems = [*reader.problems, *(presenter.problems if presenter is not reader else ())]
    if not proof:
        problems += _below(content, reader, ceiling) + (_below(content, presenter, ceiling) if presenter is not reader else [])
    if problems:
        raise ContentError(*problems)
    return document


def _voice(
    content: Content,
    language: Language,
    source: Language,
    texts: Mapping[str, Rendering],
    numbers: Mapping[str, int],
    overrides: Mapping[str, str] | None,
    *,
    proof: bool,
) -> Voice:
    if overrides is None:
        own = content.translations.get(language.tag)
        overrides = own.text if own is not None else {}
    wording = locales.interface_words(language, overrides)
    stand_ins = proof or content.output.on_missing == "source"
    table = words_table(content, language.tag)
    voice = Voice(language, source, texts, wording.words, numbers, stand_ins, table=table)
    if wording.missing and not proof:
        names = ", ".join(wording.missing)
        voice.problems.append(Problem(
            "W01", f"no interface words in {language.english_name} for: {names}", Place(voice.file, key="ui"),
            f'add ui.{wording.missing[0]} = "..." and so on to {table}', language.tag,
        ))  # fmt: skip
    voice.problems.extend(
        Problem("W02", "interface words need the same {placeholders} as in English", Place(voice.file, key=f"ui.{key}"),
                f"keep: {locales.interface_words(source).words[key]}", language.tag)
        for key in wording.broken
    )  # fmt: skip
    return voice


# --- variables --------------------------------------------------------------------------------------------------------


def _values(content: Content, voice: Voice) -> dict[str, Value]:
    """Return what every variable stands for in one language: names may be foreign there, numbers are kept whole."""
    clinic, region, info = content.clinic, content.region, content.document
    foreign = None if voice.language == voice.source else voice.source.tag
    name, hours = voice.phrase("clinic.name", clinic.name), voice.maybe("clinic.hours", clinic.hours)

    def day(when: date | None) -> Value:
        return Value(None if when is None else locales.written_date(when, voice.language, region.country))

    values = {
        "lang": Value(voice.language.tag),
        "clinic.name": _own(name, voice),
        "clinic.hours": Value(None) if hours is None else _own(hours, voice),
        "clinic.organisation": Value(clinic.organisation, language=foreign),
        "clinic.phone": Value(clinic.phone, whole=True),
        "clinic.email": Value(clinic.email, whole=True),
        "clinic.address": Value(clinic.address, language=foreign),
        "clinic.web": Value(clinic.web, whole=True),
        "region.country": Value(region.country),
        "region.emergency": Value(region.emergency, whole=True),
        "region.advice": Value(region.advice, whole=True),
        "document.id": Value(info.id, whole=True),
        "document.version": Value(info.version, whole=True),
        "document.code": Value(info.code, whole=True),
        "document.published": day(info.published),
        "document.reviewed": day(info.reviewed),
        "document.review_due": day(info.review_due),
    }
    voice.values.update(values)
    for field, text in (("title", info.title), ("subtitle", info.subtitle), ("short_title", info.short_title)):
        phrase = voice.maybe(f"document.{field}", text)
        values[f"document.{field}"] = Value(None) if phrase is None else _own(phrase, voice)
    return values


def _own(phrase: Phrase, voice: Voice) -> Value:
    return Value(phrase.plain, language=None if phrase.language == voice.language.tag else phrase.language)


# --- the whole --------------------------------------------------------------------------------------------------------


def _assemble(content: Content, say: Voice, desk: Desk, *, signed: bool) -> Document:
    info = content.document
    title = say.phrase("document.title", info.title)
    short = say.phrase("document.short_title", info.short_title) if info.short_title else title
    document = Document(
        language=say.language,
        words=dict(say.words),
        notes_words=dict(desk.presenter.words),
        notes_language=desk.presenter.language,
        title=title,
        subtitle=say.maybe("document.subtitle", info.subtitle),
        audience=say.phrase("document.audience", info.audience),
        objective=say.phrase("document.objective", info.objective),
        main_message=say.phrase("document.main_message", info.main_message),
        furniture=_furniture(content, say, short),
        draft=None,
        sections=tuple(section(desk, each) for each in content.sections),
        objectives=say.many("deck.objective", content.deck.objectives),
        session_minutes=content.deck.session_minutes,
        sources=sources(content.references, say.numbers),
        control=(),
        provenance=Provenance(
            identifier=f"{info.id}-{say.language.tag}",
            version=info.version,
            content_sha256="",
            status=Status.REVIEWED,
            date=_date_of(content),
            authors=tuple(person.name for person in info.authors),
            keywords=info.keywords,
        ),
    )
    return replace(document, control=_control(content, say, signed=signed))


def _furniture(content: Content, say: Voice, short: Phrase) -> Furniture:
    info, language = content.document, say.language
    reviewed = ""
    if info.reviewed is not None:
        reviewed = say.words["last_reviewed"].format(date=_day(content, say, info.reviewed, short=True))
    elif info.review_due is not None:
        reviewed = say.words["review_due"].format(date=_day(content, say, info.review_due, short=True))
    return Furniture(
        organisation=content.clinic.organisation,
        short_title=short.plain,
        language_own=language.autonym,
        language_english=language.english_name,
        version=protect(say.words["version"].format(version=info.version), rtl=language.rtl),
        reviewed=protect(reviewed, rtl=language.rtl),
        code=info.code or "",
    )


def _day(content: Content, say: Voice, when: date, *, short: bool = False) -> str:
    return locales.written_date(when, say.language, content.region.country, short=short)


def _date_of(content: Content) -> str:
    """Return the date of the content, ISO 8601: reviewed, else published, else the last day a source was looked at."""
    info = content.document
    day = info.reviewed or info.published or max((r.accessed for r in content.references if r.accessed), default=None)
    return day.isoformat() if day else UNDATED


# --- document control -------------------------------------------------------------------------------------------------


def _control(content: Content, say: Voice, *, signed: bool) -> tuple[Fact, ...]:
    """Return the rows of the document control table that have something to say."""
    info, words = content.document, say.words
    rows: list[tuple[str, Phrase | None]] = [
        ("code", say.literal(info.code) if info.code else None),
        ("version", say.literal(info.version)),
        *((name, None if day is None else say.literal(_day(content, say, day)))
          for name, day in (("published", info.published), ("reviewed", info.reviewed), ("review_due", info.review_due))),
        ("language", _language_names(say)),
        ("reviewers", _reviewers(content, say, signed=signed)),
        ("audience", say.phrase("document.audience", info.audience)),
        ("purpose", say.phrase("document.objective", info.objective)),
        ("authors", _authors(content, say)),
        *_translation(content, say),
        ("funding", say.maybe("document.funding", info.funding)),
        ("feedback", say.maybe("document.feedback", info.feedback)),
        ("formats", say.maybe("document.formats", info.formats)),
    ]  # fmt: skip
    return tuple(Fact(words[f"label_{name}"], value) for name, value in rows if value is not None)


def _language_names(say: Voice) -> Phrase:
    own, english = say.language.autonym, say.language.english_name
    if own == english:
        return say.literal(own)
    return _joined(say, [Text(f"{own} ("), Text(english, language="en"), Text(")")])


def _authors(content: Content, say: Voice) -> Phrase | None:
    people = content.document.authors
    between = locales.join_list([CITE] * len(people), say.language, content.region.country).split(CITE)
    parts: list[Inline] = []
    for i, person in enumerate(people, start=1):
        role = say.phrase(f"document.author{i}.role", person.role)
        parts += [_name(person.name, say), *([Text(" ("), *role.inlines, Text(")")] if role.inlines else [])]
        parts.append(Text(between[i]))
    return _joined(say, parts) if parts else None


def _reviewers(content: Content, say: Voice, *, signed: bool) -> Phrase:
    review = content.document.review
    if review is None or not signed:
        return say.literal(say.words["nobody_yet"])
    who = f"{review.by} ({review.role})" if review.role else review.by
    return _joined(say, [_name(who, say), Text(", " + _day(content, say, review.on))])


def _translation(content: Content, say: Voice) -> list[tuple[str, Phrase | None]]:
    if say.language == say.source:
        return []
    block = content.translations.get(say.language.tag)
    status = min((s for _, _, s in say.used.values()), default=Status.MISSING)
    state: list[Inline] = [Text(say.words[STATUS_WORDS[status]])]
    if status is Status.REVIEWED and block is not None and block.reviewer:
        state += [Text(" ("), _name(block.reviewer, say)]
        state += [Text(", " + _day(content, say, block.reviewed))] if block.reviewed else []
        state += [Text(")")]
    translator = None if block is None or not block.translator else _joined(say, [_name(block.translator, say)])
    return [("translator", translator), ("translation", _joined(say, state))]


def _name(name: str, say: Voice) -> Text:
    return Text(name, language=None if say.language == say.source else say.source.tag)


def _joined(say: Voice, parts: list[Inline]) -> Phrase:
    """Return inlines as a phrase of the reader's language, names that run the other way isolated."""
    return Phrase("", say.surrounded(parts), say.language.tag)


# --- status -----------------------------------------------------------------------------------------------------------


def _with_status(content: Content, document: Document, reader: Voice, presenter: Voice, ceiling: Status) -> Document:
    notes = {} if presenter is reader else {f"notes {unit}": use for unit, use in presenter.used.items()}
    used = {**reader.used, **notes}
    status = min(min((s for _, _, s in used.values()), default=ceiling), ceiling)
    provenance = replace(document.provenance, status=status, content_sha256=_fingerprint(content, used))
    return replace(document, provenance=provenance, draft=_draft(reader, status))


def _draft(reader: Voice, status: Status) -> Draft | None:
    if status is Status.REVIEWED:
        return None
    english = locales.interface_words(lookup(locales.ENGLISH)).words
    machine = any(s is Status.MACHINE for _, _, s in reader.used.values())
    keys = ("draft", "draft_machine") if machine else ("draft",)
    return Draft(" · ".join(reader.words[k] for k in keys), " · ".join(english[k] for k in keys))


def _fingerprint(content: Content, used: Mapping[str, tuple[str, str, Status]]) -> str:
    """Return SHA-256 over every text, in the source and in this language, and every reference; white space collapsed."""
    digest = hashlib.sha256()
    for unit, (source, text, _) in sorted(used.items()):
        digest.update("\x1f".join((unit, _normal(source), _normal(text), "\n")).encode())
    digest.update(_references(content))
    return digest.hexdigest()


@once
def _references(content: Content) -> bytes:
    return "".join(map(repr, content.references)).encode()


def _normal(text: str) -> str:
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def _below(content: Content, voice: Voice, ceiling: Status) -> list[Problem]:
    """Return what keeps a text from print: stale units one by one, units below the least status by the number."""
    least = LEAST[content.output.min_status]
    tag = voice.language.tag
    problems = [
        Problem("T15", "out of date: the source text has changed", Place(voice.file, key=unit),
                f"translate it again, then run `leafdeck translate stamp {tag} --as translated`; --proof prints it marked", tag)
        for unit, (_, _, status) in voice.used.items() if status is Status.STALE
    ]  # fmt: skip
    for status in (Status.MACHINE, Status.DRAFT, Status.TRANSLATED):
        units = [unit for unit, (_, _, s) in voice.used.items() if s is status]
        if not units or status >= least:
            continue
        if voice.language == voice.source:
            problems.append(Problem(
                "T16", f"the source text is a draft; this project prints from {least.name.lower()!r} up",
                Place(voice.file, key="document.review"),
                "have a clinician sign it ([document.review]), lower output.min_status, or build with --proof", tag,
            ))  # fmt: skip
            continue
        named = ", ".join(units[:MOST_NAMED]) + (f" and {len(units) - MOST_NAMED} more" if len(units) > MOST_NAMED else "")
        message = f"{len(units)} texts are only {status.name.lower()!r}, expected {least.name.lower()!r} or better: {named}"
        problems.append(Problem(
            "T15", message,
            Place(voice.file, key=f"translations.{tag}.state"),
            "have them reviewed, lower output.min_status, or build with --proof", tag,
        ))  # fmt: skip
    if voice.language != voice.source and ceiling < least and not problems:
        problems.append(Problem(
            "T16", f"the source text is a draft; this project prints from {least.name.lower()!r} up",
            Place(voice.file, key="document.review"),
            "have a clinician sign the source ([document.review]), lower output.min_status, or build with --proof", tag,
        ))  # fmt: skip
    return problems
