"""Points added up for standings and for oneself."""

from datetime import date

from sqlalchemy import update

from storage.batch import write_member_days
from storage.database import Database
from storage.deeds import totals
from storage.standings import standings
from storage.tables.organisation import memberships, persons
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId
from storage.values.standings import Standing, Totals
from tests.storage.branch_rows import make_branch

MONDAY, SUNDAY = date(2026, 5, 18), date(2026, 5, 24)


def did(person: PersonId, unit: UnitId, day: date, points: int) -> MemberDay:
    return MemberDay(person, unit, day, check_ins=1, answered=1, right=1, notes=0, points=points)


async def test_points_and_days_of_the_period_in_this_branch(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang", "Zhao"])
        other = await make_branch(tx, ["Chen"], code="south")
        li, wang, zhao = branch.people
        here, there = branch.unit.id, other.unit.id
        await write_member_days(
            tx,
            [
                did(li, here, MONDAY, 3),
                did(li, here, SUNDAY, 2),
                did(li, here, date(2026, 5, 17), 50),
                did(li, here, date(2026, 5, 25), 50),
                did(wang, there, MONDAY, 50),
                did(other.people[0], there, MONDAY, 50),
                # Undone: the row is there, nothing was done.
                MemberDay(zhao, here, MONDAY),
            ],
        )
    async with database.reading() as tx:
        assert await standings(tx, here, MONDAY, SUNDAY) == [
            Standing(li, "Li", 5, 2),
            Standing(wang, "Wang", 0, 0),
            Standing(zhao, "Zhao", 0, 0),
        ]


async def test_who_counts_as_a_member(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "left before", "leaves", "comes after", "no phone"])
        for number, changes in {
            1: {"until": "2026-05-17"},
            2: {"until": "2026-05-18"},
            3: {"since": "2026-05-25"},
        }.items():
            query = update(memberships).where(memberships.c.person_id == branch.people[number])
            await tx.run(query.values(**changes))
        no_phone = persons.c.id == branch.people[4]
        await tx.run(update(persons).where(no_phone).values(telegram_id=None))
        guest = (await make_branch(tx, ["guest"], code="south")).people[0]
        await tx.run(
            memberships.insert().values(
                person_id=guest, unit_id=branch.unit.id, home=False, since="2026-01-01"
            )
        )
        found = await standings(tx, branch.unit.id, MONDAY, SUNDAY)
    # Who has left is there still, and marked.
    assert [(each.name, each.here) for each in found] == [("Li", True), ("leaves", False)]


async def test_somebody_who_left_and_came_back_is_there_once(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        (li,) = branch.people
        await tx.run(update(memberships).values(until="2026-05-18"))
        await tx.run(
            memberships.insert().values(
                person_id=li, unit_id=branch.unit.id, home=True, since="2026-05-20"
            )
        )
        await write_member_days(tx, [did(li, branch.unit.id, MONDAY, 3)])
        found = await standings(tx, branch.unit.id, MONDAY, SUNDAY)
    assert found == [Standing(li, "Li", 3, 1)]


async def test_ones_own_sums_go_with_oneself(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        other = await make_branch(tx, [], code="south")
        li, wang = branch.people
        await write_member_days(
            tx,
            [
                did(li, branch.unit.id, MONDAY, 3),
                MemberDay(li, other.unit.id, SUNDAY, notes=2, points=2),
                MemberDay(li, other.unit.id, date(2026, 5, 19)),
                did(wang, branch.unit.id, MONDAY, 50),
            ],
        )
        assert await totals(tx, li, MONDAY, SUNDAY) == Totals(1, 1, 1, 2, 5, days=2)
        assert await totals(tx, li, SUNDAY, SUNDAY) == Totals(0, 0, 0, 2, 2, days=1)
        assert await totals(tx, li, date(2025, 1, 1), date(2025, 1, 7)) == Totals()
