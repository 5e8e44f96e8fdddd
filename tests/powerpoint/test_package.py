"""The zip container: readable by others, the same bytes always."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from generator.powerpoint.package import zip_bytes

MEMBERS = [("a/one.xml", b"<a/>" * 500), ("zwei ü.xml", "ä".encode()), ("picture.png", b"\x89PNG" * 9), ("empty.rels", b"")]


@pytest.mark.parametrize("steady", [(), ("a/one.xml", "picture.png")], ids=["none steady", "some steady"])
def test_a_zip_is_what_zipfile_would_write(steady: tuple[str, ...]) -> None:
    """Byte for byte the archive of the standard library, of 1980 and of no system, whether members were packed before or not."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in MEMBERS:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    assert zip_bytes(MEMBERS, steady) == zip_bytes(MEMBERS, steady) == stream.getvalue()


def test_a_zip_reads_back() -> None:
    """Every member comes back whole, in its order."""
    with zipfile.ZipFile(BytesIO(zip_bytes(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == MEMBERS


def test_what_is_steady_may_still_differ() -> None:
    """A name stands for its content, not for what another deck had under it."""
    with zipfile.ZipFile(BytesIO(zip_bytes([("a.xml", b"one")], ("a.xml",)))) as archive:
        assert archive.read("a.xml") == b"one"
    with zipfile.ZipFile(BytesIO(zip_bytes([("a.xml", b"two")], ("a.xml",)))) as archive:
        assert archive.read("a.xml") == b"two"
