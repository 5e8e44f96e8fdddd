"""The Open XML SDK's verdict is read from what it prints, not from how it exits."""

from __future__ import annotations

from pathlib import Path

import pytest
from sdk import main


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ('{"ok": true, "errors": []}', 0),
        ('{"ok": false, "errors": [{"description": "unexpected child element"}]}', 1),
        ('{"ok": true, "errors": [{"description": "unexpected child element"}]}', 1),
        ('{"ok": false, "errors": []}', 1),
        ("", 1),
    ],
)
def test_only_a_clean_answer_passes(tmp_path: Path, printed: str, verdict: int):
    """A validator that exits with 0 but finds something, or says nothing, does not pass."""
    validator = tmp_path / "validator"
    validator.write_text(f"#!/bin/sh\ncat <<'END'\n{printed}\nEND\n")
    validator.chmod(0o700)
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(b"")
    assert main([str(validator), str(deck)]) == verdict


def test_no_deck_at_all_does_not_pass(tmp_path: Path):
    """Judging nothing is no success."""
    assert main([str(tmp_path / "validator")]) == 1
