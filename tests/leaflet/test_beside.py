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
    Part,
    halves,
    is_short,
    parts_of,
    side_by_side,
    strips,
)
from generator.leaflet.compositor import Compositor
from generator.leaflet.model import Box
from generator.leaflet.prose import Column
from generator.leaflet.slabs import Frame, Keep, Slab
from generator.leaflet.styles import measures_for, styles_for
from generator.text.fonts import load_fonts
from generator.theme import make_theme

COLUMN = Column(50.0, 400.0)


def thing(height, *parts):
    """Something `height` points high, whose parts in half a column are so high; without parts it is not short."""
    return Measured((height,), tuple(Part(part, 1, n == 0) for n, part in enumerate(parts)))


def division(things, pages=None):
    """The strips: where each begins and ends (a thing and a part of it), and with which slab its second stack begins."""
    return [(one.begin, one.end, one.cut) for one in strips(things, pages or Pages())]


def alone(index):
    """A strip of one thing."""
    return (index, 0), (index + 1, 0), 0


def test_halves_leave_a_gutter():
    """The two halves and the gutter make up the column."""
    start, end = halves(COLUMN)

    assert start.width == end.width
    assert start.start + start.width + GUTTER == end.start
    assert end.start + end.width == COLUMN.start + COLUMN.width


def test_two_short_things_stand_side_by_side_where_it_saves_room():
    """Two of 100 that are 120 in half a column save 80."""
    assert division([thing(100, 120), thing(100, 120)]) == [((0, 0), (2, 0), 1)]


def test_a_long_thing_stands_alone():
    """What is not short is never put into half a column."""
    assert division([thing(100, 120), thing(100)]) == [alone(0), alone(1)]


def test_too_little_saving_is_not_worth_it():
    """Below the least saving they stand one under the other."""
    assert division([thing(100, 200 - LEAST_SAVING + 1), thing(100, 100)]) == [alone(0), alone(1)]


def test_the_best_division_is_found_not_the_first():
    """Of three, the pair that saves most is taken."""
    assert division([thing(100, 250), thing(100, 100), thing(100, 100)]) == [alone(0), ((1, 0), (3, 0), 1)]


def test_two_things_may_stand_under_each_other_beside_a_third():
    """A long one at the start side, two shorter ones at the end side: 200 instead of 300."""
    assert division([thing(150, 200), thing(75, 100), thing(75, 100)]) == [((0, 0), (3, 0), 1)]


def test_a_thing_is_parted_only_where_that_saves_much():
    """The second stack begins with the second part of the first thing if the stacks are then far more level."""
    assert division([thing(200, 150, 150), thing(60, 20)]) == [((0, 0), (2, 0), 1)]
    assert division([thing(200, 150, 50), thing(200, 180)]) == [((0, 0), (2, 0), 2)]


def test_a_strip_is_chosen_for_the_page_it_ends_on():
    """Beside each other the two would not fit the rest of the page, so the first fills it."""
    things = [thing(100, 150), thing(100, 150)]

    assert division(things, Pages(first=120, later=1000)) == [alone(0), alone(1)]
    assert division(things, Pages(first=160, later=1000)) == [((0, 0), (2, 0), 1)]


def test_a_strip_ends_within_a_thing_at_the_foot_of_a_page():
    """Two of four parts fill the page, the others go on in two stacks on the next one."""
    things = [thing(400, 100, 100, 100, 100)]

    assert division(things, Pages(first=110, later=1000)) == [((0, 0), (0, 2), 1), ((0, 2), (1, 0), 1)]
    assert division(things, Pages(first=210, later=1000)) == [((0, 0), (1, 0), 2)]


parts = st.lists(st.builds(Part, st.floats(1, 400), st.integers(1, 9), st.booleans()), max_size=4).map(tuple)
measured = st.builds(Measured, st.lists(st.floats(1, 300), min_size=1, max_size=4).map(tuple), parts)


@given(st.lists(measured, max_size=12), st.floats(1, 700), st.floats(400, 700))
def test_nothing_is_lost_and_no_strip_is_too_high(things, first, later):
    """The strips hold all parts in order; both stacks of a strip hold something, and neither is too high."""
    made = strips(things, Pages(first, later))

    assert [one.begin for one in made] + [(len(things), 0)] == [(0, 0), *(one.end for one in made)]
    for one in made:
        if one.cut == 0:
            assert (one.begin[1], one.end) == (0, (one.begin[0] + 1, 0))
            continue
        (begin, skipped), (end, some) = one.begin, one.end
        inside = [(i, n, part) for i in range(begin, min(end + 1, len(things))) for n, part in enumerate(things[i].parts)]
        held = [part for i, n, part in inside if (begin, skipped) <= (i, n) < (end, some)]
        counts = [sum(part.slabs for part in held[:n]) for n in range(1, len(held))]
        place = counts.index(one.cut) + 1
        assert max(sum(part.height for part in stack) for stack in (held[:place], held[place:])) <= HIGHEST + 1e-6
        assert end - begin <= MOST_BESIDE


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


def test_a_callout_stays_below_what_it_warns_of():
    """Paragraphs may part, a framed panel and what follows a heading may not."""
    paragraph = Slab(16.0, before=6.0)
    panel = [Slab(16.0, before=10.0, frame=Frame()), Slab(16.0, frame=Frame(), keep=Keep.WHOLE)]
    heading = Slab(22.0, before=16.0, holds=True)

    assert [len(part) for part in parts_of([heading, paragraph, paragraph, *panel, paragraph])] == [2, 3, 1]


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
