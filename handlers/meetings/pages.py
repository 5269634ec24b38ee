"""The page of a meeting, as whoever looks after it sees it."""

from collections.abc import Sequence

from handlers.turn import Turn
from programme.calendar import local_day
from programme.meetings.kinds import wants_speaker
from programme.meetings.people import Gathered, gathered
from programme.meetings.planning import hindrance
from programme.meetings.telling import places
from programme.meetings.timing import doors
from programme.meetings.unified import how_far
from programme.records.counted import around, counted
from programme.records.scene import scene
from reports.meetings import planning as planning_reports
from reports.meetings import running as reports
from reports.meetings.day import PAGE, day_page
from reports.meetings.running import Page
from reports.meetings.words import Spoken
from reports.records.counting import Told, counted_lines
from reports.said import Said
from storage import records
from storage.values.meetings import MeetingState
from storage.values.people import PersonId
from storage.values.records import Record, RecordState


async def show_meeting(turn: Turn, spoken: Spoken, notice: str = "") -> Said:
    """A meeting's page: a draft's summary, a unified day's numbers, or who is there."""
    meeting = spoken.meeting
    if meeting.state is MeetingState.DRAFT:
        hinders = hindrance(meeting, turn.now)
        found = await places(turn.tx, turn.bot_id, spoken.unit, turn.now)
        in_group = any(each.chat_id < 0 for each in found)
        return planning_reports.draft(
            turn.own_words,
            spoken,
            hinders,
            notice,
            in_group=in_group,
            in_private=bool(found) and not in_group,
        )
    if meeting.for_branches:
        return await show_day(turn, spoken, 0)
    it = await page_of(turn, spoken)
    if meeting.state is not MeetingState.HELD:
        return reports.page(turn.own_words, it, notice)
    record = await records.record_of_meeting(turn.tx, meeting.id)
    lines = await counted_in_words(turn, spoken, record) if record else ()
    return reports.held_page(turn.own_words, it, lines, record.id if record else None)


async def show_day(turn: Turn, spoken: Spoken, number: int) -> Said:
    """How far the branches have come with a unified day."""
    far = await how_far(turn.tx, spoken.meeting, number, PAGE, turn.defaults)
    return day_page(turn.own_words, spoken, far)


async def page_of(turn: Turn, spoken: Spoken) -> Page:
    """A meeting with its people."""
    meeting = spoken.meeting
    people = await gathered(turn.tx, meeting, spoken.unit, turn.now)
    return Page(
        spoken=spoken,
        people=people,
        doors=doors(meeting, turn.now),
        as_last=bool(await those_of_last_time(turn, spoken, people)),
        speakers=wants_speaker(meeting.kinds, spoken.book),
    )


async def those_of_last_time(turn: Turn, spoken: Spoken, people: Gathered) -> frozenset[PersonId]:
    """Who of those expected was at the last meeting of the kind; nobody, where all of them were."""
    meeting = spoken.meeting
    last = await records.last_of_kind(turn.tx, spoken.unit.id, meeting.kinds[0], None)
    if last is None or last.group != meeting.group:
        return frozenset()
    expected = {each.id for each in people.expected}
    there = expected & {each.person_id for each in last.people}
    return frozenset(there) if there != expected else frozenset()


async def counted_in_words(turn: Turn, spoken: Spoken, record: Record) -> Sequence[str]:
    """For what the record of a meeting counts, as lines of HTML."""
    if record.state is not RecordState.KEPT:
        return ()
    at = await scene(turn.tx, spoken.unit, turn.now, record)
    known = await around(turn.tx, [record], turn.now, turn.defaults)
    today = local_day(turn.now, spoken.unit.time_zone)
    reader = turn.known.person.id if turn.known.person else None
    told = Told(counted(record, known), today, reader)
    return counted_lines(turn.own_words, told, at, kept=True)
