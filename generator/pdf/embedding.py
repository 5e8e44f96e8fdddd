"""Fonts in the file: one code per pair of glyph and character, subset faces, exact Unicode (ISO 32000-1, 9.7 and 9.10)."""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from generator.pdf.objects import name, reference, stream
from generator.pdf.truetype import KEPT_TABLES, Composite, Shape, extend

if TYPE_CHECKING:
    from generator.pdf.canvas import LeafletCanvas
    from generator.text.fonts import Face

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_ENTRIES_PER_BLOCK = 100


class EmbeddedFont:
    """One face as used by one document: codes are given out in order of first use, so the order of painting fixes them."""

    def __init__(self, face: Face, resource: str) -> None:
        """Start with no codes; `resource` is the font's name in content streams."""
        self.face = face
        self.resource = resource
        self.per_mille = 1000 / face.upem
        self._codes: dict[tuple[int | Shape, str], tuple[str, int]] = {}
        self.strips: dict[tuple[str, bool], dict[int, str]] = {}  # by script, and if from right to left; kept for `codes`

    def code(self, shape: int | Shape, character: str) -> tuple[str, int]:
        """Return the code (four hex digits) of `character` drawn as a glyph or a made shape, and its width in 1/1000 em."""
        found = self._codes.get((shape, character))
        if found is None:
            advance = self.face.advance(shape) if isinstance(shape, int) else shape.advance
            number = len(self._codes) + 1
            if number > 0xFFFF:
                raise ValueError(f"{self.face.name}: more than 65535 pairs of glyph and character in one document")
            found = self._codes[shape, character] = (f"{number:04X}", round(advance * self.per_mille))
        return found

    def embed(self, canvas: LeafletCanvas) -> None:
        """Add the subset font and everything around it to the file."""
        made = _program(self.face, tuple(self._codes))
        file = canvas.add(made.font, is_stream=True)
        descriptor = canvas.add(self._descriptor(made.base, made.box, file))
        cid_map = canvas.add(made.glyphs, is_stream=True)
        widths = b" ".join(b"%d" % w for _, w in self._codes.values())
        descendant = canvas.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/FontDescriptor %b/DW 0/W[1[%b]]/CIDToGIDMap %b"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            % (made.base, reference(descriptor), widths, reference(cid_map))
        )
        unicode_map = canvas.add(made.characters, is_stream=True)
        canvas.name_font(
            self.resource,
            canvas.add(
                b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%b]/ToUnicode %b>>"
                % (made.base, reference(descendant), reference(unicode_map))
            ),
        )

    def _descriptor(self, base: bytes, box: tuple[int, int, int, int], file: int) -> bytes:
        """Return the font descriptor (9.8); lengths in 1/1000 em."""
        extents = self.face.hb_font.get_font_extents("ltr")
        scale = self.per_mille
        return (
            b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV %d/FontFile2 %b>>"
            % (
                base,
                *(round(v * scale) for v in box),
                round(extents.ascender * scale),
                round(extents.descender * scale),
                round(extents.ascender * scale * 2 / 3),
                140 if self.face.bold else 80,
                reference(file),
            )
        )


class _Program(NamedTuple):
    """What a font is in the file, whatever the document: its name, box, and its three streams."""

    base: bytes
    box: tuple[int, int, int, int]
    font: bytes
    glyphs: bytes  # of each code
    characters: bytes  # of each code


@lru_cache(maxsize=32)
def _program(face: Face, pairs: tuple[tuple[int | Shape, str], ...]) -> _Program:
    """Return the face with the glyphs and shapes that codes from 1 on stand for; a batch makes the same font once."""
    shapes = [shape for shape, _ in pairs]
    made = [*dict.fromkeys(s for s in shapes if not isinstance(s, int))]
    wanted = {s for s in shapes if isinstance(s, int)}
    wanted.update(gid for s in made if isinstance(s, Composite) for gid, _, _ in s.parts)
    subset, new_ids = _subset(face, wanted)
    font, box = extend(subset, [_renumbered(shape, new_ids) for shape in made])
    first = int.from_bytes(_table(subset, b"maxp")[4:6], "big")
    made_ids = {s: first + index for index, s in enumerate(made)}
    ids = (new_ids[s] if isinstance(s, int) else made_ids[s] for s in shapes)
    map_to_gid = struct.pack(f">{len(shapes) + 1}H", 0, *ids)
    to_unicode = _to_unicode([character for _, character in pairs])
    tag = _subset_tag(font + map_to_gid + to_unicode)
    font_file = stream(b"/Length1 %d" % len(font), font)
    return _Program(name(f"{tag}+{face.name}"), box, font_file, stream(b"", map_to_gid), stream(b"", to_unicode))


def _to_unicode(characters: list[str]) -> bytes:
    """Return the CMap that gives the character of each code, from 1 on (9.10.3)."""
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in enumerate(characters, start=1)]
    blocks = []
    for start in range(0, len(rows), _ENTRIES_PER_BLOCK):
        block = rows[start : start + _ENTRIES_PER_BLOCK]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return (_CMAP_HEAD + "".join(blocks) + _CMAP_TAIL).encode("ascii")


class FontBook:
    """The fonts of one document, by face."""

    def __init__(self) -> None:
        """Start with no fonts."""
        self._fonts: dict[Face, EmbeddedFont] = {}

    def font(self, face: Face) -> EmbeddedFont:
        """Return the document's font for a face."""
        found = self._fonts.get(face)
        if found is None:
            found = self._fonts[face] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return found

    def embed(self, canvas: LeafletCanvas) -> None:
        """Add all fonts to the file."""
        for font in self._fonts.values():
            font.embed(canvas)


def _subset(face: Face, wanted: set[int]) -> tuple[bytes, dict[int, int]]:
    """Return a TrueType font with the wanted glyphs, unhinted, and the new id of each."""
    source = hb.Face(hb.Blob(face.subset(sorted(wanted)))) if face.hb_face.has_var_data else face.hb_face
    plan_input = hb.SubsetInput()
    plan_input.sets(hb.SubsetInputSets.GLYPH_INDEX).set(wanted)
    plan_input.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode("latin-1"), "big") for tag in source.table_tags if tag not in KEPT_TABLES
    )
    plan_input.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    plan = hb.SubsetPlan(source, plan_input)
    mapping = plan.old_to_new_glyph_mapping
    new_ids = {gid: int(mapping[gid]) for gid in sorted(wanted)}
    return bytes(plan.execute().blob.data), new_ids


def _renumbered(shape: Shape, new_ids: dict[int, int]) -> Shape:
    """Return a shape with the glyph ids of the subset font."""
    if isinstance(shape, Composite):
        return Composite(shape.advance, tuple((new_ids[gid], dx, dy) for gid, dx, dy in shape.parts))
    return shape


def _table(font: bytes, tag: bytes) -> bytes:
    """Return one table of a TrueType file."""
    for index in range(int.from_bytes(font[4:6], "big")):
        found, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if found == tag:
            return font[start : start + length]
    raise ValueError(f"no {tag.decode()} table")


def _subset_tag(content: bytes) -> str:
    """Return six capital letters that stand for this very subset (9.6.4)."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:8], "big")
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters
