"""A year or a month day by day: what members and branches did, and what was studied."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from storage.database import Transaction
from storage.driver import among
from storage.member_days import member_day_of
from storage.moments import days_between
from storage.tables.deeds import SUMS, check_ins, member_days, unit_days
from storage.tables.work import postings
from storage.values.days import MemberDay, SlotKind
from storage.values.people import PersonId, UnitId
from storage.values.standings import Sums

_NAMES = ("due", "active", "acts", *SUMS)


async def days_of_people(
    tx: Transaction, people: Collection[PersonId], first: date, last: date
) -> dict[PersonId, list[MemberDay]]:
    """What these people did from ``first`` to ``last``, wherever they were at home."""
    c = member_days.c
    query = (
        select(member_days)
        .where(among(c.person_id, "people"), among(c.day, "days"))
        .order_by(c.day)
    )
    found: dict[PersonId, list[MemberDay]] = {person: [] for person in people}
    values = {"people": list(people), "days": days_between(first, last)}
    for row in await tx.rows(query, values):
        found[PersonId(row.person_id)].append(member_day_of(row))
    return found


async def sums_by_day(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> dict[date, Sums]:
    """What was done in a branch on each day from ``first`` to ``last`` that it had."""
    c = unit_days.c
    query = select(c.day, *(c[name] for name in _NAMES)).where(
        c.unit_id == unit_id, among(c.day, "days")
    )
    return {
        date.fromisoformat(row.day): Sums(*(int(row._mapping[name]) for name in _NAMES))
        for row in await tx.rows(query, {"days": days_between(first, last)})
    }


async def items_posted(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> list[tuple[date, str]]:
    """Which items a branch was given from ``first`` to ``last``, by their keys, in their order."""
    c = postings.c
    query = (
        select(c.day, c.item_key)
        .where(
            c.unit_id == unit_id,
            c.kind == SlotKind.MORNING.value,
            c.state == "sent",
            c.day.between(first.isoformat(), last.isoformat()),
            c.item_key.is_not(None),
        )
        .order_by(c.day, c.part, c.id)
    )
    return [(date.fromisoformat(row.day), row.item_key) for row in await tx.rows(query)]


async def read_on(tx: Transaction, person: PersonId, first: date, last: date) -> dict[date, UnitId]:
    """On which days somebody has read, and in which branch."""
    c = check_ins.c
    query = select(c.day, c.unit_id).where(c.person_id == person, among(c.day, "days"))
    rows = await tx.rows(query, {"days": days_between(first, last)})
    return {date.fromisoformat(row.day): UnitId(row.unit_id) for row in rows}
