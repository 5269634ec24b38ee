"""A member's year: what was done, and on which days there was anything to do."""

from datetime import UTC, date, datetime

import pytest

from programme.cards.score import score_years
from storage import pauses
from storage.batch import NewRows, write
from storage.branch_days import open_days, spoil_days
from storage.database import Database
from storage.people import add_membership, person
from storage.tables.organisation import memberships
from storage.values.days import MemberDay
from tests.storage.branch_rows import BOT, make_branch

NOW = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_year_in_two_branches_with_a_leave_and_a_fault_of_ours(database: Database) -> None:
    def may(day: int) -> date:
        return date(2026, 5, day)

    async with database.writing() as tx:
        north, south = await make_branch(tx, ["Li"]), await make_branch(tx, ["Wu"], "south")
        (li,), moved = north.people, may(10)
        await tx.run(
            memberships.update()
            .where(memberships.c.person_id == li)
            .values(until=may(9).isoformat())
        )
        await add_membership(tx, li, south.unit.id, moved, home=True)
        for unit in (north.unit.id, south.unit.id):
            await open_days(tx, [(unit, may(day)) for day in (4, 5, 11, 12, 13, 14)])
        # Elsewhere than at home, where the bot failed, on leave, and today nothing is missed.
        await open_days(tx, [(north.unit.id, may(15)), (south.unit.id, may(6))])
        await spoil_days(tx, [(south.unit.id, may(12))])
        await pauses.add_leave(tx, li, may(13), may(13), li, NOW)
        days = [
            MemberDay(li, north.unit.id, may(4), 1, 1, 1, 2, 5),
            MemberDay(li, south.unit.id, may(11), 1, 0, 0, 0, 1),
        ]
        await write(tx, BOT, NewRows(member_days=days), NOW)
        found = await person(tx, li)
        assert found is not None
        (year,) = await score_years(tx, [found], south.unit, 2026, may(14))
        (before,) = await score_years(tx, [found], south.unit, 2025, may(14))
    assert year.acts == {may(4): 3, may(11): 1}
    assert year.due == {may(4), may(5), may(11)}
    assert (year.totals.check_ins, year.totals.notes, year.totals.days) == (2, 2, 2)
    assert (before.acts, before.due, before.totals.days) == ({}, frozenset(), 0)
