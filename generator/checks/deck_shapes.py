"""What shapes say of themselves, read from their markup (ECMA-376 part 1, 19.3 and 21.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FURNITURE = frozenset({"ftr", "sldNum", "dt"})  # placeholders at the foot of a slide
_SHAPES = frozenset(P + tag for tag in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_GROUP, _TEXT_BOX, _BODY = P + "grpSp", P + "sp", P + "txBody"
_PROPERTIES = frozenset({P + "spPr", P + "grpSpPr"})
_ABOUT, _USED_AS, _PLACEHOLDER = P + "cNvPr", P + "nvPr", P + "ph"
_PARAGRAPH, _TEXT = A + "p", A + "t"
_MARKER = re.compile(r"\[(\d+(?:\s*[-–,]\s*\d+)*)\]")
_LIST_STYLE = f"{P}txBody/{A}lstStyle/{A}lvl1pPr/{A}defRPr"


class Shape:
    """A shape of a slide, and what several rules ask of it."""

    __slots__ = ("about", "element", "kind", "ph", "tag", "text")

    def __init__(self, element: Element) -> None:
        """Read a shape."""
        self.element = element
        self.tag = element.tag
        self.about = about_of(element)
        self.ph = placeholder_of(element)
        self.kind = None if self.ph is None else self.ph.get("type", "obj")
        self.text = text_of(element)

    @property
    def citations(self) -> bool:
        """Whether it is the citations placeholder."""
        return self.kind == "body" and _named_citations(self.about)

    @property
    def transform(self) -> Element | None:
        """Where it says that it stands, None if its layout says it."""
        for part in self.element:
            if part.tag in _PROPERTIES:
                return part.find(A + "xfrm")
        return self.element.find(P + "xfrm")

    def bodies(self) -> list[Element]:
        """Return its text bodies: a text box has one, a table one a cell."""
        if self.tag != _TEXT_BOX:
            return list(self.element.iter(A + "txBody"))
        return self.element.findall(_BODY)

    @property
    def described(self) -> str:
        """Its alternative text."""
        return "" if self.about is None else (self.about.get("descr") or "").strip()


def shapes_in(tree: Iterable[Element]) -> list[Shape]:
    """Return the shapes that stand in a tree by themselves: a group is one."""
    return [Shape(element) for element in tree if element.tag in _SHAPES]


def unfolded(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yield shapes, and after a group that is not described what is in it."""
    for shape in shapes:
        yield shape
        if shape.tag == _GROUP and not (shape.about is not None and shape.about.get("descr")):
            yield from unfolded(shapes_in(shape.element))


def text_of(element: Element) -> str:
    """Return the text of an element, a line for each paragraph."""
    return "\n".join(["".join([t.text or "" for t in paragraph.iter(_TEXT)]) for paragraph in element.iter(_PARAGRAPH)])


def run_text(element: Element) -> str:
    """Return the text of a run or a paragraph."""
    return "".join([t.text or "" for t in element.iter(_TEXT)])


def placeholder_of(shape: Element) -> Element | None:
    """Return what makes a shape a placeholder (`p:ph`), None if it is none."""
    use = shape[0].find(_USED_AS) if len(shape) else None
    return None if use is None else use.find(_PLACEHOLDER)


def about_of(shape: Element) -> Element | None:
    """Return what a shape says of itself (`p:cNvPr`), None if it says nothing."""
    return shape[0].find(_ABOUT) if len(shape) else None


def is_citations(shape: Element) -> bool:
    """Whether a shape is the citations placeholder: a body that is named so."""
    ph = placeholder_of(shape)
    return ph is not None and ph.get("type") == "body" and _named_citations(about_of(shape))


def _named_citations(about: Element | None) -> bool:
    return about is not None and (about.get("name") or "").startswith("Citations")


def layout_size(placeholder: Element) -> float | None:
    """Return the size that the list style of a layout's placeholder says, if it says one."""
    default = placeholder.find(_LIST_STYLE)
    return int(default.get("sz", "0")) / 100 or None if default is not None else None


def numbers_in(text: str) -> set[int]:
    """Return the numbers of the citation markers in a text; `[1-3, 6]` stands for 1, 2, 3 and 6. Digits of any script."""
    found: set[int] = set()
    for marker in _MARKER.findall(text):
        for item in re.split(r"\s*,\s*", marker):
            ends = [int(end) for end in re.split(r"\s*[-–]\s*", item)]
            found.update(range(ends[0], ends[-1] + 1))
    return found
