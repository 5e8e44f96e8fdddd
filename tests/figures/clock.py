"""Measures work in processor time with the garbage collector at rest, as it is while leafdeck builds."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable


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


def _spent() -> float:
    """Return the processor time of this process and of its finished children."""
    return sum(
        used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
