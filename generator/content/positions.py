"""Where things stand in a TOML text: key path -> line and column. Built only when there is something to complain about.

tomllib tells no positions of values, so this reads the text again. It serves messages only: a fault here can misplace
a message, never change a document. It stops quietly at the first thing that is not TOML.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from bisect import bisect_right
from dataclasses import field

from generator.content.grammar import Path
from generator.values import value

_SPACE = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?>(?:[ \t\r\n\ufeff]++|#[^\n]*+)*)")
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
_EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
_PART = re.compile(r"""[A-Za-z0-9_-]++|"(?>(?:[^"\\\n]|\\.)*)"|'[^'\n]*+'""")
_STRING = re.compile(
    r"""\"{3}.*?(?<!\\)(?:\\\\)*\"{3,5}|'{3}.*?'{3,5}|"(?>(?:[^"\\\n]|\\.)*)"|'[^'\n]*+'""",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\[\]{}#\r\n]++")


@value
class Positions:
    """The places of one text: for each path where its value starts and ends, and where its key starts (0-based offsets)."""

    text: str
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column (1-based, in characters) of an offset."""
        line = bisect_right(self.lines, offset)
        start = self.lines[line - 1]
        if start == 0 and self.text.startswith("\ufeff"):
            start = 1
        return line, offset - start + 1

    def value(self, path: Path) -> tuple[int, int]:
        """Return the place of the value at `path`, or of the nearest table or list around it that is there."""
        return self.at(self._nearest(path))

    def key(self, path: Path) -> tuple[int, int]:
        """Return the place of the key at `path`, or of the nearest thing around it."""
        return self.at(self.keys[path]) if path in self.keys else self.value(path)

    def inside(self, path: Path, words: str, nth: int = 0) -> tuple[int, int]:
        """Return the place of the `nth` occurrence of `words` in the value at `path`, or of the value if not found."""
        start, end = self.values.get(path, (self._nearest(path), 0))
        found = self.text.find(words, start, end)
        while found >= 0 and nth:
            found = self.text.find(words, found + 1, end)
            nth -= 1
        return self.at(found if found >= 0 else start)

    def _nearest(self, path: Path) -> int:
        while path and path not in self.values:
            path = path[:-1]
        return self.values[path][0] if path else 0


def index(text: str) -> Positions:
    """Return the positions of a TOML text."""
    positions = Positions(text, lines=[0, *(m.end() for m in re.finditer("\n", text))])
    scan = _Scan(text, positions.values, positions.keys)
    with contextlib.suppress(_NotToml, RecursionError):
        scan.document()
    return positions


class _NotToml(Exception):  # noqa: N818 - not an error: it ends the scan
    pass


class _Scan:
    """One pass over a text; `pos` is how far it has read."""

    def __init__(self, text: str, values: dict[Path, tuple[int, int]], keys: dict[Path, int]) -> None:
        self.text = text
        self.values = values
        self.keys = keys
        self.pos = 0
        self.counts: dict[Path, int] = {}  # arrays of tables: how many there are so far

    def document(self) -> None:
        table: Path = ()
        while self.skip(_GAP) < len(self.text):
            if self.text[self.pos] == "[":
                table = self.header()
            else:
                self.statement(table)

    def skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.pos)
        if match is None:
            raise _NotToml
        self.pos = match.end()
        return self.pos

    def header(self) -> Path:
        start = self.pos
        many = self.text.startswith("[[", start)
        self.pos += 2 if many else 1
        self.skip(_SPACE)
        parts = self.key()
        self.skip(_SPACE)
        if not self.text.startswith("]]" if many else "]", self.pos):
            raise _NotToml
        self.pos += 2 if many else 1
        path: Path = ()
        for part, at in parts[:-1]:
            path = self.enter((*path, part), at)
        last, at = parts[-1]
        path = (*path, last)
        self.keys.setdefault(path, at)
        if many:
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            self.values.setdefault(path, (start, self.pos))
            path = (*path, number)
            self.keys[path] = at
        self.values[path] = (start, self.pos)
        return path

    def enter(self, path: Path, at: int) -> Path:
        """Step into a table on the way to another: the last one if it is an array of tables."""
        self.keys.setdefault(path, at)
        self.values.setdefault(path, (at, at))
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def statement(self, table: Path) -> None:
        parts = self.key()
        self.skip(_EQUALS)
        path = table
        for part, at in parts[:-1]:
            path = self.enter((*path, part), at)
        last, at = parts[-1]
        self.keys[(*path, last)] = at
        self.value((*path, last))

    def key(self) -> list[tuple[str, int]]:
        parts = []
        while True:
            start = self.pos
            self.skip(_PART)
            parts.append((_name(self.text[start : self.pos]), start))
            if not _DOT.match(self.text, self.pos):
                return parts
            self.skip(_DOT)

    def value(self, path: Path) -> None:
        start = self.pos
        first = self.text[start : start + 1]
        if first == "[":
            self.values[path] = (start, start)
            self.array(path)
        elif first == "{":
            self.values[path] = (start, start)
            self.table(path)
        elif first in ('"', "'"):
            self.skip(_STRING)
        else:
            self.skip(_SCALAR)
            self.pos = start + len(self.text[start : self.pos].rstrip())
        self.values[path] = (start, self.pos)

    def array(self, path: Path) -> None:
        self.pos += 1
        number = 0
        while self.skip(_GAP) < len(self.text) and self.text[self.pos] != "]":
            self.value((*path, number))
            number += 1
            self.skip(_GAP)
            if self.text.startswith(",", self.pos):
                self.pos += 1
        self.pos += 1

    def table(self, path: Path) -> None:
        self.pos += 1
        while self.skip(_GAP) < len(self.text) and self.text[self.pos] != "}":
            self.statement(path)
            self.skip(_GAP)
            if self.text.startswith(",", self.pos):
                self.pos += 1
        self.pos += 1


def _name(part: str) -> str:
    if part[0] == "'" or (part[0] == '"' and "\\" not in part):
        return part[1:-1]
    if part[0] == '"':
        try:
            return str(tomllib.loads(f"k = {part}")["k"])
        except ValueError:
            raise _NotToml from None
    return part
