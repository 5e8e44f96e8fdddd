"""Citation numbers: one per source and document, in reading order of the leaflet; markers with collapsed ranges."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from little_content import content

from generator.content.model import Paragraph, Section
from generator.document.citations import marker, number_sources


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1,), "[1]"),
        ((2, 1), "[1, 2]"),
        ((1, 2, 3, 6), "[1-3, 6]"),
        ((6, 3, 2, 1, 3), "[1-3, 6]"),
        ((4, 5, 7, 8, 9), "[4, 5, 7-9]"),
    ],
)
def test_marker(numbers, expected):
    """Sorted, each once, three or more in a row collapsed."""
    assert marker(numbers) == expected


def test_marker_with_a_place_in_the_work():
    """A locator stands with its number, and nothing is collapsed."""
    assert marker((3, 1), ("p. 4", "")) == "[3, p. 4; 1]"


@given(st.lists(st.integers(1, 40), min_size=1))
def test_a_marker_names_exactly_its_numbers(numbers):
    """Expanding the ranges gives the numbers back."""
    found = set()
    for part in marker(numbers)[1:-1].split(", "):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == set(numbers)


def test_the_leaflet_comes_first():
    """The leaflet's citations are numbered in reading order; what only slides and notes cite comes after; uncited works not."""
    assert number_sources(content()) == {"nsf": 1, "niams": 2, "merck": 3, "late": 4, "deck": 5}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["leaflet", "slides", None])), max_size=12))
def test_numbers_follow_first_appearance(cites):
    """Numbers are 1 to n without gaps; in the leaflet, and then in the rest, in order of first appearance."""
    blocks = tuple(Paragraph(text=f"x [@{key}]", only=only) for key, only in cites)
    made = content(sections=(Section(id="s", title="S", blocks=blocks),), deck=replace(content().deck, objectives=()))
    numbers = number_sources(replace(made, document=replace(made.document, main_message="M")))
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    in_leaflet = list(dict.fromkeys(key for key, only in cites if only != "slides"))
    assert [numbers[key] for key in in_leaflet] == list(range(1, len(in_leaflet) + 1))
    others = list(dict.fromkeys(key for key, _ in cites if key not in in_leaflet))
    assert [numbers[key] for key in others] == list(range(len(in_leaflet) + 1, len(numbers) + 1))


def test_what_is_cited_in_text_is_numbered():
    """Every [@key] anywhere in the content has a number."""
    keys = set(re.findall(r"@([a-z]+)", repr(content().sections) + content().document.main_message))
    assert set(number_sources(content())) == keys
