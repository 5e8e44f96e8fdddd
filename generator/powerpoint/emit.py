"""One slide, one notes page: from values to markup. Placeholders inherit geometry, size and direction from the layout."""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from generator.deck.model import ChartShape, Deck, Para, PictureShape, Slide, TableShape, TextBody
from generator.errors import OutputError, Problem
from generator.geometry import Rect
from generator.powerpoint.markup import (
    DECLARATION,
    NAMESPACES,
    Link,
    P,
    TextFrame,
    attribute,
    paragraphs,
    run_properties,
    runs,
    xfrm,
)
from generator.powerpoint.package import guid
from generator.powerpoint.plan import LayoutPlan, Place, Slot
from generator.powerpoint.shapes import shape_markup
from generator.powerpoint.template import GROUP_ROOT
from generator.values import replace

_TAIL = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
_FRAMED = frozenset({"content", "two-content", "references"})
FULL = 100_000


def slide_markup(deck: Deck, index: int, layout: LayoutPlan, place: Place) -> str:
    """Return the slide at `index` (0-based): title, body, objects, citations, footer, number, in reading order."""
    slide = deck.slides[index]
    emitter = _Emitter(deck, slide, layout, place)
    emitter.text("title", _title(slide, deck), slide.title_rect, slide.title_scale)
    emitter.body("body", slide.body, slide.body_rect)
    if slide.layout == "picture":
        emitter.shapes()
        emitter.body("second", slide.second, slide.second_rect)
    else:
        emitter.body("second", slide.second, slide.second_rect)
        emitter.shapes()
    if slide.citations:
        emitter.text("citations", slide.citations, slide.citations_rect)
    emitter.footer()
    emitter.slide_number(index + 1)
    return f"{DECLARATION}<p:sld {NAMESPACES}><p:cSld><p:spTree>{GROUP_ROOT}{''.join(emitter.out)}</p:spTree></p:cSld>{_TAIL}</p:sld>"


def _title(slide: Slide, deck: Deck) -> tuple[Para, ...]:
    return (Para(slide.title, direction=deck.direction),)


class _Emitter:
    """Collects the shapes of one slide and counts their ids."""

    def __init__(self, deck: Deck, slide: Slide, layout: LayoutPlan, place: Place) -> None:
        self.deck, self.slide, self.layout, self.place = deck, slide, layout, place
        self.out: list[str] = []
        self.number = 2  # 1 is the slide's own group

    def slot(self, role: str) -> Slot:
        """Return the layout's placeholder for `role`; a deck that asks for one the layout lacks is our own fault."""
        try:
            return self.layout.slots[role]
        except KeyError:
            raise ValueError(f"layout {self.slide.layout} has no placeholder for {role} (slide {self.slide.key})") from None

    def body(self, role: str, body: TextBody | None, rect: Rect | None) -> None:
        """Write a body placeholder, if there is text for it."""
        if body is not None and body.paragraphs:
            self.text(role, body.paragraphs, rect, body.font_scale, body.space, fixed=body.fixed)

    def text(
        self,
        role: str,
        paras: tuple[Para, ...],
        rect: Rect | None = None,
        scale: int = FULL,
        space: float | None = None,
        *,
        fixed: bool = False,
    ) -> None:
        """Write a placeholder with paragraphs."""
        slot = self.slot(role)
        frame = slot.frame
        if (fixed or role == "title") and scale != FULL:  # fontScale is not obeyed everywhere, and taken back on editing
            frame, scale = replace(frame, size=frame.size * scale / FULL, sized=True), FULL
        if space is not None:
            frame = replace(frame, before=space / frame.size)
        content = paragraphs(paras, frame, self.place.link) if role != "title" else _heading(paras[0], frame, self.place.link)
        fit = "<a:bodyPr/>" if scale == FULL else f'<a:bodyPr><a:normAutofit fontScale="{scale}"/></a:bodyPr>'
        geometry = ""
        if rect is not None:
            left, top, right, bottom = slot.insets
            geometry = xfrm(rect.x - left, rect.y - top, rect.width + left + right, rect.height + top + bottom)
        self._placeholder(slot, content, fit, geometry)

    def _placeholder(self, slot: Slot, content: str, fit: str = "<a:bodyPr/>", geometry: str = "") -> None:
        shape = f"<p:spPr>{geometry}</p:spPr>" if geometry else "<p:spPr/>"
        self.out.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.number}" name={attribute(f"{slot.name} {self.number}")}/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {slot.attributes}/></p:nvPr></p:nvSpPr>{shape}'
            f"<p:txBody>{fit}<a:lstStyle/>{content}</p:txBody></p:sp>"
        )
        self.number += 1

    def shapes(self) -> None:
        """Write the native objects; the first picture, table or chart fills the placeholder that waits for it."""
        taken: set[str] = {"body"} if self.slide.body is not None else set()
        for shape in self.slide.shapes:
            role = ""
            if isinstance(shape, PictureShape) and self.slide.layout == "picture" and "picture" in self.layout.slots:
                role = "picture"
            elif isinstance(shape, TableShape | ChartShape) and self.slide.layout in _FRAMED:
                role = "body"
            filled = ""
            if role and role not in taken:
                taken.add(role)
                filled = f"<p:ph {self.layout.slots[role].attributes}/>"
            markup, self.number = shape_markup(shape, self.number, self.place, filled)
            self.out.append(markup)

    def footer(self) -> None:
        """Write the footer, if the layout has one."""
        slot = self.layout.slots.get("footer")
        if slot is None or not self.deck.footer:
            return
        self._placeholder(
            slot,
            paragraphs(
                (Para(self.deck.footer, direction=self.deck.direction),), replace(slot.frame, scaled=False), self.place.link
            ),
        )

    def slide_number(self, number: int) -> None:
        """Write the slide number as a field, if the layout has one."""
        slot = self.layout.slots.get("number")
        if slot is None:
            return
        size = slot.frame.size if slot.frame.sized else None
        language = run_properties("rPr", self.deck.language, size=size, inner=slot.frame.colour)
        field_id = guid(self.deck.provenance.identifier, self.slide.key, "number")
        self._placeholder(
            slot,
            f'<a:p><a:fld id="{field_id}" type="slidenum">{language}<a:t>{number}</a:t></a:fld>'
            f"{run_properties('endParaRPr', self.deck.language)}</a:p>",
        )


def _heading(para: Para, frame: TextFrame, link: Link) -> str:
    """Return a title's paragraph: no bullet to switch off, alignment only where the direction differs."""
    rtl = para.direction == "rtl"
    language = para.runs[-1].language if para.runs else "en"
    properties = ""
    if rtl != frame.rtl:
        align = "" if frame.centred else f' algn="{"r" if rtl else "l"}"'
        properties = f'<a:pPr{align} rtl="{int(rtl)}"/>'
    size = frame.size if frame.sized else None
    text = runs(para.runs, link, size=size, colour=frame.colour)
    return f"<a:p>{properties}{text}{run_properties('endParaRPr', language, size=size)}</a:p>"


def notes_markup(slide: Slide, link: Link, *, master_rtl: bool) -> str:
    """Return the notes page of a slide: its picture and the presenter's paragraphs, each in its own direction."""
    frame = TextFrame(12.0, rtl=master_rtl, explicit=True, scaled=False)
    text = paragraphs(slide.notes, frame, link)
    return (
        f"{DECLARATION}<p:notes {NAMESPACES}><p:cSld><p:spTree>{GROUP_ROOT}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp></p:spTree></p:cSld>{_TAIL}</p:notes>"
    )


def sections_markup(deck: Deck, slide_ids: list[int]) -> str:
    """Return the extension that groups the slides into named sections; together they hold every slide once."""
    listed = [n for section in deck.sections for n in section.slides]
    if sorted(listed) != list(range(len(deck.slides))):
        raise OutputError(Problem("P03", f"expected sections to hold each of {len(deck.slides)} slides once, found {listed}"))
    inner = []
    for number, section in enumerate(deck.sections):
        members = "".join(f'<p14:sldId id="{slide_ids[n]}"/>' for n in section.slides)
        key = guid(deck.provenance.identifier, "section", number, section.name)
        inner.append(
            f'<p14:section name={attribute(section.name)} id="{key}"><p14:sldIdLst>{members}</p14:sldIdLst></p14:section>'
        )
    return (
        f'<p:ext xmlns:p="{P}" uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f"{''.join(inner)}</p14:sectionLst></p:ext>"
    )
