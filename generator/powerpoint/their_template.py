"""An organisation's own .pptx or .potx as a template: checked, mapped, completed, and measured.

Its master, layouts, pictures and fonts stay as they are. Sample slides, their sections and custom shows go. What a deck needs and
a layout lacks is added to it: a zone for citations (carved out of the body), a footer, a slide number. Rules: T01-T08 as in
`safety`, T10 no usable layout, T11 a zone was added, T12 a stand-in serves, T13 duplicate placeholder indexes, T14 contrast,
T15 sizes, T16 fonts, T17 background that cannot be judged, T18 protection, T19 sample slides.
"""

# ruff: noqa: E501, SLF001 - markup reads best unbroken; python-pptx keeps its elements private
from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.package import Package
from pptx.parts.slide import NotesMasterPart, SlideLayoutPart

from generator.deck.model import LayoutBoxes
from generator.errors import AssetError, GeneratorError, Place, Problem, Severity, printable
from generator.geometry import Rect
from generator.powerpoint.colours import LARGE, READABLE, palette_of
from generator.powerpoint.inheritance import (
    Holder,
    Layout,
    a,
    colour_value,
    ground_behind,
    move,
    p,
    read_layout,
    restore_geometry,
    theme_colours,
)
from generator.powerpoint.mapping import PURPOSES, Match, match_layouts
from generator.powerpoint.markup import DECLARATION, EMU, NAMESPACES, TextFrame, attribute, scheme, xfrm
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.parts import DeckPackage
from generator.powerpoint.plan import LayoutPlan, Palette, Slot, TemplatePlan
from generator.powerpoint.safety import check_package
from generator.powerpoint.table_style import NAMESPACE, STYLE_ID, table_style
from generator.powerpoint.template import notes_master, view_properties
from generator.theme import Colour, contrast
from generator.values import value

BODY_FLOOR, CITATIONS_SIZE, FOOTER_FLOOR = 18.0, 12.0, 9.0
REFERENCE_SIZE = 16.0
CITATIONS_HEIGHT = 44.0
CAPTION_HEIGHT = 52.0
GAP = 6.0
LEAST_SIDE, MOST_SIDE = 914_400, 51_206_400  # of a slide, in EMU
_OFFICE_FONTS = frozenset({
    "arial", "calibri", "calibri light", "cambria", "candara", "consolas", "constantia", "corbel", "georgia", "tahoma", "verdana",
    "aptos", "aptos display", "gill sans mt", "segoe ui", "segoe ui light", "trebuchet ms", "times new roman", "century gothic",
    "franklin gothic book", "franklin gothic medium", "garamond", "nirmala ui", "leelawadee ui", "myanmar text", "ebrima",
    "yu gothic", "meiryo", "microsoft yahei", "microsoft jhenghei", "malgun gothic", "century", "book antiqua", "impact",
})  # fmt: skip


@value
class Mapped:
    """Which layout serves a purpose and how it was found."""

    purpose: str
    layout: str
    how: str
    added: tuple[str, ...]  # roles that were added to it


@value
class TemplateReport:
    """What `check_template` found: usable if no problem is an error."""

    mapped: tuple[Mapped, ...]
    fonts: tuple[str, ...]
    sizes: dict[str, dict[str, float]]
    problems: tuple[Problem, ...]
    width: float = 0.0
    height: float = 0.0

    @property
    def usable(self) -> bool:
        """Whether a deck can be built on it."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


@dataclass(slots=True)
class TheirTemplate:
    """A template made ready: the completed package, what the emitter needs, and where everything stands."""

    packed: bytes
    plan: TemplatePlan
    boxes: LayoutBoxes
    mapped: list[Mapped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fonts: tuple[str, ...] = ()


def read_boxes(data: bytes, *, path: str = "") -> LayoutBoxes:
    """Return where a template's placeholders are, for the deck to be laid out in; AssetError if it must not be used."""
    return adopt(data, path=path).boxes


def template_for_writing(data: bytes) -> tuple[bytes, TemplatePlan]:
    """Return the completed template as package bytes, and its plan."""
    theirs = adopt(data)
    return theirs.packed, theirs.plan


def check_template(data: bytes, *, path: str = "") -> TemplateReport:
    """Return what a template offers and lacks; never raises for a bad one."""
    try:
        theirs = adopt(data, path=path)
    except GeneratorError as error:
        return TemplateReport((), (), {}, tuple(error.problems))
    place = Place(path or "template")
    return TemplateReport(
        tuple(theirs.mapped),
        theirs.fonts,
        theirs.boxes.sizes,
        tuple(replace(one, where=place) for one in theirs.problems),
        theirs.boxes.width,
        theirs.boxes.height,
    )


def adopt(data: bytes, *, path: str = "") -> TheirTemplate:
    """Return a template ready to take slides; AssetError if it is unsafe or has no usable layout."""
    try:
        return _adopted(data)
    except AssetError as error:
        place = Place(path or "template")
        raise AssetError(*(replace(problem, where=place) for problem in error.problems)) from None


@lru_cache(maxsize=2)
def _adopted(data: bytes) -> TheirTemplate:
    """Remember the last templates: a batch of languages reads its template once."""
    package = _open(data, "template")
    adopter = _Adopter(package, "template")
    adopter.drop_samples()
    return adopter.adopt()


def _open(data: bytes, path: str) -> Any:  # noqa: ANN401 - python-pptx's package
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
                "T01", f"expected a PowerPoint template, found a package that cannot be read ({printable(str(error), 100)})",
                Place(path or "template"), "open it in PowerPoint and save it as .potx",
            )
        ) from None  # fmt: skip
    return package


def _check_frame(presentation: Any) -> None:  # noqa: ANN401
    """Raise ValueError if the slides have an impossible size (ECMA-376, 19.7.10: 1 to 56 inches) or a master has no theme."""
    size = presentation._element.find(p("sldSz"))
    if size is not None and not all(LEAST_SIDE <= int(size.get(side)) <= MOST_SIDE for side in ("cx", "cy")):
        raise ValueError("slides of an impossible size")
    for rel in presentation.rels.values():
        if rel.reltype == RT.SLIDE_MASTER and all(r.reltype != RT.THEME for r in rel.target_part.rels.values()):
            raise ValueError("a slide master without a theme")


class _Adopter:
    """Turns an open package into a TheirTemplate, collecting what is worth telling."""

    def __init__(self, package: Any, path: str) -> None:  # noqa: ANN401
        self.package, self.path = package, path
        self.presentation = package.main_document_part
        self.problems: list[Problem] = []
        self._samples: list[str] = []
        size = self.presentation._element.find(p("sldSz"))
        self.width = int(size.get("cx")) / EMU if size is not None else 720.0
        self.height = int(size.get("cy")) / EMU if size is not None else 540.0

    def warn(self, rule: str, message: str, hint: str) -> None:
        """Remember something worth telling."""
        problem = Problem(rule, message, Place(self.path), hint, severity=Severity.WARNING)
        if problem not in self.problems:
            self.problems.append(problem)

    # --- what goes ----------------------------------------------------------------------------------------------------

    def drop_samples(self) -> None:
        """Remove sample slides and everything that points at them: sections, custom shows, view state, protection."""
        root = self.presentation._element
        dropped = 0
        self._samples = self._masters_in_use()
        for rel_id, rel in list(self.presentation.rels.items()):
            if rel.reltype == RT.SLIDE:
                self.presentation.rels.pop(rel_id)
                dropped += 1
        if dropped:
            self.warn("T19", f"expected layouts only, found {dropped} sample slides", "they are left out of the deck")
        for tag in ("sldIdLst", "custShowLst", "photoAlbum"):
            for element in root.findall(p(tag)):
                root.remove(element)
        for element in root.findall(p("modifyVerifier")):
            root.remove(element)
            self.warn("T18", "expected an unprotected template, found write protection", "the deck is written without it")
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
            slide = self._related(self.presentation, listed)
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

    # --- what stays ---------------------------------------------------------------------------------------------------

    def layouts(self) -> list[Layout]:
        """Return the layouts of all masters in the order people see them."""
        out = []
        for master_id in self.presentation._element.iterfind(f"{p('sldMasterIdLst')}/{p('sldMasterId')}"):
            master = self._related(self.presentation, master_id)
            if master is None:
                continue
            self._unlink_slides(master)
            _unique_ids(master._element)
            colours = self._colours(master)
            own: list[Layout] = []
            for layout_id in master._element.iterfind(f"{p('sldLayoutIdLst')}/{p('sldLayoutId')}"):
                part = self._related(master, layout_id)
                if part is not None:
                    self._unlink_slides(part)
                    _unique_ids(part._element)
                    own.append(read_layout(part, master, colours))
            restore_geometry(own)
            out += own
        return out

    @staticmethod
    def _related(part: Part, element: Any) -> Any:  # noqa: ANN401
        rel_id = element.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        return part.rels[rel_id].target_part if rel_id in part.rels else None

    @staticmethod
    def _colours(master: Any) -> dict[str, Any]:  # noqa: ANN401
        theme = next((rel.target_part for rel in master.rels.values() if rel.reltype == RT.THEME), None)
        mapping = master._element.find(p("clrMap"))
        root = etree.fromstring(theme.blob) if theme is not None else etree.Element("none")
        return theme_colours(root, dict(mapping.attrib) if mapping is not None else {})

    def adopt(self) -> TheirTemplate:
        """Map the layouts, complete them and return the whole."""
        layouts = self.layouts()
        found = match_layouts(layouts, self.width, self.height, self._samples)
        if not found:
            raise AssetError(
                Problem(
                    "T10", f"expected a layout with a title and room for text, found none in {len(layouts)} layouts",
                    Place(self.path), "add a layout with a title and a content placeholder at least half the slide wide",
                )
            )  # fmt: skip
        duplicates = sum(layout.duplicates for layout in layouts)
        if duplicates:
            self.warn(
                "T13",
                f"expected a different index for each placeholder, found {duplicates} repeated",
                "they are renumbered in the deck",
            )
        mapped = []
        ready: dict[str, dict[str, Holder]] = {}
        for purpose in PURPOSES:
            match = found[purpose]
            if match.made:
                match = self._divide(purpose, match)
            added = self._complete(purpose, match)
            found[purpose] = match
            ready[purpose] = match.roles
            if match.how == "stand-in":
                self.warn("T12", f"expected a layout for {purpose}, found none", f'"{match.layout.name}" stands in for it')
            for role in added:
                self.warn(
                    "T11", f'expected a {role} placeholder on "{match.layout.name}", found none', "one is added in the deck"
                )
            mapped.append(Mapped(purpose, match.layout.name, match.how, tuple(added)))
        palette = self._palette(found["content"])
        plans, boxes, sizes = {}, {}, {}
        for purpose, match in found.items():
            slots = {role: self._slot(role, holder, match.layout, purpose) for role, holder in match.roles.items()}
            plans[purpose] = LayoutPlan(str(match.layout.part.partname), slots)
            boxes[purpose] = {role: _usable_rect(role, holder) for role, holder in match.roles.items()}
            sizes[purpose] = {role: slots[role].frame.size for role in match.roles if role != "picture"}
        self._table_style(palette)
        self._notes_master()
        fonts = self._fonts()
        rtl = found["content"].roles["body"].rtl
        return TheirTemplate(
            DeckPackage(self.package).pack(), TemplatePlan(plans, rtl, palette), LayoutBoxes(self.width, self.height, boxes, sizes), mapped,
            self.problems, fonts,
        )  # fmt: skip

    def _palette(self, content: Match) -> Palette:
        """Return the colours of shapes on content slides; on a picture, the opposite of the template's own text is the ground."""
        body, colours = content.roles["body"], content.layout.scheme
        ground = body.ground
        if ground is None:
            ink = colour_value(body.colour, colours) or colours["tx1"]
            white, black = Colour(255, 255, 255), Colour(0, 0, 0)
            ground = white if contrast(ink, white) >= contrast(ink, black) else black
        return palette_of(colours, ground)

    def _slot(self, role: str, holder: Holder, layout: Layout, purpose: str) -> Slot:
        """Return what the emitter needs of a placeholder, and warn of what readers will not be able to read."""
        floor = {"body": BODY_FLOOR, "second": BODY_FLOOR, "title": BODY_FLOOR, "citations": CITATIONS_SIZE}.get(
            role, FOOTER_FLOOR
        )
        size, sized = holder.size, False
        if purpose == "references" and role == "body":
            floor = CITATIONS_SIZE
            if size > REFERENCE_SIZE:
                size, sized = REFERENCE_SIZE, True
        if role != "picture" and size < floor:
            self.warn(
                "T15",
                f'expected {role} text of {floor:g} pt or more on "{layout.name}", found {size:g} pt',
                f"{floor:g} pt is set in the deck",
            )
            size, sized = floor, True
        colour = ""
        ink = colour_value(holder.colour, layout.scheme)
        if holder.ground is None and role in {"title", "body", "second"}:
            self.warn(
                "T17",
                f'expected a plain ground behind text on "{layout.name}", found a picture, gradient or pattern',
                "look at the preview: contrast cannot be judged",
            )
        elif holder.ground is not None and ink is not None and role != "picture":
            ratio = contrast(ink, holder.ground)
            least = LARGE if size >= 24 else READABLE
            if ratio < least:
                best = _best(("tx1", "bg1", "tx2", "bg2"), layout, holder.ground)
                colour = scheme(best)
                self.warn(
                    "T14",
                    f'expected contrast of {least:g}:1 for {role} text on "{layout.name}", found {ratio:.1f}:1',
                    f"{best} is used in the deck",
                )
        frame = TextFrame(size, holder.rtl, holder.centred, sized=sized, colour=colour, bullets=holder.bullets)
        return Slot(holder.attributes, _NAMES.get(role, holder.name), frame, holder.insets)

    # --- what is added ------------------------------------------------------------------------------------------------

    def _divide(self, purpose: str, match: Match) -> Match:
        """Return a copy of the content layout whose body is divided: two columns, or text beside a picture with caption."""
        layout = self._copy(match.layout, {"two-content": "Two Content", "picture": "Picture and Caption"}[purpose])
        body = next(h for h in layout.holders if h.idx == match.roles["body"].idx and h.kind == match.roles["body"].kind)
        title = layout.of("ctrTitle", "title")[0]
        roles = {"title": title, "body": body}
        whole = body.rect
        share = 0.5 if purpose == "two-content" else 0.55
        gap = 20.0
        first_width = (whole.width - gap) * share
        first = Rect(whole.x, whole.y, first_width, whole.height)
        second = Rect(whole.x + first_width + gap, whole.y, whole.width - gap - first_width, whole.height)
        if body.rtl:
            first = replace(first, x=whole.right - first_width)
            second = replace(second, x=whole.x)
        move(body, first)
        if purpose == "two-content":
            roles["second"] = self._add(layout, "obj", "Content", second, body, body.size)
        else:
            picture = replace(second, height=second.height - CAPTION_HEIGHT - GAP)
            roles["picture"] = self._add(layout, "pic", "Picture", picture, body, body.size)
            caption = Rect(second.x, picture.bottom + GAP, second.width, CAPTION_HEIGHT)
            roles["second"] = self._add(layout, "body", "Caption", caption, body, BODY_FLOOR, plain=True)
        for role, kind in (("citations", "body"),):
            holder = match.roles.get(role)
            if holder is not None:
                roles[role] = next(h for h in layout.holders if h.idx == holder.idx and h.kind == kind)
        return Match(layout, roles, match.how)

    def _copy(self, layout: Layout, name: str) -> Layout:
        """Return a copy of a layout as a new part of the same master."""
        names = {str(part.partname) for part in self.package.iter_parts()}
        number = next(n for n in range(1, 10_000) if f"/ppt/slideLayouts/slideLayout{n}.xml" not in names)
        element = copy.deepcopy(layout.part._element)
        for unwanted in ("type", "matchingName"):
            element.attrib.pop(unwanted, None)
        element.set("preserve", "1")
        element.set("userDrawn", "1")
        element.find(p("cSld")).set("name", name)
        for creation in element.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}creationId"):
            creation.set("val", str((int(creation.get("val", "1")) + number) % 2**32))
        part = SlideLayoutPart(
            PackURI(f"/ppt/slideLayouts/slideLayout{number}.xml"), CT.PML_SLIDE_LAYOUT, self.package, element
        )
        for rel_id, rel in layout.part.rels.items():
            part.rels._rels[rel_id] = rel
        rel_id = layout.master.relate_to(part, RT.SLIDE_LAYOUT)
        listed = layout.master._element.find(p("sldLayoutIdLst"))
        identifier = 1 + max(self._layout_ids())
        listed.append(parse_xml(f'<p:sldLayoutId {NAMESPACES} id="{identifier}" r:id="{rel_id}"/>'))
        return read_layout(part, layout.master, layout.scheme)

    def _layout_ids(self) -> Iterator[int]:
        yield 2**31
        for element in self.presentation._element.iter(p("sldMasterId")):
            yield int(element.get("id", "0"))
            master = self._related(self.presentation, element)
            if master is not None:
                yield from (int(one.get("id", "0")) for one in master._element.iter(p("sldLayoutId")))

    def _complete(self, purpose: str, match: Match) -> list[str]:
        """Add to a layout what its purpose needs and it lacks; return the added roles."""
        layout, roles = match.layout, match.roles
        added = []
        for holder in roles.values():
            inside = _clipped(holder.rect, self.width, self.height)
            if inside != holder.rect:
                move(holder, inside)
        _part_title_from_text(roles)
        for role, kind in (("footer", "ftr"), ("number", "sldNum")):
            existing = layout.of(kind)
            if existing:
                roles[role] = existing[0]
            elif role == "footer" or purpose != "title":  # a cover needs no number, but says that a draft is one
                roles[role] = self._foot(layout, kind, roles)
                added.append(role)
        self._lift_off_foot(roles)
        if purpose == "picture" and "second" not in roles:
            picture = roles["picture"]
            move(picture, replace(picture.rect, height=picture.rect.height - CAPTION_HEIGHT - GAP))
            rect = Rect(picture.rect.x, picture.rect.bottom + GAP, picture.rect.width, CAPTION_HEIGHT)
            roles["second"] = self._add(layout, "body", "Caption", rect, roles["body"], BODY_FLOOR, plain=True)
            added.append("caption")
        if purpose not in {"title", "references"} and "citations" not in roles:
            known = [h for h in layout.of("body") if h.name == "Citations"]
            if known:  # another purpose on the same layout has added it
                roles["citations"] = known[0]
            else:
                roles["citations"] = self._citations(layout, roles)
                added.append("citations")
        return added

    def _lift_off_foot(self, roles: dict[str, Holder]) -> None:
        """End text above footer and slide number where the boxes overlap."""
        feet = [roles[role].rect for role in ("footer", "number") if role in roles]
        for role in ("body", "second", "picture"):
            holder = roles.get(role)
            if holder is None:
                continue
            for foot in feet:
                across = min(holder.rect.right, foot.right) - max(holder.rect.x, foot.x)
                if across > 0 and holder.rect.y < foot.y - 60 and holder.rect.bottom > foot.y - 2:
                    move(holder, replace(holder.rect, height=foot.y - 4 - holder.rect.y))

    def _citations(self, layout: Layout, roles: dict[str, Holder]) -> Holder:
        """Carve the zone for citations out of the foot of the content."""
        content = [roles[role] for role in ("body", "second", "picture") if role in roles]
        bottom = max(holder.rect.bottom for holder in content)
        feet = [h.rect.y for h in layout.of("ftr", "sldNum") if h.rect.y > self.height * 0.7]
        limit = min([*feet, self.height - 14]) - 4
        top = limit - CITATIONS_HEIGHT if bottom <= limit else min(limit, self.height) - CITATIONS_HEIGHT
        top = max(top, min(holder.rect.y for holder in content) + 60)
        for holder in layout.holders:
            if holder.kind not in {"ftr", "sldNum", "dt"} and holder.rect.bottom > top - GAP and holder.rect.y < top - GAP - 20:
                move(holder, replace(holder.rect, height=top - GAP - holder.rect.y))
        x = min(holder.text_rect.x for holder in content)
        right = max(holder.text_rect.right for holder in content)
        return self._add(
            layout,
            "body",
            "Citations",
            Rect(x, top, right - x, limit - top),
            content[0],
            CITATIONS_SIZE,
            plain=True,
            anchor="b",
        )

    def _foot(self, layout: Layout, kind: str, roles: dict[str, Holder]) -> Holder:
        """Add the footer or slide number: where the master has it, else along the bottom."""
        in_master = read_layout(layout.master, layout.master, layout.scheme).of(kind)
        first = roles.get("body") or roles.get("second") or roles["title"]
        if in_master:
            rect, size = in_master[0].rect, max(in_master[0].size, FOOTER_FLOOR)
        else:
            inner, y = first.text_rect, self.height - 30
            rect = (
                Rect(inner.x, y, inner.width * 0.8, 22)
                if kind == "ftr"
                else Rect(inner.x + inner.width * 0.85, y, inner.width * 0.15, 22)
            )
            if first.rtl:
                rect = replace(rect, x=2 * inner.x + inner.width - rect.right)
            size = 11.0
        return self._add(
            layout,
            kind,
            "Footer" if kind == "ftr" else "Slide Number",
            rect,
            first,
            size,
            plain=True,
            anchor="ctr",
            end=kind == "sldNum",
        )

    def _add(
        self, layout: Layout, kind: str, name: str, rect: Rect, like: Holder, size: float,
        *, plain: bool = False, anchor: str = "t", end: bool = False,
    ) -> Holder:  # fmt: skip
        """Add a placeholder to a layout, reading in the direction of `like`."""
        root = layout.part._element
        tree = root.find(f"{p('cSld')}/{p('spTree')}")
        number = 1 + max(int(one.get("id", "0")) for one in root.iter(p("cNvPr")))
        taken = {holder.idx for holder in layout.holders}
        idx = next(n for n in range(20 if name == "Citations" else 41, 10_000) if n not in taken)
        align = "r" if like.rtl != end else "l"
        ground = ground_behind(rect, root, layout.master._element, layout.scheme)
        colour = like.colour
        if ground is not None:
            ink = colour_value(like.colour, layout.scheme)
            if ink is None or contrast(ink, ground) < READABLE:
                colour = _best(("tx1", "bg1"), layout, ground)
        fill = (
            scheme(colour)
            if colour.partition(" ")[0] in layout.scheme
            else f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        )
        style = (
            "".join(
                f'<a:lvl{n}pPr marL="0" indent="0" algn="{align}" rtl="{int(like.rtl)}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
                f'<a:spcBef><a:spcPts val="{round(size * 15)}"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}">{fill}</a:defRPr></a:lvl{n}pPr>'
                for n in range(1, 6)
            )
            if plain
            else ""
        )
        insets = ' lIns="0" tIns="0" rIns="0" bIns="0"' if plain else ""
        kind_attribute = "" if kind == "obj" else f' type="{kind}"'
        text = (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
            if kind == "sldNum"
            else ""
        )
        shape = parse_xml(
            f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph{kind_attribute} sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr>{xfrm(rect.x, rect.y, rect.width, rect.height)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr{insets} anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
            f'<a:lstStyle>{style}</a:lstStyle><a:p>{text}<a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
        )
        extensions = tree.find(p("extLst"))
        if extensions is None:
            tree.append(shape)
        else:
            extensions.addprevious(shape)
        holder = replace(
            like, element=shape, kind=kind, idx=idx, name=name, rect=rect, size=size, centred=False if plain else like.centred,
            colour=colour, ground=ground, bullets=False if plain else like.bullets, line_spacing=1.0 if plain else like.line_spacing,
            insets=(0.0, 0.0, 0.0, 0.0) if plain else like.insets,
        )  # fmt: skip
        layout.holders.append(holder)
        return holder

    # --- parts beside the layouts -------------------------------------------------------------------------------------

    def _table_style(self, palette: Palette) -> None:
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

    def _notes_master(self) -> None:
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

    def _fonts(self) -> tuple[str, ...]:
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
                        "T16",
                        f"expected a typeface that comes with Office, found {printable(face, 60)}",
                        "install it where the deck is shown, or text may not fit",
                    )
        return tuple(fonts)


_NAMES = {
    "title": "Title", "body": "Content", "second": "Text", "picture": "Picture", "citations": "Citations", "footer": "Footer",
    "number": "Slide Number",
}  # fmt: skip


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


def _usable_rect(role: str, holder: Holder) -> Rect:
    """Return where text may stand: inside the insets, and less where the template spaces its lines wider."""
    if role == "picture":
        return holder.rect
    rect = holder.text_rect
    return replace(rect, height=rect.height / max(1.0, holder.line_spacing)) if role not in {"footer", "number"} else rect


def _best(names: tuple[str, ...], layout: Layout, ground: Colour) -> str:
    """Return the theme colour that stands out most on `ground`."""
    return max(names, key=lambda name: contrast(layout.scheme[name], ground))


def _clipped(rect: Rect, width: float, height: float) -> Rect:
    """Return what of `rect` is on the slide."""
    x, y = max(rect.x, 0.0), max(rect.y, 0.0)
    return Rect(x, y, min(rect.right, width) - x, min(rect.bottom, height) - y)


def _part_title_from_text(roles: dict[str, Holder]) -> None:
    """Move text that starts inside the title's box below it; some templates let the boxes overlap."""
    title = roles["title"].rect
    for role in ("body", "second", "picture"):
        holder = roles.get(role)
        if holder is None or holder.rect.y < title.y or holder.rect.y >= title.bottom:
            continue
        across = min(holder.rect.right, title.right) - max(holder.rect.x, title.x)
        if across > 1 and holder.rect.bottom > title.bottom + 60:
            move(holder, Rect(holder.rect.x, title.bottom, holder.rect.width, holder.rect.bottom - title.bottom))
