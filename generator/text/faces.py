"""Faces: one font file at one weight, opened lazily and once per process, for shaping, measuring and embedding.

The vendored faces are static TrueType files. The CJK faces are one variable file per family, shaped at a weight through
HarfBuzz variations and made static only for the glyphs a document uses (`Face.subset`); no instance of the whole font is
kept. HarfBuzz maps the files into memory, so a face costs what is read of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

from generator import data

CJK_FILES = {  # files of justmytype-intl-cjk 0.1.0, below its folder fonts/ofl, and their SHA-256
    "Noto Sans SC": ("notosanssc/NotoSansSC[wght].ttf", "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da"),
    "Noto Sans TC": ("notosanstc/NotoSansTC[wght].ttf", "864727d210d54f2537bbe23b3a839436c3992af72de9322af5270897246bd44f"),
    "Noto Sans JP": ("notosansjp/NotoSansJP[wght].ttf", "c2f3b4d463500a2ddcd3849cded1fceeb9fd6d1c32e6cbecd568453ba50fc68f"),
    "Noto Sans KR": ("notosanskr/NotoSansKR[wght].ttf", "194018e6b2b293a7964f037b25c0249ce1418bc9ab3c971060a03aa57861e252"),
}
ONE_WEIGHT = {"Noto Sans Math", "Noto Sans Symbols 2"}  # these exist only as Regular

REGULAR, BOLD = 400, 700
NOWHERE = 1 << 30  # font units: beyond any glyph

STATIC = (
    hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
)
# What a PDF font program does not read; left out of subsets so that they are small and quick to make.
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "name", "vhea", "vmtx", "gasp", "DSIG", "meta")


class Inks(dict[int, tuple[int, int]]):
    """How far each glyph's ink reaches above and below the baseline (both up positive), font units; blank: (0, 0)."""

    def __init__(self, font: hb.Font) -> None:
        """Measure glyphs of `font`, each when it is first asked for."""
        super().__init__()
        self._font = font

    def __missing__(self, gid: int) -> tuple[int, int]:
        """Measure one glyph."""
        extents = self._font.get_glyph_extents(gid)
        top, height = (extents.y_bearing, extents.height) if extents else (0, 0)
        found = self[gid] = (top, top + height)  # HarfBuzz heights are negative
        return found


class Sides(dict[int, tuple[int, int]]):
    """Where each glyph's ink begins and ends, from its origin to the right, font units; blank: (NOWHERE, -NOWHERE)."""

    def __init__(self, font: hb.Font) -> None:
        """Measure glyphs of `font`, each when it is first asked for."""
        super().__init__()
        self._font = font

    def __missing__(self, gid: int) -> tuple[int, int]:
        """Measure one glyph."""
        extents = self._font.get_glyph_extents(gid)
        left, width = (extents.x_bearing, extents.width) if extents else (0, 0)
        found = self[gid] = (left, left + width) if width else (NOWHERE, -NOWHERE)
        return found


# A glyph that draws one character where it stands: its id, its advance, the character. Or a cluster: (glyph id, advance,
# x offset, y offset) of its glyphs, and the characters they stand for.
Unit = tuple[int, int, str] | tuple[tuple[tuple[int, int, int, int], ...], str]


class Units(dict[Unit, int]):
    """Gives each unit that occurs in a face a number: looking up numbers is many times quicker than looking up units."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.numbered: list[Unit] = []

    def __missing__(self, unit: Unit) -> int:
        """Number a new unit."""
        self.numbered.append(unit)
        found = self[unit] = len(self.numbered) - 1
        return found


class Face:
    """A font at one weight. One object per family and weight in a process, equal only to itself.

    Glyph ids are those of the font file, in shaping, in `advance` and `inks`, and in what `subset` gives back.

    For embedding use `subset`: it works the same for vendored and for CJK faces, takes about 1 ms for a vendored face and
    5 ms for a CJK one, and its `hmtx` advances are `advance(gid)`. `data` is the whole font: 0.2 s and 10 MB for CJK.
    """

    def __init__(self, name: str, family: str, hb_face: hb.Face, *, bold: bool, weight: int | None = None) -> None:
        """Make a face; `weight` is the place on the wght axis of a variable font, None for a static one."""
        self.name = name
        self.family = family
        self.bold = bold
        self.hb_face = hb_face
        self.hb_font = hb.Font(hb_face)
        self.upem: int = hb_face.upem
        self._weight = weight
        if weight is not None:
            self.hb_font.set_variations({"wght": weight})
        self._gids: dict[str, int] = {}
        self._advances: dict[int, int] = {}
        self.inks = Inks(self.hb_font)
        self.sides = Sides(self.hb_font)
        self.units = Units()

    def __repr__(self) -> str:
        """Show the name."""
        return f"Face({self.name})"

    def gid(self, char: str) -> int:
        """Return the nominal glyph of a character, 0 if the font has none."""
        found = self._gids.get(char)
        if found is None:
            found = self._gids[char] = self.hb_font.get_nominal_glyph(ord(char)) or 0
        return found

    def covers(self, char: str) -> bool:
        """Whether the font's character map has `char`. (`Fonts.face_for` also knows what HarfBuzz can compose.)"""
        return self.gid(char) != 0

    def advance(self, gid: int) -> int:
        """Return the advance width of a glyph as `hmtx` has it at this weight, in font units."""
        found = self._advances.get(gid)
        if found is None:
            found = self._advances[gid] = int(self.hb_font.get_glyph_h_advance(gid))
        return found

    def subset(self, gids: Iterable[int]) -> bytes:
        """Return a static TrueType font with the outlines of `gids` (and of their components) at their own ids.

        The font has glyf, loca, head, hhea, hmtx, maxp, OS/2, post and no layout tables; every other glyph is empty.
        """
        plan = hb.SubsetInput()
        plan.flags = STATIC
        plan.glyph_set.update([0, *gids])
        for tag in LAYOUT_TABLES:
            plan.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
        return self._static(plan)

    @cached_property
    def data(self) -> bytes:
        """The whole font as a static TrueType file."""
        if self._weight is None:
            return bytes(self.hb_face.blob.data)
        plan = hb.SubsetInput()
        plan.keep_everything()
        return self._static(plan)

    def _static(self, plan: hb.SubsetInput) -> bytes:
        if self._weight is not None:
            plan.pin_all_axes_to_default(self.hb_face)
            plan.pin_axis_location(self.hb_face, "wght", self._weight)
        return bytes(hb.subset(self.hb_face, plan).blob.data)


@cache
def face_of(family: str, *, bold: bool) -> Face:
    """Return our face of a family, opening its file at the first call; a family with one weight gives that for bold too."""
    if bold and family in ONE_WEIGHT:
        return face_of(family, bold=False)
    stem = family.replace(" ", "")
    name = f"{stem}-{'Bold' if bold else 'Regular'}"
    if family in CJK_FILES:
        return Face(name, family, _cjk_file(family), bold=bold, weight=BOLD if bold else REGULAR)
    path = data.path(f"fonts/{family.lower().replace(' ', '-')}/{name}.ttf")
    return Face(name, family, _mapped(path), bold=bold)


@cache
def _cjk_file(family: str) -> hb.Face:
    """Open a variable CJK font of the pinned dependency, having checked that it is the very file we tested."""
    import hashlib
    from importlib.resources import files

    name, expected = CJK_FILES[family]
    path = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / name
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise RuntimeError(f"{path.name} is not the file of justmytype-intl-cjk 0.1.0: SHA-256 {found}, expected {expected}")
    return _mapped(path)


def _mapped(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))
