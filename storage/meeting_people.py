"""Who was at a meeting, by their own word or by that of whoever looks after it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.duties import meeting_people as table
from storage.tables.duties import meetings
from storage.upserts import insert_into
from storage.values.meetings import Attendance, Presence
from storage.values.people import PersonId
from storage.values.records import MeetingId


async def say(
    tx: Transaction,
    meeting: MeetingId,
    people: Mapping[PersonId, Presence],
    by: PersonId | None,
    now: datetime,
) -> None:
    """Write down whether these people were there; it holds in place of what was said before."""
    query = insert_into(table, tx.dialect)
    new = {name: query.excluded[name] for name in ("state", "by_id", "at")}
    anew = query.on_conflict_do_update(index_elements=["meeting_id", "person_id"], set_=new)
    rows = [
        {
            "meeting_id": meeting,
            "person_id": person,
            "state": presence.value,
            "by_id": by,
            "at": earliest(now),
        }
        for person, presence in people.items()
    ]
    await tx.run_many(anew, rows)


async def unsay(tx: Transaction, meeting: MeetingId, person: PersonId) -> bool:
    """Forget what was said of one person; False when nothing was."""
    one = table.c.meeting_id == meeting, table.c.person_id == person
    return bool(await tx.run(delete(table).where(*one)))


async def attendance(tx: Transaction, meeting: MeetingId) -> Mapping[PersonId, Attendance]:
    """What was said of whom."""
    query = select(table).where(table.c.meeting_id == meeting).order_by(table.c.person_id)
    return {
        PersonId(row.person_id): Attendance(
            PersonId(row.person_id),
            Presence(row.state),
            None if row.by_id is None else PersonId(row.by_id),
        )
        for row in await tx.rows(query)
    }


async def move_attendance(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    """Let what was said of ``gone``, and what ``gone`` planned, be ``kept``'s; where both were
    noted, what was said of ``kept`` holds."""
    both = table.alias("both")
    same = select(both.c.meeting_id).where(
        both.c.person_id == kept, both.c.meeting_id == table.c.meeting_id
    )
    own = table.c.person_id == gone
    await tx.run(update(table).where(own, ~same.exists()).values(person_id=kept))
    await tx.run(delete(table).where(own))
    for column in (table.c.by_id, meetings.c.by_id):
        await tx.run(update(column.table).where(column == gone).values(by_id=kept))


async def count_here(tx: Transaction, meetings: Collection[MeetingId]) -> Mapping[MeetingId, int]:
    """How many were at each of these meetings; one at which nobody was yet is left out."""
    query = (
        select(table.c.meeting_id, func.count().label("here"))
        .where(among(table.c.meeting_id, "meetings"), table.c.state != Presence.ABSENT.value)
        .group_by(table.c.meeting_id)
    )
    rows = await tx.rows(query, {"meetings": list(meetings)})
    return {MeetingId(row.meeting_id): row.here for row in rows}
