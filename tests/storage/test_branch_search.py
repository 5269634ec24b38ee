"""Finding branches by what somebody types, on both kinds of database."""

import pytest
from sqlalchemy import select

from storage.branch_search import branches_like, first_branches, is_branch
from storage.database import Database
from storage.roster import upsert_roster
from storage.tables.organisation import units
from storage.units import upsert_units
from storage.values.programme_files import RosterRow, UnitRow
from tests.storage.test_roster import TODAY

BRANCHES = {
    "w1": "红星村党支部",
    "w2": "红星小学党支部",
    "w3": "东风村党支部",
    "w10": "100%_Club",
}


@pytest.fixture(autouse=True)
async def branches(database: Database) -> None:
    async with database.writing() as tx:
        rows = [UnitRow(2, code, "town", "branch", name) for code, name in BRANCHES.items()]
        await upsert_units(tx, [UnitRow(2, "town", None, "town", "红星镇"), *rows])
        people = [RosterRow(2, code, f"Member {code}") for code in BRANCHES]
        await upsert_roster(tx, people, TODAY)


async def test_units_without_members_or_group_are_no_branches(database: Database) -> None:
    async with database.reading() as tx:
        found = await first_branches(tx, 9)
        assert [(each.code, each.above) for each in found] == [
            (code, "红星镇") for code in sorted(BRANCHES)
        ]
        assert len(await first_branches(tx, 2)) == 2
        assert await is_branch(tx, found[0].id)
        above = await tx.scalar(select(units.c.id).where(units.c.code == "town"))
        assert not await is_branch(tx, above)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("红星", ["w1", "w2"]),
        ("东风村党支部", ["w3"]),
        (" W1 ", ["w1", "w10"]),
        ("红星党支部", ["w1", "w2"]),
        ("%", ["w10"]),
        ("_c", ["w10"]),
        ("\\", []),
        ("西", []),
        (" ", []),
    ],
)
async def test_what_is_typed_finds_the_nearest_first(
    database: Database, typed: str, codes: list[str]
) -> None:
    async with database.reading() as tx:
        assert [each.code for each in await branches_like(tx, typed, 8)] == codes
