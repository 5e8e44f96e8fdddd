"""What the painter promises: nothing lost, nothing reordered, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from leaflets import BLACK, Maker, full, paragraphs, plain
from reading import (
    codes_text,
    expected_texts,
    missing,
    paragraph_texts,
    pdfium_text,
    poppler_text,
    structure_texts,
    words,
)

from generator.checks.pdf import verify_pdf
from generator.languages import lookup
from generator.leaflet.model import Ink, Leaflet
from generator.pdf.painter import paint_pdf
from generator.text.model import Span

LANGUAGES = sorted(paragraphs())
UNSPACED = {"th", "lo", "km", "my", "shn", "bo", "dz", "zh-Hans", "zh-Hant", "yue-Hant-HK", "ja"}
ARABIC = "اشرب كمية كافية من الماء"
CITED = "\u2067[1-3, 6]\u2069"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_structure_tree_says_every_word_in_order(tag: str) -> None:
    """Read through the tree, with Alt and ActualText in place of what they replace, the file is the leaflet's own text."""
    leaflet = full(tag)
    content = paint_pdf(leaflet)
    assert structure_texts(content) == expected_texts(leaflet)
    assert verify_pdf(content, external=True) == ()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_readers_find_every_word(tag: str) -> None:
    """PDFium and Poppler give back every word of a paragraph in every language."""
    text = paragraphs()[tag]
    content = paint_pdf(plain(tag, [text.split()[0], text]))
    spaced = tag not in UNSPACED
    assert missing(text, pdfium_text(content), spaced=spaced) == []
    found = poppler_text(content)
    if found is not None:
        assert missing(text, found, spaced=spaced) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{ARABIC} Raynaud {ARABIC}",
        f"{ARABIC} [1] {ARABIC}",
        f"{ARABIC} Raynaud {CITED}.",
        f"{ARABIC} {CITED} {ARABIC}",
        f"{ARABIC} (CREST).",
        f"{ARABIC} \u2066020\u00a07946\u00a00000\u2069.",
        f"{ARABIC} \u2066+44\u00a020\u00a07946\u00a00000\u2069 {ARABIC}",
        f"{ARABIC} 12/05/2026.",
        f"{ARABIC} ١٢/٠٥/٢٠٢٦ 17:30",
        f"{ARABIC} 50%، 38.5.",
        f"{ARABIC} «كلمة» {ARABIC}",
        "اشْرَبْ كَمِّيَّةً كافِيَةً مِنَ المَاءِ، لا إله.",
    ],
)
def test_mixed_right_to_left_lines_come_back_whole(text: str) -> None:
    """Numbers, citations, brackets, Latin words and full vowels inside Arabic come back as written, in both readers."""
    content = paint_pdf(plain("ar", ["عنوان", text]))
    assert missing(text, pdfium_text(content)) == []
    found = poppler_text(content)
    if found is not None:
        assert missing(text, found) == []


@pytest.mark.parametrize("tag", ["ar", "he", "ur", "fa"])
def test_inline_elements_of_a_right_to_left_line_keep_their_order(tag: str) -> None:
    """Links and foreign words inside a right-to-left line are read where they stand in the text."""
    text = paragraphs()[tag]
    first, second, third = text.split()[:3]
    maker = Maker(tag)
    heading = maker.leaf("H1", first, 20)
    parts = (("Span", first + " ", {}), ("Link", second, {"href": "https://example.org"}), ("Span", " CREST ", {"language": "en"}),
             ("Span", third + ".", {}))  # fmt: skip
    block = maker.block("P", *parts)
    content = paint_pdf(maker.finish(heading, block, title=first))
    assert [t for _, t in structure_texts(content)[1:]] == [first + " ", second, " CREST ", third + "."]


@pytest.mark.parametrize("tag", ["ar", "he", "ur", "en", "th"])
def test_the_tree_says_which_way_to_read(tag: str) -> None:
    """Right-to-left documents say so in the tree (inherited by all below); others are left to right by default."""
    assert (b"/WritingMode/RlTb" in _objects(paint_pdf(full(tag))).replace(b" ", b"")) == lookup(tag).rtl


def test_latin_paragraphs_of_arabic_leaflets_come_back_in_order() -> None:
    """References and addresses in an Arabic leaflet copy as they stand, in both readers: not word by word backwards."""
    reference = "Valenzuela A, Song P, Chung L. Calcinosis in scleroderma. 2018;30(6):554-61. doi:10.1097/BOR.0000000000000539."
    maker = Maker("ar")
    heading = maker.leaf("H1", "المراجع", 20)
    block = maker.block("P", ("Span", reference, {"language": "en"}), direction="ltr")
    content = paint_pdf(maker.finish(heading, block, title="المراجع"))
    assert missing(reference, pdfium_text(content)) == []
    found = poppler_text(content)
    assert found is None or missing(reference, found) == []


REFERENCE = "Valenzuela A, Song P, Chung L. Calcinosis in scleroderma. Curr Opin Rheumatol. 2018;30(6):554-61."


@pytest.mark.parametrize("tag", ["ar", "he", "ur"])
def test_a_page_of_latin_references_is_read_from_right_to_left(tag: str) -> None:
    """However many Latin letters a page has, its right-to-left lines are found whole and in order, and its Latin ones too."""
    word = paragraphs()[tag].split()[0]
    text = f"{word} 5 {word} 6 ({word} 7) {word}"
    maker = Maker(tag)
    blocks = [maker.block("P", ("Span", REFERENCE, {"language": "en"}), direction="ltr") for _ in range(8)]
    content = paint_pdf(maker.finish(maker.leaf("H1", word, 20), maker.leaf("P", text), *blocks, title=word))
    assert missing("\n".join([text, *[REFERENCE] * 8]), pdfium_text(content)) == []
    assert pdfium_text(content).count("\u200f") < 20
    assert verify_pdf(content, external=True) == ()
    found = poppler_text(content)
    if found is not None:
        assert missing("\n".join([text, *[REFERENCE] * 8]), found) == []
        assert " ".join(words(text)) in " ".join(words(found))


def test_only_pages_with_too_few_right_to_left_letters_are_weighed() -> None:
    """Marks below the text stand on no left-to-right leaflet, and on no page that is read rightly without."""
    weight, arabic = "\u200f" * 8, paragraphs()["ar"]
    assert weight not in codes_text(paint_pdf(plain("en", ["Title", f"{REFERENCE} {arabic}"])))
    assert weight not in codes_text(paint_pdf(plain("ar", ["عنوان", arabic])))
    assert codes_text(paint_pdf(plain("ar", ["عنوان", REFERENCE]))).endswith(weight)


def test_a_space_between_numbers_is_found() -> None:
    """Two numbers of a right-to-left line are never read as one."""
    text = "كلمة 19 1987 23 كلمة"
    for tag in ("ur", "ar"):
        assert missing(text, pdfium_text(paint_pdf(plain(tag, ["عنوان", text])))) == []


def test_latin_lines_need_no_actual_text() -> None:
    """Where lines run from left to right the tree reads the codes themselves; ActualText stands only where they cannot."""
    assert b"/ActualText" not in _objects(paint_pdf(full("en")))
    assert b"/ActualText" in _objects(paint_pdf(full("ar")))


def _objects(content: bytes) -> bytes:
    from rewriting import Parts, write

    return b"\n".join(write(v) for v in Parts(content).objects.values())


SCRIPT = """
import sys; sys.path.insert(0, {here!r})
import hashlib
from leaflets import full
from generator.pdf.painter import paint_pdf
for tag in {before!r}: paint_pdf(full(tag))
print(*(hashlib.sha256(paint_pdf(full(tag))).hexdigest() for tag in {tags!r}))
"""


def test_bytes_do_not_depend_on_process_hash_seed_or_order() -> None:
    """The same leaflet gives the same bytes in other processes, after other documents, whatever the environment says."""
    tags = ["ar", "hi", "en", "th"]
    here = [hashlib.sha256(paint_pdf(full(tag))).hexdigest() for tag in tags]
    variants = [("1", [], {}), ("77", ["ur", "hi"], {"RL_invariant": "0", "RL_pageCompression": "0", "RL_pdfMultiLine": "1"}),
                ("0", ["th"], {"TZ": "Asia/Kabul", "SOURCE_DATE_EPOCH": "1"})]  # fmt: skip
    for seed, before, environment in variants:
        script = SCRIPT.format(here=str(HERE), before=before, tags=tags)
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parent.parent), **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


def test_dates_come_from_the_content_only() -> None:
    """Another date in the provenance is another file; nothing else in it tells when it was made."""
    leaflet = plain("en", ["Title", "Text."])
    other = replace(leaflet, provenance=replace(leaflet.provenance, date="2025-01-31"))
    assert paint_pdf(leaflet) == paint_pdf(leaflet)
    assert b"2025-01-31T00:00:00Z" in paint_pdf(other)
    assert b"2026" not in paint_pdf(other).split(b"<x:xmpmeta")[1].split(b"</x:xmpmeta>")[0]


def test_ink_outside_the_tree_is_refused() -> None:
    """A mark for an element that is not there, or that has children, is our own fault and is said so."""
    leaflet = plain("en", ["Title", "Text."])
    lost = replace(leaflet, structure=replace(leaflet.structure, children=()))
    with pytest.raises(ValueError, match="no leaf"):
        paint_pdf(lost)


def test_link_ink_outside_a_link_element_is_refused() -> None:
    """A clickable area needs a Link element to hang on."""
    maker = Maker("en")
    child = maker.element("P")
    maker.place(maker.set([Span("here", 11, mark=Ink(BLACK, child.id, "https://example.org"))]))
    with pytest.raises(ValueError, match="outside a Link"):
        paint_pdf(maker.finish(child, title="T"))


def test_a_link_to_nowhere_is_refused() -> None:
    """A link inside the document must lead to something that is on a page."""
    maker = Maker("en")
    block = maker.block("P", ("Link", "source", {"href": "#nothing"}))
    with pytest.raises(ValueError, match="on no page"):
        paint_pdf(maker.finish(block, title="T"))


def test_a_line_that_lost_a_run_is_refused() -> None:
    """If a character of a line is in no run, nothing is painted: a lost word must never reach paper."""
    leaflet = plain("en", ["Title", "Two words."])
    item = leaflet.pages[0].items[-1]
    line = item.paragraph.lines[0]
    torn = replace(line, runs=(line.runs[0]._replace(end=3, high=line.runs[0].low + 3),))
    broken = replace(item, paragraph=replace(item.paragraph, lines=(torn,)))
    page = replace(leaflet.pages[0], items=(*leaflet.pages[0].items[:-1], broken))
    with pytest.raises(ValueError, match="in no run"):
        paint_pdf(replace(leaflet, pages=(page,)))


def test_long_leaflets_keep_one_owner_per_mark() -> None:
    """Elements that run over a page break own marks on both pages, and stay one element."""
    leaflet = full("en", repeat=8)
    assert len(leaflet.pages) > 3
    content = paint_pdf(leaflet)
    assert verify_pdf(content, external=True) == ()
    assert structure_texts(content) == expected_texts(leaflet)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_mixture_of_words_comes_back_in_order(data: st.DataObject) -> None:
    """Words of several scripts, digits and punctuation in any order are all in the tree, in order."""
    tag = data.draw(st.sampled_from(["en", "ar", "he", "hi", "th", "ur"]))
    pool = [*paragraphs()[tag].split(), "Raynaud", "12", "(a)", "50%", "x-1", *paragraphs()["ar"].split()[:3], "«é»", "é"]
    picked = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=30))
    lead = paragraphs()[tag]  # readers judge spaces by the text around them: a page of two letters tells them nothing
    leaflet: Leaflet = plain(tag, [lead, f"{lead} {' '.join(picked)}"])
    content = paint_pdf(leaflet)
    assert structure_texts(content) == expected_texts(leaflet)
    assert verify_pdf(content) == ()
    if not lookup(tag).rtl and tag != "th" and all(ord(c) < 0x590 or 0x900 <= ord(c) < 0x980 for c in "".join(picked)):
        assert missing(paragraph_texts(leaflet), pdfium_text(content)) == []
