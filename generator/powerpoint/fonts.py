"""Which typefaces a deck names: fonts are not embedded, so these are on the machines that show it (Office on Windows and Mac)."""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from generator.powerpoint.markup import attribute
from generator.values import value


@value
class ThemeFonts:
    """The typefaces of a theme's three slots and the entry for the deck's script."""

    latin: str
    east_asian: str
    complex_script: str
    script: str  # ISO 15924 as Office writes it: Hans, Hant, Jpan, Hang, Arab ...
    typeface: str


_INDIC = "Nirmala UI"
_BY_SCRIPT = {
    "Latn": "Arial", "Cyrl": "Arial", "Grek": "Arial", "Arab": "Arial", "Hebr": "Arial",
    "Deva": _INDIC, "Beng": _INDIC, "Guru": _INDIC, "Gujr": _INDIC, "Taml": _INDIC, "Telu": _INDIC, "Knda": _INDIC,
    "Mlym": _INDIC, "Sinh": _INDIC, "Orya": _INDIC, "Thai": "Tahoma", "Khmr": "Leelawadee UI", "Laoo": "Leelawadee UI",
    "Mymr": "Myanmar Text", "Ethi": "Ebrima", "Armn": "Segoe UI", "Geor": "Segoe UI",
    "Tibt": "Microsoft Himalaya", "Syrc": "Segoe UI Historic", "Thaa": "MV Boli",
    "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei", "Jpan": "Yu Gothic", "Hang": "Malgun Gothic",
}  # fmt: skip
_EAST_ASIAN = frozenset({"Hans", "Hant", "Jpan", "Hang"})
_SAME = {"Kore": "Hang", "Aran": "Arab", "Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan"}


def theme_fonts(script: str, deck_font: str | None = None) -> ThemeFonts:
    """Return the typefaces for a deck in `script`; a brand's own typeface takes the Latin slot, and its script's if it is Latin."""
    script = _SAME.get(script, script)
    typeface = _BY_SCRIPT.get(script, "Arial")
    latin = deck_font or typeface
    if script in {"Latn", "Cyrl", "Grek"}:
        typeface = latin
    complex_script = "Arial" if script in _EAST_ASIAN else typeface
    return ThemeFonts(latin, typeface if script in _EAST_ASIAN else "", complex_script, script, typeface)


def font_scheme(fonts: ThemeFonts) -> str:
    """Return the theme's font scheme: every slot named, plus the entry Office looks up by the run's language."""
    inner = (
        f"<a:latin typeface={attribute(fonts.latin)}/><a:ea typeface={attribute(fonts.east_asian)}/>"
        f"<a:cs typeface={attribute(fonts.complex_script)}/>"
        f'<a:font script="{fonts.script}" typeface={attribute(fonts.typeface)}/>'
    )
    if fonts.script in {"Cyrl", "Grek"}:  # Office has no script entries for what the Latin slot sets
        inner = inner[: inner.index("<a:font")]
    return f'<a:fontScheme name="leafdeck"><a:majorFont>{inner}</a:majorFont><a:minorFont>{inner}</a:minorFont></a:fontScheme>'
