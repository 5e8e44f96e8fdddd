"""The one place that touches ReportLab: its canvas and document, bent to write conforming, compact, repeatable files.

Private parts of ReportLab 5.1 used here, held by a contract test: `Canvas._doc`, `_code`, `_formsinuse`, `_pagesize`,
`_preamble`, `_make_preamble`, `_setAnnotations`; `PDFDocument.Reference`, `numberToId`, `idToObject`, `GetPDFData`,
`Pages`, `idToObjectNumberAndVersion`, `thisPageName`; `PDFPage.__NoDefault__`, `stream`; `pdfdoc.format`, `BasicFonts`.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from generator.pdf.objects import reference, stream
from generator.pdf.shield import shielded

with shielded():
    from reportlab.pdfbase import pdfdoc
    from reportlab.pdfgen.canvas import Canvas

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_PER_STREAM = 256


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose bytes are already PDF; always an object of its own."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"", *, is_stream: bool = False) -> None:
        """Take the bytes; a stream cannot be packed with other objects."""
        self.body = body
        self.is_stream = is_stream
        self.number = 0  # given when it is added to a document

    def format(self, document: object) -> bytes:  # noqa: ARG002
        """Return the bytes."""
        return self.body


class PackedDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document that writes object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8)."""

    root = 0
    info_number = 0

    def number_of(self, obj: object, key: str | None = None) -> int:
        """Register `obj` if it is new and return its object number."""
        return int(self.idToObjectNumberAndVersion[self.Reference(obj, key).name][0])

    def add_raw(self, raw: Raw) -> int:
        """Register a new preformatted object, as `Reference` would, and return its object number."""
        self.objectcounter += 1
        raw.number = self.objectcounter
        key = f"R{raw.number}"
        self.idToObjectNumberAndVersion[key] = (raw.number, 0)
        self.numberToId[raw.number] = key
        self.idToObject[key] = raw
        return raw.number

    def GetPDFData(self, canvas: object) -> bytes:  # noqa: ARG002, N802
        """Return the finished file."""
        return self.format()

    def format(self) -> bytes:
        """Write streams as objects of their own and pack all others."""
        chunks = [HEADER]
        offset = len(HEADER)
        places: dict[int, tuple[int, int, int]] = {}
        packed: list[tuple[int, bytes]] = []

        def add(object_number: int, body: bytes) -> None:
            nonlocal offset
            whole = b"%d 0 obj\n%b\nendobj\n" % (object_number, body)
            places[object_number] = (1, offset, 0)
            chunks.append(whole)
            offset += len(whole)

        count = 0
        while count + 1 in self.numberToId:  # formatting an object may register more
            count += 1
            obj = self.idToObject[self.numberToId[count]]
            if not isinstance(obj, Raw):
                packed.append((count, pdfdoc.format(obj, self, toplevel=1)))
            elif obj.is_stream:
                add(count, obj.body)
            else:
                packed.append((count, obj.body))
        for start in range(0, len(packed), _OBJECTS_PER_STREAM):
            part = packed[start : start + _OBJECTS_PER_STREAM]
            count += 1
            for index, (object_number, _) in enumerate(part):
                places[object_number] = (2, count, index)
            add(count, _object_stream(part))
        count += 1
        places[count] = (1, offset, 0)
        identifier = hashlib.sha256(b"".join(chunks)).hexdigest()[:32].encode()
        rows = [(0, 0, 65535), *(places[n] for n in range(1, count + 1))]
        entries = b"/Type/XRef/Size %d/W[1 4 2]/Root %b/Info %b/ID[<%b><%b>]/DecodeParms<</Predictor 12/Columns 7>>" % (
            count + 1, reference(self.root), reference(self.info_number), identifier, identifier,
        )  # fmt: skip
        add(count, stream(entries, _predicted(rows)))
        chunks.append(b"startxref\n%d\n%%%%EOF\n" % places[count][1])
        return b"".join(chunks)


def _object_stream(part: list[tuple[int, bytes]]) -> bytes:
    """Return the objects as one object stream."""
    index: list[bytes] = []
    at = 0
    for object_number, body in part:
        index.append(b"%d %d" % (object_number, at))
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    bodies = b"\n".join(body for _, body in part)
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(part), len(head)), head + bodies)


def _predicted(rows: list[tuple[int, int, int]]) -> bytes:
    """Return cross-reference rows with PNG predictor "up", which makes them compress to a third."""
    raw = b"".join([struct.pack(">BIH", *row) for row in rows])
    out = bytearray(b"\2" * (8 * len(rows)))
    for column in range(7):
        own = raw[column::7]
        out[column + 1 :: 8] = bytes([(a - b) & 255 for a, b in zip(own, b"\0" + own, strict=False)])
    return bytes(out)


class LeafletCanvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas for tagged pages: operators go into `code`, nothing is drawn in an unembedded font."""

    def __init__(self) -> None:
        """Make an empty canvas whose file is written by `PackedDocument`."""
        super().__init__(None, pageCompression=1, invariant=1, pdfVersion=(1, 7), initialFontName="Helvetica")
        document = PackedDocument(compression=1, invariant=1, pdfVersion=(1, 7))
        self._doc = document
        self.fonts = document.idToObject[pdfdoc.BasicFonts]
        self._structure_key = 0
        self._painted_pages: list[Any] = []

    def _make_preamble(self) -> None:
        """Start pages without ReportLab's untagged text object in Helvetica."""
        self._preamble = ""

    @property
    def code(self) -> list[str]:
        """The operators of the page being painted."""
        return self._code  # type: ignore[no-any-return]

    def add(self, body: bytes, *, is_stream: bool = False) -> int:
        """Add a finished object and return its number."""
        return self._doc.add_raw(Raw(body, is_stream=is_stream))

    def reserve(self) -> Raw:
        """Return an object to be filled later; its number is fixed now."""
        raw = Raw()
        self._doc.add_raw(raw)
        return raw

    def name_font(self, resource: str, object_number: int) -> None:
        """Make the font known to all pages under `resource`."""
        self.fonts.dict[resource] = _Reference(object_number)

    def start_page(self, width: float, height: float) -> None:
        """Begin a page of this size."""
        self._pagesize = (width, height)

    def show_image(self, key: str, object_number: int) -> str:
        """Let the page use an image and return its resource name."""
        internal = pdfdoc.xObjectName(key)
        if internal not in self._doc.idToObject:
            self._doc.idToObject[internal] = _Reference(object_number)
            self._doc.idToObjectNumberAndVersion[internal] = (object_number, 0)
        if key not in self._formsinuse:
            self._formsinuse.append(key)
        return str(internal)

    def end_page(self, structure_key: int) -> int:
        """Finish the page and return its number; takes its StructParents key."""
        self._structure_key = structure_key
        self.code.append("")
        self.showPage()
        return int(self._doc.number_of(self._painted_pages[-1]))

    def annotate(self, index: int, annotations: list[int]) -> None:
        """Give a finished page its annotations, in tab order."""
        self._painted_pages[index].Annots = [_Reference(n) for n in annotations]

    def _setAnnotations(self, page: Any) -> None:  # noqa: ANN401, N802
        """Give the page what PDF/UA asks for, and its content as a conforming stream (last hook before it is added)."""
        self._painted_pages.append(page)
        page.Tabs = "/S"
        page.StructParents = self._structure_key
        page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "Tabs", "StructParents"]
        page.Contents = Raw(stream(b"", page.stream.encode("latin-1")), is_stream=True)

    def finish(self, root: bytes, information: bytes) -> bytes:
        """Return the file; `root` and `information` are the entries of the catalog and of the Info dictionary."""
        document = self._doc
        pages = document.number_of(document.Pages)
        document.root = self.add(b"<</Type/Catalog/Pages %b%b>>" % (reference(pages), root))
        document.info_number = self.add(b"<<%b>>" % information)
        return self.getpdfdata()  # type: ignore[no-any-return]


class _Reference(pdfdoc.PDFObject):  # type: ignore[misc]
    """A reference by object number, for ReportLab's own containers."""

    def __init__(self, object_number: int) -> None:
        """Take the number."""
        self.object_number = object_number

    def format(self, document: object) -> bytes:  # noqa: ARG002
        """Return the bytes."""
        return reference(self.object_number)
