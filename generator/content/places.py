"""Where in the files a thing stands that later stages only know by its id: for problems found in layout, pictures or fonts."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from generator.content.faults import name_of
from generator.content.grammar import Leaf, Path, assets_of, block_ids, section_id, walk
from generator.content.positions import Positions, index
from generator.errors import ContentError, Place, Problem

Texts = Callable[[str], str]


@dataclass(frozen=True)
class Places:
    """The places of one project: its content file, and the translations beside it (`read` opens them by path)."""

    text: str
    file: str
    read: Texts

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The parsed file, empty if it cannot be parsed."""
        try:
            return tomllib.loads(self.text)
        except (ValueError, RecursionError):
            return {}

    @cached_property
    def positions(self) -> Positions:
        """Where each key and value of the file stands."""
        return index(self.text)

    @cached_property
    def _named(self) -> dict[str, Leaf]:
        return {leaf.text: leaf for leaf in reversed(list(assets_of(self.raw)))}

    @cached_property
    def ids(self) -> dict[str, Path]:
        """The path of everything that has an id: texts, blocks, sections, references."""
        found: dict[str, Path] = {leaf.id: leaf.path for leaf in walk(self.raw)}
        for i, section in _tables(self.raw, "section"):
            name = section_id(section, i)
            found.setdefault(name, ("section", i))
            blocks = section.get("block")
            if isinstance(blocks, list):
                ids = block_ids(blocks)
                found.update({f"{name}.{own}": ("section", i, "block", j) for j, own in enumerate(ids)})
        for i, reference in _tables(self.raw, "reference"):
            if isinstance(reference.get("id"), str):
                found[f"reference.{reference['id']}"] = ("reference", i)
                found[f'reference "{reference["id"]}"'] = ("reference", i)
        return found

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems, those without a line placed at the line and column they are about.

        That is where the content names the picture, font or template; the words of the translation, in whichever file they
        are; or the words of the source.
        """
        return [self._placed(p) for p in problems]

    def _placed(self, problem: Problem) -> Problem:
        where = problem.where
        if where is None or where.line is not None:
            return problem
        if (leaf := self._named.get(where.file)) is not None:
            place = Place(self.file, *self.positions.value(leaf.path), name_of(self.raw, leaf.path))
            return replace(problem, where=place, message=f"{where.file}: {problem.message}")
        key = where.key or ""
        if (found := self._translated(problem.language, key)) is not None:
            return replace(problem, where=found)
        while key:
            path = self.ids.get(key) or tuple(key.split("."))
            if path in self.positions.values:
                line, column = self.positions.value(path)
                return replace(problem, where=replace(where, file=self.file, line=line, column=column))
            key = key.rpartition(".")[0]
        return problem

    def _translated(self, language: str | None, key: str) -> Place | None:
        blocks = self.raw.get("translations")
        table = blocks.get(language) if isinstance(blocks, dict) else None
        if not isinstance(table, dict):
            return None
        if not isinstance(table.get("file"), str):
            path = ("translations", str(language), "text", *key.split("."))
            return Place(self.file, *self.positions.value(path), key) if path in self.positions.values else None
        with contextlib.suppress(ContentError, KeyError):
            there = index(self.read(table["file"]))
            path = ("text", *key.split("."))
            if path in there.values:
                return Place(table["file"], *there.value(path), key)
        return None


def _tables(raw: Mapping[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    items = raw.get(key)
    for i, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield i, item
