"""Measures work in processor time with the garbage collector at rest, as it is while leafdeck builds."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Mapping, Sequence


def timed(work: Callable[[], object]) -> float:
    """Return the CPU of some work, in seconds, that of finished children included.

    The collector would look through everything the measurement keeps, again and again, and find nothing: with it a long deck
    costs up to twice as much a slide as a short one, and any work at random as much again.
    """
    gc.disable()
    try:
        start = _spent()
        work()
        return _spent() - start
    finally:
        gc.enable()


def least(work: Callable[[], object], turns: int) -> float:
    """Return the CPU of the cheapest of some turns, in seconds, after one that fills what is remembered.

    Other programs can only add to a turn, and on a shared machine they add half of it for minutes: the cheapest says best what
    the work itself costs, as the documentation of `timeit` advises.
    """
    return compared((work,), turns)[0]


def compared(works: Sequence[Callable[[], object]], turns: int) -> list[float]:
    """Return the CPU of the cheapest turn of each work, the works taking turns so that no mood of the machine meets one alone."""
    costs = [[timed(work) for work in works] for _ in range(turns + 1)]
    return [min(own) for own in zip(*costs[1:], strict=True)]


def spread(groups: Mapping[str, Sequence[Callable[[], object]]], rounds: int) -> dict[str, list[float]]:
    """Return the CPU of the cheapest turn of each work of each group.

    In every round each group has its turn: each of its works once uncounted, which fills what is remembered, then all of them
    once more. A mood of the machine lasts for seconds, and seldom meets a group in every round.
    """
    costs: dict[str, list[list[float]]] = {name: [] for name in groups}
    for _ in range(rounds):
        for name, works in groups.items():
            costs[name].append(compared(works, 1))
    return {name: [min(own) for own in zip(*turns, strict=True)] for name, turns in costs.items()}


def _spent() -> float:
    """Return the processor time of this process and of its finished children."""
    return sum(
        used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
