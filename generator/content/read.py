"""Read content.toml: bytes in, validated Content out, or every problem at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from pydantic_core import ValidationError

from generator.content.grammar import content_validator, state_validator, translation_validator
from generator.content.model import Content, Translation
from generator.errors import ContentError, Place, Problem


def read_content(
    source: bytes,
    *,
    file: str = "content.toml",
    read_file: Callable[[str], bytes] | None = None,
    languages: Collection[str] | None = None,
) -> Content:
    raw = tomllib.loads(source.decode("utf-8-sig").replace("\r\n", "\n"))
    blocks = raw.pop("translations", {})
    try:
        content = content_validator().validate_python(raw)
    except ValidationError as fault:
        raise ContentError(*(
            Problem("S01", f"{e['msg']} ({e['type']})", Place(file, key=".".join(map(str, e["loc"]))))
            for e in fault.errors(include_url=False)
        )) from None
    translations = {}
    for tag, table in blocks.items():
        if languages is None or tag in languages:
            if "file" in table and read_file:
                table = {**table, **tomllib.loads(read_file(table["file"]).decode("utf-8-sig").replace("\r\n", "\n"))}
            text, state = table.pop("text", {}), table.pop("state", {})
            facts = translation_validator().validate_python(table)
            translations[tag] = Translation(
                tag=tag, **facts, text=dict(_flat(text)),
                state={k: state_validator().validate_python(v) for k, v in _flat(state)},
            )
    return replace(content, translations=translations, tags=(content.document.language, *blocks))


def _flat(table: dict[str, Any], prefix: str = ""):
    for key, value in table.items():
        if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()) or (isinstance(value, dict) and not {"s", "src"} & set(value)):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
