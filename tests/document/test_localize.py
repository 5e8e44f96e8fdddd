"""From content to document: every unit once, policy for what is missing, stale or unreviewed, names and numbers in place."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace

import pytest
from little_content import PICTURES, Told, content, told

from generator.content.model import Output, Paragraph, Section, Status
from generator.content.translations import units
from generator.document import model
from generator.document.localize import localize
from generator.document.model import Phrase, Text
from generator.document.protect import plain
from generator.errors import ContentError

ARABIC = "ترجمة "


def english(made=None, **options):
    made = made or content()
    return localize(made, "en", told(made), **{"pictures": PICTURES, "signed": True, **options})


def arabic(made=None, texts=None, **options):
    made = made or content()
    texts = told(made, Status.MACHINE, lambda text: ARABIC + text) if texts is None else texts
    return localize(made, "ar", texts, **{"pictures": PICTURES, "signed": True, **options})


def strict(made=None):
    return replace(made or content(), output=Output(min_status="reviewed"))


def phrases(value):
    """Every phrase in a value of the document model."""
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from phrases(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from phrases(getattr(value, field.name))


class Asked(dict):
    """Renderings that remember which units were asked for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.seen = set()

    def get(self, key, default=None):
        self.seen.add(key)
        return super().get(key, default)


# --- units ------------------------------------------------------------------------------------------------------------


def test_every_unit_is_asked_for_by_its_id():
    """The ids used here are those of `content.translations.units`: none is left out, none invented."""
    made = content()
    texts = Asked(told(made))
    localize(made, "en", texts, pictures=PICTURES, signed=True)
    assert texts.seen == {unit.id for unit in units(made)}


def test_every_unit_is_in_the_document():
    """Each unit is a phrase of the document, or (names and hours of the clinic) stands where a variable asks for it."""
    document = english()
    keys = {phrase.key for phrase in phrases(document)}
    inside = {"clinic.name", "clinic.hours", "document.short_title", "document.funding", "document.author1.role"}
    assert {unit.id for unit in units(content())} - keys - inside == set()


def test_no_word_of_the_source_is_lost():
    """Every word of the source text is in the document, outside of markup, citations and variables."""
    shown = plain(" ".join([*(p.plain for p in phrases(english())), *(f.value.plain for f in english().control)]))
    for unit in units(content()):
        text = re.sub(r"\[@[^\]]*\]|\{\{[^}]*\}\}|\*", " ", unit.text)
        for word in text.split():
            assert word.strip(".,:") in shown or unit.id == "clinic.hours", (unit.id, word)


def test_blocks_keep_their_order_and_kind():
    """Each block becomes the block of the same name."""
    for before, after in zip(content().sections, english().sections, strict=True):
        assert [type(b).__name__ for b in before.blocks] == [type(b).__name__ for b in after.blocks]


def test_scopes():
    """Slides and quizzes are for the deck only, forms for the leaflet only; a section's scope holds for its blocks."""
    blocks = {type(b).__name__: b for s in english().sections for b in s.blocks}
    assert not blocks["Slide"].on_leaflet
    assert not blocks["Quiz"].on_leaflet
    assert not blocks["Form"].on_slides
    only = content(sections=(Section(id="s", title="S", only="slides", blocks=(Paragraph(text="x"),)),))
    section = english(only).sections[0]
    assert (section.on_leaflet, section.on_slides) == (False, True)
    assert not section.blocks[0].on_leaflet


def test_paragraphs_split_at_empty_lines():
    """An empty line starts a new paragraph; a line break is a space."""
    block = english().sections[0].blocks[0]
    assert [p.plain.replace("\u00a0", " ") for p in block.phrases] == [
        "Salts settle under the skin [2].", "This is called calcinosis [1, 3].",
    ]  # fmt: skip
    assert block.phrases[1].cited == (1, 3)


def test_text_alternatives():
    """Figures made from data say their data; decoration says nothing."""
    blocks = english().sections[0].blocks
    assert blocks[3].alt is None
    assert blocks[4].alt == "1 of 4 figures are filled in"
    assert blocks[5].alt == "Bar chart. hands: 70%; elbows: 24.7%"
    assert arabic().sections[0].blocks[4].alt == "١ من أصل ٤ من الأشكال مظللة"


def test_contact_data():
    """Contact values keep their digits, links can be dialled, addresses print without scheme."""
    blocks = {type(b).__name__: b for b in arabic().sections[1].blocks}
    contact = blocks["Contacts"].entries[0]
    assert (plain(contact.value), contact.href) == ("+44 20 7946 0018", "tel:+442079460018")
    assert blocks["Support"].entries[0].address == "www.sruk.co.uk"
    assert blocks["QrCode"].alt.endswith("example.org/lumps")
    size = len(blocks["QrCode"].modules)
    assert size in range(21, 178, 4)
    assert all(len(row) == size for row in blocks["QrCode"].modules)


# --- language ---------------------------------------------------------------------------------------------------------


def test_numbers_are_shared_by_all_languages():
    """The same source has the same number in every language, leaflet and deck."""
    assert [(s.number, s.key) for s in arabic().sources] == [(s.number, s.key) for s in english().sources]
    for one, other in zip(phrases(english().sections), phrases(arabic().sections), strict=True):
        assert one.cited == other.cited


def test_variables_in_right_to_left_text():
    """A phone number is isolated and unbroken, a foreign name isolated and tagged with its language."""
    made = content()
    texts = {
        **told(made, Status.MACHINE, lambda t: ARABIC + t),
        "care.urgent.text": Told("اتصل {{ clinic.organisation }} **{{ clinic.phone }}**", Status.MACHINE),
    }
    text = next(p for p in phrases(arabic(made, texts)) if p.key == "care.urgent.text")
    assert Text("\u2066Northbank\u00a0Hospital\u2069", language="en") in text.inlines
    assert Text("\u2066+44\u00a020\u00a07946\u00a00018\u2069", strong=True) in text.inlines


def fact(document, label):
    """Return the value of a row of the document control table."""
    return next(one.value for one in document.control if one.label == document.words[label])


def test_a_value_is_never_markup():
    """A clinic named in markup, template and citation syntax prints literally."""
    made = content()
    made = replace(
        made,
        clinic=replace(made.clinic, organisation="Smith & **Co** <b>x</b> [@niams] {{ lang }}", phone="{{ clinic.email }}"),
    )
    made = replace(made, document=replace(made.document, feedback="At {{ clinic.organisation }} on {{ clinic.phone }}."))
    assert (
        plain(fact(english(made), "label_feedback").plain)
        == "At Smith & **Co** <b>x</b> [@niams] {{ lang }} on {{ clinic.email }}."
    )


def test_markers_in_right_to_left_text():
    """A marker is isolated, so that its brackets stay on their own sides on paper and when copied."""
    item = arabic().sections[0].blocks[1].items[1]
    assert item.inlines[-1].marker == "\u2067[1-3]\u2069"


def test_furniture_and_control():
    """Version, dates and language stand as the reader's language writes them."""
    document = arabic()
    assert document.furniture.version == "الإصدار 1.2"
    assert document.furniture.reviewed == "آخر مراجعة: ١٢ نوفمبر ٢٠٢٦"
    assert (document.furniture.language_own, document.furniture.language_english) == ("العربية", "Arabic")
    due = replace(content(), document=replace(content().document, reviewed=None))
    assert english(due).furniture.reviewed == "Next review due: 12 Nov 2028"
    labels = [fact.label for fact in english().control]
    assert labels == [
        "Reference code", "Version", "Published", "Last reviewed", "Next review due", "Language", "Clinically reviewed by",
        "Who this is for", "What this is for", "Written by", "Funding", "Tell us what you think", "Other formats",
    ]  # fmt: skip
    values = {fact.label: fact.value.plain for fact in english().control}
    assert values["Clinically reviewed by"] == "Dr A. Jones (rheumatologist), 12 November 2026"
    assert values["Written by"] == "Ann Smith (nurse)"
    assert {f.label: f.value.plain for f in english(signed=False).control}["Clinically reviewed by"] == "nobody yet"
    assert "ترجمة آلية لم تُراجَع" in [fact.value.plain for fact in document.control]


def test_notes_may_be_in_another_language():
    """The presenter reads notes in one language while the slides are in another."""
    made = content()
    made = replace(made, deck=replace(made.deck, notes_language="en"))
    document = arabic(made, notes_texts=told(made))
    note = document.sections[0].notes[0]
    assert (note.language, note.plain) == ("en", "Say hello\u00a0[4].")
    assert document.notes_words["notes_say"] == "Say"
    assert document.sections[0].slide_title.plain.startswith("ترجمة")
    quiz = next(b for b in document.sections[1].blocks if isinstance(b, model.Quiz))
    assert (quiz.question.language, quiz.explanation.language, quiz.answer) == ("ar", "en", 1)


# --- policy -----------------------------------------------------------------------------------------------------------


def test_every_missing_unit_is_named_at_once():
    """A language with nothing fails with one problem per unit, and no English in its place."""
    with pytest.raises(ContentError) as error:
        arabic(texts={})
    missing = [p.where.key for p in error.value.problems if p.rule == "T14"]
    optional = {"clinic.name", "clinic.hours"}
    assert sorted(missing) == sorted(unit.id for unit in units(content()) if unit.id not in optional)


def test_a_blank_translation_is_a_missing_one():
    """White space is no translation."""
    with pytest.raises(ContentError, match="T14"):
        arabic(texts={**told(content(), Status.REVIEWED), "what.title": Told(" \n", Status.REVIEWED)})


def test_in_a_proof_the_source_stands_in_with_a_mark():
    """A missing unit prints in the source language, tagged, marked and isolated; the document is a draft."""
    made = content()
    texts = {k: v for k, v in told(made, Status.MACHINE, lambda t: ARABIC + t).items() if k != "what.title"}
    document = arabic(made, texts, proof=True)
    title = document.sections[0].title
    assert (title.language, title.mark, title.status) == ("en", "غير مترجم", Status.MISSING)
    assert title.plain == "\u2066What is it?\u2069"
    assert document.provenance.status is Status.MISSING
    assert document.draft is not None
    other = document.sections[1].title
    assert (other.language, other.mark) == ("ar", None)


def test_the_source_may_stand_in_without_a_proof_if_the_content_says_so():
    """`on_missing = "source"` prints missing units marked, and still refuses stale ones."""
    made = replace(content(), output=Output(min_status="machine", on_missing="source"))
    texts = told(made, Status.MACHINE)
    del texts["what.title"]
    assert arabic(made, texts).sections[0].title.mark == "غير مترجم"
    texts["care.title"] = Told("قديم", Status.STALE)
    with pytest.raises(ContentError, match="T15"):
        arabic(made, texts)


def test_stale_text_fails_and_is_marked_in_a_proof():
    """A translation of words that have changed since is refused; a proof prints it with its mark."""
    made = content()
    texts = {**told(made, Status.REVIEWED), "what.title": Told("قديم", Status.STALE)}
    with pytest.raises(ContentError) as error:
        arabic(made, texts)
    assert [(p.rule, p.where.key) for p in error.value.problems] == [("T15", "what.title")]
    title = arabic(made, texts, proof=True).sections[0].title
    assert (title.plain, title.mark, title.language) == ("قديم", "قديم: تغيّر النص الأصلي", "ar")


def test_unreviewed_text_fails_where_review_is_asked_for():
    """`min_status` refuses what is below it, saying how much; a proof prints it as a draft."""
    with pytest.raises(ContentError, match=r"texts are only 'machine'"):
        arabic(strict())
    assert arabic(strict(), proof=True).draft is not None


def test_the_source_is_a_draft_until_signed():
    """Without a valid sign-off the source text is a draft, and so is every translation of it, reviewed or not."""
    assert english().draft is None
    unsigned = english(signed=False)
    assert unsigned.draft.own == unsigned.draft.english == "Draft, not clinically reviewed"
    assert unsigned.provenance.status is Status.DRAFT
    with pytest.raises(ContentError, match="T16"):
        english(strict(), signed=False)
    reviewed = told(content(), Status.REVIEWED, lambda t: ARABIC + t)
    assert arabic(texts=reviewed).draft is None
    assert arabic(texts=reviewed, signed=False).draft is not None
    with pytest.raises(ContentError, match="T16"):
        arabic(strict(), reviewed, signed=False)


def test_the_draft_statement_is_in_both_languages():
    """The reader's language and English, and machine translation is called so."""
    draft = arabic().draft
    assert draft.own == "مسودة لم تُراجَع سريريًا · ترجمة آلية"
    assert draft.english == "Draft, not clinically reviewed · Machine translation"
    translated = told(content(), Status.TRANSLATED)
    assert arabic(texts=translated).draft.english == "Draft, not clinically reviewed"


def test_missing_interface_words():
    """A language without interface words fails naming every key, unless the content gives them all."""
    made = content()
    with pytest.raises(ContentError) as error:
        localize(made, "cnh", told(made), pictures=PICTURES, signed=True)
    assert [p.rule for p in error.value.problems] == ["W01"]
    words = {f"ui.{key}": text for key, text in english().words.items()}
    document = localize(made, "cnh", told(made), pictures=PICTURES, signed=True, overrides=words)
    assert document.words["note"] == "Note"
    with pytest.raises(ContentError, match="W02"):
        localize(made, "cnh", told(made), pictures=PICTURES, signed=True, overrides={**words, "ui.page_of": "x"})


def test_every_fault_is_reported_in_one_go():
    """Unknown citation, unknown and empty variable, bad link, template: one problem each, with its unit and a hint."""
    made = content()
    text = "[@nims] {{ clinic.phon }} {{ clinic.address }} [x](ftp://a) {{ a|b }}"
    made = replace(made, document=replace(made.document, feedback=text))
    with pytest.raises(ContentError) as error:
        english(made)
    problems = error.value.problems
    assert sorted(p.rule for p in problems) == ["C01", "M01", "V01", "V02", "V03"]
    assert {p.where.key for p in problems} == {"document.feedback"}
    hints = {p.rule: p.hint for p in problems}
    assert hints["C01"] == "did you mean niams?"
    assert hints["V01"] == "did you mean clinic.phone?"


# --- provenance -------------------------------------------------------------------------------------------------------


def test_fingerprint():
    """The content hash changes with any word or reference, in source or translation, and not with re-wrapping."""
    base = arabic().provenance.content_sha256
    assert base == arabic().provenance.content_sha256
    assert base != english().provenance.content_sha256
    made = content()
    texts = told(made, Status.MACHINE, lambda t: ARABIC + t)
    assert arabic(made, {**texts, "what.title": Told("آخر", Status.MACHINE)}).provenance.content_sha256 != base
    wrapped = {k: Told(v.text.replace(" ", "\n  ", 1), v.status) for k, v in texts.items()}
    assert arabic(made, wrapped).provenance.content_sha256 == base
    fewer = replace(made, references=made.references[:-1])
    assert arabic(fewer, texts).provenance.content_sha256 != base
    assert english().provenance.date == "2026-11-12"
