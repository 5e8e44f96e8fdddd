"""An attribute worked out when it is first asked for: `functools.cached_property` without the lock that Python 3.11 takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - a decorator
    """Makes a method an attribute that is worked out once and kept in the object's `__dict__`."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        """Take the method."""
        self._work = work
        self.__doc__ = work.__doc__

    def __get__(self, owner: Any, _: object = None) -> T:  # noqa: ANN401
        """Work it out; from then on the object's own attribute is found first."""
        found = owner.__dict__[self._work.__name__] = self._work(owner)
        return found
