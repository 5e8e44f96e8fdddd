"""Checks of pages: all ink tagged or an artifact, every code drawable and with exact Unicode (PDF/UA-1 7.1 and 7.21)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from generator.checks.pdf_reader import Name, Parser, PdfFile, PdfSyntaxError, Ref, Value
from generator.errors import Problem
from generator.values import value

_PAINTING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"})
_EVENT = re.compile(
    rb"[\[</EfFBbSsD](?:"  # what each of these begins with: so the search has few places to look at
    rb"(?<=\[)(?P<array>(?>(?:<(?:[0-9A-Fa-f]{4})+>|[-\d.]++)*))\] TJ(?=\s)"
    rb"|(?<=<)(?P<codes>[0-9A-Fa-f]+)(?=>)"
    rb"|(?<=/)(?P<name>[^\s/<>\[\]()]+)(?:\s+[-+.\d]+\s+(?P<font>Tf)"
    rb"|\s*(?:<<(?P<entries>[^<>]*(?:<[0-9A-Fa-f]*>[^<>]*)*)>>)?\s*(?P<begin>BDC|BMC))(?=\s)"
    rb"|(?<=[\s>\]].)(?:(?<=E)(?P<end>MC)|(?P<paint>(?<=[fBb])\*?|(?<=[FS])|(?<=s)h?|(?<=D)o))(?=\s|\Z))",
    re.DOTALL,
)
_NO_CHARACTER = frozenset("\0\ufeff\ufffe\ufffd")
_STRING = re.compile(rb"<([^>]*)>")
_MCID = re.compile(rb"/MCID\s+(\d+)")


class Event(NamedTuple):
    """What matters of an operator: "begin" (tag, MCID), "end", "font" (resource), "show" (codes) or "paint"."""

    kind: str
    tag: str = ""
    mcid: int | None = None
    codes: bytes = b""


_END, _PAINT = Event("end"), Event("paint")


@value
class Page:
    """A page: its object number, its dictionary and what its content does."""

    number: int
    entries: dict[str, Value]
    events: list[Event]


@value
class Font:
    """A composite font as far as it is checked."""

    unicode: dict[int, str]
    widths: dict[int, float]
    glyphs: bytes
    advances: tuple[list[int], int]  # of the embedded font: hmtx advances, units per em


def check_pages(file: PdfFile, pages: list[Page]) -> Iterator[Problem]:
    """Yield problems of all pages and of the fonts they use."""
    if not pages:
        yield Problem("F24", "the file has no pages")
    fonts: dict[int, Font | None] = {}
    used: dict[int, set[int]] = {}
    for index, page in enumerate(pages, 1):
        if page.entries.get("Tabs") != "S":
            yield Problem("F25", f"PDF/UA-1 7.18.3: page {index} does not tab in structure order")
        if not isinstance(page.entries.get("StructParents"), int):
            yield Problem("F26", f"PDF/UA-1 7.1: page {index} has no key into the parent tree")
        resources = file.dictionary(file.dictionary(page.entries.get("Resources")).get("Font"))
        yield from _check_content(page, index, resources, used)
    for number in sorted(used):
        try:
            fonts[number] = _font(file, file.dictionary(file.object(number)))
        except PdfSyntaxError as error:
            yield Problem("F30", f"PDF/UA-1 7.21: font {number}: {error}")
            continue
        yield from _check_codes(number, fonts[number], used[number])


def read_pages(file: PdfFile, root: dict[str, Value]) -> list[Page]:
    """Return all pages, in order."""
    found: list[Page] = []
    stack: list[Value] = [root.get("Pages")]
    seen: set[int] = set()
    while stack:
        here = stack.pop()
        if not isinstance(here, Ref) or here.number in seen:
            continue
        seen.add(here.number)
        node = file.dictionary(here)
        if node.get("Type") == "Page":
            content = b"\n".join(file.decoded(part) for part in file.array(node.get("Contents")))
            found.append(Page(here.number, node, events(content)))
        else:
            stack.extend(reversed(file.array(node.get("Kids"))))
    return found


def events(content: bytes) -> list[Event]:
    """Return what matters in a content stream; streams of our own making are scanned, others parsed."""
    if b"(" in content or b"BI" in content:
        return list(_parsed_events(content))
    found = []
    for match in _EVENT.finditer(content):
        kind = match.lastgroup
        if kind == "array":
            found.append(Event("show", codes=b"".join(_STRING.findall(match["array"]))))
        elif kind == "codes":
            found.append(Event("show", codes=match["codes"]))
        elif kind == "font":
            found.append(Event("font", match["name"].decode("latin-1")))
        elif kind == "begin":
            mcid = _MCID.search(match["entries"] or b"")
            found.append(Event("begin", match["name"].decode("latin-1"), int(mcid[1]) if mcid else None))
        else:
            found.append(_END if kind == "end" else _PAINT)
    return found


def _parsed_events(content: bytes) -> Iterator[Event]:
    for operator, operands in Parser(content).operators():
        if operator in {"BDC", "BMC"}:
            entries = operands[-1] if operands else None
            mcid = entries.get("MCID") if isinstance(entries, dict) else None
            yield Event("begin", str(operands[0]) if operands else "", mcid if isinstance(mcid, int) else None)
        elif operator == "EMC":
            yield Event("end")
        elif operator == "Tf" and operands and isinstance(operands[0], Name):
            yield Event("font", str(operands[0]))
        elif operator in {"Tj", "TJ", "'", '"'}:
            for operand in operands:
                for part in operand if isinstance(operand, list) else [operand]:
                    if isinstance(part, bytes) and part:
                        yield Event("show", codes=part.hex().encode())
        elif operator in _PAINTING:
            yield Event("paint")


def _check_content(page: Page, index: int, resources: dict[str, Value], used: dict[int, set[int]]) -> Iterator[Problem]:
    """Yield problems of one page's content and note the codes it shows, by font."""
    depth = 0
    untagged = 0
    known: set[int] = set()
    shown: dict[int, list[bytes]] = {}
    codes: list[bytes] | None = None
    for event in page.events:
        if event.kind == "begin":
            depth += 1
            if event.mcid is not None:
                if event.mcid in known:
                    yield Problem("F27", f"PDF/UA-1 7.1: page {index} uses MCID {event.mcid} twice")
                known.add(event.mcid)
        elif event.kind == "end":
            depth -= 1
            if depth < 0:
                break
        elif event.kind == "font":
            reference = resources.get(event.tag)
            if not isinstance(reference, Ref):
                yield Problem("F28", f"page {index} uses a font {event.tag} that is nowhere")
                codes = None
            else:
                codes = shown.setdefault(reference.number, [])
        else:
            untagged += depth == 0
            if event.kind == "show" and codes is not None:
                codes.append(event.codes)
    for font, texts in shown.items():
        used.setdefault(font, set()).update(_numbers(texts))
    if depth:
        yield Problem("F29", f"PDF/A-2 6.7: marked content of page {index} is not balanced")
    if untagged:
        yield Problem("F29", f"PDF/UA-1 7.1: page {index} has {untagged} marks that are neither tagged nor artifacts")


def _numbers(texts: list[bytes]) -> set[int]:
    """Return the codes of strings of hex digits, four a code; of a broken string the last has fewer."""
    whole = b"".join(text for text in texts if len(text) % 4 == 0)
    found = set(struct.unpack(f">{len(whole) // 4}H", bytes.fromhex(whole.decode())))
    for text in texts:
        if len(text) % 4:
            found.update(int(text[at : at + 4], 16) for at in range(0, len(text), 4))
    return found


def _font(file: PdfFile, entries: dict[str, Value]) -> Font:
    """Return a font; PdfSyntaxError if it is not an embedded TrueType font with a map to Unicode."""
    descendants = file.array(entries.get("DescendantFonts"))
    descendant = file.dictionary(descendants[0]) if descendants else {}
    if entries.get("Subtype") != "Type0" or descendant.get("Subtype") != "CIDFontType2":
        raise PdfSyntaxError("expected a composite TrueType font")
    descriptor = file.dictionary(descendant.get("FontDescriptor"))
    if "FontFile2" not in descriptor:
        raise PdfSyntaxError("the font is not embedded")
    if "ToUnicode" not in entries:
        raise PdfSyntaxError("the font has no map to Unicode")
    mapping = descendant.get("CIDToGIDMap")
    if not isinstance(mapping, Ref):
        raise PdfSyntaxError("the font has no map from codes to glyphs")
    return Font(
        _unicode(file.decoded(entries["ToUnicode"])),
        _widths(file, descendant.get("W")),
        file.decoded(mapping),
        _advances(file.decoded(descriptor["FontFile2"])),
    )


def _unicode(cmap: bytes) -> dict[int, str]:
    """Return the characters of a ToUnicode CMap (bfchar and simple bfrange)."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = _characters(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = _characters(text)
            for code in range(int(first, 16), min(int(last, 16), 0xFFFF) + 1):
                found[code] = start[:-1] + chr(ord(start[-1]) + code - int(first, 16))
    return found


@lru_cache(maxsize=4096)
def _characters(digits: bytes) -> str:
    """Return the characters that stand in a CMap as hex digits of UTF-16."""
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _widths(file: PdfFile, value: Value) -> dict[int, float]:
    """Return the widths of a W array (9.7.4.3)."""
    found: dict[int, float] = {}
    items = file.array(value)
    at = 0
    while at + 1 < len(items):
        first, second = items[at], file.resolve(items[at + 1])
        if not isinstance(first, int):
            break
        if isinstance(second, list):
            found.update((first + i, float(w)) for i, w in enumerate(second) if isinstance(w, int | float))
            at += 2
        elif isinstance(second, int) and at + 2 < len(items):
            width = items[at + 2]
            if isinstance(width, int | float):
                found.update((code, float(width)) for code in range(first, min(second, 0xFFFF) + 1))
            at += 3
        else:
            break
    return found


def _advances(font: bytes) -> tuple[list[int], int]:
    """Return the hmtx advances and units per em of a TrueType file."""
    tables = {}
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        start, length = int.from_bytes(font[at + 8 : at + 12], "big"), int.from_bytes(font[at + 12 : at + 16], "big")
        tables[font[at : at + 4]] = font[start : start + length]
    if not {b"head", b"hhea", b"hmtx", b"maxp", b"glyf", b"loca"} <= tables.keys():
        raise PdfSyntaxError("the embedded font lacks a table")
    long = int.from_bytes(tables[b"hhea"][34:36], "big")
    metrics = tables[b"hmtx"]
    advances = [advance for advance, _ in struct.iter_unpack(">Hh", metrics[: len(metrics[: 4 * long]) & ~3])]
    count = int.from_bytes(tables[b"maxp"][4:6], "big")
    advances += advances[-1:] * (count - long)
    return advances, int.from_bytes(tables[b"head"][18:20], "big")


@lru_cache(maxsize=4096)
def _is_outside(characters: str) -> bool:
    """Whether one of the characters is private, a surrogate or not assigned."""
    return any(category(c) in {"Co", "Cs", "Cn"} for c in characters)


def _check_codes(number: int, font: Font | None, codes: set[int]) -> Iterator[Problem]:
    """Yield problems of the codes shown in one font."""
    if font is None:
        return
    advances, upem = font.advances
    for code in sorted(codes):
        character = font.unicode.get(code, "")
        if not character or not _NO_CHARACTER.isdisjoint(character):
            yield Problem("F31", f"PDF/UA-1 7.21.7: code {code} of font {number} has no character")
        elif _is_outside(character):
            yield Problem("F31", f"PDF/A-2 6.2.11.7: code {code} of font {number} has a character outside Unicode")
        glyph = int.from_bytes(font.glyphs[2 * code : 2 * code + 2], "big")
        if not 0 < glyph < len(advances):
            yield Problem("F32", f"PDF/UA-1 7.21.8: code {code} of font {number} shows glyph {glyph}, a box or nothing")
        elif abs(font.widths.get(code, 0.0) - advances[glyph] * 1000 / upem) > 1:
            yield Problem("F33", f"PDF/UA-1 7.21.5: the width of code {code} of font {number} is not the font's own")
