"""Units are the sum of what is below them now; due member-days follow every change."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from programme.importing import import_roster
from storage import pauses
from storage.batch import write_member_days
from storage.branch_days import first_day_of, open_days, spoil_days
from storage.database import Database, Transaction
from storage.months import sum_up
from storage.rollup import first_day, members_of, parents_among, sums_of
from storage.tables.deeds import unit_days
from storage.units import unit_by_code, upsert_units
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId
from storage.values.programme_files import RosterRow, UnitRow
from storage.values.standings import Sums
from tests.storage.branch_rows import DEFAULTS, Branch, make_branch

MAY, JUNE = date(2026, 5, 29), date(2026, 6, 2)
NOW = datetime(2026, 6, 2, 13, tzinfo=UTC)


def did(person: PersonId, branch: Branch, day: date, right: int = 1) -> MemberDay:
    return MemberDay(person, branch.unit.id, day, 1, 2, right, 0, 3, 1)


async def two_towns(tx: Transaction) -> tuple[Branch, Branch, dict[str, UnitId]]:
    """Two branches in one town of a county, whose other town has none."""
    north = await make_branch(tx, ["Li", "Wang"])
    south = await make_branch(tx, ["Chen"], code="south")
    rows = [
        UnitRow(2, "county", None, "county", "County"),
        UnitRow(3, "east", "county", "town", "East"),
        UnitRow(4, "west", "county", "town", "West"),
        *(UnitRow(5, b.unit.code, "east", "branch", b.unit.name) for b in (north, south)),
    ]
    await upsert_units(tx, rows)
    ids = {}
    for row in rows:
        unit = await unit_by_code(tx, row.code, DEFAULTS)
        assert unit is not None
        ids[row.code] = unit.id
    return north, south, ids


async def test_the_tree_is_summed_up_and_takes_its_history_along(database: Database) -> None:
    async with database.writing() as tx:
        north, south, ids = await two_towns(tx)
        days = [MAY, JUNE]
        await open_days(tx, {(b.unit.id, day) for b in (north, south) for day in days})
        li, wang = north.people
        done = [did(li, north, MAY), did(wang, north, JUNE, 0), did(south.people[0], south, JUNE)]
        await write_member_days(tx, done)
    in_north = Sums(4, 2, 4, 2, 4, 1, 0, 6, 2)
    in_south = Sums(2, 1, 2, 1, 2, 1, 0, 3, 1)
    for _ in range(2):
        async with database.reading() as tx:
            asked = [ids["county"], ids["east"], ids["west"], ids["north"]]
            found = await sums_of(tx, asked, MAY.replace(day=1), JUNE)
            assert found[ids["north"]] == in_north
            assert found[ids["east"]] == found[ids["county"]] == in_north + in_south
            assert found[ids["west"]] == Sums()
            assert await sums_of(tx, [ids["north"]], JUNE, JUNE) == {
                ids["north"]: Sums(2, 1, 2, 1, 2, 0, 0, 3, 1)
            }
        # The same from the month's row.
        await sum_up(database, NOW)
    async with database.writing() as tx:
        await upsert_units(tx, [UnitRow(2, "south", "west", "branch", "South")])
        found = await sums_of(tx, [ids["east"], ids["west"]], MAY.replace(day=1), JUNE)
        assert found == {ids["east"]: in_north, ids["west"]: in_south}
        assert await members_of(tx, [ids["county"], ids["west"]], JUNE) == {
            ids["county"]: 3,
            ids["west"]: 1,
        }
        assert await parents_among(tx, list(ids.values())) == {
            ids[each] for each in ("county", "east", "west")
        }
        assert (await first_day(tx), await first_day_of(tx, ids["north"])) == (MAY, MAY)
        assert await first_day_of(tx, ids["east"]) is None


async def _due(tx: Transaction) -> list[tuple[str, int]]:
    rows = await tx.rows(select(unit_days).order_by(unit_days.c.day))
    return [(row.day[5:], row.due) for row in rows]


async def test_due_member_days(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Li", "Wang", "Zhao"])
        unit, (li, _, _) = north.unit.id, north.people
        days = [MAY + timedelta(days=n) for n in range(3)]
        await pauses.add_leave(tx, li, days[1], days[1], li, NOW)
        await open_days(tx, {(unit, day) for day in days})
        assert await _due(tx) == [("05-29", 3), ("05-30", 2), ("05-31", 3)]
        await spoil_days(tx, {(unit, days[2])})
        assert await _due(tx) == [("05-29", 3), ("05-30", 2), ("05-31", 0)]


async def test_the_roster_changes_what_was_due(database: Database) -> None:
    async with database.writing() as tx:
        unit = (await make_branch(tx, [])).unit.id
        days = [MAY + timedelta(days=n) for n in range(3)]
        await open_days(tx, {(unit, day) for day in days})
        rows = [
            RosterRow(2, "north", "Li", external_id="1", joined=days[1]),
            RosterRow(3, "north", "Wang", external_id="2", joined=days[0]),
        ]
        await import_roster(tx, rows, NOW, DEFAULTS)
        assert [due for _, due in await _due(tx)] == [1, 2, 2]
        rows = [
            RosterRow(2, "north", "Li", external_id="1", joined=days[0]),
            RosterRow(3, "north", "Wang", external_id="2", left=days[1]),
        ]
        await import_roster(tx, rows, NOW, DEFAULTS)
        assert [due for _, due in await _due(tx)] == [2, 2, 1]
