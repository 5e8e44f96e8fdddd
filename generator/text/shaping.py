"""Shaping: a run of characters in one face, script, language and direction becomes glyphs, by HarfBuzz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, repeat
from operator import add, attrgetter

import uharfbuzz as hb

from generator.text.faces import Face
from generator.text.lazy import lazy
from generator.text.model import Glyph

CONTEXT = 5  # characters of context HarfBuzz looks at, on either side
_UNSAFE = int(hb.GlyphFlags.UNSAFE_TO_BREAK)
_X_OFFSET, _Y_OFFSET, _X_ADVANCE = attrgetter("x_offset"), attrgetter("y_offset"), attrgetter("x_advance")


@dataclass(frozen=True)
class Shaped:
    """A shaped run as columns, glyphs from left to right; clusters count from the run's first character; font units."""

    face: Face
    rtl: bool
    text: str
    gids: tuple[int, ...]
    clusters: tuple[int, ...]
    x_offsets: tuple[int, ...]
    y_offsets: tuple[int, ...]
    advances: tuple[int, ...]
    _infos: Sequence[hb.GlyphInfo] = field(compare=False)

    @lazy
    def edges(self) -> tuple[int, ...]:
        """The left edge of each glyph's cell, and the right edge of the last."""
        return tuple(accumulate(self.advances, initial=0))

    def glyphs(self, low: int, high: int, origin: int) -> tuple[Glyph, ...]:
        """Return glyphs `low` to `high` with clusters counted from `origin` characters before the run."""
        columns = (self.gids, self.clusters, self.advances, self.x_offsets, self.y_offsets)
        gids, clusters, *placed = (column[low:high] for column in columns)
        rows = zip(gids, [c + origin for c in clusters], *placed, strict=True)
        return tuple(map(tuple.__new__, repeat(Glyph), rows))  # half the time of Glyph(...)

    def united(self, low: int, high: int) -> Sequence[int]:
        """Return glyphs `low` to `high` with the characters they stand for, as numbers of units of the face.

        No cluster may lie across either end.
        """
        units, at = self._units
        return units[at[low] : at[high]]

    @lazy
    def _units(self) -> tuple[Sequence[int], Sequence[int]]:
        """All units from left to right, and the index of the unit that each glyph begins, or is in."""
        gids, clusters, advances, text, number = self.gids, self.clusters, self.advances, self.text, self.face.units
        count = len(gids)
        if self.is_even and not any(self.x_offsets) and not any(self.y_offsets):
            characters = text[::-1] if self.rtl else text
            return [*map(number.__getitem__, zip(gids, advances, characters, strict=True))], range(count + 1)
        units: list[int] = []
        at: list[int] = []
        parts = [*zip(gids, advances, self.x_offsets, self.y_offsets, strict=True)]
        first, end = 0, len(text)  # right to left, a cluster ends where the one to its left begins
        while first < count:
            start, after = clusters[first], first + 1
            while after < count and clusters[after] == start:
                after += 1
            if not self.rtl:
                end = clusters[after] if after < count else len(text)
            at += [len(units)] * (after - first)
            gid, advance, x, y = parts[first]
            alone = after == first + 1 and end == start + 1 and not x and not y
            units.append(number[(gid, advance, text[start]) if alone else (tuple(parts[first:after]), text[start:end])])
            first, end = after, start
        return units, [*at, len(units)]

    @lazy
    def is_even(self) -> bool:
        """Whether each glyph stands for one character."""
        count = len(self.text)
        return self.clusters == tuple(range(count - 1, -1, -1) if self.rtl else range(count))

    @lazy
    def whole_ink(self) -> tuple[int, int]:
        """How far all glyphs reach above and below the baseline."""
        return self.ink(0, len(self.gids))

    def ink(self, low: int, high: int) -> tuple[int, int]:
        """Return how far glyphs `low` to `high` reach above and below the baseline, both up positive; blank: (0, 0)."""
        inks, gids, rises = self.face.inks, self.gids[low:high], self.y_offsets[low:high]
        if not gids:
            return 0, 0
        if any(rises):
            placed = [(inks[gid], rise) for gid, rise in set(zip(gids, rises, strict=True))]
            return max([up + rise for (up, _), rise in placed]), min([down + rise for (_, down), rise in placed])
        ups, downs = zip(*map(inks.__getitem__, set(gids)), strict=True)
        return max(ups), min(downs)

    @lazy
    def sides(self) -> tuple[list[int], list[int]]:
        """Where the ink of each glyph begins and ends, from the run's left edge; that of a blank one lies nowhere."""
        origins = [*map(add, self.edges, self.x_offsets)]
        inks = [*map(self.face.sides.__getitem__, self.gids)]
        lefts = [at + left for at, (left, _) in zip(origins, inks, strict=True)]
        return lefts, [at + right for at, (_, right) in zip(origins, inks, strict=True)]

    @lazy
    def _first(self) -> dict[int, int]:
        """For each cluster, the index of its first glyph; right to left, of its last glyph plus one."""
        count = len(self.clusters)
        if self.rtl:
            return dict(zip(self.clusters, range(1, count + 1), strict=True))
        return dict(zip(reversed(self.clusters), range(count - 1, -1, -1), strict=True))

    def edge(self, at: int) -> int | None:
        """Return the glyph index where the run may be cut before character `at`; None if both sides must be shaped anew."""
        if at in (0, len(self.text)):
            return len(self.gids) if self.rtl == (at == 0) else 0
        index = self._first.get(at)
        if index is None or int(self._infos[index - self.rtl].flags) & _UNSAFE:
            return None
        return index


@lru_cache(maxsize=1024)
def shape(before: str, text: str, after: str, face: Face, script: str, language: str, *, rtl: bool) -> Shaped:
    """Return `text` shaped as it stands between `before` and `after` (only the nearest `CONTEXT` characters matter)."""
    buffer = hb.Buffer()
    buffer.add_str(before + text + after, len(before), len(text))
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    buffer.language = language
    hb.shape(face.hb_font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    shift = len(before)
    return Shaped(
        face=face,
        rtl=rtl,
        text=text,
        gids=tuple([info.codepoint for info in infos]),
        clusters=tuple([info.cluster - shift for info in infos]),
        x_offsets=tuple(map(_X_OFFSET, positions)),
        y_offsets=tuple(map(_Y_OFFSET, positions)),
        advances=tuple(map(_X_ADVANCE, positions)),
        _infos=infos,
    )
