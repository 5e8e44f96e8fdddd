"""Pages to PDF: operators and tags in one pass, nothing decided (PDF/UA-1 and PDF/A-2a at once).

A line is painted from left to right as one text object with one pen, whatever its direction; marked content is opened and
closed wherever the structure element changes, and stays open over as many items as belong to one element.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from math import inf

from generator.geometry import Rect
from generator.leaflet.model import Box, Ink, Item, Leaflet, Page, Path, PlacedPicture, Rule, TextLine
from generator.pdf.canvas import LeafletCanvas
from generator.pdf.codes import (
    LRM,
    WEIGHT,
    Cell,
    Codes,
    Strip,
    ends_loose,
    invisible_marks,
    run_codes,
    shown,
    space_codes,
    surplus,
    weight_code,
    with_marks,
)
from generator.pdf.embedding import EmbeddedFont, FontBook
from generator.pdf.metadata import catalog, information
from generator.pdf.objects import channel, number, numbers, string, text
from generator.pdf.pictures import add_picture
from generator.pdf.structure import LinkArea, StructureTree, corners_of
from generator.picture import Picture
from generator.text.model import Line, Run, SetParagraph
from generator.theme import Colour

_KAPPA = 0.5523  # a quarter circle as one Bézier curve
_MARGIN = 0.12  # of the page's height: artifact text in it is a running header or footer
_LEAN = 16  # right-to-left letters more than others: then all readers take a page as right to left
_WEIGHT_AT, _WEIGHT_SIZE = 12, 0.5  # points from the page's bottom left corner; a size
_CLOSE = 0.5  # points: link areas this near on one line are one area


def paint_pdf(leaflet: Leaflet) -> bytes:
    """Return the leaflet as a finished PDF file; the same leaflet gives the same bytes."""
    canvas = LeafletCanvas()
    tree = StructureTree(leaflet)
    painter = _Painter(canvas, tree, leaflet)
    pages = [painter.paint(index, page) for index, page in enumerate(leaflet.pages)]
    painter.fonts.embed(canvas)
    areas = tree.link_areas()
    annotations = {key: canvas.reserve() for key in areas}
    for structure_key, (key, raw) in enumerate(annotations.items(), len(pages)):
        raw.body = _annotation(tree, leaflet, pages, key, structure_key)
    at = {key: raw.number for key, raw in annotations.items()}
    for index in range(len(pages)):
        canvas.annotate(index, [at[key] for key, area in areas.items() if area.page == index])
    root = tree.write(canvas, pages, at)
    return canvas.finish(catalog(canvas, leaflet, pages, root), information(leaflet))


def _annotation(tree: StructureTree, leaflet: Leaflet, pages: list[int], area: tuple[int, int], key: int) -> bytes:
    """Return a link annotation (12.5.6.5); PDF/UA-1 7.18.5 asks for Contents, PDF/A-2 6.3 for the print flag."""
    element_id, index = area
    found = tree.painted(element_id).areas[index]
    page = leaflet.pages[found.page]
    words = tree.words(element_id).strip() or found.target
    if found.target.startswith("#"):
        place, y = tree.place_of(found.target[1:])
        target = b"/Dest[%d 0 R/XYZ 0 %b null]" % (pages[place], number(leaflet.pages[place].height - y).encode())
    else:
        target = b"/A<</S/URI/URI%b>>" % string(_ascii_uri(found.target))
    return b"<</Type/Annot/Subtype/Link/Rect[%b]/Border[0 0 0]/F 4/Contents%b/StructParent %d%b>>" % (
        numbers(corners_of(found.rect, page)).encode(), text(words), key, target,
    )  # fmt: skip


def _ascii_uri(target: str) -> bytes:
    """Return an address in ASCII: other characters as percent-encoded UTF-8 (RFC 3987, 3.1)."""
    return b"".join(bytes((c,)) if 0x20 < c < 0x7F else b"%%%02X" % c for c in target.encode("utf-8"))


class _Painter:
    """The pen: what colour, font and marked content are current on the page being painted."""

    def __init__(self, canvas: LeafletCanvas, tree: StructureTree, leaflet: Leaflet) -> None:
        self.canvas = canvas
        self.tree = tree
        self.fonts = FontBook()
        self._pictures: dict[Picture, int] = {}
        self._paragraphs: dict[int, int] = {}  # id of a set paragraph -> its number in order of painting
        self._kept: list[SetParagraph] = []  # keeps those ids from being used again
        self._rtl = leaflet.direction == "rtl"
        self._start(0, leaflet.pages[0])

    def _start(self, index: int, page: Page) -> None:
        """Begin a page with everything at its default."""
        self._page = index
        self._height = page.height
        self._code = self.canvas.code
        self._fill: Colour | None = None
        self._stroke: Colour | None = None
        self._line_width: float | None = None
        self._open: object = None  # key of the open marked content
        self._item = 0
        self._written: list[str] = []  # what lines and marks say, on pages from right to left

    def paint(self, index: int, page: Page) -> int:
        """Paint all items of a page, in order, and return the page's object number."""
        self.canvas.start_page(page.width, page.height)
        self._start(index, page)
        for position, item in enumerate(page.items):
            self._item = position
            self._paint_item(item)
        if self._rtl and (more := surplus("".join(self._written))) > -_LEAN:
            self._weigh(page, more)
        self._close()
        return self.canvas.end_page(index)

    def _paint_item(self, item: Item) -> None:
        match item:
            case TextLine():
                self._text_line(item)
            case Box():
                self._mark(item.element, item.rect.y)
                self._shape(_box_path(item, self._height), item.fill, item.stroke, item.stroke_width)
            case Rule():
                self._mark(item.element, min(item.y1, item.y2))
                path = f"{number(item.x1)} {self._y(item.y1)} m {number(item.x2)} {self._y(item.y2)} l"
                self._shape(path, None, item.colour, item.width)
            case Path():
                self._curves(item)
            case PlacedPicture():
                self._mark(item.element, item.rect.y)
                self._picture(item)

    def _y(self, y: float) -> str:
        """Return a page coordinate (downwards) as PDF's (upwards)."""
        return number(self._height - y)

    # --- marked content ---

    def _mark(self, element: int | None, y: float, order: tuple[int, int] | None = None, kind: str = "Layout") -> None:
        """Make sure that what follows belongs to `element`, or is an artifact of this kind."""
        key: object = element if element is not None else kind
        if key == self._open:
            return
        self._close()
        self._open = key
        if element is None:
            self._code.append(f"/Artifact {_ARTIFACTS[kind]} BDC")
            return
        self._code.append(self.tree.begin(element, self._page, (self._item, 0) if order is None else order))
        painted = self.tree.painted(element)
        if painted.place is None:
            painted.place = (self._page, y)

    def _close(self) -> None:
        """End the open marked content, if any."""
        if self._open is not None:
            self._code.append("EMC")
            self._open = None

    # --- drawing ---

    def _shape(self, path: str, fill: Colour | None, stroke: Colour | None, width: float) -> None:
        """Paint a path."""
        if fill is not None:
            self._set_fill(fill)
        if stroke is not None:
            if stroke != self._stroke:
                self._stroke = stroke
                self._code.append(f"{_channels(stroke)} RG")
            if width != self._line_width:
                self._line_width = width
                self._code.append(f"{number(width)} w")
        operator = "B" if fill and stroke else "f" if fill else "S" if stroke else "n"
        self._code.append(f"{path} {operator}")

    def _curves(self, path: Path) -> None:
        """Paint a path: its outline is written once and shifted to its place."""
        operators, top = _outline_of(path.outline)
        self._mark(path.element, path.y + top)
        place = f"q 1 0 0 1 {number(path.x)} {self._y(path.y)} cm {operators}"
        self._shape(place, path.fill, path.stroke, path.stroke_width)
        self._code.append("Q")

    def _set_fill(self, colour: Colour) -> None:
        if colour is not self._fill and colour != self._fill:
            self._fill = colour
            self._code.append(f"{_channels(colour)} rg")

    def _picture(self, item: PlacedPicture) -> None:
        """Paint a picture into its rectangle."""
        found = self._pictures.get(item.picture)
        if found is None:
            found = self._pictures[item.picture] = add_picture(self.canvas, item.picture)
        resource = self.canvas.show_image(f"P{found}", found)
        r = item.rect
        matrix = f"{number(r.width)} 0 0 {number(r.height)} {number(r.x)} {self._y(r.bottom)}"
        self._code.append(f"q {matrix} cm /{resource} Do Q")

    # --- text ---

    def _text_line(self, item: TextLine) -> None:
        """Paint one line of a paragraph, from left to right."""
        paragraph = item.paragraph
        line = paragraph.lines[item.line]
        _check_whole(paragraph, line)
        if not line.runs:
            return
        inks = [_ink(paragraph, run) for run in line.runs]
        fonts = [self.fonts.font(run.face) for run in line.runs]
        top = item.baseline - line.ascent
        place = self._paragraph_number(paragraph)
        written = self._codes(paragraph, line, fonts)
        kind = self._artifact_kind(item.baseline)
        one_element = len({ink.element for ink in inks}) == 1
        if one_element:
            self._mark(inks[0].element, top, (place, line.start), kind)
        else:
            self._close()
        self._code.append("BT")
        pen = _Pen(self._code, item.x, line.runs[0].x, self._height - item.baseline)
        for run, ink, font, own in zip(line.runs, inks, fonts, written, strict=True):
            if not one_element:
                self._mark(ink.element, top, (place, run.start), kind)
            self._set_fill(ink.colour)
            pen.write(run, own, font)
        if not one_element:
            self._close()
        self._code.append("ET")
        self._remember(item, line, inks, place)

    def _codes(self, paragraph: SetParagraph, line: Line, fonts: Sequence[EmbeddedFont]) -> list[Codes]:
        """Return the codes of each run of a line, the invisible marks among them."""
        runs, words = line.runs, paragraph.text
        if self._rtl:
            self._written.append(words[line.start : line.end])
        if paragraph.direction == "ltr" and not any(run.level & 1 for run in runs):
            written = [run_codes(run, font) for run, font in zip(runs, fonts, strict=True)]
            if self._rtl and ends_loose(words[line.start : line.end]):
                written[-1] = with_marks(written[-1], {}, {runs[-1].end - 1: LRM}, runs[-1].start, fonts[-1])
                self._written.append(LRM)
            return written
        written = [space_codes(run, words, font) or run_codes(run, font) for run, font in zip(runs, fonts, strict=True)]
        before, after = _line_marks(paragraph, line, page_rtl=self._rtl)
        if not before and not after:
            return written
        self._written += [*before.values(), *after.values()]
        marked = {*before, *after}
        first = 0
        for index, (run, font) in enumerate(zip(runs, fonts, strict=True)):
            last = first + run.end - run.start
            if not marked.isdisjoint(range(first, last)):
                written[index] = with_marks(written[index], before, after, first, font)
            first = last
        return written

    def _weigh(self, page: Page, more: int) -> None:
        """Put so many right-to-left marks below the text that they outnumber the `more` left-to-right letters of the page.

        Poppler reads a page in the direction of most of its letters. A list of Latin references would turn the Arabic around
        it: words of a line in the wrong order, brackets on the wrong side. What says the direction is an artifact without ink.
        """
        line = next((i for i in page.items if isinstance(i, TextLine) and i.paragraph.direction == "rtl"), None)
        if line is None or not line.paragraph.lines[line.line].runs:
            return
        font = self.fonts.font(line.paragraph.lines[line.line].runs[0].face)
        self._close()
        codes = weight_code(font) * -(-(more + _LEAN) // WEIGHT)
        place = f"1 0 0 1 {_WEIGHT_AT} {_WEIGHT_AT} Tm"
        self._code.append(f"{_WEIGHS} BT /{font.resource} {_WEIGHT_SIZE} Tf {place} <{codes}> Tj ET EMC")

    def _paragraph_number(self, paragraph: SetParagraph) -> int:
        """Return a number that grows with each new paragraph painted."""
        found = self._paragraphs.get(id(paragraph))
        if found is None:
            found = self._paragraphs[id(paragraph)] = len(self._kept)
            self._kept.append(paragraph)
        return found

    def _artifact_kind(self, baseline: float) -> str:
        """Return what kind of artifact text at this height is."""
        if baseline < self._height * _MARGIN:
            return "Header"
        return "Footer" if baseline > self._height * (1 - _MARGIN) else "Layout"

    def _remember(self, item: TextLine, line: Line, inks: Sequence[Ink], place: int) -> None:
        """Note a line's words, direction and link areas for the structure tree."""
        text_of = item.paragraph.text
        area: LinkArea | None = None
        for run, ink in zip(line.runs, inks, strict=True):
            if ink.element is None:
                area = None
                continue
            painted = self.tree.painted(ink.element)
            words = text_of[run.start : run.end]
            painted.words.append(((place, run.start), words))
            painted.backwards = painted.backwards or bool(run.level & 1)
            if ink.href is None:
                area = None
                continue
            if words.isspace():  # space that hangs at the end of the line
                continue
            link = self.tree.link_of(ink.element)
            if link is None:
                raise ValueError(f"link text outside a Link element: {text_of[run.start : run.end]!r}")
            x = item.x + run.x
            known = self.tree.painted(link.id)
            if area is not None and area.target == ink.href and area is known.areas[-1] and x - area.rect.right < _CLOSE:
                area.rect = Rect(area.rect.x, area.rect.y, x + run.width - area.rect.x, area.rect.height)
            else:
                rect = Rect(x, item.baseline - line.ascent, run.width, line.ascent + line.descent)
                area = LinkArea(self._page, rect, ink.href)
                known.areas.append(area)


_ARTIFACTS = {
    "Layout": "<</Type/Layout>>",
    "Header": "<</Type/Pagination/Subtype/Header>>",
    "Footer": "<</Type/Pagination/Subtype/Footer>>",
}
_WEIGHS = "/Artifact <</Type/Layout/ActualText<FEFF200F>>> BDC"  # who goes by ActualText copies one mark


class _Pen:
    """Writes codes of one line and knows where readers think the pen is (points from the left edge of the page)."""

    def __init__(self, code: list[str], line_x: float, first: float, baseline: float) -> None:
        self._code = code
        self._line_x = line_x
        self._x = round(line_x + first, 2)
        self._font: tuple[str, float] | None = None
        code.append(f"1 0 0 1 {number(self._x)} {number(baseline)} Tm")

    def write(self, run: Run, cells: Codes, font: EmbeddedFont) -> None:
        """Write a run's codes."""
        if (font.resource, run.size) != self._font:
            self._font = (font.resource, run.size)
            self._code.append(f"/{font.resource} {number(run.size)} Tf")
        unit = run.size / 1000
        pen = (self._x - self._line_x - run.x) / unit  # 1/1000 em from the run's left
        if isinstance(cells, Strip):
            move = 0 if -0.5 <= pen <= 0.5 else round(-pen)
            shown = f"[{-move}<{cells.codes}>] TJ" if move else f"[<{cells.codes}>] TJ"
            pen += move + cells.width
        else:
            shown, pen = _one_by_one(cells, pen)
        self._code.append(shown)
        self._x = self._line_x + run.x + pen * unit


def _one_by_one(cells: Sequence[Cell], pen: float) -> tuple[str, float]:
    """Return the operator that shows codes each at its place, and where it leaves the pen."""
    out = ["[<"]
    for code, width, at, _ in cells:
        off = at - pen
        if off > 0.5 or off < -0.5:
            move = round(off)
            out.append(f">{-move}<")
            pen += move
        out.append(code)
        pen += width
    out.append(">] TJ")
    return "".join(out).replace("<>", ""), pen


def _line_marks(paragraph: SetParagraph, line: Line, *, page_rtl: bool) -> tuple[dict[int, str], dict[int, str]]:
    """Return the invisible marks of a line."""
    characters = "".join([shown(run, paragraph.text) for run in line.runs])
    levels = [*chain.from_iterable([repeat(run.level, run.end - run.start) for run in line.runs])]
    return invisible_marks(characters, levels, rtl=paragraph.direction == "rtl", page_rtl=page_rtl)


def _check_whole(paragraph: SetParagraph, line: Line) -> None:
    """Raise ValueError if a character of the line is in no run: nothing may be lost between text and paper."""
    at = line.start
    for start, end in sorted([(run.start, run.end) for run in line.runs]):
        if start != at:
            break
        at = end
    if at != line.end:
        raise ValueError(f"characters from {at} on are in no run of the line {paragraph.text[line.start : line.end]!r}")


def _ink(paragraph: SetParagraph, run: Run) -> Ink:
    """Return the ink of a run's span."""
    mark = paragraph.spans[run.span].mark
    if not isinstance(mark, Ink):
        raise TypeError(f"expected an Ink on every span of a page, found {mark!r}")
    return mark


def _channels(colour: Colour) -> str:
    """Return a colour's channels from 0 to 1."""
    return f"{channel(colour.red / 255)} {channel(colour.green / 255)} {channel(colour.blue / 255)}"


@lru_cache(maxsize=256)
def _outline_of(outline: tuple[tuple[str | float, ...], ...]) -> tuple[str, float]:
    """Return an outline's construction operators, y upwards, and its least y (downwards)."""
    parts = []
    top = inf
    for operator, *points in outline:
        for x, y in zip(points[::2], points[1::2], strict=True):
            parts.append(f"{number(0.0 + float(x))} {number(0.0 - float(y))}")  # no "-0": equal outlines are written alike
            top = min(top, float(y))
        parts.append("h" if operator == "Z" else str(operator).lower())
    return " ".join(parts), top if parts else 0.0


def _box_path(box: Box, height: float) -> str:
    """Return a rectangle's construction operators, its corners rounded if asked for."""
    r = box.rect
    bottom, top = height - r.bottom, height - r.y
    if box.radius <= 0:
        return f"{numbers((r.x, bottom, r.width, r.height))} re"
    a = min(box.radius, r.width / 2, r.height / 2)
    k = a * (1 - _KAPPA)
    left, right = r.x, r.right
    return " ".join((
        f"{numbers((left + a, bottom))} m {numbers((right - a, bottom))} l",
        f"{numbers((right - k, bottom, right, bottom + k, right, bottom + a))} c {numbers((right, top - a))} l",
        f"{numbers((right, top - k, right - k, top, right - a, top))} c {numbers((left + a, top))} l",
        f"{numbers((left + k, top, left, top - k, left, top - a))} c {numbers((left, bottom + a))} l",
        f"{numbers((left, bottom + k, left + k, bottom, left + a, bottom))} c h",
    ))  # fmt: skip
