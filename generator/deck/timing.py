"""What the presenter should know before the session: minutes that do not add up."""

from __future__ import annotations

from generator.deck.model import Deck
from generator.document.model import Document
from generator.errors import Place, Problem, Severity

TOLERANCE = 0.1  # of the session


def total_minutes(deck: Deck) -> float:
    """Return the minutes of all slides together."""
    return sum(slide.minutes or 0 for slide in deck.slides)


def problems(document: Document, deck: Deck) -> tuple[Problem, ...]:
    """Return warnings: the minutes differ from `session_minutes` by more than a tenth (D02)."""
    planned = document.session_minutes
    if not planned:
        return ()
    total = total_minutes(deck)
    if abs(total - planned) <= planned * TOLERANCE:
        return ()
    where = Place("content.toml", key="deck.session_minutes")
    message = f"the slides take {total:g} minutes, the session has {planned}"
    hint = "change `minutes` of sections and blocks, or session_minutes"
    return (Problem("D02", message, where, hint, severity=Severity.WARNING),)
