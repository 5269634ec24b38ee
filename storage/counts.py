"""How many have done what of a branch's day: for counters on buttons, and for results."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.lists import numbers_in
from storage.people import by_themselves
from storage.presence import on_day
from storage.tables.deeds import answers, check_ins
from storage.tables.organisation import memberships, persons
from storage.unit_days import named
from storage.values.days import PostingId
from storage.values.people import UnitId


async def check_ins_of(
    tx: Transaction, unit_days: Collection[tuple[UnitId, date]]
) -> dict[tuple[UnitId, date], int]:
    """How many members with Telegram have checked in, by branch and day; the others stand apart
    from the daily count."""
    query = (
        select(check_ins.c.unit_id, check_ins.c.day, func.count().label("times"))
        .join_from(check_ins, persons, persons.c.id == check_ins.c.person_id)
        .where(by_themselves())
        .where(among(check_ins.c.unit_id, "units"), among(check_ins.c.day, "days"))
        .group_by(check_ins.c.unit_id, check_ins.c.day)
    )
    rows = await tx.rows(query, named(unit_days))
    found = {(UnitId(r.unit_id), date.fromisoformat(r.day)): r.times for r in rows}
    return {key: found.get(key, 0) for key in unit_days}


async def reached(
    tx: Transaction, unit_days: Collection[tuple[UnitId, date]]
) -> dict[tuple[UnitId, date], int]:
    """How many people with Telegram are at home, by branch and day."""
    found = dict.fromkeys(unit_days, 0)
    for day in {day for _, day in unit_days}:
        query = (
            select(memberships.c.unit_id, func.count().label("people"))
            .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
            .where(
                among(memberships.c.unit_id, "units"),
                memberships.c.home,
                on_day(memberships, day),
                by_themselves(),
            )
            .group_by(memberships.c.unit_id)
        )
        branches = [unit for unit, each in unit_days if each == day]
        for row in await tx.rows(query, {"units": branches}):
            found[UnitId(row.unit_id), day] = row.people
    return found


async def choices(
    tx: Transaction, posting_ids: Collection[PostingId]
) -> dict[PostingId, Sequence[tuple[int, ...]]]:
    """What everybody chose in these questions."""
    query = select(answers.c.posting_id, answers.c.chosen).where(
        among(answers.c.posting_id, "postings")
    )
    found: dict[PostingId, list[tuple[int, ...]]] = {each: [] for each in posting_ids}
    for row in await tx.rows(query, {"postings": list(posting_ids)}):
        found[PostingId(row.posting_id)].append(numbers_in(row.chosen))
    return dict(found)
