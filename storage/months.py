"""Months as the sums of their days, so that years and campaigns cost little.

A month is summed up once it is over everywhere, and off the way of the deeds: a row for each
member would make a noon's writes a third slower, since it is another page of the file for nearly
each of them. From then on whatever changes one of its days changes the sums with it, in the same
transaction; ``summed_months`` says for which months that holds (``month`` is "2026-05"). Only when
all branches are summed up, the month is *whole*: then its sums are read in place of its days.
"""

import calendar
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from sqlalchemy import case, delete, func, insert, select, update

from storage.database import Database, Transaction
from storage.driver import among
from storage.member_days import has_act
from storage.moments import days_between
from storage.tables.deeds import (
    SUMS,
    member_days,
    member_months,
    summed_months,
    unit_days,
    unit_months,
)
from storage.values.people import UnitId

SUM_UP_JOB = "sum-up"
"""The kind of the day's job that sums up the months that are over."""

_AT_ONCE = 200
# The last zone in which a day ends is twelve hours behind UTC.
_OVER_EVERYWHERE = timedelta(hours=12)


class Span(Struct, frozen=True):
    """Days from one to another, as tables hold them: whole months, and the days beside them."""

    months: Sequence[str]
    days: Sequence[str]

    @property
    def values(self) -> dict[str, Sequence[str]]:
        """The values for ``among(month, "months")`` and ``among(day, "days")``."""
        return {"months": self.months, "days": self.days}


def month_of(day: date) -> str:
    """The month of a day, as tables hold it."""
    return day.isoformat()[:7]


def days_in(month: str) -> list[str]:
    """The days of a month, as tables hold them."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return days_between(first, last)


def running_month(now: datetime) -> str:
    """The earliest month that it still is somewhere."""
    return month_of((now.astimezone(UTC) - _OVER_EVERYWHERE).date())


async def span(tx: Transaction, first: date, last: date) -> Span:
    """The days from ``first`` to ``last``, both counted, as whole months as far as can be."""
    query = select(summed_months.c.month).where(summed_months.c.whole)
    found = [row.month for row in await tx.rows(query)]
    inside = [m for m in found if days_in(m)[0] >= str(first) and days_in(m)[-1] <= str(last)]
    months = sorted(inside)
    days = [day for day in days_between(first, last) if day[:7] not in inside]
    return Span(months, days)


async def summed(tx: Transaction, months: Collection[str]) -> list[str]:
    """Those of these months whose sums are kept up to date."""
    query = select(summed_months.c.month).where(among(summed_months.c.month, "months"))
    return [row.month for row in await tx.rows(query, {"months": list(months)})]


async def recount_months(
    tx: Transaction, unit_ids: Collection[UnitId], months: Collection[str]
) -> None:
    """Sum these branches' months up again, as far as they are summed up; the days stand."""
    for month in await summed(tx, months):
        await _recount(tx, list(unit_ids), month)


async def sum_up(database: Database, now: datetime) -> None:
    """Sum up the months that are over everywhere and have not been yet, some branches at a time.

    Cut short and begun again, it comes to the same.
    """
    async with database.reading() as tx:
        first = await tx.scalar(select(func.min(unit_days.c.day)))
        whole = select(summed_months.c.month).where(summed_months.c.whole)
        done = {row.month for row in await tx.rows(whole)}
    month, running = (first or str(date.max))[:7], running_month(now)
    while month < running:
        if month not in done:
            await _sum_up(database, month)
        month = month_of(date.fromisoformat(days_in(month)[-1]) + timedelta(days=1))


async def _sum_up(database: Database, month: str) -> None:
    async with database.writing() as tx:
        if not await summed(tx, [month]):
            await tx.run(insert(summed_months).values(month=month, whole=False))
        query = select(unit_days.c.unit_id).distinct().where(among(unit_days.c.day, "days"))
        units = sorted(r.unit_id for r in await tx.rows(query, {"days": days_in(month)}))
    for at in range(0, len(units), _AT_ONCE):
        async with database.writing() as tx:
            await _recount(tx, units[at : at + _AT_ONCE], month)
    async with database.writing() as tx:
        is_it = summed_months.c.month == month
        await tx.run(update(summed_months).where(is_it).values(whole=True))


async def _recount(tx: Transaction, unit_ids: Sequence[UnitId], month: str) -> None:
    values = {"units": unit_ids, "days": days_in(month)}
    for table in (unit_months, member_months):
        here = table.c.month == month, among(table.c.unit_id, "units")
        await tx.run(delete(table).where(*here), values)
    names = ("due", "active", "acts", *SUMS)
    of_unit = (
        select(*(func.sum(unit_days.c[name]).label(name) for name in names), unit_days.c.unit_id)
        .where(among(unit_days.c.unit_id, "units"), among(unit_days.c.day, "days"))
        .group_by(unit_days.c.unit_id)
    )
    rows = [
        {"month": month, "unit_id": r.unit_id} | {name: int(r._mapping[name]) for name in names}
        for r in await tx.rows(of_unit, values)
    ]
    await tx.run_many(insert(unit_months), rows)
    d = member_days.c
    of_member = (
        select(
            *(func.sum(d[name]).label(name) for name in SUMS),
            func.sum(case((has_act(), 1), else_=0)).label("days"),
            d.unit_id,
            d.person_id,
        )
        .where(among(d.unit_id, "units"), among(d.day, "days"))
        .group_by(d.unit_id, d.person_id)
    )
    rows = [
        {"month": month, "unit_id": r.unit_id, "person_id": r.person_id}
        | {name: int(r._mapping[name]) for name in ("days", *SUMS)}
        for r in await tx.rows(of_member, values)
    ]
    await tx.run_many(insert(member_months), rows)
