"""A figure beside its promise, and how a table of them is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """What was promised and what was measured. `holds` is None where nothing could be measured, or nothing is promised."""

    name: str
    promised: str
    measured: str
    holds: bool | None
    hint: str = ""


def at_most(name: str, limit: float, value: float, unit: str, *, hint: str = "", note: str = "") -> Figure:
    """Return a figure that holds if the value is not above its limit."""
    return Figure(name, f"<= {limit:g}{unit}", f"{_short(value)}{unit}{note}", value <= limit, hint)


def none_of(name: str, found: Iterable[object], tried: object, *, promised: str = "0") -> Figure:
    """Return a figure that holds if nothing was found; the first findings are the hint."""
    faults = list(found)
    return Figure(name, promised, f"{len(faults)} ({tried})", not faults, _first(faults))


def all_of(name: str, passed: int, tried: int, faults: Iterable[object] = ()) -> Figure:
    """Return a figure that holds if all that was tried passed; nothing tried is nothing held."""
    return Figure(name, "all", f"{passed} of {tried}", passed == tried > 0, _first(list(faults)))


def share(name: str, least: float, by_language: dict[str, float], *, hint: str = "") -> Figure:
    """Return a figure for a percentage of each language: the lowest must reach the promise."""
    worst = min(by_language, key=by_language.__getitem__)
    low = {tag: value for tag, value in by_language.items() if value < least}
    measured = (
        f"least {cut(by_language[worst])} % ({worst}), median {cut(median(by_language.values()))} %, {len(by_language)} files"
    )
    below = ", ".join(f"{tag} {cut(value)}" for tag, value in sorted(low.items(), key=lambda pair: pair[1])[:12])
    return Figure(name, f">= {least:g} %", measured, not low, "; ".join(part for part in (below, hint if low else "") if part))


def skipped(name: str, promised: str, why: str) -> Figure:
    """Return a figure that could not be measured here."""
    return Figure(name, promised, why, None)


def cut(percentage: float) -> str:
    """Return a percentage with two decimals, never rounded up: 99.996 is not 100."""
    return f"{int(percentage * 100) / 100:g}"


def table(title: str, figures: Iterable[Figure]) -> str:
    """Return a section as a table, hints below it."""
    figures = list(figures)
    rows = [
        ("figure", "promised", "measured", "holds"),
        *((f.name, f.promised, f.measured, _word(f.holds)) for f in figures),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "-|-".join("-" * width for width in widths))
    hints = [f"  {figure.name}: {figure.hint}" for figure in figures if figure.hint and figure.holds is not True]
    return "\n".join([f"\n{title}", "", *lines, *([""] if hints else []), *hints])


def _word(holds: bool | None) -> str:
    return "-" if holds is None else "yes" if holds else "NO"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _first(faults: list[object]) -> str:
    more = f" ... and {len(faults) - 5} more" if len(faults) > 5 else ""
    return "; ".join(str(fault)[:200] for fault in faults[:5]) + more
