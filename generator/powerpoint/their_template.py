"""An organisation's own .pptx or .potx as a template: checked, mapped, completed, and measured.

Its master, layouts, pictures and fonts stay as they are. Sample slides, their sections and custom shows go. What a deck needs and
a layout lacks is added to it: a zone for citations (carved out of the body), a footer, a slide number. Rules: Y01-Y08 as in
`safety`, Y10 no usable layout, Y11 a zone was added, Y12 a stand-in serves, Y13 duplicate placeholder indexes, Y14 contrast,
Y15 sizes, Y16 fonts, Y17 background that cannot be judged, Y18 protection, Y19 sample slides.
"""

# ruff: noqa: E501 - messages read best unbroken
from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from generator.deck.model import LayoutBoxes
from generator.errors import AssetError, GeneratorError, Place, Problem, Severity
from generator.geometry import Rect
from generator.powerpoint.colours import LARGE, READABLE, palette_of
from generator.powerpoint.completing import BODY_FLOOR, CITATIONS_SIZE, FOOTER_FLOOR, Completer, best_colour
from generator.powerpoint.inheritance import Holder, Layout, colour_value
from generator.powerpoint.mapping import PURPOSES, Match, match_layouts
from generator.powerpoint.markup import TextFrame, scheme
from generator.powerpoint.parts import DeckPackage
from generator.powerpoint.plan import LayoutPlan, Palette, Slot, TemplatePlan
from generator.powerpoint.their_package import TheirPackage, open_template
from generator.theme import Colour, contrast
from generator.values import value

REFERENCE_SIZE = 16.0
_NAMES = {
    "title": "Title", "body": "Content", "second": "Text", "picture": "Picture", "citations": "Citations", "footer": "Footer",
    "number": "Slide Number",
}  # fmt: skip


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
    theirs = open_template(data, "template")
    theirs.drop_samples()
    return _completed(theirs)


def _completed(theirs: TheirPackage) -> TheirTemplate:
    """Map the layouts, complete them and return the whole."""
    completer = Completer(theirs)
    layouts = theirs.layouts()
    found = match_layouts(layouts, theirs.width, theirs.height, theirs.samples)
    if not found:
        raise AssetError(
            Problem(
                "Y10", f"expected a layout with a title and room for text, found none in {len(layouts)} layouts",
                Place(theirs.path), "add a layout with a title and a content placeholder at least half the slide wide",
            )
        )  # fmt: skip
    duplicates = sum(layout.duplicates for layout in layouts)
    if duplicates:
        theirs.warn(
            "Y13",
            f"expected a different index for each placeholder, found {duplicates} repeated",
            "they are renumbered in the deck",
        )
    mapped = []
    for purpose in PURPOSES:
        match = found[purpose]
        if match.made:
            match = completer.divide(purpose, match)
        added = completer.complete(purpose, match)
        found[purpose] = match
        if match.how == "stand-in":
            theirs.warn("Y12", f"expected a layout for {purpose}, found none", f'"{match.layout.name}" stands in for it')
        for role in added:
            theirs.warn(
                "Y11", f'expected a {role} placeholder on "{match.layout.name}", found none', "one is added in the deck"
            )
        mapped.append(Mapped(purpose, match.layout.name, match.how, tuple(added)))
    palette = _palette(found["content"])
    plans, boxes, sizes = {}, {}, {}
    for purpose, match in found.items():
        slots = {role: _slot(theirs, role, holder, match.layout, purpose) for role, holder in match.roles.items()}
        plans[purpose] = LayoutPlan(str(match.layout.part.partname), slots)
        boxes[purpose] = {role: _usable_rect(role, holder) for role, holder in match.roles.items()}
        sizes[purpose] = {role: slots[role].frame.size for role in match.roles if role != "picture"}
    theirs.add_table_style(palette)
    theirs.add_notes_master()
    fonts = theirs.fonts()
    rtl = found["content"].roles["body"].rtl
    return TheirTemplate(
        DeckPackage(theirs.package).pack(), TemplatePlan(plans, rtl, palette), LayoutBoxes(theirs.width, theirs.height, boxes, sizes), mapped,
        theirs.problems, fonts,
    )  # fmt: skip


def _palette(content: Match) -> Palette:
    """Return the colours of shapes on content slides; on a picture, the opposite of the template's own text is the ground."""
    body, colours = content.roles["body"], content.layout.scheme
    ground = body.ground
    if ground is None:
        ink = colour_value(body.colour, colours) or colours["tx1"]
        white, black = Colour(255, 255, 255), Colour(0, 0, 0)
        ground = white if contrast(ink, white) >= contrast(ink, black) else black
    return palette_of(colours, ground)


def _slot(theirs: TheirPackage, role: str, holder: Holder, layout: Layout, purpose: str) -> Slot:
    """Return what the emitter needs of a placeholder, and warn of what readers will not be able to read."""
    floor = {"body": BODY_FLOOR, "second": BODY_FLOOR, "title": BODY_FLOOR, "citations": CITATIONS_SIZE}.get(role, FOOTER_FLOOR)
    size, sized = holder.size, False
    if purpose == "references" and role == "body":
        floor = CITATIONS_SIZE
        if size > REFERENCE_SIZE:
            size, sized = REFERENCE_SIZE, True
    if role != "picture" and size < floor:
        theirs.warn(
            "Y15",
            f'expected {role} text of {floor:g} pt or more on "{layout.name}", found {size:g} pt',
            f"{floor:g} pt is set in the deck",
        )
        size, sized = floor, True
    colour = ""
    ink = colour_value(holder.colour, layout.scheme)
    if holder.ground is None and role in {"title", "body", "second"}:
        theirs.warn(
            "Y17",
            f'expected a plain ground behind text on "{layout.name}", found a picture, gradient or pattern',
            "look at the preview: contrast cannot be judged",
        )
    elif holder.ground is not None and ink is not None and role != "picture":
        ratio = contrast(ink, holder.ground)
        least = LARGE if size >= 24 else READABLE
        if ratio < least:
            best = best_colour(("tx1", "bg1", "tx2", "bg2"), layout, holder.ground)
            colour = scheme(best)
            theirs.warn(
                "Y14",
                f'expected contrast of {least:g}:1 for {role} text on "{layout.name}", found {ratio:.1f}:1',
                f"{best} is used in the deck",
            )
    frame = TextFrame(size, holder.rtl, holder.centred, sized=sized, colour=colour, bullets=holder.bullets)
    return Slot(holder.attributes, _NAMES.get(role, holder.name), frame, holder.insets)


def _usable_rect(role: str, holder: Holder) -> Rect:
    """Return where text may stand: inside the insets, and less where the template spaces its lines wider."""
    if role == "picture":
        return holder.rect
    rect = holder.text_rect
    return replace(rect, height=rect.height / max(1.0, holder.line_spacing)) if role not in {"footer", "number"} else rect
