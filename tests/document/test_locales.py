"""Words, dates, numbers and lists of each language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import data
from generator.document import locales
from generator.languages import all_languages, lookup

DAY = date(2026, 11, 12)
TAGS = [language.tag for language in all_languages()]


@pytest.mark.parametrize(
    ("tag", "country", "expected"),
    [
        ("en", "GB", "12 November 2026"), ("en", "US", "November 12, 2026"), ("en-GB", "US", "12 November 2026"),
        ("es", "GB", "12 de noviembre de 2026"), ("ar", "GB", "١٢ نوفمبر ٢٠٢٦"), ("fa", None, "۱۲ نوامبر ۲۰۲۶"),
        ("zh-Hans", "GB", "2026年11月12日"), ("hi", None, "12 नवंबर 2026"), ("am", None, "12 ኖቬምበር 2026"),
        ("th", None, "12 พฤศจิกายน ค.ศ. 2026"), ("ht", "GB", "2026-11-12"), ("es-419", None, "12 de noviembre de 2026"),
    ],
)  # fmt: skip
def test_long_dates(tag, country, expected):
    """The month is a word, the calendar Gregorian, the order the country's; without month names the date is ISO 8601."""
    assert locales.written_date(DAY, lookup(tag), country) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-GB", "12 Nov 2026"),
        ("es", "12 nov 2026"),
        ("ar", "١٢ نوفمبر ٢٠٢٦"),
        ("zh-Hans", "2026年11月12日"),
        ("fa", "۱۲ نوامبر ۲۰۲۶"),
    ],
)
def test_short_dates(tag, expected):
    """The month may be abbreviated, but it stays a word: where the custom is 12/11/2026 the date is not shortened."""
    assert locales.written_date(DAY, lookup(tag), short=True) == expected


@pytest.mark.parametrize("tag", TAGS)
def test_a_short_date_is_never_two_numbers_that_could_change_places(tag):
    """No third of April reads as the fourth of March: the month is a word, or year, month and day stand in that order."""
    language = lookup(tag)
    text = locales.written_date(date(2026, 4, 3), language, short=True)
    found = [int(number) for number in re.findall(r"\d+", text)]
    assert found in ([3, 2026], [2026, 3], [2026, 4, 3]) or "thg 4" in text, text  # Vietnamese numbers its months by name


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_writes_in_its_own_digits(tag):
    """Dates, numbers and percentages hold the language's digits only, and no invisible marks."""
    language = lookup(tag)
    for text in (locales.written_date(DAY, language), locales.number(5218.25, language), locales.percent(24.7, language)):
        digits = {c for c in text if c.isdecimal()}
        assert digits
        assert digits <= set(language.digits)
        assert not set(text) & {"\u200e", "\u200f", "\u061c"}


@pytest.mark.parametrize("tag", TAGS)
def test_no_language_is_answered_in_another(tag):
    """A date is in the language or in ISO 8601, never silently in English or French."""
    year = [date(2026, month, 12) for month in range(1, 13)]
    for other in {"en", "fr"} - {tag}:
        foreign = [locales.written_date(day, lookup(other)) for day in year]
        assert [locales.written_date(day, lookup(tag)) for day in year] != foreign


@given(tag=st.sampled_from(TAGS), days=st.integers(0, 800))
def test_the_day_and_year_are_in_the_date(tag, days):
    """No formatter shifts a date by a time zone or a calendar."""
    day, language = date(2024, 1, 1) + timedelta(days), lookup(tag)
    shown = locales.written_date(day, language, "GB")
    assert language.number(day.year) in shown
    assert language.number(day.day) in shown


def test_numbers():
    """At most two decimals, separators and percent sign as the language has them."""
    assert locales.percent(24.7, lookup("en")) == "24.7%"
    assert locales.percent(70, lookup("es")) == "70\u00a0%"
    assert locales.percent(24.7, lookup("fa")) == "۲۴٫۷٪"
    assert locales.number(1234.5, lookup("de")) == "1.234,5"
    assert locales.number(4, lookup("ar")) == "٤"
    assert locales.percent(33, lookup("ht")) == "33%"


def test_lists():
    """Lists join as the language says, whatever the items hold."""
    assert locales.join_list(["A", "B, b", "{0}"], lookup("en"), "GB") == "A, B, b and {0}"
    assert locales.join_list(["A", "B"], lookup("es")) == "A y B"
    assert locales.join_list(["A", "B"], lookup("zh-Hans")) == "A和B"
    assert locales.join_list(["A"], lookup("en")) == "A"
    assert locales.join_list([], lookup("en")) == ""


def test_the_machine_s_own_language_has_no_say():
    """Dates are the same under another system locale."""
    code = (
        "from datetime import date; from generator.document import locales; from generator.languages import lookup\n"
        "print(ascii([locales.written_date(date(2026, 11, 12), lookup(t)) for t in ('ht', 'en', 'prs', 'cnh')]))"
    )
    answers = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "LC_ALL": name, "LANG": name}).stdout
        for name in ("C", "fr_FR.UTF-8", "ar_EG.UTF-8")
    }  # fmt: skip
    assert len(answers) == 1


# --- interface words ---


def test_english_is_whole():
    """English has every word."""
    wording = locales.interface_words(lookup("en"))
    assert wording.missing == wording.broken == ()
    assert set(wording.words) == set(locales.word_keys())


@pytest.mark.parametrize("tag", sorted(p.stem for p in data.path("words").glob("*.toml")))
def test_packaged_words_keep_their_slots(tag):
    """Each language's words hold the {slots} of the English ones, and no key that English does not have."""
    language = lookup(tag)
    assert locales.interface_words(language).broken == ()
    assert set(locales._packaged(tag)[0]) <= set(locales.word_keys())


@pytest.mark.parametrize("tag", sorted(p.stem for p in data.path("words").glob("*.toml")))
def test_packaged_dates_are_whole(tag):
    """Where a language brings its own month names there are twelve, and a form with day, month and year."""
    own = locales._file(tag).get("dates")
    if own is not None:
        assert len(own["months"]) == 12
        assert locales.slots(own["form"]) == {"day", "month", "year"}


def test_own_month_names(monkeypatch):
    """A language that CLDR does not know may bring its month names."""
    own = {"dates": {"form": "{day} {month} {year}", "months": [f"m{i}" for i in range(1, 13)]}}
    monkeypatch.setattr(locales, "_file", lambda base: own)
    assert locales.written_date(DAY, lookup("ht")) == "12 m11 2026"


def test_missing_words_are_named():
    """A language without words lists every key; the content's own words count."""
    wording = locales.interface_words(lookup("cnh"), {"ui.note": "X", "what.title": "Y"})
    assert wording.words["note"] == "X"
    assert set(wording.missing) == set(locales.word_keys()) - {"note"}
    assert "what.title" not in wording.words


def test_broken_slots_are_named():
    """A word that lost a slot, or has one too many, is broken and does not print."""
    wording = locales.interface_words(lookup("es"), {"ui.page_of": "Página {page}", "ui.version": "V {version} {x}"})
    assert set(wording.broken) == {"page_of", "version"}
    assert wording.words["page_of"] == "Page {page} of {pages}"


@pytest.mark.parametrize(
    "text",
    [
        "{page} {pages",
        "{page} {pages} {0}",
        "{page!r} {pages}",
        "{page:>999999999} {pages}",
        "{} {page} {pages}",
        "{{page}} {pages}",
        "{page} } {pages}",
    ],
)
def test_only_plain_slots_are_filled(text):
    """A slot that `str.format` cannot fill, or would pad, is broken."""
    assert locales.interface_words(lookup("es"), {"ui.page_of": text}).broken == ("page_of",)
