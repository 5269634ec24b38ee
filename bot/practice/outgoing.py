"""Holds every object that leaves the server against the description.

A fault found here is the practice server's own, never the bot's: a required field is missing, a
field is unknown, or a value is of the wrong type. It is raised loudly.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from bot.practice.spec import Field, load

Check = Callable[[Any, str], None]


class OwnFault(AssertionError):
    """The practice server was about to say something that Telegram never says."""


def check_result(method: str, value: Any) -> None:
    """Raise :class:`OwnFault` when ``value`` can't be the result of ``method``."""
    _result_check(method)(value, method)


def check_object(type_name: str, value: Any) -> None:
    """Raise :class:`OwnFault` when ``value`` is not a whole object of type ``type_name``."""
    _object_check(type_name)(value, type_name)


@cache
def _result_check(method: str) -> Check:
    return _check_of(load().methods[method].returns)


@cache
def _object_check(name: str) -> Check:
    shape = load().types[name]
    required = frozenset(field.name for field in shape.fields.values() if field.required)
    checks: dict[str, Check] = {}

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise OwnFault(f"{where} must be {name}, not {value!r}")
        if missing := required - value.keys():
            raise OwnFault(f"{where} lacks {sorted(missing)} of {shape.place}")
        for key, inner in value.items():
            found = checks.get(key)
            if found is None:
                if key not in shape.fields:
                    raise OwnFault(f"{where} has {key!r}, which {shape.place} does not know")
                found = checks[key] = _field_check(shape.fields[key])
            found(inner, f"{where}.{key}")

    return check


def _field_check(field: Field) -> Check:
    if not field.constants:
        return _check_of(field.types)

    def check(value: Any, where: str) -> None:
        if value not in field.constants:
            raise OwnFault(f"{where} must be {field.constants[0]!r}, not {value!r}")

    return check


def _check_of(names: tuple[str, ...]) -> Check:
    if len(names) == 1:
        return _one_check(names[0])
    checks = tuple(_one_check(name) for name in names)

    def check(value: Any, where: str) -> None:
        faults = []
        for attempt in checks:
            try:
                return attempt(value, where)
            except OwnFault as fault:
                faults.append(str(fault))
        raise OwnFault("; ".join(faults))

    return check


def _one_check(name: str) -> Check:
    if name.startswith("Array of "):
        return _array_check(_check_of(tuple(name.removeprefix("Array of ").split(" | "))))
    if name in _PLAIN:
        return _plain_check(name, _PLAIN[name])
    if name in load().types:
        return _object_check(name)
    return lambda value, where: None


def _array_check(inner: Check) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise OwnFault(f"{where} must be a list, not {value!r}")
        for item in value:
            inner(item, where)

    return check


def _plain_check(name: str, kinds: tuple[type, ...]) -> Check:
    def check(value: Any, where: str) -> None:
        if type(value) not in kinds:
            raise OwnFault(f"{where} must be {name}, not {value!r}")

    return check


_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}
