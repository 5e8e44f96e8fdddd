"""Inline markup: what is written prints, and only emphasis, links, citations and variables mean something."""

from __future__ import annotations

import string
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.document import markup
from generator.document.markup import Citation, Run, Slot, cited_keys, one_line, paragraphs, parse

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Co", "Cc"), exclude_characters="*_\\[{"), max_size=60)


def shown(text):
    return "".join(n.text if isinstance(n, Run) else f"<{n}>" for n in parse(text).nodes)


def strong(text):
    return [n.text for n in parse(text).nodes if isinstance(n, Run) and n.strong]


@given(PLAIN)
def test_text_without_markup_prints_as_written(text):
    """Without markup characters a text is one run of exactly its characters, white space collapsed."""
    assert shown(text) == one_line(text)
    assert parse(text).faults == ()


@pytest.mark.parametrize(
    "text",
    ["take <5 mg", "do <!-- not --> stop", "A & B &lt; C", "1 < 2 > 0", "<b>x</b>", "`code`", "{ x } } {", "50 % ~ 5", "x^2", "![", "a ] b",
     "mail me@x.org", "<https://x.org>", "&copy; &#65;", "$x$", "# 5", "> quote", "- item", "1. one", "https://x.org/a"],
)  # fmt: skip
def test_what_looks_like_other_markup_prints(text):
    """HTML, comments, entities, code, headings and bare addresses are text."""
    assert shown(text) == text


@given(st.text(st.sampled_from(string.punctuation + "ab "), max_size=40))
def test_a_backslash_makes_any_punctuation_literal(text):
    """A text with each punctuation character escaped prints as the text."""
    escaped = "".join("\\" + c if c in string.punctuation else c for c in text)
    assert shown(escaped) == one_line(text)
    assert strong(escaped) == []


SEGMENT = st.text(st.sampled_from("ab .,(「。」日あ한ทñم-%\u00a0\u2066"), min_size=1, max_size=6)


@given(st.sampled_from(["*", "**"]), st.lists(SEGMENT, min_size=3, max_size=7), SEGMENT)
def test_both_readings_of_asterisks_agree(stars, segments, ending):
    """Where the quick reading takes a text, markdown-it reads the same."""
    text = one_line(stars.join(segments) + ending)
    assume(markup._Reading._evenly_starred(text))
    quick, full = markup._Reading(text), markup._Reading(text)
    quick._read_stars(text)
    full._read_tokens(markup._parser().inline.parse(text, markup._parser(), {}, []))
    assert quick.nodes == full.nodes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", ["b"]),
        ("a *b* c", ["b"]),
        ("**Do not stop.** Ask", ["Do not stop."]),
        ("_b_ and __c__", ["b", "c"]),
        ("snake_case_word", []),
        ("***b***", ["b"]),
        ("a ** b ** c", []),
        ("**open", []),
        ("日本**「重要」**です", ["「重要」"]),
        ("これは**重要。**です", ["重要。"]),
        ("药**（片）**吃", ["（片）"]),
        ("약은 **(중요)**입니다", ["(중요)"]),
        ("**«مهم»** جدا", ["«مهم»"]),
        ("**text.**[@a] b", ["text."]),
        ("a**[@k] b**", [" b"]),
    ],
)
def test_emphasis(text, expected):
    """Single and double markers both print strong, beside CJK punctuation too; what does not pair up prints as written."""
    assert strong(text) == expected


def test_links():
    """A link keeps its words, their emphasis and its address as written."""
    assert parse("see [the *page*](https://a.org/b_c?d=é&e) now").nodes == (
        Run("see "), Run("the ", href="https://a.org/b_c?d=é&e"), Run("page", strong=True, href="https://a.org/b_c?d=é&e"), Run(" now"),
    )  # fmt: skip
    assert parse("[call](tel:{{ clinic.phone }})").nodes == (Run("call", href="tel:{{ clinic.phone }}"),)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[x](javascript:alert)", "M01"),
        ("[x](ftp://a)", "M01"),
        ("[x](/etc/passwd)", "M01"),
        ("[x]({{ clinic.web }})", "M01"),
        ("[](https://a.org)", "M02"),
        ('[x](https://a.org "title")', "M03"),
        ("a \U00100000 b *c*", "M04"),
        ("[@Big]", "C02"),
        ("[@]", "C02"),
        ("[@a, b]; [@a;; b]", "C02"),
        ("{{ a.b|upper }}", "V03"),
        ("{% if x %}", "V03"),
        ("{# note #}", "V03"),
    ],
)
def test_what_would_be_lost_is_a_fault(text, rule):
    """A link that may not be followed, words that would not print, a broken citation or template: each has its rule."""
    assert [f.rule for f in parse(text).faults] == [rule]


def test_citations_and_variables():
    """Citations and variables become slots where they stand, with the style around them."""
    assert parse("a **{{ clinic.phone }}** [@k; @l-2, p. 3].").nodes == (
        Run("a "), Slot("clinic.phone", strong=True), Run(" "), Citation((("k", ""), ("l-2", "p. 3"))), Run("."),
    )  # fmt: skip
    assert parse(r"\[@k\] and \{\{ a.b }}").nodes == (Run("[@k] and {{ a.b }}"),)
    assert cited_keys("x [@a; @b, p. 3] y [@a]") == ("a", "b", "a")


def test_line_breaks():
    """A line break is a space, nothing between CJK characters; an empty line parts paragraphs."""
    assert one_line("a\n  b\tc ") == "a b c"
    assert one_line("重要\n事项。\nあ") == "重要事项。あ"
    assert one_line("약은\n중요") == "약은 중요"
    assert one_line("a\u00a0\n b") == "a\u00a0 b"
    assert paragraphs("a\nb\n \n\nc\r\n\r\nd\n") == ("a\nb", "c", "d")


def test_simple_texts_do_not_load_markdown_it():
    """Plain, starred, citing and variable-bearing texts are read without importing the library."""
    code = (
        "import sys; from generator.document.markup import parse\n"
        "for t in ('plain', 'a **b.** c', '*a* [@k] {{ a.b }}'): parse(t)\n"
        "print('markdown_it' in sys.modules, 'jinja2' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
