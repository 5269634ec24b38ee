"""What was done in an office, on both kinds of database."""

from datetime import UTC, date, datetime, timedelta

from storage.database import Database
from storage.office_acts import add, recent
from storage.values.offices import ActKind, ActTold, OfficeAct
from tests.storage.branch_rows import make_branch

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def test_the_newest_acts_of_a_unit_are_told_with_names(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, ["Sun"], "south")
        li, wang = north.people
        old = OfficeAct(north.unit.id, ActKind.INVITED, li, NOW - timedelta(days=8))
        let_in = OfficeAct(north.unit.id, ActKind.LET_IN, li, NOW, wang)
        left = OfficeAct(north.unit.id, ActKind.HAS_LEFT, li, NOW, wang, date(2026, 5, 20), "x")
        elsewhere = OfficeAct(south.unit.id, ActKind.LET_IN, south.people[0], NOW)
        for act in (old, let_in, left, elsewhere):
            await add(tx, act)
        week = NOW - timedelta(days=7)
        assert await recent(tx, north.unit.id, week) == [
            ActTold(left, "Li", "Wang"),
            ActTold(let_in, "Li", "Wang"),
        ]
        assert await recent(tx, south.unit.id, week) == [ActTold(elsewhere, "Sun", None)]
        told = await recent(tx, north.unit.id, NOW - timedelta(days=9), [ActKind.INVITED])
        assert [each.act for each in told] == [old]
