"""The same leaflet painted without tags, structure tree, XMP, colour profile and links' structure: what tagging is compared with.

Text, fonts, drawing, pictures, link areas, bookmarks and compression are the painter's own. The layout still names an element
for each line, which cannot be left out; it costs next to nothing.
"""

from __future__ import annotations

from generator.geometry import Rect
from generator.leaflet.model import Element, Leaflet, Page, TextLine
from generator.pdf import painter
from generator.pdf.canvas import LeafletCanvas
from generator.pdf.metadata import _outline, information
from generator.pdf.objects import number, numbers, reference, string
from generator.pdf.structure import corners_of


class UntaggedPainter(painter._Painter):
    """Paints items as the painter does, and notes only where links are and where their targets stand."""

    def __init__(self, canvas: LeafletCanvas, leaflet: Leaflet) -> None:
        super().__init__(canvas, None, leaflet)
        self.links: list[tuple[int, Rect, str]] = []
        self.places: dict[int, tuple[int, float]] = {}

    def _mark(self, element, y, order=None, kind="Layout"):
        if element is not None:
            self.places.setdefault(element, (self._page, y))

    def _close(self):
        pass

    def _text_line(self, item: TextLine) -> None:
        paragraph = item.paragraph
        line = paragraph.lines[item.line]
        painter._check_whole(paragraph, line)
        if not line.runs:
            return
        fonts = [self.fonts.font(run.face) for run in line.runs]
        written = self._codes(paragraph, line, fonts)
        self._code.append("BT")
        pen = painter._Pen(self._code, item.x, line.runs[0].x, self._height - item.baseline)
        for run, font, own in zip(line.runs, fonts, written, strict=True):
            ink = painter._ink(paragraph, run)
            self._mark(ink.element, item.baseline - line.ascent)
            self._set_fill(ink.colour)
            pen.write(run, own, font)
            if ink.href is not None:
                area = Rect(item.x + run.x, item.baseline - line.ascent, run.width, line.ascent + line.descent)
                self.links.append((self._page, area, ink.href))
        self._code.append("ET")


def paint_untagged(leaflet: Leaflet) -> bytes:
    """Return the leaflet as an ordinary PDF file."""
    canvas = LeafletCanvas()
    own = UntaggedPainter(canvas, leaflet)
    pages = [own.paint(index, page) for index, page in enumerate(leaflet.pages)]
    own.fonts.embed(canvas)
    targets = _targets(leaflet.structure)
    for index, page in enumerate(leaflet.pages):
        links = [(area, href) for at, area, href in own.links if at == index]
        canvas.annotate(index, [canvas.add(_link(own, leaflet, page, pages, targets, *link)) for link in links])
    root = b""
    if leaflet.outline:
        root = b"/Outlines %b/PageMode/UseOutlines" % reference(_outline(canvas, leaflet, pages))
    return canvas.finish(root, information(leaflet))


def _targets(element: Element) -> dict[str, int]:
    """Return the first leaf of each element that links lead to."""
    found = {}
    for child in element.children:
        found |= _targets(child)
    if element.note_id:
        leaf = element
        while leaf.children:
            leaf = leaf.children[0]
        found[element.note_id] = leaf.id
    return found


def _link(
    own: UntaggedPainter, leaflet: Leaflet, page: Page, pages: list[int], targets: dict[str, int], area: Rect, href: str
) -> bytes:
    if href.startswith("#"):
        at, y = own.places.get(targets[href[1:]], (0, 0.0))
        target = b"/Dest[%d 0 R/XYZ 0 %b null]" % (pages[at], number(leaflet.pages[at].height - y).encode())
    else:
        target = b"/A<</S/URI/URI%b>>" % string(painter._ascii_uri(href))
    return b"<</Type/Annot/Subtype/Link/Rect[%b]/Border[0 0 0]/F 4%b>>" % (numbers(corners_of(area, page)).encode(), target)
