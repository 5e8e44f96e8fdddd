"""The grammar of content.toml, read off the model's type hints: described once, compiled for pydantic-core, walked."""

from __future__ import annotations

import inspect
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias

from generator.bare import bare
from generator.content import model
from generator.content.model import BLOCK_TYPES, Block, Content, Section, Translation, UnitState
from generator.values import Member, is_value, members, value

with bare("pydantic_core"):
    from pydantic_core._pydantic_core import SchemaValidator

Path: TypeAlias = tuple[str | int, ...]
Schema: TypeAlias = dict[str, Any]  # of pydantic-core

TYPE_NAMES: Mapping[type[Block], str] = {cls: name for name, cls in BLOCK_TYPES.items()}
LONGEST_TEXT = 8_000  # characters in one text; a page holds about 3,000
ID = r"^[a-z0-9][a-z0-9-]{0,63}\z"
COLOUR = r"^#[0-9A-Fa-f]{6}\z"
ASIDE = frozenset({"translations", "tags", "tag", "text", "state"})  # filled in by `read`, not by the schema


# --- the description: one row per field -------------------------------------------------------------------------------


@value
class Field:
    """One key of a table: where its value goes, what it may hold and how its items are called in ids."""

    name: str
    key: str
    hint: Any
    required: bool
    default: Any
    unit: str
    most: int | None
    kind: str | None  # words, id, tag, asset, link, colour; text for any other string; None if it holds no string
    depth: int  # 0 a value, 1 a list of values, 2 a list of lists
    table: type | None  # the dataclass of its tables


@cache
def describe(cls: type) -> tuple[Field, ...]:
    """Return the fields of a model class in order, with their hints resolved."""
    hints = _hints(cls)
    return tuple(
        _field(name, member, hints[name])
        for name, member in members(cls).items()
        if not (name in ASIDE and cls in (Content, Translation))
    )


def _hints(cls: type) -> dict[str, Any]:
    """Return what `typing.get_type_hints` would, but evaluate each distinct annotation only once."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for name, text in inspect.get_annotations(base).items():
            found[name] = _evaluate(text) if isinstance(text, str) else text
    return found


@cache
def _evaluate(text: str) -> Any:  # noqa: ANN401 - a type expression is anything
    return eval(text, vars(model))  # noqa: S307 - annotations of our own model, no input


def _field(name: str, member: Member, hint: Any) -> Field:  # noqa: ANN401
    bare, depth = _without_none(hint), 0
    while typing.get_origin(bare) is tuple:
        bare, depth = typing.get_args(bare)[0], depth + 1
    kind, table = _kind(bare)
    default = member.default if member.factory is MISSING else member.factory()
    facts = member.metadata
    key, unit, most = facts.get("key", name), facts.get("unit", ""), facts.get("most")
    return Field(name, key, hint, member.required, default, unit, most, kind, depth, table)


@cache
def _without_none(hint: Any) -> Any:  # noqa: ANN401
    if not isinstance(hint, types.UnionType) and typing.get_origin(hint) is not typing.Union:
        return hint
    rest = [h for h in typing.get_args(hint) if h is not type(None)]
    if len(rest) == len(typing.get_args(hint)):
        return hint
    return rest[0] if len(rest) == 1 else typing.Union[tuple(rest)]  # noqa: UP007 - the members come from a list


@cache
def _kind(bare: Any) -> tuple[str | None, type | None]:  # noqa: ANN401
    if typing.get_origin(bare) is typing.Annotated:
        return typing.get_args(bare)[1], None
    if bare is model.AnyBlock:
        return None, Block
    if is_value(bare):
        return None, typing.cast("type", bare)
    parts = typing.get_args(bare) if typing.get_origin(bare) in (types.UnionType, typing.Union) else (bare,)
    table = next((p for p in parts if is_value(p)), None)
    holds_text = any(p is str or typing.get_origin(p) is tuple for p in parts)
    return ("text" if holds_text else None), typing.cast("type | None", table)


# --- the schema for pydantic-core -------------------------------------------------------------------------------------


@cache
def content_validator() -> SchemaValidator:
    """Return the validator that turns a parsed content.toml (without translations) into Content."""
    return SchemaValidator(_table(Content))


@cache
def translation_validator() -> SchemaValidator:
    """Return the validator for a `[translations.<tag>]` table without its text and state: gives a plain dict."""
    fields = {
        f.key: {"type": "typed-dict-field", "schema": _value(f.hint, f.most), "required": False} for f in describe(Translation)
    }
    return SchemaValidator({"type": "typed-dict", "fields": fields, "extra_behavior": "forbid", "strict": True})


@cache
def state_validator() -> SchemaValidator:
    """Return the validator for one line of a `[translations.<tag>.state]` table."""
    return SchemaValidator(_table(UnitState))


def _table(cls: type) -> Schema:
    fields = [_key(f.name, _field_schema(f), kw_only=True, validation_alias=f.key) for f in describe(cls)]
    if cls in TYPE_NAMES:
        # The discriminator has chosen the class; the key itself must still be a known one.
        fields.append(_key("type", _ANY, kw_only=True, init_only=True))
    if cls is Content:
        fields += [  # no keys of the source part: `read` fills them in
            _key(name, _with_default(_ANY, empty), init=False) for name, empty in (("translations", {}), ("tags", ()))
        ]
    arguments = {
        "type": "dataclass-args", "dataclass_name": cls.__name__, "fields": fields, "extra_behavior": "forbid",
        "collect_init_only": cls in TYPE_NAMES,
    }  # fmt: skip
    names = [f["name"] for f in fields if not f.get("init_only")]
    return {
        "type": "dataclass", "cls": cls, "schema": arguments, "fields": names, "slots": True, "strict": False,
        "post_init": False,
    }  # fmt: skip


def _key(name: str, schema: Schema, **facts: object) -> Schema:
    return {"type": "dataclass-field", "name": name, "schema": schema, **facts}


def _field_schema(f: Field) -> Schema:
    schema = _value(f.hint, f.most)
    return schema if f.required else _with_default(schema, f.default)


def _with_default(schema: Schema, default: object) -> Schema:
    return {"type": "default", "schema": schema, "default": default}


@cache
def _value(hint: Any, most: int | None = None) -> Schema:  # noqa: ANN401
    hint = _without_none(hint)  # TOML has no null: an optional key is one that is not there
    origin = typing.get_origin(hint)
    if origin is tuple:
        # The items are as strict as ever; only the list itself may turn into a tuple.
        items = {"type": "tuple", "items_schema": [_value(typing.get_args(hint)[0])], "variadic_item_index": 0, "strict": False}
        return items if most is None else {**items, "max_length": most}
    if hint is model.AnyBlock:
        choices = {name: _table(cls) for name, cls in BLOCK_TYPES.items()}
        return {"type": "tagged-union", "choices": choices, "discriminator": "type"}
    if origin is typing.Annotated:
        return _STRINGS.get(typing.get_args(hint)[1], _STRINGS["words"])
    if origin is Literal:
        return {"type": "literal", "expected": list(typing.get_args(hint))}
    if origin in (types.UnionType, typing.Union):
        members = [_value(h) for h in typing.get_args(hint)]
        return {"type": "union", "choices": members, "custom_error_type": "expected", "custom_error_message": _names(hint)}
    return _table(hint) if is_value(hint) else _SCALARS[hint]


_ANY: Schema = {"type": "any"}
_STRINGS: dict[str, Schema] = {
    "words": {"type": "str", "strict": True, "max_length": LONGEST_TEXT},
    "id": {"type": "str", "strict": True, "pattern": ID},
    "colour": {"type": "str", "strict": True, "pattern": COLOUR},
}
_SCALARS: dict[Any, Schema] = {
    str: _STRINGS["words"],
    int: {"type": "int", "strict": True, "ge": -(10**9), "le": 10**9},
    float: {"type": "float", "strict": True, "allow_inf_nan": False},
    bool: {"type": "bool", "strict": True},
    date: {"type": "date", "strict": True},
}
_NAMES: dict[Any, str] = {str: "text", int: "a whole number", date: "a date"}


def _names(hint: Any) -> str:  # noqa: ANN401
    """Return what a union may hold, in the words of a message."""
    parts = [_NAMES.get(h) or ("a list" if typing.get_origin(h) is tuple else "a table") for h in typing.get_args(hint)]
    return " or ".join(reversed(parts))


# --- the walk ---------------------------------------------------------------------------------------------------------


@value
class Leaf:
    """One string of a content file: its path in TOML keys, its id in dotted words, its kind and the table it stands in."""

    path: Path
    id: str
    kind: str
    field: str
    text: str
    owner: type


def walk(value: object, cls: type = Content, path: Path = (), prefix: str = "") -> Iterator[Leaf]:
    """Yield every string below `value`: a model value, or raw TOML (a dict) that may be wrong anywhere.

    What does not have the shape of the model is passed over: the schema reports it. Text ids follow the rule of
    `translations.units`.
    """
    raw = isinstance(value, dict)
    for f in describe(cls):
        inside = value.get(f.key) if raw else getattr(value, f.name)  # type: ignore[attr-defined]
        if inside is None:
            continue
        stem = f.unit or f.key
        if cls is Content:
            yield from _walk_top(inside, f, raw=raw)
        elif f.table is Block:
            yield from _walk_blocks(inside, (*path, f.key), prefix)
        elif f.table is not None and f.depth:
            for i, item in enumerate(inside if isinstance(inside, list | tuple) else ()):
                if isinstance(item, dict) or is_value(item):
                    yield from walk(item, f.table, (*path, f.key, i), f"{prefix}{stem}{i + 1}.")
        elif f.table is not None and (isinstance(inside, dict) or is_value(inside)):
            yield from walk(inside, f.table, (*path, f.key), f"{prefix}{stem}.")
        elif f.kind:
            yield from _strings(inside, f, cls, (*path, f.key), prefix + stem)


def _walk_top(inside: object, f: Field, *, raw: bool) -> Iterator[Leaf]:
    if f.table is None:
        return
    if not f.depth:
        if isinstance(inside, dict) or not raw:
            yield from walk(inside, f.table, (f.key,), f"{f.key}.")
        return
    for i, item in enumerate(inside if isinstance(inside, list | tuple) else ()):
        if isinstance(item, dict) or not raw:
            name = f"{f.key}{i + 1}" if f.table is not Section else section_id(item, i)
            yield from walk(item, f.table, (f.key, i), f"{name}.")


def _walk_blocks(blocks: object, path: Path, prefix: str) -> Iterator[Leaf]:
    if not isinstance(blocks, list | tuple):
        return
    for i, (block, name) in enumerate(zip(blocks, block_ids(blocks), strict=True)):
        cls = BLOCK_TYPES.get(block_type(block))
        if cls is not None:
            yield from walk(block, cls, (*path, i), f"{prefix}{name}.")


def _strings(inside: object, f: Field, cls: type, path: Path, name: str) -> Iterator[Leaf]:
    assert f.kind is not None
    if isinstance(inside, str):
        yield Leaf(path, name, f.kind, f.key, inside, cls)
        return
    if not isinstance(inside, list | tuple):
        return
    for i, item in enumerate(inside):
        if isinstance(item, str):
            yield Leaf((*path, i), f"{name}{i + 1}", f.kind, f.key, item, cls)
        elif f.depth == 2 and isinstance(item, list | tuple):
            for j, cell in enumerate(item):
                if isinstance(cell, str):
                    yield Leaf((*path, i, j), f"{name}{i + 1}c{j + 1}", f.kind, f.key, cell, cls)


def assets_of(content: object) -> Iterator[Leaf]:
    """Yield where content (the model's, or raw) names a project file: `file`, `logo`, `font_regular`, `template` ..."""
    return (leaf for leaf in walk(content) if leaf.kind == "asset")


def section_id(section: object, index: int) -> str:
    """Return how a section is called: its id, or `section3` where it has none yet."""
    name = section.get("id") if isinstance(section, dict) else getattr(section, "id", None)
    return name if isinstance(name, str) else f"section{index + 1}"


def block_type(block: object) -> str:
    """Return the block's TOML type, "" if it has none."""
    if isinstance(block, dict):
        name = block.get("type")
        return name if isinstance(name, str) else ""
    return TYPE_NAMES.get(typing.cast("type[Block]", type(block)), "")


def block_ids(blocks: list[Any] | tuple[Any, ...]) -> list[str]:
    """Return each block's id: its own, or its type and its ordinal among the section's blocks of that type (`list1`)."""
    seen: dict[str, int] = {}
    names = []
    for block in blocks:
        kind = block_type(block) or "block"
        seen[kind] = seen.get(kind, 0) + 1
        own = block.get("id") if isinstance(block, dict) else getattr(block, "id", None)
        names.append(own if isinstance(own, str) else sys.intern(f"{kind}{seen[kind]}"))
    return names
