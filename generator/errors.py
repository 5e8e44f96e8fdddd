"""What can be wrong and how it is said: problems are values, and a stage raises all of its own at once."""

from __future__ import annotations

from enum import StrEnum

from generator.values import value


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


@value
class Place:
    """Where something stands: a file, and inside it a line and column (1-based) and a key path."""

    file: str
    line: int | None = None
    column: int | None = None
    key: str | None = None


@value
class Problem:
    """One complaint: which rule, where, what was found and expected, and what to do about it."""

    rule: str
    message: str
    where: Place | None = None
    hint: str | None = None
    language: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem as a line."""
        return render(self)


def render(problem: Problem) -> str:
    """Return the problem as one line for people, plus a hint line if there is one.

    The form is `file:line:column: error S01 [es key] message`. Every part that may echo input is escaped, so a hostile
    string can neither forge a second line nor steer a terminal.
    """
    where = problem.where
    place = ""
    if where is not None:
        numbers = [str(n) for n in (where.line, where.column) if n is not None]
        place = ":".join([printable(where.file), *numbers]) + ": "
    inside = " ".join(printable(part) for part in (problem.language, where.key if where else None) if part)
    key = f" [{inside}]" if inside else ""
    line = f"{place}{problem.severity.value} {problem.rule}{key} {printable(problem.message)}"
    return line if problem.hint is None else f"{line}\n  hint: {printable(problem.hint)}"


def printable(text: str, limit: int = 400) -> str:
    """Return `text` on one line with control, format and unassigned characters shown as escapes."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return shown if len(shown) <= limit else shown[: limit - 3] + "..."


class GeneratorError(Exception):
    """The user can mend this: it carries every problem the stage found."""

    def __init__(self, *problems: Problem) -> None:
        """Carry the problems; the message is their lines."""
        super().__init__("\n".join(render(p) for p in problems))
        self.problems = problems


class ContentError(GeneratorError):
    """content.toml or a translation file is wrong."""


class AssetError(GeneratorError):
    """A picture, font or template cannot be read or must not be used."""


class LayoutError(GeneratorError):
    """Something cannot be set on a page or slide: an uncovered character, a paragraph too tall."""


class OutputError(GeneratorError):
    """The result cannot be written."""
