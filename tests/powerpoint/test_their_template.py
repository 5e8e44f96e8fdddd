"""Templates we did not make: mapped, completed, and refused where they are unsafe."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from audit import findings
from sample_deck import THEME, sample_deck

from generator.checks.deck import verify_deck
from generator.deck.boxes import default_boxes
from generator.deck.model import Deck, LayoutBoxes, Slide
from generator.errors import AssetError, Severity
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.template import export_template
from generator.powerpoint.their_template import check_template, read_boxes
from generator.powerpoint.write import write_pptx

IMPRESS = Path("/usr/lib/libreoffice/share/template/common/presnt")
CHOSEN = ("Beehive", "Blue_Curve", "Candy", "DNA", "Focus", "Inspiration", "Metropolis", "Midnightblue", "Pencil", "Piano")
PURPOSES = {"title", "section", "content", "two-content", "picture", "key-message", "references"}


@cache
def ours(*, rtl: bool = False) -> bytes:
    boxes = default_boxes("16:9", "rtl" if rtl else "ltr")
    return export_template(THEME, boxes, "ar" if rtl else "en", "Arab" if rtl else "Latn", rtl=rtl)


@cache
def python_pptx() -> bytes:
    import pptx

    return (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes()


def members(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = members(data)
    change(parts)
    return zip_bytes(parts.items())


def text_only(deck: Deck) -> Deck:
    """The slides whose geometry is the template's alone: shapes at fixed places belong to whoever lays out."""
    kept: list[Slide] = [replace(s, body_rect=None) for s in deck.slides if not s.shapes]
    return replace(deck, slides=tuple(kept), sections=())


def separate(boxes: LayoutBoxes) -> list[str]:
    """Return the pairs of boxes that overlap and those off the slide."""
    faults = []
    for layout, roles in boxes.boxes.items():
        for (one, a), (other, b) in combinations(roles.items(), 2):
            across = min(a.right, b.right) - max(a.x, b.x)
            down = min(a.bottom, b.bottom) - max(a.y, b.y)
            if across > 1 and down > 1 and not {one, other} <= {"footer", "number"}:
                faults.append(f"{layout}: {one} over {other} by {across:.0f} x {down:.0f}")
        faults += [
            f"{layout}: {role} at {r}" for role, r in roles.items()
            if r.x < -1 or r.y < -1 or r.right > boxes.width + 1 or r.bottom > boxes.height + 1 or min(r.width, r.height) <= 0
        ]  # fmt: skip
    return faults


def accept(data: bytes, name: str) -> None:
    """Hold that a deck on this template is as sound as the template itself."""
    report = check_template(data, path=name)
    assert report.usable, [str(p) for p in report.problems]
    assert {mapped.purpose for mapped in report.mapped} == PURPOSES
    boxes = read_boxes(data, path=name)
    assert separate(boxes) == []
    made = write_pptx(text_only(sample_deck(boxes=boxes)), data)
    before = set(findings(data))
    assert [f for f in findings(made) if f not in before] == []
    assert [str(p) for p in verify_deck(made) if p.severity is Severity.ERROR] == []


def test_python_pptx_default() -> None:
    """The best-known template of all, 4:3, without notes master and citations zone."""
    accept(python_pptx(), "default.pptx")


@pytest.mark.parametrize("rtl", [False, True])
def test_our_own_comes_back(rtl: bool) -> None:
    """A brand team may finish the exported template: every purpose is found again, nothing is added."""
    data = ours(rtl=rtl)
    accept(data, "ours.pptx")
    report = check_template(data)
    assert {m.how for m in report.mapped} <= {"type", "name"}
    found = read_boxes(data)
    for layout, roles in default_boxes("16:9", "rtl" if rtl else "ltr").boxes.items():
        for role, rect in roles.items():
            theirs = found.boxes[layout][role]
            assert (theirs.x, theirs.y, theirs.width, theirs.height) == pytest.approx(
                (rect.x, rect.y, rect.width, rect.height), abs=0.1
            )


def test_potx_is_a_template() -> None:
    """A .potx opens like a .pptx; only its content type differs."""

    def as_potx(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"presentation.main+xml", b"template.main+xml")

    data = changed(ours(), as_potx)
    made = write_pptx(sample_deck(boxes=read_boxes(data)), data)
    assert b"presentation.main+xml" in members(made)["[Content_Types].xml"]
    assert findings(made) == []


def test_sample_slides_go() -> None:
    """Slides, sections and notes of the template do not reach the deck."""
    template = write_pptx(sample_deck("ar"))
    report = check_template(template)
    assert "Y19" in {p.rule for p in report.problems}
    made = write_pptx(text_only(sample_deck(boxes=read_boxes(template))), template)
    whole = b"".join(content for name, content in members(made).items() if name.startswith(("ppt/slides/", "ppt/notesSlides/")))
    assert "التكلّس".encode() not in whole
    assert b"sectionLst" not in members(made)["ppt/presentation.xml"]
    assert verify_deck(made) == ()


@pytest.fixture(scope="session")
def impress(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """LibreOffice's own templates as .pptx, converted in one call."""
    office = shutil.which("soffice")
    sources = [IMPRESS / f"{name}.otp" for name in CHOSEN if (IMPRESS / f"{name}.otp").exists()]
    if office is None or len(sources) < 8:
        pytest.skip("LibreOffice Impress and its templates are not installed")
    folder = tmp_path_factory.mktemp("impress")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", "pptx", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.stem: path.read_bytes() for path in folder.glob("*.pptx")}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHOSEN)
def test_impress_templates(impress: dict[str, bytes], name: str) -> None:
    """Real templates of another program: several masters, repeated indexes, pictures behind text, no citations zone."""
    accept(impress[name], name)


# --- what must not be used ---------------------------------------------------------------------------------------------


def add(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content

    return change


def edit(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


LINK = b'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://x.org/a.png" TargetMode="External"/></Relationships>'
UNSAFE: dict[str, tuple[str, Callable[[dict[str, bytes]], None]]] = {
    "macro": ("Y05", add("ppt/vbaProject.bin", b"\xd0\xcf\x11\xe0")),
    "macro content type": (
        "Y05",
        edit("[Content_Types].xml", b"presentation.main+xml", b"presentation.macroEnabled.main+xml"),
    ),
    "ActiveX": ("Y06", add("ppt/activeX/activeX1.xml", b"<a/>")),
    "OLE object": ("Y06", add("ppt/embeddings/oleObject1.bin", b"x")),
    "custom ribbon": ("Y06", add("customUI/customUI.xml", b"<a/>")),
    "external picture": ("Y07", edit("ppt/slideMasters/_rels/slideMaster1.xml.rels", b"</Relationships>", LINK)),
    "document type": (
        "Y04",
        edit("ppt/slideLayouts/slideLayout1.xml", b"<p:sldLayout", b'<!DOCTYPE p [<!ENTITY a "b">]><p:sldLayout'),
    ),
    "document type in UTF-16": (
        "Y04",
        add("ppt/x.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")),
    ),
    "too many elements": ("Y02", add("ppt/x.xml", b"<a>" + b"<b/>" * 210_000 + b"</a>")),
    "too deep": ("Y02", add("ppt/x.xml", b"<a>" * 300 + b"</a>" * 300)),
    "zip bomb": ("Y02", add("ppt/media/big.png.xml", b" " * 3_000_000)),
    "damaged XML": ("Y01", edit("ppt/slideMasters/slideMaster1.xml", b"</p:sldMaster>", b"")),
    "no presentation": ("Y01", lambda parts: parts.pop("ppt/presentation.xml") and None),
    "name outside": ("Y03", add("ppt/../../evil.xml", b"<a/>")),
}


@pytest.mark.parametrize("fault", UNSAFE)
def test_unsafe_templates_are_refused(fault: str) -> None:
    """Each danger is one clear error with a hint, and nothing is made."""
    rule, change = UNSAFE[fault]
    data = changed(ours(), change)
    with pytest.raises(AssetError) as caught:
        write_pptx(sample_deck(), data)
    assert rule in {p.rule for p in caught.value.problems}
    assert all(p.hint for p in caught.value.problems)
    assert not check_template(data).usable


@pytest.mark.parametrize(
    ("rule", "data"),
    [("Y08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("Y01", b"hello"), ("Y01", b"")],
    ids=["ole", "text", "empty"],
)
def test_other_files_are_refused(rule: str, data: bytes) -> None:
    """An encrypted or old file, and what is no package at all."""
    assert [p.rule for p in check_template(data).problems] == [rule]


def test_parts_twice_are_refused() -> None:
    """Two parts of one name mean different things to different readers."""
    stream = BytesIO(ours())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("ppt/presentation.xml", "<a/>")
    assert "Y03" in {p.rule for p in check_template(stream.getvalue()).problems}


def test_a_template_without_room_is_refused() -> None:
    """Layouts with only titles serve nothing."""

    def change(parts: dict[str, bytes]) -> None:
        for name in parts:
            if name.startswith("ppt/slideLayouts/slideLayout"):
                parts[name] = (
                    parts[name].replace(b'idx="1"', b'type="dt" idx="1"').replace(b'type="body" type="dt"', b'type="dt"')
                )
                parts[name] = (
                    parts[name]
                    .replace(b'type="subTitle" type="dt"', b'type="dt"')
                    .replace(b'sz="half" idx="2"', b'type="dt" idx="2"')
                )
                parts[name] = parts[name].replace(b'type="body" sz="quarter" idx="2"', b'type="dt" idx="2"')

    assert [p.rule for p in check_template(changed(ours(), change)).problems] == ["Y10"]


def test_low_contrast_is_told_and_mended() -> None:
    """Dark text on a dark ground is reported, and the deck's text takes a readable theme colour."""

    def darken(parts: dict[str, bytes]) -> None:
        name = "ppt/slideMasters/slideMaster1.xml"
        parts[name] = parts[name].replace(
            b'<p:bgPr><a:solidFill><a:schemeClr val="bg1"', b'<p:bgPr><a:solidFill><a:schemeClr val="tx1"', 1
        )

    data = changed(ours(), darken)
    report = check_template(data)
    assert "Y14" in {p.rule for p in report.problems}
    made = members(write_pptx(sample_deck(boxes=read_boxes(data)), data))
    slide = made["ppt/slides/slide3.xml"]
    assert slide.count(b"<a:rPr") == slide.count(b'<a:schemeClr val="bg1"/>')  # title, bullets, citations, footer, number
