"""openxml-audit, in-process: what it finds in a package."""

from __future__ import annotations

import tempfile
from pathlib import Path


def findings(data: bytes) -> list[str]:
    """Return the findings of openxml-audit as text."""
    from openxml_audit import validate_pptx

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        path.write_bytes(data)
        return [str(error) for error in validate_pptx(str(path)).errors]
