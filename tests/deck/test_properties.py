"""Whatever the document: nothing overflows, nothing is lost, every slide lists exactly what it cites."""

from __future__ import annotations

from collections import Counter

import pytest
from documents import documents, fonts, theme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seen import height, inside, keys, listed, markers, slide_area, texts

from generator.deck.lay_out import lay_out_deck
from generator.deck.model import CardShape, Deck, TableShape
from generator.document import model as doc

RANDOM = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
SIZES = st.sampled_from(["16:9", "4:3"])


def made(document: doc.Document, size: str, copy: str = "presenter") -> Deck:
    return lay_out_deck(document, theme(), fonts(document.language.tag), size=size, copy=copy)


def spoken_only(document: doc.Document) -> set[str]:
    """Keys of phrases that only the presenter sees."""
    return {block.explanation.key for section in document.sections for block in section.blocks if isinstance(block, doc.Quiz)}


def all_keys(document: doc.Document) -> set[str]:
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, doc.Phrase):
            found.add(value.key)
        elif isinstance(value, tuple):
            for item in value:
                walk(item)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, doc.Section):
            for name in value.__dataclass_fields__:
                if name != "alt":
                    walk(getattr(value, name))

    for section in document.sections:
        walk(section.blocks)
    return found


@RANDOM
@given(documents(), SIZES)
def test_every_phrase_is_placed_exactly_once(document: doc.Document, size: str):
    """Each phrase of each block stands on one slide; only headers, card headings and captions are repeated on split slides."""
    deck = made(document, size)
    count = Counter(key for slide in deck.slides for key in keys(slide) if not key.endswith(".title"))
    titled = {key for slide in deck.slides for key in keys_of_title(slide)}
    expected = all_keys(document) - spoken_only(document)
    assert expected <= set(count) | titled | {k for k in expected if k.endswith(".title")}
    headings = {k for slide in deck.slides for k in keys(slide) if k.endswith(".title")}
    assert {k for k in expected if k.endswith(".title")} <= headings | titled
    repeated = {key for key, number in count.items() if number > 1}
    assert all(".column" in key or key.endswith(".caption") for key in repeated), repeated


def keys_of_title(slide):
    from seen import KEY

    return KEY.findall(texts(slide)[0])


@RANDOM
@given(documents(), SIZES)
def test_citations_are_exactly_the_markers(document: doc.Document, size: str):
    """A slide lists the sources whose markers stand on it, and no others."""
    for slide in made(document, size).slides:
        assert markers(slide) == listed(slide) == set(slide.cited), slide.key


@RANDOM
@given(documents(), SIZES)
def test_nothing_overflows(document: doc.Document, size: str):
    """Measured anew with lines of 1.2, every text fits its box, and every box lies on the slide, none on another."""
    deck = made(document, size)
    language, faces = document.language, fonts(document.language.tag)
    for slide in deck.slides:
        boxes, sizes = deck.boxes.boxes[slide.layout], deck.boxes.sizes[slide.layout]
        taken = []
        for role, body, rect in (("body", slide.body, slide.body_rect), ("second", slide.second, slide.second_rect)):
            if body is None:
                continue
            box = rect or boxes[role]
            scaled = sizes[role] * body.font_scale / 100_000
            used = height(body.paragraphs, scaled, box.width, language, faces, 0.4 * scaled)
            assert used <= box.height + 0.1, (slide.key, role, used, box)
            assert scaled >= (12 if slide.layout == "references" else 16 if slide.layout == "title" else 18) - 0.01
            taken.append(box)
        heading = slide.title_rect or boxes["title"]
        title = height((title_para(slide),), sizes["title"] * slide.title_scale / 100_000, heading.width, language, faces, 0)
        assert title <= heading.height + 0.1, (slide.key, title)
        taken.append(heading)
        if slide.citations:
            box = slide.citations_rect or boxes["citations"]
            used = height(slide.citations, sizes["citations"], box.width, language, faces, 1.8)
            assert used <= box.height + 0.1, (slide.key, used)
            taken.append(box)
        for shape in slide.shapes:
            taken.append(shape.rect)
            if isinstance(shape, CardShape):
                inner, space = shape.rect.width - shape.inset - 14 - shape.badge_width, 0.25 * shape.font_size
                used = height(shape.paragraphs[:1], shape.font_size, inner - shape.head_indent, language, faces, space)
                used += height(shape.paragraphs[1:], shape.font_size, inner, language, faces, space)
                assert used + 24 <= shape.rect.height + 0.1, (slide.key, used, shape.rect)
                assert shape.font_size >= 18
            if isinstance(shape, TableShape):
                table_fits(shape, language, faces)
        for index, rect in enumerate(taken):
            assert inside(rect, slide_area(deck)), (slide.key, rect)
            for other in taken[index + 1 :]:
                assert not overlap(rect, other), (slide.key, rect, other)


def title_para(slide):
    from generator.deck.model import Para

    return Para(slide.title)


def table_fits(shape: TableShape, language, faces):
    assert shape.font_size >= 14
    assert sum(shape.column_widths) <= shape.rect.width + 0.1
    assert sum(shape.row_heights) <= shape.rect.height + 0.1
    for row, tall in zip(shape.rows, shape.row_heights, strict=True):
        for cell, wide in zip(row, shape.column_widths, strict=True):
            assert height(cell, shape.font_size, wide - 16, language, faces, 0) + 10 <= tall + 0.1


def overlap(a, b) -> bool:
    return a.x < b.right - 0.1 and b.x < a.right - 0.1 and a.y < b.bottom - 0.1 and b.y < a.bottom - 0.1


@RANDOM
@given(documents(), SIZES)
def test_titles_are_unique_and_sections_partition(document: doc.Document, size: str):
    """No two slides share a title or a key; the section pane holds every slide once, in order, under names of its own."""
    deck = made(document, size)
    for values in ([s.key for s in deck.slides], ["".join(r.text for r in s.title) for s in deck.slides]):
        assert len(values) == len(set(values))
    assert [index for section in deck.sections for index in section.slides] == list(range(len(deck.slides)))
    names = [section.name for section in deck.sections]
    assert len(names) == len(set(names))
    assert all(names)


@RANDOM
@given(documents(), SIZES)
def test_participants_get_no_notes_and_the_same_slides(document: doc.Document, size: str):
    """The participant copy differs only in having no notes; every content slide of the presenter's copy has some."""
    presenter, participant = made(document, size), made(document, size, "participant")
    assert not any(slide.notes for slide in participant.slides)
    assert all(slide.notes for slide in presenter.slides if slide.layout != "references")
    assert [texts(slide) for slide in presenter.slides] == [texts(slide) for slide in participant.slides]
    said = "\n".join(para.plain for slide in presenter.slides for para in slide.notes)
    shown = "\n".join(text for slide in participant.slides for text in texts(slide))
    for key in spoken_only(document):
        assert f"{key}# " in said
        assert f"{key}# " not in shown


@RANDOM
@given(documents(tags=("ar",)), SIZES)
def test_right_to_left_boxes_are_mirrored(document: doc.Document, size: str):
    """Beside a figure, the text column stands to the right of it (or the figure stands under the text)."""
    deck = made(document, size)
    for slide in deck.slides:
        if slide.layout == "picture" and slide.body is not None:
            text = slide.body_rect or deck.boxes.boxes["picture"]["body"]
            assert all(shape.rect.right <= text.x + 0.1 or shape.rect.y >= text.bottom for shape in slide.shapes)


if __name__ == "__main__":
    pytest.main([__file__])
