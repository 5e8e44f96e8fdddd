"""Two processes for one build: the first task runs here, the others in a child, and all results come back here."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from generator.errors import GeneratorError

T = TypeVar("T")


def together(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Return what the tasks return, in order; the first runs here while a child process runs the others.

    A leaflet and its deck share nothing but the document, and each spends as long on loading its library as on its work.
    Without fork, or with one processor, they run one after the other; the results are the same.
    """
    if len(tasks) < 2 or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return [task() for task in tasks]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(writer, tasks[1:])
    os.close(writer)
    try:
        first = tasks[0]()
    finally:
        with os.fdopen(reader, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(child, 0)
    return [first, *_heard(answer, tasks[1:])]


def _answer(writer: int, tasks: Sequence[Callable[[], T]]) -> NoReturn:
    """Run the tasks and send what they return, or the exception they raise; never comes back."""
    status = 1
    try:
        try:
            answer: object = [task() for task in tasks]
        except GeneratorError as error:
            answer = error.problems, type(error)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(answer))
        status = 0
    except BaseException:  # noqa: BLE001 - the parent runs the tasks again and shows the fault where it can be seen
        status = 1
    finally:
        os._exit(status)


def _heard(answer: bytes, tasks: Sequence[Callable[[], T]]) -> list[T]:
    if not answer:
        return [task() for task in tasks]
    said = pickle.loads(answer)  # noqa: S301 - from our own child, through our own pipe
    if isinstance(said, tuple):
        problems, kind = said
        raise kind(*problems)
    return said  # type: ignore[no-any-return]
