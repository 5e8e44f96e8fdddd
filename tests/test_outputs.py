"""The finished files, read by programs that know nothing of ours: every word is there, every footer lists what is cited.

Nothing here imports the product. The content is read with tomllib, the PDF with PDFium and pypdf, the deck as a zip of XML.
"""

import re
import tomllib
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pypdfium2
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = tomllib.loads((ROOT / "content.toml").read_text(encoding="utf-8"))
LANGUAGES = [SOURCE["document"]["language"], *SOURCE["translations"]]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
READ_BY_PEOPLE = {
    "title", "subtitle", "short_title", "audience", "objective", "text", "slide", "slide_title", "intro", "items",
    "slide_items", "columns", "rows", "alt", "caption", "label", "action", "term", "meaning", "expansion", "prompts",
    "question", "options", "explanation", "notes", "ask", "answers", "feedback", "formats", "funding", "objectives",
    "main_message",
}  # fmt: skip
# Some readers give brackets in right-to-left lines back mirrored; the numbers are what counts.
MARKER = re.compile(r"[\[\]](\d+(?:[-,] ?\d+)*)[\[\]]")


# --- what must be there -----------------------------------------------------------------------------------------------


def strings(value, key=None):
    """Every text of the source that a reader is meant to read."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"translations", "reference", "brand", "output", "region", "clinic"}:
                yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str) and key in READ_BY_PEOPLE:
        yield value


def flat(table):
    """Every text of a translation."""
    for value in table.values():
        if isinstance(value, dict):
            yield from flat(value)
        else:
            yield value


def texts_of(language):
    """Every string that must be found in the files of a language."""
    if language == LANGUAGES[0]:
        return list(strings(SOURCE)), {}
    block = SOURCE["translations"][language]
    if "file" in block:
        block = tomllib.loads((ROOT / block["file"]).read_text(encoding="utf-8"))
    clinic = block["text"].get("clinic", {})
    return list(flat({k: v for k, v in block["text"].items() if k != "clinic"})), clinic


def filled(text, clinic):
    """The text as a reader sees it: variables filled in, markup and citations gone."""

    def value(match):
        table, name = match.group(1).split(".")
        return str(clinic.get(name) if table == "clinic" and name in clinic else SOURCE[table][name])

    text = re.sub(r"\{\{\s*([a-z.]+)\s*\}\}", value, text)
    text = re.sub(r"\s*\[@[^\]]+\]", "", text)
    return text.replace("**", "")


def words(text):
    """Its words, without their punctuation, in one normal form; marks that only steer direction or breaks are dropped."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in text if unicodedata.category(c) != "Cf")
    text = MARKER.sub(" ", text)
    return [w for w in re.split(r"[\s.,;:!?()\[\]“”\"'’¿¡،؛؟。，；：！？（）।\-–—/·]+", text) if w]


# --- what is there ----------------------------------------------------------------------------------------------------


def pdf_pages(path):
    """The text of each page, as PDFium reads it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def alternatives(path):
    """Every text alternative and expansion in the structure tree."""
    waiting, found = [pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"]], []
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            waiting += node
        elif isinstance(node, pypdf.generic.DictionaryObject):
            found += [str(node[key]) for key in ("/Alt", "/E") if key in node]
            waiting += [node[key] for key in ("/K",) if key in node]
    return found


def deck_parts(path, kind):
    """The slides, or their notes, in order, as XML."""
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if re.fullmatch(rf"ppt/{kind}/[a-zA-Z]+(\d+)\.xml", n)]
        names.sort(key=lambda n: int(re.search(r"(\d+)\.xml", n)[1]))
        return [ET.fromstring(package.read(n)) for n in names]


def text_in(element):
    """The text of its paragraphs, one a line, and its text alternatives."""
    lines = ["".join(t.text or "" for t in p.iter(f"{A}t")) for p in element.iter(f"{A}p")]
    return "\n".join(lines + [e.get("descr") for e in element.iter(f"{P}cNvPr") if e.get("descr")])


def charts(path):
    """The words inside native charts."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("ppt/charts/") and name.endswith(".xml"):
                yield " ".join(ET.fromstring(package.read(name)).itertext())


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language of the sample."""
    return request.param


def test_every_string_is_in_the_leaflet_or_the_deck(built, language):
    """For every text of the content, all its words stand in the extracted text of the PDF or the PPTX."""
    texts, clinic = texts_of(language)
    assert len(texts) > 150
    leaflet, deck = built[language]["leaflet"], built[language]["deck"]
    everything = "\n".join([
        *pdf_pages(leaflet), *alternatives(leaflet), *charts(deck),
        *(text_in(x) for kind in ("slides", "notesSlides") for x in deck_parts(deck, kind)),
    ])  # fmt: skip
    present = set(words(everything))
    joined = "".join(words(everything))

    lost = {w: t for t in texts for w in words(filled(t, clinic)) if w not in present and w not in joined}

    assert not lost


def in_the_leaflet():
    """The ids of the units that belong to the leaflet, told from the source by the rules the content guide states."""
    deck_only = re.compile(r"^(deck|opener)\.|\.(slides\.\w+|slide|slide_title|slide_item\d+|notes|minutes)$")
    scopes = {s["id"]: s.get("only") for s in SOURCE["section"]}
    blocks = {(s["id"], b["id"]): b for s in SOURCE["section"] for b in s["block"] if "id" in b}

    def belongs(unit):
        section, _, rest = unit.partition(".")
        block = blocks.get((section, rest.split(".")[0]), {})
        if section == "document":
            return unit not in {"document.main_message", "document.objective", "document.author1.role"}
        deck_block = block.get("only") == "slides" or block.get("type") in {"slide", "quiz"}
        return not (deck_only.search(unit) or scopes.get(section) == "slides" or deck_block)

    return belongs


def test_the_strings_of_the_leaflet_are_in_the_leaflet(built, language):
    """What belongs to the leaflet is in the PDF by itself, not only in the deck."""
    if language == LANGUAGES[0]:
        pytest.skip("ids stand only in the translations; the languages that have them stand for the source")
    block = SOURCE["translations"][language]
    block = tomllib.loads((ROOT / block["file"]).read_text(encoding="utf-8")) if "file" in block else block
    belongs = in_the_leaflet()
    texts = {unit: text for unit, text in ids(block["text"]) if belongs(unit)}
    leaflet = built[language]["leaflet"]
    joined = "".join(words("\n".join([*pdf_pages(leaflet), *alternatives(leaflet)])))
    clinic = block["text"].get("clinic", {})

    lost = {unit: w for unit, text in texts.items() for w in words(filled(text, clinic)) if w not in joined}

    assert len(texts) > 80
    assert not lost


def ids(table, prefix=""):
    """Every unit of a translation: its id and its text."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ids(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


@pytest.mark.parametrize("tag", ["en-GB", "es", "ar", "hi", "zh-Hans"])
def test_the_sample_is_as_long_as_a_leaflet_and_a_session_should_be(built, tag):
    """Two to four pages of A4, which fold into one sheet of A3, and 14 to 20 slides."""
    pages = pypdf.PdfReader(built[tag]["leaflet"]).pages
    with zipfile.ZipFile(built[tag]["deck"]) as deck:
        slides = [name for name in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]

    assert 2 <= len(pages) <= 4
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(595, 842)}
    assert 14 <= len(slides) <= 20


def test_each_page_lists_exactly_what_it_cites(built, language):
    """The sources footer of a page has the numbers of the markers on that page, no more and no less."""
    document = pypdfium2.PdfDocument(built[language]["leaflet"])
    seen = 0
    for page in document:
        foot = lowest_rule(page)
        text = page.get_textpage()
        body = plain(text.get_text_bounded(bottom=foot))
        footer = plain(text.get_text_bounded(top=foot))
        cited = numbers(MARKER.findall(body))
        listed = {int(n) for n in re.findall(r"(?<![\d.])(\d+)\.\s+(?=[A-Z])", footer)}
        assert cited == listed, (footer, body)
        seen += len(listed)
    document.close()
    assert seen > 15


def lowest_rule(page):
    """The height of the hairline above the foot: the lowest line that runs from margin to margin."""
    boxes = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    rules = [bottom for left, bottom, right, top in boxes if right - left > 0.6 * page.get_width() and top - bottom < 2]
    return min(rules)


def numbers(markers):
    """The numbers that markers such as 1-3, 6 stand for."""
    found = set()
    for marker in markers:
        for part in marker.split(","):
            first, _, last = part.strip().partition("-")
            found |= set(range(int(first), int(last or first) + 1))
    return found


def plain(text):
    """Text without the marks that steer direction and breaks."""
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def test_each_slide_lists_exactly_what_it_cites(built, language):
    """The citations placeholder of a slide has the numbers of the markers on that slide, no more and no less."""
    seen = 0
    for slide in deck_parts(built[language]["deck"], "slides"):
        footer, body = "", ""
        for shape in (*slide.iter(f"{P}sp"), *slide.iter(f"{P}graphicFrame")):
            name = shape.find(f".//{P}cNvPr").get("name", "")
            text = plain("\n".join("".join(t.text or "" for t in p.iter(f"{A}t")) for p in shape.iter(f"{A}p")))
            if name.startswith("Citations"):
                footer += text
            else:
                body += text + "\n"
        cited = numbers(MARKER.findall(body))
        listed = {int(n) for n in re.findall(r"(?:^|[:;·：]|\s)\s*(\d+)\.\s", footer)}
        assert cited == listed, (footer, body)
        seen += len(listed)
    assert seen > 15
