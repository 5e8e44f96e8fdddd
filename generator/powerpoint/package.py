"""The zip container, byte for byte the same on every run: no clock, no machine, no order but the given one.

Written here rather than by `zipfile`: it is a record before each member and one after them all (APPNOTE.TXT 4.3), and what
every deck of a batch shares need not be packed again for each.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Container, Iterable
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

LEVEL = 6
_ALREADY_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")
_ALIKE = (".rels", "[Content_Types].xml")
_STORED, _DEFLATED = 0, 8
_RAW = -zlib.MAX_WBITS  # without zlib's own header
_VERSION = 20  # 2.0: deflated files
_UTF8_NAME = 0x800
_FIRST_DAY = 1 << 5 | 1  # 1980-01-01, MS-DOS
_ATTRIBUTES = 0o600 << 16
_FACTS = "5H3L2H"  # version, flags, method, time, day, crc, packed size, size, name length, extra length
_LOCAL = Struct("<4s" + _FACTS)
_CENTRAL = Struct("<4sH" + _FACTS + "3H2L")
_END = Struct("<4s4H2LH")
_NAMESPACE = uuid.UUID("6f1f7f1e-5a1c-5d0b-9c57-0d2f3a6b1c11")


class _Packed(NamedTuple):
    method: int
    crc: int
    content: bytes


def zip_bytes(members: Iterable[tuple[str, bytes]], steady: Container[str] = ()) -> bytes:
    """Return a zip of (name, content): 1980 dates, no system, one level; packed formats are stored.

    Members named in `steady` are the same in every deck of a batch, and most lists of relationships are: packed once.
    """
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in members:
        method, crc, packed = (_packed_once if name in steady or name.endswith(_ALIKE) else _packed)(name, content)
        written = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        facts = (_VERSION, flags, method, 0, _FIRST_DAY, crc, len(packed), len(content), len(written), 0)
        body += (_LOCAL.pack(b"PK\3\4", *facts), written, packed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *facts, 0, 0, 0, _ATTRIBUTES, offset), written)
        offset += _LOCAL.size + len(written) + len(packed)
    count, size = len(directory) // 2, sum(map(len, directory))
    return b"".join((*body, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)))


def _packed(name: str, content: bytes) -> _Packed:
    crc = zlib.crc32(content)
    if name.lower().endswith(_ALREADY_PACKED):
        return _Packed(_STORED, crc, content)
    return _Packed(_DEFLATED, crc, zlib.compress(content, LEVEL, _RAW))


_packed_once = lru_cache(maxsize=256)(_packed)


def guid(*key: object) -> str:
    """Return a GUID in braces that follows from `key` alone (UUID version 5)."""
    return f"{{{str(uuid.uuid5(_NAMESPACE, '/'.join(map(str, key)))).upper()}}}"
