"""People's whole histories of days, from which streaks can be worked out afresh."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, not_, or_, select

from storage.database import Transaction
from storage.driver import among
from storage.member_days import has_act
from storage.moments import days_between, moment
from storage.presence import on_leave
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


async def check_in_time(tx: Transaction, person_id: PersonId, day: date) -> datetime | None:
    """When a person checked in for a day, or None."""
    query = select(check_ins.c.at).where(
        check_ins.c.person_id == person_id, check_ins.c.day == day.isoformat()
    )
    at = await tx.scalar(query)
    return None if at is None else moment(at)


async def days_acted(tx: Transaction, people: Collection[PersonId]) -> dict[PersonId, list[date]]:
    """The days on which these people did anything at all; who never did is left out."""
    c = member_days.c
    first = await tx.scalar(select(func.min(c.day)))
    last = await tx.scalar(select(func.max(c.day)))
    if first is None:
        return {}
    days = days_between(date.fromisoformat(first), date.fromisoformat(last))
    query = select(c.person_id, c.day).where(
        among(c.day, "days"),
        among(c.person_id, "people"),
        has_act(),
    )
    query = query.order_by(c.day)
    return _by_person(await tx.rows(query, {"days": days, "people": list(people)}))


async def days_counting(
    tx: Transaction, people: Collection[PersonId]
) -> dict[PersonId, list[date]]:
    """The days that count for these people's streaks: those of the branch that was each one's
    home that day, without days of leave."""
    b, m = branch_days.c, memberships.c
    query = (
        select(m.person_id, b.day)
        .join_from(branch_days, memberships, m.unit_id == b.unit_id)
        .where(
            among(m.person_id, "people"),
            m.home,
            b.counts,
            b.day >= m.since,
            or_(m.until.is_(None), b.day <= m.until),
            not_(on_leave(m.person_id, b.day)),
        )
        .order_by(b.day)
    )
    return _by_person(await tx.rows(query, {"people": list(people)}))


def _by_person(rows: Sequence[Row[Any]]) -> dict[PersonId, list[date]]:
    found: dict[PersonId, list[date]] = {}
    for row in rows:
        found.setdefault(PersonId(row.person_id), []).append(date.fromisoformat(row.day))
    return found
