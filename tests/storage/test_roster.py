"""Writing rosters on both kinds of database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from storage.database import Database, Transaction
from storage.roster import upsert_roster
from storage.tables.organisation import appointments, memberships, persons, units
from storage.units import Imported, upsert_units
from storage.values.messages import BadInput
from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow
from tests.storage.branch_rows import TWO_BRANCHES

TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
async def two_branches(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)


def row(name: str, unit: str = "north", number: int = 2, **more: Any) -> RosterRow:
    return RosterRow(number, unit, name, **more)


async def everybody(tx: Transaction) -> list[tuple[str, str, bool, str]]:
    query = (
        select(persons.c.name, units.c.code, memberships.c.home, memberships.c.since)
        .join_from(persons, memberships, memberships.c.person_id == persons.c.id)
        .join(units, units.c.id == memberships.c.unit_id)
        .order_by(persons.c.id, memberships.c.id)
    )
    return [(r.name, r.code, bool(r.home), r.since) for r in await tx.rows(query)]


async def test_a_roster_is_written_once_however_often_it_is_imported(database: Database) -> None:
    rows = [
        row("Li", roles=(Role.SECRETARY, Role.CADRE), telegram_id=TelegramId(11)),
        row("Wang", joined=date(2026, 5, 1), audience=("retired",)),
        row("Zhao", unit="town", is_member=False, roles=(Role.ORGANISER,)),
    ]
    async with database.writing() as tx:
        assert await upsert_roster(tx, rows, TODAY) == Imported(added=3, changed=0)
        first = await everybody(tx)
        held = len(await tx.rows(select(appointments)))
    async with database.writing() as tx:
        assert await upsert_roster(tx, rows, date(2026, 6, 1)) == Imported(added=0, changed=0)
        assert await everybody(tx) == first
        assert len(await tx.rows(select(appointments))) == held == 3
    assert first == [
        ("Li", "north", True, "2026-05-20"),
        ("Wang", "north", True, "2026-05-01"),
    ]


async def test_a_row_changes_only_what_it_gives(database: Database) -> None:
    full = row("Li", telegram_id=TelegramId(11), audience=("retired",), external_id="7")
    async with database.writing() as tx:
        await upsert_roster(tx, [full, row("Wang")], TODAY)
        changed = await upsert_roster(tx, [row("Li", joined=date(2026, 5, 2))], TODAY)
        found = await tx.rows(select(persons).order_by(persons.c.id))
        assert changed == Imported(added=0, changed=1)
        assert (await everybody(tx))[0][3] == "2026-05-02"
    assert [(r.name, r.telegram_id, r.external_id, r.audience) for r in found] == [
        ("Li", 11, "7", "retired"),
        ("Wang", None, None, ""),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row("Li", external_id="7"), row("Li Ming", external_id="7")),
        (row("Li", telegram_id=TelegramId(11)), row("Li Ming", telegram_id=TelegramId(11))),
        (row("Li"), row("Li", external_id="7", telegram_id=TelegramId(11))),
        # A new telephone: nothing else speaks against its being the same person.
        (row("Li", telegram_id=TelegramId(11)), row("Li", telegram_id=TelegramId(12))),
    ],
)
async def test_the_same_person_is_recognised(
    database: Database, first: RosterRow, second: RosterRow
) -> None:
    async with database.writing() as tx:
        await upsert_roster(tx, [first], TODAY)
        assert await upsert_roster(tx, [second], TODAY) == Imported(added=0, changed=1)
        people = await tx.rows(select(persons))
    assert [p.name for p in people] == [second.name]
    assert people[0].external_id == (second.external_id or first.external_id)
    assert people[0].telegram_id == (second.telegram_id or first.telegram_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("Li", external_id="7"), row("Li", external_id="8")),
        (row("Li", telegram_id=TelegramId(11)), row("Li", telegram_id=TelegramId(12))),
        (row("Li"), row("Li", unit="south")),
    ],
)
async def test_two_people_may_share_a_name(
    database: Database, one: RosterRow, other: RosterRow
) -> None:
    async with database.writing() as tx:
        assert await upsert_roster(tx, [one, other], TODAY) == Imported(added=2, changed=0)
        assert await upsert_roster(tx, [other, one], TODAY) == Imported(added=0, changed=0)


async def test_a_name_is_not_taken_from_whoever_has_the_number(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_roster(tx, [row("Li", telegram_id=TelegramId(11))], TODAY)
        newcomer = row("Li", external_id="8", telegram_id=TelegramId(12))
        again = row("Li", external_id="7", telegram_id=TelegramId(11))
        assert await upsert_roster(tx, [newcomer, again], TODAY) == Imported(added=1, changed=1)


async def test_the_first_branch_is_the_home(database: Database) -> None:
    rows = [row("Li", external_id="7"), row("Li", unit="south", external_id="7")]
    async with database.writing() as tx:
        await upsert_roster(tx, rows, TODAY)
        await upsert_roster(tx, rows[1:], TODAY)
        assert [(code, home) for _, code, home, _ in await everybody(tx)] == [
            ("north", True),
            ("south", False),
        ]


@pytest.mark.parametrize(
    "rows",
    [
        [row("Wang", external_id="8", telegram_id=TelegramId(11))],
        [row("Li", external_id="9", telegram_id=TelegramId(11))],
        [row("Zhao")],
    ],
)
async def test_it_must_be_clear_who_is_meant(database: Database, rows: list[RosterRow]) -> None:
    known = [
        row("Li", external_id="7", telegram_id=TelegramId(11)),
        row("Wang", external_id="8"),
        row("Zhao", external_id="20"),
        row("Zhao", external_id="21"),
    ]
    async with database.writing() as tx:
        await upsert_roster(tx, known, TODAY)
        with pytest.raises(BadInput):
            await upsert_roster(tx, rows, TODAY)


async def spans(tx: Transaction) -> list[tuple[str, bool, str, str | None]]:
    query = (
        select(units.c.code, memberships.c.home, memberships.c.since, memberships.c.until)
        .join(units, units.c.id == memberships.c.unit_id)
        .order_by(memberships.c.id)
    )
    return [(r.code, bool(r.home), r.since, r.until) for r in await tx.rows(query)]


LEFT = date(2026, 5, 19)


async def test_who_left_stays_gone_until_they_join_again(database: Database) -> None:
    here = row("Li", joined=date(2026, 1, 1), roles=(Role.COMMITTEE,))
    async with database.writing() as tx:
        await upsert_roster(tx, [here], TODAY)
        gone = row("Li", joined=date(2026, 1, 1), left=LEFT)
        assert await upsert_roster(tx, [gone], TODAY) == Imported(added=0, changed=1)
        first = ("north", True, "2026-01-01", "2026-05-19")
        assert await spans(tx) == [first]
        assert await tx.scalar(select(appointments.c.until)) == "2026-05-19"
        # An older sheet, without the column, and the same one once more.
        for old in (row("Li"), row("Li", joined=date(2026, 1, 1)), gone):
            assert await upsert_roster(tx, [old], TODAY) == Imported(added=0, changed=0)
        await upsert_roster(tx, [row("Li", joined=TODAY)], TODAY)
        assert await spans(tx) == [first, ("north", True, "2026-05-20", None)]
        assert len(await tx.rows(select(persons))) == 1


@pytest.mark.parametrize("joined", [None, date(2001, 7, 1), date(2026, 5, 25)])
@pytest.mark.parametrize("order", [1, -1])
async def test_who_moves_has_their_new_home_when_the_old_one_has_ended(
    database: Database, order: int, joined: date | None
) -> None:
    old = row("Li", external_id="7", joined=date(2001, 7, 1))
    rows = [
        row("Li", external_id="7", left=LEFT),
        row("Li", unit="south", external_id="7", joined=joined),
    ][::order]
    async with database.writing() as tx:
        await upsert_roster(tx, [old], TODAY)
        for _ in range(2):
            await upsert_roster(tx, rows, TODAY)
            begins = max(joined or TODAY, TODAY)
            assert await spans(tx) == [
                ("north", True, "2001-07-01", "2026-05-19"),
                ("south", True, str(begins), None),
            ]


async def test_a_leaver_nobody_knew_belongs_nowhere(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_roster(tx, [row("Li", left=LEFT, roles=(Role.SECRETARY,))], TODAY)
        assert await spans(tx) == []
        assert await tx.rows(select(appointments)) == []


async def test_a_group_within_the_branch_is_kept_and_changed(database: Database) -> None:
    async def groups(tx: Transaction) -> list[str]:
        return [r.group_name for r in await tx.rows(select(memberships).order_by(memberships.c.id))]

    async with database.writing() as tx:
        await upsert_roster(tx, [row("Li", group="一组"), row("Wang")], TODAY)
        assert await groups(tx) == ["一组", ""]
        # What a roster does not say stays as it was.
        assert await upsert_roster(tx, [row("Li")], TODAY) == Imported(added=0, changed=0)
        moved = await upsert_roster(tx, [row("Li", group="二组"), row("Wang", group="一组")], TODAY)
        assert (moved, await groups(tx)) == (Imported(added=0, changed=2), ["二组", "一组"])
