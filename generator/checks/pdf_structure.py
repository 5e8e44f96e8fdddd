"""Checks of the structure tree: roles, nesting, alternatives, scopes, headings, and its ties to the pages (PDF/UA-1 7)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.pdf_content import Page
from generator.checks.pdf_reader import PdfFile, Ref, Value, text_of
from generator.errors import Problem
from generator.languages import WELL_FORMED

STANDARD = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private", "P",
     "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody",
     "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"}
)  # fmt: skip
_CHILDREN = {
    "L": frozenset({"LI", "Caption", "L"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
}
_PARENTS = {
    "LI": frozenset({"L"}),
    "LBody": frozenset({"LI"}),
    "TR": frozenset({"Table", "THead", "TBody", "TFoot"}),
    "TH": frozenset({"TR"}),
    "TD": frozenset({"TR"}),
    "THead": frozenset({"Table"}),
    "TBody": frozenset({"Table"}),
}
DEEPEST = 200


class Node:
    """A structure element as found: its role after the role map, its children, its marked content and its links."""

    __slots__ = ("children", "content", "entries", "number", "objects", "role")

    def __init__(self, number: int, role: str, entries: dict[str, Value]) -> None:
        """Begin with nothing in it."""
        self.number, self.role, self.entries = number, role, entries
        self.children: list[Node] = []
        self.content: list[tuple[int, int]] = []  # page object number, MCID
        self.objects: list[int] = []  # annotations


def read_structure(file: PdfFile, root: dict[str, Value]) -> Node | None:
    """Return the structure tree, None if there is none."""
    tree = file.dictionary(root.get("StructTreeRoot"))
    if not tree:
        return None
    roles = {key: str(file.resolve(value)) for key, value in file.dictionary(tree.get("RoleMap")).items()}
    top = Node(0, "", {})
    stack: list[tuple[Value, Node, Value, int]] = [(kid, top, None, 0) for kid in reversed(file.array(tree.get("K")))]
    seen: set[int] = set()
    while stack:
        value, parent, page, depth = stack.pop()
        if isinstance(value, int) and isinstance(page, Ref):
            parent.content.append((page.number, value))
            continue
        number = value.number if isinstance(value, Ref) else 0
        entries = file.dictionary(value)
        kind = entries.get("Type")
        own_page = entries.get("Pg", page)
        if kind == "MCR":
            mcid = entries.get("MCID")
            if isinstance(own_page, Ref) and isinstance(mcid, int):
                parent.content.append((own_page.number, mcid))
        elif kind == "OBJR":
            target = entries.get("Obj")
            if isinstance(target, Ref):
                parent.objects.append(target.number)
        elif entries and number not in seen and depth < DEEPEST:
            seen.add(number)
            role = str(entries.get("S", ""))
            for _ in range(4 if role in roles else 0):
                role = roles.get(role, role)
            node = Node(number, role, entries)
            parent.children.append(node)
            stack += [(kid, node, own_page, depth + 1) for kid in reversed(file.array(entries.get("K")))]
    return top


def walk(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield every element below `node` with its parent, in reading order."""
    stack = [(child, node) for child in reversed(node.children)]
    while stack:
        here, parent = stack.pop()
        yield here, parent
        if here.children:
            stack += [(child, here) for child in reversed(here.children)]


def check_structure(file: PdfFile, root: dict[str, Value], pages: list[Page]) -> Iterator[Problem]:
    """Yield problems of the structure tree."""
    top = read_structure(file, root)
    if top is None or not top.children:
        yield Problem("F50", "PDF/UA-1 7.1: the file has no structure tree")
        return
    pairs = list(walk(top))
    nodes = [node for node, _ in pairs]
    for node, parent in pairs:
        yield from _check_node(file, node, parent)
    yield from _check_headings(nodes)
    yield from _check_tables(nodes)
    yield from _check_ids(nodes)
    yield from _check_ties(file, root, nodes, pages)


def _check_node(file: PdfFile, node: Node, parent: Node) -> Iterator[Problem]:
    """Yield problems of one element by itself and under its parent."""
    entries, role = node.entries, node.role
    if role not in STANDARD:
        yield Problem("F51", f"PDF/UA-1 7.1: element {node.number} has the role {role!r}, which is not standard")
    if parent.number and entries.get("P") != Ref(parent.number, 0):
        yield Problem("F52", f"element {node.number} names another parent than the one it stands in")
    if role in _PARENTS and parent.role not in _PARENTS[role]:
        yield Problem("F53", f"PDF/UA-1 7.2: {role} in {parent.role or 'the root'}")
    allowed = _CHILDREN.get(role)
    if allowed is not None:
        for child in node.children:
            if child.role not in allowed:
                yield Problem("F53", f"PDF/UA-1 7.2: {child.role} in {role}")
        if node.content:
            yield Problem("F53", f"PDF/UA-1 7.2: text directly in {role}")
    if role == "Figure" and not text_of(file.resolve(entries.get("Alt"))).strip():
        yield Problem("F54", f"PDF/UA-1 7.3: figure {node.number} has no alternative text")
    if role == "TH" and _attribute(file, entries, "Scope") not in {"Row", "Column", "Both"}:
        yield Problem("F55", f"PDF/UA-1 7.5: header cell {node.number} has no scope")
    labelled = role == "L" and any(c.role == "Lbl" for item in node.children for c in item.children)
    if labelled and _attribute(file, entries, "ListNumbering") is None:
        yield Problem("F56", f"PDF/UA-1 7.6: list {node.number} has labels but no numbering")
    if role == "Note" and not isinstance(file.resolve(entries.get("ID")), bytes):
        yield Problem("F57", f"PDF/UA-1 7.9: note {node.number} has no ID")
    if role == "Link" and not any(n.objects for n in (node, *(c for c, _ in walk(node)))):
        yield Problem("F58", f"PDF/UA-1 7.18.5: link element {node.number} has no annotation")
    if "Lang" in entries and WELL_FORMED.fullmatch(text_of(file.resolve(entries["Lang"]))) is None:
        yield Problem("F59", f"PDF/UA-1 7.2: element {node.number} has a malformed language")


def _attribute(file: PdfFile, entries: dict[str, Value], key: str) -> Value:
    """Return an attribute of an element, from whichever owner has it."""
    for attributes in file.array(entries.get("A")):
        found = file.dictionary(attributes).get(key)
        if found is not None:
            return found
    return None


def _check_headings(nodes: list[Node]) -> Iterator[Problem]:
    """Yield a problem where a heading level is left out."""
    last = 0
    for node in nodes:
        if len(node.role) == 2 and node.role[0] == "H" and node.role[1].isdigit():
            level = int(node.role[1])
            if level > last + 1:
                yield Problem("F60", f"PDF/UA-1 7.4.2: heading level {level} follows level {last}")
            last = level


def _check_tables(nodes: list[Node]) -> Iterator[Problem]:
    """Yield a problem for a table whose rows differ in length (no cell of ours spans)."""
    for table in nodes:
        if table.role == "Table":
            lengths = {len(row.children) for row, _ in walk(table) if row.role == "TR"}
            if len(lengths) > 1:
                yield Problem("F61", f"PDF/UA-1 7.2: rows of table {table.number} have {sorted(lengths)} cells")


def _check_ids(nodes: list[Node]) -> Iterator[Problem]:
    """Yield a problem where two elements have the same ID."""
    seen: set[bytes] = set()
    for node in nodes:
        own = node.entries.get("ID")
        if isinstance(own, bytes):
            if own in seen:
                yield Problem("F57", f"PDF/UA-1 7.9: the ID {text_of(own)!r} is used twice")
            seen.add(own)


def _check_ties(file: PdfFile, root: dict[str, Value], nodes: list[Node], pages: list[Page]) -> Iterator[Problem]:
    """Yield problems of the ties between tree and pages: each marked content has one owner and the parent tree names it."""
    owners: dict[tuple[int, int], int] = {}
    linked: dict[int, int] = {}
    for node in nodes:
        for place in node.content:
            if place in owners:
                yield Problem("F62", f"marked content {place[1]} of page object {place[0]} belongs to two elements")
            owners[place] = node.number
        linked.update(dict.fromkeys(node.objects, node.number))
    parents = _number_tree(file, file.dictionary(root.get("StructTreeRoot")).get("ParentTree"))
    claimed: dict[int, set[int]] = {}
    for place in owners:
        claimed.setdefault(place[0], set()).add(place[1])
    for index, page in enumerate(pages, 1):
        named = file.array(parents.get(_key(page.entries.get("StructParents"))))
        marked = [e.mcid for e in page.events if e.kind == "begin" and e.mcid is not None]
        for mcid in marked:
            owner = owners.get((page.number, mcid))
            if owner is None:
                yield Problem("F63", f"PDF/UA-1 7.1: marked content {mcid} of page {index} is in no element")
            elif mcid >= len(named) or named[mcid] != Ref(owner, 0):
                yield Problem("F64", f"the parent tree is wrong about marked content {mcid} of page {index}")
        for mcid in sorted(claimed.get(page.number, set()) - set(marked)):
            yield Problem("F65", f"an element claims marked content {mcid} of page {index}, which is not there")
        for annotation in file.array(page.entries.get("Annots")):
            own = annotation.number if isinstance(annotation, Ref) else 0
            if own not in linked:
                yield Problem("F66", f"PDF/UA-1 7.18.1: annotation {own} of page {index} is in no element")
            elif parents.get(_key(file.dictionary(annotation).get("StructParent"))) != Ref(linked[own], 0):
                yield Problem("F64", f"PDF/UA-1 7.18.1: the parent tree is wrong about annotation {own}")


def _key(value: Value) -> int:
    return value if isinstance(value, int) else -1


def _number_tree(file: PdfFile, value: Value) -> dict[int, Value]:
    """Return a number tree (7.9.7) as a dictionary."""
    found: dict[int, Value] = {}
    stack: list[Value] = [value]
    for _ in range(10_000):
        if not stack:
            break
        node = file.dictionary(stack.pop())
        entries = file.array(node.get("Nums"))
        found.update((k, v) for k, v in zip(entries[::2], entries[1::2], strict=False) if isinstance(k, int))
        stack.extend(file.array(node.get("Kids")))
    return found
