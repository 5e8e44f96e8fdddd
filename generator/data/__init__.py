"""The door to what the product carries with it: fonts, interface words, language facts, the colour profile."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent


def path(name: str) -> Path:
    """Return where the packaged file `name` (a POSIX path below this folder) lies on disk."""
    return ROOT.joinpath(*name.split("/"))


def read_bytes(name: str) -> bytes:
    """Return the packaged file `name` as bytes; a missing one is a fault of the product."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """Return the packaged file `name` as text (UTF-8)."""
    return path(name).read_text(encoding="utf-8")


def sample_root() -> Path:
    """Return the folder of the sample project: packaged in a wheel, the top of a checkout otherwise."""
    packaged = ROOT / "sample"
    return packaged if packaged.is_dir() else ROOT.parents[1]
