"""The structure tree: what each mark of ink means, in reading order (ISO 32000-1, 14.7 and 14.8; PDF/UA-1, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.geometry import Rect
from generator.leaflet.model import Element, Leaflet, Page
from generator.pdf.canvas import LeafletCanvas
from generator.pdf.objects import name, numbers, reference, references, text

ROLE_MAP = b"<</Aside/Div>>"  # Aside is a standard type only from PDF 2.0 on
BLOCK_FIGURE = b"/Placement/Block"


class Piece(NamedTuple):
    """One marked-content sequence of a leaf: its page, its number there, and where its text stands in logical order."""

    page: int
    mcid: int
    order: tuple[int, int]


class LinkArea:
    """A clickable rectangle of a Link element, in page coordinates (y downwards)."""

    __slots__ = ("page", "rect", "target")

    def __init__(self, page: int, rect: Rect, target: str) -> None:
        """Take where it is and where it leads."""
        self.page, self.rect, self.target = page, rect, target


class Painted:
    """What painting found out about one element; `place` is the page index and y of its first ink."""

    __slots__ = ("areas", "backwards", "pieces", "place", "words")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.pieces: list[Piece] = []
        self.areas: list[LinkArea] = []
        self.words: list[tuple[tuple[int, int], str]] = []
        self.backwards = False
        self.place: tuple[int, float] | None = None


class StructureTree:
    """Collects marked content while pages are painted, then writes the tree."""

    def __init__(self, leaflet: Leaflet) -> None:
        """Read the leaflet's tree; raise ValueError if two elements share an id."""
        self._leaflet = leaflet
        self._elements: dict[int, Element] = {}
        self._parents: dict[int, Element] = {}
        for parent, element in _walk(leaflet.structure):
            if element.id in self._elements:
                raise ValueError(f"two structure elements have the id {element.id}")
            self._elements[element.id] = element
            if parent is not None:
                self._parents[element.id] = parent
        self._painted: dict[int, Painted] = {}
        self._by_page: list[list[int]] = [[] for _ in leaflet.pages]

    def element(self, element_id: int) -> Element:
        """Return an element; an unknown one, or one with children, cannot own ink."""
        found = self._elements.get(element_id)
        if found is None or found.children:
            raise ValueError(f"no leaf of the structure tree has the id {element_id}")
        return found

    def painted(self, element_id: int) -> Painted:
        """Return what is known of an element's ink."""
        found = self._painted.get(element_id)
        if found is None:
            found = self._painted[element_id] = Painted()
        return found

    def begin(self, element_id: int, page: int, order: tuple[int, int]) -> str:
        """Open a marked-content sequence for a leaf and return its operator."""
        role = self.element(element_id).role
        owners = self._by_page[page]
        mcid = len(owners)
        owners.append(element_id)
        self.painted(element_id).pieces.append(Piece(page, mcid, order))
        return f"/{role} <</MCID {mcid}>> BDC"

    def link_of(self, element_id: int) -> Element | None:
        """Return the Link the element is or stands in."""
        element: Element | None = self._elements[element_id]
        while element is not None and element.role != "Link":
            element = self._parents.get(element.id)
        return element

    def link_areas(self) -> dict[tuple[int, int], LinkArea]:
        """Return all link areas in reading order, each by its element's id and its number there."""
        found = {}
        for element_id in self._elements:
            painted = self._painted.get(element_id)
            for index, area in enumerate(painted.areas if painted else ()):
                found[element_id, index] = area
        return found

    def words(self, element_id: int) -> str:
        """Return what an element says, its descendants in reading order: the alternative if there is one, else its text."""
        element = self._elements[element_id]
        if element.alt is not None:
            return element.alt
        if element.actual_text is not None:
            return element.actual_text
        painted = self._painted.get(element_id)
        own = "".join(words for _, words in sorted(painted.words, key=lambda w: w[0])) if painted else ""
        return own + "".join(self.words(child.id) for child in element.children)

    def place_of(self, note_id: str) -> tuple[int, float]:
        """Return the page index and y of the first ink of the element with this ID."""
        for element in self._elements.values():
            if element.note_id == note_id:
                for _, inner in _walk(element):
                    painted = self._painted.get(inner.id)
                    if painted is not None and painted.place is not None:
                        return painted.place
        raise ValueError(f"a link leads to {note_id!r}, which is on no page")

    def write(self, canvas: LeafletCanvas, pages: list[int], annotations: dict[tuple[int, int], int]) -> int:
        """Write the tree and return the number of its root.

        `pages` are page object numbers; `annotations` gives the object number of each link area, and its order the
        StructParent keys, which follow those of the pages.
        """
        root = canvas.reserve()
        nodes = {element_id: canvas.reserve() for element_id in self._elements}
        at = {element_id: node.number for element_id, node in nodes.items()}
        root_number = root.number
        for element_id, element in self._elements.items():
            parent = self._parents.get(element_id)
            kids, page = self._kids(element, pages, at, annotations)
            nodes[element_id].body = b"".join(
                (
                    b"<</S/%b/P %d 0 R" % (element.role.encode(), at[parent.id] if parent else root_number),
                    b"" if page is None else b"/Pg %d 0 R" % page,
                    b"" if not kids else b"/K[%b]" % b" ".join(kids) if len(kids) > 1 else b"/K %b" % kids[0],
                    self._entries(element),
                    b">>",
                )
            )
        rows = [b"%d %b" % (index, references(at[e] for e in owners)) for index, owners in enumerate(self._by_page)]
        rows += [b"%d %d 0 R" % (key, at[element_id]) for key, (element_id, _) in enumerate(annotations, len(pages))]
        parent_tree = canvas.add(b"<</Nums[%b]>>" % b" ".join(rows))
        notes = sorted((e.note_id.encode("utf-8"), at[e.id]) for e in self._elements.values() if e.note_id)
        id_tree = b""
        if notes:
            names = b" ".join(_id(note) + b" " + reference(n) for note, n in notes)
            id_tree = b"/IDTree<</Names[%b]>>" % names
        root.body = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap%b%b>>" % (
            at[self._leaflet.structure.id], parent_tree, len(pages) + len(annotations), ROLE_MAP, id_tree,
        )  # fmt: skip
        return root_number

    def _kids(
        self, element: Element, pages: list[int], at: dict[int, int], annotations: dict[tuple[int, int], int]
    ) -> tuple[list[bytes], int | None]:
        """Return what stands in an element's K, in reading order, and the page its plain numbers belong to."""
        kids = [reference(at[child.id]) for child in element.children]
        painted = self._painted.get(element.id)
        if painted is None:
            return kids, None
        page = pages[painted.pieces[0].page] if painted.pieces else None
        for piece in painted.pieces if len(painted.pieces) < 2 else sorted(painted.pieces, key=lambda p: p.order):
            if pages[piece.page] == page:
                kids.append(b"%d" % piece.mcid)
            else:
                kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[piece.page], piece.mcid))
        for index, area in enumerate(painted.areas):
            kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (annotations[element.id, index], pages[area.page]))
        return kids, page

    def _entries(self, element: Element) -> bytes:
        """Return an element's attributes and alternatives."""
        parts = []
        if element.language is not None:
            parts.append(b"/Lang" + text(element.language))
        if element.alt is not None:
            parts.append(b"/Alt" + text(element.alt))
        actual = element.actual_text if element.actual_text is not None else self._logical_text(element)
        if actual is not None:
            parts.append(b"/ActualText" + text(actual))
        if element.expansion is not None:
            parts.append(b"/E" + text(element.expansion))
        if element.note_id is not None:
            parts.append(b"/ID" + _id(element.note_id.encode("utf-8")))
        if element.scope is not None:
            parts.append(b"/A<</O/Table/Scope%b>>" % name(element.scope))
        if element.numbering is not None:
            parts.append(b"/A<</O/List/ListNumbering%b>>" % name(element.numbering))
        if element is self._leaflet.structure and self._leaflet.direction == "rtl":
            parts.append(b"/A<</O/Layout/WritingMode/RlTb>>")
        if element.bounds is not None:
            page, box = element.bounds
            corners = corners_of(box, self._leaflet.pages[page])
            parts.append(b"/A<</O/Layout/BBox[%b]%b>>" % (numbers(corners).encode(), BLOCK_FIGURE))
        return b"".join(parts)

    def _logical_text(self, element: Element) -> str | None:
        """Return the text of a leaf that has right-to-left lines, which are painted in visual order."""
        painted = self._painted.get(element.id)
        if painted is None or not painted.backwards or element.alt is not None:
            return None
        return "".join(words for _, words in sorted(painted.words, key=lambda w: w[0]))


def corners_of(box: Rect, page: Page) -> tuple[float, float, float, float]:
    """Return a box as PDF wants it: left, bottom, right, top, y upwards."""
    return (box.x, page.height - box.bottom, box.right, page.height - box.y)


def _id(value: bytes) -> bytes:
    """Return a byte string as used for element identifiers."""
    return text(value.decode("utf-8")) if value.isascii() else b"<" + value.hex().encode() + b">"


def _walk(element: Element, parent: Element | None = None) -> Iterator[tuple[Element | None, Element]]:
    """Yield every element with its parent, in reading order."""
    stack: list[tuple[Element | None, Element]] = [(parent, element)]
    while stack:
        above, here = stack.pop()
        yield above, here
        stack.extend((here, child) for child in reversed(here.children))
