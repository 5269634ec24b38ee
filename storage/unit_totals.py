"""What a branch did day by day, in totals."""

from datetime import date

from msgspec import Struct
from sqlalchemy import case, func, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import days_between
from storage.tables.deeds import member_days
from storage.values.people import UnitId


class DayTotals(Struct, frozen=True):
    """How many people of a branch read, answered and wrote on one day, those without Telegram for
    whom it was put down included."""

    read: int = 0
    answered: int = 0
    noted: int = 0


async def done_by_day(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> dict[date, DayTotals]:
    """The totals of these days; a day on which nobody did anything is left out."""
    c = member_days.c
    read, answered, noted = (
        func.sum(case((column > 0, 1), else_=0)) for column in (c.check_ins, c.answered, c.notes)
    )
    query = (
        select(c.day, read.label("read"), answered.label("answered"), noted.label("noted"))
        .where(c.unit_id == unit_id, among(c.day, "days"))
        .group_by(c.day)
    )
    return {
        date.fromisoformat(row.day): DayTotals(int(row.read), int(row.answered), int(row.noted))
        for row in await tx.rows(query, {"days": days_between(first, last)})
    }
