"""What an emitter must know of a template, found once: which layout serves which purpose, which placeholder which role."""

from __future__ import annotations

from collections.abc import Callable

from generator.deck.model import ChartShape, LayoutBoxes
from generator.picture import Picture
from generator.powerpoint.markup import Link, TextFrame
from generator.powerpoint.template import LAYOUTS, placeholder_of
from generator.values import value


@value
class Palette:
    """Theme colours by what they are for; "name mod/off" as `markup.scheme` reads it."""

    text: str = "tx1"
    paper: str = "bg1"
    on_paper: str = "tx1"
    line: str = "accent6"
    accent: str = "accent1"
    on_accent: str = "bg1"
    tint: str = "bg2"
    on_tint: str = "tx1"
    signal: str = "accent2"
    signal_tint: str = "accent2 10/90"
    on_signal_tint: str = "tx1"
    dark: str = "tx1"  # a QR code needs dark on light whatever the slide's ground is
    light: str = "bg1"


@value
class Slot:
    """One placeholder: the attributes of its `p:ph`, its name and what text inherits in it."""

    attributes: str
    name: str
    frame: TextFrame
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # left, top, right, bottom: text stands inside them


@value
class LayoutPlan:
    """One layout: its part's name in the package and its placeholders by role."""

    part: str
    slots: dict[str, Slot]


@value
class TemplatePlan:
    """A template as the emitter sees it."""

    layouts: dict[str, LayoutPlan]
    rtl: bool
    palette: Palette


@value
class Place:
    """What a slide offers its shapes: relationships, the template, the deck's direction."""

    link: Link
    picture: Callable[[Picture], str]  # a picture -> its relationship id
    chart: Callable[[ChartShape], str]
    plan: TemplatePlan
    rtl: bool


def default_plan(boxes: LayoutBoxes, *, rtl: bool) -> TemplatePlan:
    """Return the plan of the template that `template.export_template` makes from the same boxes."""
    layouts = {}
    for number, layout in enumerate(LAYOUTS, 1):
        slots = {}
        for role in boxes.boxes[layout]:
            attributes, name, _ = placeholder_of(layout, role)
            slots[role] = Slot(attributes, name, TextFrame(boxes.sizes[layout].get(role, 18.0), rtl=rtl))
        layouts[layout] = LayoutPlan(f"/ppt/slideLayouts/slideLayout{number}.xml", slots)
    return TemplatePlan(layouts, rtl, Palette())
