"""Facts of Unicode about single characters, from ICU, remembered: script, script extensions, ignorable, mark."""

from __future__ import annotations

import unicodedata
from functools import cache

import icu

COMMON = ("Zyyy", "Zinh", "Zzzz")
SCRIPT_OF_LANGUAGE = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Kore": "Hang"}  # language facts name mixtures
ONE_RUN = {"Hira": "Hani", "Kana": "Hani", "Bopo": "Hani"}  # one writing, one font, one set of rules: shaped together


@cache
def script(char: str) -> str:
    """Return the ISO 15924 code of a character's script; Zyyy for common and Zinh for inherited ones."""
    return str(icu.Script.getScript(ord(char)).getShortName())


@cache
def extensions(char: str) -> tuple[str, ...]:
    """Return the scripts a character is used with (UAX #24, Script_Extensions); its script alone for most."""
    return tuple(sorted(icu.Script(code).getShortName() for code in icu.Script.getScriptExtensions(ord(char))))


@cache
def is_ignorable(char: str) -> bool:
    """Whether a character is drawn as nothing (Default_Ignorable_Code_Point): joiners, bidi controls and their like."""
    return bool(icu.Char.hasBinaryProperty(ord(char), icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT))


@cache
def is_extender(char: str) -> bool:
    """Whether a character belongs to the one before it: a mark, a joiner, a variation selector."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me") or char in "\u200c\u200d" or is_ignorable(char)
