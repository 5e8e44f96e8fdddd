"""The default template, made from the brand: theme, slide master, seven layouts, notes and handout masters, properties.

A template is a list of parts (name, content type, content, relationships); `export_template` packs it as a .pptx without
slides for a brand team to finish, and `write` starts every deck from the same parts.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from generator.deck.model import LayoutBoxes
from generator.geometry import Rect
from generator.picture import Picture
from generator.powerpoint.fonts import theme_fonts
from generator.powerpoint.markup import (
    BULLET_INDENT,
    DECLARATION,
    DECORATIVE,
    EMU,
    NAMESPACES,
    attribute,
    office_language,
    scheme,
    xfrm,
)
from generator.powerpoint.package import zip_bytes
from generator.powerpoint.properties import app_properties, core_properties
from generator.powerpoint.table_style import NAMESPACE as TABLE_NAMESPACE
from generator.powerpoint.table_style import STYLE_ID, table_style
from generator.powerpoint.theme_part import theme_part
from generator.theme import Theme

T = TypeVar("T")

PML = "application/vnd.openxmlformats-officedocument.presentationml."
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
COLOUR_MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" '
    'accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
)

# purpose -> (type attribute, name people see)
LAYOUTS = {
    "title": ("title", "Title"),
    "section": ("secHead", "Section"),
    "content": ("obj", "Title and Content"),
    "two-content": ("twoObj", "Two Content"),
    "picture": ("picTx", "Picture and Caption"),
    "key-message": ("", "Key Message"),
    "references": ("", "References"),
}
DARK = frozenset({"title", "section"})  # full-bleed in the brand's colour
TINTED = frozenset({"key-message"})  # a question to the room: another ground than what is taught
CITATIONS_IDX, PICTURE_IDX, FOOTER_IDX, NUMBER_IDX = 20, 13, 11, 12
BAR = 8.0  # points: the brand bar along the top edge
LEVELS = (1.0, 0.9, 0.85, 0.85, 0.85)  # of the body size, by level
LOGO_HEIGHT = 40.0
LOGO_WIDTH = 260.0


def placeholder_of(layout: str, role: str) -> tuple[str, str, str]:
    """Return (attributes of `p:ph`, name, kind) for a role on a layout of this template."""
    match role:
        case "title":
            return ('type="ctrTitle"' if layout == "title" else 'type="title"'), "Title", "title"
        case "body":
            return ('type="body" idx="1"' if layout == "key-message" else 'idx="1"'), "Content", "body"
        case "second" if layout == "title":
            return 'type="subTitle" idx="1"', "Subtitle", "plain"
        case "second" if layout == "section":
            return 'type="body" idx="1"', "Text", "plain"
        case "second" if layout == "picture":
            return 'type="body" sz="quarter" idx="2"', "Caption", "plain"
        case "second":
            return 'sz="half" idx="2"', "Content", "body"
        case "picture":
            return f'type="pic" sz="half" idx="{PICTURE_IDX}"', "Picture", "picture"
        case "citations":
            return f'type="body" sz="quarter" idx="{CITATIONS_IDX}"', "Citations", "citations"
        case "footer":
            return f'type="ftr" sz="quarter" idx="{FOOTER_IDX}"', "Footer", "footer"
        case "number":
            return f'type="sldNum" sz="quarter" idx="{NUMBER_IDX}"', "Slide Number", "number"
    raise ValueError(role)


class Template:
    """Builds the parts of one template; `parts` maps a name to (content type, content), `rels` a name to its relationships."""

    def __init__(self, theme: Theme, boxes: LayoutBoxes, language: str, script: str, *, rtl: bool) -> None:
        """Build all parts for one brand, slide size, language and script."""
        self.theme, self.boxes, self.rtl = theme, boxes, rtl
        self.lang = office_language(language)
        self.language = language
        self.fonts = theme_fonts(script, theme.deck_font)
        self.parts: dict[str, tuple[str, bytes]] = {}
        self.rels: dict[str, list[tuple[str, str]]] = {}
        self._build()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _add(self, name: str, content_type: str, content: str | bytes, *targets: tuple[str, str]) -> None:
        self.parts[name] = (content_type, content.encode() if isinstance(content, str) else content)
        if targets:
            self.rels[name] = list(targets)

    def _build(self) -> None:
        masters = ("slideMasters/slideMaster1", "notesMasters/notesMaster1", "handoutMasters/handoutMaster1")
        self._add(
            "ppt/presentation.xml", PML + "presentation.main+xml", self._presentation(),
            (REL + "slideMaster", f"{masters[0]}.xml"), (REL + "notesMaster", f"{masters[1]}.xml"),
            (REL + "handoutMaster", f"{masters[2]}.xml"), (REL + "presProps", "presProps.xml"),
            (REL + "viewProps", "viewProps.xml"), (REL + "theme", "theme/theme1.xml"),
            (REL + "tableStyles", "tableStyles.xml"),
        )  # fmt: skip
        layouts = [(REL + "slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(LAYOUTS) + 1)]
        self._add(
            "ppt/slideMasters/slideMaster1.xml", PML + "slideMaster+xml", self._master(),
            *layouts, (REL + "theme", "../theme/theme1.xml"),
        )  # fmt: skip
        logo = self.theme.logo
        for number, layout in enumerate(LAYOUTS, 1):
            targets = [(REL + "slideMaster", "../slideMasters/slideMaster1.xml")]
            if logo is not None and layout in DARK:
                targets.append((REL + "image", f"../media/{logo_name(logo)}"))
            self._add(f"ppt/slideLayouts/slideLayout{number}.xml", PML + "slideLayout+xml", self._layout(layout), *targets)
        if logo is not None:
            self._add(f"ppt/media/{logo_name(logo)}", logo.media_type, logo.data)
        self._add(
            "ppt/notesMasters/notesMaster1.xml", PML + "notesMaster+xml", notes_master(self.boxes.width / self.boxes.height, self.lang, rtl=self.rtl),
            (REL + "theme", "../theme/theme2.xml"),
        )  # fmt: skip
        self._add(
            "ppt/handoutMasters/handoutMaster1.xml", PML + "handoutMaster+xml", handout_master(self.lang, rtl=self.rtl),
            (REL + "theme", "../theme/theme3.xml"),
        )  # fmt: skip
        for number, name in enumerate(("leafdeck", "leafdeck notes", "leafdeck handout"), 1):
            self._add(
                f"ppt/theme/theme{number}.xml", "application/vnd.openxmlformats-officedocument.theme+xml",
                theme_part(self.theme, self.fonts, name),
            )  # fmt: skip
        self._add("ppt/presProps.xml", PML + "presProps+xml", f"{DECLARATION}<p:presentationPr {NAMESPACES}/>")
        self._add("ppt/viewProps.xml", PML + "viewProps+xml", view_properties())
        style = table_style(header_fill="bg2", header_text="tx2", text="tx1", rule="accent1", hairline="accent6")
        self._add(
            "ppt/tableStyles.xml", PML + "tableStyles+xml",
            f'{DECLARATION}<a:tblStyleLst xmlns:a="{TABLE_NAMESPACE}" def="{STYLE_ID}">{style}</a:tblStyleLst>',
        )  # fmt: skip
        self._add(
            "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
            core_properties(title="leafdeck template", language=self.language),
        )  # fmt: skip
        self._add(
            "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            app_properties(slides=0, notes=0, company="", wide=self.boxes.width / self.boxes.height > 1.5),
        )  # fmt: skip
        self.rels[""] = [
            (REL + "officeDocument", "ppt/presentation.xml"),
            (PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml"),
            (REL + "extended-properties", "docProps/app.xml"),
        ]

    # --- presentation -------------------------------------------------------------------------------------------------

    def _presentation(self) -> str:
        """Return presentation.xml without slides; `write` adds their list and the sections."""
        width, height = round(self.boxes.width * EMU), round(self.boxes.height * EMU)
        kind = ' type="screen4x3"' if (width, height) == (9144000, 6858000) else ""
        levels = "".join(
            f'<a:lvl{n}pPr marL="{(n - 1) * 457200}" {self._start} eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            f'<a:defRPr lang="{self.lang}" sz="1800" kern="1200">{scheme("tx1")}{_FONTS_MINOR}</a:defRPr></a:lvl{n}pPr>'
            for n in range(1, 10)
        )
        return (
            f"{DECLARATION}<p:presentation {NAMESPACES}{' rtl=' + chr(34) + '1' + chr(34) if self.rtl else ''} "
            'saveSubsetFonts="1" autoCompressPictures="0">'
            '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
            '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
            '<p:handoutMasterIdLst><p:handoutMasterId r:id="rId3"/></p:handoutMasterIdLst>'
            f'<p:sldSz cx="{width}" cy="{height}"{kind}/><p:notesSz cx="6858000" cy="9144000"/>'
            f'<p:defaultTextStyle><a:defPPr><a:defRPr lang="{self.lang}"/></a:defPPr>{levels}</p:defaultTextStyle>'
            "</p:presentation>"
        )

    @property
    def _start(self) -> str:
        return _aligned(rtl=self.rtl)

    @property
    def _end(self) -> str:
        return _aligned(rtl=self.rtl, end=True)

    # --- slide master and layouts -------------------------------------------------------------------------------------

    def _master(self) -> str:
        content, sizes = self.boxes.boxes["content"], self.boxes.sizes["content"]
        roles = [role for role in ("title", "body", "footer", "number") if role in content]
        idx = {"title": 'type="title"', "body": 'type="body" idx="1"', "footer": 'type="ftr" sz="quarter" idx="3"',
               "number": 'type="sldNum" sz="quarter" idx="4"'}  # fmt: skip
        shapes = [
            self._placeholder(n, idx[role], _MASTER_NAMES[role], _KINDS[role], content[role], sizes[role])
            for n, role in enumerate(roles, 4)
        ]
        identifiers = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(len(LAYOUTS)))
        return (
            f"{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{scheme('bg1')}<a:effectLst/></p:bgPr></p:bg>"
            f"<p:spTree>{GROUP_ROOT}{self._furniture()}{''.join(shapes)}</p:spTree></p:cSld><p:clrMap {COLOUR_MAP}/>"
            f'<p:sldLayoutIdLst>{identifiers}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>'
            f"<p:txStyles><p:titleStyle>{self._title_style(sizes['title'])}</p:titleStyle>"
            f"<p:bodyStyle>{self._body_levels(sizes['body'])}</p:bodyStyle>"
            f"<p:otherStyle>{self._other_levels()}</p:otherStyle></p:txStyles></p:sldMaster>"
        )

    def _furniture(self) -> str:
        """Return what stands on every content slide: the brand bar along the top and the hairline above the footer."""
        content = self.boxes.boxes["content"]
        left = min(content["footer"].x, content["number"].x)
        right = max(content["footer"].right, content["number"].right)
        line = content["footer"].y - 4
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Brand bar">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f'<p:spPr>{xfrm(0, 0, self.boxes.width, BAR)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{scheme("accent1")}'
            f"<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="3" name="Hairline">{DECORATIVE}</p:cNvPr><p:cNvCxnSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>{xfrm(left, line, right - left, 0)}'
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">{scheme("accent6")}</a:ln></p:spPr></p:cxnSp>'
        )

    def _layout(self, layout: str) -> str:
        kind, name = LAYOUTS[layout]
        boxes, sizes = self.boxes.boxes[layout], self.boxes.sizes[layout]
        dark = layout in DARK
        shapes, number = [], 2
        if dark:
            decoration, number = self._logo_panel(number)
            shapes.append(decoration)
        for role in ROLE_ORDER:
            if role in boxes:
                ph, label, text = placeholder_of(layout, role)
                size = sizes.get(role, 18.0)
                shapes.append(
                    self._placeholder(number, ph, f"{label} {number}" if label == "Content" else label, text, boxes[role],
                                      size, layout=layout)
                )  # fmt: skip
                number += 1
        attributes = f' type="{kind}"' if kind else ""
        background = f"<p:bg><p:bgPr>{scheme('tx2')}<a:effectLst/></p:bgPr></p:bg>" if dark else ""
        if layout in TINTED:
            background = f"<p:bg><p:bgPr>{scheme('bg2')}<a:effectLst/></p:bgPr></p:bg>"
        show = ' showMasterSp="0"' if dark else ""
        drawn = "" if kind else ' userDrawn="1"'
        return (
            f'{DECLARATION}<p:sldLayout {NAMESPACES}{show}{attributes} preserve="1"{drawn}><p:cSld name="{name}">{background}'
            f"<p:spTree>{GROUP_ROOT}{''.join(shapes)}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
            f'<p:hf hdr="0" dt="0"/></p:sldLayout>'
        )

    def _logo_panel(self, number: int) -> tuple[str, int]:
        """Return the logo on its white panel (top start) and the next free shape id."""
        logo = self.theme.logo
        if logo is None:
            return "", number
        scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH / logo.width)
        width, height = logo.width * scale, logo.height * scale
        side, foot = 18.0, 16.0  # the panel hangs from the top edge
        title = self.boxes.boxes["title"]["title"]
        margin = self.boxes.width - title.right if self.rtl else title.x
        panel = Rect(margin, 0, width + 2 * side, 36 + LOGO_HEIGHT + foot)
        if self.rtl:
            panel = Rect(self.boxes.width - panel.right, panel.y, panel.width, panel.height)
        place = xfrm(panel.x + side, panel.bottom - foot - (LOGO_HEIGHT + height) / 2, width, height)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Logo panel">{DECORATIVE}</p:cNvPr><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{xfrm(panel.x, panel.y, panel.width, panel.height)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{scheme('bg1')}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
            f'<p:pic><p:nvPicPr><p:cNvPr id="{number + 1}" name="Logo" descr={attribute(self.theme.logo_alt or "Logo")}/>'
            f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        ), number + 2

    def _placeholder(self, number: int, ph: str, name: str, kind: str, rect: Rect, size: float, *, layout: str = "") -> str:
        """Return one placeholder of the master or a layout."""
        dark = layout in DARK
        colour = (
            "bg1" if dark else {"title": "tx2", "citations": "tx1", "footer": "accent4", "number": "accent4"}.get(kind, "tx1")
        )
        anchor = {
            "title": "b" if dark or layout == "key-message" else "ctr",
            "citations": "b",
            "footer": "ctr",
            "number": "ctr",
        }.get(kind, "t")
        fit = "<a:noAutofit/>" if kind in {"footer", "number"} else "<a:normAutofit/>"
        style = self._list_style(kind, size, colour, layout)
        prompt = {
            "title": "Title",
            "citations": "Sources for this slide",
            "picture": "Picture",
            "footer": "",
            "number": "",
        }.get(kind, "Text")
        run = f'<a:rPr lang="en-GB" dirty="0"/><a:t>{prompt}</a:t>'
        inner = f"<a:r>{run}</a:r>" if prompt else ""
        if kind == "number":
            inner = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{self.lang}"/><a:t>‹#›</a:t></a:fld>'
        locks = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}/>{locks}<p:nvPr>'
            f"<p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr>{xfrm(rect.x, rect.y, rect.width, rect.height)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="{int(self.rtl)}" '
            f'anchor="{anchor}">{fit}</a:bodyPr><a:lstStyle>{style}</a:lstStyle>'
            f'<a:p>{inner}<a:endParaRPr lang="{self.lang}" dirty="0"/></a:p></p:txBody></p:sp>'
        )

    # --- text styles --------------------------------------------------------------------------------------------------

    def _list_style(self, kind: str, size: float, colour: str, layout: str) -> str:
        fill = scheme(colour)
        match kind:
            case "title":
                return f'<a:lvl1pPr {self._start}><a:defRPr sz="{round(size * 100)}" b="1">{fill}{_FONTS_MAJOR}</a:defRPr></a:lvl1pPr>'
            case "footer":
                return _level(1, self._start, size, fill, before=0)
            case "number":
                return _level(1, self._end, size, fill, before=0)
            case "plain" | "citations" | "picture":
                before = 0.3 if layout == "title" else 0.15
                return "".join(_level(n, self._start, size, fill, before=before * size) for n in range(1, 6))
        if layout == "key-message":
            return "".join(_level(n, self._start, size, fill, before=0.4 * size) for n in range(1, 6))
        return self._body_levels(size, fill) if layout else ""

    def _title_style(self, size: float) -> str:
        return (
            f'<a:lvl1pPr {self._start} eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr lang="{self.lang}" sz="{round(size * 100)}" b="1" kern="1200">'
            f"{scheme('tx2')}{_FONTS_MAJOR}</a:defRPr></a:lvl1pPr>"
        )

    def _body_levels(self, size: float, fill: str = "") -> str:
        fill = fill or scheme("tx1")
        out = []
        for level, scale in enumerate(LEVELS):
            step = BULLET_INDENT * size
            before = size * (0.4 if level == 0 else 0.2)
            out.append(
                f'<a:lvl{level + 1}pPr marL="{round(step * (level + 1) * EMU)}" indent="-{round(step * EMU)}" {self._start} '
                f'eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
                f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef><a:buClr><a:schemeClr val="accent1"/></a:buClr>'
                f'<a:buFont typeface="Arial"/><a:buChar char="•"/>'
                f'<a:defRPr lang="{self.lang}" sz="{round(size * scale * 100)}" kern="1200">{fill}{_FONTS_MINOR}</a:defRPr>'
                f"</a:lvl{level + 1}pPr>"
            )
        return "".join(out)

    def _other_levels(self) -> str:
        return f'<a:defPPr><a:defRPr lang="{self.lang}"/></a:defPPr>' + "".join(
            f'<a:lvl{n}pPr marL="{(n - 1) * 457200}" {self._start} eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            f'<a:defRPr lang="{self.lang}" sz="1800" kern="1200">{scheme("tx1")}{_FONTS_MINOR}</a:defRPr></a:lvl{n}pPr>'
            for n in range(1, 10)
        )

    # --- notes and handout --------------------------------------------------------------------------------------------

    # --- packing ------------------------------------------------------------------------------------------------------

    def pack(self) -> bytes:
        """Return the template as a .pptx without slides."""
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, (kind, _) in self.parts.items()
            if not name.startswith("ppt/media/")
        )
        types = (
            f'{DECLARATION}<Types xmlns="{PACKAGE}content-types"><Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="jpg" ContentType="image/jpeg"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )
        members = [("[Content_Types].xml", types.encode())]
        members += [(_rels_name(name), _rels(targets)) for name, targets in self.rels.items()]
        members += [(name, content) for name, (_, content) in self.parts.items()]
        return zip_bytes(members)


ROLE_ORDER = ("title", "body", "picture", "second", "citations", "footer", "number")
_MASTER_NAMES = {"title": "Title", "body": "Text", "footer": "Footer", "number": "Slide Number"}
_NOTES_BODY = 'type="body" sz="quarter" idx="3"'
_KINDS = {"title": "title", "body": "body", "footer": "footer", "number": "number"}
_FONTS_MAJOR = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>'
_FONTS_MINOR = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
GROUP_ROOT = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def logo_name(logo: Picture) -> str:
    """Return the file name of the logo inside the package."""
    return "logo.png" if logo.media_type == "image/png" else "logo.jpg"


def _level(number: int, align: str, size: float, fill: str, *, before: float) -> str:
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" {align}><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}">{fill}{_FONTS_MINOR}</a:defRPr></a:lvl{number}pPr>'
    )


def _rels_name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _rels(targets: list[tuple[str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}relationships">{inner}</Relationships>'.encode()


def view_properties() -> str:
    """Return viewProps.xml: normal view, nothing remembered."""
    return (
        f'{DECLARATION}<p:viewPr {NAMESPACES}><p:normalViewPr><p:restoredLeft sz="15620"/><p:restoredTop sz="94660"/>'
        '</p:normalViewPr><p:slideViewPr><p:cSldViewPr><p:cViewPr varScale="1"><p:scale><a:sx n="100" d="100"/>'
        '<a:sy n="100" d="100"/></p:scale><p:origin x="0" y="0"/></p:cViewPr><p:guideLst/></p:cSldViewPr></p:slideViewPr>'
        '<p:notesTextViewPr><p:cViewPr><p:scale><a:sx n="1" d="1"/><a:sy n="1" d="1"/></p:scale><p:origin x="0" y="0"/>'
        '</p:cViewPr></p:notesTextViewPr><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>'
    )


def notes_master(ratio: float, lang: str, *, rtl: bool) -> str:
    """Return the notes master for slides of this width to height: their picture above, the presenter's text below."""
    picture = Rect(270 - 216, 54, 432, 432 / ratio)
    body = Rect(54, picture.bottom + 24, 432, 720 - 54 - picture.bottom - 24)
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" {_aligned(rtl=rtl)} eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:spcBef>'
        f'<a:spcPts val="300"/></a:spcBef><a:defRPr lang="{lang}" sz="1200" kern="1200">{scheme("tx1")}{_FONTS_MINOR}</a:defRPr>'
        f"</a:lvl{n}pPr>"
        for n in range(1, 10)
    )
    return (
        f"{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{scheme('bg1')}<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP_ROOT}"
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>{xfrm(picture.x, picture.y, picture.width, picture.height)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="9525">{scheme("accent6")}</a:ln></p:spPr></p:sp>'
        f"{_plain(lang, rtl, 3, 'Notes', _NOTES_BODY, body, 'Text')}"
        f'{_margins(lang, rtl=rtl)}</p:spTree></p:cSld><p:clrMap {COLOUR_MAP}/><p:hf hdr="0" dt="0"/><p:notesStyle>{levels}</p:notesStyle></p:notesMaster>'
    )


def handout_master(lang: str, *, rtl: bool) -> str:
    """Return the handout master."""
    return (
        f"{DECLARATION}<p:handoutMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{scheme('bg1')}<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP_ROOT}"
        f'{_margins(lang, rtl=rtl)}</p:spTree></p:cSld><p:clrMap {COLOUR_MAP}/><p:hf hdr="0" dt="0"/></p:handoutMaster>'
    )


def _margins(lang: str, *, rtl: bool) -> str:
    """Return footer and page number at the foot of a portrait page."""
    footer, page = Rect(54, 680, 360, 24), Rect(426, 680, 60, 24)
    if rtl:
        footer, page = Rect(126, 680, 360, 24), Rect(54, 680, 60, 24)
    return _plain(lang, rtl, 4, "Footer", 'type="ftr" sz="quarter" idx="4"', footer, "") + _plain(
        lang, rtl, 5, "Page Number", 'type="sldNum" sz="quarter" idx="5"', page, "‹#›"
    )


def _plain(lang: str, rtl: bool, number: int, name: str, ph: str, rect: Rect, prompt: str) -> str:
    at = _aligned(rtl=rtl, end=True) if prompt == "‹#›" else _aligned(rtl=rtl)
    inner = f'<a:r><a:rPr lang="en-GB" dirty="0"/><a:t>{prompt}</a:t></a:r>' if prompt else ""
    if prompt == "‹#›":
        inner = (
            f'<a:fld id="{{5F3D0D1B-5B53-4C0C-8C5E-6A4E5B7C0A11}}" type="slidenum"><a:rPr lang="{lang}"/><a:t>‹#›</a:t></a:fld>'
        )
    style = (
        "" if prompt == "Text" else f'<a:lvl1pPr {at}><a:defRPr lang="{lang}" sz="1000">{_FONTS_MINOR}</a:defRPr></a:lvl1pPr>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {ph}/></p:nvPr>'
        f'</p:nvSpPr><p:spPr>{xfrm(rect.x, rect.y, rect.width, rect.height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="{int(rtl)}"/><a:lstStyle>{style}</a:lstStyle>'
        f'<a:p>{inner}<a:endParaRPr lang="{lang}" dirty="0"/></a:p></p:txBody></p:sp>'
    )


def _aligned(*, rtl: bool, end: bool = False) -> str:
    """Return the paragraph attributes of text at its start or end side; `algn` is physical."""
    return f'algn="{"r" if rtl != end else "l"}" defTabSz="914400" rtl="{int(rtl)}"'


def export_template(theme: Theme, boxes: LayoutBoxes, language: str, script: str, *, rtl: bool) -> bytes:
    """Return the default template for a brand, a slide size and a language, as a .pptx without slides."""
    return brand_template(theme, boxes, language, script, rtl=rtl).pack()


def brand_template(theme: Theme, boxes: LayoutBoxes, language: str, script: str, *, rtl: bool) -> Template:
    """Return the default template for a brand, a slide size and a language."""
    places = tuple((name, tuple(rects.items())) for name, rects in boxes.boxes.items())
    sizes = tuple((name, tuple(points.items())) for name, points in boxes.sizes.items())
    return _made(theme, (boxes.width, boxes.height), places, sizes, language, script, rtl=rtl)


_Rows = tuple[tuple[str, tuple[tuple[str, T], ...]], ...]


@lru_cache(maxsize=8)
def _made(
    theme: Theme, page: tuple[float, float], places: _Rows[Rect], sizes: _Rows[float], language: str, script: str, *, rtl: bool
) -> Template:
    """Make a template once for all decks of a batch that look alike."""
    boxes = LayoutBoxes(*page, {name: dict(row) for name, row in places}, {name: dict(row) for name, row in sizes})
    return Template(theme, boxes, language, script, rtl=rtl)
