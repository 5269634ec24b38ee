"""Planning a meeting: a draft, what is settled about it, announcing, moving and calling it off."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.duties.counting import counts_as
from programme.meetings.telling import Telling
from storage import jobs, meetings, office_acts
from storage.database import Transaction
from storage.values.duties import DutyBook
from storage.values.meetings import USUAL_LENGTH, Meeting, MeetingState
from storage.values.messages import Message, Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import BotId, PersonId, Unit, UnitId
from storage.values.records import MeetingId

DAY_JOB = "meeting-day"
"""The kind of job that gives branches their parts of a unified day."""

NOT_ON = message("This meeting is not planned any more: it was held, or called off.")
_NO_TIME = message("Please choose a time first.")
_GONE_BY = message("That time has gone by. Please choose another.")
_JUST_NOW = timedelta(minutes=10)


class Planner(Struct, frozen=True):
    """Who plans something for a unit now, by which bot."""

    tx: Transaction
    bot_id: BotId
    unit: Unit
    by: PersonId | None
    now: datetime

    async def begin(
        self, kind: str, group: str, book: DutyBook, *, for_branches: bool = False
    ) -> Meeting:
        """A draft like the last meeting of the kind, in place of one that was left lying. What it
        is about is new each time."""
        left = await meetings.draft_of(self.tx, self.unit.id, self.by)
        if left is not None:
            await meetings.drop_draft(self.tx, left.id)
        last = await meetings.last_like(
            self.tx, self.unit.id, kind, group, for_branches=for_branches
        )
        draft = Meeting(
            id=MeetingId(0),
            unit_id=self.unit.id,
            state=MeetingState.DRAFT,
            kinds=(kind,),
            by=self.by,
            made_at=self.now,
            minutes=usual_minutes(kind, book),
            group=group,
            for_branches=for_branches,
        )
        if last is not None:
            also = tuple(key for key in last.kinds[1:] if book.kind(key))
            draft = replace(draft, kinds=(kind, *also), minutes=last.minutes, place=last.place)
        return await meetings.add_meeting(self.tx, draft)

    async def settle(self, meeting: Meeting, changed: Meeting) -> Meeting:
        """Settle something anew; whoever has heard of the meeting hears of another time or place.

        Raises :class:`Refused` for one that was held or called off, or for a time that is over.
        """
        if meeting.state is MeetingState.DRAFT:
            await meetings.save(self.tx, changed)
            return changed
        if not meeting.is_on:
            raise Refused(NOT_ON)
        hinders = hindrance(changed, self.now) if changed.starts_at != meeting.starts_at else None
        if hinders is not None:
            raise Refused(hinders)
        moved = (meeting.starts_at, meeting.place) != (changed.starts_at, changed.place)
        changed = replace(changed, revision=meeting.revision + 1) if moved else changed
        await meetings.save(self.tx, changed)
        await self._tell(changed, moved=moved)
        return changed

    async def post(self, draft: Meeting) -> bool:
        """Announce a meeting; whether there is anywhere to announce it.

        Raises :class:`Refused` for one without a time, or whose time has gone by.
        """
        if draft.state is not MeetingState.DRAFT:
            raise Refused(NOT_ON)
        hinders = hindrance(draft, self.now)
        if hinders is not None:
            raise Refused(hinders)
        posted = replace(draft, state=MeetingState.PLANNED)
        await meetings.save(self.tx, posted)
        await self._note(ActKind.MEETING_PLANNED, posted)
        if posted.for_branches:
            await self._give_parts(posted)
            return True
        return await Telling(self.tx, self.bot_id, posted, self.unit, self.now).announce()

    async def call_off(self, meeting: Meeting) -> Meeting:
        """Call a meeting off; whoever has heard of it hears of that. A draft is just dropped.

        Raises :class:`Refused` for one that was held already.
        """
        off = replace(meeting, state=MeetingState.CALLED_OFF, revision=meeting.revision + 1)
        if meeting.state is MeetingState.DRAFT:
            await meetings.drop_draft(self.tx, meeting.id)
            return off
        if not meeting.is_on:
            raise Refused(NOT_ON)
        await meetings.save(self.tx, off)
        await self._note(ActKind.MEETING_CALLED_OFF, off)
        await self._tell(off, moved=True)
        return off

    async def _tell(self, changed: Meeting, *, moved: bool) -> None:
        telling = Telling(self.tx, self.bot_id, changed, self.unit, self.now)
        if changed.for_branches:
            await self._give_parts(changed)
        elif moved:
            await telling.tell_change()
        else:
            await telling.renew_cards()

    async def _give_parts(self, day: Meeting) -> None:
        """Have the branches given their parts, or what has changed about them."""
        # From the first branch again.
        await meetings.note_told(self.tx, day.id, UnitId(0))
        key = f"{DAY_JOB}:{day.id}:{self.now.timestamp():.0f}"
        await jobs.put(self.tx, self.bot_id, DAY_JOB, key, self.now, {"meeting": day.id})

    async def _note(self, kind: ActKind, meeting: Meeting) -> None:
        if self.by is None:
            return
        at = meeting.starts_at or self.now
        day = local_day(at, self.unit.time_zone)
        act = OfficeAct(self.unit.id, kind, self.by, self.now, day=day, detail=meeting.kinds[0])
        await office_acts.add(self.tx, act)


def hindrance(draft: Meeting, now: datetime) -> Message | None:
    """What keeps a draft from being announced; None when nothing does."""
    if draft.starts_at is None:
        return _NO_TIME
    return _GONE_BY if draft.starts_at < now - _JUST_NOW else None


def usual_minutes(kind: str, book: DutyBook) -> int:
    """How long a meeting of a kind takes, the first time: as long as the duties ask that it serves,
    an hour at least."""
    counted = counts_as([kind], book)
    asked = [
        duty.counting.least_minutes
        for duty in book.duties
        if not counted.isdisjoint(duty.counting.kinds)
    ]
    return max([round(USUAL_LENGTH.total_seconds() / 60), *asked])


def with_kind_toggled(meeting: Meeting, key: str) -> Meeting:
    """The meeting as one that counts as another kind, too, or no more. The chief kind stays."""
    if key == meeting.kinds[0]:
        return meeting
    if key in meeting.kinds:
        return replace(meeting, kinds=tuple(each for each in meeting.kinds if each != key))
    return replace(meeting, kinds=(*meeting.kinds, key))
