"""What one person is reminded of, worked out when it is sent."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from programme.duties.reminders import Reminder, reminder_for
from storage import meetings, pauses, reminders
from storage.database import Database
from storage.records import add_record
from storage.values.duties import Often, When, Who, Whom
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import PersonId, Role, TelegramId, Unit
from storage.values.records import MeetingId, Record, RecordId, RecordState
from tests.programme.duties.branch_seven import a_duty
from tests.programme.duties.town import MEETING, NORTH, SOUTH, STUDY, TOWN, VISIT, Town
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, at

pytestmark = SQLITE_ONLY
DUE_SOON = at("06-16 00:00")
OVERDUE = at("07-01 01:00")
SELF_STUDY = a_duty("self", When(Often.QUARTER), who=Who(Whom.PERSONS))


async def reminded(database: Database, number: int, now: datetime) -> Reminder | None:
    async with database.writing() as tx:
        return await reminder_for(tx, BOT, TelegramId(number), now, DEFAULTS)


async def keys(database: Database, number: int, now: datetime = DUE_SOON) -> list[tuple[str, int]]:
    """The duties of which somebody is reminded, each with of how many people it is asked."""
    told = await reminded(database, number, now)
    lines = told.lines if told else ()
    return [(each.first.obligation.duty.key, len(each.standings)) for each in lines]


async def held(database: Database, unit: Unit, day: date, now: datetime) -> None:
    kept = RecordState.KEPT
    async with database.writing() as tx:
        record = Record(RecordId(0), unit.id, kept, ("meeting",), day, None, now, now)
        await add_record(tx, record)


async def test_what_members_owe_is_one_line_for_the_secretary(database: Database) -> None:
    town = Town(database)
    await town.with_duties(SELF_STUDY, VISIT)
    _, north = await town.units(TOWN, NORTH)
    await town.person(7, (north, Role.SECRETARY))
    await town.person(8, (north, Role.CADRE))
    await town.person(9, (north, Role.CADRE), reached=False)
    # The member of the branch, and the cadre who can't be written to.
    assert await keys(database, 7) == [("self", 1), ("visit", 1)]
    assert await keys(database, 8) == [("visit", 1)]


async def test_a_units_own_duty_is_its_organisers_else_its_secretarys(database: Database) -> None:
    town = Town(database)
    await town.with_duties(STUDY)
    [above] = await town.units(TOWN)
    await town.person(7, (above, Role.SECRETARY))
    assert await keys(database, 7) == [("study", 1)]
    await town.person(8, (above, Role.ORGANISER))
    assert (await keys(database, 7), await keys(database, 8)) == ([], [("study", 1)])


async def test_nothing_is_left_once_it_is_done_or_on_leave(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    secretary = await town.person(7, (north, Role.SECRETARY))
    assert await keys(database, 7) == [("meeting", 1)]
    async with database.writing() as tx:
        day = date(2026, 6, 16)
        await pauses.add_leave(tx, secretary, day, day, secretary, DUE_SOON)
    assert await reminded(database, 7, DUE_SOON) is None
    assert await keys(database, 7, DUE_SOON + timedelta(days=1)) == [("meeting", 1)]
    await held(database, north, date(2026, 6, 15), DUE_SOON)
    assert await reminded(database, 7, DUE_SOON + timedelta(days=1)) is None
    assert await reminded(database, 99, DUE_SOON) is None, "nobody we know"


async def test_all_organisers_of_the_nearest_unit_are_told_once(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    above, north, south = await town.units(TOWN, NORTH, SOUTH)
    for number in (7, 8):
        await town.person(number, (above, Role.ORGANISER))
    await town.tick(OVERDUE)
    assert {chat for chat, _, _ in await town.told()} == {7, 8}
    # One branch has held it in the meantime.
    await held(database, south, date(2026, 6, 30), OVERDUE)
    for number in (7, 8):
        told = await reminded(database, number, OVERDUE)
        assert told is not None and told.lines == []
        assert [each.unit.id for each in told.below] == [north.id]
    assert await reminded(database, 7, OVERDUE + timedelta(days=1)) is None
    async with database.reading() as tx:
        assert await reminders.to_be_told(tx, [above.id]) == {}


async def test_a_meeting_that_is_over_is_asked_about_the_next_morning(database: Database) -> None:
    town = Town(database)
    await town.with_duties(MEETING)
    _, north = await town.units(TOWN, NORTH)
    for number in (7, 8):
        await town.person(number, (north, Role.SECRETARY))
    at_three = at("06-18 07:00")
    async with database.writing() as tx:
        kept = await meetings.add_meeting(tx, _planned(north, at_three))
    for day, told in (("06-17", 0), ("06-19", 2), ("06-20", 2)):
        await town.tick(at(f"{day} 00:00"))
        asked = [key for _, key, _ in await town.told() if "06-16" not in key]
        assert len([key for key in asked if "06-17" not in key]) == told, day
    for number in (7, 8):
        reminder = await reminded(database, number, at("06-19 00:00"))
        assert reminder is not None and [each.meeting.id for each in reminder.over] == [kept.id]
    assert await reminded(database, 7, at("06-20 00:00")) is None
    async with database.writing() as tx:
        await meetings.save(tx, replace(kept, state=MeetingState.HELD))
    assert await reminded(database, 7, at("06-19 00:00")) is None


def _planned(unit: Unit, starts: datetime) -> Meeting:
    planned = MeetingState.PLANNED
    return Meeting(
        MeetingId(0), unit.id, planned, ("meeting",), PersonId(1), starts, starts_at=starts
    )
