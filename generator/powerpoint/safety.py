"""May this file be a template? Every check reads the zip directory or one bounded part; nothing is unpacked to disk.

Each refusal is one Problem that says what was found and what to do. Rules: Y01 not a readable package, Y02 too large or too
dense, Y03 damaged or ambiguous directory, Y04 document type declaration, Y05 macros, Y06 embedded programs, Y07 links to outside,
Y08 password.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from generator.errors import AssetError, Place, Problem, printable

MOST_MEMBERS = 2_000
MOST_PART = 50 * 2**20
MOST_TOTAL = 200 * 2**20
MOST_RATIO = 200
RATIO_FROM = 2**20  # small parts may be dense
MOST_ELEMENTS = 200_000
MOST_DEPTH = 200
_OLE_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml")
_MACROS = re.compile(r"macroEnabled|vbaProject", re.IGNORECASE)
_PROGRAMS = re.compile(r"(^|/)(activeX|customUI)/|oleObject[^/]*\.bin$|\.(exe|dll|js|vbs|ocx|com|bat|ps1)$", re.IGNORECASE)
_PROGRAM_TYPES = re.compile(r"oleObject|activeX|control\b|/ui/extensibility", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


def check_package(data: bytes, path: str) -> dict[str, bytes]:
    """Return the members of a safe package by name; raise AssetError with every reason why it is not safe."""
    problems: list[Problem] = []

    def refuse(rule: str, message: str, hint: str) -> None:
        problems.append(Problem(rule, message, Place(path or "template"), hint))

    if data[:8] == _OLE_FILE:
        refuse(
            "Y08", "expected a .pptx or .potx, found a password-protected or PowerPoint 97-2003 file",
            "open it in PowerPoint, remove the password and save it as .potx",
        )  # fmt: skip
        raise AssetError(*problems)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        refuse("Y01", "expected a .pptx or .potx, found a file that is no zip package", "save the template again in PowerPoint")
        raise AssetError(*problems) from None
    for rule, message, hint in _directory(members):
        refuse(rule, message, hint)
    if problems:
        raise AssetError(*problems)
    try:
        parts = {entry.filename: archive.read(entry) for entry in members if not entry.is_dir()}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        refuse(
            "Y01",
            f"expected a readable package, found a damaged one ({printable(str(error), 80)})",
            "save it again in PowerPoint",
        )
        raise AssetError(*problems) from None
    except Exception as error:  # noqa: BLE001 - zlib.error has no public base
        refuse(
            "Y01",
            f"expected a readable package, found a damaged one ({printable(str(error), 80)})",
            "save it again in PowerPoint",
        )
        raise AssetError(*problems) from None
    for rule, message, hint in _content(parts):
        refuse(rule, message, hint)
    if problems:
        raise AssetError(*problems)
    return parts


def _directory(members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the zip's own directory."""
    small = "remove unused pictures, layouts and slides from the template"
    if len(members) > MOST_MEMBERS:
        yield "Y02", f"expected at most {MOST_MEMBERS} parts, found {len(members)}", small
    total = sum(entry.file_size for entry in members)
    if total > MOST_TOTAL:
        yield "Y02", f"expected at most {MOST_TOTAL // 2**20} MB unpacked, found {total // 2**20} MB", small
    names: set[str] = set()
    for entry in members:
        shown = printable(entry.filename, 80)
        if entry.file_size > MOST_PART:
            yield (
                "Y02",
                f"expected parts of at most {MOST_PART // 2**20} MB, found {shown} with {entry.file_size // 2**20} MB",
                small,
            )
        elif entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            yield (
                "Y02",
                f"expected parts packed at most {MOST_RATIO}:1, found {shown} packed denser: a zip bomb",
                "use another file",
            )
        if entry.flag_bits & 1:
            yield "Y08", f"expected an open package, found an encrypted part {shown}", "remove the password in PowerPoint"
        key = entry.filename.lower()
        if key in names:
            yield "Y03", f"expected every part once, found {shown} twice", "save the template again in PowerPoint"
        names.add(key)
        if entry.filename.startswith("/") or "\\" in entry.filename or ".." in entry.filename.split("/"):
            yield "Y03", f"expected part names inside the package, found {shown}", "save the template again in PowerPoint"
    if "[content_types].xml" not in names or "ppt/presentation.xml" not in names:
        yield "Y01", "expected a PowerPoint template, found a zip without presentation part", "choose a .pptx or .potx file"


def _content(parts: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with what the parts hold."""
    plain = "save the template as .potx without it"
    elements = 0
    for name, blob in parts.items():
        shown = printable(name, 80)
        if _MACROS.search(name):
            yield "Y05", f"expected a template without macros, found {shown}", plain
        elif _PROGRAMS.search(name):
            yield "Y06", f"expected a template without embedded programs, found {shown}", plain
        if not name.lower().endswith(_XML):
            continue
        scan = _Scan(MOST_ELEMENTS - elements)
        reason = scan.run(blob)
        elements += scan.elements
        if scan.doctype:
            yield (
                "Y04",
                f"expected plain Open XML, found a document type declaration in {shown}",
                "save it again in PowerPoint",
            )
        elif reason:
            rule = "Y02" if elements >= MOST_ELEMENTS or scan.too_deep else "Y01"
            yield rule, f"expected readable Open XML in {shown}, found {reason}", "save the template again in PowerPoint"
            if rule == "Y02":
                return
        for message in scan.macros:
            yield "Y05", f"expected a template without macros, found content type {printable(message, 100)}", plain
        for message in scan.programs:
            yield "Y06", f"expected a template without embedded programs, found {printable(message, 100)} in {shown}", plain
        for message in scan.links:
            yield (
                "Y07", f"expected a template that stands alone, found a link to {printable(message, 100)} in {shown}",
                "embed the linked picture, film or template, or remove it",
            )  # fmt: skip


class _Scan:
    """One pass of expat over a part: counts, declarations, and what relationships and content types name."""

    def __init__(self, budget: int) -> None:
        self.budget, self.elements, self.depth = budget, 0, 0
        self.doctype = self.too_deep = False
        self.macros: list[str] = []
        self.programs: list[str] = []
        self.links: list[str] = []

    def run(self, blob: bytes) -> str:
        """Return why the part cannot be read, "" if it can."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(blob, True)  # noqa: FBT003 - expat names no arguments
        except _Stop as stop:
            return str(stop)
        except (expat.ExpatError, ValueError, LookupError) as error:
            return printable(str(error), 80)
        return ""

    def _doctype(self, *_: object) -> None:
        self.doctype = True
        raise _Stop("a document type declaration")

    def _end(self, _: str) -> None:
        self.depth -= 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > self.budget:
            raise _Stop(f"more than {MOST_ELEMENTS} elements")
        if self.depth > MOST_DEPTH:
            self.too_deep = True
            raise _Stop(f"elements nested deeper than {MOST_DEPTH}")
        local = tag.rpartition(":")[2]
        if local in {"Override", "Default"}:
            kind = attributes.get("ContentType", "")
            if _MACROS.search(kind):
                self.macros.append(kind)
            elif _PROGRAM_TYPES.search(kind):
                self.programs.append(kind)
        elif local == "Relationship":
            kind, target = attributes.get("Type", ""), attributes.get("Target", "")
            if _MACROS.search(kind):
                self.macros.append(kind)
            elif _PROGRAM_TYPES.search(kind):
                self.programs.append(kind)
            if attributes.get("TargetMode", "").lower() == "external" and not (
                kind.endswith("/hyperlink") and _SAFE_LINK.match(target)
            ):
                self.links.append(target)


class _Stop(Exception):  # noqa: N818 - ends a parse, is no error by itself
    """Ends the pass early."""
