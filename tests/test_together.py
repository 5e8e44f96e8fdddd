"""Two processes give what one would: results, problems, and our own faults where they can be seen."""

import os
import time

import pytest

from generator.errors import LayoutError, Problem
from generator.together import Beside, together


def double(number):
    """Work for a child."""
    return number * 2


def refuse(_):
    """Work that the user can mend."""
    raise LayoutError(Problem("L99", "too tall"))


def die(_):
    """Work that ends the child without a word, and does its task in the parent."""
    if os.getpid() != PARENT:
        os._exit(1)
    return "done here"


PARENT = os.getpid()


def test_a_child_does_its_task():
    """The result is that of the work."""
    beside = Beside(double, lambda: None)
    beside.send(21)

    assert beside.result() == 42


def test_a_problem_comes_back_as_it_was_raised():
    """The user's problem is raised here, with its rule."""
    beside = Beside(refuse)
    beside.send(None)

    with pytest.raises(LayoutError) as raised:
        beside.result()
    assert raised.value.problems[0].rule == "L99"


def test_a_child_that_dies_leaves_the_work_to_us():
    """Nothing is lost when a child is killed."""
    beside = Beside(die)
    beside.send(None)

    assert beside.result() == "done here"


def test_a_child_without_a_task_is_let_go():
    """Closing twice, or before a task, is harmless."""
    beside = Beside(double)
    beside.close()
    beside.close()


def test_a_child_that_cannot_prepare_leaves_the_work_to_us():
    """A fault while loading shows itself here."""

    def fail():
        raise RuntimeError

    beside = Beside(double, fail)
    time.sleep(0.2)  # the child is gone before it gets its task
    beside.send(4)

    assert beside.result() == 8


def test_two_tasks_return_in_order():
    """First ours, then the child's."""
    assert together([lambda: "a", lambda: "b"]) == ["a", "b"]


@pytest.mark.parametrize("missing", ["fork", "cpu_count"])
def test_without_fork_all_is_done_here(monkeypatch, missing):
    """One processor, or a system without fork, changes nothing but the time."""
    if missing == "fork":
        monkeypatch.delattr(os, "fork", raising=False)
    else:
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    beside = Beside(double)
    beside.send(2)

    assert beside.result() == 4
