"""The study days that branches have had, and which of them count."""

from collections.abc import Collection
from datetime import date

from storage.database import Transaction
from storage.tables.deeds import branch_days
from storage.upserts import insert_into
from storage.values.people import UnitId


async def open_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that branches have these study days, unless they were put down before."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": True} for unit, day in days]
    await tx.run_many(insert_into(branch_days, tx.dialect).on_conflict_do_nothing(), rows)


async def spoil_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that these days break nobody's streak: the bot did not post all that was due."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": False} for unit, day in days]
    filled = insert_into(branch_days, tx.dialect)
    await tx.run_many(
        filled.on_conflict_do_update(index_elements=["unit_id", "day"], set_={"counts": False}),
        rows,
    )
