"""The zip container, byte for byte the same on every run: no clock, no machine, no order but the given one."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
_ALREADY_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")
_NAMESPACE = uuid.UUID("6f1f7f1e-5a1c-5d0b-9c57-0d2f3a6b1c11")


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of (name, content): 1980 dates, no system, one level; packed formats are stored."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0
            entry.external_attr = 0
            packed = name.lower().endswith(_ALREADY_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=None if packed else LEVEL)
    return stream.getvalue()


def guid(*key: object) -> str:
    """Return a GUID in braces that follows from `key` alone (UUID version 5)."""
    return f"{{{str(uuid.uuid5(_NAMESPACE, '/'.join(map(str, key)))).upper()}}}"
