"""A brand's colours: derived, never too pale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ContentError
from generator.theme import WHITE, contrast, make_theme

HEXES = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")


@given(HEXES, HEXES)
def test_contrast_holds_for_every_brand(primary, signal):
    """Whatever two colours a brand names, headings reach 7:1 and the warning 4.5:1, on paper and on its own tint."""
    theme = make_theme(primary, signal)

    assert contrast(theme.primary, WHITE) >= 7
    assert contrast(theme.signal, WHITE) >= 4.5
    assert contrast(theme.signal, theme.signal_tint) >= 4.5
    assert contrast(theme.text, theme.tint) >= 7
    assert contrast(theme.muted, theme.tint) >= 4.5


def test_a_dark_colour_is_kept():
    """A colour that is dark enough is used as given."""
    assert make_theme("#12405A", "#A3161A").primary.hex == "12405A"


def test_short_form():
    """#036 means #003366."""
    assert make_theme("#036", "#A3161A").primary.hex == "003366"


@pytest.mark.parametrize("written", ["", "blue", "#12345", "#12405A; }", "12405G"])
def test_what_is_no_colour_is_refused(written):
    """A colour that cannot be read is one problem naming its key."""
    with pytest.raises(ContentError) as caught:
        make_theme(written, "#A3161A")

    assert caught.value.problems[0].where.key == "brand.primary"


def test_contrast_of_black_and_white():
    """Black on white is 21:1, whichever comes first."""
    theme = make_theme("#000000", "#000000")

    assert contrast(theme.primary, WHITE) == pytest.approx(21)
    assert contrast(WHITE, theme.primary) == pytest.approx(21)
