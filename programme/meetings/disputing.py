"""Somebody says that it is wrong whether they were at a meeting; whoever looks after it decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.office_holders import Holder, whom_to_ask
from programme.records import keeping
from programme.records.kinds import Part as RecordPart
from storage import meeting_people, meetings, records
from storage.database import Transaction
from storage.values.duties import Part
from storage.values.meetings import Meeting, Presence
from storage.values.messages import Refused, message
from storage.values.people import BotId, PersonId, TelegramId, Unit, UnitId
from storage.values.records import (
    ChangeKind,
    MeetingId,
    Record,
    RecordChange,
    RecordState,
    TookPart,
)

LOOKED_BACK = timedelta(days=31)
"""So far back somebody sees the meetings that they were at, or were not."""
SHOWN = 5

_SAID_ALREADY = message("It is as you say by now.")
_GONE = message("That meeting has no record any more.")


class Seen(Struct, frozen=True):
    """A meeting that was held, and whether somebody was there by its record."""

    meeting: Meeting
    record: Record
    was_there: bool


async def seen_by(
    tx: Transaction, person: PersonId, unit_ids: Sequence[UnitId], now: datetime
) -> list[Seen]:
    """The last meetings that were held in somebody's branches, the newest first."""
    held = await meetings.held_lately(tx, unit_ids, now - LOOKED_BACK, SHOWN)
    found = []
    for each in held:
        record = await records.record_of_meeting(tx, each.id)
        if record is not None and record.state is RecordState.KEPT:
            found.append(Seen(each, record, record.took_part(person)))
    return found


async def dispute(
    tx: Transaction,
    bot_id: BotId,
    seen: Seen,
    unit: Unit,
    person: PersonId,
    now: datetime,
    owner: TelegramId | None,
) -> Sequence[Holder]:
    """Somebody says that the record is wrong about them; who is to be asked. It is written into the
    record's history once, however often they say it."""
    if not await is_disputed(tx, seen.record, person):
        said = RecordChange(seen.record.id, ChangeKind.DISPUTED, person, now)
        await records.note_change(tx, said)
    return await whom_to_ask(tx, bot_id, unit, now, owner)


async def is_disputed(tx: Transaction, record: Record, person: PersonId) -> bool:
    """Whether somebody has said that the record is wrong about them, and nobody has decided."""
    open_ = False
    for change in await records.changes_of(tx, record.id):
        if change.kind is ChangeKind.DISPUTED and change.by == person:
            open_ = True
        elif change.kind is ChangeKind.UPHELD or (
            change.kind is ChangeKind.EDITED and RecordPart.PEOPLE in change.detail.split(",")
        ):
            open_ = False
    return open_


async def mend(
    tx: Transaction,
    meeting: MeetingId,
    person: PersonId,
    by: PersonId,
    now: datetime,
    *,
    there: bool,
) -> Record:
    """Put it right in the record whether somebody was there.

    Raises :class:`Refused` when there is no such record any more, or it says so already.
    """
    record = await _disputed(tx, meeting, person, there=there)
    others = tuple(each for each in record.people if each.person_id != person)
    people = (*others, TookPart(person, Part.PRESENT)) if there else others
    new = replace(record, people=people)
    changed = await keeping.change(tx, record, new, RecordPart.PEOPLE, by, now)
    said = {person: Presence.HERE if there else Presence.ABSENT}
    await meeting_people.say(tx, meeting, said, by, now)
    return changed


async def leave(
    tx: Transaction,
    meeting: MeetingId,
    person: PersonId,
    by: PersonId,
    now: datetime,
    *,
    there: bool,
) -> Record:
    """Leave the record as it is; that, too, stands in its history. Raises as :func:`mend` does."""
    record = await _disputed(tx, meeting, person, there=there)
    await records.note_change(tx, RecordChange(record.id, ChangeKind.UPHELD, by, now))
    return record


async def _disputed(
    tx: Transaction, meeting: MeetingId, person: PersonId, *, there: bool
) -> Record:
    record = await records.record_of_meeting(tx, meeting)
    if record is None or record.state is not RecordState.KEPT:
        raise Refused(_GONE)
    if record.took_part(person) is there:
        raise Refused(_SAID_ALREADY)
    return record
