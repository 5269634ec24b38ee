"""Meetings of the north branch: one that is on, one that is being planned, one that was held."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from programme.records.kinds import code
from storage import meetings, records
from storage.database import Transaction
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import PersonId, UnitId
from storage.values.records import MeetingId, Record, RecordId, RecordState

KIND = "talk"


class MeetingsOfNorth(Struct, frozen=True):
    """Their numbers."""

    on: MeetingId
    draft: MeetingId
    held: MeetingId


async def add_meetings(
    tx: Transaction, north: UnitId, secretary: PersonId, now: datetime
) -> MeetingsOfNorth:
    """Put them on the stage; the record of the one that was held names nobody."""
    new = Meeting(
        MeetingId(0),
        north,
        MeetingState.PLANNED,
        (KIND,),
        secretary,
        now - timedelta(days=1),
        now - timedelta(minutes=5),
    )
    on = await meetings.add_meeting(tx, new)
    draft = await meetings.add_meeting(tx, _changed(new, MeetingState.DRAFT, now, days=1))
    held = await meetings.add_meeting(tx, _changed(new, MeetingState.HELD, now, days=-2))
    assert held.starts_at is not None
    record = Record(
        RecordId(0),
        north,
        RecordState.KEPT,
        (KIND,),
        held.starts_at.date(),
        secretary,
        now,
        now,
        meeting_id=held.id,
    )
    await records.add_record(tx, record)
    return MeetingsOfNorth(on.id, draft.id, held.id)


def meeting_buttons(found: MeetingsOfNorth, north: UnitId, member: PersonId) -> Mapping[str, str]:
    """A button of each kind, by its line of the table."""
    return {
        "meet:here:": f"meet:here:{found.on}",
        "meet:own:": f"meet:own:{found.held}:in",
        "meet: new": f"meet:new:{north}",
        "meet: kind": f"meet:kind:{north}:{code(KIND)}",
        "meet: show": f"meet:show:{found.on}",
        "meet: held": f"meet:show:{found.held}",
        "meet: time": f"meet:{found.draft}:time",
        "meet: place": f"meet:{found.on}:place",
        "meet: post": f"meet:{found.draft}:post",
        "meet: drop": f"meet:{found.on}:drop:yes",
        "meet: all": f"meet:{found.on}:all",
        "meet: who": f"meet:{found.on}:who:0:{member}",
        "meet: done": f"meet:{found.on}:done",
        "meet: mend": f"meet:{found.held}:mend:{member}:in",
    }


def _changed(meeting: Meeting, state: MeetingState, now: datetime, days: int) -> Meeting:
    return Meeting(
        MeetingId(0),
        meeting.unit_id,
        state,
        meeting.kinds,
        meeting.by,
        meeting.made_at,
        now + timedelta(days=days),
    )
