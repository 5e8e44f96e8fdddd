"""Pictures as image objects: PNG and JPEG data go in as they are wherever PDF can read them (ISO 32000-1, 8.9)."""

from __future__ import annotations

import functools
import io
import zlib

from generator.pdf.canvas import LeafletCanvas
from generator.pdf.objects import reference, stream
from generator.picture import Picture
from generator.values import value

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SPACES = {1: b"/DeviceGray", 3: b"/DeviceRGB"}


@value
class ImageStreams:
    """An image ready to add: its stream's entries and content, and those of its soft mask."""

    entries: bytes
    content: bytes
    mask: tuple[bytes, bytes] | None = None


def add_picture(canvas: LeafletCanvas, picture: Picture) -> int:
    """Add a picture to the file and return its object number."""
    made = _image_streams(picture.data, picture.media_type)
    entries = made.entries
    if made.mask is not None:
        entries += b"/SMask " + reference(canvas.add(stream(made.mask[0], made.mask[1], compress=False), is_stream=True))
    return canvas.add(stream(entries, made.content, compress=False), is_stream=True)


@functools.lru_cache(maxsize=64)
def _image_streams(data: bytes, media_type: str) -> ImageStreams:
    """Return the streams of a PNG or JPEG file; a batch decodes each picture once."""
    if media_type == "image/jpeg":
        return _jpeg(data)
    width, height, depth, colours, interlaced = _png_header(data)
    if depth == 8 and colours in {0, 2} and not interlaced and b"tRNS" not in data[:1024]:
        count = 3 if colours == 2 else 1
        parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>" % (count, width)
        return ImageStreams(_image(width, height, count) + parameters, _png_content(data))
    return _decoded(data)


def _image(width: int, height: int, colours: int) -> bytes:
    """Return the entries all images have."""
    return b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%b" % (
        width, height, _SPACES[colours],
    )  # fmt: skip


def _png_header(data: bytes) -> tuple[int, int, int, int, int]:
    """Return width, height, bit depth, colour type and interlace method."""
    if data[:8] != _SIGNATURE or data[12:16] != b"IHDR":
        raise ValueError("expected a PNG file")
    return (
        int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"), data[24], data[25], data[28],
    )  # fmt: skip


def _png_content(data: bytes) -> bytes:
    """Return a PNG's compressed rows: PDF knows PNG's own row filters (predictor 15)."""
    at, parts = 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(parts)


def _jpeg(data: bytes) -> ImageStreams:
    """Return a JPEG file as it is; only grey and RGB, as the output intent is sRGB."""
    at = 2
    while data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            if data[at + 9] not in _SPACES:
                raise ValueError(f"expected a grey or RGB JPEG, found {data[at + 9]} channels")
            return ImageStreams(_image(width, height, data[at + 9]) + b"/Filter/DCTDecode", data)
        at += 2 + length
    raise ValueError("expected a JPEG file")


def _decoded(data: bytes) -> ImageStreams:
    """Return a PNG with transparency (or another kind of pixels) decoded and split by ReportLab's reader."""
    from reportlab.lib.utils import ImageReader

    reader = ImageReader(io.BytesIO(data))
    width, height = reader.getSize()
    pixels = reader.getRGBData()
    content = zlib.compress(pixels, 6)
    colours = len(pixels) // (width * height)
    alpha = reader._dataA  # noqa: SLF001
    mask = None
    if alpha is not None:
        packed = zlib.compress(alpha.getRGBData(), 6)
        mask = (_image(width, height, 1) + b"/Filter/FlateDecode", packed)
    return ImageStreams(_image(width, height, colours) + b"/Filter/FlateDecode", content, mask)
