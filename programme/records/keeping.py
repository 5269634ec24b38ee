"""Putting a record down, taking it back, changing and deleting it: each is a line of its history.

For what a record counts is worked out whenever it is asked for, so none of this has to set
anything right elsewhere but the sums that units above read (:mod:`programme.duties.summing`).
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from programme.duties.summing import count_anew_for
from programme.records.kinds import Part
from programme.records.scene import Scene
from storage import office_acts, records
from storage.database import Transaction
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import PersonId
from storage.values.records import ChangeKind, Record, RecordChange, RecordState

UNDO_WITHIN = timedelta(minutes=10)
"""For how long what was just put down can be taken back."""
_ONE_GO = timedelta(minutes=30)
"""Changes that somebody makes within this time are one line of the history."""


async def put_down(
    tx: Transaction, record: Record, by: PersonId, now: datetime, at: Scene | None = None
) -> Record:
    """Keep a draft: from now on it counts. With the scene of a unit, those who share its office
    see that it was put down. A record that is kept already stays as it is."""
    if record.state is not RecordState.DRAFT:
        return record
    kept = replace(record, state=RecordState.KEPT, made_at=now, changed_at=now)
    await records.change_record(tx, kept)
    await count_anew_for(tx, kept)
    await _note(tx, kept, ChangeKind.KEPT, by, now)
    if at is not None:
        await _tell_office(tx, kept, ActKind.RECORDED, by, now, at)
    return kept


async def take_back(
    tx: Transaction, record: Record, by: PersonId, now: datetime, at: Scene | None = None
) -> Record:
    """Make a draft again of what was just put down. Raises :class:`Refused` when it is too late."""
    if record.state is not RecordState.KEPT:
        return record
    if not may_take_back(record, now):
        raise Refused(
            message(
                "That was put down more than ten minutes ago. You can still change or delete it."
            )
        )
    # Whoever takes it back goes on with it.
    draft = replace(record, state=RecordState.DRAFT, by=by, changed_at=now)
    await records.change_record(tx, draft)
    await count_anew_for(tx, draft)
    await _note(tx, draft, ChangeKind.TAKEN_BACK, by, now)
    if at is not None:
        await _tell_office(tx, draft, ActKind.RECORD_REMOVED, by, now, at)
    return draft


def may_take_back(record: Record, now: datetime) -> bool:
    """Whether a record was put down just now."""
    return record.state is RecordState.KEPT and now - record.made_at <= UNDO_WITHIN


async def change(
    tx: Transaction, record: Record, changed: Record, part: Part, by: PersonId, now: datetime
) -> Record:
    """Write what was changed about a record; one that is kept notes it in its history."""
    if changed == record:
        return record
    new = replace(changed, changed_at=now)
    await records.change_record(tx, new)
    if record.state is RecordState.KEPT:
        await count_anew_for(tx, record, new)
        await note_edit(tx, new, part, by, now)
    return new


async def delete(
    tx: Transaction, record: Record, by: PersonId, now: datetime, at: Scene | None = None
) -> None:
    """Let a record count no more. Its history stays, and it can be put back."""
    gone = replace(record, state=RecordState.DELETED, changed_at=now)
    await records.change_record(tx, gone)
    await count_anew_for(tx, gone)
    await _note(tx, gone, ChangeKind.DELETED, by, now)
    if at is not None:
        await _tell_office(tx, gone, ActKind.RECORD_REMOVED, by, now, at)


async def restore(
    tx: Transaction, record: Record, by: PersonId, now: datetime, at: Scene | None = None
) -> Record:
    """Put a deleted record back."""
    back = replace(record, state=RecordState.KEPT, changed_at=now)
    await records.change_record(tx, back)
    await count_anew_for(tx, back)
    await _note(tx, back, ChangeKind.RESTORED, by, now)
    if at is not None:
        await _tell_office(tx, back, ActKind.RECORDED, by, now, at)
    return back


async def _note(
    tx: Transaction, record: Record, kind: ChangeKind, by: PersonId, now: datetime
) -> None:
    await records.note_change(tx, RecordChange(record.id, kind, by, now))


async def note_edit(
    tx: Transaction, record: Record, part: Part, by: PersonId, now: datetime
) -> None:
    """Note in a record's history that a part of what it is about was changed; what somebody changes
    in one go is one line."""
    history = await records.changes_of(tx, record.id)
    last = history[-1] if history else None
    edit = RecordChange(record.id, ChangeKind.EDITED, by, now, part.value)
    goes_on = (
        last is not None
        and (last.kind, last.by) == (ChangeKind.EDITED, by)
        and now - last.at <= _ONE_GO
    )
    if last is None or not goes_on:
        await records.note_change(tx, edit)
        return
    parts = dict.fromkeys((*last.detail.split(","), part.value))
    await records.amend_change(tx, replace(edit, detail=",".join(parts)))


async def _tell_office(
    tx: Transaction, record: Record, kind: ActKind, by: PersonId, now: datetime, at: Scene
) -> None:
    what = at.book.kind_once(record.kinds[0])
    titles = what.titles if what else {}
    title = titles.get(at.unit.language) or next(iter(titles.values()), record.kinds[0])
    act = OfficeAct(record.unit_id, kind, by, now, day=record.day, detail=title)
    await office_acts.add(tx, act)
