"""The sample project: what it promises its readers, held in every language it speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.content import model
from generator.content.model import Content, Status
from generator.content.read import read_content
from generator.content.translations import Unit, status_of, units

ROOT = Path(__file__).resolve().parent.parent
SKELETON = (
    "keypoints", "what", "who", "why", "feel", "tests", "treat", "surgery", "care", "help", "next", "ask", "mine", "teach",
    "support",
)  # fmt: skip
DOSE = re.compile(
    r"\d\s*(?:mg|g|ml|mcg|µg|micrograms?|milligrams?|tablets?|miligramos?|comprimidos?|ملغ|مجم|قرص|मिग्रा|मिलीग्राम|गोली|毫克|克|片)(?![^\W\d_])"
    r"|\b(?:once|twice|three times) (?:a day|daily)\b",
    re.IGNORECASE,
)
CITATION = re.compile(r"\[@([^\]]+)\]")
NOT_PRINTED_FOR_PATIENTS = ("notes", "answers", "ask")


def read_sample(change=lambda text: text) -> Content:
    source = change((ROOT / "content.toml").read_text(encoding="utf-8"))
    return read_content(source.encode(), read_file=lambda path: (ROOT / path).read_bytes())


@pytest.fixture(scope="module")
def sample() -> Content:
    return read_sample()


def texts(sample: Content, tag: str) -> dict[str, str]:
    return {name: found.text or "" for name, found in status_of(sample, tag).items()}


def cited(text: str) -> list[str]:
    return [key.strip().removeprefix("@") for group in CITATION.findall(text) for key in group.split(";")]


def blocks(sample: Content, kind: type) -> list:
    return [block for section in sample.sections for block in section.blocks if isinstance(block, kind)]


def doses(found: dict[str, str]) -> list[str]:
    return [name for name, text in found.items() if DOSE.search(CITATION.sub("", text))]


def minutes(sample: Content) -> float:
    own = sum(section.slides.minutes or 0 for section in sample.sections)
    return own + sum(block.minutes or 0 for section in sample.sections for block in section.blocks)


def leaflet_units(sample: Content) -> list[Unit]:
    hidden = {s.id for s in sample.sections if s.only == "slides"}
    return [
        unit for unit in units(sample)
        if unit.kind not in NOT_PRINTED_FOR_PATIENTS and unit.id.partition(".")[0] not in {*hidden, "deck"}
    ]  # fmt: skip


def test_it_follows_the_skeleton_of_a_hospital_leaflet(sample):
    """The sections stand in the order that clinicians expect; the opener is only for the session."""
    assert [s.id for s in sample.sections if s.id != "opener"] == list(SKELETON)


def test_it_cites_what_it_lists_and_lists_what_it_cites(sample):
    """At least twelve sources, each cited somewhere, none cited that is not listed."""
    keys = {key for unit in units(sample) for key in cited(unit.text)}
    assert len(sample.references) >= 12
    assert keys == {reference.id for reference in sample.references}


def test_each_source_can_be_found(sample):
    """A journal article names its journal's short title; a page on the web its address and the day it was seen."""
    for reference in sample.references:
        if reference.type == "article-journal":
            assert reference.container_title_short, reference.id
            assert reference.issued, reference.id
            assert reference.volume, reference.id
        if reference.url is not None:
            assert str(reference.accessed) == "2026-11-23", reference.id


def test_every_sentence_with_a_number_of_people_is_cited(sample):
    """A share such as 3 in 10 people never stands without its source where patients read it; titles repeat their slide."""
    claims = [
        u for u in leaflet_units(sample) if re.search(r"\d+(?:\*\*)? (?:in|of) (?:\*\*)?\d+", u.text) and u.kind != "title"
    ]
    assert len(claims) >= 8
    assert [u.id for u in claims if not cited(u.text)] == []


@pytest.mark.parametrize("tag", ["en-GB", "es", "ar", "hi", "zh-Hans"])
def test_it_is_complete_in_every_language(sample, tag):
    """No text is missing or stale, and every translation says that a machine made it."""
    found = status_of(sample, tag)
    expected = Status.REVIEWED if tag == sample.document.language else Status.MACHINE
    assert tag in sample.output.languages
    assert {u.id for u in units(sample)} == set(found)
    assert {name for name, text in found.items() if text.status is not expected or not text.text} == set()


@pytest.mark.parametrize("tag", ["es", "ar", "hi", "zh-Hans"])
def test_a_changed_sentence_makes_its_translations_stale(tag):
    """The hash of the source ties each translation to the words it was made from."""
    changed = read_sample(lambda text: text.replace('"You feel very unwell."', '"You feel unwell."'))
    stale = [name for name, text in status_of(changed, tag).items() if text.status is Status.STALE]
    assert stale == ["help.now.item2"]


@pytest.mark.parametrize("tag", ["en-GB", "es", "ar", "hi", "zh-Hans"])
def test_it_gives_no_dose(sample, tag):
    """No amount of a medicine stands anywhere, not even in the presenter's notes."""
    assert doses(texts(sample, tag)) == []


@pytest.mark.parametrize("text", ["take 50 mg", "1mg a day", "2 tablets", "दिन में 1 गोली", "每天 1 片", "Take it twice a day"])
def test_a_dose_would_be_seen(text):
    """The pattern that finds nothing in the sample finds a dose that is there."""
    assert doses({"planted": text}) == ["planted"]


def test_doubtful_treatments_stand_only_in_the_notes(sample):
    """Pentoxifylline and warfarin are answers to a question from the room and never in a patient's hands."""
    naming = [u for u in units(sample) if re.search("pentoxifylline|warfarin", u.text, re.IGNORECASE)]
    assert {u.kind for u in naming} == {"answers"}


def test_every_treatment_names_a_person_to_ask(sample):
    """Each row of the table ends with whom to ask, and doing nothing is one of the options."""
    (table,) = blocks(sample, model.Table)
    assert table.rows[0][0] == "No treatment"
    assert all(re.search(r"Ask your (?:nurse|doctor|pharmacist|rheumatologist|surgeon)\.$", row[-1]) for row in table.rows)
    assert all(len(row) == len(table.columns) == 4 for row in table.rows)


def test_help_comes_in_two_tiers_with_the_numbers_of_the_place(sample):
    """Same day and emergency; numbers to call come from clinic and region, so no language can carry a wrong one."""
    kinds = [block.kind for section in sample.sections if section.id == "help" for block in section.blocks]
    assert kinds == ["urgent", "emergency"]
    numbers = (sample.clinic.phone, sample.region.emergency, sample.region.advice)
    for tag in sample.output.languages:
        found = texts(sample, tag)
        assert "{{ clinic.phone }}" in found["help.today.text"]
        assert "{{ region.emergency }}" in found["help.now.title"]
        assert not [name for name, text in found.items() for number in numbers if number in text]


def test_the_session_fits_its_time(sample):
    """The minutes of all slides add up to the length of the session."""
    assert sample.deck.session_minutes == minutes(sample)


def test_a_slide_that_takes_longer_would_be_seen():
    """The sum follows the minutes in the file."""
    longer = read_sample(lambda text: text.replace("minutes = 6", "minutes = 60", 1))
    assert longer.deck.session_minutes != minutes(longer)


def test_it_teaches(sample):
    """Three to five objectives, an opening question, three quiz questions with an explanation, and teach-back."""
    quizzes = blocks(sample, model.Quiz)
    assert 3 <= len(sample.deck.objectives) <= 5
    assert blocks(sample, model.Slide)[0].layout == "key-message"
    assert len(quizzes) == 2
    assert all(1 <= quiz.answer <= len(quiz.options) and quiz.explanation for quiz in quizzes)
    assert len({quiz.answer for quiz in quizzes}) > 1
    assert len(blocks(sample, model.TeachBack)[0].prompts) == 2


def test_its_pictures_are_there_and_described(sample):
    """The logo and the drawing are in the project, with words for those who cannot see them."""
    (image,) = blocks(sample, model.Image)
    assert image.alt
    assert sample.brand.logo_alt
    for path in (image.file, sample.brand.logo):
        assert (ROOT / path).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert all(0 <= label.x <= 1 and 0 <= label.y <= 1 for label in image.label)


def test_nobody_has_signed_it(sample):
    """The sample is a draft: it names no reviewer and no date of review."""
    assert sample.document.review is None
    assert sample.document.reviewed is None


def test_its_sentences_are_short(sample):
    """What patients read keeps to sentences of at most 22 words, 10 on average."""
    plain = [re.sub(r"\{\{.*?\}\}", "number", CITATION.sub("", u.text)).replace("**", "") for u in leaflet_units(sample)]
    sentences = [s.split() for text in plain for s in re.split(r"(?<=[.?!:])\s+|\n\n", text.strip()) if s.strip()]
    assert max(map(len, sentences)) <= 22
    assert sum(map(len, sentences)) / len(sentences) <= 10
