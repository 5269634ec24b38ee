"""A meeting was held: it becomes a record, to which minutes and photos can be added."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from programme.calendar import local_day
from programme.duties.summing import count_anew_for
from programme.meetings.people import Gathered
from programme.meetings.planning import NOT_ON
from programme.meetings.telling import Telling
from programme.records import keeping
from programme.records.changing import with_files
from programme.records.kinds import Part as RecordPart
from programme.records.typed import read_text
from storage import meetings, office_acts, places, records
from storage.database import Transaction
from storage.units import ancestors
from storage.values.duties import Part
from storage.values.meetings import Meeting, MeetingState
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import PersonId, Unit
from storage.values.records import (
    ChangeKind,
    Record,
    RecordChange,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)

_TOO_EARLY = message("It hasn't begun yet. If it is to be earlier, please change its time first.")
_TOO_LATE = message("That was noted a while ago. Please mend the record: /record.")


async def hold(telling: Telling, people: Gathered, by: PersonId) -> Record:
    """Note a meeting as held by those who were there; the record that it became.

    Raises :class:`Refused` for one that is not planned any more, or has not begun.
    """
    tx, meeting, unit, now = telling.tx, telling.meeting, telling.unit, telling.now
    if not meeting.is_on or meeting.starts_at is None or meeting.for_branches:
        raise Refused(NOT_ON)
    if now < meeting.starts_at:
        raise Refused(_TOO_EARLY)
    held = replace(meeting, state=MeetingState.HELD)
    await meetings.save(tx, held)
    record = await records.add_record(tx, await _record(tx, held, unit, people, by, now))
    await records.note_change(tx, RecordChange(record.id, ChangeKind.KEPT, by, now))
    await count_anew_for(tx, record)
    act = OfficeAct(unit.id, ActKind.MEETING_HELD, by, now, day=record.day, detail=held.kinds[0])
    await office_acts.add(tx, act)
    await replace(telling, meeting=held).renew_cards()
    return record


async def take_back(telling: Telling, record: Record | None, by: PersonId) -> Meeting:
    """It is not over yet after all, or its record was deleted (None): it is planned as before.

    Raises :class:`Refused` when it was noted as held a while ago.
    """
    tx, meeting, now = telling.tx, telling.meeting, telling.now
    if meeting.state is not MeetingState.HELD:
        raise Refused(NOT_ON)
    if record is not None:
        if not keeping.may_take_back(record, now):
            raise Refused(_TOO_LATE)
        await keeping.delete(tx, record, by, now)
    planned = replace(meeting, state=MeetingState.PLANNED)
    await meetings.save(tx, planned)
    await replace(telling, meeting=planned).renew_cards()
    return planned


async def add_minutes(
    tx: Transaction,
    record: Record,
    by: PersonId,
    now: datetime,
    text: str = "",
    files: Sequence[RecordFile] = (),
) -> Record:
    """Add a line of minutes, photos or files to the record of a meeting.

    Raises :class:`BadInput` for what is too long, or too many files.
    """
    if files:
        more = with_files(record, files)
        record = await keeping.change(tx, record, more, RecordPart.FILES, by, now)
    if text.strip():
        lines = "\n".join(each for each in (record.text, text.strip()) if each)
        more = replace(record, text=read_text(lines))
        record = await keeping.change(tx, record, more, RecordPart.TEXT, by, now)
    return record


async def _record(
    tx: Transaction,
    meeting: Meeting,
    unit: Unit,
    people: Gathered,
    by: PersonId,
    now: datetime,
) -> Record:
    assert meeting.starts_at is not None
    known = await places.places_at(tx, ancestors(unit.path))
    at = next((each for each in known if each.name == meeting.place), None)
    spoke = {each.id for each in people.speakers}
    return Record(
        id=RecordId(0),
        unit_id=unit.id,
        state=RecordState.KEPT,
        kinds=meeting.kinds,
        day=local_day(meeting.starts_at, unit.time_zone),
        by=by,
        made_at=now,
        changed_at=now,
        group=meeting.group,
        minutes=meeting.minutes,
        place=meeting.place,
        place_id=at.id if at else None,
        place_kind=at.kind if at else "",
        topic=meeting.topic,
        guests=meeting.guests,
        meeting_id=meeting.id,
        people=tuple(
            TookPart(each.id, Part.SPEAKER if each.id in spoke else Part.PRESENT)
            for each in people.here
        ),
    )
