"""Numbers, doses, phone numbers and addresses: whole on one line, and never reordered in right-to-left text."""

from __future__ import annotations

import icu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.protect import LRI, NBSP, PDI, isolate, keep_whole, plain, protect, protect_parts, runs_against

PIECES = ["5", "10", "500", "2026", "٥", "۱۲", "mg", "ملغ", "kg/", "%", "°C", "+44", "020", "7946", "0018", "(", ")", "-", "–", "/", ".", ",",
          ":", "<", "≤", " ", " ", " ", NBSP, "www.x.org/a-b", "a@b.org", "10.1016/j.x", "Paracetamol", "X-ray", "ABC-12", "دواء", "שלום", "次",
          "毫克", "หนึ่ง", "\n", "’", "&", LRI + "1 2" + PDI, "\ufffc"]  # fmt: skip
MIXED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def seen(text: str, *, rtl: bool = True) -> str:
    """Return the text as it stands on paper from left to right (UAX #9 by ICU), without what cannot be seen."""
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), 1 if rtl else 0)
    return plain(str(bidi.writeReordered(icu.Bidi.DO_MIRRORING)))


@given(MIXED, st.booleans())
def test_nothing_is_lost_or_changed(text, rtl):
    """Without the isolates and with plain spaces, the text is what it was, digit for digit."""
    assert plain(protect(text, rtl=rtl)) == plain(text)


@given(MIXED, st.booleans())
def test_protecting_twice_changes_nothing(text, rtl):
    """It is idempotent."""
    once = protect(text, rtl=rtl)
    assert protect(once, rtl=rtl) == once


@given(MIXED)
def test_left_to_right_text_gets_no_isolates(text):
    """Only right-to-left text needs them."""
    assert protect(text, rtl=False).count(LRI) == text.count(LRI)


@given(MIXED)
def test_isolates_are_balanced(text):
    """Every isolate is closed, and none is opened inside another."""
    depth = 0
    for char in protect(text, rtl=True):
        depth += (char == LRI) - (char == PDI)
        assert 0 <= depth <= 1
    assert depth == 0


@given(st.lists(MIXED, min_size=1, max_size=4), st.booleans())
def test_parts_of_different_style_are_protected_as_one_text(parts, rtl):
    """Cutting a text into runs does not change what is protected."""
    assert "".join(protect_parts(tuple(parts), rtl=rtl)) == protect("".join(parts), rtl=rtl)


WORDS = {"ar": ("اتصل على", "كل يوم"), "he": ("התקשרו אל", "כל יום"), "ur": ("فون کریں", "روزانہ")}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "token",
    ["+44 20 7946 0018", "020 7946 0018", "(020) 7946-0018", "0300 123 4567", "1-800-222-1222", "+972-2-677-7111", "500 mg", "500mg",
     "5–10", "5-10", "5-10 mg", "0.5 mg/kg", "2.5 mg/5 ml", "<5 mg", "<5", "38.5 °C", "12/05/2026", "12-05-2026", "2026-11-12", "17:30",
     "9:00-17:00", "www.x.uk/y-z", "https://example.org/a?b=1&c=2", "sruk.co.uk", "help@x-y.org", "10.1016/j.semarthrit.2016.05.008",
     "ABC-123/4", "RH-RHE-014", "NCT06155578", "Paracetamol 500 mg", "National Scleroderma Foundation", "co-codamol 30/500", "5 218",
     "Rheumatology (Oxford)", "X-ray", "Smith & Jones", "38.5", "1.000,5", "[12]"],
)  # fmt: skip
def test_on_paper_a_token_reads_as_it_was_typed(language, token):
    """In Arabic, Hebrew and Urdu sentences each of these stands on paper from left to right, as in the source."""
    before, after = WORDS[language]
    for text in (f"{before} {token} {after}", f"{before} {token}", f"({token}) {after}", f"{before} {token}."):
        assert token in seen(protect(text, rtl=True)), seen(protect(text, rtl=True))


def test_without_isolates_a_phone_number_would_be_reversed():
    """The fault is real: the bare text shows the groups in the wrong order."""
    assert "020 7946 0018" not in seen("اتصل على 020 7946 0018 كل يوم")


def test_a_number_that_counts_the_next_word_is_not_drawn_into_the_name_before_it():
    """In "take Minocycline 5 times" the 5 stays beside "times" on paper."""
    assert "5 Minocycline" in seen(protect("خذ Minocycline 5 مرات", rtl=True))


def test_native_digits_run_as_their_readers_expect():
    """A range or a dose in native digits and words is not isolated."""
    for text in ("٥–١٠ أيام", "٥٠٠ ملغ يوميا", "۵ روز"):
        assert LRI not in protect(text, rtl=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 020 7946 0018 now", "call 020_7946_0018 now"),
        ("take 5 mg or 5 - 10 mg", "take 5_mg or 5_-_10_mg"),
        ("24.7 % of 5 218 people", "24.7_% of 5_218 people"),
        ("2.5 mg / day", "2.5_mg / day"),
        ("500 мг, ٥٠٠ ملغ, 500 मिलीग्राम, 5 มก.", "500_мг, ٥٠٠_ملغ, 500_मिलीग्राम, 5_มก."),
        ("in 2016 39 people", "in 2016 39 people"),
        ("1 in 4 people, 5 days", "1 in 4 people, 5_days"),
        ("see page 4 or 5", "see page 4 or 5"),
        ("10 20 30 40 50", "10 20 30 40 50"),
        ("2016;46(3):344-9", "2016;46(3):344-9"),
        ("Chapter 5 m", "Chapter 5_m"),
        ("A 5 grams", "A 5_grams"),
        ("5 gallons", "5 gallons"),
    ],
)
def test_spaces_that_may_not_break(text, expected):
    """Phone numbers, doses, ranges and grouped numbers are kept on one line; other numbers are left alone."""
    assert protect(text, rtl=False).replace(NBSP, "_") == expected


def test_contact_data():
    """Contact data is kept whole in any language; a solid number needs no isolate."""
    assert keep_whole("020 7946 0018", rtl=False) == f"020{NBSP}7946{NBSP}0018"
    assert keep_whole("020 7946 0018", rtl=True) == f"{LRI}020{NBSP}7946{NBSP}0018{PDI}"
    assert keep_whole("999", rtl=True) == "999"
    assert isolate(isolate("a b", LRI), LRI) == f"{LRI}a b{PDI}"


def test_direction_of_names():
    """A name runs against the text around it if it has letters of the other direction only."""
    assert runs_against("Northbank Hospital", rtl=True)
    assert runs_against("مستشفى", rtl=False)
    assert not runs_against("مستشفى X", rtl=True)
    assert not runs_against("123", rtl=True)
