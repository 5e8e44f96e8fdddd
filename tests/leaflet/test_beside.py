"""Short things side by side: where it saves room, without changing the order in which they are read."""

import pytest
import specimens
from hypothesis import given
from hypothesis import strategies as st

from generator.document import model as doc
from generator.geometry import Rect
from generator.languages import lookup
from generator.leaflet.beside import (
    GUTTER,
    HIGHEST,
    LEAST_SAVING,
    MOST_BESIDE,
    Measured,
    Pages,
    halves,
    is_short,
    side_by_side,
    strips,
)
from generator.leaflet.compositor import Compositor
from generator.leaflet.model import Box
from generator.leaflet.prose import Column
from generator.leaflet.slabs import Slab
from generator.leaflet.styles import measures_for, styles_for
from generator.text.fonts import load_fonts
from generator.theme import make_theme

COLUMN = Column(50.0, 400.0)


def thing(height, *parts):
    """Something `height` points high, whose parts in half a column are so high; without parts it is not short."""
    return Measured((height,), tuple((part, 1) for part in parts))


def division(things, pages=None):
    """The strips as lists of the things' indices, and where the second stack begins."""
    return [(list(range(one.begin, one.end)), one.cut) for one in strips(things, pages or Pages())]


def test_halves_leave_a_gutter():
    """The two halves and the gutter make up the column."""
    start, end = halves(COLUMN)

    assert start.width == end.width
    assert start.start + start.width + GUTTER == end.start
    assert end.start + end.width == COLUMN.start + COLUMN.width


def test_two_short_things_stand_side_by_side_where_it_saves_room():
    """Two of 100 that are 120 in half a column save 80."""
    assert division([thing(100, 120), thing(100, 120)]) == [([0, 1], 1)]


def test_a_long_thing_stands_alone():
    """What is not short is never put into half a column."""
    assert division([thing(100, 120), thing(100)]) == [([0], 0), ([1], 0)]


def test_too_little_saving_is_not_worth_it():
    """Below the least saving they stand one under the other."""
    assert division([thing(100, 200 - LEAST_SAVING + 1), thing(100, 100)]) == [([0], 0), ([1], 0)]


def test_the_best_division_is_found_not_the_first():
    """Of three, the pair that saves most is taken."""
    assert division([thing(100, 180), thing(100, 100), thing(100, 100)]) == [([0], 0), ([1, 2], 1)]


def test_two_things_may_stand_under_each_other_beside_a_third():
    """A long one at the start side, two shorter ones at the end side: 200 instead of 300."""
    assert division([thing(150, 200), thing(75, 100), thing(75, 100)]) == [([0, 1, 2], 1)]


def test_a_thing_is_parted_only_where_that_saves_much():
    """The second stack begins with the second part of the first thing if the stacks are then far more level."""
    assert division([thing(200, 150, 150), thing(60, 20)]) == [([0, 1], 1)]
    assert division([thing(200, 150, 50), thing(200, 180)]) == [([0, 1], 2)]


def test_a_strip_is_chosen_for_the_page_it_ends_on():
    """Beside each other the two would not fit the rest of the page, so the first fills it."""
    things = [thing(100, 150), thing(100, 150)]

    assert division(things, Pages(first=120, later=1000)) == [([0], 0), ([1], 0)]
    assert division(things, Pages(first=160, later=1000)) == [([0, 1], 1)]


parts = st.lists(st.tuples(st.floats(1, 400), st.integers(1, 9)), max_size=4).map(tuple)
measured = st.builds(Measured, st.lists(st.floats(1, 300), min_size=1, max_size=4).map(tuple), parts)


@given(st.lists(measured, max_size=12), st.floats(1, 700), st.floats(400, 700))
def test_nothing_is_lost_and_no_strip_is_too_high(things, first, later):
    """The strips hold all things in order; both stacks of a strip hold something, and save room."""
    made = strips(things, Pages(first, later))

    assert [i for one in made for i in range(one.begin, one.end)] == list(range(len(things)))
    for one in made:
        group = things[one.begin : one.end]
        if one.cut == 0:
            assert len(group) == 1
            continue
        heights = [part for one_thing in group for part in one_thing.parts]
        counts = [sum(count for _, count in heights[:n]) for n in range(1, len(heights))]
        place = counts.index(one.cut) + 1
        stacks = [sum(height for height, _ in stack) for stack in (heights[:place], heights[place:])]
        assert len(group) <= MOST_BESIDE
        assert max(stacks) <= HIGHEST + 1e-6
        assert sum(one_thing.height for one_thing in group) - max(stacks) >= LEAST_SAVING - 1e-6


@given(st.lists(st.floats(1, 300), max_size=9), st.floats(0, 2000), st.floats(300, 700), st.floats(300, 700))
def test_pieces_never_lie_across_a_page_s_end(pieces, begin, first, later):
    """Each piece ends on the page it begins on."""
    pages = Pages(first, later)
    for count in range(1, len(pieces) + 1):
        end = pages.after(begin, pieces[:count])
        start = end - pieces[count - 1]
        borders = [first + n * later for n in range(40)]
        assert not any(start + 1e-6 < border < end - 1e-6 for border in borders)
        assert start >= begin - 1e-6


def test_a_long_address_never_stands_in_half_a_column():
    """An address is not broken over lines, so what holds a wide one needs the whole column."""
    language = lookup("en")
    document = specimens.document("en")
    theme = make_theme("#12405A", "#A3161A")
    made = Compositor(document, theme, styles_for(theme.type, language), load_fonts(language), measures_for("A4"))
    paragraphs = [
        doc.Paragraph(key="p", phrases=(doc.Phrase("p", (doc.Text(text),), "en"),))
        for text in ("Write to info@example.org", "Write to the.rheumatology.clinic@riverside.example.org")
    ]

    assert [is_short(made, [one], 200.0) for one in paragraphs] == [True, False]
    assert is_short(made, paragraphs, 500.0)


def left_to_right(start, width):
    """The left edge in a leaflet that runs from left to right."""
    return start


def right_to_left(start, width):
    """The left edge in a leaflet that runs from right to left, on a page 500 points wide."""
    return 500.0 - start - width


@pytest.mark.parametrize(("left", "dx"), [(left_to_right, 210.0), (right_to_left, -210.0)])
def test_the_second_stack_stands_in_the_second_half(left, dx):
    """Whatever the direction, what is cut off moves from the first half of the column to the second."""
    start = halves(COLUMN)[0]
    x = left(start.start, start.width)
    boxes = [Slab(30.0, (Box(Rect(x, 5.0, start.width, 20.0), None, None, 1.0, 0.0, None),)) for _ in range(3)]

    strip = side_by_side(boxes, 2, COLUMN, left)

    assert strip.height == 60.0
    assert [(item.rect.x - x, item.rect.y) for item in strip.items] == [(0.0, 5.0), (0.0, 35.0), (dx, 5.0)]
