"""Faces and fallback: which face draws which character, for one language and one brand."""

from __future__ import annotations


class Face:
    """Placeholder, replaced by the text room."""
