"""The contract with ReportLab's private parts, and that nothing outside can steer it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from generator.pdf.canvas import LeafletCanvas, PackedDocument

ROOT = Path(__file__).parent.parent.parent


def test_reportlab_is_the_version_whose_private_parts_are_known() -> None:
    """Another version needs this file read again before it is allowed in pyproject."""
    assert reportlab.__version__ == "5.1.0"


def test_the_hooks_exist_and_are_called() -> None:
    """Each private part the painter leans on is where it was."""
    for name in ("_make_preamble", "_setAnnotations", "showPage", "getpdfdata"):
        assert callable(getattr(Canvas, name))
    for name in ("Reference", "GetPDFData", "format", "thisPageName", "addPage"):
        assert callable(getattr(pdfdoc.PDFDocument, name))
    stock = Canvas(None)
    for name in ("_doc", "_code", "_formsinuse", "_pagesize", "_preamble"):
        assert hasattr(stock, name)
    for name in ("numberToId", "idToObject", "idToObjectNumberAndVersion", "Pages"):
        assert hasattr(stock._doc, name)
    assert {"Contents", "Annots", "MediaBox"} <= {*pdfdoc.PDFPage.__NoDefault__}
    assert pdfdoc.BasicFonts in stock._doc.idToObject


def test_a_page_has_only_what_was_put_on_it() -> None:
    """No preamble, no Helvetica, no text object that nobody asked for."""
    canvas = LeafletCanvas()
    canvas.start_page(100, 200)
    canvas.code.append("/Artifact BMC 0 0 10 10 re f EMC")
    canvas.end_page(0)
    content = canvas.finish(b"", b"")
    assert b"Helvetica" not in content
    from generator.checks.pdf_reader import PdfFile

    file = PdfFile(content)
    (page,) = file.array(file.dictionary(file.dictionary(file.trailer["Root"])["Pages"])["Kids"])
    entries = file.dictionary(page)
    assert file.decoded(entries["Contents"]).split() == b"/Artifact BMC 0 0 10 10 re f EMC".split()
    assert entries["MediaBox"] == [0, 0, 100, 200]
    assert entries["Tabs"] == "S"
    assert entries["StructParents"] == 0
    assert isinstance(canvas._doc, PackedDocument)


def test_no_settings_file_and_no_variable_steers_reportlab(tmp_path: Path) -> None:
    """A reportlab_settings.py beside the content, ~/.reportlab_settings and RL_* variables are neither run nor read."""
    trap = "open({!r}, 'w').close()\n"
    for name in ("reportlab_settings.py", ".reportlab_settings"):
        (tmp_path / name).write_text(trap.format(str(tmp_path / "sprung")))
    script = (
        "import os, generator.pdf.canvas, reportlab.rl_config as c;"
        "print(c.trustedHosts, c.invariant, os.environ['RL_trustedHosts'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
            "RL_trustedHosts": "*",
            "RL_invariant": "7",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["None", "0", "*"]
    assert not (tmp_path / "sprung").exists()


def test_platypus_is_not_imported() -> None:
    """Painting needs the canvas only; the paragraph markup of ReportLab is never even loaded."""
    script = "import sys, generator.pdf.painter; print(*(m for m in sys.modules if m.startswith(('reportlab.platypus', 'PIL.Jpeg'))))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
