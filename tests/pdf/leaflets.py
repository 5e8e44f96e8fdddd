"""Leaflets to paint: every role of the structure tree, in any language, set by the text room and placed by hand."""

from __future__ import annotations

import struct
import tomllib
import zlib
from functools import cache

from generator import data
from generator.content.model import Status
from generator.document.model import Provenance
from generator.geometry import Rect
from generator.languages import lookup
from generator.leaflet.model import Box, Element, Ink, Leaflet, OutlineEntry, Page, PlacedPicture, Rule, TextLine
from generator.leaflet.model import Path as Curve
from generator.picture import Picture
from generator.text.fonts import load_fonts
from generator.text.model import SetParagraph, Span
from generator.text.paragraph import set_paragraph
from generator.theme import Colour

BLACK, BLUE, GREY = Colour(26, 26, 26), Colour(0, 70, 140), Colour(90, 90, 90)
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 60.0
PROVENANCE = Provenance(
    "leaflet-1", "1.2", "ab" * 32, Status.MACHINE, "2026-11-12", ("A. Author", "B. <Writer> & Co"), ("skin", "calcium")
)


@cache
def paragraphs() -> dict[str, str]:
    """Return one short paragraph in each supported language."""
    return {tag: str(text) for tag, text in tomllib.loads(data.read_text("specimens.toml")).items()}


def png(width: int = 6, height: int = 4, *, alpha: bool = False) -> Picture:
    """Return a small PNG picture with a different colour in each pixel."""
    channels = 4 if alpha else 3
    rows = b"".join(
        b"\0" + bytes((x * 40 + y * 7 + c * 50) & 255 for x in range(width) for c in range(channels)) for y in range(height)
    )

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Picture("arm.png", whole, "image/png", width, height)


class Maker:
    """Places paragraphs one below the other and grows the structure tree beside them."""

    def __init__(self, tag: str) -> None:
        self.language = lookup(tag)
        self.fonts = load_fonts(self.language)
        self.pages: list[list[object]] = [[]]
        self.y = MARGIN
        self._last = 0

    def id(self) -> int:
        self._last += 1
        return self._last

    def element(self, role: str, *children: Element, **entries: object) -> Element:
        return Element(self.id(), role, tuple(children), **entries)

    def set(self, spans: list[Span], width: float = WIDTH - 2 * MARGIN, direction: str | None = None) -> SetParagraph:
        return set_paragraph(
            spans, width=width, direction=direction or self.language.direction, language=self.language.tag, fonts=self.fonts
        )

    def place(self, paragraph: SetParagraph, x: float = MARGIN, width: float = WIDTH - 2 * MARGIN) -> None:
        for index, line in enumerate(paragraph.lines):
            if self.y + line.ascent + line.descent > HEIGHT - MARGIN - 20:
                self.pages.append([])
                self.y = MARGIN
            self.y += line.ascent
            left = x + width - line.width if paragraph.direction == "rtl" else x
            self.pages[-1].append(TextLine(paragraph, index, left, self.y))
            self.y += line.descent
        self.y += 4

    def leaf(self, role: str, text: str, size: float = 11, *, bold: bool = False, **entries: object) -> Element:
        """Place a paragraph that is one leaf of the tree."""
        made = self.element(role, **entries)
        self.place(self.set([Span(text, size, bold, None, Ink(BLACK, made.id))]))
        return made

    def block(self, role: str, *parts: tuple[str, str, dict[str, object]], direction: str | None = None) -> Element:
        """Place a paragraph of several leaves: (role, text, entries); a Link's target is its `href`."""
        children, spans = [], []
        for part, text, entries in parts:
            child = self.element(part, **entries)
            children.append(child)
            href = entries.get("href")
            colour = BLUE if href else BLACK
            spans.append(Span(text, 11, language=entries.get("language"), mark=Ink(colour, child.id, href)))
        self.place(self.set(spans, direction=direction))
        return self.element(role, *children)

    def artifact(self, text: str, baseline: float) -> None:
        paragraph = self.set([Span(text, 9, mark=Ink(GREY, None))])
        self.pages[-1].append(TextLine(paragraph, 0, MARGIN, baseline))

    def finish(self, *content: Element, title: str, outline: tuple[OutlineEntry, ...] = ()) -> Leaflet:
        pages = tuple(Page(WIDTH, HEIGHT, tuple(items), (1,)) for items in self.pages)
        return Leaflet(
            pages,
            self.element("Document", *content),
            outline,
            self.language.tag,
            self.language.direction,
            title,
            "A leaflet",
            PROVENANCE,
            tuple(self.language.number(n + 1) for n in range(len(pages))),
        )


def plain(tag: str, texts: list[str]) -> Leaflet:
    """Return a leaflet of a heading and paragraphs, each one leaf."""
    maker = Maker(tag)
    heading = maker.leaf("H1", texts[0], 20, bold=True)
    rest = [maker.leaf("P", text) for text in texts[1:]]
    return maker.finish(maker.element("Sect", heading, *rest), title=texts[0])


def full(tag: str = "en", *, repeat: int = 1) -> Leaflet:
    """Return a leaflet with every role: lists, table, figures, links inside and out, notes, other languages, artifacts."""
    text = paragraphs()[tag]
    word = text.split()[0]
    maker = Maker(tag)
    maker.artifact(word, 40)
    heading = maker.leaf("H1", word, 20, bold=True)
    outline = [OutlineEntry(1, word, 0, MARGIN)]
    sections = []
    for number in range(repeat):
        outline.append(OutlineEntry(2, f"{word} {number}", len(maker.pages) - 1, maker.y))
        sections.append(_section(maker, text, word, number))
    note = maker.leaf("Note", f"1. {word} 2016", 9, note_id="source-1", language="en")
    maker.artifact("1", HEIGHT - 30)
    return maker.finish(heading, *sections, maker.element("Sect", note), title=text, outline=tuple(outline))


def _section(maker: Maker, text: str, word: str, number: int) -> Element:
    second = maker.leaf("H2", f"{word} {number}", 14, bold=True)
    maker.pages[-1].append(Rule(MARGIN, maker.y, WIDTH - MARGIN, maker.y, 0.75, BLUE))
    mixed = maker.block(
        "P",
        ("Span", text + " ", {}),
        ("Link", word, {"href": "https://example.org/a?b=(c)&d=é"}),
        ("Span", f" {word} ", {}),
        ("Span", "Raynaud", {"language": "en"}),
        ("Reference", " [1]", {}),
        ("Span", ".", {}),
    )
    inner = maker.element("Link", href="#source-1")
    maker.place(maker.set([Span(f"{word} 1", 11, mark=Ink(BLUE, inner.id, "#source-1"))]))
    items = []
    for index in range(2):
        label = maker.leaf("Lbl", f"{index + 1}.")
        items.append(maker.element("LI", label, maker.element("LBody", maker.leaf("P", text))))
    steps = maker.element("L", *items, numbering="Decimal")
    table = _table(maker, word)
    figure = maker.element("Figure", alt=f"{word}: 3 < 4", bounds=(len(maker.pages) - 1, Rect(MARGIN, maker.y, 90, 60)))
    maker.pages[-1].append(PlacedPicture(Rect(MARGIN, maker.y, 90, 60), png(), figure.id))
    maker.pages[-1].append(PlacedPicture(Rect(MARGIN + 100, maker.y, 30, 20), png(alpha=True)))
    maker.y += 66
    caption = maker.leaf("Caption", text, 10)
    drawing = maker.element("Figure", alt=word, bounds=(len(maker.pages) - 1, Rect(MARGIN, maker.y, 60, 40)))
    top = maker.y
    curve = (("M", 60.0, top), ("C", 70.0, top + 40, 110.0, top + 40, 120.0, top), ("L", 90.0, top + 20), ("Z",))
    maker.pages[-1].append(Curve(curve, BLUE, BLACK, 1.0, drawing.id))
    maker.y += 46
    maker.pages[-1].append(Box(Rect(MARGIN, maker.y, 300, 40), Colour(230, 240, 250), BLUE, radius=6))
    aside = maker.element(
        "Aside", maker.leaf("P", word), maker.block("P", ("Span", "AB", {"expansion": text}), ("Span", ".", {}))
    )
    return maker.element(
        "Sect",
        second,
        mixed,
        maker.element("P", inner),
        steps,
        table,
        figure,
        maker.element("Div", drawing, caption),
        aside,
    )


def _table(maker: Maker, word: str) -> Element:
    caption = maker.leaf("Caption", f"{word} {word}")
    rows = []
    for row in range(3):
        top = maker.y
        cells = []
        for column in range(3):
            maker.y = top
            scope = {"scope": "Column"} if row == 0 else {"scope": "Row"} if column == 0 else {}
            cell = maker.element("TH" if scope else "TD", **scope)
            right = maker.language.rtl
            x = MARGIN + 150 * (2 - column if right else column)
            maker.place(maker.set([Span(f"{word} {row}{column}", 10, bool(scope), None, Ink(BLACK, cell.id))], 140), x, 140)
            cells.append(cell)
        rows.append(maker.element("TR", *cells))
    return maker.element("Table", caption, maker.element("THead", rows[0]), maker.element("TBody", *rows[1:]))
