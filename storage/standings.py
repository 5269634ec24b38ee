"""What standings are made of: members' points, added up from their days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select

from storage.database import Transaction
from storage.tables.deeds import member_days
from storage.tables.organisation import memberships, persons
from storage.values.people import PersonId, UnitId
from storage.values.standings import Standing


async def standings(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> Sequence[Standing]:
    """The points that a branch's members with Telegram made there from ``first`` to ``last``.

    Members are those whose home the branch was on any of these days; one who did nothing is in
    the answer with 0. Reads the branch's own days by its index, so the rest of the organisation
    and the years before cost nothing.
    """
    days = (
        select(
            member_days.c.person_id,
            func.sum(member_days.c.points).label("points"),
            func.count().label("days"),
        )
        .where(
            member_days.c.unit_id == unit_id,
            member_days.c.day.between(first.isoformat(), last.isoformat()),
            or_(
                member_days.c.check_ins > 0,
                member_days.c.answered > 0,
                member_days.c.notes > 0,
            ),
        )
        .group_by(member_days.c.person_id)
        .subquery()
    )
    at_home = (
        select(memberships.c.person_id)
        .where(
            memberships.c.unit_id == unit_id,
            memberships.c.home,
            memberships.c.since <= last.isoformat(),
            or_(memberships.c.until.is_(None), memberships.c.until >= first.isoformat()),
        )
        .distinct()
        .subquery()
    )
    query = (
        select(persons.c.id, persons.c.name, days.c.points, days.c.days)
        .join_from(persons, at_home, at_home.c.person_id == persons.c.id)
        .outerjoin(days, days.c.person_id == persons.c.id)
        .where(persons.c.telegram_id.is_not(None))
        .order_by(persons.c.id)
    )
    return [
        Standing(PersonId(row.id), row.name, int(row.points or 0), int(row.days or 0))
        for row in await tx.rows(query)
    ]
