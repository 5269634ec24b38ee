"""What one person did: sums of days, and answers given."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, select, union_all

from storage.database import Transaction
from storage.driver import among
from storage.lists import numbers_in
from storage.member_days import has_act
from storage.months import span
from storage.tables.deeds import SUMS, answers, member_days, member_months
from storage.tables.organisation import memberships
from storage.values.days import PostingId
from storage.values.people import PersonId
from storage.values.standings import Totals


async def totals(tx: Transaction, person_id: PersonId, first: date, last: date) -> Totals:
    """The sums of a person's days from ``first`` to ``last``, in whatever branch they were."""
    days, months = member_days.c, member_months.c
    homes = select(memberships.c.unit_id).where(memberships.c.person_id == person_id)
    done = union_all(
        select(*(days[name] for name in SUMS), case((has_act(), 1), else_=0).label("days")).where(
            days.person_id == person_id, among(days.day, "days")
        ),
        # Of a month the branches are named, which lie before the people.
        select(*(months[name] for name in SUMS), months.days).where(
            months.person_id == person_id,
            months.unit_id.in_(homes),
            among(months.month, "months"),
        ),
    ).subquery()
    sums = [func.coalesce(func.sum(done.c[name]), 0).label(name) for name in (*SUMS, "days")]
    row = await tx.first(select(*sums), (await span(tx, first, last)).values)
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
