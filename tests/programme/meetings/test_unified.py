"""A unified day reaches each branch once, some at a time, however often it is cut off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from programme.meetings import unified
from programme.meetings.unified import give_parts, how_far
from storage import chats, meetings
from storage.database import Database, Transaction
from storage.people import add_membership, add_person
from storage.tables.organisation import units as units_table
from storage.tables.work import deliveries
from storage.units import unit_by_code, upsert_units
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import ChatId, Person, PersonId, Unit, UnitId
from storage.values.programme_files import UnitRow
from storage.values.records import MeetingId
from tests.storage.branch_rows import BOT, DEFAULTS

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
BRANCHES = 5


async def a_town(tx: Transaction) -> tuple[Unit, list[Unit]]:
    """A town with five branches, each with a member and a group; the last one is closed."""
    rows = [UnitRow(2, "town", None, "town", "Town")]
    rows += [UnitRow(n, f"b{n}", "town", "branch", f"Branch {n}") for n in range(3, 3 + BRANCHES)]
    await upsert_units(tx, rows)
    found = [await unit_by_code(tx, row.code, DEFAULTS) for row in rows]
    units = [unit for unit in found if unit is not None]
    for number, unit in enumerate(units[1:], 1):
        who = await add_person(tx, Person(PersonId(0), f"M{number}"))
        await add_membership(tx, who.id, unit.id, date(2026, 1, 1), home=True)
        group = ChatId(-1000 - number)
        await chats.put(tx, BOT, group, kind="supergroup", title="", now=NOW)
        await chats.bind(tx, BOT, group, unit.id, NOW)
    closed = update(units_table).where(units_table.c.id == units[-1].id)
    await tx.run(closed.values(until="2026-05-01"))
    return units[0], units[1:]


async def cards(tx: Transaction) -> list[str]:
    """The kinds of what is to be said, with the group's number."""
    query = select(deliveries.c.kind, deliveries.c.chat_id).order_by(deliveries.c.id)
    return [f"{row.kind} {-row.chat_id - 1000}" for row in await tx.rows(query)]


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_each_branch_gets_its_part_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unified, "AT_A_TIME", 2)
    async with database.writing() as tx:
        town, branches = await a_town(tx)
        at = NOW + timedelta(days=1)
        day = await meetings.add_meeting(
            tx,
            Meeting(
                MeetingId(0),
                town.id,
                MeetingState.PLANNED,
                ("meeting",),
                None,
                NOW,
                at,
                for_branches=True,
            ),
        )
        first = await give_parts(tx, BOT, day.id, NOW, DEFAULTS)
        assert [each.unit.id for each in first.new] == [b.id for b in branches[:2]] and first.more
        # As if what came next had been cut off and is done anew, and once more.
        await meetings.note_told(tx, day.id, branches[0].id)
        while (await give_parts(tx, BOT, day.id, NOW, DEFAULTS)).more:
            pass
        # The closed branch has no part.
        assert await cards(tx) == [f"meeting {n}" for n in (1, 2, 3, 4)]
        [held] = await meetings.parts_of(tx, day.id, [branches[0].id])
        await meetings.save(tx, replace(held, state=MeetingState.HELD))
        own = replace((await meetings.parts_of(tx, day.id, [branches[1].id]))[0], place="own")
        await meetings.save(tx, own)
        await meetings.save(tx, replace(day, starts_at=at + timedelta(days=1), revision=1))
        await meetings.note_told(tx, day.id, UnitId(0))
        while (await give_parts(tx, BOT, day.id, NOW, DEFAULTS)).more:
            pass
        moved = await meetings.parts_of(tx, day.id, [each.id for each in branches])
        assert [each.starts_at for each in moved] == [at, *[at + timedelta(days=1)] * 3]
        assert {each.place for each in moved} == {"", "own"}
        far = await how_far(tx, day, 0, 2, DEFAULTS)
        assert (far.held, far.waiting, far.pages) == (1, 3, 2)
        assert [each.id for each in far.branches] == [b.id for b in branches[1:3]]
