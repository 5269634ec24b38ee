"""A meeting that is on: who is there, and noting it as held."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from msgspec.structs import replace

from handlers.meetings.access import TOO_OLD, telling, to_run
from handlers.meetings.pages import counted_in_words, page_of, show_meeting, those_of_last_time
from handlers.member import is_number
from handlers.records.finding import ask_to_confirm
from handlers.speaker import own_person
from handlers.turn import Turn
from handlers.written import typed
from programme.meetings import attending, holding
from programme.meetings.planning import NOT_ON
from programme.records.typed import read_count
from reports.meetings import running as reports
from reports.meetings.running import GUEST_COUNTS, Page
from reports.meetings.words import Spoken
from storage import dialogues, meetings, records
from storage.values.dialogues import Dialogue
from storage.values.meetings import MeetingState
from storage.values.messages import Refused
from storage.values.people import PersonId

GUESTS = "meeting-guests"
MINUTES = "meeting-minutes"
"""The questions that are open in a chat: how many guests; a photo or a line of minutes."""
_PATIENCE = timedelta(hours=3)
_MOST_GUESTS = 9_999


async def about_running(turn: Turn, number: str, what: list[str]) -> None:
    """A tap below a meeting's page: what it does, and what else the button carries."""
    spoken = await to_run(turn, number)
    act = _ACTS.get(what[0])
    if act is None:
        raise Refused(TOO_OLD)
    if what[0] not in _AFTERWARDS and not spoken.meeting.is_on:
        raise Refused(NOT_ON)
    await act(turn, await page_of(turn, spoken), what[1:])


async def guests_written(turn: Turn, asked: Dialogue) -> None:
    """Take the number of guests that was typed."""
    spoken = await to_run(turn, str(asked.payload.get("meeting", "")))
    if not spoken.meeting.is_on:
        raise Refused(NOT_ON)
    changed = replace(spoken.meeting, guests=read_count(typed(turn.update), _MOST_GUESTS))
    await meetings.save(turn.tx, changed)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await show_meeting(turn, replace(spoken, meeting=changed)))


async def _all_here(turn: Turn, it: Page, _rest: list[str]) -> None:
    await attending.say_all(telling(turn, it.spoken), it.people, await own_person(turn))
    turn.edit(await show_meeting(turn, it.spoken))


async def _some_absent(turn: Turn, it: Page, _rest: list[str]) -> None:
    await attending.say_all(telling(turn, it.spoken), it.people, await own_person(turn))
    await _show_names(turn, it.spoken, 0)


async def _only_some(turn: Turn, it: Page, _rest: list[str]) -> None:
    there = {each.id for each in it.people.here}
    by = await own_person(turn)
    await attending.say_those(telling(turn, it.spoken), it.people, there, by)
    await _show_names(turn, it.spoken, 0)


async def _as_last_time(turn: Turn, it: Page, _rest: list[str]) -> None:
    there = await those_of_last_time(turn, it.spoken, it.people)
    if not there:
        raise Refused(TOO_OLD)
    by = await own_person(turn)
    await attending.say_those(telling(turn, it.spoken), it.people, there, by)
    turn.edit(await show_meeting(turn, it.spoken))


async def _names(turn: Turn, it: Page, rest: list[str]) -> None:
    number, person = _named(rest)
    if person is not None:
        by = await own_person(turn)
        if not await attending.toggle(telling(turn, it.spoken), it.people, person, by):
            raise Refused(TOO_OLD)
    await _show_names(turn, it.spoken, number)


async def _show_names(turn: Turn, spoken: Spoken, number: int) -> None:
    it = await page_of(turn, spoken)
    turn.edit(reports.who_page(turn.own_words, it, number))


async def _speakers(turn: Turn, it: Page, rest: list[str]) -> None:
    number, person = _named(rest)
    if person is not None:
        by = await own_person(turn)
        if not await attending.toggle_speaker(telling(turn, it.spoken), it.people, person, by):
            raise Refused(TOO_OLD)
        it = await page_of(turn, it.spoken)
    # Once it is known who was there, this is the last question.
    before_done = it.people.is_settled
    turn.edit(reports.speakers_page(turn.own_words, it, number, before_done=before_done))


async def _guests(turn: Turn, it: Page, rest: list[str]) -> None:
    meeting = it.spoken.meeting
    if rest:
        known = {str(each): each for each in GUEST_COUNTS}
        if rest[0] not in known:
            raise Refused(TOO_OLD)
        meeting = replace(meeting, guests=known[rest[0]])
        await meetings.save(turn.tx, meeting)
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, GUESTS)
        turn.edit(await show_meeting(turn, replace(it.spoken, meeting=meeting)))
        return
    await _listen(turn, GUESTS, it)
    turn.edit(reports.guests_page(turn.own_words, it))


async def _change(turn: Turn, it: Page, _rest: list[str]) -> None:
    turn.edit(reports.change_page(turn.own_words, it))


async def _done(turn: Turn, it: Page, rest: list[str]) -> None:
    """Note it as held, once it is known of everybody if they were there."""
    by, step = await own_person(turn), (rest or [""])[0]
    if step == reports.THE_REST:
        await attending.say_all(telling(turn, it.spoken), it.people, by)
    elif step == reports.NO_MORE:
        await attending.say_only(telling(turn, it.spoken), it.people, by)
    it = await page_of(turn, it.spoken)
    if not it.people.is_settled:
        turn.edit(reports.ask_about_rest(turn.own_words, it))
    elif it.speakers and not it.people.speakers and step != reports.GO:
        turn.edit(reports.speakers_page(turn.own_words, it, 0, before_done=True))
    else:
        await _hold(turn, it, by)


async def _hold(turn: Turn, it: Page, by: PersonId) -> None:
    record = await holding.hold(telling(turn, it.spoken), it.people, by)
    await ask_to_confirm(turn, record)
    lines = await counted_in_words(turn, it.spoken, record)
    await _listen(turn, MINUTES, it)
    here = len(record.people)
    turn.edit(reports.done(turn.own_words, it.spoken, lines, here, files=0))


async def _undo(turn: Turn, it: Page, _rest: list[str]) -> None:
    """It was not over yet, or its record was deleted and it is to be noted again."""
    record = await records.record_of_meeting(turn.tx, it.spoken.meeting.id)
    by = await own_person(turn)
    planned = await holding.take_back(telling(turn, it.spoken), record, by)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, MINUTES)
    turn.edit(await show_meeting(turn, replace(it.spoken, meeting=planned)))


async def _finish(turn: Turn, it: Page, _rest: list[str]) -> None:
    meeting = it.spoken.meeting
    record = await records.record_of_meeting(turn.tx, meeting.id)
    if record is None or meeting.state is not MeetingState.HELD:
        raise Refused(TOO_OLD)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, MINUTES)
    turn.edit(await show_meeting(turn, it.spoken))


async def _listen(turn: Turn, kind: str, it: Page) -> None:
    asked = Dialogue(kind, {"meeting": it.spoken.meeting.id})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)


def _named(rest: list[str]) -> tuple[int, PersonId | None]:
    """The page, and the person, that a button carries."""
    if not all(is_number(each) for each in rest) or len(rest) > len(("page", "person")):
        raise Refused(TOO_OLD)
    number = int(rest[0]) if rest else 0
    return number, PersonId(int(rest[1])) if len(rest) > 1 else None


_ACTS: Mapping[str, Callable[[Turn, Page, list[str]], Awaitable[None]]] = {
    reports.ALL_HERE: _all_here,
    reports.SOME: _some_absent,
    reports.FEW: _only_some,
    reports.SAME: _as_last_time,
    reports.WHO: _names,
    reports.SPOKE: _speakers,
    reports.GUESTS: _guests,
    reports.CHANGE: _change,
    reports.DONE: _done,
    reports.UNDO: _undo,
    reports.FINISH: _finish,
}
_AFTERWARDS = (reports.UNDO, reports.FINISH)
