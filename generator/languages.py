"""What is known of each language: script, direction, digits, font family; and the BCP 47 lookup (RFC 4647, 3.4).

The facts are packaged data: `data/languages.csv` has one row per supported language, `data/language-variants.csv` what
differs in another script or region (Serbian in Latin letters, Latin digits in Morocco) and other names for a row (zh-TW).
Digits are CLDR's default numbering system; Arabic without a region has the Arabic-Indic digits most of its readers use.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Literal

from generator import data
from generator.errors import ContentError, Problem, Severity
from generator.values import replace, value

WELL_FORMED = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")
SCRIPT = re.compile(r"-([A-Z][a-z]{3})(?:-|$)")
SCRIPT_NAMES = {"Hang": "Kore"}  # other names for the script of a row

NUMBERING = {  # CLDR numbering systems
    "latn": "0123456789",
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "deva": "०१२३४५६७८९",
    "beng": "০১২৩৪৫৬৭৮৯",
    "mymr": "၀၁၂၃၄၅၆၇၈၉",
    "tibt": "༠༡༢༣༤༥༦༧༨༩",
}

WIDE_COLON = frozenset({"Hans", "Hant", "Jpan"})
COLONS = {
    "am": "\N{ETHIOPIC PREFACE COLON} ",
    "fr": "\N{NO-BREAK SPACE}: ",
    "ti": "\N{ETHIOPIC PREFACE COLON} ",
}


@value
class Language:
    """A supported language, as asked for: `tag` may be finer (es-419) than the `base` row it takes its facts from (es)."""

    tag: str
    base: str
    english_name: str
    autonym: str
    script: str  # ISO 15924; Hans, Hant, Jpan and Kore for the CJK mixtures
    direction: Literal["ltr", "rtl"]
    family: str  # "Noto Sans Arabic"
    digits: str = "0123456789"

    @property
    def rtl(self) -> bool:
        """Whether its paragraphs run from right to left."""
        return self.direction == "rtl"

    @property
    def colon(self) -> str:
        """A colon and the space after it, as the language sets them."""
        return "\N{FULLWIDTH COLON}" if self.script in WIDE_COLON else COLONS.get(self.tag.partition("-")[0], ": ")

    def number(self, value: int | str) -> str:
        """Return the decimal digits of `value` in the digits this language uses."""
        return str(value).translate(str.maketrans("0123456789", self.digits))


@cache
def all_languages() -> tuple[Language, ...]:
    """Return every supported language, in the order of the table (by demand, then by family)."""
    return tuple(_row(row) for row in _read("languages.csv"))


@cache
def lookup(tag: str) -> Language:
    """Return the language of a BCP 47 tag, falling back as RFC 4647 says (es-419 to es, zh-TW to zh-Hant).

    Raises ContentError for a tag that is malformed (L01), unknown (L02), or asks for a script its language is not set in
    (L03). A fallback shows in `base` being another tag.
    """
    if not WELL_FORMED.fullmatch(tag):
        raise ContentError(_malformed(tag))
    found = _by_tag()
    subtags = tag.split("-")
    for count in range(len(subtags), 0, -1):
        language = found.get("-".join(subtags[:count]))
        if language is not None:
            return _in_script(tag, language)
    hint = "run `leafdeck languages` for the list"
    raise ContentError(Problem("L02", f"unknown language tag {tag!r}: it is none of the supported languages", hint=hint))


def fallback_note(language: Language) -> Problem | None:
    """Return the remark (L04, a warning) that a tag is set by another row's facts; None if it has a row of its own."""
    if language.tag == language.base:
        return None
    message = f"language {language.tag} is set as {language.english_name} ({language.base})"
    return Problem("L04", message, language=language.tag, severity=Severity.WARNING)


def _in_script(tag: str, language: Language) -> Language:
    """Return `language` under the tag asked for; a script subtag must be the script it is set in."""
    asked = SCRIPT.search(tag)
    script = SCRIPT_NAMES.get(asked[1], asked[1]) if asked else language.script
    if script != language.script:
        message = f"{language.english_name} ({tag}) cannot be set in script {script}, expected {language.script}"
        raise ContentError(Problem("L03", message, hint=f"use {language.base}"))
    return replace(language, tag=tag)


def _malformed(tag: str) -> Problem:
    message = f"malformed language tag {tag!r}, expected a BCP 47 tag like en, es-419 or zh-Hant"
    tidy = _canonical_case(tag)
    return Problem("L01", message, hint=f"write {tidy}" if WELL_FORMED.fullmatch(tidy) else None)


def _canonical_case(tag: str) -> str:
    """Return the tag as RFC 5646, 2.1.1 writes it: language small, script Title, region CAPITAL."""
    first, *rest = tag.strip().replace("_", "-").split("-")
    shaped = [s.title() if len(s) == 4 and s.isalpha() else s.upper() if len(s) == 2 else s.lower() for s in rest]
    return "-".join([first.lower(), *shaped])


@cache
def _by_tag() -> dict[str, Language]:
    """Every row and variant by its tag."""
    found = {language.tag: language for language in all_languages()}
    for row in _read("language-variants.csv"):
        like = found[row["base"]]
        own = {key: row[key] for key in ("english_name", "autonym", "script", "direction", "family") if row[key]}
        base = row["tag"] if "script" in own else like.base  # another script needs interface words of its own
        digits = NUMBERING[row["digits"]] if row["digits"] else like.digits
        found[row["tag"]] = replace(like, tag=row["tag"], base=base, digits=digits, **own)
    return found


def _row(row: dict[str, str]) -> Language:
    assert row["direction"] in ("ltr", "rtl")
    return Language(
        tag=row["tag"],
        base=row["tag"],
        english_name=row["english_name"],
        autonym=row["autonym"],
        script=row["script"],
        direction="rtl" if row["direction"] == "rtl" else "ltr",
        family=row["family"],
        digits=NUMBERING[row["digits"]],
    )


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(data.read_text(name).splitlines()))
