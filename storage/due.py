"""How many members could have studied in a branch on a day: its *due member-days*.

A member-day is due where a member was at home in the branch that day, with Telegram or without
(others may put things down for them), was not on leave, and the day counts: something was posted,
and the bot missed nothing of it (``branch_days.counts``). A day off or a pause has none.

The number stands in ``unit_days``. It follows from memberships, leaves and the days that branches
have had, so whatever changes one of these has it counted again, in the same transaction: from the
first day that it can concern, which as a rule is today.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, distinct, func, literal, not_, select

from storage.database import Transaction
from storage.driver import among
from storage.months import recount_months
from storage.presence import on_day, on_leave
from storage.tables.deeds import SUMS, branch_days, unit_days
from storage.tables.organisation import memberships
from storage.upserts import insert_into
from storage.values.people import PersonId, UnitId

_DONE = ("active", "acts", *SUMS)


async def recount_due(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date = date.max
) -> None:
    """Count the due member-days of these branches again, on the days that they have had from
    ``first`` to ``last``."""
    m, b = memberships.c, branch_days.c
    there = and_(
        b.counts,
        m.unit_id == b.unit_id,
        m.home,
        on_day(memberships, b.day),
        not_(on_leave(m.person_id, b.day)),
    )
    counted = (
        select(
            b.day,
            b.unit_id,
            func.count(distinct(m.person_id)),
            *(literal(0).label(name) for name in _DONE),
        )
        .select_from(branch_days.outerjoin(memberships, there))
        .where(among(b.unit_id, "units"), b.day.between(first.isoformat(), last.isoformat()))
        .group_by(b.day, b.unit_id)
    )
    filled = insert_into(unit_days, tx.dialect).from_select(
        ["day", "unit_id", "due", *_DONE], counted
    )
    values = {"units": list(unit_ids)}
    counted_again = filled.on_conflict_do_update(
        index_elements=["day", "unit_id"], set_={"due": filled.excluded.due}
    )
    if await tx.run(counted_again, values):
        await _recount_months(tx, unit_ids, first, last)


async def _recount_months(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date
) -> None:
    b = branch_days.c
    month = func.substr(b.day, 1, 7).label("month")
    query = (
        select(month)
        .distinct()
        .where(among(b.unit_id, "units"), b.day.between(first.isoformat(), last.isoformat()))
    )
    rows = await tx.rows(query, {"units": list(unit_ids)})
    await recount_months(tx, unit_ids, [row.month for row in rows])


async def recount_due_of(
    tx: Transaction, person_id: PersonId, first: date, last: date = date.max
) -> None:
    """Count the due member-days of those branches again that were a person's home."""
    m = memberships.c
    query = select(m.unit_id).distinct().where(m.person_id == person_id, m.home)
    units = [UnitId(row.unit_id) for row in await tx.rows(query)]
    await recount_due(tx, units, first, last)
