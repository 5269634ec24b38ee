"""Summing up branches' days and months again, and telling how many rows were not as they should.

A row of nothing is as good as none.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, select, update

from storage.database import Transaction
from storage.driver import among
from storage.due import recount_due
from storage.months import days_in, recount_months
from storage.tables.deeds import member_days, member_months, unit_days, unit_months
from storage.tables.organisation import units
from storage.unit_sums import recount_done
from storage.values.people import UnitId

_TABLES = (unit_days, unit_months, member_months)
_Rows = dict[tuple[Any, ...], tuple[int, ...]]


async def all_units(tx: Transaction) -> list[UnitId]:
    """All units, by their numbers."""
    return [UnitId(row.id) for row in await tx.rows(select(units.c.id).order_by(units.c.id))]


async def rebuild_units(
    tx: Transaction, unit_ids: Collection[UnitId], month: str
) -> tuple[int, int]:
    """Sum these branches' days of a month up again, from their members' days, and the month from
    its days; how many rows of days and of months were different. A month that is not summed up yet
    has none."""
    days = days_in(month)
    values = {"units": list(unit_ids), "days": days, "months": [month]}
    before = [await _rows(tx, table, values) for table in _TABLES]
    await _recount_days(tx, unit_ids, days, before[0])
    await recount_months(tx, unit_ids, [month])
    after = [await _rows(tx, table, values) for table in _TABLES]
    by_day, *by_month = map(_differing, before, after)
    return by_day, sum(by_month)


async def _recount_days(
    tx: Transaction, unit_ids: Collection[UnitId], days: Sequence[str], before: _Rows
) -> None:
    values = {"units": list(unit_ids), "days": days}
    here = among(unit_days.c.unit_id, "units"), among(unit_days.c.day, "days")
    await tx.run(update(unit_days).where(*here).values(due=0), values)
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    await recount_due(tx, unit_ids, first, last)
    known = [(unit, day) for day, unit in before]
    c = member_days.c
    query = select(c.unit_id, c.day).where(among(c.unit_id, "units"), among(c.day, "days"))
    known += [(row.unit_id, row.day) for row in await tx.rows(query.distinct(), values)]
    await recount_done(tx, {(UnitId(unit), date.fromisoformat(day)) for unit, day in known})


async def _rows(tx: Transaction, table: Table, values: Mapping[str, Any]) -> _Rows:
    """The rows of these branches and times, by their keys; those of nothing are left out."""
    time = among(table.c.day, "days") if "day" in table.c else among(table.c.month, "months")
    width = len(table.primary_key)
    rows = await tx.rows(select(table).where(time, among(table.c.unit_id, "units")), values)
    return {tuple(row[:width]): tuple(row[width:]) for row in rows if any(row[width:])}


def _differing(before: _Rows, after: _Rows) -> int:
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
