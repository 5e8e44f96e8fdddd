"""Paragraphs: nothing is lost, nothing sticks out, runs stand in visual order, ink stays inside its line."""

import re
import tomllib
import unicodedata

import icu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import data
from generator.errors import LayoutError
from generator.languages import all_languages, lookup
from generator.text.breaks import find_breaks, graphemes, pieces, visible_end
from generator.text.fonts import load_fonts
from generator.text.metrics import leading, line_height
from generator.text.model import Span
from generator.text.paragraph import line_ends, natural_width, set_paragraph

PARAGRAPHS = tomllib.loads(data.read_text("specimens.toml"))
MIXED = "abc dé, (12) א בג ד. ابج ٣ 4-5 \u2066+44 20\u2069 %/ 中文，か ก้าน้ำ हिन्दी ≤→ é \u00a0"
ALONE = [c for c in MIXED if unicodedata.category(c)[0] != "M"]  # a mark without its own base is drawn by no font


def set_in(tag, text, width, *, size=12.0, **rest):
    """Set a text in a language."""
    language = lookup(tag)
    fonts = load_fonts(language)
    return set_paragraph([Span(text, size)], width=width, direction=language.direction, language=tag, fonts=fonts, **rest)


TEXTS = st.lists(st.sampled_from([*ALONE, *MIXED.split(), " ", " ", " "]), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["en", "ar", "he", "th", "ja", "ur"]), st.floats(20, 300))
def test_lines_hold_the_whole_text_and_no_more_than_fits(text, tag, width):
    """Joined, the lines give the text back; their runs cover them; none is wider than the box unless it is one piece."""
    done = set_in(tag, text, width)

    assert "".join(text[line.start : line.end] for line in done.lines) == text
    for line in done.lines:
        spans = sorted((run.start, run.end) for run in line.runs)
        assert [spans[0][0], *[end for _, end in spans]] == [*[start for start, _ in spans], line.end]
        assert spans[0][0] == line.start
        one_piece = len(pieces(text[line.start : line.end].rstrip())) <= 1
        assert line.width <= width + 0.001 or one_piece


def lines_at(text, width, tag="en"):
    """Return the lines of a text as strings."""
    return [text[line.start : line.end] for line in set_in(tag, text, width).lines]


def width_in(text, tag="en"):
    """Return the width of a text on one line."""
    language = lookup(tag)
    return natural_width([Span(text, 12)], direction=language.direction, language=tag, fonts=load_fonts(language))


def test_a_word_and_its_marker_part_at_the_space_between_them():
    """Where both do not fit on a line, the marker stands whole on the next, and nothing is cut: as in narrow tables."""
    for word, tag in (("குணப்படுத்தலாம்", "ta"), ("Behandlungsmöglichkeit", "de"), ("الكالسيوم", "ar")):
        for marker in ("[11]", "[13, 14]", "[1-3]", "\u2066[9]\u2069"):
            text = f"{word}\u00a0{marker.replace(' ', chr(160))} x"
            for width in (width_in(word, tag), width_in(f"{word} {marker}", tag) - 1):
                lines = lines_at(text, max(width, width_in(marker, tag)), tag)
                assert lines[0] == f"{word}\u00a0"
                assert lines[1].startswith(marker.replace(" ", "\u00a0"))


def test_a_no_break_space_at_a_lines_end_hangs():
    """It needs no room, like any space there."""
    text = "Behandlung\u00a0[11]"
    line = set_in("en", text, width_in("Behandlung")).lines[0]

    assert text[line.start : line.end] == "Behandlung\u00a0"
    assert line.width == pytest.approx(width_in("Behandlung"))


def test_a_marker_wider_than_the_box_parts_after_a_comma():
    """Never inside a number, nor between a bracket and the number it holds."""
    assert lines_at("[13,\u00a014,\u00a0115]", width_in("[13, 14,")) == ["[13,\u00a014,\u00a0", "115]"]
    assert lines_at("[13,\u00a014]", width_in("[13")) == ["[13,\u00a0", "14]"]
    assert lines_at("[13,14]", width_in("[13,")) == ["[13,", "14]"]


def test_a_compound_parts_before_its_marker_before_its_hyphen():
    """The order of what gives way: no-break spaces, hyphens and slashes, joins inside markers and doses, letters."""
    assert lines_at("self-care\u00a0[4]", width_in("self-care")) == ["self-care\u00a0", "[4]"]
    assert lines_at("self-care\u00a0[4]", width_in("self-c")) == ["self-", "care\u00a0", "[4]"]
    assert lines_at("500\u00a0mg", width_in("500 m")) == ["500\u00a0", "mg"]
    assert lines_at("abc\u00a0500\u00a0mg", width_in("500 mg")) == ["abc\u00a0", "500\u00a0mg"]
    assert lines_at("01632\u00a0960\u00a0018", width_in("01632 960")) == ["01632\u00a0960\u00a0", "018"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["[11]", "[13,\u00a014]", "2.5", "1,000", "12/05/2026", "5–10", "+44", "word", "கை", "ب", "\u00a0", "\u00a0", " ", "mg", "(7)", "٢٥"]),
        max_size=12,
    ).map("".join),
    st.sampled_from(["en", "ta", "ar"]),
    st.floats(0, 80),
)  # fmt: skip
def test_no_number_is_cut(text, tag, width):
    """However narrow the box, every line begins and ends outside the digits of a number."""
    ends = {line.end for line in set_in(tag, text, width).lines[:-1]}

    for match in re.finditer(r"\d+(?:[.,]\d+)*", text):
        if match.end() - match.start() < 25:
            cut = ends & set(range(match.start() + 1, match.end()))
            assert not cut or all(text[at - 1] in ",;" for at in cut), (text, cut)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["en", "ar"]))
def test_visual_order_is_icus(text, tag):
    """The runs of one line stand in the order the bidirectional algorithm gives, each at the end of the one before."""
    done = set_in(tag, text, 1e9)
    if not done.lines:
        return
    (line,) = done.lines
    drawn = [
        i
        for run in line.runs
        for i in (range(run.start, run.end) if run.level % 2 == 0 else reversed(range(run.start, run.end)))
    ]
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), 1 if tag == "ar" else 0)
    ends = [b.x - (a.x + a.width) for a, b in zip(line.runs, line.runs[1:], strict=False)]

    assert sorted(drawn) == list(range(len(text)))
    assert drawn == list(bidi.getVisualMap())
    assert all(abs(gap) < 0.001 for gap in ends)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["en", "ar", "th"]))
def test_the_glyphs_of_a_run_add_up_to_its_width_and_stay_in_it(text, tag):
    """Advances sum to the width, and every cluster is inside the run's text."""
    for line in set_in(tag, text, 90).lines:
        for run in line.runs:
            assert sum(g.x_advance for g in run.glyphs) * run.size / run.face.upem == pytest.approx(run.width, abs=0.001)
            assert all(run.start <= g.cluster < run.end for g in run.glyphs)


def test_spaces_at_a_lines_end_hang():
    """They are in the runs, beyond the width: on the right from left to right, on the left from right to left."""
    english = set_in("en", "one two three four", 50).lines[0]
    arabic = set_in("ar", PARAGRAPHS["ar"], 120).lines[0]

    assert english.runs[-1].x + english.runs[-1].width > english.width
    assert arabic.runs[0].x < 0
    assert arabic.runs[-1].x + arabic.runs[-1].width == pytest.approx(arabic.width)


def test_a_latin_word_in_arabic_stands_in_its_place():
    """Between the Arabic words, read from left to right, its spaces on both sides."""
    text = "خذ Paracetamol 500 mg الآن"
    (line,) = set_in("ar", text, 1e9).lines

    assert [text[run.start : run.end] for run in line.runs] == [" الآن", "Paracetamol 500 mg", "خذ "]
    assert [run.level for run in line.runs] == [1, 2, 1]


def test_an_isolated_phone_number_keeps_its_groups_in_order():
    """LRI ... PDI makes +44 20 7946 0018 read from left to right inside Arabic and Hebrew."""
    for tag, word in (("ar", "اتصل"), ("he", "חייגו")):
        text = f"{word} \u2066+44\u00a020\u00a07946\u00a00018\u2069"
        (line,) = set_in(tag, text, 1e9).lines
        shown = [text[g.cluster] for run in line.runs if run.level == 2 for g in run.glyphs]
        assert "".join(shown).strip("\u2066\u2069") == "+44\u00a020\u00a07946\u00a00018"


def test_one_face_is_kept_over_a_line():
    """In Arabic, digits, spaces, brackets and Latin words come from the Arabic font; in an English paragraph from Noto Sans."""
    text = "خذ (Paracetamol) 500 mg"
    (line,) = set_in("ar", text, 1e9).lines
    fonts = load_fonts(lookup("ar"))
    english = set_paragraph([Span(text, 12)], width=1e9, direction="ltr", language="en", fonts=fonts).lines[0]

    assert {run.face.family for run in line.runs} == {"Noto Sans Arabic"}
    assert {run.face.family for run in english.runs if run.script == "Latn"} == {"Noto Sans"}


def test_a_word_with_a_missing_letter_goes_to_one_face_whole():
    """A name in a Thai text is not patched together from two fonts; the text round it stays with its own."""
    text = "ไปเมือง Hà Nội 5 วัน"
    (line,) = set_in("th", text, 1e9).lines
    faces = {text[run.start : run.end].strip(): run.face.family for run in line.runs}

    assert faces["Nội"] == "Noto Sans"
    assert line.runs[0].face.family == line.runs[-1].face.family == "Noto Sans Thai"


def test_han_characters_of_another_language_take_its_forms():
    """A Japanese span in a Chinese paragraph is set in the Japanese font."""
    spans = [Span("直接 ", 12), Span("直接", 12, language="ja")]
    (line,) = set_paragraph(spans, width=1e9, direction="ltr", language="zh-Hans", fonts=load_fonts(lookup("zh-Hans"))).lines

    assert [run.face.family for run in line.runs] == ["Noto Sans SC", "Noto Sans JP"]


def test_an_urdu_name_in_english_is_nastaliq():
    """A span's language chooses its face where the paragraph's has none."""
    spans = [Span("Urdu: ", 12), Span("اردو", 12, language="ur")]
    (line,) = set_paragraph(spans, width=1e9, direction="ltr", language="en", fonts=load_fonts(lookup("en"))).lines

    assert [run.face.family for run in line.runs] == ["Noto Sans", "Noto Nastaliq Urdu"]


def test_an_uncovered_character_is_an_error_with_its_code_point():
    """The message names the character, its code point and the language; nothing is set."""
    with pytest.raises(LayoutError) as caught:
        set_in("th", "ยา 🏥 และ \ue000", 100)

    assert [p.rule for p in caught.value.problems] == ["T10", "T10"]
    assert "U+1F3E5, HOSPITAL" in str(caught.value)
    assert "U+E000" in str(caught.value)
    assert caught.value.problems[0].language == "th"


def test_marks_come_back_on_the_spans_and_do_not_split_the_cache():
    """A span's mark is the caller's; two callers with other marks get equal lines."""
    fonts = load_fonts(lookup("en"))
    red, blue = (
        set_paragraph([Span("some words", 12, mark=colour)], width=40, direction="ltr", language="en", fonts=fonts)
        for colour in ("red", "blue")
    )

    assert (red.spans[0].mark, blue.spans[0].mark) == ("red", "blue")
    assert red.lines == blue.lines


@pytest.mark.parametrize("tag", ["en", "ar", "hi", "ta", "th", "zh-Hans"])
def test_line_ends_are_where_the_one_long_line_has_them(tag):
    """What counts lines without setting them measures what is set: each stretch ends where its glyphs do, spaces aside."""
    language, text = lookup(tag), PARAGRAPHS[tag]
    how = {"direction": language.direction, "language": tag, "fonts": load_fonts(language)}
    full, shown = line_ends([Span(text, 12)], **how)

    x = [0.0] * (len(text) + 1)
    for run in set_paragraph([Span(text, 12)], width=1e9, **how).lines[0].runs:
        for glyph in run.glyphs:
            x[glyph.cluster + 1] += glyph.x_advance * 12 / run.face.upem
    x = [sum(x[: at + 1]) for at in range(len(x))]
    ends = find_breaks(text, tag).first
    assert full == pytest.approx([x[end] for end in ends])
    assert shown == pytest.approx([x[visible_end(text, start, end)] for start, end in zip((0, *ends), ends, strict=False)])
    assert shown[-1] == pytest.approx(natural_width([Span(text, 12)], **how), abs=0.02)


def test_no_text_makes_no_lines():
    """Neither no span nor an empty one."""
    assert set_in("en", "", 100).lines == ()
    assert natural_width([], direction="ltr", language="en", fonts=load_fonts(lookup("en"))) == 0.0


def test_balance_leaves_no_single_word_and_takes_no_more_lines():
    """A heading that would end in one short word is evened out."""
    text = "What you can do at home for your hands"
    width = natural_width([Span(text, 12)], direction="ltr", language="en", fonts=load_fonts(lookup("en"))) - 10
    greedy, even = set_in("en", text, width), set_in("en", text, width, balance=True)

    assert len(greedy.lines) == len(even.lines) == 2
    assert greedy.lines[-1].width < 0.2 * greedy.lines[0].width
    assert even.lines[-1].width > 0.6 * even.lines[0].width


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_ink_stays_inside_its_line(language, bold):
    """Ascent and descent hold the ink of every glyph; the table's floor leaves little to open."""
    script = "Aran" if "Nastaliq" in language.family else language.script
    fonts = load_fonts(language)
    span = Span(PARAGRAPHS[language.tag], 12, bold)
    done = set_paragraph([span], width=160, direction=language.direction, language=language.tag, fonts=fonts)
    floor_up, floor_down = line_height(script, language.base)
    for line in done.lines:
        for run in line.runs:
            for glyph in run.glyphs:
                extents = run.face.hb_font.get_glyph_extents(glyph.gid)
                top = (glyph.y_offset + extents.y_bearing) * run.size / run.face.upem
                bottom = (glyph.y_offset + extents.y_bearing + extents.height) * run.size / run.face.upem
                assert extents.width == 0 or top <= line.ascent + 0.001
                assert extents.width == 0 or -bottom <= line.descent + 0.001
        assert floor_up * 12 <= line.ascent <= (floor_up + 0.4) * 12
        assert floor_down * 12 <= line.descent <= (floor_down + 0.15) * 12


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
@pytest.mark.parametrize("size", [10, 24])
def test_ink_stays_inside_its_column(language, size):
    """No ink hangs over a line's edge by more than a tenth of an em, not even the slopes of Nastaliq; and no line is too wide."""
    for width in (10.0 * size, 16.0 * size):
        done = set_in(language.tag, PARAGRAPHS[language.tag], width, size=size)
        assert all(line.width <= width + 0.001 for line in done.lines)
        for line in done.lines:
            for run in line.runs:
                x, scale = run.x, run.size / run.face.upem
                for glyph in run.glyphs:
                    ink = run.face.hb_font.get_glyph_extents(glyph.gid)
                    left = x + (glyph.x_offset + ink.x_bearing) * scale
                    assert ink.width == 0 or left >= -0.101 * size
                    assert ink.width == 0 or left + ink.width * scale <= line.width + 0.101 * size
                    x += glyph.x_advance * scale


@pytest.mark.parametrize("tag", ["en", "hi", "zh-Hans", "th"])
def test_a_foreign_word_does_not_open_a_line(tag):
    """Latin words in another script leave the lines even: only their real ink counts."""
    word = PARAGRAPHS[tag].split()[0][:6]
    plain, mixed = set_in(tag, word, 400), set_in(tag, f"{word} Calcinosis (10 mg)", 400)

    assert (mixed.lines[0].ascent, mixed.lines[0].descent) == (plain.lines[0].ascent, plain.lines[0].descent)


def test_leading_is_the_styles_own_where_ink_allows():
    """English keeps 12/16; Khmer, Arabic and Nastaliq are opened by their ink."""
    assert leading(12, 16, "Latn") == 16
    assert leading(12, 16, "Deva") == 16
    assert leading(12, 16, "Arab") >= 12 * 1.55
    assert leading(12, 16, "Khmr") >= 12 * 1.65
    assert leading(12, 16, "Aran") >= 12 * 2.5
    assert line_height("Aran")[0] >= 1.8


@pytest.mark.parametrize("word", ["a", "ก", "中", "ب", "e\u0301", "[1,\u00a02]\u2060"])
def test_a_word_without_end_is_cut_into_lines(word):
    """Twenty thousand letters without a place to break: every line is filled, none is too wide, and it does not take for ever."""
    text = word * (20_000 // len(word))
    done = set_in("en", text, 200)

    assert done.lines[-1].end == len(text)
    assert all(line.width <= 200.001 for line in done.lines)
    assert all(line.end in set(graphemes(text)) for line in done.lines[:3])


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=30)
    | st.text(alphabet="\u0627\u200f\u202e\u2066\u2069\u202c ()1a\u0301\u0e33\u1039\u200d\ufe0f\U0001f468", max_size=30),
    st.sampled_from(["en", "ar", "my"]),
    st.floats(0, 200),
)
def test_any_text_is_set_whole_or_refused(text, tag, width):
    """Whatever Unicode holds: every character ends up in a line, or a LayoutError says which cannot be drawn."""
    try:
        done = set_in(tag, text, width)
    except LayoutError as error:
        done = None
        assert all(problem.rule == "T10" for problem in error.problems)  # noqa: PT017

    assert done is None or "".join(text[line.start : line.end] for line in done.lines) == text
    assert done is None or not [g for line in done.lines for run in line.runs for g in run.glyphs if g.gid == 0]
