"""What could be wrong with a finished deck: the file is reopened and judged by what it says, not by what was meant.

Every rule of PowerPoint's Accessibility Checker that software can judge, and what makes PowerPoint repair a file or an educator
sigh. Rules by number:

D01 package  D02 relationships  D03 ids  D04 title  D05 repeated title  D06 alt text  D07 table header, merged or blank cells
D08 table grid  D09 language  D10 empty placeholder  D11 outside the slide  D12 colours and fonts not from the theme
D13 text size  D14 sections  D15 slide numbers  D16 citations match markers  D17 reading order  D18 properties
D19 protection  D20 link text  D21 contrast of the theme  D22 charts  D23 films and sound

Here is what concerns the whole; `deck_parts` has the package, `deck_slide` a slide by itself, `deck_shapes` what shapes say.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from xml.etree import ElementTree as ET

from generator.checks.deck_parts import Package, Part, Relationship, resolve
from generator.checks.deck_shapes import A, P
from generator.checks.deck_slide import Slide, check_languages
from generator.errors import Problem, printable
from generator.theme import Colour, contrast

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_DEFAULT_SECTION = re.compile(r"^\s*$|^(default|untitled|unbenannter|ohne titel)\b.*$|^section( \d+)?$", re.IGNORECASE)
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, ET.ParseError, NotImplementedError
)  # fmt: skip
_NOWHERE = Relationship("", "", external=False)


def verify_deck(data: bytes) -> tuple[Problem, ...]:
    """Return everything wrong with a .pptx, () if nothing is: most basic first; what cannot be read has only that."""
    package = Package(data)
    try:
        package.read()
    except _UNREADABLE as error:
        package.say("D01", "deck", f"expected a readable package, found {printable(str(error), 120)}")
        return tuple(package.problems)
    package.check_references()
    presentation = package.parts.get("ppt/presentation.xml")
    if presentation is None:
        package.say("D01", "deck", "expected ppt/presentation.xml, found none")
        return tuple(package.problems)
    slides = _presentation(package, presentation)
    _masters(package, presentation)
    _slides(package, presentation, slides)
    _notes(package)
    _charts(package)
    _properties(package)
    return tuple(package.problems)


def _presentation(package: Package, part: Part) -> list[Part]:
    """Judge the presentation part; return its slides in order."""
    root = part.root
    if root.find(P + "modifyVerifier") is not None:
        package.say("D19", part.name, "expected a deck anyone may edit, found write protection")
    listed = [(e.get("id", ""), e.get(_R + "id", "")) for e in root.iterfind(f"{P}sldIdLst/{P}sldId")]
    if not listed:
        package.say("D01", part.name, "expected slides, found none")
    for number, count in Counter(number for number, _ in listed).items():
        if count > 1 or not number.isdigit() or not 256 <= int(number) < 2**31:
            package.say("D03", part.name, f"expected different slide ids from 256, found {printable(number)} {count} times")
    _sections(package, part, [number for number, _ in listed])
    slides = []
    for _, rel_id in listed:
        kind, target, _ = part.rels.get(rel_id, _NOWHERE)
        name = resolve(part.name, target)
        if kind.endswith("/slide") and name in package.parts:
            slides.append(package.parts[name])
        else:
            package.say("D02", part.name, f"expected {printable(rel_id)} to be a slide, found {printable(target) or 'nothing'}")
    if len(set(map(id, slides))) != len(slides):
        package.say("D03", part.name, "expected every slide once in the slide list, found one twice")
    for kind in ("/slideMaster", "/presProps", "/viewProps", "/tableStyles", "/theme"):
        if not any(rel.kind.endswith(kind) for rel in part.rels.values()):
            package.say("D01", part.name, f"expected a {kind[1:]} part, found none")
    return slides


def _sections(package: Package, part: Part, slide_ids: list[str]) -> None:
    sections = list(part.root.iter(_P14 + "section"))
    if not sections:
        return
    names = [section.get("name", "") for section in sections]
    for name in names:
        if _DEFAULT_SECTION.match(name):
            package.say("D14", part.name, f"expected a telling section name, found {printable(name, 60)!r}")
    for name, count in Counter(names).items():
        if count > 1:
            package.say("D14", part.name, f"expected different section names, found {printable(name, 60)!r} {count} times")
    members = [e.get("id", "") for section in sections for e in section.iter(_P14 + "sldId")]
    if members != slide_ids:
        package.say("D14", part.name, "expected the sections to hold every slide once and in order, found otherwise")
    if len({section.get("id") for section in sections}) != len(sections):
        package.say("D14", part.name, "expected different section ids, found one twice")


def _masters(package: Package, presentation: Part) -> None:
    ids = [e.get("id", "") for e in presentation.root.iter(P + "sldMasterId")]
    masters = package.related(presentation, "/slideMaster")
    for master in masters:
        ids += [e.get("id", "") for e in master.root.iter(P + "sldLayoutId")]
        if not package.related(master, "/theme"):
            package.say("D01", master.name, "expected a theme, found none")
        for layout in package.related(master, "/slideLayout"):
            if not package.related(layout, "/slideMaster"):
                package.say("D02", layout.name, "expected a slide master, found none")
            package.check_ids(layout)
        package.check_ids(master)
    for number, count in Counter(ids).items():
        if count > 1 or not number.isdigit() or int(number) < 2**31:
            package.say(
                "D03",
                presentation.name,
                f"expected different master and layout ids, found {printable(number)} {count} times",
            )
    if masters:
        _contrast(package, masters[0])


def _slides(package: Package, presentation: Part, slides: list[Part]) -> None:
    """Judge every slide, and the titles of all."""
    size = presentation.root.find(P + "sldSz")
    width = int(size.get("cx", "0")) if size is not None else 9144000
    height = int(size.get("cy", "0")) if size is not None else 6858000
    titles = Counter(Slide(package, part, number, width, height).check() for number, part in enumerate(slides, 1))
    for title, count in titles.items():
        if title and count > 1:
            message = f"expected a different title on each slide, found {printable(title, 80)!r} {count} times"
            package.say("D05", "deck", message)


def _contrast(package: Package, master: Part) -> None:
    """Judge the theme's own pairs: text and titles on the ground, links on the ground."""
    theme = next(iter(package.related(master, "/theme")), None)
    mapping = master.root.find(P + "clrMap")
    scheme = theme.root.find(f".//{A}clrScheme") if theme is not None else None
    if theme is None or scheme is None or mapping is None:
        return
    colours = {}
    for slot in scheme:
        value = slot[0].get("lastClr") or slot[0].get("val") or "" if len(slot) else ""
        if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
            colours[slot.tag.removeprefix(A)] = Colour(int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16))
    for ink, ground in (("tx1", "bg1"), ("tx1", "bg2"), ("hlink", "bg1")):
        one, other = (colours.get(mapping.get(name, name)) for name in (ink, ground))
        if one is not None and other is not None and contrast(one, other) < 4.5:
            package.say(
                "D21",
                theme.name,
                f"expected contrast of 4.5:1 for {ink} on {ground}, found {contrast(one, other):.1f}:1",
                warning=True,
            )


def _notes(package: Package) -> None:
    for name, part in sorted(package.parts.items()):
        if name.startswith("ppt/notesSlides/"):
            if not package.related(part, "/notesMaster"):
                package.say("D02", name, "expected a notes master, found none")
            check_languages(package, part)
            package.check_ids(part)


def _charts(package: Package) -> None:
    for name, part in sorted(package.parts.items()):
        if not name.startswith("ppt/charts/chart"):
            continue
        axes = [e.get("val", "") for tag in ("axId", "crossAx") for e in part.root.iter(_C + tag)]
        if not all(value.isdigit() for value in axes):
            package.say("D22", name, "expected axis ids without sign, found others")
        values = [v.text or "" for n in part.root.iter(_C + "numCache") for v in n.iter(_C + "v")]
        if not values:
            package.say("D22", name, "expected numbers in the chart, found none")
        if not any(rel.kind.endswith("/package") for rel in part.rels.values()):
            package.say("D22", name, "expected the figures behind the chart, found no workbook")
        for properties in part.root.iter(A + "defRPr"):
            if not properties.get("lang"):
                package.say("D09", name, "expected a language on the chart's text, found none")
                break


def _properties(package: Package) -> None:
    core = package.parts.get("docProps/core.xml")
    if core is None:
        package.say("D18", "docProps/core.xml", "expected title, language and author, found no properties")
        return
    found = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in core.root}
    for name in ("title", "language", "creator"):
        if not found.get(name):
            package.say("D18", core.name, f"expected a {name}, found none")
