"""Read content.toml: bytes in, validated Content out, or every problem at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from generator.bare import bare
from generator.content import meaning
from generator.content.characters import PILE, SUSPECT, first_banned, oddities
from generator.content.faults import Fault, from_schema, to_problems
from generator.content.grammar import Leaf, Path, content_validator, describe, state_validator, translation_validator, walk
from generator.content.links import asset_fault
from generator.content.model import Content, Translation, UnitState
from generator.content.syntax import Stretch, decode, parse, survey, without
from generator.content.translations import Unit, units_from
from generator.errors import ContentError, GeneratorError, Place, Problem, Severity
from generator.languages import lookup
from generator.values import replace

with bare("pydantic_core"):
    from pydantic_core._pydantic_core import ValidationError

TAG_HINT = "write it as en, es-419, zh-Hans or pt-BR; `leafdeck languages` has the list"
ReadFile = Callable[[str], bytes]
MOST_KEYS = 200
ESCAPED = re.compile(r"\\[uUtbfre]")  # escapes that may stand for a character that must not be printed
MOST_ODD = 5  # characters reported of one text
MOST_FAULTS = 200  # of one kind; finding a place and a suggestion for each takes its time


def read_content(
    source: bytes,
    *,
    file: str = "content.toml",
    read_file: ReadFile | None = None,
    languages: Collection[str] | None = None,
) -> Content:
    """Return the content of a project file.

    `read_file` opens a translation that stands in a file of its own. `languages` names the languages that are wanted: the
    other translations are neither parsed nor checked, and are not in the result (their tags are). None wants all.
    Raises ContentError with every problem found.
    """
    text = decode(source, file)
    stretches = survey(text, file)
    tags = [tag for tag in dict.fromkeys(s.language for s in stretches) if tag]
    reading = _read_file(without(text, _unwanted(stretches, languages)), file)
    blocks = reading.raw.pop("translations", {})
    content = _source(reading)
    leaves = list(walk(reading.raw))
    reading.faults += islice(meaning.check_meaning(reading.raw, leaves), MOST_FAULTS)
    reading.faults += _languages(reading.raw)
    reading.faults += meaning.one_name_for_many(reading.raw, [*tags, *(blocks if isinstance(blocks, dict) else ())])
    translations = _Translations(reading, leaves, read_file, whole=content is not None)
    if not isinstance(blocks, dict):
        reading.faults.append(
            Fault("S01", ("translations",), "expected tables, found something else", "write [translations.es]")
        )
        blocks = {}
    wanted = [tag for tag in blocks if languages is None or _covers(tag, languages)]
    for tag in wanted:
        translations.read(tag, blocks[tag])
    problems = [*reading.problems(), *translations.problems]
    if any(p.severity is Severity.ERROR for p in problems) or content is None:
        raise ContentError(*(p for p in problems if p.severity is Severity.ERROR))
    known = dict.fromkeys([content.document.language, *tags, *blocks])
    return replace(content, translations=translations.found, tags=tuple(known))


def _covers(tag: str, asked: Collection[str]) -> bool:
    """Whether a block is wanted: its tag is asked for, or is what an asked tag falls back to (es for es-419)."""
    return any(a == tag or a.startswith(f"{tag}-") for a in asked)


def _unwanted(stretches: list[Stretch], languages: Collection[str] | None) -> list[Stretch]:
    if languages is None:
        return []
    return [s for s in stretches if s.language is not None and not _covers(s.language, languages)]


# --- one file ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """One file on its way: its text, its raw tables and the faults found so far."""

    file: str
    text: str
    raw: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    stray: list[Problem] = field(default_factory=list)

    def problems(self) -> list[Problem]:
        if not self.faults and not self.stray:
            return []
        from generator.content.positions import index

        return [*to_problems(self.faults, self.raw, index(self.text), self.file), *self.stray]


def _read_file(text: str, file: str) -> _Reading:
    reading = _Reading(file, text, parse(text, file))
    if (crowded := _crowded(reading.raw, ())) is not None:
        raise ContentError(
            Problem("S09", f"a table with more than {MOST_KEYS} keys", Place(file, key=".".join(crowded) or None))
        )
    if SUSPECT.search(text) or "\t" in text or ESCAPED.search(text) or PILE.search(text):
        odd = (fault for path, value in _strings(reading.raw, ()) for fault in islice(_odd(path, value), MOST_ODD))
        reading.faults += islice(odd, MOST_FAULTS)
        if not reading.faults and (stray := first_banned(text)):
            line = text.count("\n", 0, stray.start()) + 1
            place = Place(file, line, stray.start() - text.rfind("\n", 0, stray.start()))
            message = f"the invisible character U+{ord(stray.group()):04X} must not stand in a comment or key"
            reading.stray.append(Problem("S10", message, place, "delete it"))
    return reading


def _crowded(table: dict[str, Any], path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the path of a table with more keys than any table of the grammar; ids of translations are not counted."""
    if len(table) > MOST_KEYS:
        return path
    for key, value in table.items():
        if key in ("translations", "text", "state") and len(path) in (0, 2):
            continue
        for inside in value if isinstance(value, list) else (value,):
            if isinstance(inside, dict) and (found := _crowded(inside, (*path, key))) is not None:
                return found
    return None


def _strings(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _strings(inside, (*path, key))
    elif isinstance(value, list):
        for i, inside in enumerate(value):
            yield from _strings(inside, (*path, i))


def _odd(path: Path, value: str) -> Iterator[Fault]:
    language, name = None, None
    if path[0] == "translations" and len(path) > 3:
        language, name = str(path[1]), ".".join(map(str, path[3:]))
    seen: dict[str, int] = {}
    for oddity in oddities(value):
        nth = seen.get(oddity.char, 0)
        seen[oddity.char] = nth + 1
        yield Fault("S10", path, oddity.message, oddity.hint, oddity.char, nth, name=name, language=language)


# --- the source part --------------------------------------------------------------------------------------------------


def _source(reading: _Reading) -> Content | None:
    """Return the validated source part, or None with its faults added."""
    if reading.raw.get("format", 1) != 1:
        reading.faults.append(
            Fault("S03", ("format",), "this file is of a newer format", "write format = 1, or update leafdeck")
        )
        reading.raw.pop("format")
        return None
    try:
        content: Content = content_validator().validate_python(reading.raw)
    except ValidationError as fault:
        reading.faults += islice(from_schema(fault.errors(include_url=False), reading.raw), MOST_FAULTS)
        return None
    return content


def _languages(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Check that each language the file names is one the product can set."""
    output = raw.get("output")
    named = output.get("languages") if isinstance(output, dict) else None
    paths: list[tuple[Path, object]] = [
        (("output", "languages", i), t) for i, t in enumerate(named if isinstance(named, list) else ())
    ]
    for table, key in (("document", "language"), ("deck", "notes_language")):
        inside = raw.get(table)
        paths.append(((table, key), inside.get(key) if isinstance(inside, dict) else None))
    for path, tag in paths:
        if isinstance(tag, str) and (fault := _tag_fault(tag, path)):
            yield fault


def _tag_fault(tag: str, path: Path, *, at_key: bool = False) -> Fault | None:
    try:
        lookup(tag)
    except ContentError as wrong:
        first = wrong.problems[0]
        return Fault(first.rule, path, first.message, first.hint or TAG_HINT, at_key=at_key)
    return None


# --- translations -----------------------------------------------------------------------------------------------------


class _Translations:
    """The translations read so far, and the problems of those that stand in files of their own."""

    def __init__(self, main: _Reading, leaves: list[Leaf], read_file: ReadFile | None, *, whole: bool) -> None:
        self.main = main
        self.whole = whole  # the source part is valid, so an id that is not in it leads nowhere
        self.leaves = leaves
        self.read_file = read_file
        self.found: dict[str, Translation] = {}
        self.problems: list[Problem] = []
        self._units: tuple[Unit, ...] | None = None

    @property
    def units(self) -> tuple[Unit, ...]:
        if self._units is None:
            self._units = units_from(self.leaves)
        return self._units

    def read(self, tag: str, table: object) -> None:
        """Read the block of one language, wherever it stands."""
        base: Path = ("translations", tag)
        if (fault := _tag_fault(tag, base, at_key=True)) is not None:
            self.main.faults.append(fault)
        if not isinstance(table, dict):
            self.main.faults.append(Fault("S01", base, "expected a table", f"write [translations.{tag}.text]", language=tag))
            return
        reading = self.main
        if "file" in table:
            moved = self._elsewhere(tag, table, base)
            if moved is None:
                return
            reading, base, table = moved, (), {**table, **moved.raw}
        translation = _translation(tag, table, base, reading.faults)
        if translation is not None:
            raw = self.main.raw
            names, keys = meaning.variable_names(raw), meaning.reference_keys(raw)
            info = raw.get("document")
            own = isinstance(info, dict) and info.get("language") == tag
            found = _compared(translation, self.units, names, keys, base, source_language=own, whole=self.whole)
            reading.faults += islice(found, MOST_FAULTS)
            self.found[tag] = translation
        if reading is not self.main:
            self.problems += reading.problems()

    def _elsewhere(self, tag: str, table: dict[str, Any], base: Path) -> _Reading | None:
        """Read the file that `[translations.<tag>] file = "..."` names."""
        name, path = table["file"], (*base, "file")
        both = [key for key in ("text", "state") if key in table]
        if both:
            message = f"the language stands here and in a file: [translations.{tag}.{both[0]}]"
            self.main.faults.append(Fault("T01", (*base, both[0]), message, "keep one of the two", language=tag))
        if not isinstance(name, str) or asset_fault(name):
            wrong = (
                asset_fault(name) if isinstance(name, str) else ("expected a path between quotes", 'write file = "assets/..."')
            )
            self.main.faults.append(Fault("S14", path, *(wrong or ("", "")), language=tag))
            return None
        if self.read_file is None:
            self.main.faults.append(
                Fault("S14", path, f"the file {name} is not at hand", "read the project from its folder", language=tag)
            )
            return None
        try:
            source = self.read_file(name)
        except GeneratorError as fault:
            for p in fault.problems:
                hint = p.hint or ""
                if hint.startswith("did you mean") and f"/{tag}.toml" not in hint:  # the file of another language
                    hint = "make it, with one line in it: [text]"
                self.main.faults.append(Fault(p.rule, path, f"{name}: {p.message}", hint or None, language=tag))
            return None
        try:
            text = decode(source, name)
            survey(text, name)
            reading = _read_file(text, name)
        except GeneratorError as fault:
            self.problems += fault.problems
            return None
        twice = [key for key in reading.raw if key in table]
        reading.faults += (
            Fault("T01", (k,), f'"{k}" stands here and in {self.main.file}', "keep one", language=tag) for k in twice
        )
        return None if both else reading


def _translation(tag: str, table: Mapping[str, Any], base: Path, faults: list[Fault]) -> Translation | None:
    """Return one validated language, or None with its faults added."""
    before = len(faults)
    facts = {key: value for key, value in table.items() if key not in ("text", "state")}
    try:
        translation_validator().validate_python(facts)
    except ValidationError as wrong:
        faults += (_of(f, base, tag) for f in from_schema(wrong.errors(include_url=False), facts, Translation))
    text = dict(_flat(table.get("text", {}), (*base, "text"), tag, faults))
    state: dict[str, UnitState] = {}
    for name, line in _flat(table.get("state", {}), (*base, "state"), tag, faults, lines=True):
        if len(faults) > before + MOST_FAULTS:
            break
        try:
            state[name] = state_validator().validate_python(line)
        except ValidationError as wrong:
            found = from_schema(wrong.errors(include_url=False), line, UnitState)
            faults += (_of(f, (*base, "state", *name.split(".")), tag, name) for f in found)
    return None if len(faults) > before else Translation(tag=tag, **facts, text=text, state=state)


def _of(fault: Fault, base: Path, tag: str, name: str | None = None) -> Fault:
    return replace(fault, path=(*base, *fault.path), language=tag, name=name or "")


def _flat(table: object, base: Path, tag: str, faults: list[Fault], *, lines: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield id and value of each leaf: a text, or (`lines`) a table that holds no tables."""
    if not isinstance(table, dict):
        faults.append(Fault("S01", base, "expected a table of ids", 'write id = "words"', language=tag))
        return
    waiting = [((), table)]
    while waiting:
        path, inside = waiting.pop(0)
        below: list[tuple[Any, dict[str, Any]]] = []
        for key, value in inside.items():
            here = (*path, key)
            if isinstance(value, dict) and not (lines and _is_line(value)):
                below.append((here, value))
            elif isinstance(value, dict if lines else str):
                yield ".".join(here), value
            else:
                hint = 'write { s = "draft", src = "..." }' if lines else "put it between quotes"
                expected = "a line of state" if lines else "text"
                faults.append(Fault("S01", (*base, *here), f"expected {expected}, found another kind of value", hint,
                                    name=".".join(here), language=tag))  # fmt: skip
        waiting[:0] = below


def _is_line(table: Mapping[str, Any]) -> bool:
    """Whether a table is one line of state, right or wrong, and no table of ids."""
    keys = {f.key for f in describe(UnitState)}
    return not any(isinstance(v, dict) for v in table.values()) and (not table or not keys.isdisjoint(table))


def _compared(
    translation: Translation,
    units: tuple[Unit, ...],
    names: frozenset[str],
    keys: frozenset[str],
    base: Path,
    *,
    source_language: bool,
    whole: bool,
) -> Iterator[Fault]:
    from generator.content.compare import compare  # not needed to build the source language

    return compare(translation, units, names, keys, base, source_language=source_language, whole=whole)
