"""PDF syntax: what is written reads back as what was meant."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.pdf_reader import Name, Parser, text_of
from generator.pdf.objects import channel, date, name, number, numbers, stream, string, text


@given(st.floats(-1e6, 1e6))
def test_numbers_keep_two_decimals(value: float) -> None:
    """A coordinate reads back within half a hundredth of a point, without exponent or trailing zero."""
    written = number(value)
    assert abs(float(written) - value) <= 0.005001
    assert "e" not in written
    assert "." not in written or not written.endswith("0")


@given(st.integers(0, 255))
def test_channels_tell_all_colours_apart(value: int) -> None:
    """A channel read back and scaled is the one that was meant."""
    assert round(float(channel(value / 255)) * 255) == value


@given(st.binary(max_size=60))
def test_strings_read_back(raw: bytes) -> None:
    """Brackets, backslashes and line ends survive."""
    assert Parser(string(raw)).value() == raw


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_reads_back(value: str) -> None:
    """Text strings in every script survive."""
    assert text_of(Parser(text(value)).value()) == value


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x7F), min_size=1, max_size=20))
def test_names_read_back(value: str) -> None:
    """Names with spaces and delimiters survive."""
    assert Parser(name(value)).value() == Name(value)


def test_streams_end_in_two_bytes() -> None:
    """Data that ends in CR keeps its length for readers that take CR LF for one line end."""
    assert stream(b"", b"x\r", compress=False) == b"<</Length 2>>\nstream\r\nx\r\r\nendstream"
    packed = stream(b"/N 3", b"y" * 100)
    assert zlib.decompress(packed.split(b"stream\r\n", 1)[1].removesuffix(b"\r\nendstream")) == b"y" * 100


@pytest.mark.parametrize(("iso", "pdf"), [("2026-11-12", "D:20261112000000Z"), ("2026-11-12T10:00:00Z", "D:20261112000000Z")])
def test_dates(iso: str, pdf: str) -> None:
    """A date is midnight UTC."""
    assert date(iso) == pdf


def test_number_lists() -> None:
    """Values stand with single spaces between them."""
    assert numbers((1, 2.5, -0.123)) == "1 2.5 -0.12"
