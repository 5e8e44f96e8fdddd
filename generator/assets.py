"""The guarded door: every file of a user's project is opened here, by rules that a hostile folder cannot bend.

A path is relative and stays inside the project folder; each of its folders is opened in turn without following links; what
is opened must be a regular file of a permitted size. Pictures are decoded once, turned upright and stripped of metadata.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.errors import AssetError, GeneratorError, Place, Problem
from generator.picture import Picture

if TYPE_CHECKING:
    from generator.content.model import Content
    from generator.text.fonts import BrandFonts

MOST_CONTENT_BYTES = 4_000_001  # one more than `content.syntax` reads, so that it can say what is too much
MOST_PICTURE_BYTES = 30_000_000
MOST_FONT_BYTES = 20_000_000
MOST_TEMPLATE_BYTES = 50_000_000

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
            read_file=lambda path: self.read(path, MOST_CONTENT_BYTES),
            languages=languages,
        )

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
            from generator.pictures import clean_picture

            self._pictures[path] = clean_picture(path, self.read(path, MOST_PICTURE_BYTES))
        return self._pictures[path]

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
    """The same where files cannot be opened relative to a folder (Windows): no component may be a link when looked at."""
    path = folder
    for part in parts:
        path /= part
        facts = os.lstat(path)
        if stat.S_ISLNK(facts.st_mode) or getattr(facts, "st_reparse_tag", 0):
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
    name = path.rsplit("/", 1)[-1]
    try:
        there = sorted(os.listdir(folder))[:1000] if folder else []
    except OSError:
        there = []
    near = get_close_matches(name, there, n=1)
    return f'did you mean "{path.removesuffix(name)}{near[0]}"?' if near else "check the spelling, capital letters too"


def _refuse(path: str, rule: str, message: str, hint: str) -> NoReturn:
    raise AssetError(Problem(rule, message, Place(path), hint))
