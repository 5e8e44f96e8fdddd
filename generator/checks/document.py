"""What could be wrong with a document before it is set: characters that no font covers."""

from __future__ import annotations

from generator.document.model import Document, Phrase, Text
from generator.errors import Place, Problem
from generator.text.fonts import Fonts, uncovered
from generator.values import is_value, members


def check_document(document: Document, fonts: Fonts, *, file: str = "content.toml") -> tuple[Problem, ...]:
    """Return one problem for each text with characters that none of the fonts can draw, each named once."""
    texts = [(phrase, one.text, one.strong) for phrase in phrases(document) for one in phrase.inlines if isinstance(one, Text)]
    texts += [(Phrase(f"ui.{key}", (), document.language.tag), word, False) for key, word in document.words.items()]
    # All texts at once, for a document has each letter many times; only if there is something, it is looked for.
    if not any(uncovered(" ".join(t for _, t, strong in texts if strong == bold), fonts, bold) for bold in (False, True)):
        return ()
    found: dict[tuple[str, str], Problem] = {}
    for phrase, text, strong in texts:
        for char in uncovered(text, fonts, strong):
            found.setdefault((phrase.key, char), _uncovered(phrase, char, file))
    return tuple(found.values())


def phrases(whole: object) -> list[Phrase]:
    """Return every phrase inside a document or a part of it, in reading order."""
    found: list[Phrase] = []
    stack = [whole]
    while stack:
        here = stack.pop()
        if isinstance(here, Phrase):
            found.append(here)
        elif isinstance(here, tuple):
            stack.extend(reversed(here))
        elif is_value(here):
            stack.extend([getattr(here, name) for name in reversed(tuple(members(here)))])
    return found


def _uncovered(phrase: Phrase, char: str, file: str) -> Problem:
    shown = char if char.isprintable() else "no visible sign"
    message = f"no font can draw {' '.join(f'U+{ord(c):04X}' for c in char)} ({shown})"
    hint = "use another character, or give a brand font that has it"
    return Problem("F01", message, Place(file, key=phrase.key), hint, phrase.language)
