"""A person's whole history of days, from which a streak can be worked out afresh."""

from datetime import date

from sqlalchemy import delete, or_, select

from storage.database import Transaction
from storage.tables.deeds import branch_days, check_ins, member_days
from storage.tables.organisation import memberships
from storage.values.people import PersonId


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


async def days_counting(tx: Transaction, person_id: PersonId) -> list[date]:
    """The days that count for a person's streak: those of the branch that was home that day."""
    b, m = branch_days.c, memberships.c
    query = (
        select(b.day)
        .join_from(branch_days, memberships, m.unit_id == b.unit_id)
        .where(
            m.person_id == person_id,
            m.home,
            b.counts,
            b.day >= m.since,
            or_(m.until.is_(None), b.day <= m.until),
        )
    )
    return [date.fromisoformat(row.day) for row in await tx.rows(query)]
