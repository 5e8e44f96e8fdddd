"""What a finished leaflet holds, read from its pages alone: words, places, tree. Knows nothing of how it was laid out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass

from generator.document import model as doc
from generator.geometry import Rect
from generator.leaflet.model import Box, Element, Leaflet, Page, Path, PlacedPicture, Rule, TextLine

DECK_ONLY = {"slide", "slide_items", "slide_title", "notes", "ask", "answers"}
CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Words only: no spaces, no bidi controls, so that line ends do not matter."""
    return CONTROLS.sub("", "".join(text.split()))


def text_of(item: TextLine) -> str:
    """Return the text of a line in logical order."""
    line = item.paragraph.lines[item.line]
    return item.paragraph.text[line.start : line.end]


def page_text(page: Page) -> str:
    """Return the text of a page in paint order."""
    return plain("".join(text_of(item) for item in page.items if isinstance(item, TextLine)))


def phrases(value: object) -> list[doc.Phrase]:
    """Every phrase that a document prints on its leaflet, found by walking the model."""
    if isinstance(value, doc.Phrase):
        return [value]
    if isinstance(value, tuple):
        return [p for item in value for p in phrases(item)]
    if isinstance(value, doc.Block | doc.Section) and not value.on_leaflet:
        return []
    if isinstance(value, doc.Slide | doc.Quiz):
        return []
    if isinstance(value, doc.Image):
        return [p for p in (value.caption, *(label.text for label in value.labels)) if p is not None]
    if isinstance(value, doc.Section) and not phrases(value.blocks):
        return []
    if is_dataclass(value):
        return [p for f in fields(value) if f.name not in DECK_ONLY for p in phrases(getattr(value, f.name))]
    return []


def printed(document: doc.Document) -> list[doc.Phrase]:
    """Every phrase the leaflet must print."""
    front = [document.title, document.subtitle]
    blocks = [block for section in document.sections if section.on_leaflet for block in section.blocks if block.on_leaflet]
    if not (blocks and isinstance(blocks[0], doc.KeyPoints)):  # the main points say the main message
        front.append(document.main_message)
    return phrases((*front, document.sections, document.control))


def missing(document: doc.Document, leaflet: Leaflet) -> list[str]:
    """Return the keys of phrases that the pages do not hold as often as the document says them."""
    whole = Counter[str]()
    for paragraph in {id(i.paragraph): i.paragraph for p in leaflet.pages for i in p.items if isinstance(i, TextLine)}.values():
        whole[plain(paragraph.text)] += 1
    wanted = Counter(plain(p.plain) for p in printed(document) if p.mark is None)
    texts = list(whole)
    return [text for text, count in wanted.items() if whole[text] < count and not any(text in t for t in texts)]


def bounds(item: object) -> Rect:
    """Return the box an item's ink lies in; text from a little below the baseline to the height of small capitals."""
    match item:
        case TextLine():
            line = item.paragraph.lines[item.line]
            size = max((run.size for run in line.runs), default=0.0)
            return Rect(item.x, item.baseline - 0.72 * size, line.width, 0.9 * size)
        case Box() | PlacedPicture():
            return item.rect
        case Rule():
            return Rect(min(item.x1, item.x2), min(item.y1, item.y2), abs(item.x2 - item.x1), abs(item.y2 - item.y1))
        case Path():
            numbers = [c[1:] for c in item.commands if len(c) > 1]
            xs = [x for c in numbers for x in c[::2]]
            ys = [y for c in numbers for y in c[1::2]]
            return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    raise AssertionError(item)


def strays(leaflet: Leaflet, tolerance: float = 2.0) -> list[tuple[str | None, Rect]]:
    """Return ink of figures that lies outside the box, or off the page, that the tree gives for the figure."""
    boxes = {e.id: e for e in elements(leaflet.structure) if e.role == "Figure"}
    found = []
    for number, page in enumerate(leaflet.pages):
        for item in page.items:
            element = boxes.get(getattr(item, "element", None))
            if element is not None:
                (at, box), ink = element.bounds, bounds(item)
                grown = box.inset(-tolerance)
                inside = grown.x <= ink.x and ink.right <= grown.right and grown.y <= ink.y and ink.bottom <= grown.bottom
                if at != number or not inside:
                    found.append((element.alt, ink))
    return found


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Pairs of lines of text that touch, and lines that touch a picture."""
    lines = [(bounds(i), text_of(i)) for i in page.items if isinstance(i, TextLine) and text_of(i).strip()]
    pictures = [(bounds(i), "picture") for i in page.items if isinstance(i, PlacedPicture)]
    found = []
    for index, (a, text) in enumerate(lines):
        found += [(text, other) for b, other in (*lines[index + 1 :], *pictures) if touch(a, b)]
    return found


def touch(a: Rect, b: Rect) -> bool:
    """Whether two boxes share more than an edge."""
    return a.x < b.right - 0.05 and b.x < a.right - 0.05 and a.y < b.bottom - 0.05 and b.y < a.bottom - 0.05


def outside(page: Page, margin: float) -> list[object]:
    """Items nearer to an edge than `margin`."""
    found = []
    for item in page.items:
        r = bounds(item)
        if r.x < margin or r.y < margin or r.right > page.width - margin or r.bottom > page.height - margin:
            found.append(item)
    return found


def elements(root: Element) -> list[Element]:
    """All elements in reading order."""
    return [root, *(e for child in root.children for e in elements(child))]


def element_texts(leaflet: Leaflet) -> dict[int, str]:
    """For each leaf, the logical text of the spans that belong to it."""
    texts: dict[int, str] = {}
    seen: set[int] = set()
    for page in leaflet.pages:
        for item in page.items:
            if isinstance(item, TextLine) and id(item.paragraph) not in seen:
                seen.add(id(item.paragraph))
                for span in item.paragraph.spans:
                    if span.mark.element is not None:
                        texts[span.mark.element] = texts.get(span.mark.element, "") + span.text
    return texts


def used_elements(leaflet: Leaflet) -> set[int]:
    """Return the ids of elements that some ink belongs to."""
    used = set()
    for page in leaflet.pages:
        for item in page.items:
            if isinstance(item, TextLine):
                used |= {span.mark.element for span in item.paragraph.spans}
            else:
                used.add(item.element)
    return used - {None}


def foot_numbers(page: Page, words: str) -> set[int]:
    """Return the numbers of the sources printed in the page's foot: what follows the words "Sources on this page"."""
    lines = [item for item in page.items if isinstance(item, TextLine)]
    found: set[int] = set()
    for item in lines:
        if plain(item.paragraph.text).startswith(plain(words)):
            same = [i for i in lines if plain(words) in plain(i.paragraph.text) or _is_list(i.paragraph.text)]
            text = " ".join(dict.fromkeys(i.paragraph.text for i in same))
            found |= {int(n) for n in re.findall(r"(?:^|[;:\uff1a]\s*|\s)(\d+)\.\u00a0", text)}
    return found


def _is_list(text: str) -> bool:
    return re.match(r"\d+\.\u00a0", text) is not None


def marker_numbers(page: Page, words: str) -> set[int]:
    """Return the numbers in the markers printed on the page, outside its foot."""
    found: set[int] = set()
    texts: dict[int, str] = {}  # a marker may run over two lines of a narrow column
    for item in page.items:
        if isinstance(item, TextLine) and plain(words) not in plain(item.paragraph.text):
            texts[id(item.paragraph)] = texts.get(id(item.paragraph), "") + text_of(item)
    for text in texts.values():
        for inside in re.findall(r"\[([0-9,\u00a0 -]+)\]", text):
            for part in inside.replace("\u00a0", " ").split(","):
                first, _, last = part.strip().partition("-")
                found |= set(range(int(first), int(last or first) + 1))
    return found
