"""Copying rows from one database into another, whichever kind each of them is."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Executable, Table, func, insert, select

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

_ROWS_AT_ONCE = 1_000
# Tables that speak of themselves: in this order, a row comes after the one that it speaks of.
_WITHIN: Mapping[str, Callable[[Table], ColumnElement[Any]]] = {
    "units": lambda table: func.length(table.c.path),
    "meetings": lambda table: table.c.id,
}

Progress = Callable[[int, int], None]
"""Told how many rows of how many are copied."""

Write = Callable[[Executable, list[dict[str, Any]]], Awaitable[Any]]
"""Runs a statement once for each row."""


async def copy_tables(
    reading: "AsyncConnection", write: Write, tables: Sequence[Table], progress: Progress | None
) -> int:
    """Copy all rows of the tables, which come in an order in which none speaks of a later one; how
    many they were."""
    total = sum([await _count(reading, table) for table in tables])
    done = 0
    for table in tables:
        async for rows in _chunks(reading, table):
            await write(insert(table), rows)
            done += len(rows)
            if progress is not None:
                progress(done, total)
    return total


async def _count(connection: "AsyncConnection", table: Table) -> int:
    return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def _chunks(
    connection: "AsyncConnection", table: Table
) -> AsyncIterator[list[dict[str, Any]]]:
    query = select(table)
    within = _WITHIN.get(table.name)
    if within is not None:
        query = query.order_by(within(table))
    result = await connection.stream(query)
    async for rows in result.mappings().partitions(_ROWS_AT_ONCE):
        yield [dict(row) for row in rows]
