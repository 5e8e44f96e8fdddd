"""The one place that speaks to python-pptx: its package, parts and relationships carry our markup.

Slides are not built through its object model: that walks every placeholder by XPath and every part for a free name, which makes
the cost of a deck grow with the square of its slides. Here names are counted and markup is written once. python-pptx is pinned,
because the constructors used here are not all part of its documented interface; `tests/powerpoint/test_parts.py` holds them.
"""

# ruff: noqa: SLF001 - markup reads best unbroken; python-pptx keeps its elements private
from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import lru_cache
from io import BytesIO
from posixpath import relpath
from typing import Any, NamedTuple

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TARGET_MODE as RTM
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, PartFactory, _Relationship
from pptx.opc.packuri import PACKAGE_URI, PackURI
from pptx.oxml import parse_xml
from pptx.package import Package
from pptx.parts.image import ImagePart

from generator.deck.model import ChartShape
from generator.picture import Picture
from generator.powerpoint.chart import chart_xml, workbook
from generator.powerpoint.markup import DECLARATION, NAMESPACES, P, check_link
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.template import Template

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GROWING = frozenset({CT.PML_PRESENTATION_MAIN, CT.PML_PRES_MACRO_MAIN, CT.PML_TEMPLATE_MAIN})  # what slides are listed in
_BEFORE_SLIDES = frozenset({"sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"})
_DEFAULTS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "xlsx": _XLSX,
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}


class DeckPackage:
    """A presentation that grows slide by slide."""

    def __init__(self, package: Package, parts: dict[str, Part] | None = None) -> None:
        """Take over an open package, whose parts by name may be known already; its slides, if any, are not counted."""
        self.package = package
        self.presentation = self.package.main_document_part
        self.parts = parts if parts is not None else {str(part.partname): part for part in package.iter_parts()}
        self.notes_master = _related(self.presentation, RT.NOTES_MASTER)
        self._steady: frozenset[str] = frozenset()  # members that are the same in every deck on this template
        self._pictures: dict[bytes, ImagePart] = {}
        self._links: dict[tuple[Part, str], str] = {}
        self._slides = self._charts = 0

    @classmethod
    def open(cls, template: bytes) -> DeckPackage:
        """Return the package of a template's bytes, its markup parsed."""
        return cls(Package.open(BytesIO(template)))

    @classmethod
    def cast(cls, template: Template | bytes) -> DeckPackage:
        """Return the package of a template to write slides into: only what they are listed in is parsed."""
        mould = _mould(template)
        package = Package("")
        parts: dict[str, Part] = {
            kept.name: PartFactory(kept.name, kept.kind, package, kept.blob)
            if kept.kind in _GROWING
            else Part(kept.name, kept.kind, package, kept.blob)
            for kept in mould
            if kept.name != PACKAGE_URI
        }
        for kept in mould:
            rels = parts[kept.name].rels if kept.name != PACKAGE_URI else package._rels
            for rel_id, reltype, target, external in kept.rels:
                mode = RTM.EXTERNAL if external else RTM.INTERNAL
                end = target if external else parts[target]
                rels._rels[rel_id] = _Relationship(kept.name.baseURI, rel_id, reltype, mode, end)
        deck = cls(package, parts)
        steady = [kept.name for kept in mould if kept.name != PACKAGE_URI and kept.kind not in _GROWING]
        deck._steady = frozenset(name for part in steady for name in (part.membername, part.rels_uri.membername))
        return deck

    def layout(self, name: str) -> Part:
        """Return the layout part called `name`."""
        return self.parts[name]

    # --- growing ------------------------------------------------------------------------------------------------------

    def new_slide(self, layout: Part) -> Part:
        """Return a slide part without content, related to its layout (rId1) and to the presentation."""
        self._slides += 1
        part = Part(PackURI(f"/ppt/slides/slide{self._slides}.xml"), CT.PML_SLIDE, self.package)
        _relate(part, layout, RT.SLIDE_LAYOUT)
        return part

    def attach(self, slide: Part, markup: str) -> str:
        """Give `slide` its content and return the id of its relationship from the presentation."""
        self.set_markup(slide, markup)
        return _relate(self.presentation, slide, RT.SLIDE)

    def set_markup(self, part: Part, markup: str) -> None:
        """Give a part its content, which is parsed when the finished file is checked."""
        part.blob = markup.encode()

    def add_notes(self, slide: Part) -> Part:
        """Return a notes part without content, related to its slide and the notes master."""
        number = self._slides
        part = Part(PackURI(f"/ppt/notesSlides/notesSlide{number}.xml"), CT.PML_NOTES_SLIDE, self.package)
        assert self.notes_master is not None
        _relate(part, self.notes_master, RT.NOTES_MASTER)
        _relate(part, slide, RT.SLIDE)
        _relate(slide, part, RT.NOTES_SLIDE)
        return part

    def link(self, part: Part, href: str) -> str:
        """Return the id of `part`'s relationship to an allowed address outside."""
        known = self._links.get((part, href))
        if known is None:
            known = self._links[part, href] = _relate(part, check_link(href), RT.HYPERLINK, external=True)
        return known

    def picture(self, part: Part, picture: Picture) -> str:
        """Return the id of `part`'s relationship to a picture; equal pictures are stored once."""
        digest = hashlib.sha256(picture.data).digest()
        image = self._pictures.get(digest)
        if image is None:
            extension = "png" if picture.media_type == "image/png" else "jpg"
            name = PackURI(f"/ppt/media/picture{len(self._pictures) + 1}.{extension}")
            image = ImagePart(name, picture.media_type, self.package, picture.data)
            self._pictures[digest] = image
        return part.relate_to(image, RT.IMAGE)

    def chart(self, part: Part, chart: ChartShape, language: str, *, rtl: bool, accent: str, text: str) -> str:
        """Return the id of `part`'s relationship to a new chart with its workbook."""
        self._charts += 1
        markup = chart_xml(chart, language, rtl=rtl, accent=accent, text=text).encode()
        chart_part = Part(PackURI(f"/ppt/charts/chart{self._charts}.xml"), CT.DML_CHART, self.package, markup)
        sheet = Part(
            PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{self._charts}.xlsx"),
            _XLSX,
            self.package,
            workbook(chart),
        )
        _relate(chart_part, sheet, RT.PACKAGE)
        return _relate(part, chart_part, RT.CHART)

    # --- the whole ----------------------------------------------------------------------------------------------------

    def list_slides(self, slides: list[tuple[int, str]], sections: str) -> None:
        """Write the slide list (id, relationship id) and the sections into the presentation part."""
        root = self.presentation._element
        for old in root.findall(f"{{{P}}}sldIdLst"):
            root.remove(old)
        entries = "".join(f'<p:sldId id="{number}" r:id="{rel_id}"/>' for number, rel_id in slides)
        before = [child for child in root if child.tag.rpartition("}")[2] in _BEFORE_SLIDES]
        root.insert(root.index(before[-1]) + 1, parse_xml(f"<p:sldIdLst {NAMESPACES}>{entries}</p:sldIdLst>"))
        if sections:
            extensions = root.find(f"{{{P}}}extLst")
            if extensions is None:
                extensions = parse_xml(f"<p:extLst {NAMESPACES}/>")
                root.append(extensions)
            extensions.append(parse_xml(sections))

    def set_properties(self, core: str, extended: str) -> None:
        """Put core and extended properties in the place of those that are there."""
        self._replace(RT.CORE_PROPERTIES, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, core)
        self._replace(RT.EXTENDED_PROPERTIES, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, extended)

    def _replace(self, reltype: str, name: str, content_type: str, content: str) -> None:
        for rel_id in [key for key, rel in self.package._rels.items() if rel.reltype == reltype]:
            self.package._rels.pop(rel_id)
        self.package.relate_to(Part(PackURI(name), content_type, self.package, content.encode()), reltype)

    def pack(self) -> bytes:
        """Return the package as bytes: content types, relationships and parts in the order they are reached."""
        reached: dict[Part, Any] = {}
        _reach(self.package._rels, reached)
        members = [("[Content_Types].xml", _content_types(reached)), ("_rels/.rels", _relationships(self.package._rels))]
        for part, rels in reached.items():
            name = str(part.partname)[1:]
            members.append((name, part.blob))
            if rels._rels:
                folder, _, file = name.rpartition("/")
                members.append((f"{folder}/_rels/{file}.rels", _relationships(rels)))
        return zip_bytes(members, self._steady)


class _Kept(NamedTuple):
    """A template's part as it is remembered: its relationships are (id, type, part name or address, external)."""

    name: PackURI
    kind: str
    blob: bytes
    rels: tuple[tuple[str, str, str, bool], ...]


@lru_cache(maxsize=8)
def _mould(template: Template | bytes) -> tuple[_Kept, ...]:
    """Return a template's parts, read once for all decks of a batch; the package itself comes first."""
    if isinstance(template, Template):
        return tuple(_kept(template, name) for name in ("", *template.parts))
    package = Package.open(BytesIO(template))
    kept = [_Kept(PACKAGE_URI, "", b"", _kept_rels(package._rels))]
    kept += [_Kept(part.partname, part.content_type, part.blob, _kept_rels(part.rels)) for part in package.iter_parts()]
    return tuple(kept)


def _kept(template: Template, name: str) -> _Kept:
    """Return a part of a template made here as python-pptx would give it back, had it read the packed template."""
    uri, targets = PackURI(f"/{name}"), template.rels.get(name, ())
    rels = tuple(
        (f"rId{n}", kind, PackURI.from_rel_ref(uri.baseURI, target), False) for n, (kind, target) in enumerate(targets, 1)
    )
    if uri == PACKAGE_URI:
        return _Kept(uri, "", b"", rels)
    kind, content = template.parts[name]
    return _Kept(uri, kind, PartFactory(uri, kind, Package(""), content).blob, rels)


def _kept_rels(rels: Any) -> tuple[tuple[str, str, str, bool], ...]:  # noqa: ANN401 - python-pptx's own mapping
    return tuple(
        (key, rel.reltype, rel.target_ref if rel.is_external else rel.target_part.partname, rel.is_external)
        for key, rel in rels.items()
    )


def _relate(source: Part, target: Part | str, reltype: str, *, external: bool = False) -> str:
    """Relate without looking for an equal relationship first: that search is what makes long decks slow."""
    rels = source.rels
    known = rels._rels
    rel_id = f"rId{len(known) + 1}"
    if rel_id in known:
        return str(rels._add_relationship(reltype, target, is_external=external))  # finds the number that is free
    mode = RTM.EXTERNAL if external else RTM.INTERNAL
    known[rel_id] = _Relationship(rels._base_uri, rel_id, reltype, mode, target)
    return rel_id


def _reach(rels: Any, reached: dict[Part, Any]) -> None:  # noqa: ANN401 - python-pptx's own mapping
    """Note the parts that relationships lead to, each with its own, in the order of `Package.iter_parts`."""
    for rel in rels._rels.values():
        part = rel._target
        if part not in reached and rel._target_mode != RTM.EXTERNAL:
            reached[part] = part.rels
            _reach(part.rels, reached)


def _related(part: Part, reltype: str) -> Part | None:
    return next((rel.target_part for rel in part.rels.values() if rel.reltype == reltype), None)


@lru_cache(maxsize=256)
def _way(start: str, folder: str) -> str:
    """Return the relative path from one folder of a package to another, "" or ending in a slash."""
    way = relpath(folder, start)
    return "" if way == "." else f"{way}/"


def _content_types(parts: Collection[Part]) -> bytes:
    named = [(part.partname, part.partname.rpartition(".")[2], part.content_type) for part in parts]
    used = {extension.lower() for _, extension, _ in named} | {"rels", "xml"}
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in _DEFAULTS.items() if extension in used
    )
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, extension, kind in named
        if extension == "xml" or _DEFAULTS.get(extension.lower()) != kind
    )
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}content-types">{defaults}{overrides}</Types>'.encode()


def _relationships(rels: Any) -> bytes:  # noqa: ANN401 - python-pptx's own mapping
    out = []
    start = rels._base_uri
    for rel_id, rel in rels._rels.items():
        target, mode = rel._target, ""
        if rel._target_mode == RTM.EXTERNAL:
            target, mode = target.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"), ' TargetMode="External"'
        else:
            folder, _, name = target.partname.rpartition("/")
            target = _way(start, folder or "/") + name
        out.append(f'<Relationship Id="{rel_id}" Type="{rel._reltype}" Target="{target}"{mode}/>')
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}relationships">{"".join(out)}</Relationships>'.encode()
