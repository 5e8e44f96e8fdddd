"""Shaping: a run of characters in one face, script, language and direction becomes glyphs, by HarfBuzz."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import uharfbuzz as hb

from generator.text.faces import Face
from generator.text.model import Glyph

CONTEXT = 5  # characters of context HarfBuzz looks at, on either side


@dataclass(frozen=True)
class Shaped:
    """A shaped run: glyphs from left to right, clusters counted from the run's first character, all in font units."""

    glyphs: tuple[Glyph, ...]
    face: Face
    rtl: bool
    length: int  # characters
    _infos: tuple[hb.GlyphInfo, ...]

    @cached_property
    def edges(self) -> list[int]:
        """The left edge of each glyph, and the right edge of the last."""
        return list(accumulate((g.x_advance for g in self.glyphs), initial=0))

    @cached_property
    def tops(self) -> list[int]:
        """How far each glyph's ink reaches above the baseline."""
        ink = self.face.ink
        return [g.y_offset + ink(g.gid)[0] for g in self.glyphs]

    @cached_property
    def bottoms(self) -> list[int]:
        """How far each glyph's ink reaches up from the baseline at its lower end (negative: below it)."""
        ink = self.face.ink
        return [g.y_offset + ink(g.gid)[1] for g in self.glyphs]

    @cached_property
    def _first(self) -> dict[int, int]:
        """For each cluster, the index of its first glyph (of its last in a right-to-left run, plus one)."""
        if self.rtl:
            return {g.cluster: i + 1 for i, g in enumerate(self.glyphs)}
        return {g.cluster: i for i, g in reversed(list(enumerate(self.glyphs)))}

    def edge(self, at: int) -> int | None:
        """Return the glyph index where the run may be cut before character `at`; None if both sides must be shaped anew."""
        if at in (0, self.length):
            return len(self.glyphs) if self.rtl == (at == 0) else 0
        index = self._first.get(at)
        if index is None or self._infos[index - self.rtl].flags & hb.GlyphFlags.UNSAFE_TO_BREAK:
            return None
        return index


@lru_cache(maxsize=4096)
def shape(before: str, text: str, after: str, face: Face, script: str, language: str, rtl: bool) -> Shaped:
    """Return `text` shaped as it stands between `before` and `after` (only the nearest `CONTEXT` characters matter)."""
    buffer = hb.Buffer()
    buffer.add_str(before + text + after, len(before), len(text))
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    buffer.language = language
    hb.shape(face.hb_font, buffer)
    infos = buffer.glyph_infos
    shift = len(before)
    glyphs = tuple(
        Glyph(info.codepoint, info.cluster - shift, *_offsets(position.position))
        for info, position in zip(infos, buffer.glyph_positions, strict=True)
    )
    return Shaped(glyphs, face, rtl, len(text), tuple(infos))


def _offsets(position: tuple[int, int, int, int]) -> tuple[int, int, int]:
    """Return x advance, x offset, y offset out of HarfBuzz's (x_offset, y_offset, x_advance, y_advance)."""
    x_offset, y_offset, x_advance, _ = position
    return x_advance, x_offset, y_offset
