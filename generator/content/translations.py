"""The translator's view of a content file: units with stable ids, their hashes, and what each translation is worth."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Literal

from generator.content.grammar import Leaf, Path, walk
from generator.content.model import Clinic, Content, Status, Translation, UnitState, once
from generator.content.syntax import TOKEN, Stretch
from generator.values import value

Stamp = Literal["machine", "draft", "translated", "reviewed"]

_STATUS: Mapping[str, Status] = {
    "machine": Status.MACHINE, "draft": Status.DRAFT, "translated": Status.TRANSLATED, "reviewed": Status.REVIEWED,
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


@value
class Unit:
    """One text to translate: its id, the source words, what it is (`title`, `alt`, ...) and its path in the TOML.

    An optional unit (`clinic.name`) may stay as it is; every other one must be translated.
    """

    id: str
    text: str
    kind: str
    path: Path
    optional: bool = False

    @property
    def hash(self) -> str:
        """The fingerprint of the source words."""
        return text_hash(self.text)


@value
class Translated:
    """What a language has for a unit: the words and how far they may be trusted.

    `origin` is the id they stand under in the file (another one if the text was moved); `change` says why the status is
    lower than the stored one, or that nothing is stored.
    """

    text: str | None
    status: Status
    origin: str | None = None
    change: Literal["moved", "source changed", "edited", "no state"] | None = None


MISSING = Translated(None, Status.MISSING)


def normalise(text: str) -> str:
    """Return the text as hashes see it: NFC, white space collapsed inside paragraphs; re-wrapping changes nothing."""
    paragraphs = re.split(r"\n[ \t\r]*\n\s*", unicodedata.normalize("NFC", text).strip())
    return "\n\n".join(_SPACE.sub(" ", p).strip(" ") for p in paragraphs)


@cache
def text_hash(text: str) -> str:
    """Return the first 8 hexadecimal digits of SHA-256 of the normalised text."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@once
def units(content: Content) -> tuple[Unit, ...]:
    """Return every text of the source language in file order.

    Ids are `section.block.field`: `what.title`, `what.list1.item2`, `treatment.options.r1c3`, `deck.objective1`. A block
    without an id is called by its type and ordinal in the section. Empty texts (a decorative picture's) are no units.
    """
    return units_from(walk(content))


def units_from(leaves: Iterable[Leaf]) -> tuple[Unit, ...]:
    """Return the units among the strings of Content or of the raw TOML it is made from."""
    return tuple(
        Unit(leaf.id, leaf.text, leaf.field, leaf.path, leaf.owner is Clinic)
        for leaf in leaves
        if leaf.kind == "words" and leaf.text.strip()
    )


# --- what a translation is worth --------------------------------------------------------------------------------------


def match_units(wanted: tuple[Unit, ...], translation: Translation) -> dict[str, Translated]:
    """Return for each unit id what `translation` has for it.

    Same id and same source hash is current. Otherwise a text made from the same source words under another id has been
    moved. Otherwise the text under the same id is stale. Nothing at all is missing.
    """
    text, state = translation.text, translation.state
    found: dict[str, Translated] = {}
    used: set[str] = set()
    for unit in wanted:
        line = state.get(unit.id)
        if unit.id in text and line is not None and line.src == unit.hash:
            found[unit.id] = _worth(text[unit.id], line, unit.id)
            used.add(unit.id)
    spare = _by_source_hash(translation, used)
    for unit in wanted:
        if unit.id not in found and (origins := spare.get(unit.hash)):
            origin = _nearest(unit.id, origins)
            origins.remove(origin)
            found[unit.id] = _moved(text[origin], state[origin], origin, unit.id)
            used.add(origin)
    for unit in wanted:
        if unit.id not in found:
            found[unit.id] = MISSING if unit.id not in text or unit.id in used else _by_id_only(unit.id, translation)
    return found


def status_of(content: Content, tag: str) -> dict[str, Translated]:
    """Return for each unit of `content` what the language has for it; the source language has everything, reviewed."""
    if tag == content.document.language:
        return {u.id: Translated(u.text, Status.REVIEWED, u.id) for u in units(content)}
    translation = content.translations.get(tag)
    if translation is None:
        return {u.id: MISSING for u in units(content)}
    return match_units(units(content), translation)


def _worth(text: str, line: UnitState, origin: str) -> Translated:
    stored = _STATUS[line.s]
    if line.out is not None and line.out != text_hash(text):
        return Translated(text, min(stored, Status.DRAFT), origin, "edited")
    if stored is Status.REVIEWED and line.out is None:  # a signature is bound to the words that were signed
        return Translated(text, Status.TRANSLATED, origin, "edited")
    return Translated(text, stored, origin)


def _moved(text: str, line: UnitState, origin: str, here: str) -> Translated:
    worth = _worth(text, line, origin)
    elsewhere = origin.split(".", maxsplit=1)[0] != here.split(".", maxsplit=1)[0]
    status = min(worth.status, Status.TRANSLATED) if elsewhere else worth.status
    return Translated(text, status, origin, "moved")


def _by_id_only(name: str, translation: Translation) -> Translated:
    text = translation.text[name]
    if name in translation.state:
        return Translated(text, Status.STALE, name, "source changed")
    return Translated(text, Status.DRAFT, name, "no state")  # written by hand; nothing says from which source


def _by_source_hash(translation: Translation, used: set[str]) -> dict[str, list[str]]:
    spare: dict[str, list[str]] = {}
    for name, line in translation.state.items():
        if name in translation.text and name not in used:
            spare.setdefault(line.src, []).append(name)
    return spare


def _nearest(name: str, origins: list[str]) -> str:
    """Return the origin that shares the longest run of id parts with `name`, the first of equals."""

    def shared(origin: str) -> int:
        same = 0
        for a, b in zip(name.split("."), origin.split("."), strict=False):
            if a != b:
                break
            same += 1
        return same

    return max(origins, key=shared)


# --- writing states ---------------------------------------------------------------------------------------------------


def stamp(
    content: Content, texts: Mapping[str, str], status: Stamp = "machine", *, by: str | None = None, on: date | None = None
) -> dict[str, UnitState]:
    """Return the state lines that bind `texts` to the source as it is now; ids without a unit (`ui.*`) get none."""
    sources = {unit.id: unit for unit in units(content)}
    return {
        name: UnitState(s=status, src=sources[name].hash, out=text_hash(text), by=by, on=on)
        for name, text in texts.items()
        if name in sources
    }


def render_states(states: Mapping[str, UnitState]) -> Iterator[str]:
    """Yield one TOML line per state."""
    for name, line in states.items():
        pairs = [(key, getattr(line, key)) for key in ("s", "src", "out", "by", "on", "numbers")]
        inside = ", ".join(f"{key} = {render_value(value)}" for key, value in pairs if value is not None)
        yield f"{_key(name)} = {{ {inside} }}"


def _key(name: str) -> str:
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else render_value(part) for part in name.split("."))


def render_value(value: str | date) -> str:
    """Return a text or date as a TOML value."""
    if isinstance(value, date):
        return value.isoformat()
    if "\n" in value:
        body = re.sub(r'"(?=""|\Z)', r"\\" + '"', "".join(_escaped(c) for c in value))
        return f'"""\n{body}"""'
    return '"' + "".join(r"\"" if c == '"' else _escaped(c) for c in value) + '"'


def _escaped(char: str) -> str:
    if char == "\\":
        return r"\\"
    if (char < " " and char != "\n") or char == "\x7f":
        return f"\\u{ord(char):04X}"
    return char


# --- where they go, and what a signature is bound to -----------------------------------------------------------------


def end_of_statements(source: str, stretch: Stretch) -> int:
    """Return where the last line of the stretch that says something ends; trailing comments belong to what follows."""
    end = begin = stretch.start
    for token in TOKEN.finditer(source, stretch.start, stretch.end):
        if token.lastgroup == "line":  # never inside a string, so a text of several lines counts as one
            if _says_something(source[begin : token.start("line")]):
                end = token.end()
            begin = token.end()
    return stretch.end if _says_something(source[begin : stretch.end]) else end


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def source_hash(content: Content) -> str:
    """Return the fingerprint of all source words: what a clinical sign-off (`[document.review] hash`) is bound to."""
    return text_hash("\n".join(f"{unit.id} {unit.hash}" for unit in units(content)))


def is_signed(content: Content) -> bool:
    """Whether a clinician has signed the source text as it is now."""
    review = content.document.review
    return review is not None and review.hash == source_hash(content)
