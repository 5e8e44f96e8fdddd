"""What can be wrong with a translation: ids that lead nowhere, and what differs from the source text it was made from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator import data
from generator.content import inline
from generator.content.faults import Fault, suggestion
from generator.content.grammar import LONGEST_TEXT, Path
from generator.content.meaning import citation_faults, link_faults, variable_faults
from generator.content.model import Status, Translation, UnitState
from generator.content.translations import Unit, match_units
from generator.errors import Severity


def compare(
    translation: Translation,
    units: Sequence[Unit],
    names: frozenset[str],
    keys: frozenset[str],
    base: Path = (),
    *,
    source_language: bool = False,
    whole: bool = True,
) -> Iterator[Fault]:
    """Yield the faults of one translation. `base` is the path of its table; `names` and `keys` are what the file knows.

    `whole` says that the source part is valid: if it is not, its texts are not all known, and none is called gone.
    A stale text is not held against the new source: its status alone keeps it from print.
    """
    tag, state = translation.tag, translation.state
    matches = match_units(tuple(units), translation)
    origins = {m.origin for m in matches.values()}
    sources = {u.id: u for u in units}
    for name, text in translation.text.items():
        path = (*base, "text", *name.split("."))
        fault = _no_such_unit(name, path, tag, origins, sources, state, source_language=source_language)
        if fault is not None and (whole or name.startswith("ui.") or fault.rule != "T06"):
            yield fault
        if len(text) > LONGEST_TEXT:
            message = f"the text has {len(text):,} characters, at most {LONGEST_TEXT:,} are allowed"
            yield Fault("S06", path, message, "split it as the source is split", name=name, language=tag)
            continue
        if not text.strip():
            yield Fault("S06", path, "the text is empty", "write the words, or delete the line", name=name, language=tag)
        yield from _named(variable_faults(text, path, names, "T11"), name, tag)
        yield from _named(citation_faults(text, path, keys, "T10"), name, tag)
        yield from _named(link_faults(text, path), name, tag)
    for name in state:
        if name not in translation.text:
            path = (*base, "state", *name.split("."))
            hint = "delete this line, or add the text"
            yield Fault("T06", path, "a state without its text", hint, at_key=True, name=name, language=tag)
    for unit in units:
        match = matches[unit.id]
        readable = match.text is not None and len(match.text) <= LONGEST_TEXT
        if match.text and readable and match.origin and match.status > Status.STALE:
            path = (*base, "text", *match.origin.split("."))
            yield from differences(unit, match.text, state.get(match.origin), path, match.origin, tag, names, keys)
    yield from _signatures(translation, base)


def _named(faults: Iterator[Fault], name: str, tag: str) -> Iterator[Fault]:
    for f in faults:
        yield Fault(f.rule, f.path, f.message, f.hint, f.words, f.nth, name=name, language=tag)


def _no_such_unit(
    name: str,
    path: Path,
    tag: str,
    origins: set[str | None],
    sources: Mapping[str, Unit],
    state: Mapping[str, UnitState],
    *,
    source_language: bool,
) -> Fault | None:
    if name.startswith("ui."):
        word = name.removeprefix("ui.")
        if word in interface_words():
            return None  # whether its {slots} are right is judged where words are put together
        hint = suggestion(name, [f"ui.{w}" for w in interface_words()])
        return Fault(
            "T06",
            path,
            f'there is no interface word "{word}"',
            hint or "delete this line",
            at_key=True,
            name=name,
            language=tag,
        )
    if source_language:
        return Fault(
            "T08",
            path,
            "this is the source language: its text stands above",
            "only ui.* words may stand here",
            at_key=True,
            name=name,
            language=tag,
        )
    if name in sources or name in origins:
        return None
    gone = "the text it translated is gone: delete this line" if name in state else "delete this line"
    hint = suggestion(name, [s for s in sources if s not in origins]) or suggestion(name, sources) or gone
    return Fault(
        "T06", path, "there is no text with this id", gone if name in state else hint, at_key=True, name=name, language=tag
    )


@cache
def interface_words() -> Mapping[str, str]:
    """Return the interface words in English: the keys that `ui.*` may have."""
    return dict(tomllib.loads(data.read_text("words/en.toml"))["words"])


# --- source against translation ---------------------------------------------------------------------------------------


def differences(
    unit: Unit,
    text: str,
    line: UnitState | None,
    path: Path,
    name: str,
    tag: str,
    names: frozenset[str],
    keys: frozenset[str],
) -> Iterator[Fault]:
    """Yield what the translation of one unit lost or invented: citations, variables, emphasis, numbers."""
    for rule, found_in, what, exist in (
        ("T10", _citations, "[@{}]", keys),
        ("T11", inline.variables, "{{{{ {} }}}}", names),
    ):
        there, here = found_in(unit.text), found_in(text)
        unknown = sum(key not in exist for key in here)  # reported as such; each probably stands for one that is missing
        for key in dict.fromkeys(there):
            if here.count(key) < there.count(key) - unknown:
                message = f"{what.format(key)} is in the source but missing here"
                yield Fault(
                    rule,
                    path,
                    message,
                    f"put {what.format(key)} where it belongs in this language",
                    name=name,
                    language=tag,
                )
        for key in dict.fromkeys(here):
            if here.count(key) > there.count(key) and key in exist:
                yield Fault(
                    rule,
                    path,
                    f"{what.format(key)} is not in the source",
                    "delete it, or add it to the source first",
                    words=key,
                    name=name,
                    language=tag,
                )
    yield from _emphasis(unit, text, path, name, tag)
    if line is None or line.numbers is None:
        yield from _numbers(unit, text, path, name, tag)


def _citations(text: str) -> list[str]:
    return [key for _, key in inline.cited(text) if key]


def _emphasis(unit: Unit, text: str, path: Path, name: str, tag: str) -> Iterator[Fault]:
    there, here = inline.emphasised(unit.text), inline.emphasised(text)
    if there == here:
        return
    # Another word order may part or join what is stressed; stress that appears or vanishes is a mistake.
    severity = Severity.ERROR if not there or not here else Severity.WARNING
    yield Fault(
        "T12",
        path,
        f"emphasis differs: {there} in the source, {here} here",
        "put ** around the same words as in the source",
        name=name,
        language=tag,
        severity=severity,
    )


def _numbers(unit: Unit, text: str, path: Path, name: str, tag: str) -> Iterator[Fault]:
    missing, added = inline.numbers_differ(unit.text, text)
    if not missing and not added:
        return
    parts = [
        f"{', '.join(numbers)} {verb}" for numbers, verb in ((missing, "missing here"), (added, "not in the source")) if numbers
    ]
    hint = 'write the numbers of the source in digits; if this is right, add numbers = "your name" to its line of state'
    yield Fault("T13", path, f"numbers differ: {'; '.join(parts)}", hint, name=name, language=tag)


def _signatures(translation: Translation, base: Path) -> Iterator[Fault]:
    for name, line in translation.state.items():
        if line.s == "reviewed" and (lacking := [k for k in ("out", "by", "on") if getattr(line, k) is None]):
            yield Fault(
                "T04",
                (*base, "state", *name.split(".")),
                f"a reviewed text needs {' and '.join(lacking)}",
                "sign it with `leafdeck sign`",
                name=name,
                language=translation.tag,
            )
