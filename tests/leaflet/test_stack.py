"""Slabs one under the other: what is reckoned is what is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.leaflet.model import Box, Rule
from generator.leaflet.slabs import Frame, Slab
from generator.leaflet.stack import Stack, height_of
from generator.theme import Colour

INK = Colour(1, 2, 3)
FRAMES = (None, Frame(5, 90, fill=INK, above=4, below=6), Frame(above=3, below=2))
lengths = st.floats(0, 100)
slabs = st.builds(
    lambda height, before, after, frame, holds: Slab(
        height, (Rule(0, 0, 1, 0, 1.0, INK),), before, after, frame=FRAMES[frame], holds=holds
    ),
    lengths, lengths, lengths, st.integers(0, 2), st.booleans(),
)  # fmt: skip


@given(st.lists(slabs, min_size=1), st.sampled_from((1.0, 0.6, 0.0)))
def test_the_height_is_that_of_the_stack(slabs, tightness):
    """The height, for which nothing is placed, is where the stack ends; no slab stands on another."""
    stack = Stack(0.0, tightness)
    for slab in slabs:
        stack.put(slab)
    stack.close()

    assert height_of(slabs, tightness) == pytest.approx(stack.y)
    ends = [y + slab.height for slab, y in stack.placed]
    assert all(y >= end for end, (_, y) in zip(ends, stack.placed[1:], strict=False))


def test_a_ground_lies_behind_what_it_holds_and_moves_with_it():
    """The ground comes before the slabs of its frame, is as high as they are with its edges, and is shifted as they are."""
    stack = Stack(0.0, 1.0)
    for frame in (None, FRAMES[1], FRAMES[1]):
        stack.put(Slab(10.0, (Rule(0, 0, 1, 0, 1.0, INK),), frame=frame))
    stack.close()

    above, ground, first, second = stack.items(lambda start, _: start, 200.0)

    assert isinstance(ground, Box)
    assert (ground.rect.x, ground.rect.y, ground.rect.height) == (205.0, 10.0, 4 + 20 + 6)
    assert [(rule.x1, rule.y1) for rule in (above, first, second)] == [(200.0, 0.0), (200.0, 14.0), (200.0, 24.0)]
