"""Line height from ink: how far the glyphs of each script reach above and below the baseline.

The figures are the greatest reach in an em that was measured over long texts of each script (all of the Universal
Declaration of Human Rights, vocalised where a script has vowel signs), in the faces that are vendored, opened a little for
bold. They are a floor that keeps lines even; every line's own ink is measured as well (`Line.ascent`, `Line.descent`), so
a rarer glyph that reaches farther still does not touch its neighbour. A font's own hhea figures serve for neither: they
are too small for Khmer and Telugu and twice what Arabic needs.
"""

from __future__ import annotations

DEFAULT = (1.05, 0.25)

REACH = {  # script: (ascent, descent) in em
    "Arab": (1.12, 0.45),
    "Aran": (2.05, 0.70),  # Nastaliq, ISO 15924's code for the Urdu style
    "Armn": (0.84, 0.26),
    "Beng": (0.97, 0.49),
    "Deva": (0.92, 0.34),
    "Ethi": (0.88, 0.12),
    "Geor": (0.84, 0.27),
    "Gujr": (0.92, 0.33),
    "Guru": (0.92, 0.33),
    "Hans": (0.96, 0.20),
    "Hant": (0.96, 0.20),
    "Hebr": (0.84, 0.24),
    "Jpan": (0.96, 0.20),
    "Khmr": (1.10, 0.58),
    "Knda": (0.86, 0.55),
    "Kore": (0.96, 0.20),
    "Laoo": (1.12, 0.30),
    "Mlym": (0.88, 0.36),
    "Mymr": (1.03, 0.56),
    "Orya": (0.98, 0.32),
    "Sinh": (0.98, 0.32),
    "Syrc": (0.92, 0.36),
    "Taml": (0.88, 0.36),
    "Telu": (0.90, 0.52),
    "Thaa": (0.84, 0.36),
    "Thai": (1.03, 0.28),
    "Tibt": (1.18, 0.72),
}
SAME_REACH = {"Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan", "Bopo": "Hant", "Hang": "Kore"}  # script codes of characters


def line_height(script: str) -> tuple[float, float]:
    """Return (ascent, descent) in em that hold the ink of ordinary text in a script (ISO 15924; Aran for Nastaliq)."""
    return REACH.get(SAME_REACH.get(script, script), DEFAULT)


def leading(style_size: float, style_leading: float, script: str) -> float:
    """Return the distance of baselines for a style: its own, or more where the script's ink would touch."""
    ascent, descent = line_height(script)
    return max(style_leading, round(style_size * (ascent + descent), 1))
