"""A person's and a branch's whole history of days, from which a streak can be worked out afresh."""

from datetime import date

from sqlalchemy import delete, or_, select

from storage.database import Transaction
from storage.tables.deeds import branch_days, check_ins, member_days
from storage.values.people import PersonId, UnitId


async def delete_check_in(tx: Transaction, person_id: PersonId, day: date) -> None:
    """Take a check-in out again."""
    await tx.run(
        delete(check_ins).where(
            check_ins.c.person_id == person_id, check_ins.c.day == day.isoformat()
        )
    )


async def days_acted(tx: Transaction, person_id: PersonId) -> list[date]:
    """The days on which a person did anything at all."""
    c = member_days.c
    query = select(c.day).where(
        c.person_id == person_id, or_(c.check_ins > 0, c.answered > 0, c.notes > 0)
    )
    return [date.fromisoformat(row.day) for row in await tx.rows(query)]


async def days_counting(tx: Transaction, unit_id: UnitId) -> list[date]:
    """The days of a branch that count for streaks."""
    query = select(branch_days.c.day).where(branch_days.c.unit_id == unit_id, branch_days.c.counts)
    return [date.fromisoformat(row.day) for row in await tx.rows(query)]
