"""The structure tree while it grows: nodes get children and marks as blocks are set, then freeze into Elements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Literal, TypedDict, Unpack

from generator.geometry import Rect
from generator.leaflet.model import Element, Role


class About(TypedDict, total=False):
    """What a node may be made with."""

    language: str
    alt: str
    expansion: str
    scope: Literal["Row", "Column"]
    numbering: Literal["Disc", "Decimal", "None"]
    href: str


class Node:
    """A structure element in the making; see `leaflet.model.Element` for what the fields mean."""

    __slots__ = (
        "actual_text",
        "alt",
        "bounds",
        "children",
        "expansion",
        "href",
        "id",
        "ids",
        "language",
        "numbering",
        "role",
        "scope",
    )

    def __init__(
        self,
        ids: Iterator[int],
        role: Role,
        *,
        language: str | None = None,
        alt: str | None = None,
        expansion: str | None = None,
        scope: Literal["Row", "Column"] | None = None,
        numbering: Literal["Disc", "Decimal", "None"] | None = None,
        href: str | None = None,
    ) -> None:
        """Take the tree's next id."""
        self.ids = ids
        self.id = next(ids)
        self.role: Role = role
        self.children: list[Node] = []
        self.language, self.alt, self.expansion = language, alt, expansion
        self.scope, self.numbering, self.href = scope, numbering, href
        self.actual_text: str | None = None
        self.bounds: tuple[int, Rect] | None = None

    def add(self, role: Role, **about: Unpack[About]) -> Node:
        """Return a new last child."""
        child = Node(self.ids, role, **about)
        self.children.append(child)
        return child


class Tree:
    """Hands out element ids, growing from 1; `root` is the Document."""

    def __init__(self, ids: Iterator[int] | None = None) -> None:
        """Begin with the root; a tree with the `ids` of another can be grafted into it."""
        self.ids = count(1) if ids is None else ids
        self.root = Node(self.ids, "Document")


def freeze(node: Node) -> Element:
    """Return the finished element with all below it."""
    return Element(
        id=node.id,
        role=node.role,
        children=tuple([freeze(child) for child in node.children]),
        language=node.language,
        alt=node.alt,
        actual_text=node.actual_text,
        expansion=node.expansion,
        scope=node.scope,
        numbering=node.numbering,
        href=node.href,
        bounds=node.bounds,
    )
