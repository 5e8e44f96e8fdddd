"""A small reader of finished PDF files, enough to check them: objects, cross-reference tables and streams, Flate.

It trusts nothing: sizes, depth and counts are bounded, and whatever it does not understand is a PdfSyntaxError.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

MOST_DECODED = 256 * 2**20
MOST_OBJECTS = 500_000
DEEPEST = 100

_SPACE = rb"[\0\t\n\f\r ]"
_REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    _SPACE + rb"*(?:%[^\r\n]*" + _SPACE + rb"*)*(?:"
    rb"(?P<ref>(\d+)" + _SPACE + rb"+(\d+)" + _SPACE + rb"+R(?!" + _REGULAR + rb"))"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|(?P<name>/" + _REGULAR + rb"*)"
    rb"|\[(?P<row>[-\d. R]*)\]"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)"
    rb"|\((?P<plain>[^\\()\r]*)\)|(?P<string>\()"
    rb"|(?P<word>" + _REGULAR + rb"+|[{}]))"
)  # fmt: skip
_WORD = rb"/[A-Za-z0-9.:+-]++"
_ATOM = _WORD + rb"| ?\d{1,9} \d{1,5} R(?=[/>]|\Z)| ?\d{1,9}(?=[/>]|\Z)"
_ROW, _LITERAL = rb"[-\d. R]*", rb"(?>(?:[^\\()\r]++|\\[\\()r])*)"
_PAIR = rb"%b(?:%b|\[%b\]|\(%b\))" % (_WORD, _ATOM, _ROW, _LITERAL)
_LIST = rb"\[(?>(?:%b|<<(?>(?:%b)*)>>)*)\]" % (_ROW.replace(b"*", b"++"), _PAIR)
_PAIRS = re.compile(rb"%b(?:%b|%b|\(%b\)|<<(?>(?:%b)*)>>)" % (_WORD, _ATOM, _LIST, _LITERAL, _PAIR))
_KEY = re.compile(_WORD)
_STRING_PART = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|.)|[()]|[^\\()]+", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_STREAM = re.compile(rb"\s*stream(\r\n|\n)")
_ENDSTREAM = re.compile(rb"\s*endstream")


class PdfSyntaxError(ValueError):
    """The file is not the PDF it should be."""


class Name(str):
    """A name object, without its slash."""

    __slots__ = ()


class Operator(str):
    """A word that is no object: an operator of a content stream, or a keyword."""

    __slots__ = ()


class Ref(NamedTuple):
    """An indirect reference."""

    number: int
    generation: int


class Stream(NamedTuple):
    """A stream: its dictionary and its data as they stand in the file."""

    entries: dict[str, Value]
    raw: bytes


Value = None | bool | int | float | bytes | Name | Operator | Ref | list["Value"] | dict[str, "Value"] | Stream


class PdfFile:
    """A file's objects by number; `resolve` follows references."""

    def __init__(self, content: bytes) -> None:
        """Read the cross-reference data; raise PdfSyntaxError if there is none."""
        self.content = content
        self.trailer: dict[str, Value] = {}
        self._places: dict[int, tuple[int, int, int]] = {}
        self._objects: dict[int, Value] = {}
        self._packed: dict[int, dict[int, Value]] = {}
        self._streams: dict[int, tuple[bytes, list[int], list[int]]] = {}  # object streams: data, numbers, offsets
        self._budget = MOST_DECODED
        found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", content[-2048:])
        if found is None:
            raise PdfSyntaxError("no startxref at the end of the file")
        at: int | None = int(found[1])
        seen: set[int] = set()
        while at is not None and at not in seen:
            seen.add(at)
            trailer = self._cross_references(at)
            for key, value in trailer.items():
                self.trailer.setdefault(key, value)
            before = trailer.get("Prev")
            at = before if isinstance(before, int) else None

    @property
    def numbers(self) -> list[int]:
        """The numbers of all objects in use."""
        return sorted(n for n, (kind, _, _) in self._places.items() if kind)

    def suspects(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of objects that may hold one of the names; packed ones only if their stream mentions one."""
        marks = [b"#", *(b"/" + name.encode() for name in names)]  # a # may stand for a letter of any name
        guilty: set[int] = set()
        for stream in {one for kind, one, _ in self._places.values() if kind == 2}:
            self._unpack(stream)
            content, numbers, offsets = self._streams[stream]
            pairs = sorted(zip(offsets, numbers, strict=True))
            for mark in marks:
                at = content.find(mark)
                while at >= 0:
                    index = bisect_right(pairs, (at, MOST_OBJECTS * 2**10)) - 1
                    if index >= 0 and (mark == b"#" or not content[at + len(mark) : at + len(mark) + 1].isalpha()):
                        guilty.add(pairs[index][1])
                    at = content.find(mark, at + 1)
        return [n for n in self.numbers if self._places[n][0] == 1 or n in guilty]

    def resolve(self, value: Value) -> Value:
        """Return the object a reference leads to, anything else as it is; a missing object is null (7.3.10)."""
        for _ in range(DEEPEST):
            if not isinstance(value, Ref):
                return value
            value = self.object(value.number)
        raise PdfSyntaxError("references lead in a circle")

    def object(self, number: int) -> Value:
        """Return an object by number."""
        if number not in self._objects:
            kind, at, _ = self._places.get(number, (0, 0, 0))
            self._objects[number] = (
                self._indirect(at, number) if kind == 1 else self._unpack(at).get(number) if kind == 2 else None
            )
        return self._objects[number]

    def dictionary(self, value: Value) -> dict[str, Value]:
        """Return a dictionary, of a stream its entries; an empty one for anything else."""
        if isinstance(value, Ref):
            value = self.resolve(value)
        if isinstance(value, Stream):
            return value.entries
        return value if isinstance(value, dict) else {}

    def array(self, value: Value) -> list[Value]:
        """Return an array; a single object as an array of one, null as an empty one."""
        found = self.resolve(value) if isinstance(value, Ref) else value
        if found is None:
            return []
        return found if isinstance(found, list) else [value]

    def decoded(self, value: Value) -> bytes:
        """Return a stream's data decoded; only Flate is known."""
        found = self.resolve(value)
        if not isinstance(found, Stream):
            raise PdfSyntaxError("expected a stream")
        content = found.raw
        parameters = self.array(found.entries.get("DecodeParms"))
        for index, kind in enumerate(self.array(found.entries.get("Filter"))):
            if kind != "FlateDecode":
                raise PdfSyntaxError(f"filter {kind!r} is not known here")
            content = self._inflate(content)
            content = _unpredicted(content, self.dictionary(parameters[index]) if index < len(parameters) else {})
        return content

    def _inflate(self, content: bytes) -> bytes:
        """Return Flate data unpacked, within the file's budget."""
        unpacker = zlib.decompressobj()
        try:
            out = unpacker.decompress(content, self._budget)
        except zlib.error as error:
            raise PdfSyntaxError(f"damaged Flate data: {error}") from error
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise PdfSyntaxError("Flate data too large or cut short")
        self._budget -= len(out)
        return out

    def _indirect(self, at: int, number: int) -> Value:
        """Return the object that stands at an offset."""
        parser = Parser(self.content, at)
        head = (parser.value(), parser.value(), parser.value())
        if head[0] != number or head[2] != "obj":
            raise PdfSyntaxError(f"no object {number} at offset {at}")
        return self._body(parser)

    def _body(self, parser: Parser) -> Value:
        """Return an object after its head: a stream if one follows its dictionary."""
        value = parser.value()
        if isinstance(value, dict):
            after = _STREAM.match(self.content, parser.at)
            if after is not None:
                length = self.resolve(value.get("Length"))
                if not isinstance(length, int) or not 0 <= length <= len(self.content):
                    raise PdfSyntaxError("a stream has no length")
                end = after.end() + length
                if _ENDSTREAM.match(self.content, end) is None:
                    raise PdfSyntaxError("a stream's length is wrong")
                return Stream(value, self.content[after.end() : end])
        return value

    def _unpack(self, number: int) -> dict[int, Value]:
        """Return the objects of an object stream (7.5.7)."""
        if number not in self._packed:
            stream = self.object(number)
            entries = self.dictionary(stream)
            content = self.decoded(stream)
            count, first = entries.get("N"), entries.get("First")
            if not isinstance(count, int) or not isinstance(first, int):
                raise PdfSyntaxError("an object stream without N and First")
            index = _index(content, count)
            numbers, offsets = index[::2], [first + offset for offset in index[1::2]]
            ends = [*offsets[1:], len(content)]
            self._streams[number] = content, numbers, offsets
            self._packed[number] = {
                own: _plain(content, offset, end) or Parser(content, offset).value()
                for own, offset, end in zip(numbers, offsets, ends, strict=True)
            }
        return self._packed[number]

    def _cross_references(self, at: int) -> dict[str, Value]:
        """Read one cross-reference section and return its trailer."""
        parser = Parser(self.content, at)
        first = parser.value()
        if first == "xref":
            return self._table(parser)
        if not isinstance(first, int) or (parser.value(), parser.value())[1] != "obj":
            raise PdfSyntaxError("startxref leads nowhere")
        stream = self._body(parser)
        entries = self.dictionary(stream)
        widths = entries.get("W")
        if entries.get("Type") != "XRef" or not isinstance(widths, list) or len(widths) != 3:
            raise PdfSyntaxError("startxref leads nowhere")
        sizes = [w if isinstance(w, int) and 0 <= w <= 8 else 0 for w in widths]
        content = self.decoded(stream)
        index = self.array(entries.get("Index")) or [0, entries.get("Size", 0)]
        if sizes == [1, 4, 2] and index[0] == 0 and index[1:] == [len(content) / 7]:
            for number, place in enumerate(struct.iter_unpack(">BIH", content)):
                self._places.setdefault(number, place)
            return entries
        row = 0
        for start, count in zip(index[::2], index[1::2], strict=False):
            if not isinstance(start, int) or not isinstance(count, int) or count > MOST_OBJECTS:
                raise PdfSyntaxError("a cross-reference stream's index is damaged")
            for number in range(start, start + count):
                fields = []
                for size in sizes:
                    fields.append(int.from_bytes(content[row : row + size], "big"))
                    row += size
                kind = fields[0] if sizes[0] else 1
                self._places.setdefault(number, (kind, fields[1], fields[2]))
        return entries

    def _table(self, parser: Parser) -> dict[str, Value]:
        """Read a cross-reference table and return the trailer after it."""
        while True:
            start = parser.value()
            if start == "trailer":
                trailer = parser.value()
                return trailer if isinstance(trailer, dict) else {}
            count = parser.value()
            if not isinstance(start, int) or not isinstance(count, int) or count > MOST_OBJECTS:
                raise PdfSyntaxError("the cross-reference table is damaged")
            for number in range(start, start + count):
                offset, _, kind = parser.value(), parser.value(), parser.value()
                if not isinstance(offset, int):
                    raise PdfSyntaxError("the cross-reference table is damaged")
                self._places.setdefault(number, (1 if kind == "n" else 0, offset, 0))


def _index(content: bytes, count: int) -> list[int]:
    """Return the numbers and offsets that an object stream begins with."""
    words = content.split(None, 2 * count)[: 2 * count] if 0 <= count <= MOST_OBJECTS else []
    if len(words) != 2 * count or not all(word.isdigit() and len(word) < 10 for word in words):
        raise PdfSyntaxError("an object stream's index is damaged")
    return [int(word) for word in words]


def _plain(content: bytes, start: int, end: int) -> Value:
    """Return a dictionary of names, numbers, references, strings, rows of numbers or references, and such dictionaries.

    Most objects are that. None for any other, and for one that does not end at `end`: the parser reads those.
    """
    whole = content[start:end].rstrip()
    return _entries(whole[2:-2]) if whole.startswith(b"<<") and whole.endswith(b">>") else None


def _entries(body: bytes) -> dict[str, Value] | None:
    """Return the entries of a plain dictionary, None if anything else is among them."""
    pairs: list[bytes] = _PAIRS.findall(body)
    if sum(map(len, pairs)) != len(body):
        return None
    found = dict(map(_pair, pairs))
    return None if None in found.values() else found


@lru_cache(maxsize=16384)  # documents of one kind say most things in the same words
def _pair(text: bytes) -> tuple[str, Value]:
    """Return a key and its value, None for one that is not plain; nobody changes a value."""
    key = _KEY.match(text)
    assert key is not None
    rest = text[key.end() :]
    value: Value
    if rest.startswith(b"("):
        value = _ESCAPED.sub(_unescaped, rest[1:-1]) if b"\\" in rest else rest[1:-1]
    elif rest.startswith(b"["):
        value = Parser(rest).value() if b"<<" in rest else _row(rest[1:-1])
    elif rest.startswith(b"<<"):
        value = _entries(rest[2:-2])
    else:
        value = _atom(rest)
    return _key(key[0]), value


@lru_cache(maxsize=4096)
def _atom(token: bytes) -> Name | Ref | int:
    """Return a name, a reference or a whole number."""
    if token.startswith(b"/"):
        return _name(token)
    parts = token.split()
    return Ref(int(parts[0]), int(parts[1])) if len(parts) == 3 else int(token)


def _row(text: bytes) -> list[Value] | None:
    """Return the items of an array that holds only numbers or only references; None for another."""
    parts = text.split()
    try:
        if b"R" not in parts:
            return [float(part) if b"." in part else int(part) for part in parts]
        if parts[2::3] == [b"R"] * (len(parts) // 3) and b"-" not in text:
            return [Ref(int(n), int(g)) for n, g in zip(parts[::3], parts[1::3], strict=True)]
    except ValueError:
        pass
    return None


_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def _unescaped(match: re.Match[bytes]) -> bytes:
    return _ESCAPES.get(match[1], match[1])


class Parser:
    """Reads objects one after the other from a file or a content stream."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        """Start at an offset."""
        self.content = content
        self.at = at

    def value(self) -> Value:
        """Return the next object or operator; PdfSyntaxError at the end."""
        found = self._next()
        if found is _END:
            raise PdfSyntaxError("unexpected end")
        return found

    def operators(self) -> list[tuple[str, list[Value]]]:
        """Return all operators of a content stream with their operands."""
        found = []
        operands: list[Value] = []
        while (value := self._next()) is not _END:
            if isinstance(value, Operator):
                found.append((str(value), operands))
                operands = []
            else:
                operands.append(value)
        return found

    def _next(self) -> Value:
        """Return the next object, _END if there is none."""
        opened: list[tuple[bytes, list[Value]]] = []
        while True:
            for match in _TOKEN.finditer(self.content, self.at):
                if match.start() != self.at:
                    break
                self.at = match.end()
                kind = match.lastgroup
                value: Value
                if kind == "name":
                    value = _name(match["name"])
                elif kind == "ref":
                    value = Ref(int(match[2]), int(match[3]))
                elif kind == "number":
                    text = match["number"]
                    value = float(text) if b"." in text else int(text)
                elif kind == "row" and (row := _row(match["row"])) is not None:
                    value = row
                elif kind in {"open", "row"}:
                    if len(opened) >= DEEPEST:
                        raise PdfSyntaxError("objects nested too deep")
                    if kind == "row":
                        opened.append((b"[", []))
                        self.at = match.start("row")
                        break  # the search goes on inside
                    opened.append((match["open"], []))
                    continue
                elif kind == "close":
                    value = _closed(match["close"], opened)
                elif kind == "plain":
                    value = match["plain"]
                elif kind == "string":
                    value = self._string()
                elif kind == "hex":
                    digits = match["hex"][1:-1].translate(None, b"\0\t\n\f\r ")
                    value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
                else:
                    value = _WORDS.get(match["word"]) if match["word"] in _WORDS else Operator(match["word"].decode("latin-1"))
                if not opened:
                    return value
                opened[-1][1].append(value)
                if kind == "string":
                    break  # the search goes on after the string
            else:
                match = None
            if match is None or match.start() > self.at:
                if opened or self.content[self.at :].strip(b"\0\t\n\f\r "):
                    raise PdfSyntaxError(f"no object at offset {self.at}")
                return _END

    def _string(self) -> bytes:
        """Return a literal string, its opening bracket being read."""
        parts: list[bytes] = []
        depth = 1
        while True:
            match = _STRING_PART.match(self.content, self.at)
            if match is None:
                raise PdfSyntaxError("a string does not end")
            self.at = match.end()
            part = match[0]
            if part == b"(":
                depth += 1
            elif part == b")":
                depth -= 1
                if depth == 0:
                    return b"".join(parts)
            elif part[:1] == b"\\":
                rest = part[1:]
                if rest[:1].isdigit():
                    part = bytes([int(rest, 8) & 255])
                else:
                    part = b"" if rest in {b"\r\n", b"\n", b"\r"} else _ESCAPES.get(rest, rest)
            parts.append(part)


_END = Operator("end of file")
_WORDS: dict[bytes, Value] = {b"true": True, b"false": False, b"null": None}


@lru_cache(maxsize=1024)
def _name(token: bytes) -> Name:
    """Return a name, its escapes resolved."""
    return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), token[1:]).decode("latin-1"))


@lru_cache(maxsize=1024)
def _key(token: bytes) -> str:
    """Return a name as a dictionary's key."""
    return str(_name(token))


def _closed(bracket: bytes, opened: list[tuple[bytes, list[Value]]]) -> Value:
    """Return the array or dictionary that a bracket closes."""
    if not opened or (opened[-1][0] == b"[") != (bracket == b"]"):
        raise PdfSyntaxError("brackets do not match")
    items = opened.pop()[1]
    if bracket == b"]":
        return items
    if len(items) % 2 or not all(isinstance(key, Name) for key in items[::2]):
        raise PdfSyntaxError("a dictionary is damaged")
    return {str(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


def text_of(value: Value) -> str:
    """Return a text string (7.9.2.2) as text, "" for anything else."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")


def _unpredicted(content: bytes, parameters: dict[str, Value]) -> bytes:
    """Return data with PNG's row filters undone (7.4.4.4)."""
    predictor = parameters.get("Predictor", 1)
    if not isinstance(predictor, int) or predictor < 10:
        return content
    width, colours, depth = (parameters.get(k, d) for k, d in (("Columns", 1), ("Colors", 1), ("BitsPerComponent", 8)))
    if not isinstance(width, int) or not isinstance(colours, int) or not isinstance(depth, int):
        raise PdfSyntaxError("damaged predictor")
    step = max(1, colours * depth // 8)
    if set(content[:: (width * colours * depth + 7) // 8 + 1]) == {2}:
        return _summed(content, (width * colours * depth + 7) // 8)
    length = (width * colours * depth + 7) // 8
    before = bytes(length)
    rows = []
    for start in range(0, len(content), length + 1):
        kind, row = content[start], bytearray(content[start + 1 : start + 1 + length])
        if kind not in {0, 1, 2}:
            raise PdfSyntaxError(f"row filter {kind} is not known here")
        for index in range(len(row)):
            if kind == 1:
                row[index] = (row[index] + (row[index - step] if index >= step else 0)) & 255
            elif kind == 2:
                row[index] = (row[index] + before[index]) & 255
        before = bytes(row)
        rows.append(before)
    return b"".join(rows)


def _summed(content: bytes, width: int) -> bytes:
    """Return rows that each say what to add to the row above (filter 2), column by column."""
    if len(content) % (width + 1):
        raise PdfSyntaxError("the last row is cut short")
    rows = bytearray(len(content) // (width + 1) * width)
    for column in range(width):
        rows[column::width] = bytes([total & 255 for total in accumulate(content[column + 1 :: width + 1])])
    return bytes(rows)
