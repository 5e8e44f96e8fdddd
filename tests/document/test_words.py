"""The packaged interface words: every file says what the English one says, in letters its fonts can draw."""

import re
import tomllib
import unicodedata
from collections import Counter

import pytest

from generator import data
from generator.document.locales import word_keys
from generator.languages import lookup
from generator.text.fonts import load_fonts, uncovered

FILES = {file.stem: file for file in sorted(data.path("words").glob("*.toml"))}
SLOT = re.compile(r"\{[a-z]+\}")
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
STATUSES = {"reviewed", "native", "machine"}


def read(tag):
    """Return the table of one words file."""
    return tomllib.loads(FILES[tag].read_text(encoding="utf-8"))


ENGLISH = read("en")["words"]


def test_there_are_words_in_many_languages():
    """At least 45 languages have interface words."""
    assert len(FILES) >= 45


@pytest.mark.parametrize("tag", FILES)
def test_a_words_file_is_named_after_a_language_of_the_table(tag):
    """The file, its `language` and the language's own tag are one; somebody, or a machine, vouches for the words."""
    about = read(tag)["about"]

    assert about["language"] == tag == lookup(tag).base
    assert about["status"] in STATUSES


@pytest.mark.parametrize("tag", FILES)
def test_every_word_has_the_placeholders_of_the_english_one(tag):
    """No key is missing, unknown or empty, and no placeholder is lost, doubled or misspelt."""
    words = read(tag)["words"]

    assert set(words) == set(ENGLISH) == set(word_keys())
    for key, text in words.items():
        assert text == text.strip() != "", key
        assert Counter(SLOT.findall(text)) == Counter(SLOT.findall(ENGLISH[key])), key
        assert not set("{}") & set(SLOT.sub("", text)), key


@pytest.mark.parametrize("tag", FILES)
def test_words_are_tidy_text(tag):
    """Composed (NFC), on one line, and without direction controls: the layout decides about direction."""
    for key, text in read(tag)["words"].items():
        assert unicodedata.is_normalized("NFC", text), key
        assert not set(text) & BIDI_CONTROLS, key
        assert not any(unicodedata.category(char) == "Cc" for char in text), key


@pytest.mark.parametrize("tag", FILES)
def test_month_names_of_its_own_are_twelve(tag):
    """A language that brings its months brings all of them, in letters it can print; other tables there are none."""
    table = read(tag)

    assert set(table) - {"dates"} == {"about", "words"}
    if "dates" in table:
        form, months = table["dates"]["form"], table["dates"]["months"]
        assert sorted(SLOT.findall(form)) == ["{day}", "{month}", "{year}"]
        assert len(months) == len(set(months)) == 12
        text = "".join([SLOT.sub("", form), *months])
        assert unicodedata.is_normalized("NFC", text)
        assert not set(text) & BIDI_CONTROLS
        assert uncovered(text, load_fonts(lookup(tag))) == ()


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("tag", FILES)
def test_words_are_covered_by_the_fonts_of_their_language(tag, bold):
    """Every letter of every interface word can be printed, in both weights."""
    fonts = load_fonts(lookup(tag))

    assert {key: uncovered(SLOT.sub("", text), fonts, bold) for key, text in read(tag)["words"].items()} == dict.fromkeys(
        ENGLISH, ()
    )
