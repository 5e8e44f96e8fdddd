"""Where everything stands on a slide of the generated template, and how large its text is.

The template is built from exactly these values, and the text is measured against them, so they agree by construction.
Lengths are points. Text boxes have no insets: a box is as wide as its text. Anchors: content titles in the middle, title
and section titles at the bottom, bodies at the top, citations at the bottom (they stand right above the hairline).

    y  36 +-----------------------------------------------+
          | title (30 pt, two lines)                       |
      120 +------------------------+------+---------------+
      132 | body (26 pt)            gap   | second/picture |
          |                         30    | 45 % wide      |
      434 +------------------------+------+---------------+
      440 | citations (12 pt)                              |
      490 +------------------------------------------------+
      496 |------------------- hairline ------------------|
      500 | footer (11 pt)                       | number  |
      535 +-----------------------------------------------+

For right-to-left decks every box is mirrored: x becomes width - x - width of the box.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from generator.deck.model import LayoutBoxes
from generator.geometry import Rect

Size = Literal["16:9", "4:3"]
Direction = Literal["ltr", "rtl"]

WIDTHS = {"16:9": 960.0, "4:3": 720.0}
HEIGHT = 540.0
MARGINS = {"16:9": 54.0, "4:3": 42.0}  # 0.75 in, 0.58 in
GAP = 30.0  # between the two columns
END_SHARE = 0.45  # of the text width, for pictures, charts and the like
NUMBER_WIDTH = 60.0

TITLE_TOP = 36.0
TITLE_HEIGHT = 84.0
BODY_TOP = 132.0
BODY_BOTTOM = 434.0
CITATIONS_TOP = 440.0
CITATIONS_BOTTOM = 490.0
FOOTER_TOP = 500.0
FOOTER_HEIGHT = 35.0
CAPTION_HEIGHT = 56.0  # two lines of 18 pt and some air
COVER_TOP = 136.0  # title and section slides: the logo stands above

TITLE, BODY, CAPTION, CITATIONS, FOOTER = 30.0, 26.0, 18.0, 12.0, 11.0
COVER_TITLE, SECTION_TITLE, KEY_MESSAGE, REFERENCE = 40.0, 40.0, 40.0, 14.0


@cache
def default_boxes(size: Size = "16:9", direction: Direction = "ltr") -> LayoutBoxes:
    """Return the boxes and text sizes of the generated template."""
    width = WIDTHS[size]
    boxes = _boxes(width, MARGINS[size])
    if direction == "rtl":
        boxes = {name: {role: mirrored(rect, width) for role, rect in roles.items()} for name, roles in boxes.items()}
    return LayoutBoxes(width, HEIGHT, boxes, _sizes())


def mirrored(rect: Rect, width: float) -> Rect:
    """Return `rect` at the other side of a slide `width` points wide."""
    return Rect(width - rect.x - rect.width, rect.y, rect.width, rect.height)


def _boxes(width: float, margin: float) -> dict[str, dict[str, Rect]]:
    text = width - 2 * margin
    end_width = round(text * END_SHARE, 2)
    end_x = margin + text - end_width
    start_width = text - end_width - GAP
    top = BODY_TOP
    height = BODY_BOTTOM - top
    foot = {
        "citations": Rect(margin, CITATIONS_TOP, text, CITATIONS_BOTTOM - CITATIONS_TOP),
        "footer": Rect(margin, FOOTER_TOP, text - NUMBER_WIDTH - 12, FOOTER_HEIGHT),
        "number": Rect(margin + text - NUMBER_WIDTH, FOOTER_TOP, NUMBER_WIDTH, FOOTER_HEIGHT),
    }
    title = {"title": Rect(margin, TITLE_TOP, text, TITLE_HEIGHT)}
    start, end = Rect(margin, top, start_width, height), Rect(end_x, top, end_width, height)
    picture = Rect(end_x, top, end_width, height - CAPTION_HEIGHT - 8)
    caption = Rect(end_x, BODY_BOTTOM - CAPTION_HEIGHT, end_width, CAPTION_HEIGHT)
    cover = Rect(margin, COVER_TOP, text, 124)
    below = Rect(margin, cover.bottom + 16, text, CITATIONS_TOP - 8 - cover.bottom - 16)
    message = Rect(margin, 96, text, 184)
    return {
        "title": {
            "title": cover,
            "second": Rect(margin, below.y, text, FOOTER_TOP - 16 - below.y),
            "footer": foot["footer"],
        },
        "section": {"title": cover, "second": below, **foot},
        "content": {**title, "body": Rect(margin, top, text, height), **foot},
        "two-content": {**title, "body": start, "second": end, **foot},
        "picture": {**title, "body": start, "picture": picture, "second": caption, **foot},
        "key-message": {
            "title": message,
            "body": Rect(margin, message.bottom + 16, text, BODY_BOTTOM - message.bottom - 16),
            **foot,
        },
        "references": {
            **title,
            "body": Rect(margin, top, text, CITATIONS_BOTTOM - 4 - top),
            "footer": foot["footer"],
            "number": foot["number"],
        },
    }


def _sizes() -> dict[str, dict[str, float]]:
    foot = {"citations": CITATIONS, "footer": FOOTER, "number": FOOTER}
    return {
        "title": {"title": COVER_TITLE, "second": 22.0, "footer": FOOTER},
        "section": {"title": SECTION_TITLE, "second": BODY, **foot},
        "content": {"title": TITLE, "body": BODY, **foot},
        "two-content": {"title": TITLE, "body": BODY, "second": BODY, **foot},
        "picture": {"title": TITLE, "body": BODY, "second": CAPTION, **foot},
        "key-message": {"title": KEY_MESSAGE, "body": BODY, **foot},
        "references": {"title": TITLE, "body": REFERENCE, "footer": FOOTER, "number": FOOTER},
    }
