"""Slabs to pages: what holds together stays together, the foot is paid for, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import LayoutError
from generator.leaflet.flow import Flow, Spacing
from generator.leaflet.model import Box, Rule
from generator.leaflet.slabs import Frame, Keep, Slab
from generator.theme import Colour

INK = Colour(1, 2, 3)
GROUND = Colour(9, 9, 9)
TOP, BOTTOM, PER_SOURCE = 10.0, 210.0, 20.0


def strip(name: int, height: float = 40.0, **more) -> Slab:
    """Return a slab whose only ink is a rule that names it by its thickness."""
    return Slab(height, (Rule(0, 0, 1, 0, float(name), INK),), key=f"k{name}", **more)


def flow_of(slabs, spacing):
    """Return the flow over pages 200 high with a foot of 20 for each source cited."""
    flow = Flow(lambda _: TOP, lambda cited: BOTTOM - PER_SOURCE * len(cited), spacing)
    flow.add(list(slabs))
    return flow


def flowed(slabs, tightness=1.0):
    """Return the sheets of such pages."""
    return flow_of(slabs, Spacing(tightness)).sheets


def items(sheet):
    """Return what a sheet draws."""
    return sheet.items(lambda start, width: start)


def names(sheets) -> list[list[int]]:
    """Return the names of the slabs on each sheet, top down."""
    return [[int(i.width) for i in sorted((i for i in items(s) if isinstance(i, Rule)), key=lambda i: i.y1)] for s in sheets]


def test_slabs_fill_a_page_and_go_on_to_the_next():
    """Five slabs of 40 fill a page of 200."""
    assert names(flowed(strip(n) for n in range(1, 8))) == [[1, 2, 3, 4, 5], [6, 7]]


def test_a_new_source_makes_the_page_shorter():
    """A slab that would fit, but not above the foot that its own source needs, goes to the next page."""
    slabs = [strip(1), strip(2), strip(3), strip(4), strip(5, cited=(7,))]
    sheets = flowed(slabs)

    assert names(sheets) == [[1, 2, 3, 4], [5]]
    assert [sheet.cited for sheet in sheets] == [frozenset(), {7}]


def test_a_source_cited_before_costs_nothing_more():
    """A second slab with the same source does not make the foot grow."""
    slabs = [strip(1, cited=(7,)), strip(2, cited=(7,)), strip(3), strip(4)]

    assert names(flowed(slabs)) == [[1, 2, 3, 4]]


def test_what_holds_the_next_is_never_last():
    """A heading goes with what follows it."""
    slabs = [strip(1), strip(2), strip(3), strip(4), strip(5, holds=True), strip(6)]

    assert names(flowed(slabs)) == [[1, 2, 3, 4], [5, 6]]


def test_no_space_at_the_head_of_a_page():
    """Space before a slab is not kept where it opens a page."""
    sheets = flowed([strip(n, height=150, before=30) for n in (1, 2)])

    assert [items(s)[0].y1 for s in sheets] == [TOP, TOP]


def test_a_frame_has_its_ground_on_every_page():
    """A panel over two pages is drawn twice, each time behind what it holds, with room above and below."""
    frame = Frame(5, 90, fill=GROUND, above=6, below=8)
    sheets = flowed([strip(n, frame=frame) for n in range(1, 8)])

    assert names(sheets) == [[1, 2, 3, 4], [5, 6, 7]]
    for sheet, count in zip(sheets, (4, 3), strict=True):
        ground = items(sheet)[0]
        assert isinstance(ground, Box)
        assert ground.rect.y == TOP
        assert ground.rect.height == 6 + 8 + 40 * count


def test_a_frame_repeats_its_head_only_on_later_pages():
    """A table's header is drawn again where its rows go on."""
    frame = Frame(repeat=(strip(99, 20),))
    slabs = [strip(1, 20, frame=frame), *(strip(n, frame=frame) for n in range(2, 9))]

    assert names(flowed(slabs)) == [[1, 2, 3, 4, 5], [99, 6, 7, 8]]


def test_a_table_moves_rather_than_tears_but_not_at_the_price_of_a_third_of_a_page():
    """With little room left a table goes to the next page whole; with much, its rows fill it."""

    def table(first):
        return [strip(n, keep=Keep.TABLE if n > first else Keep.FREE) for n in range(first, first + 4)]

    assert names(flowed([strip(1), strip(2), strip(3), strip(4, 20), *table(5)])) == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert names(flowed([strip(1), strip(2), *table(5)])) == [[1, 2, 5, 6, 7], [8]]


def test_the_whole_is_torn_only_if_no_page_can_hold_it():
    """A callout higher than a page begins where it stands."""
    slabs = [strip(1), *(strip(n, keep=Keep.WHOLE if n > 2 else Keep.FREE) for n in range(2, 9))]

    assert names(flowed(slabs)) == [[1, 2, 3, 4, 5], [6, 7, 8]]


def test_a_slab_higher_than_a_page_is_an_error():
    """The error names what does not fit."""
    with pytest.raises(LayoutError) as caught:
        flowed([strip(1), strip(2, height=201)])

    assert caught.value.problems[0].where.key == "k2"


def test_tighter_is_shorter():
    """Less space between slabs, more slabs on a page."""
    slabs = [strip(n, before=10) for n in range(1, 6)]

    assert len(flowed(slabs)) == 2
    assert len(flowed(slabs, 0.0)) == 1


FRAMES = (None, Frame(above=4, below=4, fill=GROUND), Frame(repeat=(Slab(10, (Rule(0, 0, 1, 0, 5000.0, INK),)),)))
SLABS = st.lists(
    st.tuples(st.floats(1, 100), st.floats(0, 30), st.sampled_from(list(Keep)), st.sets(st.integers(1, 5), max_size=3), st.integers(0, 2), st.booleans()),
    max_size=40,
)  # fmt: skip


@given(SLABS)
def test_every_slab_once_in_order_above_its_foot(rows):
    """Whatever holds whatever: each slab is placed once, in order, none over another, all above their page's foot."""
    slabs = [
        strip(n, height, before=before, keep=keep, cited=tuple(cited), frame=FRAMES[frame], holds=holds)
        for n, (height, before, keep, cited, frame, holds) in enumerate(rows, start=1)
    ]
    try:
        sheets = flowed(slabs)
    except LayoutError as error:
        assert error.problems[0].where.key in {s.key for s in slabs if s.height > 70}  # noqa: PT017
        return
    order = [n for sheet in names(sheets) for n in sheet if n < 5000]
    assert order == list(range(1, len(slabs) + 1))
    for sheet in sheets:
        y = TOP
        for rule in [i for i in items(sheet) if isinstance(i, Rule)]:
            assert rule.y1 >= y - 0.01
            y = rule.y1 + (10 if rule.width == 5000 else slabs[int(rule.width) - 1].height)
        assert y <= BOTTOM - PER_SOURCE * len(sheet.cited) + 0.02
        assert sheet.cited == frozenset().union(
            *(slabs[n - 1].cited for n in (int(i.width) for i in items(sheet) if isinstance(i, Rule)) if n < 5000)
        )


def test_a_repeated_head_brings_its_sources():
    """A table header that cites a work cites it on every page that repeats it, and the foot there has room for it."""
    head = strip(99, 20, cited=(7,))
    frame = Frame(repeat=(head,))
    sheets = flowed([strip(1, 20, frame=frame, cited=(7,)), *(strip(n, frame=frame) for n in range(2, 9))])

    assert names(sheets) == [[1, 2, 3, 4, 5], [99, 6, 7, 8]]
    assert [sheet.cited for sheet in sheets] == [{7}, {7}]
    assert all(sheet.y <= BOTTOM - PER_SOURCE for sheet in sheets)


def test_a_page_is_opened_as_far_as_it_holds_the_same():
    """Flowed with half the space, a page gets back what its foot leaves free, and keeps its slabs."""
    slabs = [Slab(50.0, before=20.0) for _ in range(40)]
    tight = flow_of(slabs, Spacing(0.5))
    opened = tight.opened((1.0, 0.9, 0.8))

    assert [sheet.slabs for sheet in opened] == [sheet.slabs for sheet in tight.sheets]
    assert all(sheet.y >= before.y for sheet, before in zip(opened, tight.sheets, strict=True))
    assert opened[-1].y == flow_of(opened[-1].slabs, Spacing()).sheets[0].y
    assert [sheet.index for sheet in opened] == list(range(len(opened)))


def test_a_table_is_torn_where_no_page_may_be_left_empty():
    """With no share of a page to leave empty, the rows begin on the first page they fit."""
    frame = Frame(repeat=(Slab(10.0),))
    rows = [Slab(30.0, frame=frame, keep=Keep.TABLE if n else Keep.FREE) for n in range(5)]
    slabs = [Slab(100.0), *rows]

    assert [len(sheet.slabs) for sheet in flow_of(slabs, Spacing(empty=0.9)).sheets] == [1, 5]
    assert [len(sheet.slabs) for sheet in flow_of(slabs, Spacing(empty=0.0)).sheets] == [4, 2]


def test_a_page_less_is_only_hoped_for_where_there_is_room():
    """One slab too many may be saved by less space; a page full of them may not."""
    page = [Slab((BOTTOM - TOP - 4 * 20.0) / 5, before=20.0)] * 5

    assert flow_of([*page, Slab(10.0, before=20.0)], Spacing()).may_save_a_page(0.5)
    assert not flow_of([*page, *page], Spacing()).may_save_a_page(0.5)
    assert not flow_of(page, Spacing()).may_save_a_page(0.5)
