"""A finished package, read into parts: their markup, their relationships, and whatever is wrong with these (D01, D02)."""

# ruff: noqa: S314 - only packages made here or checked before are parsed
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from generator.checks.deck_shapes import P, is_citations, layout_size
from generator.checks.deck_zip import members_of
from generator.errors import Place, Problem, Severity, printable

_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "[Content_Types].xml"
_OF_TEMPLATE = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/", "ppt/theme/")
_PREFIX = re.compile(rb'xmlns:(\w+)="http://schemas\.openxmlformats\.org/officeDocument/2006/relationships"')
_OUTSIDE = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


class Relationship(NamedTuple):
    """What a part points at."""

    kind: str
    target: str
    external: bool


class Markup:
    """The content of a part as a tree that nobody changes, and what is asked of it again and again, found once."""

    def __init__(self, source: bytes) -> None:
        """Parse a part."""
        self.root = read_markup(source)
        self.by_tag = _by_tag(self.root)
        self._source = source

    def every(self, tag: str) -> Sequence[Element]:
        """Return the elements of a tag, in the order of the markup."""
        return self.by_tag.get(tag, ())

    @cached_property
    def references(self) -> list[str]:
        """The ids of the relationships that the markup uses, in order."""
        used: set[bytes] = set()
        for prefix in _PREFIX.findall(self._source):  # the space is looked for behind: so the search has letters to go by
            used.update(re.findall(rb"%b:(?<=\s%b:)\w+\s*=\s*\"([^\"]+)\"" % (prefix, prefix), self._source))
        return [value.decode() for value in sorted(used)]

    @cached_property
    def repeated_ids(self) -> list[tuple[str | None, int]]:
        """The shape ids that are there more than once, and how often."""
        ids = [about.get("id") for about in self.every(P + "cNvPr")]
        return [] if len(set(ids)) == len(ids) else [(number, count) for number, count in Counter(ids).items() if count > 1]

    # --- of a layout ---

    @cached_property
    def _placeholders(self) -> list[tuple[Element, Element]]:
        """The shapes that are placeholders, each with what says so."""
        shapes = ((shape, next(shape.iter(P + "ph"), None)) for shape in self.every(P + "sp"))
        return [(shape, ph) for shape, ph in shapes if ph is not None]

    @cached_property
    def cites(self) -> bool:
        """Whether the layout has a placeholder for citations."""
        return any(is_citations(shape) for shape, _ in self._placeholders)

    @cached_property
    def numbers_slides(self) -> bool:
        """Whether the layout has a slide number."""
        return any(ph.get("type") == "sldNum" for ph in self.every(P + "ph"))

    @cached_property
    def _sizes(self) -> tuple[dict[str | None, float | None], dict[str, float | None]]:
        """The sizes that the list styles of the placeholders say, by index and by type; the first of each counts."""
        by_index: dict[str | None, float | None] = {}
        by_type: dict[str, float | None] = {}
        for shape, ph in self._placeholders:
            size = layout_size(shape)
            by_index.setdefault(ph.get("idx"), size)
            by_type.setdefault(ph.get("type", "obj"), size)
        return by_index, by_type

    def size_for(self, ph: Element) -> float | None:
        """Return the size that a slide's placeholder inherits from this layout, if it says one."""
        by_index, by_type = self._sizes
        index = ph.get("idx")
        return by_type.get(ph.get("type", "obj")) if index is None else by_index.get(index)


def read_markup(source: bytes) -> Element:
    """Return the root of a part; ValueError for a document type, which no part may have (ECMA-376 part 2, 8.2)."""
    if b"<!DOCTYPE" in source:
        raise ValueError("a document type declaration")
    return ET.fromstring(source)


_steady = lru_cache(maxsize=32)(Markup)  # the parts of a template are the same in every deck of a batch


def _by_tag(root: Element) -> dict[str, list[Element]]:
    """Return the elements by their tags, in the order of the markup: one walk for all rules, while the tree is fresh."""
    found = defaultdict[str, list[Element]](list)
    for element in root.iter():
        found[element.tag].append(element)
    return found


@dataclass(slots=True)
class Part:
    """A part of a package: its name, what it says, what it is related to."""

    name: str
    markup: Markup
    rels: dict[str, Relationship] = field(default_factory=dict)

    @property
    def root(self) -> Element:
        """The part's tree."""
        return self.markup.root


class Package:
    """A package and the problems found in it so far."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of a .pptx."""
        self.problems: list[Problem] = []
        self.names: set[str] = set()
        self.parts: dict[str, Part] = {}
        self._data = data

    def say(self, rule: str, where: str, message: str, *, warning: bool = False) -> None:
        """Remember a problem at a part."""
        severity = Severity.WARNING if warning else Severity.ERROR
        self.problems.append(Problem(rule, message, Place(where), severity=severity))

    def related(self, part: Part, kind: str) -> list[Part]:
        """Return the parts that `part` is related to by a kind of relationship."""
        found = (resolve(part.name, rel.target) for rel in part.rels.values() if rel.kind.endswith(kind) and not rel.external)
        return [self.parts[name] for name in found if name in self.parts]

    def read(self) -> None:
        """Read every part; raises what `zipfile`, `zlib` and the parser raise for what cannot be read."""
        members = members_of(self._data)
        for name in (n for n, count in Counter(n.lower() for n, _ in members).items() if count > 1):
            self.say("D01", name, "expected every part once, found it twice")
        content = dict(members)
        self.names = set(content)
        self._content_types(content[_TYPES])
        for name, source in content.items():
            if name.endswith(".xml") and name != _TYPES:
                self.parts[name] = Part(name, (_steady if name.startswith(_OF_TEMPLATE) else Markup)(source))
        for name, source in content.items():
            if name.endswith(".rels"):
                self._relationships(name, source)

    def check_references(self) -> None:
        """Demand a relationship for every id that markup uses."""
        for part in self.parts.values():
            for value in part.markup.references:
                if value not in part.rels:
                    self.say("D02", part.name, f"expected relationship {printable(value)}, found none")

    def check_ids(self, part: Part) -> None:
        """Demand different ids of the shapes of a part."""
        for number, count in part.markup.repeated_ids:
            self.say("D03", part.name, f"expected different shape ids, found {number} {count} times")

    def _content_types(self, content: bytes) -> None:
        types = read_markup(content)
        defaults = {e.get("Extension", "").lower() for e in types.iter(_CT + "Default")}
        overrides = {e.get("PartName", "").lstrip("/") for e in types.iter(_CT + "Override")}
        for name in sorted(self.names - {_TYPES}):
            extension = name.rpartition(".")[2].lower()
            known = name in overrides or (extension in defaults and (extension != "xml" or not name.startswith("ppt/")))
            if not known:
                self.say("D01", name, "expected a content type, found none")
        for name in sorted(overrides - self.names):
            self.say("D01", name, "expected a part for its content type, found none")

    def _relationships(self, name: str, content: bytes) -> None:
        folder, _, file = name.rpartition("/")
        source = join(dirname(folder), file[: -len(".rels")]) if folder != "_rels" else ""
        listed = _listed(content)
        rels = dict(listed)
        for rel_id in (one for one, count in Counter(one for one, _ in listed).items() if count > 1):
            self.say("D02", name, f"expected different relationship ids, found {printable(rel_id)} twice")
        if source in self.parts:
            self.parts[source].rels = rels
        elif source and source not in self.names:
            self.say("D02", name, "expected a part for these relationships, found none")
        for rel_id, related in rels.items():
            self._target(name, source, rel_id, related)

    def _target(self, name: str, source: str, rel_id: str, rel: Relationship) -> None:
        target = rel.target
        if rel.external:
            if not (rel.kind.endswith("/hyperlink") and _OUTSIDE.match(target)):
                self.say("D02", name, f"expected links to https, http, mailto or tel only, found {printable(target, 80)}")
        elif "://" in target:
            self.say("D02", name, f"expected {rel_id} to say that its target is external, found {printable(target, 80)}")
        elif resolve(source, target) not in self.names:
            self.say("D02", name, f"expected a part for {rel_id}, found none at {printable(target, 80)}")


@lru_cache(maxsize=256)  # most parts of a batch's decks are related alike
def _listed(content: bytes) -> tuple[tuple[str, Relationship], ...]:
    """Return the relationships that a part of them lists, each with its id."""
    return tuple(
        (e.get("Id", ""), Relationship(e.get("Type", ""), e.get("Target", ""), e.get("TargetMode") == "External"))
        for e in read_markup(content).iter(_REL + "Relationship")
    )


@lru_cache(maxsize=2048)
def resolve(source: str, target: str) -> str:
    """Return the part that a relationship of the part `source` points at."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(source), target))
