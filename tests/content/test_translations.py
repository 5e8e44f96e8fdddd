"""Units, hashes and states: what a translation is worth, and how its texts and states are written."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_content import SMALL, one, problems, translated

from generator.content.model import Status
from generator.content.read import read_content
from generator.content.translations import render_states, render_value, stamp, status_of, text_hash, units
from generator.errors import AssetError, Problem

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)


def content(source):
    return read_content(source.encode())


def with_items(*items):
    """The small file with these list items."""
    return SMALL.replace('["one", "two"]', "[" + ", ".join(f'"{i}"' for i in items) + "]")


def spanish(source, texts, status="translated", **more):
    """`source` with a Spanish block stamped against itself."""
    words = (f"{name} = {render_value(text)}" for name, text in texts.items())
    states = render_states(stamp(content(source), texts, status, on=DAY, **more))
    return "\n".join([f"{source}[translations.es.text]", *words, "[translations.es.state]", *states, ""])


def statuses(source):
    """Status and change of each unit in Spanish, those that are missing left out."""
    found = status_of(content(source), "es")
    return {name: (t.status, t.change) for name, t in found.items() if t.status is not Status.MISSING}


# --- units and hashes ---


def test_units_have_stable_ids_in_file_order():
    """Section, block by type and ordinal, field by name and number."""
    found = [u.id for u in units(content(SMALL))]

    assert found == [
        "document.title", "document.audience", "document.objective", "document.main_message", "clinic.name",
        "what.title", "what.paragraph1.text", "what.list1.item1", "what.list1.item2",
    ]  # fmt: skip


def test_every_unit_of_the_sample_is_found_at_its_path():
    """A unit's path leads to its text in the parsed file, and no two units share an id."""
    raw = tomllib.loads((ROOT / "content.toml").read_text(encoding="utf-8"))
    found = units(read_content((ROOT / "content.toml").read_bytes(), languages=()))
    for unit in found:
        value = raw
        for part in unit.path:
            value = value[part]
        assert value == unit.text

    assert len({u.id for u in found}) == len(found) > 100


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a b", " a\n  b ", True), ("a\n\nb", "a \n \n\n b", True), ("a b", "a\n\nb", False), ("e\u0301", "é", True), ("a", "A", False),
     ("1\u00a0mg", "1 mg", False)],
)  # fmt: skip
def test_only_words_count_for_the_hash(one, other, same):
    """Re-wrapping and the form of accents change nothing; paragraphs, capitals and no-break spaces do."""
    assert (text_hash(one) == text_hash(other)) is same


# --- what a translation is worth ---


def test_a_stamped_text_is_current_until_the_source_changes():
    """Same id and hash is current; same id with another hash is stale."""
    source = spanish(SMALL, {"what.title": "¿Qué?"}, "machine")

    assert statuses(source) == {"what.title": (Status.MACHINE, None)}
    assert statuses(source.replace('"What?"', '"What is it?"')) == {"what.title": (Status.STALE, "source changed")}


def test_inserting_an_item_moves_the_texts_below_it():
    """Only the new item is missing; the others keep their translation and status under their new numbers."""
    source = spanish(with_items("one", "two"), {"what.list1.item1": "uno", "what.list1.item2": "dos"})
    source = source.replace('["one", "two"]', '["new", "one", "two"]')
    found = status_of(content(source), "es")

    assert found["what.list1.item1"].status is Status.MISSING
    assert (found["what.list1.item2"].text, found["what.list1.item3"].text) == ("uno", "dos")
    assert found["what.list1.item3"].status is Status.TRANSLATED
    assert found["what.list1.item3"].change == "moved"


def test_a_text_moved_to_another_section_loses_its_signature():
    """Another section is another context: reviewed falls back to translated."""
    source = spanish(SMALL, {"what.list1.item1": "uno"}, "reviewed", by="mg")
    moved = source.replace('["one", "two"]', '["three", "two"]').replace(
        "[[reference]]", '[[section]]\nid = "next"\ntitle = "one"\n[[reference]]', 1
    )

    assert statuses(source) == {"what.list1.item1": (Status.REVIEWED, None)}
    assert statuses(moved) == {"next.title": (Status.TRANSLATED, "moved")}


@pytest.mark.parametrize("stored", ["machine", "draft", "translated", "reviewed"])
def test_an_edited_text_is_a_draft_at_most(stored):
    """The stored status holds only for the words it was given to."""
    source = spanish(SMALL, {"what.title": "¿Qué?"}, stored, by="mg").replace('"¿Qué?"', '"¿Cuál?"')

    assert statuses(source) == {"what.title": (min(Status.DRAFT, Status[stored.upper()]), "edited")}


def test_a_text_without_state_is_a_draft():
    """Nothing says which source it was made from, so it is never printed as reviewed."""
    assert statuses(translated('what.title = "¿Qué?"')) == {"what.title": (Status.DRAFT, "no state")}


def test_the_source_language_has_everything():
    """The source needs no translation."""
    assert {t.status for t in status_of(content(SMALL), "en-GB").values()} == {Status.REVIEWED}


# --- what is wrong with a translation ---

PARAGRAPH = "Llame **ya** al {{ clinic.phone }}: 5 mg [@a]."


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        (PARAGRAPH.replace("[@a]", ""), "T10", (30, 24)),
        (PARAGRAPH.replace("[@a]", "[@b]"), "T10", (30, 67)),
        (PARAGRAPH.replace("clinic.phone", "clinic.phon"), "T11", (30, 44)),
        (PARAGRAPH.replace(" al {{ clinic.phone }}", ""), "T11", (30, 24)),
        (PARAGRAPH.replace("**", ""), "T12", (30, 24)),
        (PARAGRAPH.replace("5 mg", "50 mg"), "T13", (30, 24)),
        (PARAGRAPH.replace("5 mg", "cinco mg"), "T13", (30, 24)),
        (PARAGRAPH + " 24", "T13", (30, 24)),
        (PARAGRAPH + "{{ 7 * 7 }}", "T11", None),
    ],
)  # fmt: skip
def test_what_a_translation_loses_or_invents_is_an_error(text, rule, place):
    """Citations, variables, emphasis and numbers are those of the source, each reported with its language and place."""
    places, found = problems(translated(f'what.paragraph1.text = "{text}"'))

    assert rule in {p.rule for p in found}
    assert {p.language for p in found} == {"es"}
    assert {p.where.key for p in found} == {"what.paragraph1.text"}
    assert all(p.hint for p in found)
    if place:
        assert places == [(*place, rule)]


@pytest.mark.parametrize("text", [PARAGRAPH, "[@a] {{clinic.phone}}: *ya*, ٥ mg", "५ **अभी** [@a, p. 3] {{ clinic.phone }}"])
def test_a_faithful_translation_passes(text):
    """Another order, other digits, another mark of emphasis and a locator are no difference."""
    assert content(translated(f'what.paragraph1.text = "{text}"'))


def test_numbers_may_differ_if_someone_vouches_for_them():
    """`numbers = "name"` in the line of state lets a number word pass."""
    source = spanish(SMALL, {"what.paragraph1.text": PARAGRAPH.replace("5 mg", "cinco mg")})
    with pytest.raises(Exception, match="T13"):
        content(source)

    assert content(source.replace("on = 2026-11-23 }", 'on = 2026-11-23, numbers = "mg" }'))


def test_a_stale_text_is_not_compared_with_the_new_source():
    """It is kept from print by its status; its citations are those of the old source."""
    source = spanish(SMALL, {"what.paragraph1.text": PARAGRAPH}).replace("5 mg [@a]", "6 mg")

    assert statuses(source) == {"what.paragraph1.text": (Status.STALE, "source changed")}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('what.titel = "¿Qué?"', '"what.title"'),
        ('what.list1.item3 = "tres"', "item"),
        ('ui.refrences = "Referencias"', '"ui.references"'),
    ],
)
def test_an_id_that_leads_nowhere_is_an_error(text, hint):
    """A misspelt id would be dropped in silence."""
    place, problem = one(translated(text))

    assert place[0] == 30
    assert problem.rule == "T06"
    assert hint in problem.hint


def test_a_reviewed_line_must_say_who_and_when():
    """A signature without a name is none."""
    source = spanish(SMALL, {"what.title": "¿Qué?"}, "reviewed")

    assert one(source)[1].rule == "T04"


def test_wrong_values_in_a_block_are_reported_with_their_place():
    """Text that is no text, an unknown status, an unknown key."""
    source = translated("what.title = 5", 'what.title = { s = "done", src = "x" }').replace(
        "[translations.es.text]", "[translations.es]\ntranslater = 'x'\n[translations.es.text]"
    )

    assert problems(source)[0] == [(30, 1, "S02"), (32, 14, "S01"), (34, 20, "S03")]


def test_a_language_may_stand_in_a_file_of_its_own():
    """The file has the same grammar; its problems name it; standing in both places is an error."""
    here = SMALL + '[translations.es]\nfile = "assets/es.toml"\n'
    found = read_content(here.encode(), read_file={"assets/es.toml": '[text]\nwhat.title = "¿Qué?"\n'.encode()}.get)

    assert found.translations["es"].text == {"what.title": "¿Qué?"}
    assert found.translations["es"].file == "assets/es.toml"
    _, problem = one(here, read_file=lambda _: b"[text]\nwhat.titel = 'x'\n")
    assert (problem.where.file, problem.where.line, problem.where.column) == ("assets/es.toml", 2, 6)
    assert one(here + "[translations.es.text]\n", read_file=lambda _: b"")[1].rule == "T01"
    assert one(here.replace("assets/es.toml", "../es.toml"))[1].rule == "S14"


def test_a_mistake_in_the_source_makes_no_translation_an_orphan():
    """While a key of the source is misspelt, its texts are unknown: a hint to delete their translations would do harm."""
    text = 'what.titel = "¿Qué?"\nui.nothing = "x"'
    misspelt = translated(text).replace("audience =", "audiense =")

    _, alone = problems(translated(text))
    _, found = problems(misspelt)

    assert [p.message for p in alone if p.rule == "T06"] == [
        "there is no text with this id", 'there is no interface word "nothing"'
    ]  # fmt: skip
    assert [p.message for p in found if p.rule == "T06"] == ['there is no interface word "nothing"']


def test_a_missing_file_is_not_said_to_be_another_languages():
    """The file of German is not there: the hint is how to begin it, and no file of another language."""

    def read(path):
        raise AssetError(Problem("A04", "there is no such file", hint=f'did you mean "{path.replace("de.", "es.")}"?'))

    _, problem = one(SMALL + '[translations.de]\nfile = "assets/de.toml"\n', read_file=read)

    assert (problem.rule, problem.hint) == ("A04", "make it, with one line in it: [text]")


# --- writing ---

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]) | st.sampled_from('"\\\n\t\x7f'), max_size=30
)


@given(texts)
@settings(deadline=None)
def test_a_written_text_reads_back(text):
    """Every text comes back character for character, whatever it holds."""
    assert tomllib.loads(f"text = {render_value(text)}")["text"] == text


@given(st.dictionaries(st.sampled_from([u.id for u in units(content(SMALL))]), texts, max_size=5))
@settings(deadline=None)
def test_written_states_read_back(texts):
    """Each line of state says again what it said."""
    states = stamp(content(SMALL), texts, on=DAY, by='"me"\\')

    table = tomllib.loads("\n".join(render_states(states)))

    for name, line in states.items():
        value = table
        for part in name.split("."):
            value = value[part]
        assert value == {"s": "machine", "src": line.src, "out": line.out, "by": line.by, "on": DAY}
