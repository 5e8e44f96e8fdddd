"""A Deck becomes a PowerPoint file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from generator.deck.model import ChartShape, Deck
from generator.picture import Picture
from generator.powerpoint.emit import notes_markup, sections_markup, slide_markup
from generator.powerpoint.plan import Place, TemplatePlan, default_plan
from generator.powerpoint.properties import app_properties, core_properties
from generator.powerpoint.template import brand_template

if TYPE_CHECKING:
    from generator.powerpoint.parts import DeckPackage

_FIRST_SLIDE_ID = 256  # ECMA-376 part 1, 19.7.13


def write_pptx(deck: Deck, template: bytes | None = None) -> bytes:
    """Return `deck` as .pptx bytes, on the template made from its theme or on the organisation's own (.pptx, .potx).

    With a template, `deck` must have been laid out in that template's boxes (`their_template.read_boxes`). Raises AssetError
    for a template that must not be used and OutputError for text that Open XML cannot carry.
    """
    from generator.powerpoint.parts import DeckPackage  # python-pptx is slow to import

    rtl = deck.direction == "rtl"
    if template is None:
        package = DeckPackage.cast(brand_template(deck.theme, deck.boxes, deck.language, deck.script, rtl=rtl))
        plan = default_plan(deck.boxes, rtl=rtl)
    else:
        from generator.powerpoint.their_template import template_for_writing

        start, plan = template_for_writing(template)
        package = DeckPackage.cast(start)
    slide_list = [_add_slide(deck, index, package, plan, rtl=rtl) for index in range(len(deck.slides))]
    _finish(deck, package, slide_list)
    return package.pack()


def _add_slide(deck: Deck, index: int, package: DeckPackage, plan: TemplatePlan, *, rtl: bool) -> str:
    """Write one slide and its notes; return the slide's relationship id."""
    slide = deck.slides[index]
    layout = plan.layouts[slide.layout]
    part = package.new_slide(package.layout(layout.part))

    def chart(shape: ChartShape) -> str:
        return package.chart(part, shape, deck.language, rtl=rtl, accent=plan.palette.accent, text=plan.palette.text)

    def picture(shape: Picture) -> str:
        return package.picture(part, shape)

    place = Place(partial(package.link, part), picture, chart, plan, rtl)
    markup = slide_markup(deck, index, layout, place)
    if slide.notes and package.notes_master is not None:
        notes = package.add_notes(part)
        package.set_markup(notes, notes_markup(slide, partial(package.link, notes), master_rtl=plan.rtl))
    return package.attach(part, markup)


def _finish(deck: Deck, package: DeckPackage, relationship_ids: list[str]) -> None:
    """List the slides, name the sections, and say what the file is."""
    ids = [_FIRST_SLIDE_ID + n for n in range(len(relationship_ids))]
    package.list_slides(list(zip(ids, relationship_ids, strict=True)), sections_markup(deck, ids) if deck.sections else "")
    origin = deck.provenance
    package.set_properties(
        core_properties(
            title=deck.title, language=deck.language, author="; ".join(origin.authors) or deck.organisation,
            subject=deck.subject, keywords=", ".join(origin.keywords), identifier=origin.identifier, version=origin.version,
            status=origin.status.name.capitalize(), description=f"content sha256 {origin.content_sha256}", date=origin.date,
        ),
        app_properties(
            slides=len(deck.slides), notes=sum(bool(s.notes) for s in deck.slides), company=deck.organisation,
            wide=deck.boxes.width / deck.boxes.height > 1.5,
        ),
    )  # fmt: skip
