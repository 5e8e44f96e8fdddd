"""Frozen values, made fast: `dataclass(frozen=True, slots=True)` in all that matters, at a quarter of its cost at import.

The standard decorator compiles six methods a class, about a millisecond; with some 150 classes that is a fifth of a cold
build. Here only the initialiser is compiled, and only for a class with many objects; all classes share the other methods.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
SELDOM = 10  # objects of a class for which no initialiser is compiled


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T] | None = None, /, *, kw_only: bool = False) -> Any:  # noqa: ANN401 - typed by dataclass_transform
    """Make a class a frozen, slotted dataclass: comparable, hashable, printable, good for `fields` and `replace`."""
    if cls is None:
        return lambda cls: value(cls, kw_only=kw_only)
    own: dict[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - `inspect` is slow to import
    bases = [base for base in cls.__mro__[1:] if base is not object]
    special = [name for name, kind in own.items() if str(kind).startswith(("ClassVar", "InitVar"))]
    if special or not all(hasattr(base, "__value_members__") for base in bases):
        raise TypeError(f"{cls.__qualname__}: a value has only plain fields, and only values as bases")
    members: dict[str, Member] = {}
    for base in reversed(bases):
        members |= base.__value_members__  # type: ignore[attr-defined]
    inherited = set(members)
    for name in own:
        members[name] = _member(cls.__dict__.get(name, MISSING), kw_only=kw_only)
    body = {key: kept for key, kept in cls.__dict__.items() if key not in own and key not in {"__dict__", "__weakref__"}}
    body["__match_args__"] = tuple(name for name, member in members.items() if not member.kw_only)
    body["__slots__"] = tuple(name for name in own if name not in inherited)
    metaclass: Any = type(cls)
    made: Any = metaclass(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    made.__value_members__ = members
    made.__dataclass_fields__ = _LazyFields(cls, kw_only=kw_only)
    made.__init__, made.__value_uses__ = _first, 0
    made.__repr__, made.__eq__, made.__hash__ = _repr, _eq, _hash
    made.__setattr__ = made.__delattr__ = _refuse
    made.__reduce__ = _reduce
    return made


class Member(NamedTuple):
    """A field of a value; `default` and `factory` are MISSING where there is none."""

    default: Any
    factory: Any
    kw_only: bool
    metadata: Mapping[str, Any]

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is MISSING and self.factory is MISSING


def _member(given: Any, *, kw_only: bool) -> Member:  # noqa: ANN401 - whatever stands after the `=`
    if isinstance(given, Field):
        own = kw_only if given.kw_only is MISSING else bool(given.kw_only)
        return Member(given.default, given.default_factory, own, given.metadata)
    return Member(given, MISSING, kw_only, {})


def is_value(one: object) -> bool:
    """Whether `one` is a value or a class of values."""
    return hasattr(one, "__value_members__")


def members(of: object) -> Mapping[str, Member]:
    """Return the fields of a value or of a class of values, in order: `dataclasses.fields` without its cost."""
    known: Mapping[str, Member] = of.__value_members__  # type: ignore[attr-defined]
    return known


class _LazyFields:
    """Makes what `dataclasses` knows of a class when somebody asks: most classes are never asked."""

    def __init__(self, plain: type, *, kw_only: bool) -> None:
        self.plain, self.kw_only = plain, kw_only

    def __get__(self, one: object, cls: Any) -> Any:  # noqa: ANN401
        known: Any = dataclass(self.plain, init=False, repr=False, eq=False, kw_only=self.kw_only)
        owner: Any = next(base for base in cls.__mro__ if base.__dict__.get("__dataclass_fields__") is self)
        owner.__dataclass_params__ = known.__dataclass_params__
        owner.__dataclass_fields__ = known.__dataclass_fields__
        return owner.__dataclass_fields__


def _first(self: Any, *given: object, **named: object) -> None:  # noqa: ANN401
    """Stand for `__init__` until a class proves to be used: to compile its own takes as long as some thirty of these."""
    owner: Any = next(base for base in type(self).__mro__ if base.__dict__.get("__init__") is _first)
    owner.__value_uses__ += 1
    if owner.__value_uses__ > SELDOM or not _fill(self, owner, given, named):
        owner.__init__ = _initialiser(owner)
        owner.__init__(self, *given, **named)


def _fill(self: Any, owner: Any, given: tuple[object, ...], named: dict[str, object]) -> bool:  # noqa: ANN401
    """Set the fields as the initialiser would; False if what is given does not fit, which it will say."""
    held = dict(zip(owner.__match_args__, given, strict=False))
    if len(held) < len(given) or not held.keys().isdisjoint(named) or not named.keys() <= owner.__value_members__.keys():
        return False
    held |= named
    for name, member in owner.__value_members__.items():
        if name not in held:
            if member.required:
                return False
            held[name] = member.default if member.factory is MISSING else member.factory()
        object.__setattr__(self, name, held[name])
    return True


def _initialiser(owner: Any) -> Any:  # noqa: ANN401 - a function with the fields' own signature
    """Return `__init__(self, ...)`, positional fields first; a default factory is called when its field is not given."""
    members: dict[str, Member] = owner.__value_members__
    known: dict[str, Any] = {"_missing": MISSING} | {f"_set_{name}": getattr(owner, name).__set__ for name in members}
    positional: list[str] = ["self"]
    keyword: list[str] = []
    body: list[str] = []
    for name, (default, factory, kw_only, _) in members.items():
        given = name
        if default is not MISSING:
            known[f"_{name}"] = default
            parameter = f"{name}=_{name}"
        elif factory is not MISSING:
            known[f"_{name}"] = factory
            parameter = f"{name}=_missing"
            given = f"_{name}() if {name} is _missing else {name}"
        else:
            parameter = name
        (keyword if kw_only else positional).append(parameter)
        body.append(f" _set_{name}(self, {given})")
    parameters = ", ".join([*positional, *(["*", *keyword] if keyword else [])])
    exec(f"def __init__({parameters}):\n" + ("\n".join(body) or " pass"), known)  # noqa: S102 - names of our own fields
    return known["__init__"]


def replace(one: T, /, **changes: object) -> T:
    """Return a frozen dataclass with some fields changed: `dataclasses.replace` in a fifth of its time."""
    cls: Any = type(one)
    names, read = _reader(cls)
    return cls(**{**dict(zip(names, read(one), strict=True)), **changes})  # type: ignore[no-any-return]


@cache
def _reader(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:  # noqa: ANN401
    """Return the names of a dataclass's fields, and what reads them all."""
    names = tuple(cls.__value_members__ if hasattr(cls, "__value_members__") else cls.__dataclass_fields__)
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda one: tuple(getattr(one, name) for name in names)


def _values(self: Any) -> tuple[Any, ...]:  # noqa: ANN401
    cls: Any = type(self)
    return _reader(cls)[1](self)


def _repr(self: Any) -> str:  # noqa: ANN401
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__value_members__)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: object, other: object) -> bool:
    if type(self) is not type(other):
        return NotImplemented  # type: ignore[no-any-return]  # as every __eq__ may
    return _values(self) == _values(other)


def _hash(self: object) -> int:
    return hash(_values(self))


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} is frozen")


def _reduce(self: object) -> tuple[Any, ...]:
    return _rebuild, (type(self), _values(self))


def _rebuild(cls: type[T], held: tuple[Any, ...]) -> T:
    made = object.__new__(cls)
    for name, each in zip(cls.__value_members__, held, strict=True):  # type: ignore[attr-defined]
        object.__setattr__(made, name, each)
    return made
