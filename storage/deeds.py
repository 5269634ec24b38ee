"""What one person did: sums of days, and answers given."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, select

from storage.database import Transaction
from storage.driver import among
from storage.lists import numbers_in
from storage.member_days import has_act
from storage.moments import days_between
from storage.tables.deeds import answers, member_days
from storage.values.days import PostingId
from storage.values.people import PersonId
from storage.values.standings import Totals


async def totals(tx: Transaction, person_id: PersonId, first: date, last: date) -> Totals:
    """The sums of a person's days from ``first`` to ``last``, in whatever branch they were."""
    columns = member_days.c
    sums = [
        func.coalesce(func.sum(column), 0).label(column.name)
        for column in (
            columns.check_ins,
            columns.answered,
            columns.right,
            columns.notes,
            columns.points,
            columns.late,
        )
    ]
    days = func.coalesce(func.sum(case((has_act(), 1), else_=0)), 0).label("days")
    row = await tx.first(
        select(*sums, days).where(
            columns.person_id == person_id,
            among(columns.day, "days"),
        ),
        {"days": days_between(first, last)},
    )
    assert row is not None
    # PostgreSQL sums whole numbers as decimals.
    return Totals(*(int(value) for value in row))


async def answers_to(
    tx: Transaction, person_id: PersonId, posting_ids: Collection[PostingId]
) -> dict[PostingId, tuple[int, ...]]:
    """What a person chose in these questions; those not answered are left out."""
    query = select(answers.c.posting_id, answers.c.chosen).where(
        answers.c.person_id == person_id, among(answers.c.posting_id, "postings")
    )
    rows = await tx.rows(query, {"postings": list(posting_ids)})
    return {PostingId(row.posting_id): numbers_in(row.chosen) for row in rows}
