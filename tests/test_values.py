"""Values behave as frozen dataclasses do."""

import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from generator.values import SELDOM, is_value, members, value


@value(kw_only=True)
class Base:
    """A base with a default before fields without one, as keyword-only allows."""

    name: str = "n"
    parts: tuple[str, ...] = field(default_factory=tuple)


@value(kw_only=True)
class Derived(Base):
    """Adds a field that must be given."""

    count: int


@value
class Plain:
    """Positional fields."""

    x: float
    y: float = 1.0


def test_a_value_is_built_compared_hashed_and_shown_by_its_fields():
    """Two values with equal fields are equal; other classes never are."""
    assert Derived(count=1) == Derived(count=1, name="n", parts=())
    assert hash(Plain(1, 2)) == hash(Plain(1, 2))
    assert Plain(1) != Derived(count=1)
    assert repr(Plain(1)) == "Plain(x=1, y=1.0)"


def test_the_first_objects_are_as_the_later_ones():
    """Nothing shows that the initialiser is compiled after some objects: arguments, defaults, refusals."""

    @value
    class Fresh:
        """A class that nobody has used yet."""

        x: int
        y: float = 1.0
        parts: list[int] = field(default_factory=list, kw_only=True)

    for _ in range(2 * SELDOM):
        one = Fresh(1, parts=[2])
        assert (one.x, one.y, one.parts, Fresh(x=1).parts) == (1, 1.0, [2], [])
        assert Fresh(1).parts is not Fresh(1).parts


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2.0, []), {}), ((1,), {"x": 1}), ((1,), {"z": 1})])
def test_the_first_object_is_refused_as_a_later_one(given, named):
    """Missing, too many, twice, unknown: a TypeError that names the class's own signature."""

    @value
    class Fresh:
        """A class that nobody has used yet."""

        x: int
        y: float = 1.0
        parts: list[int] = field(default_factory=list, kw_only=True)

    for _ in range(2):
        with pytest.raises(TypeError, match="__init__"):
            Fresh(*given, **named)


def test_a_value_cannot_be_changed():
    """Setting or deleting a field, or adding one, is refused."""
    plain = Plain(1)

    for change in (lambda: setattr(plain, "x", 2), lambda: delattr(plain, "x"), lambda: setattr(plain, "z", 2)):
        with pytest.raises(FrozenInstanceError):
            change()


def test_a_value_is_a_dataclass():
    """Fields and replace work; the default factory is called once an object."""
    assert is_dataclass(Plain)
    assert [f.name for f in fields(Derived)] == ["name", "parts", "count"]
    assert replace(Plain(1), y=3.0) == Plain(1, 3.0)


def test_the_members_of_a_value_are_known_without_its_dataclass():
    """Names in order, and which must be given."""
    assert {name: member.required for name, member in members(Derived).items()} == {
        "name": False,
        "parts": False,
        "count": True,
    }
    assert is_value(Plain)
    assert is_value(Plain(1))
    assert not is_value(1)


def test_a_missing_or_unknown_field_is_refused():
    """The initialiser has the fields' own signature."""
    with pytest.raises(TypeError, match="count"):
        Derived()
    with pytest.raises(TypeError, match="more"):
        Plain(1, more=2)


def test_a_value_can_be_pickled():
    """A value comes back equal from another process."""
    assert pickle.loads(pickle.dumps(Derived(count=2, parts=("a",)))) == Derived(count=2, parts=("a",))
