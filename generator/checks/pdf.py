"""What a finished leaflet must be: a tagged, archivable PDF that reads aloud, checked on the file's own bytes.

The rules quote PDF/UA-1 (ISO 14289-1) and PDF/A-2 (ISO 19005-2). They are not a whole validator: they hold what this
product promises, need nothing that is not installed with it, and are joined by page-validation where that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.pdf_content import check_pages, read_pages
from generator.checks.pdf_reader import Name, PdfFile, PdfSyntaxError, Stream, Value, text_of
from generator.checks.pdf_structure import check_structure
from generator.errors import Problem, Severity
from generator.languages import WELL_FORMED

SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_FORBIDDEN_ACTIONS = frozenset(
    {"JavaScript", "Launch", "GoToR", "GoToE", "ImportData", "SubmitForm", "ResetForm", "Sound", "Movie", "Rendition",
     "Hide", "SetOCGState", "Trans", "GoTo3DView", "Named"}
)  # fmt: skip
_FORBIDDEN_KEYS = frozenset(
    {"JS", "JavaScript", "OpenAction", "AA", "EmbeddedFiles", "AcroForm", "XFA", "RichMedia", "Encrypt"}
)
# page-validation 0.11 reads the length of a stream wrongly if its data end in a carriage return
_FALSE_ALARM = "STREAM-LENGTH-001"


def verify_pdf(content: bytes, *, external: bool = False) -> tuple[Problem, ...]:
    """Return every problem of a finished PDF file; with `external`, also what page-validation finds, if it is installed."""
    try:
        problems = list(_own(PdfFile(content), content))
    except (PdfSyntaxError, RecursionError) as error:
        return (Problem("F01", f"PDF/A-2 6.1: the file cannot be read: {error}"),)
    if external:
        problems.extend(_page_validation(content))
    return tuple(problems)


def judges() -> tuple[str, ...]:
    """Return the names of what `verify_pdf(..., external=True)` asks."""
    try:
        import page  # noqa: F401
    except ImportError:
        return ("leafdeck",)
    return ("leafdeck", "page-validation")


def _own(file: PdfFile, content: bytes) -> Iterator[Problem]:
    root = file.dictionary(file.trailer.get("Root"))
    yield from _check_head(file, content)
    yield from _check_catalog(file, root)
    yield from _check_metadata(file, root)
    yield from _check_nothing_active(file)
    pages = read_pages(file, root)
    yield from check_pages(file, pages)
    yield from check_structure(file, root, pages)
    yield from _check_links(file)


def _check_head(file: PdfFile, content: bytes) -> Iterator[Problem]:
    """Yield problems of the file's frame."""
    if re.match(rb"%PDF-1\.[4-7]\r?\n%[\x80-\xff]{4}", content) is None:
        yield Problem("F02", "PDF/A-2 6.1.2: expected a header %PDF-1.7 and a line of four bytes above 127")
    if "Encrypt" in file.trailer:
        yield Problem("F03", "PDF/A-2 6.1.3: the file is encrypted")
    if len(file.array(file.trailer.get("ID"))) != 2:
        yield Problem("F04", "PDF/A-2 6.1.3: the file has no ID")


def _check_catalog(file: PdfFile, root: dict[str, Value]) -> Iterator[Problem]:
    """Yield problems of what the catalog says of the whole file."""
    if file.dictionary(root.get("MarkInfo")).get("Marked") is not True:
        yield Problem("F05", "PDF/UA-1 7.1: MarkInfo does not say that the file is tagged")
    language = text_of(file.resolve(root.get("Lang")))
    if WELL_FORMED.fullmatch(language) is None:
        yield Problem("F06", f"PDF/UA-1 7.2: expected the document's language, found {language!r}")
    if file.dictionary(root.get("ViewerPreferences")).get("DisplayDocTitle") is not True:
        yield Problem("F07", "PDF/UA-1 7.1: viewers are not told to show the title")
    intents = [file.dictionary(i) for i in file.array(root.get("OutputIntents"))]
    profiles = [i.get("DestOutputProfile") for i in intents if i.get("S") == "GTS_PDFA1"]
    if len(profiles) != 1:
        yield Problem("F08", f"PDF/A-2 6.2.3: expected one output intent, found {len(profiles)}")
    elif file.dictionary(profiles[0]).get("N") != 3 or file.decoded(profiles[0])[36:40] != b"acsp":
        yield Problem("F08", "PDF/A-2 6.2.3: the output intent has no RGB profile")
    if "PageLabels" not in root:
        yield Problem("F09", "pages have no labels", severity=Severity.WARNING)


def _check_metadata(file: PdfFile, root: dict[str, Value]) -> Iterator[Problem]:
    """Yield problems of the XMP packet and of its agreement with the Info dictionary."""
    try:
        stream = file.decoded(root.get("Metadata"))
    except PdfSyntaxError:
        yield Problem("F10", "PDF/UA-1 7.1: the file has no metadata stream")
        return
    if "Filter" in file.dictionary(root.get("Metadata")):
        yield Problem("F10", "PDF/A-2 6.6.2: the metadata stream is compressed")
    packet = stream.decode("utf-8", "replace")
    expected = {
        "pdfuaid:part": ("1", "PDF/UA-1 5"),
        "pdfaid:part": ("2", "PDF/A-2 6.6.4"),
        "pdfaid:conformance": ("A", "PDF/A-2 6.6.4"),
    }
    for key, (value, clause) in expected.items():
        found = _property(packet, key)
        if found != value:
            yield Problem("F11", f"{clause}: expected {key} {value} in the metadata, found {found!r}")
    title = _property(packet, "dc:title")
    if not title:
        yield Problem("F12", "PDF/UA-1 7.1: the metadata has no title")
    information = file.dictionary(file.trailer.get("Info"))
    pairs = {"Title": "dc:title", "Subject": "dc:description", "Keywords": "pdf:Keywords", "Author": "dc:creator"}
    for key, qualified in pairs.items():
        own = text_of(file.resolve(information.get(key)))
        if own and own != _property(packet, qualified):
            yield Problem("F13", f"PDF/A-2 6.6.3: Info and metadata disagree on {key}")


def _property(packet: str, key: str) -> str:
    """Return the text of a simple or one-item XMP property, "" if it is missing."""
    match = re.search(rf"<{key}>(.*?)</{key}>", packet, re.DOTALL)
    if match is None:
        return ""
    bare = re.sub(r"<[^>]*>", "", match[1])
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&").strip()


def _check_nothing_active(file: PdfFile) -> Iterator[Problem]:
    """Yield problems of everything that would run, open or submit something."""
    for number in file.suspects(_FORBIDDEN_KEYS | _FORBIDDEN_ACTIONS):
        for entries in _dictionaries(file.object(number)):
            for key in sorted(_FORBIDDEN_KEYS & entries.keys()):
                yield Problem("F14", f"PDF/A-2 6.5: object {number} has {key}")
            action = entries.get("S")
            if (
                isinstance(action, Name)
                and action in _FORBIDDEN_ACTIONS
                and ("Type" not in entries or entries["Type"] == "Action")
            ):
                if "P" in entries:  # a structure element of that name
                    continue
                yield Problem("F14", f"PDF/A-2 6.5.1: object {number} is an action of type {action}")


def _dictionaries(value: Value) -> Iterator[dict[str, Value]]:
    """Yield every dictionary in an object."""
    stack: list[Value] = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, Stream):
            here = here.entries
        if isinstance(here, dict):
            yield here
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)


def _check_links(file: PdfFile) -> Iterator[Problem]:
    """Yield problems of annotations: only links, each described, tied to its element, and leading somewhere harmless."""
    for number in file.numbers:
        entries = file.dictionary(file.object(number))
        if entries.get("Type") != "Annot":
            continue
        if entries.get("Subtype") != "Link":
            yield Problem("F20", f"PDF/A-2 6.3.1: annotation {number} is a {entries.get('Subtype')!r}, not a link")
        if not text_of(file.resolve(entries.get("Contents"))).strip():
            yield Problem("F21", f"PDF/UA-1 7.18.5: link {number} has no description")
        flags = entries.get("F")
        if not isinstance(flags, int) or flags & 0b100111 != 0b000100:
            yield Problem("F22", f"PDF/A-2 6.3.2: link {number} is not set to be printed")
        address = file.dictionary(entries.get("A")).get("URI")
        if address is None and "Dest" not in entries:
            yield Problem("F23", f"link {number} leads nowhere")
        elif isinstance(address, bytes) and text_of(address).partition(":")[0].lower() not in SCHEMES:
            yield Problem("F23", f"link {number} leads to {text_of(address)!r}, expected https, http, mailto or tel")


def _page_validation(content: bytes) -> Iterator[Problem]:
    """Yield what page-validation finds by both standards."""
    try:
        import page
    except ImportError:
        return
    for profile, standard in (("ua1", "PDF/UA-1"), ("2a", "PDF/A-2a")):
        try:
            report = page.validate_pdf_bytes(content, profile=profile)
        except page.PageError as error:
            yield Problem("F40", f"{standard}: {error}")
            continue
        for failure in report.failures:
            if not failure.rule_id.endswith(_FALSE_ALARM):
                yield Problem("F40", f"{standard} {failure.rule_id}: {failure.message}")
