"""What could be wrong with a document before it is set: characters that no font covers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.model import Document, Phrase, Text
from generator.errors import Place, Problem
from generator.text.fonts import Fonts, uncovered
from generator.values import is_value, members


def check_document(document: Document, fonts: Fonts, *, file: str = "content.toml") -> tuple[Problem, ...]:
    """Return one problem for each text with characters that none of the fonts can draw, each named once."""
    problems = []
    reported: set[tuple[str, str]] = set()
    for phrase in phrases(document):
        for inline in phrase.inlines:
            if not isinstance(inline, Text):
                continue
            for char in uncovered(inline.text, fonts, inline.strong):
                if (phrase.key, char) not in reported:
                    reported.add((phrase.key, char))
                    problems.append(_uncovered(phrase, char, file))
    for key, word in document.words.items():
        for char in uncovered(word, fonts):
            problems.append(_uncovered(Phrase(f"ui.{key}", (), document.language.tag), char, file))  # noqa: PERF401
    return tuple(problems)


def phrases(value: object) -> Iterator[Phrase]:
    """Yield every phrase inside a document or a part of it, in reading order."""
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from phrases(inner)
    elif is_value(value):
        for name in members(value):
            yield from phrases(getattr(value, name))


def _uncovered(phrase: Phrase, char: str, file: str) -> Problem:
    shown = char if char.isprintable() else "no visible sign"
    message = f"no font can draw {' '.join(f'U+{ord(c):04X}' for c in char)} ({shown})"
    hint = "use another character, or give a brand font that has it"
    return Problem("F01", message, Place(file, key=phrase.key), hint, phrase.language)
