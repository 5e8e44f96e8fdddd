"""Facts of how slides look: what stands beside what, how large, on how many lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from documents import PNG, document, fonts, phrase, section, theme

from generator.assets import open_project
from generator.content.translations import status_of
from generator.deck.lay_out import lay_out_deck
from generator.deck.model import CardShape, LabelShape, PictureShape, Slide
from generator.document import model as doc
from generator.document.localize import localize
from generator.errors import LayoutError

ROOT = Path(__file__).parents[2]
TALLEST = ("ta", "th", "pl", "bn")  # the languages of the sample that need most room
WIDE = replace(PNG, width=1640, height=640)


def slide_of(*blocks, tag: str = "en", size: str = "16:9", **more) -> Slide:
    made = lay_out_deck(document(section("s", *blocks, tag=tag, **more), tag=tag), theme(), fonts(tag), size=size)
    (slide,) = [slide for slide in made.slides if slide.key.startswith("s") and slide.key != "summary"]
    return slide


def labelled(tag: str) -> doc.Image:
    labels = tuple(
        doc.ImageLabel(phrase(words, key, tag=tag), x, y, side)
        for key, words, x, y, side in (
            ("a", "Upper arm", 0.24, 0.4, "left"),
            ("b", "Deposits in and under the skin", 0.41, 0.84, "left"),
            ("c", "Elbow", 0.48, 0.92, "right"),
        )
    )
    return doc.Image(key="s.i", picture=WIDE, alt=phrase("An arm"), caption=phrase("Where", tag=tag), labels=labels)


@pytest.mark.parametrize("size", ["16:9", "4:3"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_labelled_picture_is_large(tag: str, size: str):
    """A wide picture takes more than half of the text's width; its labels stand over and under it, in their order, apart."""
    slide = slide_of(doc.Paragraph(key="s.p", phrases=(phrase("Text", tag=tag),)), labelled(tag), tag=tag, size=size)
    (picture,) = [shape for shape in slide.shapes if isinstance(shape, PictureShape)]
    labels = [shape for shape in slide.shapes if isinstance(shape, LabelShape)]
    assert picture.rect.width > (852 if size == "16:9" else 636) * 0.55
    assert [label.name for label in labels] == ["a", "b", "c"]
    assert labels[0].rect.bottom <= picture.rect.y
    assert all(label.rect.y >= picture.rect.bottom for label in labels[1:])
    assert labels[1].rect.right < labels[2].rect.x
    assert all(label.font_size >= 14 for label in labels)
    for label in labels:
        assert picture.rect.x <= label.rect.x
        assert label.rect.right <= picture.rect.right + 0.1


def test_options_are_large_cards_with_their_letter():
    """Three options fill the slide; each letter stands in a block of its own, in the letters of the language."""
    options = tuple(phrase(words, tag="ur") for words in ("جلد", "بازو", "گرم"))
    quiz = doc.Quiz(key="s.q", question=phrase("کے", tag="ur"), options=options, answer=0, explanation=phrase("گرم", tag="ur"))
    cards = slide_of(quiz, tag="ur").shapes
    assert all(isinstance(card, CardShape) for card in cards)
    assert [card.badge.plain for card in cards] == ["ا", "ب", "ج"]
    assert all(card.rect.height >= 100 for card in cards)
    assert all(card.font_size >= 28 for card in cards)


def test_teach_back_prompts_are_cards():
    """Every prompt is a card without a letter, read as it stands."""
    prompts = (phrase("What will you do?"), phrase("What do you say?"))
    cards = slide_of(doc.TeachBack(key="s.t", prompts=prompts)).shapes
    assert [card.paragraphs[0].plain for card in cards] == ["What will you do?", "What do you say?"]
    assert all(card.badge is None and card.kind is None for card in cards)


def test_a_callout_leaves_room_for_its_icon():
    """The heading of a callout stands beside its icon, whose size goes with the text's."""
    callout = doc.Callout(key="s.c", kind="urgent", word="Urgent", title=phrase("Call us"), text=(phrase("Now"),), items=())
    (card,) = slide_of(callout).shapes
    assert card.kind == "urgent"
    assert card.head_indent > card.font_size


def test_two_lines_of_a_title_are_about_as_long():
    """A title that needs two lines stands in a narrower box rather than leave a word alone; one line keeps the box."""
    text = doc.Paragraph(key="s.p", phrases=(phrase("Text"),))
    words = "calcium may collect under the skin of your arm and most of the time nobody knows why"
    assert slide_of(text, title=words).title_rect.width < 700
    assert slide_of(text, title="Calcium collects").title_rect is None


def test_few_sources_leave_room():
    """A table may grow into the empty part of the citations' box, which then begins below it."""
    cells = tuple(phrase("a sentence that fills this cell twice over") for _ in range(3))
    for count in range(4, 12):
        table = doc.Table(
            key="s.t", caption=phrase("A table", cited=(1,)), columns=cells, rows=tuple(cells for _ in range(count))
        )
        try:
            slide = slide_of(table)
        except ValueError:  # on two slides
            break
        (shape,) = slide.shapes
        if slide.citations_rect is not None:
            assert shape.rect.bottom < slide.citations_rect.y
            return
    pytest.fail("no table reached the citations")


def test_the_draft_statement_takes_a_line_of_its_own():
    """A footer too long for one line breaks between the names and the statement, not inside either."""
    made = document(section("s", doc.Paragraph(key="s.p", phrases=(phrase("Text"),))))
    furniture = replace(made.furniture, short_title="Calcium deposits in the upper arm")
    draft = doc.Draft("Borrador, sin revisión clínica, traducción automática del equipo", "Draft, not reviewed")
    deck = lay_out_deck(replace(made, furniture=furniture, draft=draft), theme(), fonts("en"), size="4:3")
    lines = "".join(run.text for run in deck.footer).split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("Draft, not reviewed")
    assert "Borrador" in lines[0] or "Borrador" in lines[1]


def test_few_paragraphs_have_more_air():
    """A slide of four short bullets spreads them; a slide of many keeps the template's space."""
    few, many = (tuple(phrase(f"point {n}", f"s{n}") for n in range(count)) for count in (4, 6))
    assert slide_of(doc.BulletList(key="s.l", items=few)).body.space > 13
    assert slide_of(doc.BulletList(key="s.l", items=many)).body.space is None


@pytest.mark.parametrize(("count", "airy"), [(10, True), (20, False)])
def test_a_plan_in_two_columns_has_more_air_while_it_has_room(count: int, airy: bool):
    """Both columns have the same space between their lines, so that the lines stay level, and the boxes hold them."""
    made = document(*(section(f"s{n}", doc.Paragraph(key=f"s{n}.p", phrases=(phrase("Text"),))) for n in range(count)))
    slide = next(slide for slide in lay_out_deck(made, theme(), fonts("en")).slides if slide.key == "plan")
    assert slide.second is not None
    assert slide.body.space == slide.second.space
    assert (slide.body.space is not None) == airy
    least = count / 2 * 18 * 1.2 + (count / 2 - 1) * (slide.body.space or 0)
    assert slide.body_rect.height >= least
    assert slide.second_rect.height == slide.body_rect.height


def test_a_chart_without_numbers_is_refused():
    """A chart with no values is one error with its key, in the deck as in the content."""
    chart = doc.Chart(key="s.c", caption=phrase("Where"), unit="percent", values=(), alt="Chart")
    with pytest.raises(LayoutError) as caught:
        slide_of(chart)
    (problem,) = caught.value.problems
    assert problem.where.key == "s.c"
    assert "no numbers" in problem.message


def test_a_long_table_stays_one_or_two_slides_in_every_language():
    """The sample comes to at most 22 slides in 16:9, in the languages that need most room, 14 to 20 of them with notes; references take at most two."""
    project = open_project(ROOT)
    content = project.content()
    for tag in TALLEST:
        made = localize(content, tag, status_of(content, tag), pictures=project.pictures(content), proof=True)
        deck = lay_out_deck(made, theme(), fonts(tag))
        assert len(deck.slides) <= 22, tag
        assert 14 <= sum(bool(slide.notes) for slide in deck.slides) <= 20, tag
        assert sum(slide.layout == "references" for slide in deck.slides) <= 2, tag
        assert sum(slide.key.startswith("treat.options") for slide in deck.slides) <= 2, tag


def test_a_picture_gets_a_slide_of_its_own_rather_than_a_corner():
    """Text so long that it goes on anyway stands alone; the picture follows over the whole width, and nothing is lost."""
    words = "calcium may collect in and under the skin of your arm"
    pieces = tuple(phrase(f"{words} {n} {words}", f"s.p.text{n}") for n in range(7))
    first, second, third = labelled("en").labels
    second = replace(second, text=phrase("Deposits in and under the skin of the upper arm", "b"))
    image = replace(labelled("en"), labels=(first, second, third))
    made = lay_out_deck(
        document(section("s", doc.Paragraph(key="s.p", phrases=pieces), image)), theme(), fonts("en"), size="4:3"
    )
    found = [slide for slide in made.slides if slide.key.startswith("s") and slide.key != "summary"]
    shown = "\n".join(para.plain for slide in found if slide.body for para in slide.body.paragraphs)
    assert all(f"{words} {n} {words}" in shown for n in range(7))
    (picture,) = [shape for slide in found for shape in slide.shapes if isinstance(shape, PictureShape)]
    assert picture.rect.width > 300
