"""What people did on days, from the deeds themselves and not from any sums."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct
from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.keys import Index
from storage.lists import numbers_in
from storage.tables.deeds import (
    answers,
    branch_days,
    check_ins,
    member_days,
    notes,
    unit_days,
)
from storage.tables.organisation import memberships
from storage.tables.programme import questions
from storage.tables.work import postings
from storage.values.days import QuestionId, VersionId
from storage.values.people import PersonId, UnitId


class Done(Struct, frozen=True):
    """So many deeds of one kind that somebody did on a day, counted in a branch."""

    person_id: PersonId
    day: date
    unit_id: UnitId
    times: int = 1


class Chosen(Struct, frozen=True):
    """What somebody chose first in a question; ``index`` says by which key it is marked."""

    done: Done
    chosen: tuple[int, ...]
    index: Index


async def checked_in(
    tx: Transaction, people: Collection[PersonId], days: Collection[str]
) -> list[Done]:
    """These people's check-ins of these days."""
    c = check_ins.c
    query = select(c.person_id, c.day, c.unit_id).where(
        among(c.day, "days"), among(c.person_id, "people")
    )
    rows = await tx.rows(query, {"days": list(days), "people": list(people)})
    return [Done(PersonId(r.person_id), date.fromisoformat(r.day), UnitId(r.unit_id)) for r in rows]


async def wrote(tx: Transaction, people: Collection[PersonId], days: Collection[str]) -> list[Done]:
    """How many of these people's notes of these days there still are."""
    c = notes.c
    query = (
        select(c.person_id, c.day, func.max(c.unit_id).label("unit"), func.count().label("times"))
        .where(among(c.person_id, "people"), among(c.day, "days"))
        .group_by(c.person_id, c.day)
    )
    rows = await tx.rows(query, {"days": list(days), "people": list(people)})
    return [
        Done(PersonId(r.person_id), date.fromisoformat(r.day), UnitId(r.unit), r.times)
        for r in rows
    ]


async def answered(
    tx: Transaction, people: Collection[PersonId], days: Collection[str]
) -> list[Chosen]:
    """What these people answered on these days. An answer counts where somebody belonged."""
    a, p = answers.c, postings.c
    theirs = select(memberships.c.unit_id).where(among(memberships.c.person_id, "people"))
    query = (
        select(
            a.person_id,
            a.unit_id,
            a.chosen,
            p.day,
            p.question_id,
            p.revision,
            questions.c.revision.label("newest"),
        )
        .join_from(postings, answers, a.posting_id == p.id)
        .join(questions, questions.c.id == p.question_id)
        .where(p.unit_id.in_(theirs), among(p.day, "days"), among(a.person_id, "people"))
    )
    rows = await tx.rows(query, {"days": list(days), "people": list(people)})
    return [
        Chosen(
            Done(PersonId(row.person_id), date.fromisoformat(row.day), UnitId(row.unit_id)),
            numbers_in(row.chosen),
            (QuestionId(row.question_id), row.revision, row.newest),
        )
        for row in rows
    ]


async def version_of_day(tx: Transaction, unit_id: UnitId, day: date) -> VersionId | None:
    """The programme's version that a branch studied on a day, or last before it."""
    p = postings.c
    query = (
        select(p.version_id)
        .where(p.unit_id == unit_id, p.day <= day.isoformat())
        .order_by(p.day.desc(), p.id.desc())
        .limit(1)
    )
    found = await tx.scalar(query)
    return None if found is None else VersionId(found)


async def people_after(tx: Transaction, after: int, limit: int) -> list[PersonId]:
    """The next people by their numbers, from behind ``after`` on."""
    c = memberships.c
    query = select(c.person_id).where(c.person_id > after).distinct()
    rows = await tx.rows(query.order_by(c.person_id).limit(limit))
    return [PersonId(row.person_id) for row in rows]


async def first_and_last(tx: Transaction) -> tuple[date, date] | None:
    """The first and the last day with any deed, with any that was due, or with sums, or None."""
    found = [
        await tx.first(
            select(func.min(table.c.day).label("first"), func.max(table.c.day).label("last"))
        )
        for table in (check_ins, answers, notes, member_days, branch_days, unit_days)
    ]
    firsts = [row.first for row in found if row is not None and row.first]
    lasts = [row.last for row in found if row is not None and row.last]
    if not firsts:
        return None
    return date.fromisoformat(min(firsts)), date.fromisoformat(max(lasts))
