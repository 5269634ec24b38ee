"""The tree of units on both kinds of database."""

from datetime import date

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from storage.database import Database, Transaction
from storage.people import add_membership, add_person
from storage.tables.organisation import units as table
from storage.tables.programme import programme_versions
from storage.units import (
    Defaults,
    Imported,
    ancestors,
    branches_below,
    children,
    set_time_zone,
    set_unit_language,
    time_zones,
    unit_by_code,
    units,
    units_below,
    upsert_units,
)
from storage.values.messages import BadInput
from storage.values.people import Person, PersonId, UnitId
from storage.values.programme_files import UnitRow

DEFAULTS = Defaults("Asia/Shanghai", "zh")
ROWS = (
    UnitRow(2, "town-a", "county", "town", "Willow Town", language="en"),
    UnitRow(3, "county", None, "county", "River County", time_zone="Asia/Urumqi"),
    UnitRow(4, "a-1", "town-a", "branch", "North Street", audience=("village", "retired")),
    UnitRow(5, "a-2", "town-a", "branch", "South Street", time_zone="Asia/Tokyo", language="zh"),
    UnitRow(6, "town-b", "county", "town", "Plum Town"),
    UnitRow(7, "b-1", "town-b", "branch", "East Street"),
)


@pytest.fixture
async def tree(database: Database) -> dict[str, UnitId]:
    async with database.writing() as tx:
        assert await upsert_units(tx, ROWS) == Imported(added=6, changed=0)
        return {row.code: UnitId(row.id) for row in await tx.rows(select(table))}


async def parents(tx: Transaction) -> dict[str, str | None]:
    """Every unit's code with the code of the unit above."""
    codes = {row.id: row for row in await tx.rows(select(table))}
    return {
        row.code: codes[row.parent_id].code if row.parent_id else None for row in codes.values()
    }


async def test_units_inherit_from_the_nearest_above(
    database: Database, tree: dict[str, UnitId]
) -> None:
    async with database.reading() as tx:
        found = await units(tx, [tree["a-1"], tree["a-2"], tree["b-1"], UnitId(999)], DEFAULTS)
    assert list(found) == [tree["a-1"], tree["a-2"], tree["b-1"]]
    north, south, east = found.values()
    assert (north.time_zone, north.language) == ("Asia/Urumqi", "en")
    assert (south.time_zone, south.language) == ("Asia/Tokyo", "zh")
    assert (east.time_zone, east.language) == ("Asia/Urumqi", "zh")
    assert north.audience == ("village", "retired")
    assert north.parent_id == tree["town-a"]
    assert ancestors(north.path) == (tree["a-1"], tree["town-a"], tree["county"])


async def test_the_programme_is_the_nearest_named_or_the_oldest(
    database: Database, tree: dict[str, UnitId]
) -> None:
    version = {"number": 1, "settings": "{}", "content_hash": "", "imported_at": 0}
    async with database.writing() as tx:
        assert (await units(tx, [tree["b-1"]], DEFAULTS))[tree["b-1"]].programme_key is None
        await tx.run_many(
            programme_versions.insert(),
            [{"programme_key": key, **version} for key in ("two-studies", "another")],
        )
        await tx.run(table.update().where(table.c.code == "town-a").values(programme_key="another"))
        found = await units(tx, [tree["a-1"], tree["b-1"]], DEFAULTS)
    assert [u.programme_key for u in found.values()] == ["another", "two-studies"]


async def test_the_same_rows_again_change_nothing(
    database: Database, tree: dict[str, UnitId]
) -> None:
    async with database.writing() as tx:
        before = await tx.rows(select(table).order_by(table.c.id))
        assert await upsert_units(tx, ROWS) == Imported(added=0, changed=0)
        assert await tx.rows(select(table).order_by(table.c.id)) == before


async def test_a_row_changes_what_it_gives_and_absent_rows_nothing(
    database: Database, tree: dict[str, UnitId]
) -> None:
    renamed = UnitRow(2, "a-2", "town-a", "", "South Bank")
    async with database.writing() as tx:
        assert await upsert_units(tx, [renamed]) == Imported(added=0, changed=1)
        unit = await unit_by_code(tx, "a-2", DEFAULTS)
        assert await parents(tx) == {row.code: row.parent for row in ROWS}
    assert unit is not None
    assert (unit.name, unit.level, unit.time_zone) == ("South Bank", "branch", "Asia/Tokyo")


async def test_a_unit_that_moves_takes_all_below_with_it(
    database: Database, tree: dict[str, UnitId]
) -> None:
    moved = replace(ROWS[0], parent="town-b")
    async with database.writing() as tx:
        assert await upsert_units(tx, [moved]) == Imported(added=0, changed=1)
        north = await unit_by_code(tx, "a-1", DEFAULTS)
        below = await units_below(tx, [tree["town-b"]])
    assert north is not None
    line = (tree["a-1"], tree["town-a"], tree["town-b"], tree["county"])
    assert ancestors(north.path) == line
    assert set(below) == {tree[c] for c in ("town-b", "town-a", "a-1", "a-2", "b-1")}


@pytest.mark.parametrize(
    "rows",
    [
        [UnitRow(2, "new", "nowhere", "", "New")],
        [UnitRow(2, "county", "a-1", "", "River County")],
        [UnitRow(2, "x", "y", "", "X"), UnitRow(3, "y", "x", "", "Y")],
    ],
)
async def test_a_tree_that_is_none_is_refused(
    database: Database, tree: dict[str, UnitId], rows: list[UnitRow]
) -> None:
    with pytest.raises(BadInput):
        async with database.writing() as tx:
            await upsert_units(tx, rows)
    async with database.reading() as tx:
        assert await parents(tx) == {row.code: row.parent for row in ROWS}


async def test_branches_are_units_with_people_or_a_chat(
    database: Database, tree: dict[str, UnitId]
) -> None:
    async with database.writing() as tx:
        assert await branches_below(tx, tree["county"]) == []
        for code in ("a-1", "b-1"):
            person = await add_person(tx, Person(PersonId(0), code))
            await add_membership(tx, person.id, tree[code], date(2026, 5, 1), home=True)
        assert await branches_below(tx, tree["county"]) == [tree["a-1"], tree["b-1"]]
        assert await branches_below(tx, tree["town-a"], tree["a-1"]) == [tree["a-1"]]


async def test_children_are_in_the_order_of_their_codes(
    database: Database, tree: dict[str, UnitId]
) -> None:
    async with database.reading() as tx:
        assert await children(tx, None) == [tree["county"]]
        assert await children(tx, tree["county"]) == [tree["town-a"], tree["town-b"]]
        assert await children(tx, tree["a-1"]) == []


async def test_a_language_set_holds_below(database: Database, tree: dict[str, UnitId]) -> None:
    async with database.writing() as tx:
        await set_unit_language(tx, tree["county"], "en")
        found = await units(tx, [tree["a-2"], tree["b-1"]], DEFAULTS)
    assert [u.language for u in found.values()] == ["zh", "en"]


async def test_a_time_zone_set_holds_below(database: Database, tree: dict[str, UnitId]) -> None:
    async with database.writing() as tx:
        for code in ("a-2", "town-b"):
            await set_time_zone(tx, tree[code], "Asia/Urumqi")
        await set_time_zone(tx, tree["a-1"], "Europe/Berlin")
        found = await units(tx, [tree["a-1"], tree["b-1"]], DEFAULTS)
        assert [u.time_zone for u in found.values()] == ["Europe/Berlin", "Asia/Urumqi"]
        # Those of most units come first.
        assert (await time_zones(tx))[:2] == ["Asia/Urumqi", "Europe/Berlin"]


async def test_a_units_first_and_last_day(database: Database, tree: dict[str, UnitId]) -> None:
    closed = replace(ROWS[2], since=date(2020, 1, 1), until=date(2026, 6, 30))
    async with database.writing() as tx:
        assert (await upsert_units(tx, [closed])).changed == 1
        # What a later file leaves open stays.
        assert (await upsert_units(tx, [ROWS[2]])).changed == 0
        found = (await units(tx, [tree["a-1"]], DEFAULTS))[tree["a-1"]]
    assert (found.since, found.until) == (date(2020, 1, 1), date(2026, 6, 30))
