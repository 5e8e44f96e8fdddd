"""Speaker notes: time, what to say, what to ask, what to answer, and the sources, in the presenter's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.deck.fit import Part
from generator.deck.model import Para, TextRun
from generator.deck.plan import minutes_words
from generator.deck.sheet import Sheet
from generator.document.model import Document, Source


def notes(document: Document, sheet: Sheet, part: Part, *, first: bool) -> tuple[Para, ...]:
    """Return the presenter's notes of one slide; those of a sheet stand with its first slide.

    Where the author wrote nothing to say, the words on the slide are what to say.
    """
    script = sheet.script
    paras: list[Para] = []
    if first and sheet.minutes:
        paras.append(_label(document, "notes_time", minutes_words(document, sheet.minutes, notes=True)))
    say = script.say if first and script.say else _visible(sheet, part)
    paras += _under(document, "notes_say", say)
    if first:
        paras += _under(document, "notes_ask", script.ask)
        paras += _under(document, "notes_if_asked", script.if_asked)
        paras += _under(document, "notes_answer", script.answer)
    numbers = {*sheet.title.cited, *part.cited, *(script.cited if first else ())}
    sources = [_source(document.sources[number - 1]) for number in sorted(numbers)]
    return (*paras, *_under(document, "notes_sources", sources))


def _visible(sheet: Sheet, part: Part) -> list[Para]:
    """Return the words on the slide, without bullets."""
    return [Para(p.runs, "none", 0, p.direction) for p in (*sheet.title.paras, *part.shown) if p.plain.strip()]


def _under(document: Document, word: str, paras: Sequence[Para] | Iterable[Para]) -> list[Para]:
    """Return paragraphs under a label of their own; nothing if there are none."""
    paras = list(paras)
    return [_label(document, word), *paras] if paras else []


def _label(document: Document, word: str, value: str = "") -> Para:
    language = document.notes_language
    label = TextRun(document.notes_words[word], language.tag, strong=True)
    runs = (label, TextRun(f": {value}", language.tag)) if value else (label,)
    return Para(runs, "none", 0, language.direction, "strong" if not value else "body")


def _source(source: Source) -> Para:
    return Para((TextRun(f"{source.number}. {source.short}", source.language),))
