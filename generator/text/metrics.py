"""Line height from ink: how far the glyphs of each script reach above and below the baseline.

The figures are the greatest reach in an em that was measured over long texts of each script (the Universal Declaration of
Human Rights, vocalised where a script has vowel signs) in the vendored faces, regular and bold. They are a floor that keeps
lines even. Every line's own ink is measured as well (`Line.ascent`, `Line.descent`), so that what reaches farther opens its
line and touches no neighbour: rare for most scripts; in Arabic for Pashto's ringed letters, in Nastaliq, whose words climb
as they grow, for about one line in twenty. A font's own hhea figures serve for neither: they are too small for Khmer and
Telugu and twice what Arabic needs.
"""

from __future__ import annotations

DEFAULT = (1.05, 0.25)

REACH = {  # script: (ascent, descent) in em
    "Arab": (1.10, 0.50),
    "Aran": (1.80, 0.70),  # Nastaliq, ISO 15924's code for the Urdu style
    "Armn": (0.84, 0.26),
    "Beng": (0.98, 0.53),
    "Deva": (0.91, 0.35),
    "Ethi": (0.87, 0.12),
    "Geor": (0.78, 0.26),
    "Gujr": (0.91, 0.30),
    "Guru": (0.91, 0.33),
    "Hans": (0.88, 0.26),
    "Hant": (0.88, 0.26),
    "Hebr": (0.78, 0.24),
    "Jpan": (0.88, 0.26),
    "Khmr": (1.09, 0.58),
    "Knda": (0.82, 0.54),
    "Kore": (0.88, 0.26),
    "Laoo": (1.17, 0.31),
    "Latn": (0.95, 0.25),
    "Mlym": (0.86, 0.35),
    "Mymr": (1.03, 0.55),
    "Orya": (0.98, 0.30),
    "Sinh": (0.99, 0.28),
    "Syrc": (1.07, 0.44),
    "Taml": (0.86, 0.33),
    "Telu": (0.88, 0.51),
    "Thaa": (0.81, 0.37),
    "Thai": (1.05, 0.28),
    "Tibt": (1.19, 0.74),
}
OWN_REACH = {"vi": (1.05, 0.25)}  # by language: Vietnamese stacks two marks on a capital
SAME_REACH = {"Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan", "Bopo": "Hant", "Hang": "Kore"}  # script codes of characters


def line_height(script: str, language: str = "") -> tuple[float, float]:
    """Return (ascent, descent) in em that hold the ink of ordinary text in a script (ISO 15924; Aran for Nastaliq).

    `language` is a BCP 47 language subtag, for the few that reach farther than others in their script.
    """
    return OWN_REACH.get(language) or REACH.get(SAME_REACH.get(script, script), DEFAULT)


def leading(style_size: float, style_leading: float, script: str, language: str = "") -> float:
    """Return the distance of baselines for a style: its own, or more where the script's ink would touch."""
    ascent, descent = line_height(script, language)
    return max(style_leading, round(style_size * (ascent + descent), 1))
