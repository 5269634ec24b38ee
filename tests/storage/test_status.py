"""What status reads, on both kinds of database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from storage.database import Database, Transaction
from storage.roster import upsert_roster
from storage.status import Counts, NotPosted, caught_up, counts, done_on, not_posted
from storage.tables.deeds import member_days
from storage.tables.organisation import memberships, persons, units
from storage.tables.work import slots
from storage.units import upsert_units
from storage.values.days import MemberDay, SlotKind, SlotState
from storage.values.people import BotId, PersonId, TelegramId, UnitId
from storage.values.programme_files import RosterRow, UnitRow

BOT = BotId(7)
MONDAY, TODAY = date(2026, 5, 18), date(2026, 5, 20)


@pytest.fixture
async def branches(database: Database) -> dict[str, UnitId]:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "north", None, "branch", "North Street"),
                UnitRow(3, "south", None, "branch", "South Street"),
                UnitRow(4, "empty", None, "branch", "Empty Street"),
            ],
        )
        joined = date(2026, 5, 1)
        people = [("north", "Li", 11), ("north", "Wang", 12), ("north", "Zhao", None)]
        people += [("south", "Sun", 13)]
        await upsert_roster(
            tx,
            [
                RosterRow(
                    2, unit, name, telegram_id=TelegramId(who) if who else None, joined=joined
                )
                for unit, name, who in people
            ],
            TODAY,
        )
        return {row.code: UnitId(row.id) for row in await tx.rows(select(units))}


async def did(tx: Transaction, name: str, unit: UnitId, day: date, **done: Any) -> PersonId:
    person = PersonId(await tx.scalar(select(persons.c.id).where(persons.c.name == name)))
    nothing = {"check_ins": 0, "answered": 0, "right": 0, "notes": 0, "points": 0}
    row = {"person_id": person, "unit_id": unit, "day": day.isoformat(), **nothing, **done}
    await tx.run(insert(member_days).values(row))
    return person


async def test_counts_are_of_todays_members_with_telegram(
    database: Database, branches: dict[str, UnitId]
) -> None:
    north, south = branches["north"], branches["south"]
    async with database.writing() as tx:
        await did(tx, "Li", north, TODAY, check_ins=1, answered=2, notes=3)
        await did(tx, "Li", north, MONDAY, check_ins=1)
        await did(tx, "Li", north, date(2026, 5, 17), check_ins=1)
        await did(tx, "Wang", north, TODAY, check_ins=1)
        await did(tx, "Zhao", north, TODAY, notes=1)
        await did(tx, "Sun", north, TODAY, check_ins=1)
        found = await counts(tx, list(branches.values()), TODAY, MONDAY)
        assert found[north] == Counts(2, 1, read=2, answered=1, noted=1, week=5, days=6)
        assert found[south] == Counts(1, 0, days=3)
        assert found[branches["empty"]] == Counts()
        assert found[north].today == 4

        wang = select(persons.c.id).where(persons.c.name == "Wang").scalar_subquery()
        left = update(memberships).where(memberships.c.person_id == wang)
        await tx.run(left.values(until="2026-05-19"))
        found = await counts(tx, [north], TODAY, MONDAY)
        assert found[north] == Counts(1, 1, read=1, answered=1, noted=1, week=4, days=3)


async def test_who_came_this_week_was_there_for_fewer_days(
    database: Database, branches: dict[str, UnitId]
) -> None:
    north = branches["north"]
    async with database.writing() as tx:
        for name, column, day in (
            ("Li", memberships.c.since, TODAY),
            ("Wang", persons.c.claimed_on, date(2026, 5, 19)),
        ):
            who = select(persons.c.id).where(persons.c.name == name).scalar_subquery()
            own = column.table.c.person_id if column.table is memberships else persons.c.id
            await tx.run(update(column.table).where(own == who).values({column: str(day)}))
        found = await counts(tx, [north], TODAY, MONDAY)
    assert (found[north].members, found[north].days) == (2, 1 + 2)


async def test_what_was_done_in_a_branch_on_a_day(
    database: Database, branches: dict[str, UnitId]
) -> None:
    north = branches["north"]
    async with database.writing() as tx:
        li = await did(tx, "Li", north, TODAY, check_ins=1, points=1)
        await did(tx, "Wang", north, MONDAY, check_ins=1)
        await did(tx, "Sun", branches["south"], TODAY, check_ins=1)
        found = await done_on(tx, north, TODAY)
    assert found == {li: MemberDay(li, north, TODAY, check_ins=1, points=1)}


async def test_what_was_caught_up_on_is_summed_by_person(
    database: Database, branches: dict[str, UnitId]
) -> None:
    north = branches["north"]
    async with database.writing() as tx:
        li = await did(tx, "Li", north, TODAY, check_ins=1, late=1)
        await did(tx, "Li", north, MONDAY, check_ins=1, notes=1, late=2)
        await did(tx, "Li", north, date(2026, 5, 17), notes=1, late=1)
        await did(tx, "Wang", north, MONDAY, check_ins=1)
        await did(tx, "Sun", branches["south"], MONDAY, check_ins=1, late=1)
        found = await caught_up(tx, north, MONDAY, TODAY)
    assert found == {li: 3}


async def test_what_was_not_posted_is_told_newest_first(
    database: Database, branches: dict[str, UnitId]
) -> None:
    north = branches["north"]
    rows = [
        ("morning", MONDAY, "failed", "unreachable", BOT),
        ("noon", TODAY, "missed", "down", BOT),
        ("evening", TODAY, "due", "", BOT),
        ("clean-up", TODAY, "missed", "down", BOT),
        ("noon", date(2026, 5, 17), "missed", "down", BOT),
        ("noon", MONDAY, "missed", "down", BotId(8)),
    ]
    async with database.writing() as tx:
        await tx.run_many(
            insert(slots),
            [
                {
                    "bot_id": bot,
                    "kind": kind,
                    "unit_id": north,
                    "day": day.isoformat(),
                    "due_at": 0,
                    "state": state,
                    "reason": reason,
                }
                for kind, day, state, reason, bot in rows
            ],
        )
        found = await not_posted(tx, BOT, [north, branches["south"]], MONDAY, TODAY)
    assert found == [
        NotPosted(north, SlotKind.NOON, TODAY, SlotState.MISSED, "down"),
        NotPosted(north, SlotKind.MORNING, MONDAY, SlotState.FAILED, "unreachable"),
    ]
