"""Phrases become paragraphs of live text: runs with their language, direction and markers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from generator import languages
from generator.deck.model import Para, TextRun
from generator.deck.sheet import Piece, Script
from generator.document.model import Contact, Document, Organisation, Phrase, Text
from generator.values import replace

Bullet = Literal["none", "bullet", "number", "letter"]
Role = Literal["body", "lead", "note", "strong"]

# Letters of quiz options where Latin ones are not usual, by script, or by language where it has its own.
LETTERS = {
    "ur": "ابجدہو",
    "fa": "ابجدهو",
    "Arab": "أبجدهو",
    "Hebr": "אבגדהו",
    "Deva": "कखगघङच",
    "Cyrl": "АБВГДЕ",
    "Grek": "ΑΒΓΔΕΖ",
    "Thai": "กขคงจฉ",
}
ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
NO_BREAK = "\N{NO-BREAK SPACE}"  # "[12, 17]" stays on one line


class Writer:
    """Writes the paragraphs of one document, in its language and in the presenter's."""

    def __init__(self, document: Document) -> None:
        """Write for `document`."""
        self.document = document
        self.language = document.language
        self.tag = document.language.tag

    # --- slides ---

    def para(self, phrase: Phrase, bullet: Bullet = "none", role: Role = "body", *, start: int = 1, level: int = 0) -> Para:
        """Return `phrase` as a paragraph in its own language and direction."""
        tag = phrase.language
        runs = self.runs(phrase)
        if self.direction(tag) != self.language.direction:
            runs = _unwrapped(runs)
        return Para(runs, bullet, level, self.direction(tag), role, start, self._align(tag))

    def title(self, phrase: Phrase) -> Piece:
        """Return `phrase` as a title, which always runs in the deck's own direction."""
        para = Para(self.runs(phrase), "none", 0, self.language.direction)
        return Piece(phrase.key, (para,), phrase.cited)

    def piece(
        self, phrase: Phrase, bullet: Bullet = "none", role: Role = "body", *, start: int = 1, lead: bool = False
    ) -> Piece:
        """Return `phrase` as a piece of one paragraph."""
        return Piece(phrase.key, (self.para(phrase, bullet, role, start=start),), phrase.cited, lead)

    def runs(self, phrase: Phrase, *, strong: bool = False) -> tuple[TextRun, ...]:
        """Return the runs of `phrase`: its text, its markers, and before them the visible mark of a proof."""
        mark = [TextRun(f"[{phrase.mark}] ", self.tag, strong=True)] if phrase.mark else []
        return tuple(mark) + tuple(
            TextRun(i.text, i.language or phrase.language, i.strong or strong, i.href)
            if isinstance(i, Text)
            else TextRun(i.marker.replace(" ", NO_BREAK), phrase.language, strong)
            for i in phrase.inlines
        )

    def words(self, text: str, *, role: Role = "body", key: str = "") -> Piece:
        """Return interface words as a piece."""
        return Piece(key, (Para((TextRun(text, self.tag),), "none", 0, self.language.direction, role),))

    def word(self, key: str, **values: str) -> str:
        """Return an interface word of the reader's language."""
        return self.document.words[key].format(**values)

    def foreign(self, runs: Sequence[TextRun], *, role: Role = "body") -> Para:
        """Return a left-to-right paragraph (a name, an address, a number) at the side where this deck's lines begin."""
        return Para(tuple(runs), "none", 0, "ltr", role, 1, "end" if self.language.rtl else "start")

    def contact(self, entry: Contact) -> Piece:
        """Return a label and its value: on one line, or on two where they run in different directions."""
        value = TextRun(entry.value, self.tag, href=entry.href)
        if self.language.rtl:
            label = Para(self.runs(entry.label, strong=True), "none", 0, "rtl", "body")
            return Piece(entry.label.key, (label, self.foreign((value,))), entry.label.cited)
        runs = (*self.runs(entry.label, strong=True), TextRun(self.language.colon, self.tag), value)
        return Piece(entry.label.key, (Para(runs),), entry.label.cited)

    def organisation(self, entry: Organisation) -> Piece:
        """Return an organisation: its name, what it offers, and its address, which is the link."""
        name = TextRun(entry.name, "en", strong=True)
        address = TextRun(entry.address, "en", href=entry.url)
        return Piece(
            entry.text.key,
            (
                self.foreign((name,)),
                *(replace(para, tight=True) for para in (self.para(entry.text), self.foreign((address,)))),
            ),
            entry.text.cited,
        )

    def letter(self, index: int) -> str:
        """Return the letter of option number `index` (from 0)."""
        letters = LETTERS.get(self.tag.partition("-")[0]) or LETTERS.get(self.language.script, "ABCDEF")
        return letters[index]

    def direction(self, tag: str) -> Literal["ltr", "rtl"]:
        """Return the direction of a language tag."""
        return self.language.direction if tag == self.tag else direction_of(tag)

    def _align(self, tag: str) -> Literal["start", "end"]:
        return "start" if self.direction(tag) == self.language.direction else "end"

    # --- notes ---

    def spoken(self, phrases: Iterable[Phrase]) -> tuple[Para, ...]:
        """Return phrases as the presenter reads them in the notes."""
        return tuple(Para(self.runs(p), "none", 0, self.direction(p.language)) for p in phrases)

    def script(
        self,
        say: Sequence[Phrase] = (),
        ask: Sequence[Phrase] = (),
        if_asked: Sequence[Phrase] = (),
        answer: tuple[Para, ...] = (),
        answer_cited: tuple[int, ...] = (),
    ) -> Script:
        """Return the script made of these phrases, with every source they cite."""
        cited = {n for phrase in (*say, *ask, *if_asked) for n in phrase.cited} | set(answer_cited)
        return Script(self.spoken(say), self.spoken(ask), self.spoken(if_asked), answer, tuple(sorted(cited)))


def joined(first: Script, second: Script) -> Script:
    """Return two scripts one after the other."""
    return Script(
        first.say + second.say,
        first.ask + second.ask,
        first.if_asked + second.if_asked,
        first.answer + second.answer,
        tuple(sorted({*first.cited, *second.cited})),
    )


def _unwrapped(runs: tuple[TextRun, ...]) -> tuple[TextRun, ...]:
    """Return runs without isolates that stand alone: a paragraph of its own direction needs none."""
    return tuple(run for run in runs if run.text not in ISOLATES)


def with_role(piece: Piece, role: Role) -> Piece:
    """Return `piece` with every paragraph in another role."""
    return replace(piece, paras=tuple(replace(para, role=role) for para in piece.paras))


@lru_cache(maxsize=256)
def direction_of(tag: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a BCP 47 tag that is not the document's own."""
    return languages.lookup(tag).direction
