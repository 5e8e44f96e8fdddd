"""What could be wrong with one slide, by itself and against its layout."""

# ruff: noqa: E501 - messages read best unbroken
from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from generator.checks.deck_parts import Markup, Package, Part
from generator.checks.deck_shapes import FURNITURE, A, P, Shape, numbers_in, run_text, shapes_in, text_of, unfolded
from generator.errors import printable

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TITLES = frozenset({"title", "ctrTitle"})
_FIXED_COLOURS = frozenset(A + tag for tag in ("srgbClr", "sysClr", "prstClr", "scrgbClr", "hslClr"))
_FACES = frozenset(A + tag for tag in ("latin", "ea", "cs", "sym"))
_NOT_OF_THEME = _FIXED_COLOURS | _FACES
_SPOKEN = (A + "r", A + "fld", A + "br")
_SPANS = frozenset({"gridSpan", "rowSpan", "hMerge", "vMerge"})
_NO_TEXT = frozenset({P + "pic", P + "graphicFrame"})
_FRAME, _GROUP, _TEXT_BOX = P + "graphicFrame", P + "grpSp", P + "sp"
_RUN, _FIELD, _PROPERTIES = A + "r", A + "fld", A + "rPr"
_FILE_NAME = re.compile(
    r"^\S+\.(png|jpe?g|gif|svg|bmp|tiff?|emf|wmf|webp)\s*$|^(image|picture|img|dsc)[_ -]?\d+$", re.IGNORECASE
)
_UNCLEAR = re.compile(r"^(click here|here|link|more|read more|this|see more)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^(\d+|https?://\S*)$", re.IGNORECASE)
_LISTED = re.compile(r"(?:^|[·;:]\s*)(\d{1,3})\.\s", re.MULTILINE)
_NUMBER = re.compile(r"\s*\d{1,3}\.\s*")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
_LEAST, _LEAST_FURNITURE, _BODY_FLOOR = 12.0, 9.0, 18.0
_EMU = 12700


class Slide:
    """Judges one slide of a package whose slides are `width` by `height` EMU."""

    def __init__(self, package: Package, part: Part, number: int, width: int, height: int) -> None:
        """Take slide `number` (from 1)."""
        self.package, self.part, self.number, self.width, self.height = package, part, number, width, height
        layout = next(iter(package.related(part, "/slideLayout")), None)
        self.layout: Markup | None = None if layout is None else layout.markup
        tree = part.root.find(f"{P}cSld/{P}spTree")
        self.standing = shapes_in(tree) if tree is not None else []
        self.shapes = list(unfolded(self.standing))

    def say(self, rule: str, message: str, *, warning: bool = False) -> None:
        """Remember a problem on this slide."""
        self.package.say(rule, f"slide {self.number}", message, warning=warning)

    def check(self) -> str:
        """Judge the slide; return its title."""
        if self.layout is None:
            self.say("D02", "expected a layout, found none")
        self.package.check_ids(self.part)
        check_languages(self.package, self.part)
        title = self._titles()
        for shape in self.shapes:
            self._alternative(shape)
            self._inside(shape)
        for table in self.part.markup.every(A + "tbl"):
            self._table(table)
        self._placeholders()
        self._theme_only()
        self._sizes()
        self._citations()
        self._links()
        self._order()
        if any(rel.kind.endswith(("/video", "/audio", "/media")) for rel in self.part.rels.values()):
            self.say("D23", "expected no film or sound, found one: it needs captions")
        return title

    def _titles(self) -> str:
        titles = [shape.text.strip() for shape in self.shapes if shape.kind in _TITLES]
        if not titles or not titles[0]:
            self.say("D04", "expected a title, found none")
        elif len(titles) > 1:
            self.say("D04", f"expected one title, found {len(titles)}")
        return titles[0] if titles else ""

    def _alternative(self, shape: Shape) -> None:
        """Demand a description of whatever is not text, unless it is marked as decoration."""
        about = shape.about
        if about is None:
            self.say("D01", "expected a shape with an id, found one without")
            return
        described = shape.described
        needs = shape.tag in _NO_TEXT or (not shape.text.strip() and (shape.tag == _GROUP or shape.ph is None))
        if needs and not described and next(about.iter(_DECORATIVE), None) is None:
            self.say("D06", f"expected alternative text on {printable(about.get('name') or 'a shape', 60)!r}, found none")
        if described and _FILE_NAME.match(described):
            self.say("D06", f"expected alternative text in words, found a file name: {printable(described, 60)!r}")

    def _inside(self, shape: Shape) -> None:
        transform = shape.transform
        if transform is None:
            if shape.tag == _FRAME:
                self.say("D11", "expected a position for a table or chart, found none")
            return
        off, ext = transform.find(A + "off"), transform.find(A + "ext")
        if off is None or ext is None:
            return
        x, y, width, height = (int(v or 0) for v in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
        slack = _EMU
        if x < -slack or y < -slack or x + width > self.width + slack or y + height > self.height + slack:
            label = "a shape" if shape.about is None else shape.about.get("name")
            self.say(
                "D11",
                f"expected {printable(label or '', 60)!r} inside the slide, found it at {x // _EMU}, {y // _EMU} pt, {width // _EMU} x {height // _EMU} pt",
            )

    def _table(self, table: Element) -> None:
        properties = table.find(A + "tblPr")
        if properties is None or properties.get("firstRow") not in {"1", "true"}:
            self.say("D07", "expected a header row in the table, found none")
        columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
        for row in table.findall(A + "tr"):
            cells = row.findall(A + "tc")
            if len(cells) != columns:
                self.say("D08", f"expected {columns} cells in each row, found {len(cells)}")
            for cell in cells:
                spans = [(name, value) for name, value in cell.items() if name in _SPANS]
                if any(value not in {"0", "1", "false"} or (value == "1" and "Merge" in name) for name, value in spans):
                    self.say("D07", "expected simple cells, found merged ones")
                if not text_of(cell).strip():
                    self.say("D07", "expected text in every cell, found a blank one", warning=True)

    def _placeholders(self) -> None:
        for shape in self.shapes:
            if shape.kind is None or shape.tag != _TEXT_BOX:
                continue
            if not shape.text.strip():
                self.say("D10", f"expected text in the placeholder {shape.kind}, found none")
            body = shape.element.find(P + "txBody")
            if body is not None and body.find(A + "p") is None:
                self.say("D01", "expected a paragraph in every text body, found none")

    def _theme_only(self) -> None:
        if _NOT_OF_THEME.isdisjoint(self.part.markup.by_tag):
            return
        for element in self.part.root.iter():
            if element.tag in _FIXED_COLOURS:
                self.say("D12", f"expected theme colours, found {element.get('val') or element.get('lastClr')}")
                return
            if element.tag in _FACES and not (element.get("typeface") or "").startswith("+"):
                self.say("D12", f"expected the theme's typefaces, found {printable(element.get('typeface') or '', 40)!r}")
                return

    def _sizes(self) -> None:
        every = self.part.markup.every
        scale = min([1.0, *(int(fit.get("fontScale", "100000")) / 100_000 for fit in every(A + "normAutofit"))])
        smallest = min([_LEAST, *(int(size) / 100 for run in every(_PROPERTIES) if (size := run.get("sz")))]) * scale
        for shape in self.shapes:
            inherited = self.layout.size_for(shape.ph) if self.layout is not None and shape.ph is not None else None
            floor = _LEAST_FURNITURE if shape.kind in FURNITURE else _LEAST
            if inherited is not None and shape.kind in {"body", "obj"} and inherited >= _BODY_FLOOR:
                floor = min(_BODY_FLOOR, inherited)
            # only where some text of the slide is that small can a run of this shape be
            if smallest < min(_LEAST, floor) or (inherited is not None and inherited * scale < floor):
                for body in shape.bodies():
                    self._size(body, inherited, floor)

    def _size(self, body: Element, inherited: float | None, floor: float) -> None:
        """Name the first run of a text body that is set smaller than it may be, if there is one."""
        properties = body.find(A + "bodyPr")
        fit = properties.find(A + "normAutofit") if properties is not None else None
        scale = int(fit.get("fontScale", "100000")) / 100_000 if fit is not None else 1.0
        for run in (*body.iter(_RUN), *body.iter(_FIELD)):
            properties = run.find(_PROPERTIES)
            own = properties.get("sz") if properties is not None else None
            size = int(own) / 100 if own else inherited
            least = min(_LEAST, floor) if own else floor
            if size is not None and size * scale < least - 0.05:
                found = f"{size * scale:.1f} pt: {printable(run_text(run), 40)!r}"
                self.say("D13", f"expected text of {least:g} pt or more, found {found}")
                return

    def _citations(self) -> None:
        """Compare the numbers of the markers in the slide's text with those the citations placeholder lists."""
        if self.layout is not None and not self.layout.cites:
            return  # a layout of references or a cover
        marked: set[int] = set()
        listed: set[int] = set()
        found = False
        for shape in self.shapes:
            if shape.citations:
                found = True
                runs = [t.text or "" for t in shape.element.iter(A + "t")]
                own = [run for run in runs if _NUMBER.fullmatch(run)]
                listed |= (
                    {int(run.strip().rstrip(".")) for run in own} if own else {int(n) for n in _LISTED.findall(shape.text)}
                )
            elif shape.kind not in FURNITURE:
                marked |= numbers_in(shape.text)
        if (found or marked) and marked != listed:
            self.say("D16", f"expected the citations to list {sorted(marked)}, found {sorted(listed)}")

    def _links(self) -> None:
        """Ask for words that say where a link leads; an address printed inside a sentence or a reference says it."""
        if not self.part.markup.every(A + "hlinkClick"):
            return
        for paragraph in self.part.markup.every(A + "p"):
            for run in paragraph.iter(_RUN):
                properties = run.find(_PROPERTIES)
                if properties is None or properties.find(A + "hlinkClick") is None:
                    continue
                words = run_text(run).strip()
                alone = run_text(paragraph).strip() == words
                if _UNCLEAR.match(words) or (alone and _ADDRESS.match(words)):
                    message = f"expected link text that says where it leads, found {printable(words, 60)!r}"
                    self.say("D20", message, warning=True)

    def _order(self) -> None:
        kinds = [shape.kind for shape in self.standing]
        titles = [n for n, kind in enumerate(kinds) if kind in _TITLES]
        if titles and titles[0] != 0:
            self.say("D17", "expected the title first in the reading order, found it later", warning=True)
        furniture = [kind in FURNITURE for kind in kinds]
        if True in furniture and not all(furniture[furniture.index(True) :]):
            self.say("D17", "expected footer and slide number last in the reading order, found text after them", warning=True)
        if self.layout is not None and self.layout.numbers_slides and "sldNum" not in kinds:
            self.say("D15", "expected a slide number, found none")
        for shape in self.shapes:
            if shape.kind == "sldNum" and not any(f.get("type") == "slidenum" for f in shape.element.iter(_FIELD)):
                self.say("D15", "expected the slide number as a field, found plain text")


def check_languages(package: Package, part: Part) -> None:
    """Demand a language on every run, field, line break and paragraph end."""
    for tag in _SPOKEN:
        for run in part.markup.every(tag):
            properties = run.find(_PROPERTIES)
            language = properties.get("lang") if properties is not None else None
            if not language or not _is_language(language):
                words = printable(run_text(run) or tag.removeprefix(A), 40)
                package.say("D09", part.name, f"expected a language on {words!r}, found {language or 'none'}")
    for end in part.markup.every(A + "endParaRPr"):
        if not end.get("lang"):
            package.say("D09", part.name, "expected a language on the end of a paragraph, found none")


@lru_cache(maxsize=256)
def _is_language(tag: str) -> bool:
    return _LANGUAGE.match(tag) is not None
