"""A deck becomes a PowerPoint file: valid, native, in its language, the same bytes everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from audit import findings
from sample_deck import WORDS, long_deck, sample_deck

from generator.checks.deck import verify_deck
from generator.deck.model import Para, PictureShape, TextBody, TextRun
from generator.errors import OutputError
from generator.geometry import Rect
from generator.picture import Picture
from generator.powerpoint.write import write_pptx

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(BytesIO(data)).namelist()


def with_text(text: str, **more: object):
    """The sample deck with one content slide that says `text`."""
    deck = sample_deck()
    slide = replace(deck.slides[3], title=(TextRun(text, "en"),), body=TextBody((Para((TextRun(text, "en", **more),)),)))
    return replace(deck, slides=(slide,), sections=())


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
@pytest.mark.parametrize("size", ["16:9", "4:3"])
def test_a_deck_has_no_findings(language: str, size: str) -> None:
    """openxml-audit and our own checks find nothing in any language and size."""
    data = write_pptx(sample_deck(language, size))
    assert findings(data) == []
    assert [str(p) for p in verify_deck(data)] == []


def test_a_deck_without_logo_has_no_findings() -> None:
    """A brand without a logo gives a whole template."""
    deck = sample_deck()
    data = write_pptx(replace(deck, theme=replace(deck.theme, logo=None)))
    assert findings(data) == []
    assert verify_deck(data) == ()


def test_python_pptx_reads_every_word() -> None:
    """Every word of slides and notes is there when another program opens the deck."""
    from pptx import Presentation

    presentation = Presentation(BytesIO(write_pptx(sample_deck())))
    text = []
    for slide in presentation.slides:
        text += [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]
        text.append(slide.notes_slide.notes_text_frame.text)
    whole = "\n".join(text)
    for word in (
        WORDS["en"]["title"],
        *WORDS["en"]["items"],
        *WORDS["en"]["steps"],
        WORDS["en"]["note"],
        WORDS["en"]["footer"],
    ):
        assert word in whole
    assert len(presentation.slides) == 16
    assert presentation.core_properties.title == WORDS["en"]["title"]
    assert presentation.core_properties.language == "en"


def test_objects_are_native() -> None:
    """Table, chart and picture stand in the layout's placeholders and can be edited."""
    from pptx import Presentation

    slides = Presentation(BytesIO(write_pptx(sample_deck()))).slides
    table = next(s for s in slides[5].shapes if s.has_table)
    assert table.is_placeholder
    assert table.table.first_row
    assert table.table.cell(0, 0).text == "Treatment"
    chart = next(s for s in slides[6].shapes if s.has_chart)
    assert chart.is_placeholder
    assert list(chart.chart.plots[0].series[0].values) == [62.0, 35.0, 28.5]
    assert list(chart.chart.plots[0].categories) == WORDS["en"]["labels"]
    picture = next(s for s in slides[7].placeholders if s.placeholder_format.type == 18)
    assert (picture.crop_left, picture.crop_right, picture.crop_top, picture.crop_bottom) == (0, 0, 0, 0)


def test_the_charts_workbook_holds_its_figures() -> None:
    """The workbook behind the chart says what the chart shows."""
    data = write_pptx(sample_deck())
    name = next(n for n in names(data) if n.endswith(".xlsx"))
    book = zipfile.ZipFile(BytesIO(zipfile.ZipFile(BytesIO(data)).read(name)))
    sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {c.get("r"): "".join(c.itertext()) for c in sheet.iter() if c.tag.endswith("}c")}
    assert cells["A2"] == "Fingers and hands"
    assert cells["B4"] == "28.5"


def test_a_picture_is_letterboxed() -> None:
    """A picture keeps its proportions inside whatever rectangle it is given."""
    deck = sample_deck()
    wide = PictureShape(
        Rect(100, 100, 400, 100),
        Picture("p.png", deck.slides[7].shapes[0].picture.data, "image/png", 160, 120),
        "A finger",
        "p",
    )
    slide = replace(deck.slides[8], shapes=(wide,))
    root = ET.fromstring(part(write_pptx(replace(deck, slides=(slide,), sections=())), "ppt/slides/slide1.xml"))
    pic = root.find(f".//{P}pic")
    ext = pic.find(f".//{A}ext[@cx]")
    assert int(ext.get("cx")) / int(ext.get("cy")) == pytest.approx(160 / 120, rel=1e-4)
    assert pic.find(f".//{A}srcRect") is None


def test_text_that_looks_like_an_escape_stays_text() -> None:
    """PowerPoint reads _x0041_ as A, so it is written escaped."""
    xml = part(write_pptx(with_text("code _x0041_ & <b> x")), "ppt/slides/slide1.xml")
    assert "_x005F_x0041_ &amp; &lt;b&gt; x" in xml


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_control_characters_are_refused(bad: str) -> None:
    """A character XML cannot carry is an error that names it, never a lost letter."""
    with pytest.raises(OutputError, match=f"U\\+{ord(bad):04X}"):
        write_pptx(with_text(f"take {bad} two"))


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "https://a b", "ftp://x.org"])
def test_other_links_are_refused(href: str) -> None:
    """Only https, http, mailto and tel leave a slide."""
    with pytest.raises(OutputError, match="P02"):
        write_pptx(with_text("press", href=href))


@pytest.mark.parametrize("href", ["https://example.org/?a=1&b=<2>", "tel:+441632960000", "mailto:a@example.org"])
def test_links_survive(href: str) -> None:
    """An allowed address is in the file as it was."""
    from pptx import Presentation

    slide = Presentation(BytesIO(write_pptx(with_text("press", href=href)))).slides[0]
    runs = [r for s in slide.placeholders for p in s.text_frame.paragraphs for r in p.runs]
    assert href in {r.hyperlink.address for r in runs}


@pytest.mark.parametrize("values", [(), (1.0,), (1.0, float("nan"), 3.0), (float("inf"), 2.0, 3.0)])
def test_a_chart_needs_numbers(values: tuple[float, ...]) -> None:
    """A chart without a finite number for each bar is one clear error."""
    deck = sample_deck()
    slide = replace(deck.slides[6], shapes=(replace(deck.slides[6].shapes[0], values=values),))
    with pytest.raises(OutputError, match="P04"):
        write_pptx(replace(deck, slides=(slide,), sections=()))


def test_right_to_left_is_inherited() -> None:
    """The Arabic master reads from the right; slides do not repeat it, and Latin citations turn back."""
    data = write_pptx(sample_deck("ar"))
    master = part(data, "ppt/slideMasters/slideMaster1.xml")
    assert 'algn="r"' in master
    assert 'rtl="1"' in master
    slide = ET.fromstring(part(data, "ppt/slides/slide3.xml"))
    shapes = {ph.get("type", "obj"): sp for sp in slide.iter(f"{P}sp") for ph in sp.iter(f"{P}ph")}
    assert all(pr.get("rtl") is None for pr in shapes["obj"].iter(f"{A}pPr"))
    assert {pr.get("rtl") for pr in shapes["body"].iter(f"{A}pPr")} == {"0"}
    assert 'rtl="1"' in part(data, "ppt/presentation.xml")[:600]
    table = part(data, "ppt/slides/slide6.xml")
    assert re.search(r'<a:tblPr[^>]*rtl="1"', table)
    assert 'val="maxMin"' in part(data, "ppt/charts/chart1.xml").split("<c:valAx>")[1]


def test_office_culture_names() -> None:
    """Scripts become the cultures Office knows; a region that is given stays."""
    from generator.powerpoint.markup import office_language

    assert [office_language(t) for t in ("zh-Hans", "zh-Hant", "ar", "en", "en-US", "es-419", "zh-Hant-HK", "sr", "xx")] == [
        "zh-CN", "zh-TW", "ar-SA", "en-GB", "en-US", "es-419", "zh-HK", "sr-Cyrl-RS", "xx",
    ]  # fmt: skip


def test_notes_follow_the_copy() -> None:
    """A deck without notes has no notes pages; one with notes has one for each slide."""
    assert not [n for n in names(write_pptx(sample_deck(notes=False))) if "notesSlide" in n]
    assert len([n for n in names(write_pptx(sample_deck())) if re.search(r"notesSlide\d+\.xml$", n)]) == 16


def test_equal_pictures_are_stored_once() -> None:
    """Two slides with the same picture share one part."""
    assert len([n for n in names(write_pptx(sample_deck())) if n.startswith("ppt/media/picture")]) == 1


def test_sections_must_hold_every_slide() -> None:
    """A section list that leaves a slide out is refused before it is written."""
    deck = sample_deck()
    with pytest.raises(OutputError, match="P03"):
        write_pptx(replace(deck, sections=deck.sections[:2]))


def test_long_decks_number_their_parts() -> None:
    """Many slides give as many parts, each name once."""
    data = write_pptx(long_deck(120))
    assert len(set(names(data))) == len(names(data))
    assert sum(n.startswith("ppt/slides/slide") for n in names(data)) == 120
    assert verify_deck(data) == ()


def test_bytes_are_the_same_everywhere() -> None:
    """Other processes, time zones and hash seeds write the same bytes."""
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from sample_deck import sample_deck\nfrom generator.powerpoint.write import write_pptx\n"
        "print(hashlib.sha256(write_pptx(sample_deck('ar'))).hexdigest())"
    )
    seen = set()
    for zone, seed in (("UTC", "0"), ("Asia/Kathmandu", "4242")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", code, str(ROOT), str(HERE)], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout.strip())
    assert len(seen) == 1
