"""Every read that goes to the driver itself is understood by both kinds of database."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import Integer, SelectBase
from sqlalchemy.dialects import sqlite

import storage
from storage.database import Database
from storage.driver import ListOf, Statement


def _reads() -> Iterator[tuple[str, Statement, SelectBase]]:
    for module in iter_modules(storage.__path__, "storage."):
        for name, value in vars(import_module(module.name)).items():
            clause = getattr(value, "_clause", None)
            if isinstance(value, Statement) and isinstance(clause, SelectBase):
                yield f"{module.name}.{name}", value, clause


def _values(clause: SelectBase) -> dict[str, Any]:
    """Something of its type for each parameter that has to be given."""
    asked = [
        each for each in clause.compile(dialect=sqlite.dialect()).binds.values() if each.required
    ]
    return {each.key: _something(each.type) for each in asked}


def _something(kind: Any) -> Any:
    if isinstance(kind, ListOf):
        return [_something(kind.items)]
    return 1 if isinstance(kind, Integer) else "1"


async def test_each_is_understood(database: Database) -> None:
    async with database.reading() as tx:
        names = set()
        for name, statement, clause in _reads():
            assert list(await tx.named_rows(statement, **_values(clause))) == [], name
            names.add(name)
    assert {"storage.duty_people._MEMBERS", "storage.units._SOME"} <= names
