"""Write states and signatures into a content or translation file; every other character of it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.content.grammar import Path
from generator.content.model import UnitState
from generator.content.positions import Positions, index
from generator.content.syntax import Stretch, survey
from generator.content.translations import end_of_statements, render_states, render_value
from generator.errors import ContentError, Place, Problem

Fact = str | date
_HINT = "write the states as one table: [state], or [translations.<tag>.state], one line for each text"


def with_states(text: str, base: Path, states: Mapping[str, UnitState], file: str) -> str:
    """Return `text` with these state lines in the table `state` below `base`: replaced where they stand, else added at its end.

    Raises ContentError for a state that is not one `{ ... }` in one place.
    """
    positions = index(text)
    changed, added = {}, []
    for name, rendered in zip(states, render_states(states), strict=True):
        path = (*base, "state", *name.split("."))
        if path in positions.values:
            changed[_table_at(positions, path, file)] = rendered.partition(" = ")[2]
        else:
            added.append(rendered)
    return _with_lines(_replaced(text, changed), (*base, "state"), added)


def with_facts(text: str, base: Path, facts: Mapping[str, Fact]) -> str:
    """Return `text` with these keys of the table `base` set: replaced where they stand, else added below its header."""
    positions = index(text)
    changed, added = {}, []
    for key, value in facts.items():
        path = (*base, key)
        if path in positions.values:
            changed[positions.values[path]] = render_value(value)
        else:
            added.append(f"{key} = {render_value(value)}")
    return _with_lines(_replaced(text, changed), base, added)


def with_table(text: str, path: Path, facts: Mapping[str, Fact], file: str) -> str:
    """Return `text` with the table at `path` holding these facts, as an inline table if it is one."""
    positions = index(text)
    start, end = positions.values.get(path, (0, 0))
    if text[start:end].startswith("{"):
        inside = ", ".join(f"{key} = {render_value(value)}" for key, value in facts.items())
        return _replaced(text, {_table_at(positions, path, file): f"{{ {inside} }}"})
    return with_facts(text, path, facts)


def _table_at(positions: Positions, path: Path, file: str) -> tuple[int, int]:
    start, end = positions.values[path]
    if not positions.text[start:end].startswith("{"):
        name = ".".join(str(part) for part in path)
        raise ContentError(Problem("T04", "expected a line of state in braces", Place(file, *positions.at(start), name), _HINT))
    return start, end


def _replaced(text: str, changed: Mapping[tuple[int, int], str]) -> str:
    for (start, end), new in sorted(changed.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _with_lines(text: str, table: Path, lines: list[str]) -> str:
    """Return `text` with these lines at the end of a table, which is made after its relatives if it is not there."""
    if not lines:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    header = ".".join(str(part) for part in table)
    stretches = survey(text)
    own = [s for s in stretches if _plain(s) == header]
    if own:
        at = end_of_statements(text, own[-1]) if header else _top(stretches)
    else:
        at = _after_relatives(text, stretches, header)
        lines = ["", f"[{header}]", *lines]
    gap = "" if at == 0 or text[at - 1] == "\n" else newline
    return text[:at] + gap + "".join(line + newline for line in lines) + text[at:]


def _plain(stretch: Stretch) -> str:
    return stretch.header.replace(" ", "")


def _top(stretches: list[Stretch]) -> int:
    """Return where keys without a header may stand: before the first header."""
    return stretches[0].end


def _after_relatives(text: str, stretches: list[Stretch], header: str) -> int:
    above = header.rpartition(".")[0]
    near = [s for s in stretches if above and (_plain(s) == above or _plain(s).startswith(f"{above}."))]
    return end_of_statements(text, near[-1]) if near else len(text)
