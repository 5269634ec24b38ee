"""What is due by the clock becomes postings and deliveries.

The database is the truth about what is due; whoever rings only says that time has passed. A tick
takes the slots that are due by an index, writes what is to be posted and the next slot of each
branch in one transaction, and is safe to be rung at any time and any number of times.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from programme.digest.telling import take_weeks
from programme.duties.telling import take_mornings
from programme.exam_slots import TAKERS, take_exam_slot
from programme.key_alarms import ask_for_figures
from programme.messages import Contents, deliveries_of
from programme.noon_questions import noons_of, questions_of_noons
from programme.places import EVERYWHERE, places_of, spread
from programme.slot_rules import Known, Work, decide
from programme.timetables import followed_by
from storage import branch_settings, outbox, planned_slots, programmes, questions, slots
from storage.branch_days import open_days, spoil_days
from storage.database import Database, Transaction, passes
from storage.faults import frames
from storage.had import had_by
from storage.outcomes import found_posted
from storage.postings import add_postings, postings_of_day
from storage.programmes import Version
from storage.slots import NewSlot
from storage.units import Defaults, units
from storage.values.branches import QuizMode
from storage.values.days import Posting, QuestionId, Slot, SlotKind, SlotState
from storage.values.people import BotId, UnitId
from storage.values.programme_files import WhenFinished
from storage.values.questions import Question

log = logging.getLogger(__name__)

# Few enough that intake never waits long for its turn to write.
_AT_A_TIME = 50
PROMPT_WAITS = timedelta(minutes=15)
"""How long the evening's prompt waits for the result at the longest."""
_OF_ANY_UNIT = (SlotKind.DUTIES, SlotKind.WEEK)
_AGAIN, _TRIED = timedelta(minutes=15), timedelta(days=7)
"""How long after a fault what a test does by the clock is tried again, and for how long."""
FAULT = "fault"
"""Why a slot failed: something in the program or its data that the operator must look at."""


async def tick(
    database: Database,
    bot_id: BotId,
    now: datetime,
    counted_until: datetime,
    defaults: Defaults,
    prompt_waits: timedelta = PROMPT_WAITS,
    told: Callable[[Slot], None] = lambda _slot: None,
) -> int:
    """Take what is due at ``now``; the number of slots taken. Call again until it is 0.

    ``counted_until``: everything that members did before then is in the database.
    ``prompt_waits``: how long the evening's prompt waits for a result to be counted.
    ``told`` of every slot that was taken.
    """
    due: list[Slot] = []
    try:
        async with database.writing() as tx:
            due = await slots.due(tx, bot_id, now, counted_until, prompt_waits, _AT_A_TIME)
            if due:
                await _take(tx, bot_id, due, now, defaults)
    except Exception as error:
        if passes(error) or not due:
            raise
        for slot in due:
            await _take_alone(database, slot, now, defaults)
    for slot in due:
        told(slot)
    return len(due)


async def _take_alone(database: Database, slot: Slot, now: datetime, defaults: Defaults) -> None:
    """Take one slot of several that failed together; the one at fault must not stop the rest."""
    try:
        async with database.writing() as tx:
            await _take(tx, slot.bot_id, [slot], now, defaults)
    except Exception as error:
        if passes(error):
            raise
        more = {"slot": slot.id, "error": type(error).__name__, "exception": frames(error)}
        if slot.kind in TAKERS and now.date() <= slot.day + _TRIED:
            # There is no next day of it: it is this one that is tried again.
            log.error("a slot could not be taken, and is tried again", extra=more)
            async with database.writing() as tx:
                await slots.put_off(tx, slot.id, now + _AGAIN, FAULT)
            return
        log.error("a slot could not be taken, and is marked as failed", extra=more)
        async with database.writing() as tx:
            await slots.close(tx, {slot.id: (SlotState.FAILED, FAULT)}, now)
            if slot.kind in TAKERS:
                return
            if slot.kind not in _OF_ANY_UNIT:
                await spoil_days(tx, {(slot.unit_id, slot.day)})
            # Its next day is tried all the same, at the same distance.
            ahead = timedelta(days=7 if slot.kind is SlotKind.WEEK else 1)
            again = NewSlot(
                slot.bot_id, slot.kind, slot.unit_id, slot.day + ahead, slot.due_at + ahead
            )
            await slots.put(tx, [again] if slot.kind is not SlotKind.RESULT else [])


async def _take(
    tx: Transaction, bot_id: BotId, due: Sequence[Slot], now: datetime, defaults: Defaults
) -> None:
    for slot in due:
        if slot.kind in TAKERS:
            await take_exam_slot(tx, slot, now, defaults)
    if mornings := [slot for slot in due if slot.kind is SlotKind.DUTIES]:
        await take_mornings(tx, bot_id, mornings, now, defaults)
    if weeks := [slot for slot in due if slot.kind is SlotKind.WEEK]:
        await take_weeks(tx, bot_id, weeks, now, defaults)
    due = [slot for slot in due if slot.kind not in (*TAKERS, *_OF_ANY_UNIT)]
    if not due:
        return
    known = await _load(tx, bot_id, due, now, defaults)
    work = Work()
    for slot in due:
        decide(slot, known, now, work)
    posted = await add_postings(tx, bot_id, work.postings)
    with_buttons = await _with_buttons(tx, posted) | known.private.keys()
    contents = Contents(known.items, await _questions(tx, posted), work.in_time, with_buttons)
    in_group, in_private = _by_place(posted)
    await outbox.put(tx, deliveries_of(in_group, contents, known.units, now))
    for unit_id, to in known.private.items():
        theirs = [posting for posting in in_private if posting.unit_id == unit_id]
        await outbox.put(tx, spread(deliveries_of(theirs, contents, known.units, now), to))
    await slots.put(tx, work.planned)
    await open_days(tx, work.opened)
    await spoil_days(tx, work.spoilt)
    await slots.close(tx, work.ended, now)
    for posting in in_private:
        await found_posted(tx, posting.id)
    if any(slot.kind is SlotKind.RESULT for slot in due):
        await ask_for_figures(tx, bot_id, now)


def _by_place(posted: Sequence[Posting]) -> tuple[list[Posting], list[Posting]]:
    """The postings for groups, and those for private chats."""
    in_private = [posting for posting in posted if posting.chat_id == EVERYWHERE]
    return [posting for posting in posted if posting.chat_id != EVERYWHERE], in_private


async def _with_buttons(tx: Transaction, posted: Sequence[Posting]) -> set[UnitId]:
    """The branches that answer their questions by buttons."""
    asked = {posting.unit_id for posting in posted if posting.kind is SlotKind.NOON}
    chosen = await branch_settings.of_units(tx, asked)
    return {unit for unit, own in chosen.items() if own.quiz_mode is QuizMode.BUTTONS}


async def _questions(
    tx: Transaction, posted: Sequence[Posting]
) -> Mapping[tuple[QuestionId, int], Question]:
    wanted = {
        (posting.question_id, posting.revision)
        for posting in posted
        if posting.question_id is not None and posting.revision is not None
    }
    return await questions.bodies(tx, wanted)


def _to_see_the_end(versions: Sequence[Version]) -> set[SlotKind]:
    """A programme that stops asks no more questions when its items are all had."""
    stops = any(version.settings.when_finished is WhenFinished.STOP for version in versions)
    return {SlotKind.MORNING} if stops else set()


async def _load(
    tx: Transaction, bot_id: BotId, due: Sequence[Slot], now: datetime, defaults: Defaults
) -> Known:
    ids = {slot.unit_id for slot in due}
    found = await units(tx, ids, defaults)
    places = await places_of(tx, bot_id, found.values(), now)
    versions = await programmes.newest_versions(tx)
    used = {unit.programme_key for unit in found.values()}
    following_ones = [version for key, version in versions.items() if key in used]
    days = {(slot.unit_id, slot.day) for slot in due}
    kinds = {slot.kind for slot in due}
    items = {v.id: await programmes.items(tx, v.id) for v in following_ones}
    had = await had_by(tx, ids, kinds | _to_see_the_end(following_ones))
    mornings = await postings_of_day(tx, bot_id, days, SlotKind.MORNING)
    reached = {unit_id: unit for unit_id, unit in found.items() if unit_id in places.chats}
    noons = noons_of(due, now, reached, versions, items, mornings, had)
    return Known(
        units=found,
        chats=places.chats,
        private=places.private,
        versions=versions,
        settings=await followed_by(tx, found.values(), versions),
        orders={v.id: await programmes.item_keys(tx, v.id) for v in following_ones},
        asked=await questions_of_noons(tx, noons),
        items=items,
        had=had,
        mornings=mornings,
        noons=await postings_of_day(tx, bot_id, days, SlotKind.NOON),
        prompts=await planned_slots.planned_for(tx, bot_id, days, SlotKind.EVENING)
        if SlotKind.NOON in kinds
        else {},
    )
