"""What people did on days, and chose in questions, in a few set-based queries."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import numbers_in
from storage.reads import day_of, read_needed
from storage.tables.deeds import answers, branch_days, member_days, picks
from storage.tables.organisation import units
from storage.values.days import MemberDay, PostingId
from storage.values.people import PersonId, UnitId

_MEMBER_DAYS = Statement(
    select(
        member_days.c.person_id,
        member_days.c.day,
        member_days.c.unit_id,
        member_days.c.check_ins,
        member_days.c.answered,
        member_days.c.right,
        member_days.c.notes,
        member_days.c.points,
        member_days.c.late,
    ).where(among(member_days.c.person_id, "persons"), among(member_days.c.day, "days"))
)


_ANSWERED = Statement(
    select(answers.c.person_id, answers.c.posting_id, answers.c.chosen).where(
        among(answers.c.person_id, "persons"), among(answers.c.posting_id, "postings")
    )
)
_PICKED = Statement(
    select(picks.c.person_id, picks.c.posting_id, picks.c.chosen).where(
        among(picks.c.posting_id, "postings"), among(picks.c.person_id, "persons")
    )
)

Chosen = dict[tuple[PersonId, PostingId], tuple[int, ...]]
"""Options, ascending, by who chose them in which question."""


async def answered(
    tx: Transaction, people: Collection[PersonId], quizzes: Collection[PostingId]
) -> Chosen:
    """What these persons chose first in those of these questions that they have answered."""
    return await _chosen(tx, _ANSWERED, people, quizzes)


async def picked(
    tx: Transaction, people: Collection[PersonId], quizzes: Collection[PostingId]
) -> Chosen:
    """What these persons have picked in these questions, submitted or not."""
    return await _chosen(tx, _PICKED, people, quizzes)


async def _chosen(
    tx: Transaction,
    statement: Statement,
    people: Collection[PersonId],
    quizzes: Collection[PostingId],
) -> Chosen:
    values = {"persons": people, "postings": quizzes}
    (rows,) = await read_needed(tx, (statement, people and quizzes, values))
    return {(row[0], row[1]): numbers_in(row[2]) for row in rows}


# One look into the index for each branch, however long its history is.
_LAST_COUNTING = Statement(
    select(
        units.c.id,
        select(func.max(branch_days.c.day))
        .where(
            branch_days.c.unit_id == units.c.id,
            branch_days.c.day < bindparam("day"),
            branch_days.c.counts,
        )
        .scalar_subquery(),
    ).where(among(units.c.id, "units"))
)


class DaysRead(Struct, frozen=True):
    """What was done on days so far, and branches' last days that count."""

    member_days: dict[tuple[PersonId, date], MemberDay]
    last_counting: dict[tuple[UnitId, date], date | None]


async def read_days(
    tx: Transaction,
    people: Collection[PersonId],
    units: Mapping[date, Collection[UnitId]],
) -> DaysRead:
    """Read these persons' days, and their branches' last days that count.

    ``units`` are the branches by the local day that is asked about.
    """
    texts = [day.isoformat() for day in units]
    days, *counting = await read_needed(
        tx,
        (_MEMBER_DAYS, people and texts, {"persons": people, "days": texts}),
        *(
            (_LAST_COUNTING, ids, {"units": ids, "day": day.isoformat()})
            for day, ids in units.items()
        ),
    )
    return DaysRead(
        member_days={(row[0], day_of(row[1])): _member_day(row) for row in days},
        last_counting={
            (row[0], day): None if row[1] is None else day_of(row[1])
            for day, rows in zip(units, counting, strict=True)
            for row in rows
        },
    )


def _member_day(row: Any) -> MemberDay:
    person_id, text, unit_id, *counts = row
    return MemberDay(person_id, unit_id, day_of(text), *counts)
