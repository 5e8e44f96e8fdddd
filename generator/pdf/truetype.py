"""Glyphs that no font has: clusters as composites with their offsets baked in, and blank cells (OpenType `glyf`, `loca`).

A PDF reader gives back text code by code, so every code must stand for one character. A cluster that is not one glyph for
one character therefore becomes one new glyph that draws all of it, and blank cells that draw nothing for its other
characters. A blank cell still has a bounding box (two contours of one point): readers drop characters without one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from generator.values import value

_WORDS, _XY, _MORE = 0x0001, 0x0002, 0x0020
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}
KEPT_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})


class Composite(NamedTuple):
    """Glyphs drawn together, each shifted: (glyph id, x, y); `advance` as the code's cell needs it, font units."""

    advance: int
    parts: tuple[tuple[int, int, int], ...]


class Blank(NamedTuple):
    """A cell that draws nothing."""

    advance: int


Shape = Composite | Blank
Bounds = tuple[int, int, int, int]


@value
class _Tables:
    """What of a font is read: the tables, the extent of each glyph in `glyf`, its advance and left side bearing."""

    tables: dict[str, bytes]
    offsets: tuple[int, ...]
    metrics: list[tuple[int, int]]

    def glyph(self, gid: int) -> bytes:
        """Return a glyph's description, empty if it draws nothing."""
        return self.tables["glyf"][self.offsets[gid] : self.offsets[gid + 1]]


def extend(font: bytes, shapes: Sequence[Shape]) -> tuple[bytes, Bounds]:
    """Return the font with `shapes` appended as new glyphs, and the box around all its glyphs.

    The ids of a composite's parts are the font's own; the first shape gets the id after the font's last. The result holds
    the tables a CIDFontType2 needs (ISO 32000-1, 9.9) and no others.
    """
    old = _read(font)
    glyphs = bytearray(old.tables["glyf"])
    offsets = list(old.offsets)
    metrics = list(old.metrics)
    upem = int.from_bytes(old.tables["head"][18:20], "big")
    box = struct.unpack(">4h", old.tables["head"][36:44])
    most_parts = 0
    for shape in shapes:
        description = b""
        bounds: Bounds | None = None
        if isinstance(shape, Composite):
            description, bounds = _composite(old, shape)
            most_parts = max(most_parts, len(shape.parts))
        if bounds is None:
            bounds = (0, 0, shape.advance, upem // 2) if shape.advance > 0 else (-upem * 6 // 100, 0, 0, upem // 2)
            description = struct.pack(">5h2HH2B4h", 2, *bounds, 0, 1, 0, 1, 1, *_two_points(bounds))
        glyphs += description + bytes(-len(description) % 4)
        offsets.append(len(glyphs))
        metrics.append((shape.advance, bounds[0]))
        box = (min(box[0], bounds[0]), min(box[1], bounds[1]), max(box[2], bounds[2]), max(box[3], bounds[3]))
    tables = {
        "glyf": bytes(glyphs),
        "head": old.tables["head"][:8] + bytes(4) + old.tables["head"][12:36] + struct.pack(">4h", *box)
        + old.tables["head"][44:50] + b"\0\1" + old.tables["head"][52:],
        "hhea": old.tables["hhea"][:10] + struct.pack(">H", max(a for a, _ in metrics))
        + old.tables["hhea"][12:34] + struct.pack(">H", len(metrics)),
        "hmtx": b"".join(struct.pack(">Hh", a, b) for a, b in metrics),
        "loca": struct.pack(f">{len(offsets)}I", *offsets),
        "maxp": _maximums(old.tables["maxp"], len(metrics), most_parts),
    }  # fmt: skip
    return _assemble(tables), box


def _two_points(bounds: Bounds) -> tuple[int, int, int, int]:
    """Return the x and y deltas of the box's lower left and upper right corner."""
    return (bounds[0], bounds[2] - bounds[0], bounds[1], bounds[3] - bounds[1])


def _read(font: bytes) -> _Tables:
    """Return a font's tables; raise ValueError if it is not TrueType with `glyf` outlines."""
    tables = {}
    for index in range(int.from_bytes(font[4:6], "big")):
        tag, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        tables[tag.decode("latin-1")] = font[start : start + length]
    missing = KEPT_TABLES - tables.keys()
    if missing:
        raise ValueError(f"expected a TrueType font, found none of {sorted(missing)}")
    count = int.from_bytes(tables["maxp"][4:6], "big")
    if tables["head"][50:52] == b"\0\1":
        offsets = struct.unpack_from(f">{count + 1}I", tables["loca"])
    else:
        offsets = tuple(2 * o for o in struct.unpack_from(f">{count + 1}H", tables["loca"]))
    long_metrics = int.from_bytes(tables["hhea"][34:36], "big")
    metrics = list(struct.iter_unpack(">Hh", tables["hmtx"][: 4 * long_metrics]))
    bearings = struct.unpack_from(f">{count - long_metrics}h", tables["hmtx"], 4 * long_metrics)
    metrics += [(metrics[-1][0], b) for b in bearings]
    return _Tables(tables, offsets, metrics)


def _composite(font: _Tables, shape: Composite) -> tuple[bytes, Bounds | None]:
    """Return a composite glyph and its bounds, or nothing if no part draws anything."""
    boxes: list[Bounds] = []
    components: list[tuple[int, int, int]] = []
    for gid, dx, dy in shape.parts:
        description = font.glyph(gid)
        if not description:
            continue
        x_min, y_min, x_max, y_max = struct.unpack_from(">4h", description, 2)
        shift = dx + font.metrics[gid][1] - x_min  # a glyph on its own is moved so that its left edge is its bearing
        components.append((gid, shift, dy))
        boxes.append((x_min + shift, y_min + dy, x_max + shift, y_max + dy))
    if not boxes:
        return b"", None
    lows, highs = zip(*((b[:2], b[2:]) for b in boxes), strict=True)
    bounds = (min(x for x, _ in lows), min(y for _, y in lows), max(x for x, _ in highs), max(y for _, y in highs))
    parts = [
        struct.pack(">HHhh", _WORDS | _XY | (_MORE if index + 1 < len(components) else 0), gid, dx, dy)
        for index, (gid, dx, dy) in enumerate(components)
    ]
    return struct.pack(">5h", -1, *bounds) + b"".join(parts), bounds


def _maximums(maxp: bytes, glyphs: int, most_parts: int) -> bytes:
    """Return `maxp` with upper bounds that hold for the new glyphs: as many of the largest as a cluster has parts."""
    values = list(struct.unpack(">IH13H", maxp[:32]))
    points, contours = max(values[2], values[4], 2), max(values[3], values[5], 2)
    parts = max(most_parts, 1)
    values[1] = glyphs
    values[2], values[3] = max(values[2], 2), max(values[3], 2)
    values[4], values[5] = min(points * parts, 0xFFFF), min(contours * parts, 0xFFFF)
    values[13] = max(values[13], parts)
    values[14] = values[14] + 1
    return struct.pack(">IH13H", *values)


def _assemble(tables: dict[str, bytes]) -> bytes:
    """Return the tables as a TrueType file with right checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset = len(head) + 16 * count
    directory, bodies = b"", b""
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag.encode("latin-1"), _checksum(table), offset + len(bodies), len(table))
        bodies += table + bytes(-len(table) % 4)
    whole = head + directory + bodies
    adjustment = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    at = offset
    for tag, table in sorted(tables.items()):
        if tag == "head":
            break
        at += len(table) + -len(table) % 4
    return whole[: at + 8] + struct.pack(">I", adjustment) + whole[at + 12 :]


def _checksum(table: bytes) -> int:
    """Return the sum of a table's 32-bit words."""
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
