"""The sample project's deck, in all its languages, both formats and both copies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from documents import fonts, theme
from seen import listed, markers, texts

from generator.assets import open_project
from generator.content.translations import status_of
from generator.deck.lay_out import lay_out_deck
from generator.deck.timing import problems, total_minutes
from generator.document import model as doc
from generator.document.localize import localize

ROOT = Path(__file__).parents[2]
LANGUAGES = ["en-GB", "es", "ar", "hi", "zh-Hans"]


@cache
def sample(tag: str) -> doc.Document:
    project = open_project(ROOT)
    content = project.content()
    return localize(content, tag, status_of(content, tag), pictures=project.pictures(content), proof=True)


@pytest.mark.parametrize("size", ["16:9", "4:3"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_sample_teaches_for_as_long_as_it_says(tag: str, size: str):
    """The sample makes a session: 14 to 25 slides, notes on all but the references, minutes that add up, exact citations."""
    document = sample(tag)
    deck = lay_out_deck(document, theme(), fonts(tag), size=size)
    assert 14 <= len(deck.slides) <= 25
    assert total_minutes(deck) == document.session_minutes
    assert problems(document, deck) == ()
    for slide in deck.slides:
        assert bool(slide.notes) == (slide.layout != "references"), slide.key
        assert markers(slide) == listed(slide) == set(slide.cited), slide.key
    printed = [text for slide in deck.slides if slide.layout == "references" for text in texts(slide)[1:]]
    assert [int(text.partition(".")[0]) for text in printed] == [source.number for source in document.sources]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_slide_of_the_sample_is_crowded(tag: str):
    """In 16:9 no slide of words only has more than six bullets, and none is set smaller than 20 points."""
    deck = lay_out_deck(sample(tag), theme(), fonts(tag))
    for slide in deck.slides:
        if slide.layout in ("content", "two-content") and slide.body:
            bullets = [para for para in slide.body.paragraphs if para.bullet != "none"]
            assert len(bullets) <= 6, slide.key
            if bullets and slide.key != "plan":
                assert deck.boxes.sizes[slide.layout]["body"] * slide.body.font_scale / 100_000 >= 20, slide.key


@pytest.mark.parametrize("tag", LANGUAGES)
def test_answers_of_the_sample_stay_with_the_presenter(tag: str):
    """The participant copy has no notes, and no explanation of a quiz stands on its slides."""
    document = sample(tag)
    deck = lay_out_deck(document, theme(), fonts(tag), copy="participant")
    shown = "\n".join(text for slide in deck.slides for text in texts(slide))
    quizzes = [block for section in document.sections for block in section.blocks if isinstance(block, doc.Quiz)]
    assert len(quizzes) >= 2
    assert not [quiz.key for quiz in quizzes if quiz.explanation.plain in shown]
    assert not any(slide.notes for slide in deck.slides)
