"""The guarded door: every file of a user's project is opened here, by rules that a hostile folder cannot bend.

A path is relative and stays inside the project folder; each of its folders is opened in turn without following links; what
is opened must be a regular file of a permitted size. Pictures are decoded once, turned upright and stripped of metadata.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.errors import AssetError, GeneratorError, Place, Problem
from generator.picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

    from generator.content.model import Content
    from generator.content.places import Places
    from generator.text.fonts import BrandFonts

MOST_CONTENT_BYTES = 4_000_001  # one more than `content.syntax` reads, so that it can say what is too much
MOST_PICTURE_BYTES = 30_000_000
MOST_FONT_BYTES = 20_000_000
MOST_TEMPLATE_BYTES = 50_000_000
MOST_FINISHED_BYTES = 200_000_000

_LEAF = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_LEAF |= getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@dataclass(frozen=True, slots=True)
class Project:
    """A user's project folder; pictures are read once."""

    folder: Path
    _pictures: dict[str, Picture] = field(default_factory=dict, repr=False, compare=False)

    def content(self, name: str = "content.toml", languages: Collection[str] | None = None) -> Content:
        """Return the content; `languages` as in `read_content`. Raises ContentError or AssetError."""
        from generator.content.read import read_content

        return read_content(
            self.source(name),
            file=name,
            read_file=self.translation,
            languages=languages,
        )

    def translation(self, path: str) -> bytes:
        """Return the bytes of a translation that stands in a file of its own."""
        return self.read(path, MOST_CONTENT_BYTES)

    def source(self, name: str = "content.toml") -> bytes:
        """Return the bytes of the content file. The user named it, so it may be a link; it must still be a regular file."""
        try:
            descriptor = os.open(self.folder / name, _LEAF & ~getattr(os, "O_NOFOLLOW", 0))
        except (OSError, ValueError) as fault:
            _refuse(name, *_why(fault, "content.toml"))
        return _read_regular(descriptor, name, MOST_CONTENT_BYTES, cut=True)

    def picture(self, path: str) -> Picture:
        """Return a PNG or JPEG of the project, upright and without metadata."""
        if path not in self._pictures:
            self._pictures[path] = clean_picture(path, self.read(path, MOST_PICTURE_BYTES))
        return self._pictures[path]

    def places(self, name: str = "content.toml") -> Places:
        """Return where things stand in the content file and its translations, for messages."""
        from generator.content.places import Places
        from generator.content.syntax import decode

        return Places(decode(self.source(name), name), name, lambda path: decode(self.translation(path), path))

    def file_problems(self, content: object) -> list[Problem]:
        """Return what is wrong with the pictures, fonts and templates that a content (the model's, or raw) names."""
        from generator.content.grammar import assets_of
        from generator.content.links import asset_fault

        problems: list[Problem] = []
        for kind, path in dict.fromkeys((leaf.field, leaf.text) for leaf in assets_of(content)):
            try:
                if asset_fault(path) is None:  # else the content has been blamed for it
                    self._try(kind, path)
            except GeneratorError as fault:
                problems.extend(fault.problems)
        return problems

    def _try(self, kind: str, path: str) -> None:
        if kind == "template":
            from generator.powerpoint.their_template import read_boxes

            read_boxes(self.template(path), path=path)
        elif kind.startswith("font_"):
            from generator.text.brand import font_problems

            if wrong := font_problems(self.font(path), kind.removeprefix("font_")):
                raise AssetError(*(replace(p, where=Place(path)) for p in wrong))
        else:
            self.picture(path)

    def pictures(self, content: Content) -> Mapping[str, Picture]:
        """Return every picture the content names, by path. Raises AssetError with the problems of all of them."""
        from generator.content.model import Image

        named = {b.file: None for s in content.sections for b in s.blocks if isinstance(b, Image)}
        if content.brand.logo:
            named[content.brand.logo] = None
        found: dict[str, Picture] = {}
        problems: list[Problem] = []
        for path in named:
            try:
                found[path] = self.picture(path)
            except GeneratorError as fault:
                problems.extend(fault.problems)
        if problems:
            raise AssetError(*problems)
        return found

    def font(self, path: str) -> bytes:
        """Return a TrueType font; what is in it is judged by the text room."""
        font = self.read(path, MOST_FONT_BYTES)
        kind = _FONT_KINDS.get(font[:4], "something else")
        if kind:
            _refuse(path, "A05", f"expected a TrueType font, found {kind}", "ask for the .ttf file of the typeface")
        return font

    def brand_fonts(self, content: Content) -> BrandFonts | None:
        """Return the brand's own fonts, or None if it has none."""
        brand = content.brand
        if brand.font_regular is None:
            return None
        from generator.text.fonts import BrandFonts

        return BrandFonts(self.font(brand.font_regular), self.font(brand.font_bold) if brand.font_bold else None)

    def template(self, path: str) -> bytes:
        """Return a PowerPoint template; the package itself is judged by the powerpoint room."""
        template = self.read(path, MOST_TEMPLATE_BYTES)
        if not path.lower().endswith((".pptx", ".potx")):
            _refuse(path, "A06", "expected a .pptx or .potx file", "save the template without macros as .potx")
        if template[:4] != b"PK\x03\x04":
            _refuse(path, "A06", "this is not a PowerPoint file", "save it in PowerPoint as .potx, without a password")
        return template

    def read(self, path: str, most: int) -> bytes:
        """Return the bytes of a project file of at most `most` bytes."""
        from generator.content.links import asset_fault

        if wrong := asset_fault(path):
            _refuse(path, "A01", *wrong)
        parts = path.split("/")
        try:
            descriptor = _open_inside(self.folder, parts)
        except (OSError, ValueError) as fault:
            _refuse(path, *_why(fault, path, self.folder.joinpath(*parts[:-1])))
        return _read_regular(descriptor, path, most)


_FONT_KINDS = {
    b"\0\1\0\0": "", b"true": "", b"OTTO": "an OpenType font with PostScript outlines", b"ttcf": "a font collection",
    b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)",
}  # fmt: skip


def read_finished(path: Path) -> bytes:
    """Return the bytes of a finished file or a template that the user named on the command line."""
    try:
        descriptor = os.open(path, _LEAF & ~getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as fault:
        _refuse(str(path), *_why(fault, str(path)))
    finished = _read_regular(descriptor, str(path), MOST_FINISHED_BYTES)
    if finished.startswith(b"PK") and _unpacked(finished) > MOST_FINISHED_BYTES:
        size = f"at most {MOST_FINISHED_BYTES // 1_000_000} MB are unpacked"
        _refuse(str(path), "A03", f"the package holds more than it should, {size}", "save it smaller")
    return finished


def _unpacked(package: bytes) -> int:
    """Return the size of a zip's members as its directory states it, 0 if it has none: whoever opens it will say so."""
    import zipfile

    try:
        return sum(member.file_size for member in zipfile.ZipFile(BytesIO(package)).infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return 0


def open_project(path: Path) -> Project:
    """Return the project in a folder. Raises AssetError if there is no such folder."""
    if not path.is_dir():
        _refuse(path.name or str(path), "A01", "there is no such folder", "run `leafdeck init FOLDER` to make a project")
    return Project(path)


# --- opening ----------------------------------------------------------------------------------------------------------


def _open_inside(folder: Path, parts: list[str]) -> int:
    """Open a file below `folder`, one component at a time, following no link."""
    if not _BY_DESCRIPTOR:
        return _open_by_path(folder, parts)
    at = os.open(folder, _FOLDER)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(parts[-1], _LEAF, dir_fd=at)
    finally:
        os.close(at)


def _open_by_path(folder: Path, parts: list[str]) -> int:
    """Do the same where files cannot be opened relative to a folder (Windows): no component may look like a link."""
    path = folder
    for part in parts:
        path /= part
        facts = os.lstat(path)
        if stat.S_ISLNK(facts.st_mode) or bool(getattr(facts, "st_reparse_tag", False)):
            raise OSError(errno.ELOOP, "a link")
    return os.open(path, _LEAF)


def _read_regular(descriptor: int, path: str, most: int, *, cut: bool = False) -> bytes:
    """Return the bytes of an open file and close it; `cut` reads no more than `most` instead of refusing."""
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISDIR(facts.st_mode):
            _refuse(path, "A02", "this is a folder, not a file", "name the file inside it")
        if not stat.S_ISREG(facts.st_mode):
            _refuse(path, "A02", "this is not an ordinary file", "copy the file itself into the project folder")
        if facts.st_size > most and not cut:
            size = f"the file has {facts.st_size / 1e6:.1f} MB, at most {most // 1_000_000} MB are read"
            _refuse(path, "A03", size, "save it smaller")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(descriptor)


def _why(fault: OSError | ValueError, path: str, folder: Path | None = None) -> tuple[str, str, str]:
    """Return rule, message and hint for a file that cannot be opened."""
    number = fault.errno if isinstance(fault, OSError) else None
    if number in (errno.ELOOP, errno.EMLINK) or (number == errno.ENOTDIR and folder and _has_link(folder)):
        return "A02", "links are not followed", "copy the file itself into the project folder"
    if number in (errno.ENOENT, errno.ENOTDIR):
        return "A04", "there is no such file", _near(path, folder)
    if number in (errno.EACCES, errno.EPERM):
        return "A04", "the file may not be read", "change its permissions"
    return "A02", "the file cannot be opened", "copy the file itself into the project folder"


def _has_link(folder: Path) -> bool:
    return any(p.is_symlink() for p in (folder, *folder.parents))


def _near(path: str, folder: Path | None) -> str:
    from difflib import get_close_matches

    name = path.rsplit("/", 1)[-1]
    try:
        there = sorted(os.listdir(folder))[:1000] if folder else []
    except OSError:
        there = []
    near = get_close_matches(name, there, n=1)
    return f'did you mean "{path.removesuffix(name)}{near[0]}"?' if near else "check the spelling, capital letters too"


def _refuse(path: str, rule: str, message: str, hint: str) -> NoReturn:
    raise AssetError(Problem(rule, message, Place(path), hint))


# --- pictures ---------------------------------------------------------------------------------------------------------

MOST_PIXELS = 40_000_000
MOST_PNG_PIXELS = 16_000_000  # a PNG is unpacked whole, 4 bytes a pixel; an A4 page at 300 dots per inch has 9 million
MOST_SIDE = 12_000
SHARP_SIDE = 3_600  # pixels; 300 dots per inch over 30 cm. What has more is reduced
JPEG_QUALITY = 92

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OTHERS = (
    (b"<svg", "an SVG drawing"), (b"<?xml", "an XML file"), (b"GIF8", "a GIF"), (b"RIFF", "a WebP picture"),
    (b"%PDF", "a PDF"), (b"%!PS", "a PostScript file"), (b"II*\0", "a TIFF"), (b"MM\0*", "a TIFF"), (b"BM", "a BMP"),
    (b"PK\x03\x04", "a zip file"),
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
        "A07",
        f"expected a PNG or JPEG picture, found {found if source else 'an empty file'}",
        "save or export it as PNG or JPEG",
    )


def _check_size(path: str, width: int, height: int, most: int = MOST_PIXELS) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= most):
        limit = f"at most {MOST_SIDE:,} on a side and {most // 1_000_000} million in all"
        _refuse(
            path,
            "A07",
            f"the picture has {width:,} x {height:,} pixels, {limit}",
            f"save it with {SHARP_SIDE:,} pixels on the longer side",
        )


def _damaged(path: str) -> NoReturn:
    _refuse(path, "A07", "the picture is damaged or cut off", "save or export it again")


# --- PNG without Pillow -----------------------------------------------------------------------------------------------


def _plain_png(path: str, source: bytes) -> Picture | None:
    """Return the picture if its pixels can stay as they are (RGB or RGBA, 8 bits, not interlaced); None asks for Pillow.

    The pixel data are unpacked once to prove that they are whole; every chunk that is not pixels is dropped.
    """
    width, height, bits, colour, _, _, interlaced = _header(path, source)
    _check_size(path, width, height, MOST_PNG_PIXELS)
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

    wrong = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError,
             struct.error,
             zlib.error, Image.DecompressionBombError)  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked here, before anything is decoded
        try:
            opened: Image.Image = Image.open(BytesIO(source), formats=("PNG", "JPEG"))
            size, kind = opened.size, opened.format
        except Image.DecompressionBombError:
            _refuse(path, "A07", f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels", "save it smaller")
        except wrong:
            _damaged(path)
        _check_size(path, *size)
        if kind == "PNG":
            _check_size(path, *size, most=MOST_PNG_PIXELS)
        if getattr(opened, "n_frames", 1) > 1 and kind == "PNG":
            _refuse(path, "A07", "the picture is animated", "save one frame of it")
        try:
            if kind == "JPEG":
                _draft(opened)
            opened.load()
            if kind == "JPEG" and (kept := _plain_jpeg(opened, source)) is not None:
                return Picture(path, kept, "image/jpeg", *opened.size)
            if opened.mode in ("L", "RGB", "RGBA", "CMYK"):  # copies of the whole are dear, so it is made small first
                turned, opened = opened.getexif().get(0x0112), _reduced(opened)
                opened.getexif()[0x0112] = turned or 1
            ImageOps.exif_transpose(opened, in_place=True)
            return _encoded(path, _eight_bits(opened), kind == "JPEG")
        except wrong:
            _damaged(path)


def _draft(jpeg: Raster) -> None:
    """Have a very large JPEG decoded at half its size or less; what is left has more than 300 dots per inch over 20 cm."""
    width, height = jpeg.size
    if max(width, height) > SHARP_SIDE * 3 // 2:
        scale = -(-max(width, height) // SHARP_SIDE)
        jpeg.draft(None, (width // scale, height // scale))


def _plain_jpeg(picture: Raster, source: bytes) -> bytes | None:
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
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE or (marker == 0xE0 and segment[4:9] == b"JFIF\0"):
            kept.append(segment)
    return b"".join(kept)


def _eight_bits(picture: Raster) -> Raster:
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


def _reduced(picture: Raster) -> Raster:
    if max(picture.size) <= SHARP_SIDE:
        return picture
    from PIL.Image import Resampling

    scale = SHARP_SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _in_srgb(picture: Raster, mode: str) -> Raster:
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


def _encoded(path: str, picture: Raster, as_jpeg: bool) -> Picture:
    out = BytesIO()
    if as_jpeg:
        picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=False)
        return Picture(path, out.getvalue(), "image/jpeg", *picture.size)
    picture.save(out, "PNG", compress_level=6)
    return Picture(path, out.getvalue(), "image/png", *picture.size)
