"""Leaves of people and pauses of branches, and what follows from them for days and counts."""

from datetime import UTC, date, datetime, timedelta

from storage import pauses
from storage.absences import read_absent
from storage.batch import NewRows, write
from storage.branch_days import open_days, spoil_days
from storage.database import Database, Transaction
from storage.history import days_acted, days_counting
from storage.status import counts
from storage.tables.organisation import memberships, persons
from storage.values.days import MemberDay
from storage.values.pauses import Pause
from storage.values.people import PersonId, UnitId
from tests.storage.branch_rows import BOT, DAY, make_branch

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)


def day(number: int) -> date:
    return date(2026, 5, number)


async def on_leave(tx: Transaction, who: PersonId, first: int, last: int) -> Pause:
    return await pauses.add_leave(tx, who, day(first), day(last), who, NOW)


async def test_leaves_and_pauses_are_found_until_they_are_over(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        later, earlier = await on_leave(tx, li, 25, 26), await on_leave(tx, li, 18, 20)
        rest = await pauses.add_branch_pause(tx, branch.unit.id, day(21), day(24), wang, NOW)
        assert await pauses.of_people(tx, [li, wang], day(20)) == {li: [earlier, later]}
        assert await pauses.of_people(tx, [li, wang], day(21)) == {li: [later]}
        assert await pauses.of_units(tx, [branch.unit.id], day(24)) == {branch.unit.id: [rest]}
        assert await pauses.of_units(tx, [branch.unit.id], day(25)) == {}
        assert (rest.person_id, rest.unit_id) == (None, branch.unit.id)
        assert (earlier.person_id, earlier.unit_id) == (li, None)
        assert earlier.covers(day(18)) and earlier.covers(day(20)) and not earlier.covers(day(21))


async def test_a_leave_is_cut_short_or_goes(database: Database) -> None:
    async with database.writing() as tx:
        li = (await make_branch(tx, ["Li"])).people[0]
        going, coming = await on_leave(tx, li, 18, 24), await on_leave(tx, li, 26, 28)
        await pauses.end(tx, going, day(19))
        await pauses.end(tx, coming, day(19))
        (left,) = (await pauses.of_people(tx, [li], day(1)))[li]
        assert (left.id, left.first, left.last) == (going.id, day(18), day(19))


async def test_days_of_leave_do_not_count(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, ["Zhao"], "south")
        li, wang = branch.people
        home = (memberships.c.person_id == wang) & memberships.c.home
        await tx.run(memberships.update().where(home).values(until="2026-05-18"))
        await on_leave(tx, li, 18, 19)
        await open_days(tx, {(branch.unit.id, day(n)) for n in (17, 18, 19, 20)})
        await open_days(tx, {(south.unit.id, day(n)) for n in (17, 19)})
        await spoil_days(tx, {(branch.unit.id, day(20))})
        done = [MemberDay(li, branch.unit.id, day(n), notes=n - 18) for n in (18, 20)]
        await write(tx, BOT, NewRows(member_days=done), NOW)
        everybody = [li, wang, *south.people]
        assert await days_acted(tx, everybody) == {li: [day(20)]}
        assert await days_counting(tx, everybody) == {
            li: [day(17)],
            wang: [day(17), day(18)],
            south.people[0]: [day(17), day(19)],
        }


async def test_what_may_have_been_missed_is_read_for_each_from_the_last_act_on(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch, south = await make_branch(tx, ["Li"]), await make_branch(tx, ["Zhao"], "south")
        north, other = branch.unit.id, south.unit.id
        await open_days(tx, {(unit, day(n)) for unit in (north, other) for n in range(10, 21)})
        await spoil_days(tx, {(north, day(18))})
        await on_leave(tx, branch.people[0], 1, 16)
        await on_leave(tx, branch.people[0], 17, 17)
        units = {day(16): [north], day(18): [other]}
        found = await read_absent(tx, [*branch.people, *south.people], units, day(20))
        assert found.counting == {north: [day(17), day(19)], other: [day(19)]}
        assert found.leaves == {branch.people[0]: [(day(17), day(17))]}


async def test_who_is_on_leave_is_counted_apart(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang", "Zhao", "Sun"])
        li, wang, zhao, sun = branch.people
        without = persons.c.id.in_([zhao, sun])
        await tx.run(persons.update().where(without).values(telegram_id=None))
        for who in (li, zhao):
            await on_leave(tx, who, 20, 21)
        unit: UnitId = branch.unit.id
        days = [
            MemberDay(li, unit, DAY, check_ins=1),
            MemberDay(wang, unit, DAY, notes=1),
            MemberDay(li, unit, DAY - timedelta(days=1), check_ins=1, notes=1),
        ]
        await write(tx, BOT, NewRows(member_days=days), NOW)
        found = (await counts(tx, [unit], DAY, DAY - timedelta(days=6)))[unit]
        assert (found.members, found.without, found.on_leave) == (1, 1, 2)
        assert (found.read, found.answered, found.noted) == (0, 0, 1)
        # What was done on leave was done all the same.
        assert found.week == 4
