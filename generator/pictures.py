"""A picture file becomes a Picture: decoded once, upright, 8 bits a channel, without metadata; or one clear refusal."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from generator.errors import AssetError, Place, Problem
from generator.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
MOST_SIDE = 12_000
SHARP_SIDE = 3_600  # pixels; 300 dots per inch over 30 cm. What has more is reduced
JPEG_QUALITY = 92

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OTHERS = (
    (b"<svg", "an SVG drawing"), (b"<?xml", "an XML file"), (b"GIF8", "a GIF"), (b"RIFF", "a WebP picture"), (b"%PDF", "a PDF"),
    (b"%!PS", "a PostScript file"), (b"II*\0", "a TIFF"), (b"MM\0*", "a TIFF"), (b"BM", "a BMP"), (b"PK\x03\x04", "a zip file"),
)  # fmt: skip


def clean_picture(path: str, source: bytes) -> Picture:
    """Return the picture in `source`; `path` is for messages. Raises AssetError."""
    if source[:8] == _PNG:
        return _plain_png(path, source) or _through_pillow(path, source)
    if source[:3] == _JPEG:
        return _through_pillow(path, source)
    start = source[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((what for magic, what in _OTHERS if start.startswith(magic)), "something else")
    found = "a HEIC or AVIF picture" if source[4:8] == b"ftyp" else found
    _refuse(
        path,
        f"expected a PNG or JPEG picture, found {found if source else 'an empty file'}",
        "save or export it as PNG or JPEG",
    )


def _refuse(path: str, message: str, hint: str) -> NoReturn:
    raise AssetError(Problem("A07", message, Place(path), hint))


def _check_size(path: str, width: int, height: int) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        most = f"at most {MOST_SIDE:,} on a side and {MOST_PIXELS // 1_000_000} million in all"
        _refuse(
            path,
            f"the picture has {width:,} x {height:,} pixels, {most}",
            f"save it with {SHARP_SIDE:,} pixels on the longer side",
        )


def _damaged(path: str) -> NoReturn:
    _refuse(path, "the picture is damaged or cut off", "save or export it again")


# --- PNG without Pillow -----------------------------------------------------------------------------------------------


def _plain_png(path: str, source: bytes) -> Picture | None:
    """Return the picture if its pixels can stay as they are (RGB or RGBA, 8 bits, not interlaced); None asks for Pillow.

    The pixel data are unpacked once to prove that they are whole; every chunk that is not pixels is dropped.
    """
    width, height, bits, colour, _, _, interlaced = _header(path, source)
    _check_size(path, width, height)
    if bits != 8 or colour not in (2, 6) or interlaced or max(width, height) > SHARP_SIDE:
        return None
    kept, packed = [], []
    for kind, body, whole in _chunks(path, source):
        if kind in (b"tRNS", b"iCCP", b"acTL", b"eXIf"):
            return None  # a transparent colour, a colour profile, an animation, a rotation
        if kind in (b"IHDR", b"IDAT", b"IEND"):
            kept.append(whole)
        if kind == b"IDAT":
            packed.append(body)
    row = width * (3 if colour == 2 else 4) + 1
    if not _whole(packed, row, height):
        _damaged(path)
    return Picture(path, _PNG + b"".join(kept), "image/png", width, height)


def _header(path: str, source: bytes) -> tuple[int, int, int, int, int, int, int]:
    if source[12:16] != b"IHDR" or len(source) < 33:
        _damaged(path)
    return struct.unpack(">IIBBBBB", source[16:29])


def _chunks(path: str, source: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield type, body and the whole of each chunk up to the end chunk, their check sums proved."""
    at = 8
    while True:
        head = source[at : at + 8]
        if len(head) < 8:
            _damaged(path)
        length, kind = struct.unpack(">I4s", head)
        whole = source[at : at + length + 12]
        if len(whole) < length + 12 or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            _damaged(path)
        yield kind, whole[8:-4], whole
        if kind == b"IEND":
            return
        at += length + 12


def _whole(packed: list[bytes], row: int, height: int) -> bool:
    """Whether the pixel data unpack to exactly `height` rows, each beginning with a known filter."""
    unpacking = zlib.decompressobj()
    try:
        rows = unpacking.decompress(b"".join(packed), row * height + 1)
    except zlib.error:
        return False
    return len(rows) == row * height and unpacking.eof and max(rows[::row]) <= 4


# --- everything else --------------------------------------------------------------------------------------------------


def _through_pillow(path: str, source: bytes) -> Picture:
    import warnings

    from PIL import Image, ImageOps

    wrong = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError, struct.error,
             zlib.error, Image.DecompressionBombError)  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked here, before anything is decoded
        try:
            opened: Image.Image = Image.open(BytesIO(source), formats=("PNG", "JPEG"))
            size, kind = opened.size, opened.format
        except Image.DecompressionBombError:
            _refuse(path, f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels", "save it smaller")
        except wrong:
            _damaged(path)
        _check_size(path, *size)
        if getattr(opened, "n_frames", 1) > 1 and kind == "PNG":
            _refuse(path, "the picture is animated", "save one frame of it")
        try:
            if kind == "JPEG":
                opened.draft(None, (SHARP_SIDE, SHARP_SIDE))
            opened.load()
            if kind == "JPEG" and (kept := _plain_jpeg(opened, source)) is not None:
                return Picture(path, kept, "image/jpeg", *opened.size)
            upright = ImageOps.exif_transpose(opened)
            return _encoded(path, _eight_bits(upright), kind == "JPEG")
        except wrong:
            _damaged(path)


def _plain_jpeg(picture: Image, source: bytes) -> bytes | None:
    """Return the JPEG without metadata if its pixels can stay as they are: three channels, upright, sRGB, not too large."""
    info = picture.info
    if (
        picture.mode != "RGB"
        or picture.getexif().get(0x0112, 1) != 1
        or "icc_profile" in info
        or info.get("adobe_transform", 1) != 1
    ):
        return None
    if max(picture.size) > SHARP_SIDE or picture.size != _jpeg_size(source):
        return None
    return _without_metadata(source)


def _jpeg_segments(source: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and whole segment up to the first scan, which comes with the rest of the file."""
    at = 2
    while at + 4 <= len(source):
        marker = source[at + 1]
        if source[at] != 0xFF or marker == 0xDA:
            yield 0xDA, source[at:]
            return
        length = int.from_bytes(source[at + 2 : at + 4], "big")
        yield marker, source[at : at + 2 + length]
        at += 2 + length


def _jpeg_size(source: bytes) -> tuple[int, int] | None:
    for marker, segment in _jpeg_segments(source):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", segment[5:9])
            return width, height
    return None


def _without_metadata(source: bytes) -> bytes | None:
    """Drop application data and comments, and whatever follows the end of the picture; keep only what decodes it."""
    kept = [b"\xff\xd8"]
    for marker, segment in _jpeg_segments(source):
        if marker == 0xDA:
            end = segment.rfind(b"\xff\xd9")
            if end < 0 or b"\xff\xd8\xff" in segment:  # a second picture stands behind the first
                return None
            kept.append(segment[: end + 2])
        elif (
            not (0xE0 <= marker <= 0xEF or marker == 0xFE)
            or marker == 0xEE
            or (marker == 0xE0 and segment[4:9] == b"JFIF\0")
        ):
            kept.append(segment)
    return b"".join(kept)


def _eight_bits(picture: Image) -> Image:
    """Return the picture in RGB or RGBA, its colours in sRGB, reduced if it is larger than print can show."""
    from PIL import Image as Pil

    if picture.mode.startswith("I"):  # 16 bits of grey; a plain conversion would clip
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    clear = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    if picture.mode in ("1", "L") and not clear:
        picture = _reduced(picture.convert("L"))
    picture = _in_srgb(picture, "RGBA" if clear else "RGB")
    reduced = _reduced(picture)
    return Pil.merge(reduced.mode, reduced.split()) if reduced.info else reduced  # a copy without metadata


def _reduced(picture: Image) -> Image:
    if max(picture.size) <= SHARP_SIDE:
        return picture
    from PIL.Image import Resampling

    scale = SHARP_SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _in_srgb(picture: Image, mode: str) -> Image:
    profile = picture.info.get("icc_profile")
    if not profile or mode == "RGBA" or picture.mode not in ("RGB", "CMYK"):
        return picture.convert(mode)
    from PIL import ImageCms

    try:
        colours = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, colours, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.convert(mode)  # a broken profile says nothing about the colours
    assert converted is not None
    return converted


def _encoded(path: str, picture: Image, as_jpeg: bool) -> Picture:  # noqa: FBT001
    out = BytesIO()
    if as_jpeg:
        picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=False)
        return Picture(path, out.getvalue(), "image/jpeg", *picture.size)
    picture.save(out, "PNG", compress_level=6)
    return Picture(path, out.getvalue(), "image/png", *picture.size)
