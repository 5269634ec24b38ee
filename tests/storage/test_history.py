"""A person's and a branch's whole history, from which a streak can be worked out afresh."""

from datetime import UTC, date, datetime

from storage.batch import CheckInRow, NewRows, write, write_member_days
from storage.branch_days import open_days, spoil_days
from storage.database import Database
from storage.history import days_acted, days_counting, delete_check_in
from storage.people import add_membership
from storage.tables.deeds import check_ins
from storage.tables.organisation import memberships
from storage.values.days import MemberDay
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, make_branch
from tests.storage.posting_rows import one

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
EARLIER = date(2026, 5, 19)


async def test_any_act_makes_a_day(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, [], "south")
        (li, wang), unit = north.people, north.unit.id
        first, second, third, fourth = (date(2026, 5, day) for day in range(1, 5))
        done = [
            MemberDay(li, unit, first, check_ins=1),
            MemberDay(li, unit, second, answered=1),
            MemberDay(li, unit, third, notes=2),
            MemberDay(li, unit, fourth),
            # What was done in another branch is one's own too.
            MemberDay(li, south.unit.id, DAY, check_ins=1),
            MemberDay(wang, unit, EARLIER, notes=1),
        ]
        await write_member_days(tx, done)
        assert await days_acted(tx, [li]) == {li: [first, second, third, DAY]}


async def test_the_days_that_count_are_those_of_the_home_of_the_day(database: Database) -> None:
    async with database.writing() as tx:
        north, south = await make_branch(tx, ["Li"]), await make_branch(tx, [], "south")
        (li,), days = north.people, [date(2026, 5, day) for day in range(1, 7)]
        here = memberships.c.person_id == li
        await tx.run(memberships.update().where(here).values(until=days[2].isoformat()))
        await add_membership(tx, li, south.unit.id, days[3], home=True)
        for unit in (north.unit.id, south.unit.id):
            await open_days(tx, {(unit, day) for day in days})
        # A spoilt day stays spoilt, whatever is posted later on it.
        await spoil_days(tx, {(north.unit.id, days[0]), (south.unit.id, days[4])})
        await open_days(tx, {(north.unit.id, days[0])})
        assert await days_counting(tx, [li]) == {li: [days[1], days[2], days[3], days[5]]}


@SQLITE_ONLY
async def test_a_check_in_is_taken_out_alone(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        rows = [CheckInRow(who, day, branch.unit.id, NOW) for who in (li, wang) for day in (DAY,)]
        rows.append(CheckInRow(li, EARLIER, branch.unit.id, NOW))
        await write(tx, BOT, NewRows(check_ins=rows), NOW)
        await delete_check_in(tx, li, DAY)
        await delete_check_in(tx, li, DAY)
    assert (await one(database, check_ins, person_id=li))["day"] == "2026-05-19"
    assert (await one(database, check_ins, person_id=wang))["day"] == "2026-05-20"
