"""Languages: the table is whole, and a tag finds its row as RFC 4647 says, or a clear complaint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ContentError
from generator.languages import all_languages, fallback_note, lookup


@pytest.mark.parametrize(
    ("tag", "colon"),
    [("en", ": "), ("fr", "\u00a0: "), ("fr-CA", "\u00a0: "), ("zh-Hans", "\uff1a"), ("ja", "\uff1a"), ("am", "\u1366 ")],
)
def test_a_colon_is_set_as_the_language_sets_it(tag, colon):
    """French keeps a space before it on the line, Chinese and Japanese have a wide one without a space, Amharic its own."""
    assert lookup(tag).colon == colon


def test_every_row_is_found_under_its_own_tag():
    """All 111 languages are found by their tags, and each is its own base."""
    languages = all_languages()

    assert len(languages) == 111
    assert all(lookup(language.tag) == language and language.base == language.tag for language in languages)


@pytest.mark.parametrize(
    ("tag", "base"),
    [
        ("es-419", "es"), ("ar-MA", "ar"), ("en-GB", "en"), ("zh-Hant-HK", "zh-Hant"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"),
        ("zh", "zh-Hans"), ("zh-Hans-SG", "zh-Hans"), ("yue-HK", "yue-Hant-HK"), ("pa-PK", "pnb"), ("pa-Arab-PK", "pnb"),
        ("pa-Guru-IN", "pa"), ("fa-AF", "prs"), ("fil", "tl"), ("nb-NO", "nb"), ("no", "nb"), ("ko-Hang-KR", "ko"), ("de-1901", "de"),
        ("sr-Latn-RS", "sr-Latn"), ("sh", "sr-Latn"), ("iw", "he"),
    ],
)  # fmt: skip
def test_a_finer_tag_falls_back_to_its_row(tag, base):
    """The tag asked for is kept, the facts are those of the longest known prefix (or of the row the tag also names)."""
    language = lookup(tag)

    assert (language.tag, language.base) == (tag, base)


@pytest.mark.parametrize(
    ("tag", "digits"),
    [
        ("ar", "٠١٢٣٤٥٦٧٨٩"), ("ar-EG", "٠١٢٣٤٥٦٧٨٩"), ("ar-MA", "0123456789"), ("ar-DZ", "0123456789"), ("ar-TN", "0123456789"),
        ("ar-LY", "0123456789"), ("fa", "۰۱۲۳۴۵۶۷۸۹"), ("ps", "۰۱۲۳۴۵۶۷۸۹"), ("ckb", "٠١٢٣٤٥٦٧٨٩"), ("ur", "0123456789"), ("bn", "০১২৩৪৫৬৭৮৯"),
        ("ne", "०१२३४५६७८९"), ("hi", "0123456789"), ("my", "၀၁၂၃၄၅၆၇၈၉"), ("dz", "༠༡༢༣༤༥༦༧༨༩"),
    ],
)  # fmt: skip
def test_digits_follow_cldr(tag, digits):
    """Each language writes numbers in the digits CLDR gives it; Arabic in the Maghreb in Latin digits."""
    assert lookup(tag).number(1234567890) == "".join(digits[int(d)] for d in "1234567890")


def test_another_script_of_a_language_is_another_base():
    """Serbian in Latin letters has its own name and needs interface words of its own."""
    language = lookup("sr-Latn")

    assert (language.autonym, language.script, language.base) == ("Srpski", "Latn", "sr-Latn")


@pytest.mark.parametrize(
    "tag", ["", "e", "EN", "en_US", "zh-hant", "en-gb", "de-", "français", "en-US-x-private", "../en", "en\n"]
)
def test_a_malformed_tag_is_an_error(tag):
    """Anything that is no canonical BCP 47 tag is refused by rule L01."""
    with pytest.raises(ContentError) as caught:
        lookup(tag)

    assert [p.rule for p in caught.value.problems] == ["L01"]


def test_a_fallback_says_so():
    """A tag taken from another row is remarked on; a row's own tag is not."""
    assert fallback_note(lookup("ar")) is None
    assert "es-419 is set as Spanish (es)" in fallback_note(lookup("es-419")).message


def test_a_tag_in_the_wrong_case_is_put_right_in_the_hint():
    """The hint shows how RFC 5646 writes the tag."""
    with pytest.raises(ContentError, match="write zh-Hant-HK"):
        lookup("ZH_hant_hk")


@pytest.mark.parametrize("tag", ["xx", "tlh", "nn", "qaa-Latn"])
def test_an_unknown_language_is_an_error(tag):
    """A well-formed tag of no supported language is refused by rule L02."""
    with pytest.raises(ContentError) as caught:
        lookup(tag)

    assert [p.rule for p in caught.value.problems] == ["L02"]


@pytest.mark.parametrize("tag", ["uz-Arab", "sd-Deva", "kk-Latn", "zh-Latn", "pa-Deva"])
def test_a_script_the_language_is_not_set_in_is_an_error(tag):
    """Falling back across scripts would print the wrong letters: rule L03, or L02 if no prefix is known."""
    with pytest.raises(ContentError) as caught:
        lookup(tag)

    assert caught.value.problems[0].rule == "L03"


@given(st.text(alphabet="abehnrsz-ABHLTacnt0123456789_\u202e", max_size=14))
def test_any_string_is_a_language_or_a_problem(tag):
    """No tag brings the lookup down, and a tag that is found comes back as it was given."""
    try:
        answer = lookup(tag).tag
    except ContentError as error:
        answer = error.problems[0].rule

    assert answer in (tag, "L01", "L02", "L03")
