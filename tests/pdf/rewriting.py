"""Finished files taken apart, changed and put together again: how the tests break what the painter made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks.pdf_reader import Name, PdfFile, Ref, Stream, Value
from generator.pdf.objects import name, stream, string


class Parts:
    """A file's objects by number, to be changed in place; `content` makes a file of them again."""

    def __init__(self, content: bytes) -> None:
        self._file = PdfFile(content)
        self.trailer = {key: self._file.trailer[key] for key in ("Root", "Info", "ID")}
        self.header = content[: content.index(b"\n", 9) + 1]
        self.objects: dict[int, Value] = {}
        for number in self._file.numbers:
            value = self._file.object(number)
            if not (isinstance(value, Stream) and value.entries.get("Type") in {"ObjStm", "XRef"}):
                self.objects[number] = value

    def get(self, value: Value) -> Value:
        return self.objects[value.number] if isinstance(value, Ref) else value

    @property
    def root(self) -> dict[str, Value]:
        return self.get(self.trailer["Root"])

    @property
    def information(self) -> dict[str, Value]:
        return self.get(self.trailer["Info"])

    @property
    def pages(self) -> list[dict[str, Value]]:
        return [self.get(kid) for kid in self.get(self.root["Pages"])["Kids"]]

    def elements(self, role: str) -> Iterator[dict[str, Value]]:
        for value in self.objects.values():
            if isinstance(value, dict) and value.get("S") == role and "P" in value:
                yield value

    def element(self, role: str) -> dict[str, Value]:
        return next(self.elements(role))

    def typed(self, kind: str, subtype: str | None = None) -> Iterator[dict[str, Value]]:
        for value in self.objects.values():
            entries = value.entries if isinstance(value, Stream) else value
            if isinstance(entries, dict) and entries.get("Type") == kind and subtype in {None, entries.get("Subtype")}:
                yield entries

    def decoded(self, reference: Ref) -> bytes:
        return self._file.decoded(reference)

    def replace(self, reference: Ref, change: Callable[[bytes], bytes]) -> None:
        """Replace a stream's data, which must differ afterwards."""
        before = self.decoded(reference)
        after = change(before)
        assert after != before, "the change found nothing to change"
        entries = {
            key: value for key, value in self.objects[reference.number].entries.items() if key not in {"Filter", "DecodeParms"}
        }
        self.objects[reference.number] = Stream(entries, after)

    def content(self) -> bytes:
        """Return the objects as a file with a classic cross-reference table."""
        out = bytearray(self.header)
        count = max(self.objects) + 1
        offsets = {}
        for number, value in sorted(self.objects.items()):
            offsets[number] = len(out)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, write(value))
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % count
        for number in range(1, count):
            out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00001 f \n"
        out += b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (write({**self.trailer, "Size": count}), start)
        return bytes(out)


def write(value: Value) -> bytes:
    """Return an object as PDF."""
    match value:
        case Ref():
            return b"%d %d R" % value
        case Stream(entries, raw):
            kept = {key: item for key, item in entries.items() if key != "Length"}
            return stream(write(kept)[2:-2], raw, compress=False)
        case Name():
            return name(value)
        case bool():
            return b"true" if value else b"false"
        case int() | float():
            return repr(value).encode()
        case bytes():
            return string(value)
        case list():
            return b"[" + b" ".join(map(write, value)) + b"]"
        case dict():
            return b"<<" + b"".join(name(key) + b" " + write(item) for key, item in value.items()) + b">>"
        case None:
            return b"null"
    raise TypeError(repr(value))


def changed(content: bytes, change: Callable[[Parts], object]) -> bytes:
    """Return the file with one change."""
    parts = Parts(content)
    change(parts)
    return parts.content()
