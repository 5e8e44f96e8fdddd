"""What a deck needs and someone else's layout lacks is added to it: a zone for citations, a footer, a number, a second column."""

# ruff: noqa: E501, SLF001 - markup reads best unbroken; python-pptx keeps its elements private
from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.slide import SlideLayoutPart

from generator.geometry import Rect
from generator.powerpoint.colours import READABLE
from generator.powerpoint.inheritance import Holder, Layout, colour_value, ground_behind, move, p, read_layout
from generator.powerpoint.mapping import Match
from generator.powerpoint.markup import NAMESPACES, attribute, scheme, xfrm
from generator.powerpoint.their_package import TheirPackage
from generator.theme import Colour, contrast

BODY_FLOOR, CITATIONS_SIZE, FOOTER_FLOOR = 18.0, 12.0, 9.0
CITATIONS_HEIGHT = 44.0
CAPTION_HEIGHT = 52.0
GAP = 6.0


class Completer:
    """Adds placeholders to the layouts of a package."""

    def __init__(self, theirs: TheirPackage) -> None:
        """Complete the layouts of `theirs`."""
        self._theirs = theirs
        self._width, self._height = theirs.width, theirs.height

    def divide(self, purpose: str, match: Match) -> Match:
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

    def complete(self, purpose: str, match: Match) -> list[str]:
        """Add to a layout what its purpose needs and it lacks; return the added roles."""
        layout, roles = match.layout, match.roles
        added = []
        for holder in roles.values():
            inside = _clipped(holder.rect, self._width, self._height)
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

    def _copy(self, layout: Layout, name: str) -> Layout:
        """Return a copy of a layout as a new part of the same master."""
        names = {str(part.partname) for part in self._theirs.package.iter_parts()}
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
            PackURI(f"/ppt/slideLayouts/slideLayout{number}.xml"), CT.PML_SLIDE_LAYOUT, self._theirs.package, element
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
        for element in self._theirs.presentation._element.iter(p("sldMasterId")):
            yield int(element.get("id", "0"))
            master = self._theirs.related(self._theirs.presentation, element)
            if master is not None:
                yield from (int(one.get("id", "0")) for one in master._element.iter(p("sldLayoutId")))

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
        feet = [h.rect.y for h in layout.of("ftr", "sldNum") if h.rect.y > self._height * 0.7]
        limit = min([*feet, self._height - 14]) - 4
        top = limit - CITATIONS_HEIGHT if bottom <= limit else min(limit, self._height) - CITATIONS_HEIGHT
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
            inner, y = first.text_rect, self._height - 30
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
                colour = best_colour(("tx1", "bg1"), layout, ground)
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


def best_colour(names: tuple[str, ...], layout: Layout, ground: Colour) -> str:
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
