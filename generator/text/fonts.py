"""Which face draws which character: the chain of fonts for one language and one brand, and what none of them covers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from generator.errors import ContentError
from generator.languages import Language, lookup
from generator.text.brand import brand_faces
from generator.text.faces import CJK_FILES, Face, face_of
from generator.text.scripts import extensions, is_extender, is_ignorable, script

__all__ = ["BrandFonts", "Face", "Fonts", "load_fonts", "uncovered"]

FAMILY_OF_SCRIPT = {
    "Latn": "Noto Sans", "Cyrl": "Noto Sans", "Grek": "Noto Sans", "Arab": "Noto Sans Arabic", "Armn": "Noto Sans Armenian",
    "Beng": "Noto Sans Bengali", "Deva": "Noto Sans Devanagari", "Ethi": "Noto Sans Ethiopic", "Geor": "Noto Sans Georgian",
    "Gujr": "Noto Sans Gujarati", "Guru": "Noto Sans Gurmukhi", "Hebr": "Noto Sans Hebrew", "Khmr": "Noto Sans Khmer",
    "Knda": "Noto Sans Kannada", "Laoo": "Noto Sans Lao", "Mlym": "Noto Sans Malayalam", "Mymr": "Noto Sans Myanmar",
    "Orya": "Noto Sans Oriya", "Sinh": "Noto Sans Sinhala", "Syrc": "Noto Sans Syriac", "Taml": "Noto Sans Tamil",
    "Telu": "Noto Sans Telugu", "Thaa": "Noto Sans Thaana", "Thai": "Noto Sans Thai", "Tibt": "Noto Serif Tibetan",
    "Hani": "Noto Sans SC", "Hira": "Noto Sans JP", "Kana": "Noto Sans JP", "Hang": "Noto Sans KR", "Bopo": "Noto Sans TC",
}  # fmt: skip
SYMBOLS = ("Noto Sans Math", "Noto Sans Symbols 2", "Noto Sans Symbols")
FALSE_BOLD = {"NotoSansKannada-Bold"}  # its Latin letters are those of the regular weight
HYPHENS = {"\u2011": "\u2010"}  # HarfBuzz draws a no-break hyphen as a hyphen where the font has only that


@dataclass(frozen=True, slots=True)
class BrandFonts:
    """A brand's own TrueType files; ours stand behind them for every character and weight they lack."""

    regular: bytes
    bold: bytes | None = None


class Fonts:
    """The faces of one language in the order they are asked: its main face, each script's own, the general one, symbols."""

    def __init__(self, language: Language, brand: BrandFonts | None = None) -> None:
        """Use `load_fonts`, which makes one object per language and brand."""
        self.language = language
        self.brand = brand
        self._others: dict[str, Fonts] = {}
        self._main: dict[bool, Face] = {}
        self._faces: dict[tuple[str, bool], Face | None] = {}
        self._own: dict[bool, set[str]] = {False: set(), True: set()}  # characters known to be in the main face

    def main(self, bold: bool) -> Face:
        """Return the face that running text of this language is set in: the brand's if it can write the language's name."""
        found = self._main.get(bold)
        if found is None:
            own = self._brand(bold)
            ours = own is None or not all(covers_cluster(own, c) for c in self.language.autonym)
            found = self._main[bold] = face_of(self.language.family, bold=bold) if ours or own is None else own
        return found

    def of(self, tag: str) -> Fonts:
        """Return the fonts of another language under the same brand; of this one if the tag is not a supported language."""
        found = self._others.get(tag)
        if found is None:
            try:
                found = load_fonts(lookup(tag), self.brand)
            except ContentError:
                found = self
            self._others[tag] = found
        return found

    def face_for(self, cluster: str, bold: bool) -> Face | None:
        """Return the first face that draws `cluster` (a character and its marks), None if there is none."""
        key = (cluster, bold)
        if key not in self._faces:
            self._faces[key] = next((f for f in self._chain(cluster, bold) if covers_cluster(f, cluster)), None)
        return self._faces[key]

    def alien(self, text: str, bold: bool) -> set[str]:
        """Return the characters of `text` that the main face does not draw."""
        own, main = self._own[bold], self.main(bold)
        if own.issuperset(text):
            return set()
        unknown = set(text).difference(own)
        found = {c for c in unknown if self.face_for(c, bold) is not main}
        own.update(unknown - found)
        return found

    def _chain(self, cluster: str, bold: bool) -> Iterator[Face]:
        """Yield the faces to ask for `cluster`, each opened only when its turn comes."""
        yield self.main(bold)
        own = self._brand(bold)
        if own is not None:
            yield own
        families = [FAMILY_OF_SCRIPT[s] for s in extensions(cluster[0]) if s in FAMILY_OF_SCRIPT]
        for family in [*(f for f in families if f not in CJK_FILES), "Noto Sans", *SYMBOLS]:
            yield face_of(family, bold=bold)
        if is_east_asian(cluster[0]):
            for family in [
                *(f for f in families if f in CJK_FILES),
                "Noto Sans SC",
                "Noto Sans JP",
                "Noto Sans KR",
                "Noto Sans TC",
            ]:
                yield face_of(family, bold=bold)

    def _brand(self, bold: bool) -> Face | None:
        return None if self.brand is None else brand_faces(self.brand.regular, self.brand.bold)[bold]


@lru_cache(maxsize=256)
def load_fonts(language: Language, brand: BrandFonts | None = None) -> Fonts:
    """Return the fonts of a language; no file is opened before a character asks for it.

    Raises AssetError if a brand font is damaged, not TrueType, variable, or forbids embedding.
    """
    if brand is not None:
        brand_faces(brand.regular, brand.bold)
    return Fonts(language, brand)


def uncovered(text: str, fonts: Fonts, bold: bool = False) -> tuple[str, ...]:
    """Return the characters of `text` that no face draws, each once, in the order they appear.

    A mark that no face draws together with its base is reported with that base, as one string.
    """
    characters = set(text)
    known = {c for c in characters if fonts.face_for(c, bold) is not None}
    missing: list[str] = [] if len(known) == len(characters) else [c for c in text if c not in known]
    missing += [c for c in _clusters(text, characters) if known.issuperset(c) and fonts.face_for(c, bold) is None]
    return tuple(dict.fromkeys(missing))


def _clusters(text: str, characters: set[str]) -> Iterable[str]:
    """Return the characters of `text` that have marks, each with its marks and once; `characters` are all it holds."""
    marks = "".join(sorted(filter(is_extender, characters)))
    return dict.fromkeys(re.findall(f"(?s:.)[{re.escape(marks)}]+", text)) if marks else ()


def covers_cluster(face: Face, cluster: str) -> bool:
    """Whether HarfBuzz can draw every character of `cluster` with `face`, composing or decomposing as it does."""
    if face.name in FALSE_BOLD and script(cluster[0]) == "Latn":
        return False
    if all(_drawn(face, c) for c in cluster):
        return True
    composed = unicodedata.normalize("NFC", cluster)
    return composed != cluster and all(_drawn(face, c) for c in composed)


def _drawn(face: Face, char: str) -> bool:
    """Whether HarfBuzz finds glyphs for one character: its own, its parts', or a stand-in it knows."""
    if face.gid(char):
        return True
    if is_ignorable(char):
        return True  # drawn as nothing
    if unicodedata.category(char) == "Zs":
        return face.gid(" ") != 0
    if char in HYPHENS:
        return face.gid(HYPHENS[char]) != 0
    parts = unicodedata.normalize("NFD", char)
    return parts != char and all(face.gid(p) for p in parts)


@cache
def is_east_asian(char: str) -> bool:
    """Whether a CJK font may be opened for `char`: Han, kana, Hangul, bopomofo and the wide punctuation between them."""
    wide = unicodedata.east_asian_width(char) in "WF"
    return any(FAMILY_OF_SCRIPT.get(s) in CJK_FILES for s in extensions(char)) or (wide and ord(char) < 0x1F000)
