"""The one writer: whole files or none, one build a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError, Place, Problem

TEMPORARY = ".leafdeck-part-"
LOCK = ".leafdeck.lock"
_LOCK_MODE = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the old file and rename over it, so that no reader ever sees half a file."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, _mode(path))
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as fault:
        hint = "close it if it is open elsewhere, and look at the space and rights of the folder"
        raise OutputError(Problem("W05", f"cannot write: {fault.strerror}", Place(str(path)), hint)) from None


def _mode(path: Path) -> int:
    """Return the rights of the file that is there, or the usual ones."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o644


def make_folder(folder: Path) -> None:
    """Make a folder and those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(
            Problem("W05", f"cannot write: {fault.strerror}", Place(str(folder)), "choose another folder")
        ) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the output folder for one build; remove what a killed one left behind."""
    make_folder(folder)
    try:
        handle = os.open(folder / LOCK, _LOCK_MODE, 0o644)
    except OSError as fault:
        raise OutputError(
            Problem("W05", f"cannot write: {fault.strerror}", Place(str(folder)), "choose another --output")
        ) from None
    try:
        _take(handle, folder)
        for stump in folder.glob(TEMPORARY + "*"):
            with suppress(OSError):  # it is not ours, or another has removed it
                stump.unlink()
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: its own locks forbid a rename over an open file, which protects the reader as well
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputError(
            Problem("W06", "another build is writing here", Place(str(folder)), "wait until it has ended")
        ) from None
