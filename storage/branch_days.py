"""The study days that branches have had, and which of them count."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from storage.database import Transaction
from storage.due import recount_due
from storage.tables.deeds import branch_days
from storage.upserts import insert_into
from storage.values.people import UnitId


async def open_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that branches have these study days, unless they were put down before."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": True} for unit, day in days]
    await tx.run_many(insert_into(branch_days, tx.dialect).on_conflict_do_nothing(), rows)
    await _recount(tx, days)


async def spoil_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that these days break nobody's streak: the bot did not post all that was due."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": False} for unit, day in days]
    filled = insert_into(branch_days, tx.dialect)
    await tx.run_many(
        filled.on_conflict_do_update(index_elements=["unit_id", "day"], set_={"counts": False}),
        rows,
    )
    await _recount(tx, days)


async def first_day_of(tx: Transaction, unit_id: UnitId) -> date | None:
    """The first study day that a branch has had, or None."""
    query = select(func.min(branch_days.c.day)).where(branch_days.c.unit_id == unit_id)
    found = await tx.scalar(query)
    return None if found is None else date.fromisoformat(found)


async def _recount(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Count who could have studied on these days."""
    for day in {day for _, day in days}:
        await recount_due(tx, [unit for unit, each in days if each == day], day, day)
