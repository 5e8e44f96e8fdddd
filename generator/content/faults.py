"""What can be wrong with a content file, before it has a place: path, words and hint; and its way to a Problem."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.content.grammar import LONGEST_TEXT, Field, Path, block_ids, block_type, describe, section_id
from generator.content.model import BLOCK_TYPES, Block, Content, Section
from generator.errors import Place, Problem, Severity
from generator.values import value

if TYPE_CHECKING:
    from generator.content.positions import Positions  # built only when there is something to complain about

MOST_REPORTED = 100
MOST_TRANSLATED = 300


@value
class Fault:
    """A mistake at a path. `words` is the passage inside the value that is wrong; `at_key` points at the key instead."""

    rule: str
    path: Path
    message: str
    hint: str | None = None
    words: str | None = None
    nth: int = 0
    at_key: bool = False
    name: str | None = None
    language: str | None = None
    severity: Severity = Severity.ERROR


def to_problems(faults: Iterable[Fault], raw: Mapping[str, Any], positions: Positions | None, file: str) -> list[Problem]:
    """Return the faults as problems, in the order of their places; more than a hundred end in a count."""
    problems = list(dict.fromkeys(_to_problem(f, raw, positions, file) for f in faults))
    problems.sort(key=lambda p: (p.where.line or 0, p.where.column or 0) if p.where else (0, 0))
    if len(problems) > MOST_REPORTED:
        more = len(problems) - MOST_REPORTED
        problems[MOST_REPORTED:] = [Problem("S00", f"and {more} more problems", Place(file), "mend these first")]
    return problems


def _to_problem(fault: Fault, raw: Mapping[str, Any], positions: Positions | None, file: str) -> Problem:
    line, column = _place(fault, positions) if positions else (None, None)
    name = fault.name if fault.name is not None else name_of(raw, fault.path[:-1] if fault.at_key else fault.path)
    return Problem(
        fault.rule, fault.message, Place(file, line, column, name or None), fault.hint, fault.language, fault.severity
    )


def _place(fault: Fault, positions: Positions) -> tuple[int, int]:
    if fault.at_key:
        return positions.key(fault.path)
    if fault.words:
        return positions.inside(fault.path, fault.words, fault.nth)
    return positions.value(fault.path)


# --- names for people -------------------------------------------------------------------------------------------------


def name_of(raw: Mapping[str, Any], path: Path) -> str:
    """Return a path as people call it: `care.urgent.text`, `treatment.options.r1c3`, `section "care"`."""
    if not path:
        return ""
    if path[0] in ("section", "reference") and len(path) > 1 and isinstance(path[1], int):
        item = _get(_get(raw, path[0]), path[1])
        own = item.get("id") if isinstance(item, dict) else None
        called = own if isinstance(own, str) else str(path[1] + 1)
        if len(path) == 2:
            return f'{path[0]} "{called}"'
        if path[0] == "section":
            return _inside_section(item, path, section_id(item, path[1]))
        return ".".join([called, *_rest(None, path[2:])])
    cls = next((f.table for f in describe(Content) if f.key == path[0]), None)
    return ".".join([str(path[0]), *_rest(cls, path[1:])])


def _inside_section(section: object, path: Path, called: str) -> str:
    if path[2] != "block" or len(path) < 4 or not isinstance(path[3], int):
        return ".".join([called, *_rest(Section, path[2:])])
    blocks = _get(section, "block")
    names = block_ids(blocks) if isinstance(blocks, list) else []
    name = names[path[3]] if path[3] < len(names) else str(path[3] + 1)
    block = _get(blocks, path[3])
    return ".".join([called, name, *_rest(BLOCK_TYPES.get(block_type(block) if isinstance(block, dict) else ""), path[4:])])


def _rest(cls: type | None, path: Path) -> Iterator[str]:
    """Yield the parts of a name below a table of class `cls`: `items`, 1 -> `item2`; `rows`, 0, 2 -> `r1c3`."""
    fields = {f.key: f for f in describe(cls)} if cls else {}
    i = 0
    while i < len(path):
        part = path[i]
        f: Field | None = fields.get(part) if isinstance(part, str) else None
        numbers = [n for n in path[i + 1 : i + 3] if isinstance(n, int)] if f and f.unit else []
        if f is not None and numbers:
            yield f"{f.unit}{numbers[0] + 1}" + (f"c{numbers[1] + 1}" if len(numbers) == 2 else "")
            i += len(numbers)
        else:
            yield str(part + 1) if isinstance(part, int) else part
        fields = {g.key: g for g in describe(f.table)} if f and f.table and f.table is not Block else {}
        i += 1


def _get(value: Any, key: str | int) -> Any:  # noqa: ANN401 - raw TOML
    try:
        return value[key]
    except (KeyError, IndexError, TypeError):
        return None


# --- what pydantic-core finds, in our voice ---------------------------------------------------------------------------


def from_schema(errors: Iterable[Mapping[str, Any]], raw: Mapping[str, Any], cls: type = Content) -> Iterator[Fault]:
    """Translate the validator's line errors in a table `raw` of class `cls`.

    A required key that is only misspelt is reported once, as misspelt.
    """
    found = [
        _translate(
            e["type"], _path(e["loc"]), e["input"], e.get("ctx", {}), e["msg"], _class_at(raw, _path(e["loc"])[:-1], cls)
        )
        for e in islice(errors, MOST_TRANSLATED)
    ]
    misspelt = {(f.path[:-1], f.hint) for f in found if f.rule == "S02"}
    return (f for f in found if f.rule != "S04" or (f.path[:-1], _did_you_mean(str(f.path[-1]))) not in misspelt)


def _path(loc: Sequence[str | int]) -> Path:
    """Drop what the validator adds to a location: the tag of a block's type."""
    if len(loc) > 4 and loc[0] == "section" and loc[2] == "block":
        return (*loc[:4], *loc[5:])
    return tuple(loc)


def _class_at(raw: Mapping[str, Any], path: Path, root: type) -> type | None:
    """Return the model class of the table at `path`."""
    cls: type | None = root
    value: Any = raw
    for part in path:
        value = _get(value, part)
        if isinstance(part, str) and cls is not None:
            cls = next((f.table for f in describe(cls) if f.key == part), None)
        if cls is Block and isinstance(value, dict):
            cls = BLOCK_TYPES.get(block_type(value))
    return cls


def _translate(kind: str, path: Path, found: object, ctx: Mapping[str, Any], message: str, cls: type | None) -> Fault:
    last = str(path[-1]) if path else ""
    match kind:
        case "missing":
            return Fault("S04", path, f'"{last}" is missing', _missing_hint(last, cls), at_key=True)
        case "unexpected_keyword_argument" | "extra_forbidden":
            return Fault("S02", path, f'unknown key "{last}"', _key_hint(last, cls), at_key=True)
        case "literal_error":
            return Fault("S03", path, f"expected {ctx['expected']}, found {describe_value(found)}", _choice_hint(found, ctx))
        case "union_tag_invalid":
            tag = str(ctx["tag"])
            near = suggestion(tag, BLOCK_TYPES)
            hint = near or f"the types are {', '.join(BLOCK_TYPES)}"
            return Fault("S03", (*path, "type"), f'there is no block of type "{tag}"', hint)
        case "union_tag_not_found":
            return Fault("S04", (*path, "type"), '"type" is missing', f"the types are {', '.join(BLOCK_TYPES)}", at_key=True)
        case "string_pattern_mismatch":
            return _malformed(path, found, ctx)
        case "string_too_long":
            return Fault(
                "S06",
                path,
                f"the text has {len(str(found)):,} characters, at most {LONGEST_TEXT:,} are allowed",
                "split it into several blocks",
            )
        case "too_long":
            return Fault(
                "S06",
                path,
                f"the list has {ctx['actual_length'] or 'too many'} items, at most {ctx['max_length']}",
                "split it into several blocks",
            )
    expected = _EXPECTED.get(kind) or (message if kind == "expected" else None)
    if expected is None:
        return Fault("S01", path, message[:1].lower() + message[1:])
    return Fault("S01", path, f"expected {expected}, found {describe_value(found)}", _type_hint(kind, found))


_EXPECTED = {
    "string_type": "text", "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "date_type": "a date", "tuple_type": "a list", "dataclass_type": "a table",
    "dict_type": "a table", "finite_number": "a finite number", "greater_than_equal": "a smaller number",
    "less_than_equal": "a smaller number", "model_attributes_type": "a table", "union_model_type": "a table",
}  # fmt: skip


def describe_value(found: object) -> str:
    """Return a value from TOML in the words of a message."""
    match found:
        case str() if len(found) <= 40:
            return f'the text "{found}"'
        case str():
            return "a text"
        case bool():
            return "true" if found else "false"
        case datetime():
            return "a date with a time"
        case int() | float() | date() | time():
            return f"{found}"
        case list():
            return "a list"
    return "a table"


def _type_hint(kind: str, found: object) -> str:
    match kind:
        case "string_type" if isinstance(found, bool | int | float | date | time):
            return f'put it between quotes: "{str(found).lower() if isinstance(found, bool) else found}"'
        case "string_type":
            return 'write one text: "..."'
        case "date_type":
            return f"write {_date_in(found)} without quotes"
        case "int_type" | "int_from_float" | "float_type" if isinstance(found, str) and found.strip().isdigit():
            return f"write {found.strip()} without quotes"
        case "bool_type":
            return "write true or false without quotes"
        case "tuple_type":
            return 'write it in brackets: ["...", "..."]' if isinstance(found, str) else "write it in brackets: [ ... ]"
        case "dataclass_type" | "dict_type":
            return 'write a table: { key = "..." }, or a header of its own in brackets'
    return "see the list of keys and their values in README.md"


def _date_in(found: object) -> str:
    text = found.date().isoformat() if isinstance(found, datetime) else str(found)
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return "a date as 2026-11-12,"


def _key_hint(key: str, cls: type | None) -> str:
    if cls is None:
        return "delete this line"
    keys = (
        [f.key for f in describe(cls)] + (["type"] if cls in BLOCK_TYPES.values() else []) + ["translations"] * (cls is Content)
    )
    return suggestion(key, keys) or f"the keys here are {', '.join(keys)}"


def _missing_hint(key: str, cls: type | None) -> str:
    f = next((f for f in describe(cls) if f.key == key), None) if cls else None
    if f is None or cls is None:
        return f"add {key} = ..."
    if f.table is not None:
        return (
            f"add {'[[' if f.depth else '['}{key}{']]' if f.depth else ']'}"
            if cls in (Content, Section)
            else f"add {key} = ..."
        )
    if typing.get_origin(f.hint) is typing.Literal and not isinstance(typing.get_args(f.hint)[0], str):
        return f"add {key} = {typing.get_args(f.hint)[0]}"
    if f.depth:
        return f'add {key} = ["...", "..."]'
    return f'add {key} = "..."' if f.kind or typing.get_origin(f.hint) is typing.Literal else f"add {key} = ..."


def _choice_hint(found: object, ctx: Mapping[str, Any]) -> str:
    choices = [c.strip("'") for c in str(ctx["expected"]).replace(" or ", ", ").split(", ")]
    return suggestion(str(found), choices) or f"write {' or '.join(str(ctx['expected']).replace(' or ', ', ').split(', '))}"


def _malformed(path: Path, found: object, ctx: Mapping[str, Any]) -> Fault:
    if "A-F" in str(ctx.get("pattern")):
        return Fault(
            "S05", path, f"expected a colour, found {describe_value(found)}", 'write six hexadecimal digits: "#12405A"'
        )
    hint = "an id has small letters a-z, digits and hyphens, begins with a letter or digit, and has at most 64 of them"
    return Fault("S05", path, f"expected an id, found {describe_value(found)}", hint)


def suggestion(word: str, choices: Iterable[str]) -> str | None:
    """Return `did you mean "..."?` if one of the choices is near."""
    from difflib import get_close_matches

    by_case = {c.casefold(): c for c in choices}
    near = get_close_matches(word.casefold(), list(by_case), n=1, cutoff=0.6)
    return _did_you_mean(by_case[near[0]]) if near else None


def _did_you_mean(word: str) -> str:
    return f'did you mean "{word}"?'
