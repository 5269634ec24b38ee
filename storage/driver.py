"""Statements that run on the database driver's own connection.

A batch of a hundred updates costs a third of the time when its few reads and writes skip
SQLAlchemy's execution, while its tables and SQL builder still write the text, once for each kind
of database.
"""

import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ClauseElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine


@cache
def _dialect(name: str) -> Dialect:
    # Imported late: a bot on SQLite would keep 5 MB of the other, and start later, for nothing.
    if name == "postgresql":
        from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg  # noqa: PLC0415

        return cast(Callable[[], Dialect], PGDialect_asyncpg)()
    from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite  # noqa: PLC0415

    return SQLiteDialect_aiosqlite(paramstyle="qmark")


class ListOf(TypeDecorator[Any]):
    """A list as one value: an array in PostgreSQL, JSON text in SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, items: TypeEngine[Any]) -> None:
        super().__init__()
        self.items = items

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return Text()
        from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 (as above)

        return ARRAY(self.items)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        listed = list(value)
        return listed if dialect.name == "postgresql" else json.dumps(listed)


class Among(ColumnElement[bool]):
    """``column`` is one of the values of a list parameter: one text, however long the list."""

    # What tells one from another, so that SQLAlchemy compiles a query with it only once.
    _traverse_internals = [  # noqa: RUF012 - its base declares it so
        ("column", InternalTraversal.dp_clauseelement),
        ("parameter", InternalTraversal.dp_clauseelement),
    ]
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], parameter: BindParameter[Any]) -> None:
        self.column = column
        self.parameter = parameter

    def self_group(self, against: Any = None) -> "Among":
        # It is a condition already: SQLAlchemy's "= 1" for SQLite would hide it from the indexes.
        return self


@compiles(Among, "sqlite")
def _among_in_sqlite(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    return f"{column} IN (SELECT value FROM json_each({compiler.process(element.parameter, **kw)}))"


@compiles(Among, "postgresql")
def _among_in_postgresql(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    return f"{column} = ANY ({compiler.process(element.parameter, **kw)})"


def among(column: ColumnElement[Any], name: str) -> Among:
    """The condition that ``column`` is in the list given as parameter ``name``."""
    items: TypeEngine[Any] = Text() if isinstance(column.type, Text) else BigInteger()
    return Among(column, bindparam(name, type_=ListOf(items)))


class Statement:
    """A statement compiled once for each kind of database, and run by the driver itself.

    Parameters that are lists become what :class:`ListOf` makes of them; all others must be
    integers, text or None, which both drivers take as they are (booleans too). ``order`` names the
    parameters of a statement that is run for many rows, in the order in which rows hold them. A
    statement that each kind of database has in words of its own is given as what makes it.
    """

    def __init__(
        self, clause: ClauseElement | Callable[[str], ClauseElement], order: Sequence[str] = ()
    ) -> None:
        self._clause = clause
        self._order = order
        self._compiled: dict[str, tuple[str, Sequence[str], Mapping[str, Any]]] = {}

    @cached_property
    def row(self) -> Callable[[Iterable[Any]], Any]:
        """Makes of a row, as the driver gives it, one whose columns have their names."""
        columns = cast(Any, self._clause).selected_columns
        # What it is made of is known only now.
        made: Any = namedtuple("Row", columns.keys())  # type: ignore[misc]
        return cast(Callable[[Iterable[Any]], Any], made._make)

    def _for(self, dialect: str) -> tuple[str, Sequence[str], Mapping[str, Any]]:
        found = self._compiled.get(dialect)
        if found is None:
            made = self._clause
            clause = made if isinstance(made, ClauseElement) else made(dialect)
            compiled = cast(SQLCompiler, clause.compile(dialect=_dialect(dialect)))
            constants = {k: v for k, v in compiled.params.items() if v is not None}
            found = (str(compiled), list(compiled.positiontup or ()), constants)
            self._compiled[dialect] = found
        return found

    def asked(self, dialect: str, values: Mapping[str, Any]) -> "Asked":
        """The text and the values to read with."""
        sql, names, constants = self._for(dialect)
        return sql, [_plain(values.get(n, constants.get(n)), dialect) for n in names]

    def written(self, dialect: str, rows: Sequence[Sequence[Any]]) -> "Asked":
        """The text and the rows to write."""
        sql, names, _ = self._for(dialect)
        assert list(names) == list(self._order), (names, self._order)
        return sql, rows


Asked = tuple[str, Sequence[Any]]
Read = tuple[Statement, Mapping[str, Any]]
Write = tuple[Statement, Sequence[Sequence[Any]]]


async def read_all(driver: Any, dialect: str, reads: Sequence[Read]) -> Sequence[Sequence[Any]]:
    """The rows of each query, as the driver gives them."""
    asked = [statement.asked(dialect, values) for statement, values in reads]
    if dialect == "postgresql":
        return [await driver.fetch(sql, *values) for sql, values in asked]
    return cast(Sequence[Sequence[Any]], await _at_once(driver, _fetch, asked))


async def write_all(driver: Any, dialect: str, writes: Sequence[Write]) -> None:
    """Run each statement once for each of its rows."""
    asked = [statement.written(dialect, rows) for statement, rows in writes if rows]
    if dialect == "postgresql":
        for sql, rows in asked:
            await driver.executemany(sql, rows)
    elif asked:
        await _at_once(driver, _execute, asked)


async def _at_once(driver: Any, doing: Callable[..., Any], asked: Sequence[Asked]) -> Any:
    # aiosqlite's own way into the connection's thread: it costs as much as several of our
    # statements do, and its public methods go there and back for each.
    return await driver._execute(doing, driver._conn, asked)


def _fetch(connection: sqlite3.Connection, asked: Sequence[Asked]) -> list[list[Any]]:
    return [connection.execute(sql, values).fetchall() for sql, values in asked]


def _execute(connection: sqlite3.Connection, asked: Sequence[Asked]) -> None:
    for sql, rows in asked:
        connection.executemany(sql, rows)


def _plain(value: Any, dialect: str) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value) if dialect == "postgresql" else json.dumps(list(value))
    return value
