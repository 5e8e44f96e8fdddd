"""Short things side by side: where it saves room, without changing the order in which they are read."""

from hypothesis import given
from hypothesis import strategies as st

from generator.leaflet.beside import GUTTER, HIGHEST, LEAST_SAVING, halves, holds_address, pairs
from generator.leaflet.prose import Column

COLUMN = Column(50.0, 400.0)


def division(things):
    """Pair (name, short, height alone, height in half a column) tuples."""
    return pairs(things, lambda t: t[1], lambda t, c: t[2] if c == COLUMN else t[3], COLUMN)


def total(groups):
    """How high the groups are together."""
    return sum(g[0][2] if len(g) == 1 else max(t[3] for t in g) for g in groups)


def test_halves_leave_a_gutter():
    """The two halves and the gutter make up the column."""
    start, end = halves(COLUMN)

    assert start.width == end.width
    assert start.start + start.width + GUTTER == end.start
    assert end.start + end.width == COLUMN.start + COLUMN.width


def test_two_short_things_stand_side_by_side_where_it_saves_room():
    """Two of 100 that are 120 in half a column save 80."""
    a, b = ("a", True, 100, 120), ("b", True, 100, 120)

    assert division([a, b]) == [(a, b)]


def test_a_long_thing_stands_alone():
    """What is not short is never put into half a column."""
    a, b = ("a", True, 100, 120), ("b", False, 100, 120)

    assert division([a, b]) == [(a,), (b,)]


def test_too_little_saving_is_not_worth_it():
    """Below the least saving they stand one under the other."""
    a, b = ("a", True, 100, 200 - LEAST_SAVING + 1), ("b", True, 100, 100)

    assert division([a, b]) == [(a,), (b,)]


def test_the_best_division_is_found_not_the_first():
    """Of three, the pair that saves most is taken."""
    a, b, c = ("a", True, 100, 180), ("b", True, 100, 100), ("c", True, 100, 100)

    assert division([a, b, c]) == [(a,), (b, c)]


@given(st.lists(st.tuples(st.integers(), st.booleans(), st.floats(1, 400), st.floats(1, 800)), max_size=12))
def test_nothing_is_lost_and_nothing_gets_higher(things):
    """The groups hold all things in order; they are no higher than all things alone, and no pair is too high."""
    groups = division(things)

    assert [t for g in groups for t in g] == things
    assert total(groups) <= sum(t[2] for t in things) + 1e-6
    assert all(max(t[3] for t in g) <= HIGHEST for g in groups if len(g) == 2)


def test_a_long_address_never_stands_in_half_a_column():
    """An address is not broken over lines, so what holds one needs the whole column."""
    assert holds_address("Tell us at rheumatology@riverside.example.org today")
    assert not holds_address("Tell us at info@example.org today, or come by")
    assert not holds_address("系统性硬皮病患者中大约每四人就有一人有钙沉积而且没有空格")
