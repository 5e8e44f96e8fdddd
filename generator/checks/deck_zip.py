"""The members of a zip container. What is plainly laid out is read here, in about half the time `zipfile` takes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_END = struct.Struct("<4s4H2LH")  # 4.3.16
_STORED, _DEFLATED = 0, 8


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    """Return each name with its content, in order; whatever is unusual or wrong is left to `zipfile`, which raises."""
    try:
        found = _plainly(data)
    except (struct.error, UnicodeDecodeError, zlib.error):
        found = None
    if found is not None:
        return found
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _plainly(data: bytes) -> list[tuple[str, bytes]] | None:
    """Return the members of a container without gaps, None if both its directories do not agree on every one of them."""
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack(data[-_END.size :])
    if mark != b"PK\5\6" or disk or first_disk or here != count or comment or start + size + _END.size != len(data):
        return None
    found = []
    at, end = start, 0
    for _ in range(count):
        mark, _, *facts, extra, comment, disk, _, _, offset = _CENTRAL.unpack_from(data, at)
        local, *local_facts, local_extra = _LOCAL.unpack_from(data, offset)
        _, flags, method, _, _, crc, packed, length, written = facts
        name = data[at + _CENTRAL.size : at + _CENTRAL.size + written]
        if mark != b"PK\1\2" or local != b"PK\3\4" or facts != local_facts or offset != end or disk or flags or b"\0" in name:
            return None
        begin = offset + _LOCAL.size + written + local_extra
        end = begin + packed
        content = data[begin:end]
        if method == _DEFLATED:
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
            content = unpacking.decompress(content, length + 1)  # never more than it says, whatever it holds
            if not unpacking.eof or unpacking.unused_data:
                return None
        elif method != _STORED:
            return None
        if data[begin - local_extra - written : begin - local_extra] != name or len(content) != length:
            return None
        if zlib.crc32(content) != crc:
            return None
        found.append((name.decode("ascii"), content))
        at += _CENTRAL.size + written + extra + comment
    return found if end == start and at == start + size else None
