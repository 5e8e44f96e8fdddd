"""Cards carry their marks at the start side, in theme colours, read in order; icons differ by shape."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from test_shapes import place

from generator.deck.model import CardShape, Para, TextRun
from generator.geometry import Rect
from generator.powerpoint.cards import ICONS
from generator.powerpoint.markup import NAMESPACES
from generator.powerpoint.shapes import shape_markup

KINDS = ("note", "tip", "warning", "urgent", "emergency")
CALLOUT = CardShape(
    Rect(100, 100, 400, 200), (Para((TextRun("Call us", "en"),), role="strong"), Para((TextRun("Today", "en"),))),
    "tint", 20.0, "Urgent", "urgent", inset=18.0, head_indent=34.0,
)  # fmt: skip
OPTION = CardShape(
    Rect(100, 100, 400, 100), (Para((TextRun("In the skin", "en"),)),), "tint", 28.0, "A",
    badge=Para((TextRun("A", "en", strong=True),)), badge_width=64.0,
)  # fmt: skip


def offsets(markup: str, name: str) -> list[int]:
    """Return the left edges, in points, of the shapes of a name."""
    found = re.findall(rf'name="{name}".*?<a:off x="(\d+)"', markup)
    return [round(int(x) / 12700) for x in found]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rtl", [False, True])
def test_every_kind_has_an_icon_at_the_start_side(kind: str, rtl: bool):
    """Bar and icon stand at the start side and are decorative; the heading is indented past the icon, and only it."""
    markup, following = shape_markup(replace(CALLOUT, kind=kind), 5, place(rtl=rtl))
    ET.fromstring(f"<x {NAMESPACES}>{markup}</x>")
    assert offsets(markup, "Bar") == [495 if rtl else 100]
    assert all(x >= 450 if rtl else x <= 142 for x in offsets(markup, "Icon"))
    assert markup.count("adec:decorative ") == 1 + len(ICONS[kind])
    assert re.findall(r'marL="(\d+)"', markup) == [str(34 * 12700), "0"]
    assert following == 5 + 3 + len(ICONS[kind])
    assert len(set(re.findall(r'<p:cNvPr id="(\d+)"', markup))) == following - 5


def test_no_two_kinds_share_an_icon():
    """What a callout is can be told without colour and without its word."""
    assert set(ICONS) == set(KINDS)
    assert len(set(ICONS.values())) == len(ICONS)


@pytest.mark.parametrize("rtl", [False, True])
def test_the_letter_of_an_option_is_read_before_its_text(rtl: bool):
    """The letter's block stands at the start side, touches the text's ground, and comes first in reading order."""
    markup, _ = shape_markup(OPTION, 5, place(rtl=rtl))
    ET.fromstring(f"<x {NAMESPACES}>{markup}</x>")
    assert markup.index("<a:t>A</a:t>") < markup.index("<a:t>In the skin</a:t>")
    assert offsets(markup, "A letter") == [436 if rtl else 100]
    assert offsets(markup, "A") == [100 if rtl else 164]
    assert markup.count('algn="ctr"') == 1
