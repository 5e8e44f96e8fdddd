"""What a placeholder of someone else's layout really is, once layout, master and text styles are added up."""

# ruff: noqa: E501, SLF001 - markup reads best unbroken; python-pptx keeps its elements private
from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.geometry import Rect
from generator.powerpoint.colours import resolved
from generator.powerpoint.markup import EMU, A, P
from generator.theme import Colour

Element = Any  # an lxml element; lxml has no types of its own
_TITLES = frozenset({"title", "ctrTitle"})
_MASTER_TYPE = {"ctrTitle": "title", "ftr": "ftr", "sldNum": "sldNum", "dt": "dt", "title": "title"}
_INSETS = (("lIns", 7.2), ("tIns", 3.6), ("rIns", 7.2), ("bIns", 3.6))
_SLOTS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")


def a(tag: str) -> str:
    """Return the Clark name of a DrawingML element."""
    return f"{{{A}}}{tag}"


def p(tag: str) -> str:
    """Return the Clark name of a PresentationML element."""
    return f"{{{P}}}{tag}"


@dataclass(slots=True)
class Holder:
    """One placeholder as its slides will get it. `rect` is its shape, text stands inside `insets`."""

    element: Element
    kind: str  # the type attribute, "obj" if there is none
    idx: int
    name: str
    rect: Rect
    size: float
    centred: bool = False
    rtl: bool = False
    bullets: bool = True
    line_spacing: float = 1.0
    insets: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    colour: str = "tx1"  # a scheme name, or a hexadecimal colour
    ground: Colour | None = None  # what is behind it; None: a picture, or something that cannot be judged

    @property
    def text_rect(self) -> Rect:
        """Where its text stands."""
        left, top, right, bottom = self.insets
        return Rect(self.rect.x + left, self.rect.y + top, self.rect.width - left - right, self.rect.height - top - bottom)

    @property
    def attributes(self) -> str:
        """The attributes a slide's `p:ph` needs to inherit from it."""
        kind = "" if self.kind == "obj" else f'type="{self.kind}"'
        idx = "" if self.kind in _TITLES or self.idx == 0 else f'idx="{self.idx}"'
        return " ".join(part for part in (kind, idx) if part)


@dataclass(slots=True)
class Layout:
    """A layout of someone else's template."""

    part: Any
    master: Any
    name: str
    kind: str
    holders: list[Holder]
    scheme: Mapping[str, Colour] = field(default_factory=dict)
    duplicates: int = 0

    def of(self, *kinds: str) -> list[Holder]:
        """Return the placeholders of these types, as they stand in the layout."""
        return [holder for holder in self.holders if holder.kind in kinds]


def theme_colours(theme: Element, colour_map: Mapping[str, str]) -> dict[str, Colour]:
    """Return the theme's colours under the names slides use (tx1, bg1, ...), after the master's colour map."""
    slots: dict[str, Colour] = {}
    for slot in _SLOTS:
        found = theme.find(f".//{a('clrScheme')}/{a(slot)}")
        value = None
        if found is not None and len(found):
            value = found[0].get("lastClr") or found[0].get("val")
        slots[slot] = _hex(value) or (Colour(0, 0, 0) if slot.startswith("dk") else Colour(255, 255, 255))
    scheme = dict(slots)
    for name in ("bg1", "tx1", "bg2", "tx2", *_SLOTS[4:]):
        default = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}.get(name, name)
        scheme[name] = slots.get(colour_map.get(name, default), slots[default])
    return scheme


def _hex(value: str | None) -> Colour | None:
    if value is None or len(value) != 6:
        return None
    try:
        return Colour(int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16))
    except ValueError:
        return None


def colour_value(name: str, scheme: Mapping[str, Colour]) -> Colour | None:
    """Return a colour given as a scheme name or RRGGBB."""
    return resolved(name, scheme) if name.partition(" ")[0] in scheme else _hex(name)


def fill_of(element: Element) -> str | None:
    """Return the colour of the solid fill directly in `element`: a scheme name with its luminance change, or RRGGBB."""
    solid = element.find(a("solidFill")) if element is not None else None
    if solid is None or not len(solid):
        return None
    colour = solid[0]
    value = colour.get("lastClr") or colour.get("val")
    if colour.tag != a("schemeClr") or value is None:
        return None if value is None else str(value)
    modulation, offset = colour.find(a("lumMod")), colour.find(a("lumOff"))
    if modulation is None and offset is None:
        return str(value)
    mod = 100 if modulation is None else int(modulation.get("val")) // 1000
    off = 0 if offset is None else int(offset.get("val")) // 1000
    return f"{value} {mod}/{off}"


def ground_behind(rect: Rect, layout: Element, master: Element, scheme: Mapping[str, Colour]) -> Colour | None:
    """Return the colour behind `rect`: the topmost drawn shape that lies under it, else the background; None if unknown."""
    ground = _background(layout, master, scheme)
    roots = (layout,) if layout.get("showMasterSp") in {"0", "false"} or layout is master else (master, layout)
    for root in roots:
        for shape in root.find(f"{p('cSld')}/{p('spTree')}"):
            if shape.tag not in _DRAWN or shape.find(f".//{p('ph')}") is not None:
                continue
            share = _covered(rect, _outline(shape))
            if share < 0.2:
                continue
            fill = fill_of(shape.find(p("spPr"))) if shape.tag == p("sp") else None
            open_shape = shape.tag == p("sp") and shape.find(f"{p('spPr')}/{a('noFill')}") is not None
            if not open_shape:
                ground = colour_value(fill, scheme) if fill is not None and share > 0.9 else None
    return ground


def _background(layout: Element, master: Element, scheme: Mapping[str, Colour]) -> Colour | None:
    for root in (layout, master):
        background = root.find(f"{p('cSld')}/{p('bg')}")
        if background is None:
            continue
        properties, reference = background.find(p("bgPr")), background.find(p("bgRef"))
        if properties is not None:
            name = fill_of(properties)
            return None if name is None else colour_value(name, scheme)
        if reference is not None and len(reference) and int(reference.get("idx", "1001")) == 1001:
            return colour_value(str(reference[0].get("val")), scheme)
        return None
    return scheme["bg1"]


def _outline(shape: Element) -> Rect | None:
    for path in (f"{p('spPr')}/{a('xfrm')}", f"{p('grpSpPr')}/{a('xfrm')}", p("xfrm")):
        transform = shape.find(path)
        if transform is not None and transform.find(a("off")) is not None:
            off, ext = transform.find(a("off")), transform.find(a("ext"))
            return Rect(int(off.get("x")) / EMU, int(off.get("y")) / EMU, int(ext.get("cx")) / EMU, int(ext.get("cy")) / EMU)
    return None


def _covered(rect: Rect, by: Rect | None) -> float:
    """Return the share of `rect` that `by` covers."""
    if by is None or rect.width <= 0 or rect.height <= 0:
        return 0.0
    across = min(rect.right, by.right) - max(rect.x, by.x)
    down = min(rect.bottom, by.bottom) - max(rect.y, by.y)
    return max(across, 0.0) * max(down, 0.0) / (rect.width * rect.height)


def read_layout(part: Any, master: Any, scheme: Mapping[str, Colour]) -> Layout:  # noqa: ANN401 - python-pptx parts
    """Return a layout with its placeholders resolved; duplicate idx are renumbered in the layout itself."""
    root, master_root = part._element, master._element
    tree = root.find(f"{p('cSld')}/{p('spTree')}")
    if master_root.find(p("txStyles")) is None:
        _promote_prompts(tree, master_root)
    shapes = [shape for shape in tree.iter(p("sp"), p("pic")) if shape.find(f".//{p('ph')}") is not None]
    duplicates = _renumber(shapes)
    holders = []
    for shape in shapes:
        holder = _holder(shape, master_root)
        if holder is not None:
            holder.ground = ground_behind(holder.rect, root, master_root, scheme)
            holders.append(holder)
    name = root.find(p("cSld")).get("name") or ""
    return Layout(part, master, name, root.get("type") or "", holders, scheme, duplicates)


def restore_geometry(layouts: list[Layout]) -> None:
    """Put the placeholders of one master's layouts where the master has them, if the program that wrote them mixed masters up.

    LibreOffice gives the layouts of every master the places of the last one; the master's own are right. The content layout tells
    how far they are off, and every other layout is moved by the same measure.
    """
    content = next((one for one in layouts if one.kind == "obj" and one.of("title") and one.of("obj", "body")), None)
    if content is None or content.master._element.find(p("txStyles")) is not None:
        return
    master = content.master._element
    title, body = (_in_master(master, kind) for kind in ("title", "body"))
    right_title, right_body = (_rect(one) if one is not None else None for one in (title, body))
    wrong_body = content.of("obj", "body")[0].rect
    if right_title is None or right_body is None or (right_title == content.of("title")[0].rect and right_body == wrong_body):
        return
    for layout in layouts:
        for holder in layout.holders:
            if holder.kind in _TITLES:
                move(holder, right_title)
            elif holder.kind in {"obj", "body", "subTitle", "pic"}:
                across, down = right_body.width / wrong_body.width, right_body.height / wrong_body.height
                rect = holder.rect
                x, y = right_body.x + (rect.x - wrong_body.x) * across, right_body.y + (rect.y - wrong_body.y) * down
                move(holder, Rect(x, y, rect.width * across, rect.height * down))
            holder.ground = ground_behind(holder.rect, layout.part._element, master, layout.scheme)


def move(holder: Holder, rect: Rect) -> None:
    """Move a placeholder of a layout."""
    holder.rect = rect
    properties = holder.element.find(p("spPr"))
    for old in properties.findall(a("xfrm")):
        properties.remove(old)
    transform = properties.makeelement(a("xfrm"), {})
    off = transform.makeelement(a("off"), {"x": str(round(rect.x * EMU)), "y": str(round(rect.y * EMU))})
    ext = transform.makeelement(a("ext"), {"cx": str(round(rect.width * EMU)), "cy": str(round(rect.height * EMU))})
    transform.extend([off, ext])
    properties.insert(0, transform)


def _promote_prompts(tree: Element, master: Element) -> None:
    """Make list styles of the prompts' own formatting: some programs write a template's look only there, where slides lose it."""
    for shape in tree.iter(p("sp")):
        ph, body = shape.find(f".//{p('ph')}"), shape.find(p("txBody"))
        if ph is None or body is None or _level(shape) is not None:
            continue
        kind = ph.get("type") or "obj"
        above = _in_master(master, _MASTER_TYPE.get(kind, "body"))
        theirs = above.find(p("txBody")) if above is not None else None
        own = body.findall(a("p"))
        inherited = theirs.findall(a("p")) if theirs is not None else []
        listed = kind in {"obj", "body"} and inherited
        levels: dict[int, Element] = {}
        ordered = inherited if listed else [*inherited, *own] if kind in _TITLES else [*own, *inherited]
        for one in ordered:
            level = _as_level(one, own[0] if listed and own else None)
            if level is not None:
                levels.setdefault(int(level[0]), level[1])
        style = body.find(a("lstStyle"))
        if style is None:
            style = body.makeelement(a("lstStyle"), {})
            body.insert(1, style)
        for number in sorted(levels):
            style.append(levels[number])


def _as_level(paragraph: Element, above: Element | None) -> tuple[int, Element] | None:
    """Return (level, `a:lvlNpPr`) with the formatting of a prompt's paragraph; its first run's size and colour, else `above`'s."""
    properties = paragraph.find(a("pPr"))
    run = next(
        (found for found in (paragraph.find(f".//{a('rPr')}"), paragraph.find(a("endParaRPr"))) if found is not None), None
    )
    if above is not None:
        better = above.find(a("endParaRPr"))
        run = (
            better
            if better is not None
            and better.get("sz")
            and (run is None or int(properties.get("lvl", "0") if properties is not None else "0") == 0)
            else run
        )
    if run is None or not run.get("sz"):
        return None
    number = int(properties.get("lvl", "0")) + 1 if properties is not None else 1
    level = paragraph.makeelement(a(f"lvl{number}pPr"), {})
    for name in ("marL", "indent", "algn", "rtl"):
        if properties is not None and properties.get(name) is not None:
            level.set(name, properties.get(name))
    for child in properties if properties is not None else ():
        if child.tag != a("extLst"):
            level.append(copy.deepcopy(child))
    default = paragraph.makeelement(a("defRPr"), {"sz": run.get("sz"), **({"b": run.get("b")} if run.get("b") else {})})
    for child in run:
        if child.tag in {a("solidFill"), a("latin"), a("ea"), a("cs")}:
            default.append(copy.deepcopy(child))
    level.append(default)
    return number, level


def _renumber(shapes: list[Element]) -> int:
    """Give placeholders that share an idx their own; return how many were changed."""
    used: set[int] = set()
    changed = 0
    for shape in shapes:
        ph = shape.find(f".//{p('ph')}")
        if ph.get("type") in _TITLES:
            continue
        idx = int(ph.get("idx", "0"))
        if idx == 0 or idx in used:
            idx = max([*used, 29]) + 1
            ph.set("idx", str(idx))
            changed += 1
        used.add(idx)
    return changed


def _holder(shape: Element, master: Element) -> Holder | None:
    ph = shape.find(f".//{p('ph')}")
    kind = ph.get("type") or "obj"
    above = _in_master(master, _MASTER_TYPE.get(kind, "body"))
    chain = [shape] if above is None else [shape, above]
    rect = next((found for found in map(_rect, chain) if found is not None), None)
    if rect is None:
        return None
    style = "titleStyle" if kind in _TITLES else "otherStyle" if kind in {"ftr", "sldNum", "dt"} else "bodyStyle"
    levels = [level for level in (_level(one) for one in chain) if level is not None]
    general = master.find(f"{p('txStyles')}/{p(style)}/{a('lvl1pPr')}")
    if general is not None:
        levels.append(general)
    size, colour = 18.0, "tx1"
    fonts = [level.find(a("defRPr")) for level in levels]
    size = next((int(font.get("sz")) / 100 for font in fonts if font is not None and font.get("sz")), size)
    colour = next((name for name in (fill_of(font) for font in fonts if font is not None) if name), colour)
    bullets = next(
        (
            not level.findall(a("buNone"))
            for level in levels
            if any(c.tag.startswith(a("bu")) and c.tag in _BULLETS for c in level)
        ),
        False,
    )
    name = shape.find(f".//{p('cNvPr')}").get("name") or kind
    return Holder(
        shape, kind, int(ph.get("idx", "0")), name, rect, size,
        centred=_first(levels, "algn") == "ctr", rtl=_first(levels, "rtl") in {"1", "true"}, bullets=bullets,
        line_spacing=_line_spacing(levels), insets=_read_insets(chain), colour=colour,
    )  # fmt: skip


_DRAWN = frozenset({p("sp"), p("pic"), p("grpSp"), p("graphicFrame")})
_BULLETS = frozenset({a("buNone"), a("buChar"), a("buAutoNum"), a("buBlip")})


def _in_master(master: Element, kind: str) -> Element | None:
    for shape in master.iter(p("sp")):
        ph = shape.find(f".//{p('ph')}")
        if ph is not None and (ph.get("type") or "body") == kind:
            return shape
    return None


def _rect(shape: Element) -> Rect | None:
    transform = shape.find(f"{p('spPr')}/{a('xfrm')}")
    if transform is None or transform.find(a("off")) is None or transform.find(a("ext")) is None:
        return None
    off, ext = transform.find(a("off")), transform.find(a("ext"))
    return Rect(int(off.get("x")) / EMU, int(off.get("y")) / EMU, int(ext.get("cx")) / EMU, int(ext.get("cy")) / EMU)


def _level(shape: Element) -> Element | None:
    return shape.find(f"{p('txBody')}/{a('lstStyle')}/{a('lvl1pPr')}")


def _first(levels: list[Element], attribute: str) -> str | None:
    return next((level.get(attribute) for level in levels if level.get(attribute) is not None), None)


def _line_spacing(levels: list[Element]) -> float:
    for level in levels:
        spacing = level.find(f"{a('lnSpc')}/{a('spcPct')}")
        if spacing is not None:
            value = spacing.get("val", "100000")
            return float(value.rstrip("%")) / 100 if value.endswith("%") else int(value) / 100_000
    return 1.0


def _read_insets(chain: list[Element]) -> tuple[float, float, float, float]:
    bodies = [body for body in (shape.find(f"{p('txBody')}/{a('bodyPr')}") for shape in chain) if body is not None]
    left, top, right, bottom = (
        next((int(body.get(name)) / EMU for body in bodies if body.get(name) is not None), default) for name, default in _INSETS
    )
    return left, top, right, bottom
