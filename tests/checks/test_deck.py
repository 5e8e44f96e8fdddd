"""Deliberately broken decks: each fault is planted in a good deck and must be found by our checks or by openxml-audit."""

from __future__ import annotations

import re
import struct
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "powerpoint"))

from audit import findings
from sample_deck import sample_deck

from generator.checks.deck import verify_deck
from generator.checks.deck_shapes import numbers_in
from generator.checks.deck_zip import _plainly, members_of
from generator.errors import Severity
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.write import write_pptx

Members = dict[str, bytes]
SLIDE = "ppt/slides/slide3.xml"  # content with citations
TABLE, CHART, PICTURE, PICTOGRAM = (f"ppt/slides/slide{n}.xml" for n in (6, 7, 8, 13))
PRESENTATION = "ppt/presentation.xml"


@cache
def good() -> bytes:
    return write_pptx(sample_deck())


def broken(change: Callable[[Members], None]) -> bytes:
    archive = zipfile.ZipFile(BytesIO(good()))
    members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return zip_bytes(members.items())


def sub(name: str, pattern: str, replacement: str, count: int = 1) -> Callable[[Members], None]:
    """A change of one part by a regular expression that must match."""

    def change(members: Members) -> None:
        text, times = re.subn(pattern, replacement, members[name].decode(), count=count, flags=re.DOTALL)
        assert times, f"{pattern} not found in {name}"
        members[name] = text.encode()

    return change


def both(*changes: Callable[[Members], None]) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        for one in changes:
            one(members)

    return change


def drop(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        del members[name]

    return change


TITLE = r'<p:sp><p:nvSpPr><p:cNvPr id="2".*?</p:sp>'
FAULTS: dict[str, tuple[str, Callable[[Members], None]]] = {
    "run without language": ("D09", sub(SLIDE, r'<a:rPr lang="en-GB"', "<a:rPr")),
    "paragraph end without language": ("D09", sub(SLIDE, r'<a:endParaRPr lang="en-GB"', "<a:endParaRPr")),
    "notes without language": ("D09", sub("ppt/notesSlides/notesSlide3.xml", r'<a:rPr lang="en-GB"', "<a:rPr")),
    "chart without language": ("D09", sub("ppt/charts/chart1.xml", r'<a:defRPr lang="en-GB"', "<a:defRPr")),
    "no title": ("D04", sub(SLIDE, TITLE, "")),
    "empty title": ("D04", sub(SLIDE, r"<a:r>.*?</a:r>(<a:r>.*?</a:r>)?(?=<a:endParaRPr)", "")),
    "repeated title": ("D05", sub("ppt/slides/slide4.xml", r"<a:t>[^<]*</a:t>", "<a:t>What calcinosis is</a:t>")),
    "picture without alternative text": ("D06", sub(PICTURE, r'(<p:pic>.*?) descr="[^"]*"', r"\1")),
    "file name as alternative text": ("D06", sub(PICTURE, r'(<p:pic>.*?) descr="[^"]*"', r'\1 descr="arm.png"')),
    "table without alternative text": ("D06", sub(TABLE, r'(<p:graphicFrame>.*?) descr="[^"]*"', r"\1")),
    "chart without alternative text": ("D06", sub(CHART, r'(<p:graphicFrame>.*?) descr="[^"]*"', r"\1")),
    "pictogram without alternative text": ("D06", sub(PICTOGRAM, r'(<p:grpSp>.*?) descr="[^"]*"', r"\1")),
    "table without header row": ("D07", sub(TABLE, ' firstRow="1"', "")),
    "merged cells": ("D07", sub(TABLE, r"<a:tc>", '<a:tc gridSpan="2">')),
    "table grid of another width": ("D08", sub(TABLE, r"<a:gridCol [^>]*/>", "")),
    "empty placeholder": ("D10", sub(SLIDE, r'(idx="20".*?)<a:r>.*?(?=<a:endParaRPr)', r"\1")),
    "shape off the slide": ("D11", sub(PICTURE, r'(<p:pic>.*?<a:off x=")\d+', r"\g<1>99999999")),
    "frame without position": ("D11", sub(TABLE, r"<p:xfrm>.*?</p:xfrm>", "")),
    "fixed colour": ("D12", sub("ppt/slides/slide11.xml", r'<a:schemeClr val="bg2"/>', '<a:srgbClr val="FF0000"/>')),
    "fixed typeface": ("D12", sub(SLIDE, r"(<a:rPr [^>]*?)/>", r'\1><a:latin typeface="Comic Sans MS"/></a:rPr>')),
    "text too small": ("D13", sub(SLIDE, r"<a:rPr ", '<a:rPr sz="900" ')),
    "body shrunk too far": ("D13", sub("ppt/slides/slide4.xml", 'fontScale="92500"', 'fontScale="40000"')),
    "section without all slides": ("D14", sub(PRESENTATION, r'<p14:sldId id="258"/>', "")),
    "section of a strange slide": ("D14", sub(PRESENTATION, r'<p14:sldId id="258"/>', '<p14:sldId id="999"/>')),
    "meaningless section name": ("D14", sub(PRESENTATION, r'(<p14:section name=")[^"]*', r"\1Default Section")),
    "no slide number": ("D15", sub(SLIDE, r'<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="Slide Number.*?</p:sp>', "")),
    "citation listed but not marked": ("D16", sub(SLIDE, r" \[1, 2\]", " [1]")),
    "marker without citation": ("D16", sub(SLIDE, r" \[1, 2\]", " [1-3]")),
    "no author": ("D18", sub("docProps/core.xml", r"<dc:creator>.*?</dc:creator>", "")),
    "write protection": ("D19", sub(PRESENTATION, r"<p:extLst>", "<p:modifyVerifier/><p:extLst>")),
    "dangling relationship": ("D02", sub(PICTURE, r'r:embed="rId\d+"', 'r:embed="rId99"')),
    "missing part": ("D02", drop("ppt/media/picture1.png")),
    "link that does not say it leaves": ("D02", sub("ppt/slides/_rels/slide3.xml.rels", ' TargetMode="External"', "")),
    "slide without layout": ("D02", sub("ppt/slides/_rels/slide3.xml.rels", r"<Relationship [^>]*slideLayout[^>]*/>", "")),
    "layout without master": (
        "D02",
        sub("ppt/slideLayouts/_rels/slideLayout3.xml.rels", r"<Relationship [^>]*slideMaster1[^>]*/>", ""),
    ),
    "repeated shape id": ("D03", sub(SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"')),
    "repeated slide id": ("D03", sub(PRESENTATION, r'<p:sldId id="258"', '<p:sldId id="257"')),
    "repeated layout id": ("D03", sub("ppt/slideMasters/slideMaster1.xml", 'id="2147483650"', 'id="2147483649"')),
    "no content type": ("D01", sub("[Content_Types].xml", r'<Override PartName="/ppt/slides/slide3.xml"[^>]*/>', "")),
    "truncated XML": ("D01", sub(SLIDE, r"</p:sld>$", "")),
    "no presentation": ("D01", drop(PRESENTATION)),
    "negative axis id": ("D22", sub("ppt/charts/chart1.xml", r'<c:axId val="\d+"/>', '<c:axId val="-2068027336"/>')),
    "chart without numbers": ("D22", sub("ppt/charts/chart1.xml", r"<c:numCache>.*?</c:numCache>", "")),
    "empty language": ("D09", sub(SLIDE, r'<a:rPr lang="en-GB"', '<a:rPr lang=""')),
    "malformed language": ("D09", sub(SLIDE, r'<a:rPr lang="en-GB"', '<a:rPr lang="en_GB"')),
    "line break without language": ("D09", sub(SLIDE, r"(</a:r>)", r"\1<a:br/>")),
    "small text beside text that is scaled up": (
        "D13",
        both(
            sub(SLIDE, r"<a:rPr ", '<a:rPr sz="900" '),
            sub(SLIDE, r"(.*)<a:bodyPr/>", r'\1<a:bodyPr><a:normAutofit fontScale="200000"/></a:bodyPr>'),
        ),
    ),
    "cell merged downwards": ("D07", sub(TABLE, r"<a:tc>", '<a:tc vMerge="1">')),
    "shape without id": ("D01", sub(SLIDE, r'<p:cNvPr id="3"[^>]*/>', "")),
    "document type": ("D01", sub(SLIDE, r"<p:sld ", '<!DOCTYPE x [<!ENTITY y "z">]><p:sld ')),
    "entity that is nowhere": ("D01", sub(SLIDE, r"<a:t>", "<a:t>&y;")),
    "dangling relationship under another prefix": (
        "D02",
        both(sub(PICTURE, r"xmlns:r=", "xmlns:q="), sub(PICTURE, r' r:(\w+)="rId\d+"', r' q:\1="rId99"', 0)),
    ),
    "relationship id twice": ("D02", sub("ppt/slides/_rels/slide3.xml.rels", r"(<Relationship [^>]*/>)", r"\1\1")),
    "unclear link": ("D20", sub(SLIDE, r"<a:t>Valenzuela 2016</a:t>", "<a:t>click here</a:t>")),
    "text after the footer": ("D17", sub(SLIDE, rf"({TITLE})(.*)(</p:spTree>)", r"\2\1\3")),
}
STRUCTURE: dict[str, Callable[[Members], None]] = {
    "children in the wrong order": sub(SLIDE, r"(<p:spPr/>)(<p:txBody>.*?</p:txBody>)", r"\2\1"),
    "unknown attribute": sub(SLIDE, r"<a:bodyPr/>", '<a:bodyPr colour="red"/>'),
    "bad enumeration": sub(TABLE, 'anchor="ctr"', 'anchor="middle"'),
    "text body without paragraph": sub(SLIDE, r"(<a:lstStyle/>)(<a:p>.*?)(</p:txBody>)", r"\1\3"),
    "no view properties": sub("ppt/_rels/presentation.xml.rels", r"<Relationship [^>]*viewProps[^>]*/>", ""),
    "two slide lists": sub(PRESENTATION, r"(<p:sldIdLst.*?</p:sldIdLst>)", r"\1\1"),
}


def test_the_good_deck_is_good() -> None:
    """Nothing is found where nothing is planted."""
    assert verify_deck(good()) == ()
    assert findings(good()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_our_checks_find(fault: str) -> None:
    """Each planted fault is found under its own rule."""
    rule, change = FAULTS[fault]
    assert rule in {problem.rule for problem in verify_deck(broken(change))}


@pytest.mark.parametrize("fault", STRUCTURE)
def test_either_finds(fault: str) -> None:
    """What the schema forbids is found by openxml-audit or by our checks."""
    data = broken(STRUCTURE[fault])
    assert findings(data) or [p for p in verify_deck(data) if p.severity is Severity.ERROR]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip at all", good()[:2000]], ids=["empty", "stub", "text", "cut"])
def test_what_is_no_package_is_one_problem(data: bytes) -> None:
    """A file that cannot be opened is one problem, not a traceback."""
    assert [problem.rule for problem in verify_deck(data)] == ["D01"]


def test_what_is_plainly_laid_out_is_read_as_zipfile_reads_it() -> None:
    """The quick way and the long way agree on a deck of ours, on one that `zipfile` wrote, and on one with a comment."""
    archive = zipfile.ZipFile(BytesIO(good()))
    expected = [(name, archive.read(name)) for name in archive.namelist()]
    assert _plainly(good()) == members_of(good()) == expected
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in expected:
            again.writestr(name, content)
    assert _plainly(written.getvalue()) == expected
    with zipfile.ZipFile(written, "a") as again:
        again.comment = b"a comment"
    assert _plainly(written.getvalue()) is None
    assert members_of(written.getvalue()) == expected


@pytest.mark.parametrize("where", ["content", "local name", "local size", "directory size", "sum", "end"])
def test_a_damaged_container_is_never_read_the_quick_way(where: str) -> None:
    """One wrong byte anywhere in what describes or holds a member is seen, and is a problem unless `zipfile` allows it."""
    data = bytearray(good())
    local = data.index(b"ppt/slides/slide1.xml")
    central = data.rindex(b"ppt/slides/slide1.xml")
    at = {"content": local + 200, "local name": local + 1, "local size": local - 8, "directory size": central - 22,
          "sum": central - 30, "end": len(data) - 10}[where]  # fmt: skip
    data[at] ^= 1
    try:
        found = _plainly(bytes(data))
    except (zlib.error, struct.error):
        found = None
    assert found is None
    assert where in {"local size", "directory size"} or "D01" in {problem.rule for problem in verify_deck(bytes(data))}


def test_a_member_is_never_unpacked_beyond_the_size_it_states() -> None:
    """A member that says 10 bytes and holds 30 million zeros is damaged, and costs no memory to find so."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.xml", bytes(30_000_000))
    data = bytearray(written.getvalue())
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", data, data.index(mark) + at, 10)
    tracemalloc.start()
    try:
        assert _plainly(bytes(data)) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert "D01" in {problem.rule for problem in verify_deck(bytes(data))}


def test_markers() -> None:
    """Ranges, lists and the digits of other scripts are read; brackets round words are not."""
    assert numbers_in("a [1] b [3-5, 7] c [x] d [٢]") == {1, 2, 3, 4, 5, 7}
    assert numbers_in("[Not translated] 12") == set()
