"""Citation numbers and markers: each source gets one number, shared by leaflet and deck (ICMJE, by first appearance)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.content import model as content_model
from generator.content.model import Content, once
from generator.document.markup import cited_keys
from generator.values import is_value, members

DECK_ONLY_FIELDS = frozenset({"slide", "slide_items", "slide_title", "notes", "slides", "ask", "answers"})
DECK_ONLY_BLOCKS = (content_model.Slide, content_model.Quiz)


@once
def number_sources(content: Content) -> Mapping[str, int]:
    """Return the number of every cited key: first what the leaflet cites, in reading order, then what only the deck cites.

    The source text decides, so that every language version of a document shares its numbers.
    """
    leaflet: dict[str, None] = {}
    deck: dict[str, None] = {}
    info = content.document
    front = (info.title, info.subtitle, info.main_message, info.audience, info.objective)
    _note(leaflet, front)
    for section in content.sections:
        on_leaflet = section.only != "slides"
        _note(leaflet if on_leaflet else deck, [section.title])
        _note(deck, texts(section.slides))
        for block in section.blocks:
            printed = on_leaflet and block.only != "slides" and not isinstance(block, DECK_ONLY_BLOCKS)
            for name, value in _values(block):
                _note(leaflet if printed and name not in DECK_ONLY_FIELDS else deck, texts(value))
    _note(leaflet, (info.funding, info.feedback, info.formats))
    _note(deck, content.deck.objectives)
    return {key: number for number, key in enumerate(dict.fromkeys([*leaflet, *deck]), start=1)}


def _note(seen: dict[str, None], found: Iterable[str | None]) -> None:
    for text in found:
        if text and "[@" in text:
            seen.update(dict.fromkeys(cited_keys(text)))


def _values(value: object) -> Iterator[tuple[str, object]]:
    for name in members(value):
        yield name, getattr(value, name)


def texts(value: object) -> Iterator[str]:
    """Yield every string inside a value of the content model, in the order of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_value(value):
        for _, inside in _values(value):
            yield from texts(inside)


def marker(numbers: Sequence[int], locators: Sequence[str] = ()) -> str:
    """Return the marker of one citation: `[1]`, `[1-3, 6]`, or with a place in the work `[1, p. 3; 6]`.

    Without locators the numbers are sorted, doubles dropped, and runs of three or more collapsed.
    """
    if any(locators):
        return "[" + "; ".join(f"{n}, {place}" if place else str(n) for n, place in zip(numbers, locators, strict=True)) + "]"
    parts: list[str] = []
    for first, last in _runs(sorted(set(numbers))):
        parts += [f"{first}-{last}"] if last - first >= 2 else [str(n) for n in range(first, last + 1)]
    return "[" + ", ".join(parts) + "]"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs
