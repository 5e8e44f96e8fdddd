"""Reading a finished PDF back: by the structure tree as assistive technology does, by PDFium, by Poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator

from generator.checks.pdf_content import _unicode, read_pages
from generator.checks.pdf_reader import PdfFile, text_of
from generator.checks.pdf_structure import Node, read_structure
from generator.leaflet.model import Element, Leaflet, TextLine

IGNORED = dict.fromkeys([0x061C, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
MARKS = dict.fromkeys([0x200E, 0x200F])


def structure_texts(content: bytes) -> list[tuple[str, str]]:
    """Return (role, text) of every leaf in reading order; Alt and ActualText stand for what they replace."""
    file = PdfFile(content)
    root = file.dictionary(file.trailer["Root"])
    top = read_structure(file, root)
    marked = _marked_text(file, root)
    return [*_leaves(file, top, marked)]


def _leaves(file: PdfFile, node: Node, marked: dict[tuple[int, int], str]) -> Iterator[tuple[str, str]]:
    for key in ("Alt", "ActualText"):
        if key in node.entries:
            yield node.role, text_of(file.resolve(node.entries[key]))
            return
    if not node.children and node.number:
        yield node.role, "".join(marked[place] for place in node.content)
        return
    for child in node.children:
        yield from _leaves(file, child, marked)


def _marked_text(file: PdfFile, root: dict[str, object]) -> dict[tuple[int, int], str]:
    """Return the text of each marked-content sequence, without the invisible marks the painter puts in."""
    found: dict[tuple[int, int], str] = {}
    maps: dict[int, dict[int, str]] = {}
    for page in read_pages(file, root):
        fonts = file.dictionary(file.dictionary(page.entries["Resources"])["Font"])
        current, unicode = None, {}
        for event in page.events:
            if event.kind == "begin":
                current = event.mcid
                if current is not None:
                    found[page.number, current] = ""
            elif event.kind == "end":
                current = None
            elif event.kind == "font":
                reference = fonts[event.tag]
                if reference.number not in maps:
                    maps[reference.number] = _unicode(file.decoded(file.dictionary(reference)["ToUnicode"]))
                unicode = maps[reference.number]
            elif event.kind == "show" and current is not None:
                codes = event.codes
                text = "".join(unicode[int(codes[at : at + 4], 16)] for at in range(0, len(codes), 4))
                found[page.number, current] += text.translate(MARKS)
    return found


def codes_text(content: bytes) -> str:
    """Return what all codes of a file stand for, in the order they are painted, artifacts and marks included."""
    file = PdfFile(content)
    root = file.dictionary(file.trailer["Root"])
    found: list[str] = []
    for page in read_pages(file, root):
        fonts = file.dictionary(file.dictionary(page.entries["Resources"])["Font"])
        unicode: dict[int, str] = {}
        for event in page.events:
            if event.kind == "font":
                unicode = _unicode(file.decoded(file.dictionary(fonts[event.tag])["ToUnicode"]))
            elif event.kind == "show":
                found += (unicode[int(event.codes[at : at + 4], 16)] for at in range(0, len(event.codes), 4))
    return "".join(found)


def expected_texts(leaflet: Leaflet) -> list[tuple[str, str]]:
    """Return (role, text) of every leaf of the leaflet that was painted, from the words alone."""
    spoken: dict[int, dict[tuple[int, int], str]] = {}
    order: dict[int, int] = {}
    for page in leaflet.pages:
        for item in page.items:
            if isinstance(item, TextLine):
                paragraph = item.paragraph
                place = order.setdefault(id(paragraph), len(order))
                line = paragraph.lines[item.line]
                at = 0
                for span in paragraph.spans:
                    start, end = max(at, line.start), min(at + len(span.text), line.end)
                    if start < end and span.mark.element is not None:
                        spoken.setdefault(span.mark.element, {})[place, start] = paragraph.text[start:end]
                    at += len(span.text)
            elif item.element is not None:
                spoken.setdefault(item.element, {})

    def walk(element: Element) -> Iterator[tuple[str, str]]:
        role = "Div" if element.role == "Aside" else element.role
        if element.alt is not None:
            yield role, element.alt
        elif element.actual_text is not None:
            yield role, element.actual_text
        elif not element.children:
            pieces = spoken.get(element.id, {})
            yield role, "".join(pieces[key] for key in sorted(pieces)).translate(MARKS)
        for child in element.children:
            yield from walk(child)

    return [*walk(leaflet.structure)]


def paragraph_texts(leaflet: Leaflet) -> str:
    """Return the text of all paragraphs in painting order, each on a line of its own."""
    seen = {id(item.paragraph): item.paragraph for page in leaflet.pages for item in page.items if isinstance(item, TextLine)}
    return "\n".join(paragraph.text for paragraph in seen.values())


def pdfium_text(content: bytes) -> str:
    """Return the text PDFium (Chrome) finds."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = []
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        pages.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\n".join(pages).replace("\ufffe", "")


def poppler_text(content: bytes) -> str | None:
    """Return the text Poppler (Evince, Okular) finds; None where it is not installed."""
    if shutil.which("pdftotext") is None:
        return None
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def words(text: str) -> list[str]:
    """Return a text's words with their punctuation: NFC, controls of direction and joining ignored."""
    return unicodedata.normalize("NFC", text.translate(IGNORED)).split()


def windows(text: str) -> Counter[str]:
    """Return all stretches of six characters, white space left out: the measure for scripts that do not space words."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFC", text.translate(IGNORED)))
    return Counter(bare[at : at + 6] for at in range(max(1, len(bare) - 5)))


def missing(source: str, found: str, *, spaced: bool = True) -> list[str]:
    """Return the words (or stretches) of `source` that `found` lacks."""
    wanted, given = (Counter(words(source)), Counter(words(found))) if spaced else (windows(source), windows(found))
    return sorted((wanted - given).elements())
