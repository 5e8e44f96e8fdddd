"""Words, dates, numbers and lists as one language writes them: packaged interface words, and CLDR by way of ICU."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from generator import data
from generator.languages import Language
from generator.values import value

ENGLISH = "en"
UI_PREFIX = "ui."
BIDI_MARKS = {0x200E: None, 0x200F: None, 0x061C: None}  # ICU sets them; `protect` decides about direction here

# Tags that CLDR files under another name.
CLDR_NAMES = {"prs": "fa-AF", "kmr": "ku", "pnb": "pa-Arab-PK", "tl": "fil"}
NUMBERING = {"٠": "arab", "۰": "arabext", "०": "deva", "০": "beng", "੦": "guru", "૦": "gujr", "୦": "orya", "౦": "telu",
             "೦": "knda", "൦": "mlym", "๐": "thai", "໐": "laoo", "༠": "tibt", "၀": "mymr", "០": "khmr"}  # fmt: skip


@value
class Wording:
    """The interface words of one language. `missing` names the keys it lacks, `broken` those whose {slots} are not right;
    `status` says who vouches for them (reviewed, native, machine; "" if the product has none).
    """

    words: dict[str, str]
    missing: tuple[str, ...]
    broken: tuple[str, ...]
    status: str


def interface_words(language: Language, overrides: Mapping[str, str] | None = None) -> Wording:
    """Return the interface words of `language`; `overrides` (`ui.<key>` -> words) come from the content and win.

    The keys are those of the English file. A key that neither the product nor the content has is listed as missing and
    stands in English, so whoever prints must look at `missing` first.
    """
    english, _ = _packaged(ENGLISH)
    own, status = _packaged(language.base)
    given = {key.removeprefix(UI_PREFIX): text for key, text in (overrides or {}).items() if key.startswith(UI_PREFIX)}
    found = {**own, **given}
    missing = tuple(key for key in english if not found.get(key, "").strip())
    braced = (key for key, text in english.items() if key not in missing and any(b in text or b in found[key] for b in "{}"))
    broken = tuple(key for key in braced if slots(found[key]) != slots(english[key]))
    words = {key: text if key in missing or key in broken else found[key] for key, text in english.items()}
    return Wording(words, missing, broken, status)


def slots(text: str) -> frozenset[str]:
    """Return the names of the {slots} in an interface word; what `str.format` could not fill is a slot of its own."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return frozenset(["{"])
    return frozenset(f"{name}{'!' if more or turn else ''}" for _, name, more, turn in parts if name is not None)


def word_keys() -> tuple[str, ...]:
    """Return the key of every interface word."""
    return tuple(_packaged(ENGLISH)[0])


@cache
def _packaged(base: str) -> tuple[dict[str, str], str]:
    table = _file(base)
    return dict(table.get("words", {})), str(table.get("about", {}).get("status", ""))


@cache
def _file(base: str) -> dict[str, Any]:
    name = f"words/{base}.toml"
    return tomllib.loads(data.read_text(name)) if data.path(name).is_file() else {}


# --- dates, numbers, lists --------------------------------------------------------------------------------------------


def written_date(day: date, language: Language, country: str | None = None, *, short: bool = False) -> str:
    """Return a Gregorian date with the month as a word; ISO 8601 where nobody has told us the month names.

    `country` (ISO 3166-1) chooses the order of day and month if the language's own tag names no region. A `short` one may
    have the month abbreviated (CLDR's medium form).
    """
    own = _file(language.base).get("dates")
    if own is not None:
        return str(own["form"]).format(
            day=language.number(day.day), month=own["months"][day.month - 1], year=language.number(day.year)
        )
    formatter = _date_formatter(language, country, short=short)
    if formatter is None:
        return language.number(day.isoformat())
    days = (day - date(1970, 1, 1)).days
    return _tidy(str(formatter.format(days * 86_400.0)), language)


def number(value: float, language: Language, country: str | None = None) -> str:
    """Return a number with at most two decimals, grouped and in digits as the language writes them."""
    formatter = _number_formatter(language, country, "number")
    return language.number(f"{value:.10g}") if formatter is None else _tidy(str(formatter.format(float(value))), language)


def percent(value: float, language: Language, country: str | None = None) -> str:
    """Return `value` (25 for a quarter) as a percentage."""
    formatter = _number_formatter(language, country, "percent")
    if formatter is None:
        return language.number(f"{value:.10g}") + "%"
    return _tidy(str(formatter.format(value / 100)), language)


def join_list(items: Sequence[str], language: Language, country: str | None = None) -> str:
    """Return "A, B and C" as the language says it."""
    formatter = _list_formatter(language, country)
    if formatter is None or len(items) < 2:
        return ", ".join(items)
    # Stand-ins keep ICU from choosing its conjunction by the first letter of ours, and from being fooled by commas.
    pattern = str(formatter.format([f"{{{i}}}" for i in range(len(items))])).translate(BIDI_MARKS)
    return re.sub(r"\{(\d+)\}", lambda m: items[int(m[1])], pattern)


def _tidy(text: str, language: Language) -> str:
    return language.number(text.translate(BIDI_MARKS))


@lru_cache(maxsize=256)
def _locale(language: Language, country: str | None) -> Any | None:  # noqa: ANN401 - PyICU has no types
    """Return the ICU locale, or None if CLDR has no data: ICU would answer in the machine's default language."""
    import icu

    tag = CLDR_NAMES.get(language.base, language.tag)
    plain = icu.Locale.forLanguageTag(tag)
    if not _has_data(plain.getLanguage()):
        return None
    if country and not plain.getCountry():
        regional = icu.Locale.forLanguageTag(f"{tag}-{country}")
        tag = f"{tag}-{country}" if regional.getName() in _available() else tag
    numbering = NUMBERING.get(language.digits[0], "latn")
    return icu.Locale.forLanguageTag(f"{tag}-u-ca-gregory-nu-{numbering}")


@cache
def _available() -> frozenset[str]:
    import icu

    return frozenset(icu.Locale.getAvailableLocales())


def _has_data(language: str) -> bool:
    return language in _available()


@lru_cache(maxsize=256)
def _date_formatter(language: Language, country: str | None, *, short: bool) -> Any | None:  # noqa: ANN401
    import icu

    locale = _locale(language, country)
    if locale is None:
        return None
    formatter = icu.DateFormat.createDateInstance(icu.DateFormat.MEDIUM if short else icu.DateFormat.LONG, locale)
    if short and "MMM" not in formatter.toPattern():  # 3/4/2028 is a day in March to some and in April to others
        formatter = icu.DateFormat.createDateInstance(icu.DateFormat.LONG, locale)
    formatter.setTimeZone(icu.TimeZone.getGMT())
    return formatter


@lru_cache(maxsize=256)
def _number_formatter(language: Language, country: str | None, kind: str) -> Any | None:  # noqa: ANN401
    import icu

    locale = _locale(language, country)
    if locale is None:
        return None
    create = icu.NumberFormat.createPercentInstance if kind == "percent" else icu.NumberFormat.createInstance
    formatter = create(locale)
    formatter.setMaximumFractionDigits(2)
    return formatter


@lru_cache(maxsize=256)
def _list_formatter(language: Language, country: str | None) -> Any | None:  # noqa: ANN401
    import icu

    locale = _locale(language, country)
    return None if locale is None else icu.ListFormatter.createInstance(locale)
