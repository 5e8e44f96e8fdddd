"""What we take from python-pptx beyond its documented interface: an upgrade that changes it must fail here first."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sample_deck import PHOTO, THEME

from generator.deck.boxes import default_boxes
from generator.powerpoint.parts import DeckPackage, _mould
from generator.powerpoint.template import Template, export_template


def package() -> DeckPackage:
    return DeckPackage.open(export_template(THEME, default_boxes(), "en", "Latn", rtl=False))


def test_relationship_ids_count_up() -> None:
    """The layout is a slide's first relationship, and every further one gets the next number."""
    deck = package()
    slide = deck.new_slide(deck.layout("/ppt/slideLayouts/slideLayout3.xml"))
    assert list(slide.rels) == ["rId1"]
    assert deck.link(slide, "https://a.org") == "rId2"
    assert deck.link(slide, "https://a.org") == "rId2"
    assert deck.picture(slide, PHOTO) == "rId3"


def test_equal_pictures_are_one_part() -> None:
    """The same bytes on two slides are stored once."""
    deck = package()
    one, other = (deck.new_slide(deck.layout("/ppt/slideLayouts/slideLayout3.xml")) for _ in range(2))
    assert one.rels[deck.picture(one, PHOTO)].target_part is other.rels[deck.picture(other, PHOTO)].target_part


def test_what_is_packed_can_be_opened() -> None:
    """Content types and relationships written here are read back by python-pptx."""
    from pptx import Presentation

    presentation = Presentation(BytesIO(package().pack()))
    assert len(presentation.slide_layouts) == 7
    assert presentation.notes_master is not None


def test_the_slide_number_of_parts_is_counted() -> None:
    """Names follow the order of making, without a search through the package."""
    deck = package()
    layout = deck.layout("/ppt/slideLayouts/slideLayout1.xml")
    assert [str(deck.new_slide(layout).partname) for _ in range(3)] == [f"/ppt/slides/slide{n}.xml" for n in (1, 2, 3)]


def test_a_template_made_here_needs_no_reading() -> None:
    """Its parts are taken as they would be read from its package."""
    template = Template(THEME, default_boxes(), "ar", "Arab", rtl=True)

    assert sorted(_mould(template)) == sorted(_mould(template.pack()))
