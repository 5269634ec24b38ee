"""A unit's mornings: planned for each, taken once, and covered by the next when one was missed."""

from datetime import date

import pytest
from sqlalchemy import select

from programme.duties import telling
from programme.planning import replan
from storage import pauses
from storage.database import Database
from storage.moments import moment
from storage.slots import NewSlot
from storage.tables.work import slots
from storage.values.duties import Often, When, YearDay
from storage.values.people import PersonId, Role, Unit
from storage.values.programme_files import DaysOff, UnitRow
from tests.programme.duties.branch_seven import a_duty
from tests.programme.duties.town import (
    EVE,
    MEETING,
    NORTH,
    SOUTH,
    STUDY,
    TOWN,
    VISIT,
    Town,
    days_of,
)
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, at

pytestmark = SQLITE_ONLY


async def test_each_unit_has_its_morning_wherever_it_stands(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    above, north = await town.units(TOWN, NORTH)
    [berlin] = await town.units(UnitRow(5, "berlin", "town", "branch", "B", "Europe/Berlin"))
    async with database.reading() as tx:
        rows = await tx.rows(select(slots).where(slots.c.kind == "duties"))
    due = {row.unit_id: moment(row.due_at) for row in rows}
    # Half past seven in Shanghai, nine o'clock above, half past seven in Berlin.
    assert {unit: f"{when:%d %H:%M}" for unit, when in due.items()} == {
        north.id: "15 23:30",
        above.id: "16 01:00",
        berlin.id: "16 05:30",
    }
    assert await town.slots("morning") == [], "nothing is posted where there is no group"


async def test_without_duties_there_are_no_mornings(database: Database) -> None:
    town = Town(database)
    await town.with_duties()
    await town.units(TOWN, NORTH)
    assert await town.slots("duties") == []


async def test_a_person_is_told_once_a_day_of_all_that_they_see_to(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING, VISIT, STUDY)
    above, north, south = await town.units(TOWN, NORTH, SOUTH)
    await town.person(7, (north, Role.SECRETARY), (south, Role.SECRETARY), (south, Role.CADRE))
    await town.person(8, (above, Role.ORGANISER))
    await town.person(9, (north, Role.STAND_IN), reached=False)
    await days_of(town, "06-16", 16)
    days = [16, 23, 27, 29, 30]
    told = await town.told()
    assert [key for chat, key, _ in told if chat == 7] == [
        *(f"remind:7:2026-06-{day}" for day in days),
        "remind:7:2026-07-01",
    ]
    # The town's own, and on 1 July what it is told of at once.
    assert {when for chat, _, when in told if chat == 8} == {
        *(f"06-{day} 01:00" for day in days),
        "07-01 01:00",
    }
    assert {chat for chat, _, _ in told} == {7, 8}


async def test_an_organiser_who_was_told_today_hears_of_it_tomorrow(database: Database) -> None:
    """Somebody who sees to a branch, too, has their message of the day before all branches have
    had their morning."""
    town = Town(database)
    await town.with_duties(MEETING)
    above, north, _ = await town.units(
        TOWN, NORTH, UnitRow(5, "late", "town", "branch", "Late", "Asia/Dubai")
    )
    await town.person(8, (above, Role.ORGANISER), (north, Role.SECRETARY))
    await days_of(town, "07-01", 2)
    keys = [key for _, key, _ in await town.told()]
    assert keys == ["remind:8:2026-07-01", "remind:8:2026-07-02"]


async def test_back_within_the_day_it_is_told_later(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    await town.tick(at("06-16 06:00"))
    assert await town.told() == [(7, "remind:7:2026-06-16", "06-16 06:00")]
    assert await town.mornings(north) == [("06-16", "taken"), ("06-17", "due")]


async def test_back_after_the_evening_the_next_day_covers_it(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    await town.tick(at("06-15 23:30"))
    # Down from the 22nd on, and back on the 24th at ten: the 23rd was a day to speak of.
    await days_of(town, "06-17", 5)
    await town.tick(at("06-24 02:00"))
    assert [key for _, key, _ in await town.told()] == [
        "remind:7:2026-06-16",
        "remind:7:2026-06-24",
    ]
    assert (await town.mornings(north))[-3:] == [
        ("06-22", "down"),
        ("06-24", "taken"),
        ("06-25", "due"),
    ]
    await days_of(town, "06-25", 2)
    assert len(await town.told()) == 2, "nothing is said twice"


async def test_none_on_days_off_and_in_a_pause(database: Database) -> None:
    weekends = DaysOff(weekdays=frozenset({5, 6}))
    town = Town(database)
    await town.with_duties(MEETING, days_off=weekends)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    await days_of(town, "06-16", 2)
    async with database.writing() as tx:
        by = PersonId(1)
        await pauses.add_branch_pause(
            tx, north.id, date(2026, 6, 22), date(2026, 6, 24), by, at("06-17 10:00")
        )
        await replan(tx, BOT, at("06-17 10:00"), DEFAULTS, [north.id])
    await days_of(town, "06-18", 9)
    days = [day for day, state in await town.mornings(north) if state != "due"]
    assert days == ["06-16", "06-17", "06-18", "06-19", "06-25", "06-26"]
    # What was to be said on the 23rd is said before the pause; the 27th is a Saturday.
    assert [key[-5:] for _, key, _ in await town.told()] == ["06-16", "06-19", "06-26"]


async def test_a_pause_that_begins_today_silences_today(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    async with database.writing() as tx:
        day = date(2026, 6, 16)
        await pauses.add_branch_pause(tx, north.id, day, day, PersonId(1), EVE)
    await town.tick(at("06-16 00:00"))
    assert await town.told() == []
    assert await town.mornings(north) == [("06-16", "day-off"), ("06-17", "due")]
    # The day after covers it.
    await town.tick(at("06-17 00:00"))
    assert [key for _, key, _ in await town.told()] == ["remind:7:2026-06-17"]


async def test_who_is_on_leave_is_left_in_peace(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    await town.person(8, (north, Role.STAND_IN))
    async with database.writing() as tx:
        day = date(2026, 6, 16)
        await pauses.add_leave(tx, PersonId(2), day, day, PersonId(2), EVE)
    await town.tick(at("06-16 00:00"))
    assert [chat for chat, _, _ in await town.told()] == [8]


async def test_a_morning_at_fault_stops_no_other_and_comes_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north, south = await town.units(TOWN, NORTH, SOUTH)
    await town.person(7, (north, Role.SECRETARY))
    await town.person(8, (south, Role.SECRETARY))
    whole = telling.next_morning

    def broken(bot: object, unit: Unit, *more: object, **named: object) -> NewSlot | None:
        if unit.id == north.id:
            raise ValueError
        return whole(bot, unit, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "next_morning", broken)
    await town.tick(at("06-16 00:00"))
    assert [chat for chat, _, _ in await town.told()] == [8]
    assert await town.mornings(north) == [("06-16", "fault"), ("06-17", "due")]
    assert await town.days() == {}, "no day of study is lost by it"


async def test_many_units_are_looked_at_some_at_a_time(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING, a_duty("early", When(Often.YEAR, by=YearDay(1, 31))))
    rows = [UnitRow(n, f"b{n}", "town", "branch", f"B{n}") for n in range(3, 23)]
    _, *branches = await town.units(TOWN, *rows)
    for n, unit in enumerate(branches):
        await town.person(100 + n, (unit, Role.SECRETARY))
    await town.tick(at("06-16 00:00"))
    assert len(await town.told()) == 20
    assert {state for unit in branches for _, state in await town.mornings(unit)} == {
        "taken",
        "due",
    }
