"""What could be wrong with a finished deck: the file is reopened and judged by what it says, not by what was meant.

Every rule of PowerPoint's Accessibility Checker that software can judge, and what makes PowerPoint repair a file or an educator
sigh. Rules by number:

D01 package  D02 relationships  D03 ids  D04 title  D05 repeated title  D06 alt text  D07 table header, merged or blank cells
D08 table grid  D09 language  D10 empty placeholder  D11 outside the slide  D12 colours and fonts not from the theme  D13 text size
D14 sections  D15 slide numbers  D16 citations match markers  D17 reading order  D18 properties  D19 protection  D20 link text
D21 contrast of the theme  D22 charts  D23 films and sound
"""

# ruff: noqa: E501, S314 - markup reads best unbroken; only packages made here or checked before are parsed
from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

from generator.errors import Place, Problem, Severity, printable
from generator.theme import Colour, contrast

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TITLES = frozenset({"title", "ctrTitle"})
_SHAPES = frozenset(_P + tag for tag in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_FILE_NAME = re.compile(
    r"^\S+\.(png|jpe?g|gif|svg|bmp|tiff?|emf|wmf|webp)\s*$|^(image|picture|img|dsc)[_ -]?\d+$", re.IGNORECASE
)
_UNCLEAR = re.compile(r"^(click here|here|link|more|read more|this|see more)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^(\d+|https?://\S*)$", re.IGNORECASE)
_DEFAULT_SECTION = re.compile(r"^\s*$|^(default|untitled|unbenannter|ohne titel)\b.*$|^section( \d+)?$", re.IGNORECASE)
_MARKER = re.compile(r"\[(\d+(?:\s*[-–,]\s*\d+)*)\]")
_LISTED = re.compile(r"(?:^|[·;:]\s*)(\d{1,3})\.\s", re.MULTILINE)
_PREFIX = re.compile(rb'xmlns:(\w+)="http://schemas\.openxmlformats\.org/officeDocument/2006/relationships"')
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
_LEAST, _LEAST_FURNITURE, _BODY_FLOOR = 12.0, 9.0, 18.0
_EMU = 12700
_OF_TEMPLATE = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/", "ppt/theme/")


@dataclass(slots=True)
class _Part:
    name: str
    root: ET.Element
    source: bytes
    rels: dict[str, tuple[str, str, bool]] = field(default_factory=dict)  # id -> (type, target, external)
    _placeholders: list[tuple[ET.Element, ET.Element]] | None = None

    def placeholders(self) -> list[tuple[ET.Element, ET.Element]]:
        """Return the shapes that are placeholders, each with what says so; found once."""
        if self._placeholders is None:
            shapes = ((shape, next(shape.iter(_P + "ph"), None)) for shape in self.root.iter(_P + "sp"))
            self._placeholders = [(shape, ph) for shape, ph in shapes if ph is not None]
        return self._placeholders


@lru_cache(maxsize=32)
def _parsed(content: bytes) -> ET.Element:
    """Return a part as a tree that nobody changes; the parts of a template are the same in every deck of a batch."""
    return ET.fromstring(content)


def verify_deck(data: bytes) -> tuple[Problem, ...]:
    """Return everything wrong with a .pptx, () if nothing is."""
    return tuple(_Verifier(data).run())


class _Verifier:
    """Reads a package once and walks its parts."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.names: set[str] = set()
        self.parts: dict[str, _Part] = {}
        self.width = self.height = 0

    def say(self, rule: str, where: str, message: str, *, warning: bool = False) -> None:
        """Remember a problem at a part."""
        severity = Severity.WARNING if warning else Severity.ERROR
        self.problems.append(Problem(rule, message, Place(where), severity=severity))

    def run(self) -> list[Problem]:
        """Return the problems, most basic first; a package that cannot be read has only that one."""
        try:
            self._read()
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            KeyError,
            ValueError,
            ET.ParseError,
            NotImplementedError,
        ) as error:
            self.say("D01", "deck", f"expected a readable package, found {printable(str(error), 120)}")
            return self.problems
        self._relationships()
        presentation = self.parts.get("ppt/presentation.xml")
        if presentation is None:
            self.say("D01", "deck", "expected ppt/presentation.xml, found none")
            return self.problems
        slides = self._presentation(presentation)
        self._masters()
        titles: Counter[str] = Counter()
        for number, part in enumerate(slides, 1):
            title = _Slide(self, part, number).check()
            titles[title] += bool(title)
        for title, count in titles.items():
            if count > 1:
                self.say(
                    "D05", "deck", f"expected a different title on each slide, found {printable(title, 80)!r} {count} times"
                )
        self._notes()
        self._charts()
        self._properties()
        return self.problems

    # --- package ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            names = archive.namelist()
            self.names = set(names)
            for name in (n for n, count in Counter(n.lower() for n in names).items() if count > 1):
                self.say("D01", name, "expected every part once, found it twice")
            content = {name: archive.read(name) for name in names}
        types = ET.fromstring(content["[Content_Types].xml"])
        defaults = {e.get("Extension", "").lower() for e in types.iter(_CT + "Default")}
        overrides = {e.get("PartName", "").lstrip("/"): e.get("ContentType", "") for e in types.iter(_CT + "Override")}
        for name in sorted(self.names - {"[Content_Types].xml"}):
            extension = name.rpartition(".")[2].lower()
            known = name in overrides or (extension in defaults and (extension != "xml" or not name.startswith("ppt/")))
            if not known:
                self.say("D01", name, "expected a content type, found none")
        for name in sorted(overrides.keys() - self.names):
            self.say("D01", name, "expected a part for its content type, found none")
        for name in names:
            if name.endswith(".xml") and name != "[Content_Types].xml":
                parse = _parsed if name.startswith(_OF_TEMPLATE) else ET.fromstring
                self.parts[name] = _Part(name, parse(content[name]), content[name])
        for name in names:
            if not name.endswith(".rels"):
                continue
            folder, _, file = name.rpartition("/")
            source = join(dirname(folder), file[: -len(".rels")]) if folder != "_rels" else ""
            rels = {}
            for rel in ET.fromstring(content[name]).iter(_REL + "Relationship"):
                external = rel.get("TargetMode") == "External"
                if rel.get("Id", "") in rels:
                    self.say("D02", name, f"expected different relationship ids, found {rel.get('Id')} twice")
                rels[rel.get("Id", "")] = (rel.get("Type", ""), rel.get("Target", ""), external)
            if source in self.parts:
                self.parts[source].rels = rels
            elif source and source not in self.names:
                self.say("D02", name, "expected a part for these relationships, found none")
            for rel_id, (kind, target, external) in rels.items():
                self._target(name, source, rel_id, kind, target, external=external)

    def _target(self, name: str, source: str, rel_id: str, kind: str, target: str, *, external: bool) -> None:
        if external:
            if not (kind.endswith("/hyperlink") and re.match(r"(https?://|mailto:|tel:)", target, re.IGNORECASE)):
                self.say("D02", name, f"expected links to https, http, mailto or tel only, found {printable(target, 80)}")
        elif "://" in target:
            self.say("D02", name, f"expected {rel_id} to say that its target is external, found {printable(target, 80)}")
        elif self.resolve(source, target) not in self.names:
            self.say("D02", name, f"expected a part for {rel_id}, found none at {printable(target, 80)}")

    @staticmethod
    def resolve(source: str, target: str) -> str:
        """Return the part a relationship of `source` points at."""
        return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(source), target))

    def _relationships(self) -> None:
        for part in self.parts.values():
            used = {
                value
                for prefix in _PREFIX.findall(part.source)
                for value in re.findall(rb"\s" + prefix + rb':\w+\s*=\s*"([^"]+)"', part.source)
            }
            for value in sorted(used):
                if value.decode() not in part.rels:
                    self.say("D02", part.name, f"expected relationship {printable(value.decode())}, found none")

    def related(self, part: _Part, kind: str) -> list[_Part]:
        """Return the parts that `part` is related to by a kind of relationship."""
        found = (
            self.resolve(part.name, target)
            for type_, target, external in part.rels.values()
            if type_.endswith(kind) and not external
        )
        return [self.parts[name] for name in found if name in self.parts]

    # --- presentation -------------------------------------------------------------------------------------------------

    def _presentation(self, part: _Part) -> list[_Part]:
        root = part.root
        size = root.find(_P + "sldSz")
        self.width = int(size.get("cx", "0")) if size is not None else 9144000
        self.height = int(size.get("cy", "0")) if size is not None else 6858000
        if root.find(_P + "modifyVerifier") is not None:
            self.say("D19", part.name, "expected a deck anyone may edit, found write protection")
        listed = [(e.get("id", ""), e.get(_R + "id", "")) for e in root.iterfind(f"{_P}sldIdLst/{_P}sldId")]
        if not listed:
            self.say("D01", part.name, "expected slides, found none")
        for number, count in Counter(number for number, _ in listed).items():
            if count > 1 or not number.isdigit() or not 256 <= int(number) < 2**31:
                self.say(
                    "D03", part.name, f"expected different slide ids from 256, found {printable(number)} {count} times"
                )
        self._sections(part, [number for number, _ in listed])
        slides = []
        for _, rel_id in listed:
            kind, target, _ = part.rels.get(rel_id, ("", "", False))
            name = self.resolve(part.name, target)
            if kind.endswith("/slide") and name in self.parts:
                slides.append(self.parts[name])
            else:
                self.say(
                    "D02", part.name, f"expected {printable(rel_id)} to be a slide, found {printable(target) or 'nothing'}"
                )
        if len(set(map(id, slides))) != len(slides):
            self.say("D03", part.name, "expected every slide once in the slide list, found one twice")
        for kind in ("/slideMaster", "/presProps", "/viewProps", "/tableStyles", "/theme"):
            if not any(type_.endswith(kind) for type_, _, _ in part.rels.values()):
                self.say("D01", part.name, f"expected a {kind[1:]} part, found none")
        return slides

    def _sections(self, part: _Part, slide_ids: list[str]) -> None:
        sections = list(part.root.iter(_P14 + "section"))
        if not sections:
            return
        names = [section.get("name", "") for section in sections]
        for name in names:
            if _DEFAULT_SECTION.match(name):
                self.say("D14", part.name, f"expected a telling section name, found {printable(name, 60)!r}")
        for name, count in Counter(names).items():
            if count > 1:
                self.say("D14", part.name, f"expected different section names, found {printable(name, 60)!r} {count} times")
        members = [e.get("id", "") for section in sections for e in section.iter(_P14 + "sldId")]
        if members != slide_ids:
            self.say("D14", part.name, "expected the sections to hold every slide once and in order, found otherwise")
        if len({section.get("id") for section in sections}) != len(sections):
            self.say("D14", part.name, "expected different section ids, found one twice")

    def _masters(self) -> None:
        presentation = self.parts["ppt/presentation.xml"]
        ids = [e.get("id", "") for e in presentation.root.iter(_P + "sldMasterId")]
        masters = self.related(presentation, "/slideMaster")
        for master in masters:
            ids += [e.get("id", "") for e in master.root.iter(_P + "sldLayoutId")]
            if not self.related(master, "/theme"):
                self.say("D01", master.name, "expected a theme, found none")
            for layout in self.related(master, "/slideLayout"):
                if not self.related(layout, "/slideMaster"):
                    self.say("D02", layout.name, "expected a slide master, found none")
                self._unique_ids(layout)
            self._unique_ids(master)
        for number, count in Counter(ids).items():
            if count > 1 or not number.isdigit() or int(number) < 2**31:
                self.say(
                    "D03",
                    presentation.name,
                    f"expected different master and layout ids, found {printable(number)} {count} times",
                )
        if masters:
            self._contrast(masters[0])

    def _unique_ids(self, part: _Part) -> None:
        for number, count in Counter(e.get("id") for e in part.root.iter(_P + "cNvPr")).items():
            if count > 1:
                self.say("D03", part.name, f"expected different shape ids, found {number} {count} times")

    def _contrast(self, master: _Part) -> None:
        """Judge the theme's own pairs: text and titles on the ground, links on the ground."""
        theme = next(iter(self.related(master, "/theme")), None)
        mapping = master.root.find(_P + "clrMap")
        if theme is None or mapping is None:
            return
        colours = {}
        for slot in theme.root.find(f".//{_A}clrScheme") or ():
            value = slot[0].get("lastClr") or slot[0].get("val") or "" if len(slot) else ""
            if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
                colours[slot.tag.removeprefix(_A)] = Colour(int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16))
        for ink, ground in (("tx1", "bg1"), ("tx1", "bg2"), ("hlink", "bg1")):
            one, other = (colours.get(mapping.get(name, name)) for name in (ink, ground))
            if one is not None and other is not None and contrast(one, other) < 4.5:
                self.say(
                    "D21",
                    theme.name,
                    f"expected contrast of 4.5:1 for {ink} on {ground}, found {contrast(one, other):.1f}:1",
                    warning=True,
                )

    # --- notes, charts, properties ------------------------------------------------------------------------------------

    def _notes(self) -> None:
        for name, part in sorted(self.parts.items()):
            if name.startswith("ppt/notesSlides/"):
                if not self.related(part, "/notesMaster"):
                    self.say("D02", name, "expected a notes master, found none")
                check_languages(self, part)
                self._unique_ids(part)

    def _charts(self) -> None:
        for name, part in sorted(self.parts.items()):
            if not name.startswith("ppt/charts/chart"):
                continue
            axes = [e.get("val", "") for tag in ("axId", "crossAx") for e in part.root.iter(_C + tag)]
            if not all(value.isdigit() for value in axes):
                self.say("D22", name, "expected axis ids without sign, found others")
            values = [v.text or "" for n in part.root.iter(_C + "numCache") for v in n.iter(_C + "v")]
            if not values:
                self.say("D22", name, "expected numbers in the chart, found none")
            if not any(kind.endswith("/package") for kind, _, _ in part.rels.values()):
                self.say("D22", name, "expected the figures behind the chart, found no workbook")
            for properties in part.root.iter(_A + "defRPr"):
                if not properties.get("lang"):
                    self.say("D09", name, "expected a language on the chart's text, found none")
                    break

    def _properties(self) -> None:
        core = self.parts.get("docProps/core.xml")
        if core is None:
            self.say("D18", "docProps/core.xml", "expected title, language and author, found no properties")
            return
        found = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in core.root}
        for name in ("title", "language", "creator"):
            if not found.get(name):
                self.say("D18", core.name, f"expected a {name}, found none")


# --- one slide --------------------------------------------------------------------------------------------------------


class _Slide:
    """Judges one slide by itself and against its layout."""

    def __init__(self, verifier: _Verifier, part: _Part, number: int) -> None:
        self.verifier, self.part, self.number = verifier, part, number
        self.layout = next(iter(verifier.related(part, "/slideLayout")), None)
        self.shapes = list(shapes_in(part.root.find(f"{_P}cSld/{_P}spTree")))

    def say(self, rule: str, message: str, *, warning: bool = False) -> None:
        """Remember a problem on this slide."""
        self.verifier.say(rule, f"slide {self.number}", message, warning=warning)

    def check(self) -> str:
        """Judge the slide; return its title."""
        if self.layout is None:
            self.say("D02", "expected a layout, found none")
        self.verifier._unique_ids(self.part)  # noqa: SLF001 - one reader in two classes
        check_languages(self.verifier, self.part)
        title = self._titles()
        for shape in self.shapes:
            self._alternative(shape)
            self._inside(shape)
        for table in self.part.root.iter(_A + "tbl"):
            self._table(table)
        self._placeholders()
        self._theme_only()
        self._sizes()
        self._citations()
        self._links()
        self._order()
        if any(kind.endswith(("/video", "/audio", "/media")) for kind, _, _ in self.part.rels.values()):
            self.say("D23", "expected no film or sound, found one: it needs captions")
        return title

    def _titles(self) -> str:
        titles = [text_of(shape).strip() for shape in self.shapes if placeholder_kind(shape) in _TITLES]
        if not titles or not titles[0]:
            self.say("D04", "expected a title, found none")
        elif len(titles) > 1:
            self.say("D04", f"expected one title, found {len(titles)}")
        return titles[0] if titles else ""

    def _alternative(self, shape: ET.Element) -> None:
        """Demand a description of whatever is not text, unless it is marked as decoration."""
        about = about_of(shape)
        if about is None:
            self.say("D01", "expected a shape with an id, found one without")
            return
        described, decorative = (about.get("descr") or "").strip(), next(about.iter(_DECORATIVE), None) is not None
        needs = shape.tag in {_P + "pic", _P + "graphicFrame"} or (
            shape.tag in {_P + "sp", _P + "cxnSp"} and next(shape.iter(_P + "ph"), None) is None and not text_of(shape).strip()
        )
        if shape.tag == _P + "grpSp":
            needs = not text_of(shape).strip()
        if needs and not described and not decorative:
            self.say("D06", f"expected alternative text on {printable(about.get('name') or 'a shape', 60)!r}, found none")
        if described and _FILE_NAME.match(described):
            self.say("D06", f"expected alternative text in words, found a file name: {printable(described, 60)!r}")

    def _inside(self, shape: ET.Element) -> None:
        transform = next((t for t in (*(part.find(_A + "xfrm") for part in shape), shape.find(_P + "xfrm")) if t is not None), None)
        if transform is None:
            if shape.tag == _P + "graphicFrame":
                self.say("D11", "expected a position for a table or chart, found none")
            return
        off, ext = transform.find(_A + "off"), transform.find(_A + "ext")
        if off is None or ext is None:
            return
        x, y, width, height = (int(v or 0) for v in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
        slack = _EMU
        if x < -slack or y < -slack or x + width > self.verifier.width + slack or y + height > self.verifier.height + slack:
            name = about_of(shape)
            label = name.get("name") if name is not None else "a shape"
            self.say(
                "D11",
                f"expected {printable(label or '', 60)!r} inside the slide, found it at {x // _EMU}, {y // _EMU} pt, {width // _EMU} x {height // _EMU} pt",
            )

    def _table(self, table: ET.Element) -> None:
        properties = table.find(_A + "tblPr")
        if properties is None or properties.get("firstRow") not in {"1", "true"}:
            self.say("D07", "expected a header row in the table, found none")
        columns = len(table.findall(f"{_A}tblGrid/{_A}gridCol"))
        for row in table.findall(_A + "tr"):
            cells = row.findall(_A + "tc")
            if len(cells) != columns:
                self.say("D08", f"expected {columns} cells in each row, found {len(cells)}")
            for cell in cells:
                if any(cell.get(name) not in {None, "0", "1", "false"} or (cell.get(name) == "1" and "Merge" in name)
                       for name in ("gridSpan", "rowSpan", "hMerge", "vMerge")):  # fmt: skip
                    self.say("D07", "expected simple cells, found merged ones")
                if not text_of(cell).strip():
                    self.say("D07", "expected text in every cell, found a blank one", warning=True)

    def _placeholders(self) -> None:
        for shape in self.shapes:
            if placeholder_kind(shape) is None or shape.tag != _P + "sp":
                continue
            body = shape.find(_P + "txBody")
            if not text_of(shape).strip():
                self.say("D10", f"expected text in the placeholder {placeholder_kind(shape)}, found none")
            if body is not None and body.find(_A + "p") is None:
                self.say("D01", "expected a paragraph in every text body, found none")

    def _theme_only(self) -> None:
        for element in self.part.root.iter():
            if element.tag in _FIXED_COLOURS:
                self.say("D12", f"expected theme colours, found {element.get('val') or element.get('lastClr')}")
                return
            if element.tag in _FACES and not (element.get("typeface") or "").startswith("+"):
                self.say("D12", f"expected the theme's typefaces, found {printable(element.get('typeface') or '', 40)!r}")
                return

    def _sizes(self) -> None:
        for shape in self.shapes:
            kind = placeholder_kind(shape)
            bodies = [shape.find(_P + "txBody")] if shape.tag == _P + "sp" else list(shape.iter(_A + "txBody"))
            inherited = self._layout_size(shape) if kind is not None else None
            for body in bodies:
                if body is None:
                    continue
                properties = body.find(_A + "bodyPr")
                fit = properties.find(_A + "normAutofit") if properties is not None else None
                scale = int(fit.get("fontScale", "100000")) / 100_000 if fit is not None else 1.0
                floor = _LEAST_FURNITURE if kind in {"ftr", "sldNum", "dt"} else _LEAST
                if inherited is not None and kind in {"body", "obj"} and inherited >= _BODY_FLOOR:
                    floor = min(_BODY_FLOOR, inherited)
                for run in (*body.iter(_A + "r"), *body.iter(_A + "fld")):
                    properties = run.find(_A + "rPr")
                    own = properties.get("sz") if properties is not None else None
                    size = int(own) / 100 if own else inherited
                    least = _LEAST if own and floor > _LEAST else floor
                    if size is not None and size * scale < least - 0.05:
                        self.say(
                            "D13",
                            f"expected text of {least:g} pt or more, found {size * scale:.1f} pt: {printable(text_of(run), 40)!r}",
                        )
                        break

    def _layout_size(self, shape: ET.Element) -> float | None:
        """Return the size text in a placeholder inherits from its layout's list style, if it says one."""
        if self.layout is None:
            return None
        own = next(shape.iter(_P + "ph"), None)
        if own is None:
            return None
        kind, idx = own.get("type", "obj"), own.get("idx")
        for other, ph in self.layout.placeholders():
            if (idx is not None and ph.get("idx") == idx) or (idx is None and ph.get("type", "obj") == kind):
                default = other.find(f"{_P}txBody/{_A}lstStyle/{_A}lvl1pPr/{_A}defRPr")
                return int(default.get("sz", "0")) / 100 or None if default is not None else None
        return None

    def _citations(self) -> None:
        """Compare the numbers of the markers in the slide's text with those the citations placeholder lists."""
        marked: set[int] = set()
        listed: set[int] = set()
        found = False
        for shape in self.shapes:
            text = text_of(shape)
            if is_citations(shape):
                found = True
                runs = [t.text or "" for t in shape.iter(_A + "t")]
                own = [run for run in runs if re.fullmatch(r"\s*\d{1,3}\.\s*", run)]
                listed |= {int(run.strip().rstrip(".")) for run in own} if own else {int(n) for n in _LISTED.findall(text)}
            elif placeholder_kind(shape) not in {"ftr", "sldNum", "dt"}:
                marked |= numbers_in(text)
        if self.layout is not None and not any(is_citations(s) for s, _ in self.layout.placeholders()):
            return  # a layout of references or a cover
        if (found or marked) and marked != listed:
            self.say("D16", f"expected the citations to list {sorted(marked)}, found {sorted(listed)}")

    def _links(self) -> None:
        """Ask for words that say where a link leads; an address printed inside a sentence or a reference says it."""
        for paragraph in self.part.root.iter(_A + "p"):
            for run in paragraph.iter(_A + "r"):
                properties = run.find(_A + "rPr")
                if properties is None or properties.find(_A + "hlinkClick") is None:
                    continue
                words = text_of(run).strip()
                alone = "".join(t.text or "" for t in paragraph.iter(_A + "t")).strip() == words
                if _UNCLEAR.match(words) or (alone and _ADDRESS.match(words)):
                    self.say(
                        "D20", f"expected link text that says where it leads, found {printable(words, 60)!r}", warning=True
                    )

    def _order(self) -> None:
        tree = self.part.root.find(f"{_P}cSld/{_P}spTree")
        kinds = [placeholder_kind(shape) for shape in (tree if tree is not None else ()) if shape.tag in _SHAPES]
        titles = [n for n, kind in enumerate(kinds) if kind in _TITLES]
        if titles and titles[0] != 0:
            self.say("D17", "expected the title first in the reading order, found it later", warning=True)
        furniture = [kind in {"ftr", "sldNum", "dt"} for kind in kinds]
        if True in furniture and not all(furniture[furniture.index(True) :]):
            self.say(
                "D17", "expected footer and slide number last in the reading order, found text after them", warning=True
            )
        on_layout = self.layout is not None and any(ph.get("type") == "sldNum" for ph in self.layout.root.iter(_P + "ph"))
        if on_layout and "sldNum" not in kinds:
            self.say("D15", "expected a slide number, found none")
        for shape in self.shapes:
            if placeholder_kind(shape) == "sldNum" and not any(f.get("type") == "slidenum" for f in shape.iter(_A + "fld")):
                self.say("D15", "expected the slide number as a field, found plain text")


_FIXED_COLOURS = frozenset(_A + tag for tag in ("srgbClr", "sysClr", "prstClr", "scrgbClr", "hslClr"))
_FACES = frozenset(_A + tag for tag in ("latin", "ea", "cs", "sym"))


def shapes_in(tree: ET.Element | None) -> Iterator[ET.Element]:
    """Yield the shapes of a tree: a group as one shape if it is described, else the group and what is in it."""
    for shape in tree if tree is not None else ():
        if shape.tag not in _SHAPES:
            continue
        yield shape
        about = about_of(shape) if shape.tag == _P + "grpSp" else None
        if shape.tag == _P + "grpSp" and not (about is not None and about.get("descr")):
            yield from shapes_in(shape)


def text_of(element: ET.Element) -> str:
    """Return the text of an element, a line for each paragraph."""
    if element.tag == _A + "r":
        return "".join(t.text or "" for t in element.iter(_A + "t"))
    return "\n".join("".join(t.text or "" for t in paragraph.iter(_A + "t")) for paragraph in element.iter(_A + "p"))


def placeholder_kind(shape: ET.Element) -> str | None:
    """Return the type of the placeholder a shape is ("obj" without one), None if it is none."""
    for part in shape:
        about = part.find(_P + "nvPr")
        ph = about.find(_P + "ph") if about is not None else None
        if ph is not None:
            return ph.get("type", "obj")
    return None


def about_of(shape: ET.Element) -> ET.Element | None:
    """Return what a shape says of itself (`p:cNvPr`), None if it says nothing."""
    for part in shape:
        about = part.find(_P + "cNvPr")
        if about is not None:
            return about
    return None


def is_citations(shape: ET.Element) -> bool:
    """Whether a shape is the citations placeholder: a body that is named so."""
    about = about_of(shape)
    named = about is not None and (about.get("name") or "").startswith("Citations")
    return named and placeholder_kind(shape) == "body"


def numbers_in(text: str) -> set[int]:
    """Return the numbers of the citation markers in a text; `[1-3, 6]` stands for 1, 2, 3 and 6. Digits of any script."""
    found: set[int] = set()
    for marker in _MARKER.findall(text):
        for item in re.split(r"\s*,\s*", marker):
            ends = [int(end) for end in re.split(r"\s*[-–]\s*", item)]
            found.update(range(ends[0], ends[-1] + 1))
    return found


def check_languages(verifier: _Verifier, part: _Part) -> None:
    """Demand a language on every run, field, line break and paragraph end."""
    for tag in ("r", "fld", "br"):
        for run in part.root.iter(_A + tag):
            properties = run.find(_A + "rPr")
            language = properties.get("lang") if properties is not None else None
            if not language or not _LANGUAGE.match(language):
                verifier.say(
                    "D09",
                    part.name,
                    f"expected a language on {printable(text_of(run) or tag, 40)!r}, found {language or 'none'}",
                )
    for end in part.root.iter(_A + "endParaRPr"):
        if not end.get("lang"):
            verifier.say("D09", part.name, "expected a language on the end of a paragraph, found none")
