"""Counting lines: as if words were set one by one, at any width."""

from __future__ import annotations

from itertools import accumulate
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.deck.lay_out import _Keys
from generator.deck.measure import Measured


def measured(*words: tuple[float, float]) -> Measured:
    """A paragraph of words, each with its width and that of the space after it."""
    full = tuple(accumulate(word + space for word, space in words))
    shown = tuple(end - space for end, (_, space) in zip(full, words, strict=True))
    return Measured(full, shown, max((word for word, _ in words), default=0.0))


def set_one_by_one(words: list[tuple[float, float]], room: float) -> int:
    count, used = 1, 0.0
    for word, space in words:
        if used and used + word > room:
            count, used = count + 1, 0.0
        count += max(ceil(word / room) - 1, 0)
        used = room if word > room else used + word + space
    return count


widths = st.integers(1, 40).map(lambda eighths: eighths / 8)  # exact in binary: the sums have no rounding to differ in


@given(st.lists(st.tuples(widths, st.sampled_from((0.0, 0.25))), max_size=30), widths)
def test_lines_are_those_of_words_set_one_by_one(words: list[tuple[float, float]], room: float) -> None:
    """Each line takes as many words as it holds; a word wider than a line fills lines of its own."""
    assert measured(*words).lines(room) == set_one_by_one(words, room)


@pytest.mark.parametrize(("room", "lines"), [(10.0, 1), (4.25, 1), (4.0, 2), (2.0, 2), (1.0, 4), (0.0, 10_000)])
def test_spaces_hang_over_the_end_of_a_line(room: float, lines: int) -> None:
    """Two words of 2 em with a space between: the space counts only where both stand on one line."""
    assert measured((2.0, 0.25), (2.0, 0.25)).lines(room) == lines


def test_nothing_takes_one_line() -> None:
    """An empty paragraph is a line high, and has no width."""
    empty = measured()
    assert (empty.lines(5.0), empty.width, empty.widest) == (1, 0.0, 0.0)


def test_keys_are_given_once() -> None:
    """A key that was given, to a second slide of its sheet or as another sheet's own, is never given again."""
    keys = _Keys()
    asked = [("a", 0), ("a", 1), ("a", 0), ("a/2", 0), ("b", 1), ("b", 0), ("b", 0)]
    assert [keys.unique(key, index) for key, index in asked] == ["a", "a/2", "a/3", "a/2/2", "b/2", "b", "b/3"]
