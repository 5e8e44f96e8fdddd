"""veraPDF, the reference validator, as referee: run where `make verapdf` has fetched it, skipped elsewhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from leaflets import full, paragraphs
from rewriting import changed

from generator.pdf.painter import paint_pdf

TOOLS = Path(__file__).parent.parent.parent / ".tools" / "verapdf"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TOOLS.is_dir() or shutil.which("java") is None, reason="run `make verapdf` first (Java 17)"),
]


def verdicts(folder: Path, flavour: str) -> dict[str, str]:
    """Return PASS or FAIL for each file of a folder."""
    command = ["java", "-cp", f"{TOOLS}/*", "org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-f", flavour]
    done = subprocess.run([*command, *map(str, sorted(folder.glob("*.pdf")))], capture_output=True, text=True, check=False)
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    return {Path(parts[1]).stem: parts[0] for parts in lines}


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_every_language_passes(tmp_path: Path, flavour: str) -> None:
    """A leaflet with every role passes in all languages, by both standards."""
    for tag in paragraphs():
        (tmp_path / f"{tag}.pdf").write_bytes(paint_pdf(full(tag)))
    assert verdicts(tmp_path, flavour) == dict.fromkeys(paragraphs(), "PASS")


def test_it_can_say_no(tmp_path: Path) -> None:
    """A figure without its alternative and a lost output intent are refused, so a PASS means something."""
    whole = paint_pdf(full("en"))
    (tmp_path / "alt.pdf").write_bytes(changed(whole, lambda parts: parts.element("Figure").pop("Alt")))
    (tmp_path / "same.pdf").write_bytes(changed(whole, lambda parts: None))
    (tmp_path / "intent.pdf").write_bytes(changed(whole, lambda parts: parts.root.pop("OutputIntents")))
    assert verdicts(tmp_path, "ua1") == {"alt": "FAIL", "same": "PASS", "intent": "PASS"}
    assert verdicts(tmp_path, "2a") == {"alt": "PASS", "same": "PASS", "intent": "FAIL"}
