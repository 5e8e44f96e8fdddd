"""The life of a translation: its beginning, how far it is, binding its words to their source, a named person's signature."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.assets import Project, open_project
from generator.content.characters import oddities
from generator.content.model import Content, Status, UnitState
from generator.content.read import read_content
from generator.content.states import with_facts, with_states, with_table
from generator.content.syntax import decode
from generator.content.translations import Stamp, Translated, Unit, is_signed, source_hash, stamp, status_of, text_hash, units
from generator.errors import ContentError, Place, Problem
from generator.languages import lookup
from generator.writing import make_folder, write_atomically

LONGEST_NAME = 120
WORDS_FILE = "assets/translations/{tag}.toml"
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """How far one language is: the number of its texts by status, and who has signed what."""

    tag: str
    counts: Mapping[Status, int]
    signed: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the facts a machine wants."""
        return {"language": self.tag, **{s.name.lower(): self.counts.get(s, 0) for s in Status}, "signed": self.signed}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A language begun: the file for its words, every text of the source in it as a remark, and the content naming the file."""

    words: Path
    skeleton: bytes
    content: Path
    naming: bytes
    texts: int

    def write(self) -> None:
        """Write both, each in one step, the words first; raises OutputError."""
        make_folder(self.words.parent)
        write_atomically(self.words, self.skeleton)
        write_atomically(self.content, self.naming)


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it will be: what is written, what it says, and what it leaves alone."""

    path: Path
    content: bytes
    row: Row  # as it is now
    written: int
    left: int = 0

    def write(self) -> None:
        """Write it in one step; raises OutputError."""
        write_atomically(self.path, self.content)


def status(content_path: Path) -> list[Row]:
    """Return one row a language, the source language first."""
    project = open_project(content_path.parent)
    content = project.content(content_path.name)
    return [_row(content, tag) for tag in dict.fromkeys([content.document.language, *content.translations])]


def start(content_path: Path, tag: str) -> Beginning:
    """Return the file a translator fills in, and the content with a block that names it.

    Raises ContentError if the content has the language already, if nothing is known of it, or if its file is there.
    """
    project = open_project(content_path.parent)
    name = content_path.name
    content = project.content(name)
    language = lookup(tag)
    if tag == content.document.language or tag in content.translations:
        hint = "`leafdeck translate status` says how far it is"
        _refuse(content_path, f"the content has the language {tag} already", hint, None)
    own_file = WORDS_FILE.format(tag=tag)
    path = project.folder / own_file
    if path.exists():
        _refuse(content_path, f"{own_file} is there already", f'name it: [translations.{tag}] and file = "{own_file}"', None)
    old, text = _text_of(project, name, None)
    naming = _as_old(old, with_table(text, ("translations", tag), {"file": own_file}, name))
    found = units(content)
    skeleton = _skeleton(found, language.english_name, tag).encode()
    read_content(naming, file=name, read_file=lambda one: skeleton if one == own_file else project.translation(one))
    return Beginning(path, skeleton, _path_of(project, name, None), naming, len(found))


def _skeleton(texts: Iterable[Unit], language: str, tag: str) -> str:
    """Return a file with every text of the source as a remark and, also as a remark, the line for its translation."""
    lines = [
        f"# {language}. Below each text write its translation between the quotes, and take away the # before the line.",
        '# Keep [@citations], {{ variables }} and **bold** as they are. Paragraphs go between """ and """.',
        f"# `leafdeck check --lang {tag}` lists what is still missing.",
        "[text]",
    ]
    for unit in texts:
        source = [f"# {line}".rstrip() for line in unit.text.strip().splitlines()]
        lines += ["", *source, f'#{unit.id} = ""' + ("  # may stay as it is" if unit.optional else "")]
    return "\n".join(lines) + "\n"


def stamp_language(content_path: Path, tag: str, level: Stamp, *, everything: bool, on: date) -> Change:
    """Return the file with state lines for the texts of a language that have none or whose words have changed.

    `everything` takes those whose words have not changed too: someone has compared each with its source. A reviewed text that
    is current keeps its signature. Raises ContentError.
    """
    project, content = _opened(content_path, tag)
    if tag == content.document.language:
        _refuse(
            content_path, f"{tag} is the source language, it has no states", f"run `leafdeck sign {tag}`", "document.review"
        )
    known, state = status_of(content, tag), content.translations[tag].state
    texts, left = {}, 0
    for name, found in known.items():
        if found.text is None or found.status is Status.REVIEWED or found.change == "moved":
            continue
        line = state.get(name)
        if line is None or everything or line.out != text_hash(found.text):
            texts[name] = found.text
        else:
            left += found.status is Status.STALE
    states = {name: replace(line, numbers=state[name].numbers if name in state else None)
              for name, line in stamp(content, texts, level, on=on).items()}  # fmt: skip
    changed = _with_states(project, content_path.name, content, tag, states, {})
    return replace(changed, left=left)


def sign(content_path: Path, tag: str, *, by: str, role: str | None, on: date) -> Change:
    """Return the file with a signature: of every text of a translation, or of the source text as it is now.

    Raises ContentError if a text is missing, stale or stands under another id, or if the name cannot be printed.
    """
    project, content = _opened(content_path, tag)
    for what, said in (("--by", by), ("--role", role)):
        _check_name(what, said)
    if tag == content.document.language:
        return _sign_source(project, content_path.name, content, by, role, on)
    known = status_of(content, tag)
    if problems := [p for unit in units(content) if (p := _unfit(unit, known[unit.id], content_path.name, tag))]:
        raise ContentError(*project.places(content_path.name).placed(problems))
    who = f"{by}, {role}" if role else by
    texts = {name: found.text for name, found in known.items() if found.text is not None}
    state = content.translations[tag].state
    states = {name: replace(line, numbers=state[name].numbers if name in state else None)
              for name, line in stamp(content, texts, "reviewed", by=who, on=on).items()}  # fmt: skip
    return _with_states(project, content_path.name, content, tag, states, {"reviewer": who, "reviewed": on})


# --- reading ----------------------------------------------------------------------------------------------------------


def _opened(content_path: Path, tag: str) -> tuple[Project, Content]:
    project = open_project(content_path.parent)
    content = project.content(content_path.name)
    if tag != content.document.language and tag not in content.translations:
        known = ", ".join([content.document.language, *content.translations])
        _refuse(content_path, f"no text in language {tag!r}; the content has {known}", f"add [translations.{tag}]", None)
    return project, content


def _row(content: Content, tag: str) -> Row:
    counts: dict[Status, int] = {}
    optional = {unit.id for unit in units(content) if unit.optional}
    source = tag == content.document.language
    level = Status.REVIEWED if is_signed(content) else Status.DRAFT
    for name, found in status_of(content, tag).items():
        if found.status is Status.MISSING and name in optional:
            continue
        reached = level if source else found.status
        counts[reached] = counts.get(reached, 0) + 1
    return Row(tag, counts, _signed_by(content, tag, source=source))


def _signed_by(content: Content, tag: str, *, source: bool) -> str:
    review = content.document.review
    if source:
        if review is None:
            return ""
        return f"{review.by}, {review.on}" if is_signed(content) else f"lapsed: {review.by}, {review.on}"
    lines = {(line.by, line.on) for line in content.translations[tag].state.values() if line.s == "reviewed"}
    return "; ".join(sorted(f"{by}, {on}" for by, on in lines if by))


def _unfit(unit: Unit, found: Translated, file: str, tag: str) -> Problem | None:
    """Return why a text cannot be signed, None if it can."""
    where = Place(file, key=unit.id)
    if found.status is Status.MISSING:
        return None if unit.optional else Problem("T14", "not translated", where, "translate it before it is signed", tag)
    if found.status is Status.STALE:
        hint = f"translate it again, then run `leafdeck translate stamp {tag} --as translated`"
        return Problem("T15", "out of date: the source text has changed", where, hint, tag)
    if found.change == "moved":
        hint = f'call it "{unit.id}" in text and state'
        return Problem("T09", f'its translation stands under "{found.origin}"', where, hint, tag)
    return None


def _check_name(what: str, said: str | None) -> None:
    if said is None:
        return
    odd = next(oddities(said), None)
    if odd is not None or not said.strip() or len(said) > LONGEST_NAME or not said.isprintable():
        fault = odd.message if odd else f"expected 1 to {LONGEST_NAME} printable characters"
        raise ContentError(Problem("S10", f"{what}: {fault}", hint='write it as --by "Dr A. Khan"'))


def _refuse(content_path: Path, message: str, hint: str, key: str | None) -> None:
    raise ContentError(Problem("T00", message, Place(content_path.name, key=key), hint))


# --- writing ----------------------------------------------------------------------------------------------------------


def _with_states(
    project: Project, name: str, content: Content, tag: str, states: Mapping[str, UnitState], facts: Mapping[str, str | date]
) -> Change:
    own_file = content.translations[tag].file
    base = () if own_file else ("translations", tag)
    file = own_file or name
    old, text = _text_of(project, name, own_file)
    new = with_facts(with_states(text, base, states, file), base, facts)
    change = Change(_path_of(project, name, own_file), _as_old(old, new), _row(content, tag), len(states))
    now = _again(project, name, own_file, change.content).translations[tag].state
    _hold(all(now.get(unit) == line for unit, line in states.items()), file)
    return change


def _sign_source(project: Project, name: str, content: Content, by: str, role: str | None, on: date) -> Change:
    if role is None:
        hint = 'add --role "consultant rheumatologist"'
        raise ContentError(Problem("T04", "the signature of the source needs a role", Place(name, key="document.review"), hint))
    old, text = _text_of(project, name, None)
    facts: dict[str, str | date] = {"by": by, "role": role, "on": on, "hash": source_hash(content)}
    new = _as_old(old, with_table(text, ("document", "review"), facts, name))
    change = Change(_path_of(project, name, None), new, _row(content, content.document.language), len(units(content)))
    _hold(is_signed(_again(project, name, None, change.content)), name)
    return change


def _text_of(project: Project, name: str, own_file: str | None) -> tuple[bytes, str]:
    source = project.translation(own_file) if own_file else project.source(name)
    return source, decode(source, own_file or name)


def _path_of(project: Project, name: str, own_file: str | None) -> Path:
    return project.folder / own_file if own_file else Path(os.path.realpath(project.folder / name))


def _as_old(old: bytes, text: str) -> bytes:
    return (MARK if old.startswith(MARK) else b"") + text.encode()


def _again(project: Project, name: str, own_file: str | None, changed: bytes) -> Content:
    """Return the content as it will be read once the changed file is written. Raises ContentError if it cannot be."""
    source = project.source(name) if own_file else changed
    return read_content(source, file=name, read_file=lambda path: changed if path == own_file else project.translation(path))


def _hold(kept: bool, file: str) -> None:
    """Refuse to write a file that would not say what it should."""
    if not kept:
        hint = "write the states as one table: [state], or [translations.<tag>.state]"
        raise ContentError(Problem("T04", "the states cannot be written into this file", Place(file), hint))
