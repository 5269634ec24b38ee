"""From when until when people belong to branches."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, select, update

from storage.database import Transaction
from storage.due import recount_due
from storage.tables.deeds import answers, check_ins, member_days, notes
from storage.tables.organisation import memberships as table
from storage.tables.work import postings
from storage.unit_sums import recount_done
from storage.values.people import PersonId, UnitId


class Membership(Struct, frozen=True):
    """That a person belongs to a branch from a local day until another, both counted. One that
    ends before it begins was taken back and never held."""

    id: int
    person_id: PersonId
    unit_id: UnitId
    home: bool
    since: date
    until: date | None = None


async def memberships_of(tx: Transaction, person_id: PersonId) -> Sequence[Membership]:
    """All of a person's memberships, past and present, the newest first."""
    query = select(table).where(table.c.person_id == person_id)
    rows = await tx.rows(query.order_by(table.c.since.desc(), table.c.id.desc()))
    return [_membership(row) for row in rows]


async def end_membership(tx: Transaction, membership: Membership, last: date | None) -> None:
    """Let a membership hold until a local day, that day included; for None, on and on."""
    until = None if last is None else last.isoformat()
    await tx.run(update(table).where(table.c.id == membership.id).values(until=until))
    ends = [day for day in (membership.until, last) if day is not None]
    if membership.home and ends:
        await recount_due(tx, [membership.unit_id], min(ends))


async def move_day(
    tx: Transaction, person_id: PersonId, day: date, before: UnitId, after: UnitId
) -> None:
    """Let what a person did in one branch on a day count in another."""
    own = select(postings.c.id).where(postings.c.unit_id == before, postings.c.day == str(day))
    for deeds in (check_ins, notes, member_days):
        whose = deeds.c.person_id == person_id, deeds.c.day == str(day)
        await tx.run(update(deeds).where(*whose).values(unit_id=after))
    # Answers lie in the order of their questions.
    given = answers.c.posting_id.in_(own), answers.c.person_id == person_id
    await tx.run(update(answers).where(*given).values(unit_id=after))
    await recount_done(tx, [(before, day), (after, day)])


def _membership(row: Row[Any]) -> Membership:
    return Membership(
        id=row.id,
        person_id=PersonId(row.person_id),
        unit_id=UnitId(row.unit_id),
        home=bool(row.home),
        since=date.fromisoformat(row.since),
        until=None if row.until is None else date.fromisoformat(row.until),
    )
