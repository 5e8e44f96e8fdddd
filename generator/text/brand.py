"""A brand's own fonts: opened only if they can be embedded and drawn safely, refused with a reason if not."""

from __future__ import annotations

import struct
from functools import lru_cache

import uharfbuzz as hb

from generator.errors import AssetError, Problem
from generator.text.faces import Face

REQUIRED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2")
RESTRICTED, BITMAP_ONLY = 0x0002, 0x0200  # OS/2 fsType


@lru_cache(maxsize=16)
def brand_faces(regular: bytes, bold: bytes | None) -> dict[bool, Face | None]:
    """Return the brand's faces by boldness; bold is None if there is no bold file, so that bold text is really bold.

    Raises AssetError (T20 to T24) with every reason why a file cannot be used.
    """
    problems = [*font_problems(regular, "regular"), *(font_problems(bold, "bold") if bold is not None else ())]
    if problems:
        raise AssetError(*problems)
    return {False: _face(regular, bold=False), True: None if bold is None else _face(bold, bold=True)}


def font_problems(file: bytes, called: str = "brand") -> tuple[Problem, ...]:
    """Return why a font file cannot be used, nothing if it can; `called` says which file it is in the messages."""
    kind = bytes(file[:4])
    if kind in (b"OTTO", b"wOFF", b"wOF2", b"ttcf"):
        return (_problem("T20", called, f"expected a TrueType file, found {KINDS[kind]}", "convert it to .ttf"),)
    if kind not in (b"\x00\x01\x00\x00", b"true"):
        return (_problem("T20", called, "expected a TrueType file, found something else", "give a .ttf file"),)
    tables = _tables(file)
    if tables is None:
        return (_problem("T21", called, "is damaged: its table directory points outside the file", DAMAGED),)
    missing = [tag for tag in REQUIRED if tag not in tables]
    if missing:
        return (_problem("T21", called, f"is damaged or no TrueType font: it lacks the tables {', '.join(missing)}", DAMAGED),)
    if "fvar" in tables:
        return (_problem("T22", called, "is a variable font", "give static Regular and Bold files"),)
    fault = _fault(file, tables)
    if fault:
        return (_problem("T21", called, f"is damaged: {fault}", DAMAGED),)
    (rights,) = struct.unpack_from(">H", file, tables["OS/2"][0] + 8)
    if rights & 0x000F == RESTRICTED or rights & BITMAP_ONLY:
        hint = "ask its maker for a licence that allows embedding"
        return (_problem("T23", called, f"forbids embedding in documents (fsType {rights})", hint),)
    return ()


KINDS = {b"OTTO": "OpenType with PostScript outlines", b"wOFF": "WOFF", b"wOF2": "WOFF2", b"ttcf": "a font collection"}
DAMAGED = "export or download the font again"


def _problem(rule: str, called: str, message: str, hint: str) -> Problem:
    return Problem(rule, f"the {called} font {message}", hint=hint)


def _tables(file: bytes) -> dict[str, tuple[int, int]] | None:
    """Return offset and length of each table (OpenType, table directory); None if one is outside the file."""
    if len(file) < 12:
        return None
    (count,) = struct.unpack_from(">H", file, 4)
    if len(file) < 12 + 16 * count:
        return None
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", file, 12 + 16 * index)
        if offset + length > len(file):
            return None
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _fault(file: bytes, tables: dict[str, tuple[int, int]]) -> str | None:
    """Return what contradicts itself in the tables that drawing and embedding rely on, None if nothing does."""
    least = {"head": 54, "hhea": 36, "maxp": 32, "OS/2": 68}
    short = [tag for tag, length in least.items() if tables[tag][1] < length]
    if short:
        return f"table {short[0]} is too short"
    head, hhea, maxp = (tables[tag][0] for tag in ("head", "hhea", "maxp"))
    (magic,) = struct.unpack_from(">L", file, head + 12)
    (upem,) = struct.unpack_from(">H", file, head + 18)
    (wide,) = struct.unpack_from(">h", file, head + 50)
    (metrics,) = struct.unpack_from(">H", file, hhea + 34)
    (glyphs,) = struct.unpack_from(">H", file, maxp + 4)
    if magic != 0x5F0F3CF5 or not 16 <= upem <= 16384 or wide not in (0, 1):
        return "table head is not a font header"
    if not 0 < metrics <= glyphs or tables["hmtx"][1] < 4 * metrics + 2 * (glyphs - metrics):
        return "there are fewer advance widths than glyphs"
    size = 4 if wide else 2
    if tables["loca"][1] < size * (glyphs + 1):
        return "there are fewer glyph places than glyphs"
    places = struct.unpack_from(f">{glyphs + 1}{'L' if wide else 'H'}", file, tables["loca"][0])
    if list(places) != sorted(places) or places[-1] * (1 if wide else 2) > tables["glyf"][1]:
        return "glyph places are out of order or outside the outlines"
    return None


def _face(file: bytes, *, bold: bool) -> Face:
    """Return the face, named as its own PostScript name says, made unique by its weight."""
    opened = hb.Face(file)
    family = opened.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or "Brand"
    plain = "".join(c for c in family if c.isascii() and c.isalnum()) or "Brand"
    face = Face(f"{plain}-{'Bold' if bold else 'Regular'}", family, opened, bold=bold)
    if not face.covers(" ") or not face.covers("a"):
        hint = "give a text font"
        raise AssetError(_problem("T24", "bold" if bold else "regular", "has no space or no letters", hint))
    return face
