"""Glyphs that no font has: clusters as composites with their offsets baked in, and blank cells (OpenType `glyf`, `loca`).

A PDF reader gives back text code by code, so every code must stand for one character. A cluster that is not one glyph for
one character therefore becomes one new glyph that draws all of it, and blank cells that draw nothing for its other
characters. A blank cell still has a bounding box (two contours of one point): readers drop characters without one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.values import value

_WORDS, _XY, _MORE = 0x0001, 0x0002, 0x0020
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}
_BOX, _COMPONENT, _METRIC = struct.Struct(">4h"), struct.Struct(">HHhh"), struct.Struct(">Hh")
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


def extend(font: bytes, shapes: Sequence[Shape]) -> tuple[bytes, Bounds]:
    """Return the font with `shapes` appended as new glyphs, and the box around all its glyphs.

    The ids of a composite's parts are the font's own; the first shape gets the id after the font's last. The result holds
    the tables a CIDFontType2 needs (ISO 32000-1, 9.9) and no others.
    """
    old = _read(font)
    upem = int.from_bytes(old.tables["head"][18:20], "big")
    descriptions, metrics = [old.tables["glyf"]], list(old.metrics)
    boxes = [_BOX.unpack_from(old.tables["head"], 36)]
    for shape in shapes:
        drawn = _composite(old, shape.parts) if isinstance(shape, Composite) else None
        description, bounds = drawn or _blank(shape.advance, upem)
        descriptions.append(description + bytes(-len(description) % 4))
        metrics.append((shape.advance, bounds[0]))
        boxes.append(bounds)
    offsets = [*old.offsets[:-1], *accumulate(map(len, descriptions))]
    box = _around(boxes)
    most_parts = max([len(shape.parts) for shape in shapes if isinstance(shape, Composite)], default=0)
    tables = {
        "glyf": b"".join(descriptions),
        "head": old.tables["head"][:8] + bytes(4) + old.tables["head"][12:36] + _BOX.pack(*box)
        + old.tables["head"][44:50] + b"\0\1" + old.tables["head"][52:],
        "hhea": old.tables["hhea"][:10] + struct.pack(">H", max(a for a, _ in metrics))
        + old.tables["hhea"][12:34] + struct.pack(">H", len(metrics)),
        "hmtx": b"".join([_METRIC.pack(a, b) for a, b in metrics]),
        "loca": struct.pack(f">{len(offsets)}I", *offsets),
        "maxp": _maximums(old.tables["maxp"], len(metrics), most_parts),
    }  # fmt: skip
    return _assemble(tables), box


def _blank(advance: int, upem: int) -> tuple[bytes, Bounds]:
    """Return a glyph of two contours of one point each, at the corners of a cell, and its bounds."""
    x_min, y_min, x_max, y_max = bounds = (0, 0, advance, upem // 2) if advance > 0 else (-upem * 6 // 100, 0, 0, upem // 2)
    points = (x_min, x_max - x_min, y_min, y_max - y_min)
    return struct.pack(">5h2HH2B4h", 2, *bounds, 0, 1, 0, 1, 1, *points), bounds


def _around(boxes: Sequence[Bounds]) -> Bounds:
    """Return the box around all boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


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


def _composite(font: _Tables, parts: Sequence[tuple[int, int, int]]) -> tuple[bytes, Bounds] | None:
    """Return a composite glyph and its bounds, or nothing if no part draws anything."""
    outlines, offsets = font.tables["glyf"], font.offsets
    boxes: list[Bounds] = []
    components: list[tuple[int, int, int]] = []
    for gid, dx, dy in parts:
        if offsets[gid] == offsets[gid + 1]:
            continue
        x_min, y_min, x_max, y_max = _BOX.unpack_from(outlines, offsets[gid] + 2)
        shift = dx + font.metrics[gid][1] - x_min  # a glyph on its own is moved so that its left edge is its bearing
        components.append((gid, shift, dy))
        boxes.append((x_min + shift, y_min + dy, x_max + shift, y_max + dy))
    if not boxes:
        return None
    *others, last = components
    drawn = [_COMPONENT.pack(_WORDS | _XY | _MORE, *component) for component in others]
    bounds = _around(boxes)
    return b"".join((b"\xff\xff", _BOX.pack(*bounds), *drawn, _COMPONENT.pack(_WORDS | _XY, *last))), bounds


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
    directory = struct.pack(">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    padded = {tag: table + bytes(-len(table) % 4) for tag, table in sorted(tables.items())}
    offset, total, adjusted = len(directory) + 16 * count, 0, 0
    for tag, table in padded.items():
        if tag == "head":
            adjusted = offset + 8
        checksum = _checksum(table)
        directory += struct.pack(">4sIII", tag.encode("latin-1"), checksum, offset, len(tables[tag]))
        offset += len(table)
        total += checksum
    whole = b"".join((directory, *padded.values()))
    adjustment = (0xB1B0AFBA - total - _checksum(directory)) & 0xFFFFFFFF
    return whole[:adjusted] + struct.pack(">I", adjustment) + whole[adjusted + 4 :]


def _checksum(padded: bytes) -> int:
    """Return the sum of a table's 32-bit words."""
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
