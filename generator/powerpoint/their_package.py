"""Someone else's presentation as a package: opened if it is safe, freed of samples, its layouts read, its parts completed."""

# ruff: noqa: E501, SLF001 - names of typefaces read best unbroken; python-pptx keeps its elements private
from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.package import Package
from pptx.parts.slide import NotesMasterPart

from generator.errors import AssetError, Place, Problem, Severity, printable
from generator.powerpoint.inheritance import Layout, a, p, read_layout, restore_geometry, theme_colours
from generator.powerpoint.markup import DECLARATION, EMU, NAMESPACES
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.plan import Palette
from generator.powerpoint.safety import check_package
from generator.powerpoint.table_style import NAMESPACE, STYLE_ID, table_style
from generator.powerpoint.template import notes_master, view_properties

LEAST_SIDE, MOST_SIDE = 914_400, 51_206_400  # of a slide, in EMU
_OFFICE_FONTS = frozenset({
    "arial", "calibri", "calibri light", "cambria", "candara", "consolas", "constantia", "corbel", "georgia", "tahoma", "verdana",
    "aptos", "aptos display", "gill sans mt", "segoe ui", "segoe ui light", "trebuchet ms", "times new roman", "century gothic",
    "franklin gothic book", "franklin gothic medium", "garamond", "nirmala ui", "leelawadee ui", "myanmar text", "ebrima",
    "yu gothic", "meiryo", "microsoft yahei", "microsoft jhenghei", "malgun gothic", "century", "book antiqua", "impact",
})  # fmt: skip


def open_template(data: bytes, path: str) -> TheirPackage:
    """Return the package of a checked template; .potx and .ppsx are opened as presentations."""
    members = check_package(data, path)
    types = members["[Content_Types].xml"]
    for kind in (b"template.main+xml", b"slideshow.main+xml"):
        types = types.replace(b"presentationml." + kind, b"presentationml.presentation.main+xml")
    members["[Content_Types].xml"] = types
    try:
        package = Package.open(BytesIO(zip_bytes(members.items())))
        package.main_document_part._element.find(p("sldMasterIdLst"))  # what is not a presentation has no such element
        _check_frame(package.main_document_part)
    except (KeyError, ValueError, AttributeError, TypeError, etree.XMLSyntaxError) as error:
        raise AssetError(
            Problem(
                "Y01", f"expected a PowerPoint template, found a package that cannot be read ({printable(str(error), 100)})",
                Place(path or "template"), "open it in PowerPoint and save it as .potx",
            )
        ) from None  # fmt: skip
    return TheirPackage(package, path)


def _check_frame(presentation: Any) -> None:  # noqa: ANN401
    """Raise ValueError if the slides have an impossible size (ECMA-376, 19.7.10: 1 to 56 inches) or a master has no theme."""
    size = presentation._element.find(p("sldSz"))
    if size is not None and not all(LEAST_SIDE <= int(size.get(side)) <= MOST_SIDE for side in ("cx", "cy")):
        raise ValueError("slides of an impossible size")
    for rel in presentation.rels.values():
        if rel.reltype == RT.SLIDE_MASTER and all(r.reltype != RT.THEME for r in rel.target_part.rels.values()):
            raise ValueError("a slide master without a theme")


class TheirPackage:
    """A package that is being made a template, and what is worth telling of it."""

    def __init__(self, package: Any, path: str) -> None:  # noqa: ANN401
        """Take an open package; `path` names it in problems."""
        self.package, self.path = package, path
        self.presentation = package.main_document_part
        self.problems: list[Problem] = []
        self.samples: list[str] = []  # the master of each sample slide
        size = self.presentation._element.find(p("sldSz"))
        self.width = int(size.get("cx")) / EMU if size is not None else 720.0
        self.height = int(size.get("cy")) / EMU if size is not None else 540.0

    def warn(self, rule: str, message: str, hint: str) -> None:
        """Remember something worth telling."""
        problem = Problem(rule, message, Place(self.path), hint, severity=Severity.WARNING)
        if problem not in self.problems:
            self.problems.append(problem)

    # --- what goes ---

    def drop_samples(self) -> None:
        """Remove sample slides and everything that points at them: sections, custom shows, view state, protection."""
        root = self.presentation._element
        dropped = 0
        self.samples = self._masters_in_use()
        for rel_id, rel in list(self.presentation.rels.items()):
            if rel.reltype == RT.SLIDE:
                self.presentation.rels.pop(rel_id)
                dropped += 1
        if dropped:
            self.warn("Y19", f"expected layouts only, found {dropped} sample slides", "they are left out of the deck")
        for tag in ("sldIdLst", "custShowLst", "photoAlbum"):
            for element in root.findall(p(tag)):
                root.remove(element)
        for element in root.findall(p("modifyVerifier")):
            root.remove(element)
            self.warn("Y18", "expected an unprotected template, found write protection", "the deck is written without it")
        for extension in root.findall(f"{p('extLst')}/{p('ext')}"):
            if any(child.tag.endswith("}sectionLst") for child in extension):
                extension.getparent().remove(extension)
        extensions = root.find(p("extLst"))
        if extensions is not None and not len(extensions):
            root.remove(extensions)
        for rel in list(self.presentation.rels.values()):
            if rel.reltype == RT.VIEW_PROPS:  # the outline view remembers slides
                self._empty(rel.target_part, view_properties())
            elif rel.reltype == RT.PRES_PROPS and b"custShow" in rel.target_part.blob:
                self._empty(rel.target_part, f"{DECLARATION}<p:presentationPr {NAMESPACES}/>")
        if not any(rel.reltype == RT.VIEW_PROPS for rel in self.presentation.rels.values()):
            self.presentation.relate_to(
                Part(PackURI("/ppt/viewProps.xml"), CT.PML_VIEW_PROPS, self.package, view_properties().encode()),
                RT.VIEW_PROPS,
            )  # PowerPoint repairs a package without it
        for rel_id, rel in list(self.package._rels.items()):
            if rel.reltype == RT.THUMBNAIL:
                self.package._rels.pop(rel_id)

    def _masters_in_use(self) -> list[str]:
        """Return the master of each sample slide, in order: they show which of several is meant for what."""
        out = []
        for listed in self.presentation._element.iterfind(f"{p('sldIdLst')}/{p('sldId')}"):
            slide = self.related(self.presentation, listed)
            layout = _target(slide, RT.SLIDE_LAYOUT)
            master = _target(layout, RT.SLIDE_MASTER)
            if master is not None:
                out.append(str(master.partname))
        return out

    @staticmethod
    def _empty(part: Part, content: str) -> None:
        for rel_id in list(part.rels):
            part.rels.pop(rel_id)
        part.blob = content.encode()

    def _unlink_slides(self, part: Any) -> None:  # noqa: ANN401
        """Remove links from a layout or master to sample slides, which would keep them in the package."""
        for rel_id, rel in list(part.rels.items()):
            if rel.reltype == RT.SLIDE:
                for element in part._element.xpath(f"//*[@r:id='{rel_id}']"):
                    element.getparent().remove(element)
                part.rels.pop(rel_id)

    # --- what stays ---

    def layouts(self) -> list[Layout]:
        """Return the layouts of all masters in the order people see them."""
        out = []
        for master_id in self.presentation._element.iterfind(f"{p('sldMasterIdLst')}/{p('sldMasterId')}"):
            master = self.related(self.presentation, master_id)
            if master is None:
                continue
            self._unlink_slides(master)
            _unique_ids(master._element)
            colours = self._colours(master)
            own: list[Layout] = []
            for layout_id in master._element.iterfind(f"{p('sldLayoutIdLst')}/{p('sldLayoutId')}"):
                part = self.related(master, layout_id)
                if part is not None:
                    self._unlink_slides(part)
                    _unique_ids(part._element)
                    own.append(read_layout(part, master, colours))
            restore_geometry(own)
            out += own
        return out

    @staticmethod
    def related(part: Part, element: Any) -> Any:  # noqa: ANN401
        """Return the part that an element of `part` points at, None if there is none."""
        rel_id = element.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        return part.rels[rel_id].target_part if rel_id in part.rels else None

    @staticmethod
    def _colours(master: Any) -> dict[str, Any]:  # noqa: ANN401
        theme = next((rel.target_part for rel in master.rels.values() if rel.reltype == RT.THEME), None)
        mapping = master._element.find(p("clrMap"))
        root = etree.fromstring(theme.blob) if theme is not None else etree.Element("none")
        return theme_colours(root, dict(mapping.attrib) if mapping is not None else {})

    def fonts(self) -> tuple[str, ...]:
        """Return the typefaces of the first master's theme, and warn of those that few machines have."""
        master = next(rel.target_part for rel in self.presentation.rels.values() if rel.reltype == RT.SLIDE_MASTER)
        theme = next((rel.target_part for rel in master.rels.values() if rel.reltype == RT.THEME), None)
        if theme is None:
            return ()
        root = etree.fromstring(theme.blob)
        fonts = []
        for kind in ("majorFont", "minorFont"):
            latin = root.find(f".//{a(kind)}/{a('latin')}")
            face = latin.get("typeface") if latin is not None else ""
            if face and face not in fonts:
                fonts.append(face)
                if face.lower() not in _OFFICE_FONTS:
                    self.warn(
                        "Y16",
                        f"expected a typeface that comes with Office, found {printable(face, 60)}",
                        "install it where the deck is shown, or text may not fit",
                    )
        return tuple(fonts)

    # --- what is added beside the layouts ---

    def add_table_style(self, palette: Palette) -> None:
        """Put our table style beside theirs; its header is told by weight and rule, which any ground allows."""
        style = table_style(
            header_fill=None, header_text=palette.text, text=palette.text, rule=palette.accent, hairline=palette.text
        )
        part = next((rel.target_part for rel in self.presentation.rels.values() if rel.reltype == RT.TABLE_STYLES), None)
        if part is None:
            part = Part(PackURI("/ppt/tableStyles.xml"), CT.PML_TABLE_STYLES, self.package, b"")
            self.presentation.relate_to(part, RT.TABLE_STYLES)
            part.blob = (
                f'{DECLARATION}<a:tblStyleLst xmlns:a="{NAMESPACE}" def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>'.encode()
            )
        root = etree.fromstring(part.blob)
        for old in root.findall(a("tblStyle")):
            if old.get("styleId") == STYLE_ID:
                root.remove(old)
        root.append(etree.fromstring(style))
        part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def add_notes_master(self) -> None:
        """Give a template without notes master ours, with its own theme."""
        if any(rel.reltype == RT.NOTES_MASTER for rel in self.presentation.rels.values()):
            return
        root = self.presentation._element
        master = next(rel.target_part for rel in self.presentation.rels.values() if rel.reltype == RT.SLIDE_MASTER)
        theme = next(rel.target_part for rel in master.rels.values() if rel.reltype == RT.THEME)
        element = parse_xml(notes_master(self.width / self.height, "en-GB", rtl=False).encode())
        part = NotesMasterPart(PackURI("/ppt/notesMasters/notesMaster1.xml"), CT.PML_NOTES_MASTER, self.package, element)
        part.relate_to(Part(PackURI("/ppt/theme/themeNotes1.xml"), CT.OFC_THEME, self.package, theme.blob), RT.THEME)
        rel_id = self.presentation.relate_to(part, RT.NOTES_MASTER)
        listed = parse_xml(f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{rel_id}"/></p:notesMasterIdLst>')
        for old in root.findall(p("notesMasterIdLst")):
            root.remove(old)
        root.find(p("sldMasterIdLst")).addnext(listed)


def _unique_ids(root: Any) -> None:  # noqa: ANN401
    """Give shapes that share an id, or have none, their own; some programs number all drawings 0."""
    shapes = list(root.iter(p("cNvPr")))
    used: set[int] = set()
    largest = max((int(shape.get("id", "0")) for shape in shapes), default=0)
    for shape in shapes:
        number = int(shape.get("id", "0"))
        if number in used or number == 0:
            largest += 1
            number = largest
            shape.set("id", str(number))
        used.add(number)


def _target(part: Any, reltype: str) -> Any:  # noqa: ANN401
    return None if part is None else next((rel.target_part for rel in part.rels.values() if rel.reltype == reltype), None)
