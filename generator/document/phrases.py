"""Turn units of text into phrases: look the words up, read the markup, fill in variables, cite, protect numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator.content.model import Status
from generator.document.citations import marker
from generator.document.markup import Citation, Node, Run, Slot, paragraphs, parse
from generator.document.model import Cite, Inline, Phrase, Text
from generator.document.protect import LRI, NBSP, PDI, RLI, isolate, keep_whole, protect_parts, runs_against
from generator.document.variables import VARIABLE
from generator.errors import Place, Problem
from generator.languages import Language
from generator.values import value

CITE = "\ufffc"  # stands for a marker while the text around it is protected
OWN_NAMES = "clinic."  # the clinic may go by its own name in every language


class Rendering(Protocol):
    """What a language has for a unit (`content.translations.Translated` is one)."""

    @property
    def text(self) -> str | None:
        """The words, None if there are none."""

    @property
    def status(self) -> Status:
        """How far they may be trusted."""


@value
class Value:
    """What a variable stands for. `whole` keeps it on one line, left to right; `language` is set if it is a name that is
    not in the reader's language; text None means that the content leaves it out.
    """

    text: str | None
    whole: bool = False
    language: str | None = None


@dataclass(slots=True)
class Voice:
    """One language speaking: everything needed to turn a unit of the source into a phrase of that language.

    Problems and the units used (id -> source, words, status) collect here. With `stand_ins` the source's words stand in for
    missing ones, marked and tagged; otherwise a missing unit is a problem.
    """

    language: Language
    source: Language
    renderings: Mapping[str, Rendering]
    words: Mapping[str, str]
    numbers: Mapping[str, int]
    stand_ins: bool
    ceiling: Status = Status.REVIEWED
    file: str = "content.toml"
    table: str = ""  # where its words stand
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, tuple[str, str, Status]] = field(default_factory=dict)

    def phrase(self, unit: str, source: str) -> Phrase:
        """Return a unit as one phrase; an empty line in it is a space."""
        text, status, language = self._words_of(unit, source)
        return self._set(unit, text, status, language)

    def maybe(self, unit: str, source: str | None) -> Phrase | None:
        """Return a unit that may be left out."""
        return None if source is None else self.phrase(unit, source)

    def phrases(self, unit: str, source: str | None) -> tuple[Phrase, ...]:
        """Return a unit as its paragraphs, none if it is left out."""
        if source is None:
            return ()
        text, status, language = self._words_of(unit, source)
        return tuple(self._set(unit, part, status, language) for part in paragraphs(text))

    def many(self, unit: str, source: tuple[str, ...]) -> tuple[Phrase, ...]:
        """Return the units `unit1`, `unit2`, ..."""
        return tuple(self.phrase(f"{unit}{i}", text) for i, text in enumerate(source, start=1))

    def literal(self, text: str, *, language: str | None = None, key: str = "") -> Phrase:
        """Return words that are not a unit (a date, a name) as a phrase; they are not read as markup."""
        return Phrase(key, self._protected([(text, False, None, language)]), self.language.tag)

    def surrounded(self, parts: list[Inline]) -> tuple[Inline, ...]:
        """Return inlines put together by hand, protected as one text; names that run the other way are isolated."""
        rtl = self.language.rtl
        cells: list[tuple[str, bool, str | None, str | None] | Cite] = []
        for part in parts:
            if isinstance(part, Cite):
                cells.append(part)
                continue
            against = part.language is not None and runs_against(part.text, rtl=rtl)
            text = isolate(part.text, LRI if rtl else RLI) if against else part.text
            cells.append((text, part.strong, part.href, part.language))
        return self._protected(cells)

    def plain_value(self, unit: str, text: str) -> str:
        """Return untranslated text (a phone number, an address) with its variables filled in."""
        return VARIABLE.sub(lambda m: self._value(unit, m[1]).text or "", text)

    # --- the words ---

    def _words_of(self, unit: str, source: str) -> tuple[str, Status, Language]:
        if not source.strip():
            return "", Status.REVIEWED, self.language
        found = self.renderings.get(unit)
        if found is not None and found.text and found.text.strip() and found.status is not Status.MISSING:
            status = min(found.status, self.ceiling)
            self.used[unit] = (source, found.text, status)
            return found.text, status, self.language
        if unit.startswith(OWN_NAMES):
            self.used[unit] = (source, source, self.ceiling)
            return source, self.ceiling, self.source
        self.used[unit] = (source, "", Status.MISSING)
        if not self.stand_ins:
            self._problem("T14", unit, f"not translated: {source}", f"add {unit} to {self.table}")
        return source, Status.MISSING, self.source

    def _set(self, unit: str, text: str, status: Status, language: Language) -> Phrase:
        inlines = self._inlines(unit, text, language)
        mark = None
        if status is Status.MISSING:
            mark = self.words["not_translated"]
            inlines = _framed(inlines, language, self.language)
        elif status is Status.STALE:
            mark = self.words["out_of_date"]
        return Phrase(unit, inlines, language.tag, status, mark)

    # --- the inlines ---

    def _inlines(self, unit: str, text: str, language: Language) -> tuple[Inline, ...]:
        parsed = parse(text)
        if len(parsed.nodes) == 1 and not parsed.faults:  # most texts are words and nothing else
            (node,) = parsed.nodes
            if isinstance(node, Run) and node.href is None:
                return (Text(protect_parts((node.text,), rtl=language.rtl)[0], node.strong),)
        for fault in parsed.faults:
            self._problem(fault.rule, unit, fault.message, fault.hint)
        cells = [self._cell(unit, node, language) for node in parsed.nodes]
        return self._protected(cells, language)

    def _cell(self, unit: str, node: Node, language: Language) -> tuple[str, bool, str | None, str | None] | Cite:
        match node:
            case Run(text, strong, href):
                return text, strong, self._href(unit, href), None
            case Slot(name, strong, href):
                value = self._value(unit, name)
                return _shown(value, language), strong, self._href(unit, href), value.language
            case Citation(items):
                return self._cite(unit, items, language)

    def _protected(
        self, cells: list[tuple[str, bool, str | None, str | None] | Cite], language: Language | None = None
    ) -> tuple[Inline, ...]:
        rtl = (language or self.language).rtl
        parts = protect_parts(tuple(CITE if isinstance(c, Cite) else c[0] for c in cells), rtl=rtl)
        done: list[Inline] = []
        for i, (cell, text) in enumerate(zip(cells, parts, strict=True)):
            if isinstance(cell, Cite):
                done.append(cell)
                continue
            _, strong, href, tag = cell
            if text.endswith(" ") and i + 1 < len(cells) and isinstance(cells[i + 1], Cite):
                text = text[:-1] + NBSP  # noqa: PLW2901 - a marker stays with the word before it
            last = done[-1] if done else None
            if isinstance(last, Text) and (last.strong, last.href, last.language) == (strong, href, tag):
                done[-1] = Text(last.text + text, strong, href, tag)
            elif text:
                done.append(Text(text, strong, href, tag))
        return tuple(done)

    def _cite(self, unit: str, items: tuple[tuple[str, str], ...], language: Language) -> Cite:
        known = [(self.numbers[key], place) for key, place in items if key in self.numbers]
        for key, _ in items:
            if key not in self.numbers:
                self._problem("C01", unit, f"[@{key}] cites no reference", _suggest(key, self.numbers))
        shown = marker([n for n, _ in known], [place for _, place in known])
        if language.rtl:  # so that the brackets stay on their own sides after a Latin word, on paper and when copied
            shown = isolate(shown, RLI)
        return Cite(tuple(sorted({n for n, _ in known})), shown)

    def _href(self, unit: str, href: str | None) -> str | None:
        return None if href is None else link_target(self.plain_value(unit, href))

    def _value(self, unit: str, name: str) -> Value:
        value = self.values.get(name)
        if value is None:
            self._problem("V01", unit, f"{{{{ {name} }}}} is not a variable", _suggest(name, self.values))
            return Value("")
        if value.text is None:
            self._problem("V02", unit, f"{{{{ {name} }}}} has no value", f"give {name} a value or take it out of the text")
        return value

    def _problem(self, rule: str, unit: str, message: str, hint: str | None = None) -> None:
        problem = Problem(rule, message, Place(self.file, key=unit), hint, self.language.tag)
        if problem not in self.problems:
            self.problems.append(problem)


def link_target(href: str) -> str:
    """Return a link's target; in `tel:` only what can be dialled stays (RFC 3966): `+44 (0)20 79` -> `+442079`."""
    scheme, colon, rest = href.partition(":")
    if scheme.lower() != "tel" or not colon:
        return href
    if rest.lstrip().startswith("+"):
        rest = rest.replace("(0)", "")
    return "tel:" + re.sub(r"[\s()./\u00a0\u2010-\u2015-]", "", rest)


def _shown(value: Value, language: Language) -> str:
    text = value.text or ""
    if value.whole:
        return keep_whole(text, rtl=language.rtl)
    if runs_against(text, rtl=language.rtl):
        return isolate(text, LRI if language.rtl else RLI)
    return text


def _framed(inlines: tuple[Inline, ...], inner: Language, outer: Language) -> tuple[Inline, ...]:
    """Isolate a whole phrase that runs against the language it stands in."""
    if inner.rtl == outer.rtl or not inlines:
        return inlines
    return (Text(RLI if inner.rtl else LRI), *inlines, Text(PDI))


def _suggest(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "known: " + ", ".join(sorted(known)) if known else "there are none"
