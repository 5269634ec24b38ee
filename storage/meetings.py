"""Meetings: drafts, what is planned, moved, called off and held, and the parts of unified days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import as_text, words_in
from storage.moments import earliest, moment
from storage.tables.duties import meetings as table
from storage.upserts import insert_into
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import PersonId, UnitId
from storage.values.records import MeetingId

REMEMBERED = timedelta(days=31)
"""How long a meeting that nobody marked as held is still listed."""


async def add_meeting(tx: Transaction, new: Meeting) -> Meeting:
    """Write a new meeting; the one that is returned has its number."""
    query = insert(table).values(_written(new)).returning(table.c.id)
    return replace(new, id=MeetingId(await tx.scalar(query)))


async def add_parts(tx: Transaction, parts: Sequence[Meeting]) -> None:
    """Write branches' parts of a unified day; a branch that has its part already keeps it."""
    query = insert_into(table, tx.dialect)
    once = query.on_conflict_do_nothing(index_elements=["parent_id", "unit_id"])
    await tx.run_many(once, [_written(each) for each in parts])


async def save(tx: Transaction, meeting: Meeting) -> None:
    """Write a meeting as it is now."""
    await tx.run(update(table).where(table.c.id == meeting.id).values(_written(meeting)))


async def drop_draft(tx: Transaction, meeting_id: MeetingId) -> None:
    """Throw a draft away; a meeting that somebody has heard of stays."""
    draft = table.c.id == meeting_id, table.c.state == MeetingState.DRAFT.value
    await tx.run(delete(table).where(*draft))


async def meeting(tx: Transaction, meeting_id: MeetingId) -> Meeting | None:
    """One meeting, in whatever state, or None."""
    found = await _meetings(tx, table.c.id == meeting_id)
    return found[0] if found else None


async def draft_of(tx: Transaction, unit_id: UnitId, by: PersonId | None) -> Meeting | None:
    """The draft that somebody left lying at a unit, the newest; None when there is none."""
    own = table.c.by_id.is_(None) if by is None else table.c.by_id == by
    mine = table.c.unit_id == unit_id, own, table.c.state == MeetingState.DRAFT.value
    found = await _meetings(tx, *mine)
    return found[-1] if found else None


async def planned(tx: Transaction, unit_ids: Collection[UnitId], now: datetime) -> list[Meeting]:
    """The meetings of these very units that are announced and not yet held or called off, by
    time: those to come, and those of the last month that nobody marked as held. Unified days of
    the branches below are left out."""
    asked = {"units": list(unit_ids), "since": earliest(now - REMEMBERED)}
    return [_meeting(row) for row in await tx.named_rows(_PLANNED, **asked)]


# Asked with each reminder: written once.
_PLANNED = Statement(
    select(table)
    .where(
        among(table.c.unit_id, "units"),
        table.c.state == MeetingState.PLANNED.value,
        ~table.c.for_branches,
        table.c.starts_at >= bindparam("since"),
    )
    .order_by(table.c.starts_at, table.c.id)
)


async def held_lately(
    tx: Transaction, unit_ids: Collection[UnitId], since: datetime, limit: int
) -> list[Meeting]:
    """The meetings of these units that were held and began since a moment, the newest first."""
    found = await _meetings(
        tx,
        among(table.c.unit_id, "units"),
        table.c.state == MeetingState.HELD.value,
        table.c.starts_at >= earliest(since),
        values={"units": list(unit_ids)},
    )
    return found[::-1][:limit]


async def last_like(
    tx: Transaction, unit_id: UnitId, kind: str, group: str, *, for_branches: bool = False
) -> Meeting | None:
    """The last meeting of the same chief kind that was announced: the template for the next."""
    alike = or_(table.c.kinds == kind, table.c.kinds.startswith(f"{kind},", autoescape=True))
    query = (
        select(table)
        .where(
            table.c.unit_id == unit_id,
            table.c.state.in_([MeetingState.PLANNED.value, MeetingState.HELD.value]),
            alike,
            table.c.group_name == group,
            table.c.for_branches.is_(for_branches),
        )
        .order_by(table.c.starts_at.desc(), table.c.id.desc())
        .limit(1)
    )
    row = await tx.first(query)
    return None if row is None else _meeting(row)


async def days_for_branches(
    tx: Transaction, unit_ids: Collection[UnitId], since: datetime
) -> list[Meeting]:
    """The unified days that these units announced for their branches, beginning since a moment."""
    return await _meetings(
        tx,
        among(table.c.unit_id, "units"),
        table.c.state == MeetingState.PLANNED.value,
        table.c.for_branches,
        table.c.starts_at >= earliest(since),
        values={"units": list(unit_ids)},
    )


async def parts_of(tx: Transaction, day: MeetingId, unit_ids: Collection[UnitId]) -> list[Meeting]:
    """The parts that these branches have in a unified day."""
    return await _meetings(
        tx,
        table.c.parent_id == day,
        among(table.c.unit_id, "units"),
        values={"units": list(unit_ids)},
    )


async def count_parts(tx: Transaction, day: MeetingId) -> Mapping[MeetingState, int]:
    """How many branches' parts of a unified day have come how far."""
    query = (
        select(table.c.state, func.count().label("parts"))
        .where(table.c.parent_id == day)
        .group_by(table.c.state)
    )
    return {MeetingState(row.state): row.parts for row in await tx.rows(query)}


async def not_held_at(tx: Transaction, day: MeetingId, limit: int, offset: int = 0) -> list[UnitId]:
    """The branches that have yet to hold their part of a unified day, a page of them."""
    query = (
        select(table.c.unit_id)
        .where(table.c.parent_id == day, table.c.state == MeetingState.PLANNED.value)
        .order_by(table.c.unit_id)
        .limit(limit)
        .offset(offset)
    )
    return [UnitId(row.unit_id) for row in await tx.rows(query)]


async def told_to(tx: Transaction, day: MeetingId) -> UnitId:
    """The last branch that was given the newest of a unified day; 0 for none."""
    return UnitId(await tx.scalar(select(table.c.told_to).where(table.c.id == day)) or 0)


async def note_told(tx: Transaction, day: MeetingId, branch: UnitId) -> None:
    """Branches up to this one, in the order of their ids, have the newest of a unified day."""
    await tx.run(update(table).where(table.c.id == day).values(told_to=branch))


async def _meetings(
    tx: Transaction, *conditions: ColumnElement[bool], values: Mapping[str, Any] | None = None
) -> list[Meeting]:
    query = select(table).where(*conditions).order_by(table.c.starts_at, table.c.id)
    return [_meeting(row) for row in await tx.rows(query, values or {})]


def _written(meeting: Meeting) -> dict[str, Any]:
    starts = meeting.starts_at
    return {
        "unit_id": meeting.unit_id,
        "parent_id": meeting.parent_id,
        "state": meeting.state.value,
        "kinds": as_text(meeting.kinds),
        "group_name": meeting.group,
        "starts_at": None if starts is None else earliest(starts),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "topic": meeting.topic,
        "by_id": meeting.by,
        "made_at": earliest(meeting.made_at),
        "revision": meeting.revision,
        "guests": meeting.guests,
        "for_branches": meeting.for_branches,
    }


def _meeting(row: Any) -> Meeting:
    return Meeting(
        id=MeetingId(row.id),
        unit_id=UnitId(row.unit_id),
        state=MeetingState(row.state),
        kinds=words_in(row.kinds),
        by=None if row.by_id is None else PersonId(row.by_id),
        made_at=moment(row.made_at),
        starts_at=None if row.starts_at is None else moment(row.starts_at),
        minutes=row.minutes,
        place=row.place,
        topic=row.topic,
        group=row.group_name,
        guests=row.guests,
        parent_id=None if row.parent_id is None else MeetingId(row.parent_id),
        for_branches=bool(row.for_branches),
        revision=row.revision,
    )
