"""Line breaks: each is one ICU allows, and none tears what belongs together."""

import tomllib
from itertools import pairwise

import icu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import data
from generator.languages import all_languages, lookup
from generator.text.breaks import find_breaks, graphemes, visible_end
from generator.text.fonts import load_fonts
from generator.text.model import Span
from generator.text.paragraph import set_paragraph

PARAGRAPHS = tomllib.loads(data.read_text("specimens.toml"))


def icu_breaks(text, language):
    """Return the line boundaries ICU gives under the strict rules, as indexes of code points."""
    iterator = icu.BreakIterator.createLineInstance(icu.Locale(f"{language.replace('-', '_')}@lb=strict"))
    iterator.setText(text)
    units = text.encode("utf-16-le")
    return {len(units[: 2 * at].decode("utf-16-le")) for at in iterator}


def lines_of(text, tag, width, size=10.0):
    """Return the lines of a text in a language, as strings."""
    language = lookup(tag)
    done = set_paragraph(
        [Span(text, size)], width=width, direction=language.direction, language=tag, fonts=load_fonts(language)
    )
    return [text[line.start : line.end] for line in done.lines]


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
def test_every_line_of_every_language_ends_where_icu_allows(language):
    """At several widths, all wider than the longest word."""
    text = PARAGRAPHS[language.tag]
    legal = icu_breaks(text, language.tag)
    for width in (110.0, 140.0, 170.0):
        done = set_paragraph(
            [Span(text, 10)], width=width, direction=language.direction, language=language.tag, fonts=load_fonts(language)
        )
        assert len(done.lines) > 1
        assert {line.end for line in done.lines} <= legal


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "01234 567 890"), ("en", "+44 (0)20 7946 0018"), ("fr", "01 23 45 67 89"), ("de", "030/1234-5678"), ("en", "999-111-222"),
        ("en", "5 mg"), ("en", "2.5 mg/mL"), ("en", "37.5 °C"), ("ru", "10 мг"), ("ar", "٥٠٠ ملغ"), ("he", '500 מ"ג'), ("ko", "10 밀리그램"),
        ("en", "≤ 5"), ("en", "80 %"), ("en", "https://example.org/a-long/path?x=1&y=2"), ("en", "www.example.org/leaflet"),
        ("en", "doi:10.1002/art.12345-6"), ("en", "first.last@hospital-trust.example"), ("en", "COVID-19"), ("en", "anti-Scl-70"),
        ("en", "and/or"), ("en", "5–10"), ("en", "self-care"), ("en", "12/05/2026"), ("en", "17:30"), ("en", "A\u00a0B"), ("en", "A\u2060-\u2060B"),
        ("th", "500 มก."), ("ur", "500 ملی گرام"), ("zh-Hans", "500毫克"), ("zh-Hans", "500 毫克"),
    ],
)  # fmt: skip
def test_what_belongs_together_is_not_torn(tag, text):
    """Phone numbers, doses, limits, addresses, codes, ranges and compounds have no break inside."""
    assert find_breaks(text, tag).first == (len(text),)
    inside = f"x {text} x"
    assert not [at for at in find_breaks(inside, tag).first if 2 < at < 2 + len(text)]


def test_numbers_in_a_sentence_do_not_stop_it_from_breaking():
    """Only the number and its unit hold together."""
    text = "Take 5 mg at 8 and 10 mg at 20 with a glass of water"
    words = [
        text[a:b].strip() for a, b in zip((0, *find_breaks(text, "en").first), find_breaks(text, "en").first, strict=False)
    ]

    assert words == ["Take", "5 mg", "at", "8", "and", "10 mg", "at", "20", "with", "a", "glass", "of", "water"]


@pytest.mark.parametrize(
    ("tag", "text", "least"),
    [
        ("th", "ดื่มน้ำให้เพียงพอทุกวันและถามแพทย์หากแผลไม่หาย", 8),
        ("lo", "ດື່ມນ້ຳໃຫ້ພຽງພໍທຸກມື້ແລະຖາມທ່ານໝໍ", 5),
        ("km", "ផឹកទឹកឲ្យបានគ្រប់គ្រាន់រាល់ថ្ងៃ", 4),
        ("my", "နေ့တိုင်းရေလုံလောက်စွာသောက်ပါ", 4),
    ],
)
def test_scripts_without_spaces_break_by_dictionary(tag, text, least):
    """Thai, Lao, Khmer and Burmese have break places though they have no spaces, none inside a grapheme cluster."""
    places = find_breaks(text, tag).first

    assert len(places) >= least
    assert set(places) <= set(graphemes(text))


def test_chinese_and_japanese_lines_do_not_begin_or_end_with_the_wrong_mark():
    """No line begins with a closing mark, a small kana or a long-vowel mark, or ends with an opening one."""
    for tag in ("ja", "zh-Hans", "zh-Hant"):
        text = {
            "ja": "「キャップ」、シャツー。（ゆっくり）",
            "zh-Hans": "“你好”，（请）说：《书》。",
            "zh-Hant": "「你好」，（請）說：《書》。",
        }[tag] * 3
        for width in range(50, 140, 5):
            lines = lines_of(text, tag, width)
            assert not [line for line in lines if line[0] in "」、。，）：》”ゃッャュョっー"]
            assert not [line for line in lines[:-1] if line[-1] in "「（《“"]


def test_korean_breaks_between_words():
    """Korean lines end at spaces, as in print."""
    assert all(line.endswith(" ") for line in lines_of(PARAGRAPHS["ko"], "ko", 120)[:-1])


def test_a_mark_after_an_address_is_not_part_of_it():
    """The sentence goes on after the address."""
    text = "See https://example.org/a, then call."

    assert [text[a - 1] for a in find_breaks(text, "en").first[:-1]] == [" ", " ", " "]


def test_an_address_wider_than_the_box_breaks_where_it_can_before_letters_are_torn():
    """The places that were held back are used first, then grapheme clusters."""
    lines = lines_of("https://example.org/leaflets/calcinosis-in-your-hands", "en", 110)

    assert len(lines) > 1
    assert all(line[-1] in "/-" for line in lines[:-1])


def test_no_line_ends_with_a_hyphen():
    """Readers would drop it: a dash typed as a hyphen begins the next line, "pre- and" holds together."""
    dashed, cut = "left - right", "pre- and after"

    assert [dashed[at:] for at in find_breaks(dashed, "en").first] == ["- right", ""]
    assert [cut[at:] for at in find_breaks(cut, "en").first] == ["after", ""]


def test_nothing_is_hyphenated():
    """A soft hyphen is no place to break at, for no hyphen would be shown."""
    assert find_breaks("Arznei\u00admittel", "de").first == (13,)


@given(st.text(alphabet="ab -\u00a0\u200b中。ก1\U0001f3e5é\u0301/", max_size=40))
def test_break_places_are_legal_and_sorted(text):
    """Every place is one of ICU's; no place is in both lists; the text's end is the last."""
    found = find_breaks(text, "en")

    assert set(found.first) | set(found.second) == icu_breaks(text, "en")
    assert not set(found.first) & set(found.second)
    assert list(found.first) == sorted(found.first)
    assert (not text) or found.first[-1] == len(text)


def test_only_spaces_that_may_hang_hang():
    """No-break spaces are part of the line."""
    assert visible_end("ab  ", 0, 4) == 2
    assert visible_end("ab\u00a0", 0, 3) == 3


def test_chinese_after_an_address_still_breaks():
    """An address ends where its letters end, not at the next space."""
    text = "请访问https://example.org/a，然后打电话给我们的护士"
    places = find_breaks(text, "zh-Hans").first

    assert not [at for at in places if 3 < at < 24]
    assert len([at for at in places if at >= 25]) > 5


@pytest.mark.parametrize("unit", ["1", "a.", "1 ", "中", "a-", "@", "/", "http://", "+1("])
def test_no_text_takes_long(unit):
    """The patterns stay linear: a hundred thousand of anything is searched in well under the test's patience."""
    text = unit * (100_000 // len(unit))

    assert find_breaks(text, "en").first[-1] == len(text)


def test_numbers_and_addresses_are_kept_together_in_any_mixture():
    """The stretches that are kept come in order and apart, so that no break slips through between them."""
    kept = [
        "a@b.example", "example.org/a-b,", "+44 1632 960 018", "doi:10.1002/art.1-2,", "www.a.example/x-y,", "5 mg",
        "https://a.example/x-y/", "2.5 mg/mL", "10.1002/5", "≤ 5", "a-b@c-d.example", "80 %",
    ]  # fmt: skip
    for first in kept:
        for second in kept:
            text = f"Ask {first} or {second} now"
            places = find_breaks(text, "en").first
            assert [text[a:b].strip() for a, b in pairwise((0, *places))] == ["Ask", first, "or", second, "now"]
