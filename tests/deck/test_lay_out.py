"""Facts of single slides: what stands where, in which order, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import PNG, document, fonts, phrase, section, theme
from seen import keys, markers, texts

from generator.deck.boxes import default_boxes
from generator.deck.lay_out import lay_out_deck
from generator.deck.measure import measure
from generator.deck.model import CardShape, ChartShape, Deck, PictogramShape, PictureShape, QrShape, TableShape
from generator.deck.timing import problems, total_minutes
from generator.document import model as doc
from generator.errors import LayoutError


def deck(*sections: doc.Section, tag: str = "en", copy: str = "presenter", size: str = "16:9", boxes=None, **more) -> Deck:
    made = document(*sections, tag=tag, **more)
    return lay_out_deck(made, theme(), fonts(tag), copy=copy, size=size, boxes=boxes)


def slides(made: Deck, start: str):
    return [slide for slide in made.slides if slide.key.split("/")[0] == start]


def many(name: str, count: int, words: str = "a short sentence about arms") -> tuple[doc.Phrase, ...]:
    return tuple(phrase(f"{name}{n}# {words}", f"{name}{n}") for n in range(1, count + 1))


QUIZ = doc.Quiz(
    key="q.quiz", question=phrase("Where do deposits lie?"), options=(phrase("In the muscle"), phrase("In the skin")), answer=1,
    explanation=phrase("They lie in the skin", cited=(3,)),
)  # fmt: skip


def test_order_of_the_deck():
    """Title, plan, objectives, sections, then summary, help, words explained, references."""
    made = deck(
        section("k", doc.KeyPoints(key="k.panel", title=phrase("Main points"), items=many("k.panel.item", 3))),
        section("s", doc.Paragraph(key="s.p", phrases=(phrase("Text", cited=(1,)),))),
        section(
            "h",
            doc.Support(key="h.groups", entries=(doc.Organisation("Help", phrase("advice"), "https://h.org", "h.org"),)),
        ),
        section(
            "g",
            doc.Glossary(key="g.words", entries=(doc.GlossaryEntry(phrase("CT"), phrase("a scan"), phrase("computed")),)),
        ),
        section("z", doc.Paragraph(key="z.p", phrases=(phrase("Last text"),))),
    )
    order = [slide.key.split("/")[0] for slide in made.slides]
    assert list(dict.fromkeys(order)) == ["title", "plan", "objectives", "s", "z", "k.panel", "h", "g.words", "references"]
    assert [section.name for section in made.sections] == ["Opening", "Section s", "Section z", "Closing"]


def test_paper_only_blocks_and_sections_are_left_out():
    """Lines, forms, and what is for the leaflet only do not reach the deck."""
    made = deck(
        section(
            "a",
            doc.Lines(key="a.l", label=phrase("Write here"), count=3),
            doc.Form(key="a.f", caption=phrase("Diary"), columns=(), count=3),
        ),
        section("b", doc.Paragraph(key="b.p", phrases=(phrase("Only on paper"),), on_slides=False)),
        section("c", doc.Paragraph(key="c.p", phrases=(phrase("On paper too"),)), on_slides=False),
    )
    everything = " ".join(text for slide in made.slides for text in texts(slide))
    assert not [w for w in ("Write here", "Diary", "Only on paper", "On paper too") if w in everything]


def test_short_forms_are_shown_and_full_forms_are_spoken():
    """`slide` and `slide_items` stand on the slide; what the leaflet says stands in the notes."""
    made = deck(
        section(
            "s",
            doc.Paragraph(key="s.p", phrases=(phrase("The long form of the text", cited=(4,)),), slide=(phrase("Short"),)),
            doc.BulletList(key="s.l", items=many("s.l.item", 2), slide_items=(phrase("Shorter"),)),
        )
    )
    (slide,) = slides(made, "s")
    assert texts(slide) == ["Section s", "Short", "Shorter"]
    said = "\n".join(p.plain for p in slide.notes)
    assert "The long form of the text" in said
    assert "s.l.item2# " in said
    assert slide.cited == ()  # the source is cited in the notes only
    assert "4. Author4 1994" in said


def test_a_block_with_a_slide_title_starts_a_slide():
    """`slide_title` heads a slide of its own; the blocks after it follow on that slide."""
    made = deck(
        section(
            "s",
            doc.Paragraph(key="s.a", phrases=(phrase("First"),)),
            doc.Paragraph(key="s.b", phrases=(phrase("Second"),), slide_title=phrase("A new idea"), minutes=2),
            doc.Paragraph(key="s.c", phrases=(phrase("Third"),)),
            minutes=1,
        )
    )
    assert [texts(s) for s in made.slides if s.key.startswith("s")][:2] == [
        ["Section s", "First"],
        ["A new idea", "Second", "Third"],
    ]
    assert [s.minutes for s in made.slides if s.key.startswith("s")][:2] == [1, 2]


def test_quiz_answer_is_the_presenters_alone():
    """The slide shows question and lettered options; letter, option and reason of the answer are in the notes only."""
    presenter, participant = deck(section("q", QUIZ)), deck(section("q", QUIZ), copy="participant")
    (slide,) = slides(presenter, "q.quiz")
    assert texts(slide) == ["Where do deposits lie?", "A", "In the muscle", "B", "In the skin"]
    assert all(isinstance(shape, CardShape) for shape in slide.shapes)
    said = [p.plain for p in slide.notes]
    assert "B. In the skin" in said
    assert "They lie in the skin [3]" in said
    assert "3. Author3 1993" in said
    assert slide.cited == ()
    (slide,) = slides(participant, "q.quiz")
    assert slide.notes == ()
    assert not any("They lie" in text for text in texts(slide))


def test_long_questions_stand_in_the_body():
    """A question longer than a title heads the body, and the title says which question it is."""
    made = deck(section("q", replace(QUIZ, question=phrase("why do deposits form here " * 11))))
    (slide,) = slides(made, "q.quiz")
    assert texts(slide)[0] == "Question 1"
    assert texts(slide)[1].startswith("why do deposits")


def test_numbers_go_on_after_a_split():
    """Steps 1 to 30 are numbered through over all their slides, and each list knows where it begins."""
    made = deck(section("s", doc.Steps(key="s.steps", items=many("s.steps.item", 30))))
    seen = 0
    for slide in slides(made, "s"):
        assert {p.start for p in slide.body.paragraphs} == {seen + 1}
        seen += len(slide.body.paragraphs)
    assert seen == 30
    titles = [texts(slide)[0] for slide in slides(made, "s")]
    assert titles == [f"Section s ({n} of {len(titles)})" for n in range(1, len(titles) + 1)]


def test_an_introduction_stays_with_what_it_introduces():
    """No slide ends with the sentence that announces a list."""
    for before in range(1, 14):
        made = deck(
            section(
                "s",
                doc.BulletList(key="s.a", items=many("s.a.item", before)),
                doc.BulletList(key="s.b", intro=phrase("s.b.intro# These are:", "s.b.intro"), items=many("s.b.item", 5)),
            )
        )
        for slide in slides(made, "s"):
            found = keys(slide)
            assert found[-1] != "s.b.intro"


def test_tables_split_by_rows_with_their_header():
    """Every slide of a long table has the header; each row stands on one slide; fonts do not fall below 14."""
    columns = many("t.column", 3, "head")
    rows = tuple(many(f"t.r{n}c", 3, "some words in a cell") for n in range(1, 25))
    made = deck(section("t", doc.Table(key="t.t", caption=phrase("A table"), columns=columns, rows=rows)))
    found = []
    for slide in slides(made, "t.t"):
        (table,) = slide.shapes
        assert isinstance(table, TableShape)
        assert [cell[0].plain for cell in table.rows[0]] == [c.plain for c in columns]
        assert table.font_size >= 14
        found += [row[0][0].plain for row in table.rows[1:]]
    assert found == [row[0].plain for row in rows]
    assert len(slides(made, "t.t")) > 1


def test_a_table_wider_than_the_slide_is_refused():
    """Columns whose longest words cannot stand side by side are an error that names the table's column."""
    columns = tuple(phrase("W" * 30, f"t.t.column{n}") for n in range(1, 7))
    with pytest.raises(LayoutError) as caught:
        deck(section("t", doc.Table(key="t.t", caption=phrase("A table"), columns=columns, rows=(columns,))))
    assert "wider than the slide" in str(caught.value)
    assert "t.t.column1" in str(caught.value)


def test_a_paragraph_that_cannot_fit_is_refused_by_name():
    """A paragraph too long for a whole slide is one error with its key and what to do."""
    with pytest.raises(LayoutError) as caught:
        deck(section("s", doc.Paragraph(key="s.p", phrases=(phrase("far too many words " * 200, "s.p.text"),))))
    (problem,) = caught.value.problems
    assert problem.where.key == "s.p.text"
    assert "18 points" in problem.message
    assert problem.hint


def test_a_title_that_cannot_fit_is_refused_by_name():
    """A title of more than three lines at 20 points names the section's title."""
    with pytest.raises(LayoutError) as caught:
        deck(section("s", doc.Paragraph(key="s.p", phrases=(phrase("Text"),)), title="a very long title indeed " * 12))
    assert caught.value.problems[0].where.key == "s.title"


def test_every_problem_is_told_at_once():
    """Two paragraphs and a title that cannot be set are three problems of one error."""
    long = "far too many words " * 200
    first = doc.Paragraph(key="s.p", phrases=(phrase(long, "s.p.text"),))
    second = doc.Paragraph(key="t.p", phrases=(phrase(long, "t.p.text"),))
    third = doc.Paragraph(key="u.p", phrases=(phrase("Text"),))
    with pytest.raises(LayoutError) as caught:
        deck(section("s", first), section("t", second), section("u", third, title="a very long title indeed " * 12))
    assert [problem.where.key for problem in caught.value.problems] == ["s.p.text", "t.p.text", "u.title"]


def test_a_letter_without_a_font_is_refused_with_its_place():
    """A character that no font covers is an error that names it and the slide it stands on."""
    with pytest.raises(LayoutError) as caught:
        deck(section("s", doc.Paragraph(key="s.p", phrases=(phrase("A \U000130b8 bird", "s.p.text"),))))
    (problem,) = caught.value.problems
    assert problem.where.key == "s"
    assert "130B8" in problem.message


def test_a_cover_cannot_cite():
    """The cover has no citations zone: a source cited in the document's title is refused, not dropped."""
    with pytest.raises(LayoutError) as caught:
        deck(section("s"), title=phrase("Title", "document.title", cited=(1,)))
    assert caught.value.problems[0].where.key == "document.title"


def test_more_sources_than_the_foot_holds_split_the_slide():
    """Text that would fit one slide is split where its sources would not fit the citations zone."""
    items = tuple(phrase(f"x{n}# point", f"x{n}", (n, n + 1, n + 2, n + 3, n + 4)) for n in range(1, 26, 5))
    made = deck(section("s", doc.BulletList(key="s.l", items=items)), size="4:3")
    found = slides(made, "s")
    assert len(found) > 1
    assert set().union(*(slide.cited for slide in found)) == set(range(1, 26))
    assert all(markers(slide) == set(slide.cited) for slide in found)


@pytest.mark.parametrize("size", ["16:9", "4:3"])
@pytest.mark.parametrize("tag", ["en", "ar", "ur"])
def test_figures_stand_at_the_end_side(tag: str, size: str):
    """Picture, pictogram and QR code stand beyond the text: to the right, or to the left in right-to-left decks."""
    text = doc.Paragraph(key="s.p", phrases=(phrase("Text", tag=tag),))
    square = replace(PNG, width=600, height=600)
    figures = (
        doc.Image(key="s.i", picture=square, alt=phrase("An arm"), caption=phrase("Where", tag=tag)),
        doc.Pictogram(key="s.g", count=1, total=4, text=phrase("One in four", tag=tag), alt="1 of 4"),
        doc.QrCode(
            key="s.q", text=phrase("Our page", tag=tag), url="https://a.org", address="a.org", alt="QR", modules=((True,),)
        ),
    )
    for figure, kind in zip(figures, (PictureShape, PictogramShape, QrShape), strict=True):
        made = deck(section("s", text, figure, tag=tag), tag=tag, size=size)
        (slide,) = slides(made, "s")
        (shape,) = slide.shapes
        assert isinstance(shape, kind)
        box = slide.body_rect or made.boxes.boxes[slide.layout]["body"]
        assert shape.rect.right <= box.x if tag in ("ar", "ur") else shape.rect.x >= box.right


def test_pictures_are_never_cropped_or_stretched():
    """The box of a picture has the picture's own shape, whatever that is."""
    for width, height in ((4000, 300), (300, 4000), (600, 600)):
        image = doc.Image(key="s.i", picture=replace(PNG, width=width, height=height), alt=None)
        for blocks in ((image,), (doc.Paragraph(key="s.p", phrases=(phrase("Text"),)), image)):
            (slide,) = slides(deck(section("s", *blocks)), "s")
            (shape,) = slide.shapes
            assert shape.rect.width / shape.rect.height == pytest.approx(width / height)
            assert shape.alt is None


def test_charts_carry_their_data():
    """A chart is data: categories, values, its sentence on the slide, its text alternative."""
    values = (doc.ChartValue(phrase("Hands"), 71.0, "71 %"), doc.ChartValue(phrase("Arms", cited=(5,)), 16.0, "16 %"))
    chart = doc.Chart(
        key="s.c", caption=phrase("Where deposits were", cited=(2,)), unit="percent", values=values, alt="Bar chart"
    )
    (slide,) = slides(deck(section("s", chart)), "s")
    (shape,) = slide.shapes
    assert isinstance(shape, ChartShape)
    assert (shape.categories, shape.values, shape.alt) == (("Hands", "Arms [5]"), (71.0, 16.0), "Bar chart")
    assert slide.cited == (2, 5)
    assert slide.body.paragraphs[0].plain == "Where deposits were [2]"


def test_boxes_are_mirrored():
    """Every box of a right-to-left template is the left-to-right one seen in a mirror, in both formats."""
    for size in ("16:9", "4:3"):
        ltr, rtl = default_boxes(size, "ltr"), default_boxes(size, "rtl")
        for layout, roles in ltr.boxes.items():
            for role, rect in roles.items():
                other = rtl.boxes[layout][role]
                assert (other.y, other.width, other.height) == (rect.y, rect.width, rect.height)
                assert other.x == pytest.approx(ltr.width - rect.right)


def test_boxes_do_not_overlap_and_keep_the_margins():
    """On every layout the boxes lie inside the margins, at least 19 or 14 mm from the sides, and none on another."""
    for size, margin in (("16:9", 54), ("4:3", 42)):
        made = default_boxes(size, "ltr")
        for layout, roles in made.boxes.items():
            rects = list(roles.values())
            for index, rect in enumerate(rects):
                assert rect.width > 0 < rect.height, layout
                assert rect.x >= margin
                assert rect.right <= made.width - margin + 0.01
                assert rect.bottom <= made.height
                for other in rects[index + 1 :]:
                    assert rect.x >= other.right or other.x >= rect.right or rect.y >= other.bottom or other.y >= rect.bottom


def test_right_to_left_paragraphs_and_left_to_right_values():
    """Arabic text runs right to left; names, addresses, numbers and references left to right, at the deck's own side."""
    contacts = doc.Contacts(key="s.c", entries=(doc.Contact(phrase("الهاتف", tag="ar"), "01632 960 018", "tel:01632960018"),))
    made = deck(
        section("s", contacts, doc.Paragraph(key="s.p", phrases=(phrase("نص", cited=(1,), tag="ar"),)), tag="ar"), tag="ar"
    )
    (slide,) = slides(made, "s")
    label, value, text = slide.body.paragraphs
    assert (label.direction, text.direction) == ("rtl", "rtl")
    assert (value.direction, value.align, value.plain) == ("ltr", "end", "01632 960 018")
    title, sources = slide.citations
    assert (title.direction, sources.direction, sources.align) == ("rtl", "ltr", "end")
    assert sources.plain == "1. Author1 1991"
    assert {p.direction for s in slides(made, "references") for p in s.body.paragraphs} == {"ltr"}
    assert made.direction == "rtl"


def test_notes_in_the_presenters_language():
    """An English-speaking nurse teaching in Arabic reads labels in English; the answer stays as it is on the slide."""
    made = deck(
        section(
            "s",
            doc.Paragraph(key="s.p", phrases=(phrase("نص", tag="ar"),)),
            tag="ar",
            notes=(phrase("Say this"),),
            minutes=3,
        ),
        tag="ar",
        notes_tag="en",
    )
    (slide,) = slides(made, "s")
    assert [p.plain for p in slide.notes] == ["Time: 3 minutes", "Say", "Say this"]
    assert {p.direction for p in slide.notes} == {"ltr"}
    assert made.notes_language == "en"


def test_minutes_add_up():
    """Minutes stand with the first slide of what they are for, once; a session that does not add up is a warning."""
    long = doc.BulletList(key="s.l", items=many("s.l.item", 30), minutes=5)
    made = document(section("s", long, minutes=10), session_minutes=15)
    laid = lay_out_deck(made, theme(), fonts("en"))
    assert len(slides(laid, "s")) > 1
    assert total_minutes(laid) == 15
    assert problems(made, laid) == ()
    assert problems(replace(made, session_minutes=16), laid) == ()
    (problem,) = problems(replace(made, session_minutes=45), laid)
    assert problem.severity == "warning"
    assert "15 minutes" in problem.message


def test_the_draft_statement_is_in_every_footer():
    """The footer names organisation, short title and, in both languages, that the copy is a draft."""
    made = deck(section("s"), tag="ar")
    text = "".join(run.text for run in made.footer)
    assert made.slides[0].layout == "title"
    assert "Riverside Hospitals" in text
    assert "Draft, not clinically reviewed" in text
    assert document(tag="ar").draft.own in text


def test_a_template_without_picture_and_second_placeholders_still_works():
    """Boxes of a poor template: captions end the text, figures take the end of the body, nothing is lost."""
    rich = default_boxes()
    poor = replace(
        rich,
        boxes={
            n: {r: b for r, b in roles.items() if n in ("title", "section") or r not in ("second", "picture")}
            for n, roles in rich.boxes.items()
        },
    )
    made = deck(
        section(
            "s",
            doc.Paragraph(key="s.p", phrases=(phrase("s.p.text# words", "s.p.text"),)),
            doc.Image(key="s.i", picture=PNG, alt=phrase("alt"), caption=phrase("s.i.caption# words", "s.i.caption")),
        ),
        boxes=poor,
    )
    (slide,) = slides(made, "s")
    assert keys(slide) == ["s.p.text", "s.i.caption"]
    assert slide.second is None
    assert slide.shapes[0].rect.x >= slide.body_rect.right


def test_a_section_with_a_title_and_nothing_to_show_is_a_key_message():
    """A slide title is never lost: with no block under it, it is the message."""
    made = deck(section("s", slide_title=phrase("Remember this"), notes=(phrase("Say it"),)))
    (slide,) = slides(made, "s")
    assert slide.layout == "key-message"
    assert texts(slide) == ["Remember this"]


def test_work_grows_with_the_slides_and_not_faster():
    """Ten times the slides shape at most eleven times the paragraphs, each once."""

    def work(count: int) -> tuple[int, int]:
        sections = [section(f"w{n}", doc.BulletList(key=f"w{n}.l", items=many(f"w{n}.l.item", 4))) for n in range(count)]
        measure.cache_clear()
        made = deck(*sections, session_minutes=None)
        return len(made.slides), measure.cache_info().misses

    (few_slides, few), (most_slides, most) = work(20), work(200)
    assert most_slides - few_slides == 180
    assert most <= 11 * few
