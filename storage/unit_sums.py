"""A branch's day in sums: what its members did, added up with each deed.

The hot way adds what a batch changed (:func:`grown`); the rare ways, which move or mark days
afresh, have the day counted again from its members' days (:func:`recount_done`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, case, func, select

from storage.database import Transaction
from storage.driver import Statement, Write, among
from storage.member_days import has_act
from storage.months import month_of, recount_months
from storage.tables.deeds import SUMS, member_days, member_months, unit_days, unit_months
from storage.upserts import insert_into
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId

Before = Mapping[tuple[PersonId, date], MemberDay]
"""What a member's day held before it was changed; a day that held nothing may be left out."""

_DONE = ("active", "acts", *SUMS)
_Key = TypeVar("_Key")
_Cells = dict[_Key, list[int]]


class _Adding:
    """An insert for both databases whose values are added to those of a row that is there."""

    def __init__(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        self._statement = Statement(partial(_adding, table, names), names)

    def of(self, rows: Iterable[Sequence[Any]]) -> Write:
        """What is to be written."""
        return self._statement, list(rows)


def _adding(table: Table, names: list[str], dialect: str) -> Any:
    filled = insert_into(table, dialect).values({name: bindparam(name) for name in names})
    key = [column.name for column in table.primary_key]
    added = {n: table.c[n] + filled.excluded[n] for n in names if n not in (*key, "due")}
    return filled.on_conflict_do_update(index_elements=key, set_=added)


_UNIT_DAYS, _UNIT_MONTHS = _Adding(unit_days), _Adding(unit_months)
_MEMBER_MONTHS = _Adding(member_months)


def grown(rows: Iterable[MemberDay], before: Before) -> Write:
    """The branches' days that changed with these members' days."""
    cells: _Cells[tuple[date, UnitId]] = {}
    for row in rows:
        _add(cells, (row.day, row.unit_id), row, before.get((row.person_id, row.day)))
    return _UNIT_DAYS.of(((day.isoformat(), unit, 0, *sums) for (day, unit), sums in cells.items()))


def grown_months(rows: Iterable[MemberDay], before: Before) -> list[Write]:
    """The branches' and members' months that changed with these days, all of summed months."""
    units: _Cells[tuple[str, UnitId]] = {}
    members: _Cells[tuple[str, UnitId, PersonId]] = {}
    for row in rows:
        was, month = before.get((row.person_id, row.day)), month_of(row.day)
        _add(units, (month, row.unit_id), row, was)
        _add(members, (month, row.unit_id, row.person_id), row, was)
    return [
        _UNIT_MONTHS.of(((*key, 0, *sums) for key, sums in units.items())),
        # Of a member, whether anything was done makes a day.
        _MEMBER_MONTHS.of(((*key, sums[0], *sums[2:]) for key, sums in members.items())),
    ]


def _add(cells: _Cells[_Key], key: _Key, row: MemberDay, was: MemberDay | None) -> None:
    """Add what a member's day has gained; a day keeps its branch."""
    cell = cells.get(key)
    if cell is None:
        cell = cells[key] = [0] * len(_DONE)
    _count(cell, row, 1)
    if was is not None:
        _count(cell, was, -1)


def _count(cell: list[int], day: MemberDay, sign: int) -> None:
    # Once for each vote of a noon: in place, and without loops.
    acts = (day.check_ins > 0) + (day.answered > 0) + (day.notes > 0)
    cell[0] += sign if acts else 0
    cell[1] += sign * acts
    cell[2] += sign * day.check_ins
    cell[3] += sign * day.answered
    cell[4] += sign * day.right
    cell[5] += sign * day.notes
    cell[6] += sign * day.points
    cell[7] += sign * day.late


async def recount_done(tx: Transaction, unit_days_: Collection[tuple[UnitId, date]]) -> None:
    """Count again what was done in branches on days, and the months that they lie in."""
    by_day: dict[date, set[UnitId]] = {}
    for unit, day in unit_days_:
        by_day.setdefault(day, set()).add(unit)
    for day, units in by_day.items():
        await _recount(tx, day, units)
    months: dict[str, set[UnitId]] = {}
    for day, units in by_day.items():
        months.setdefault(month_of(day), set()).update(units)
    for month, units in months.items():
        await recount_months(tx, units, [month])


async def _recount(tx: Transaction, day: date, units: Collection[UnitId]) -> None:
    values: dict[str, Any] = {"units": list(units), "days": [day.isoformat()]}
    found = {row.unit_id: row for row in await tx.rows(done_by_unit(), values)}
    rows = [
        {"day": day.isoformat(), "unit_id": unit, "due": 0}
        | {name: int(found[unit]._mapping[name]) if unit in found else 0 for name in _DONE}
        for unit in units
    ]
    filled = insert_into(unit_days, tx.dialect)
    changed = {name: filled.excluded[name] for name in _DONE}
    await tx.run_many(
        filled.on_conflict_do_update(index_elements=["day", "unit_id"], set_=changed), rows
    )


def done_by_unit() -> Any:
    """What was done in each of the branches ``units`` on each of the days ``days``."""
    d = member_days.c
    acts = [case((column > 0, 1), else_=0) for column in (d.check_ins, d.answered, d.notes)]
    return (
        select(
            d.day,
            d.unit_id,
            func.sum(case((has_act(), 1), else_=0)).label("active"),
            func.sum(acts[0] + acts[1] + acts[2]).label("acts"),
            *(func.sum(d[name]).label(name) for name in SUMS),
        )
        .where(among(d.unit_id, "units"), among(d.day, "days"))
        .group_by(d.day, d.unit_id)
    )
