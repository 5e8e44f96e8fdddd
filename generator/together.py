"""Two processes for one build: a child works beside us and its result comes back; without fork all is done here."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Generic, NoReturn, TypeVar

from generator.errors import GeneratorError

T = TypeVar("T")


class Beside(Generic[T]):
    """A child process that prepares itself at once, waits for its task, works, and sends back the result.

    A leaflet and its deck share nothing but the document, and each spends as long on loading its library as on its work: so
    the child may load its own while the document is still being made. Where there is no fork, or one processor, `result`
    does the work here; what it returns is the same.
    """

    def __init__(self, work: Callable[[Any], T], prepare: Callable[[], object] | None = None) -> None:
        """Start the child; `work` gets what `send` is given, both of which must be fit for pickle."""
        self._work = work
        self._argument: Any = None
        self._child = 0
        if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
            return
        task_reader, self._task = os.pipe()
        self._answer, answer_writer = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(self._task)
            os.close(self._answer)
            _serve(task_reader, answer_writer, work, prepare)
        os.close(task_reader)
        os.close(answer_writer)

    def send(self, argument: Any) -> None:  # noqa: ANN401 - whatever `work` takes
        """Give the child its task."""
        self._argument = argument
        if self._child:
            # a child that died already is found out by `result`
            with suppress(BrokenPipeError), os.fdopen(self._task, "wb") as pipe:
                pipe.write(pickle.dumps(argument, pickle.HIGHEST_PROTOCOL))
            self._task = -1

    def result(self) -> T:
        """Wait for the result; raise the GeneratorError that the work raised.

        A child that died without a word is not asked again: the work is done here, where a fault of ours shows itself.
        """
        heard = self._heard()
        if not heard:
            return self._work(self._argument)
        done, said = pickle.loads(heard)  # noqa: S301 - from our own child, through our own pipe
        if not done:
            kind, problems = said
            raise kind(*problems)
        return said  # type: ignore[no-any-return]

    def close(self) -> None:
        """Let go of a child that is not needed any more."""
        self._heard()

    def _heard(self) -> bytes:
        if not self._child:
            return b""
        if self._task >= 0:
            os.close(self._task)
        with os.fdopen(self._answer, "rb") as pipe:
            heard = pipe.read()
        os.waitpid(self._child, 0)
        self._child = 0
        return heard


def _serve(reader: int, writer: int, work: Callable[[Any], T], prepare: Callable[[], object] | None) -> NoReturn:
    """Be the child: prepare, read the task, work, answer; never comes back."""
    try:
        if prepare is not None:
            prepare()
        with os.fdopen(reader, "rb") as pipe:
            task = pipe.read()
        if task:
            try:
                answer: object = (True, work(pickle.loads(task)))  # noqa: S301 - from our own parent
            except GeneratorError as error:
                answer = (False, (type(error), error.problems))
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    except BaseException:  # noqa: BLE001, S110 - silence tells the parent to do the work itself
        pass
    finally:
        os._exit(0)


def together(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Return what two tasks return, in order; the second runs in a child."""
    first, second = tasks
    beside = Beside(lambda _: second())
    beside.send(None)
    try:
        return [first(), beside.result()]
    finally:
        beside.close()
