"""Planning a meeting, and changing one: taps, and a few things that can be typed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from handlers.meetings.access import TOO_OLD, to_run
from handlers.meetings.front import has_branches, planned_by
from handlers.meetings.pages import show_meeting
from handlers.member import is_number
from handlers.own_units import named_in
from handlers.speaker import own_person
from handlers.turn import Turn
from handlers.written import typed
from programme.meetings.kinds import (
    Choice,
    OfferedKind,
    choice_at,
    for_branches,
    is_of_groups,
)
from programme.meetings.planning import Planner, with_kind_toggled
from programme.meetings.timing import likely_times
from programme.meetings.typed_times import read_moment
from programme.records.choices import topics_for
from programme.records.kinds import code, named_by
from programme.records.scene import book_at
from programme.records.typed import read_line, read_minutes
from reports.languages import text_in
from reports.meetings import planning as reports
from reports.meetings.planning import ALSO, LENGTHS, MINUTES, NOW_ON, PLACE, TIME, TOPIC
from reports.meetings.words import ALL, Spoken
from reports.said import Said
from storage import dialogues, meetings, places
from storage.units import ancestors
from storage.values.dialogues import Dialogue
from storage.values.meetings import Meeting, MeetingState
from storage.values.messages import Refused
from storage.values.people import Unit

PART = "meeting-part"
"""The question that is open in a chat while something about a meeting can be typed."""
_PATIENCE = timedelta(hours=1)
_PLACES = 8


async def begin(turn: Turn, number: str, kind_code: str, group_code: str | None) -> None:
    """A kind was tapped: ask for the group where it can be one's, else for the time."""
    unit = named_in(await planned_by(turn), number, TOO_OLD)
    choice = await choice_at(turn.tx, unit, turn.now)
    offered = _kind(choice.kinds, kind_code)
    if group_code is None and choice.groups and is_of_groups(offered.kind, choice.book):
        turn.edit(reports.which_group(turn.own_words, unit, offered, choice.groups))
        return
    group = _group(choice, group_code)
    planner = await _planner(turn, unit)
    draft = await planner.begin(offered.kind.key, group, choice.book)
    await _ask(turn, Spoken(draft, unit, choice.book), TIME)


async def begin_day(turn: Turn, number: str, kind_code: str) -> None:
    """A kind was tapped of which one is planned for all branches."""
    unit = named_in(await planned_by(turn), number, TOO_OLD)
    book = await book_at(turn.tx, unit)
    offered = _kind(for_branches(book), kind_code)
    if not await has_branches(turn, unit):
        raise Refused(TOO_OLD)
    planner = await _planner(turn, unit)
    draft = await planner.begin(offered.kind.key, "", book, for_branches=True)
    await _ask(turn, Spoken(draft, unit, book), TIME)


async def ask_part(turn: Turn, number: str, part: str) -> None:
    """A tap on what is to be changed."""
    await _ask(turn, _changeable(await to_run(turn, number)), part)


async def choose_part(turn: Turn, number: str, part: str, value: str) -> None:
    """A tap on what it is to be."""
    spoken = _changeable(await to_run(turn, number))
    changed = await _CHOICES[part](turn, spoken, value)
    if changed is None:
        raise Refused(TOO_OLD)
    settled = await _settle(turn, spoken, changed)
    if part == ALSO:
        # More than one may be meant: the page stays.
        await _ask(turn, settled, part)
        return
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, PART)
    turn.edit(await _shown(turn, settled))


async def part_written(turn: Turn, asked: Dialogue) -> None:
    """Take what was typed about a meeting."""
    spoken = _changeable(await to_run(turn, str(asked.payload.get("meeting", ""))))
    changed = _typed(turn, spoken, str(asked.payload.get("part", "")))
    settled = await _settle(turn, spoken, changed)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await _shown(turn, settled))


async def post(turn: Turn, number: str) -> None:
    """Announce a draft."""
    spoken = await to_run(turn, number)
    announced = await (await _planner(turn, spoken.unit)).post(spoken.meeting)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, PART)
    turn.edit(reports.posted(turn.own_words, spoken, announced))


async def drop(turn: Turn, number: str, *, sure: bool) -> None:
    """Drop a draft, or, when it is sure, call a meeting off."""
    spoken = await to_run(turn, number)
    was_posted = spoken.meeting.state is not MeetingState.DRAFT
    if was_posted and not sure:
        turn.edit(reports.sure_to_call_off(turn.own_words, spoken))
        return
    await (await _planner(turn, spoken.unit)).call_off(spoken.meeting)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, PART)
    turn.edit(reports.dropped(turn.own_words, spoken, was_posted=was_posted))


async def _shown(turn: Turn, spoken: Spoken) -> Said:
    changed = "" if spoken.meeting.state is MeetingState.DRAFT else turn.own_words("Changed.")
    return await show_meeting(turn, spoken, changed)


async def _settle(turn: Turn, spoken: Spoken, changed: Meeting) -> Spoken:
    planner = await _planner(turn, spoken.unit)
    return replace(spoken, meeting=await planner.settle(spoken.meeting, changed))


async def _ask(turn: Turn, spoken: Spoken, part: str) -> None:
    page = await _PAGES[part](turn, spoken)
    if part != ALSO:
        payload = {"meeting": spoken.meeting.id, "part": part}
        until = turn.now + _PATIENCE
        await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, Dialogue(PART, payload), until)
    turn.edit(page)


async def _time_page(turn: Turn, spoken: Spoken) -> Said:
    last = await _last(turn, spoken)
    zone = spoken.unit.time_zone
    likely = likely_times(turn.now, zone, last.starts_at if last else None)
    return reports.ask_time(turn.own_words, spoken, likely)


async def _place_page(turn: Turn, spoken: Spoken) -> Said:
    return reports.ask_place(turn.own_words, spoken, await _known_places(turn, spoken))


async def _topic_page(turn: Turn, spoken: Spoken) -> Said:
    return reports.ask_topic(turn.own_words, spoken, await _known_topics(turn, spoken))


async def _minutes_page(turn: Turn, spoken: Spoken) -> Said:
    return reports.ask_minutes(turn.own_words, spoken)


async def _also_page(turn: Turn, spoken: Spoken) -> Said:
    return reports.ask_also(turn.own_words, spoken, for_branches(spoken.book))


async def _at_time(turn: Turn, spoken: Spoken, value: str) -> Meeting | None:
    if value == NOW_ON:
        return replace(spoken.meeting, starts_at=turn.now.replace(second=0, microsecond=0))
    if not is_number(value) or len(value) > len("9999999999"):
        return None
    at = datetime.fromtimestamp(int(value), UTC)
    return replace(spoken.meeting, starts_at=at)


async def _at_place(turn: Turn, spoken: Spoken, value: str) -> Meeting | None:
    place = named_by(value, await _known_places(turn, spoken))
    return None if place is None else replace(spoken.meeting, place=place)


async def _on_topic(turn: Turn, spoken: Spoken, value: str) -> Meeting | None:
    topic = named_by(value, await _known_topics(turn, spoken))
    return None if topic is None else replace(spoken.meeting, topic=topic)


async def _for_minutes(_turn: Turn, spoken: Spoken, value: str) -> Meeting | None:
    known = {str(each): each for each in LENGTHS}
    return replace(spoken.meeting, minutes=known[value]) if value in known else None


async def _also(_turn: Turn, spoken: Spoken, value: str) -> Meeting | None:
    key = named_by(value, [each.kind.key for each in for_branches(spoken.book)])
    return None if key is None else with_kind_toggled(spoken.meeting, key)


def _typed(turn: Turn, spoken: Spoken, part: str) -> Meeting:
    """The meeting after something was typed. Raises :class:`BadInput` with what to write."""
    text, meeting = typed(turn.update), spoken.meeting
    match part:
        case "time":
            zone = spoken.unit.time_zone
            before = meeting.starts_at
            usual = before.astimezone(ZoneInfo(zone)).time() if before else None
            return replace(meeting, starts_at=read_moment(text, turn.now, zone, usual))
        case "place":
            return replace(meeting, place=read_line(text))
        case "topic":
            return replace(meeting, topic=read_line(text))
        case "minutes":
            return replace(meeting, minutes=read_minutes(text, spoken.book.day_hours))
        case _:
            raise Refused(TOO_OLD)


async def _known_places(turn: Turn, spoken: Spoken) -> Sequence[str]:
    known = await places.places_at(turn.tx, ancestors(spoken.unit.path))
    last = await _last(turn, spoken)
    before = [last.place] if last and last.place else []
    return list(dict.fromkeys([*before, *(each.name for each in known)]))[:_PLACES]


async def _known_topics(turn: Turn, spoken: Spoken) -> Sequence[str]:
    last = await _last(turn, spoken)
    before = [last.topic] if last and last.topic else []
    wanted = topics_for(spoken.meeting.kinds, spoken.book)
    asked = [text_in(each.titles, spoken.unit.language) for each in wanted]
    return list(dict.fromkeys([*asked, *before]))[:_PLACES]


async def _last(turn: Turn, spoken: Spoken) -> Meeting | None:
    meeting = spoken.meeting
    return await meetings.last_like(
        turn.tx,
        meeting.unit_id,
        meeting.kinds[0],
        meeting.group,
        for_branches=meeting.for_branches,
    )


async def _planner(turn: Turn, unit: Unit) -> Planner:
    return Planner(turn.tx, turn.bot_id, unit, await own_person(turn), turn.now)


def _kind(offered: Sequence[OfferedKind], kind_code: str) -> OfferedKind:
    found = next((each for each in offered if code(each.kind.key) == kind_code), None)
    if found is None:
        raise Refused(TOO_OLD)
    return found


def _group(choice: Choice, group_code: str | None) -> str:
    if group_code in (None, ALL):
        return ""
    group = named_by(group_code or "", choice.groups)
    if group is None:
        raise Refused(TOO_OLD)
    return group


def _changeable(spoken: Spoken) -> Spoken:
    if spoken.meeting.state not in (MeetingState.DRAFT, MeetingState.PLANNED):
        raise Refused(TOO_OLD)
    return spoken


_PAGES: Mapping[str, Callable[[Turn, Spoken], Awaitable[Said]]] = {
    TIME: _time_page,
    PLACE: _place_page,
    TOPIC: _topic_page,
    MINUTES: _minutes_page,
    ALSO: _also_page,
}
_CHOICES: Mapping[str, Callable[[Turn, Spoken, str], Awaitable[Meeting | None]]] = {
    TIME: _at_time,
    PLACE: _at_place,
    TOPIC: _on_topic,
    MINUTES: _for_minutes,
    ALSO: _also,
}
PARTS = frozenset(_PAGES)
