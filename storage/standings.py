"""What standings are made of: members' points, added up from their days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, case, func, or_, select, union_all

from storage.database import Transaction
from storage.driver import among
from storage.member_days import has_act
from storage.months import span
from storage.tables.deeds import branch_days, member_days, member_months
from storage.tables.organisation import memberships, pauses, persons
from storage.values.people import PersonId, UnitId
from storage.values.standings import Standing


async def study_days(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> dict[PersonId, int]:
    """On how many days from ``first`` to ``last`` each member could have studied in a branch: the
    days that count there, while it was their home and they were not on leave."""
    day, spans = branch_days.c.day, memberships.c
    query = select(day).where(
        branch_days.c.unit_id == unit_id,
        day.between(first.isoformat(), last.isoformat()),
        branch_days.c.counts,
    )
    counting = [row.day for row in await tx.rows(query)]
    here = and_(spans.unit_id == unit_id, spans.home)
    homes = await tx.rows(select(spans.person_id, spans.since, spans.until).where(here))
    away = select(pauses.c.person_id, pauses.c.first, pauses.c.last).where(
        among(pauses.c.person_id, "people"), pauses.c.last >= first.isoformat()
    )
    leaves: dict[int, list[tuple[str, str]]] = {}
    for row in await tx.rows(away, {"people": list({row.person_id for row in homes})}):
        leaves.setdefault(row.person_id, []).append((row.first, row.last))
    found: dict[PersonId, set[str]] = {}
    for row in homes:
        days = {each for each in counting if row.since <= each <= (row.until or each)}
        off = {d for d in days for begin, end in leaves.get(row.person_id, ()) if begin <= d <= end}
        found.setdefault(PersonId(row.person_id), set()).update(days - off)
    return {person: len(days) for person, days in found.items()}


async def standings(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> Sequence[Standing]:
    """The points that a branch's members with Telegram made there from ``first`` to ``last``.

    Members are those whose home the branch was on any of these days; one who did nothing is in
    the answer with 0, one who has left before ``last`` is marked. Reads the branch's rows of these
    days by an index, and of whole months their sums, so the rest of the organisation costs nothing
    and a year little.
    """
    days, months = member_days.c, member_months.c
    done = union_all(
        select(days.person_id, days.points, case((has_act(), 1), else_=0).label("days")).where(
            days.unit_id == unit_id, among(days.day, "days")
        ),
        select(months.person_id, months.points, months.days).where(
            months.unit_id == unit_id, among(months.month, "months")
        ),
    ).subquery()
    sums = (
        select(
            done.c.person_id,
            func.sum(done.c.points).label("points"),
            func.sum(done.c.days).label("days"),
        )
        .group_by(done.c.person_id)
        .subquery()
    )
    until = memberships.c.until
    stays = case((or_(until.is_(None), until >= last.isoformat()), 1), else_=0)
    at_home = (
        select(memberships.c.person_id, func.max(stays).label("here"))
        .where(
            memberships.c.unit_id == unit_id,
            memberships.c.home,
            memberships.c.since <= last.isoformat(),
            or_(until.is_(None), until >= first.isoformat()),
        )
        .group_by(memberships.c.person_id)
        .subquery()
    )
    query = (
        select(persons.c.id, persons.c.name, sums.c.points, sums.c.days, at_home.c.here)
        .join_from(persons, at_home, at_home.c.person_id == persons.c.id)
        .outerjoin(sums, sums.c.person_id == persons.c.id)
        .where(persons.c.telegram_id.is_not(None))
        .order_by(persons.c.id)
    )
    return [
        Standing(
            PersonId(row.id), row.name, int(row.points or 0), int(row.days or 0), bool(row.here)
        )
        for row in await tx.rows(query, (await span(tx, first, last)).values)
    ]
