"""Records: what was done, who took part, the files with it, and its history."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, delete, insert, not_, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest, moment
from storage.record_rows import (
    person_or_none,
    read_parts,
    read_records,
    with_places,
    write_parts,
    written,
)
from storage.tables.duties import record_changes, record_files, record_people
from storage.tables.duties import records as table
from storage.values.people import PersonId, UnitId
from storage.values.records import (
    ChangeKind,
    MeetingId,
    Record,
    RecordChange,
    RecordId,
    RecordState,
)

# Read with every look at duties, and written with every record: written once.
_IN_SPAN = (
    table.c.state == RecordState.KEPT.value,
    table.c.day.between(bindparam("first"), bindparam("last")),
)
_OF_UNITS = Statement(
    with_places(among(table.c.unit_id, "units"), *_IN_SPAN).order_by(table.c.day, table.c.id)
)
_WITH_PEOPLE = Statement(
    with_places(
        table.c.id.in_(
            select(record_people.c.record_id).where(among(record_people.c.person_id, "people"))
        ),
        not_(among(table.c.unit_id, "besides")),
        *_IN_SPAN,
    ).order_by(table.c.day, table.c.id)
)
_ONE = Statement(with_places(table.c.id == bindparam("id")))
_ADD = insert(table).returning(table.c.id)
_CHANGE = update(table).where(table.c.id == bindparam("at_id"))
_NOTE = insert(record_changes)


async def add_record(tx: Transaction, record: Record) -> Record:
    """Write a new record with its people and files; the one that is returned has its number."""
    number = RecordId(await tx.scalar(_ADD, written(record)))
    await write_parts(tx, number, record)
    found = await record_with(tx, number)
    assert found is not None
    return found


async def change_record(tx: Transaction, record: Record) -> None:
    """Write a record anew, as it is now."""
    await tx.run(_CHANGE, {"at_id": record.id, **written(record)})
    await write_parts(tx, record.id, record, anew=True)


async def drop_draft(tx: Transaction, record_id: RecordId) -> None:
    """Throw a draft away. One that was kept before stays, as deleted, with its history; a record
    that is kept stays as it is."""
    draft = table.c.id == record_id, table.c.state == RecordState.DRAFT.value
    if await tx.scalar(select(table.c.id).where(*draft)) is None:
        return
    history = select(record_changes.c.id).where(record_changes.c.record_id == record_id)
    if await tx.scalar(history.limit(1)) is not None:
        await tx.run(update(table).where(*draft).values(state=RecordState.DELETED.value))
        return
    for parts in (record_people, record_files):
        await tx.run(delete(parts).where(parts.c.record_id == record_id))
    await tx.run(delete(table).where(*draft))


async def record_with(tx: Transaction, record_id: RecordId) -> Record | None:
    """One record, in whatever state, or None."""
    found = await read_parts(tx, await tx.named_rows(_ONE, id=record_id))
    return found[0] if found else None


async def draft_of(tx: Transaction, person: PersonId) -> Record | None:
    """The draft at which somebody was last; None when there is none."""
    return next(iter(await drafts_of(tx, person)), None)


async def drafts_of(tx: Transaction, person: PersonId) -> list[Record]:
    """The drafts that somebody left lying, the one at which they were last first."""
    mine = table.c.by_id == person, table.c.state == RecordState.DRAFT.value
    found = await read_records(tx, *mine)
    return sorted(found, key=lambda each: (each.changed_at, each.id), reverse=True)


async def records_of_units(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date
) -> list[Record]:
    """The kept records of these units with a day from ``first`` to ``last``, by day."""
    span = {"first": first.isoformat(), "last": last.isoformat()}
    return await read_parts(tx, await tx.named_rows(_OF_UNITS, units=list(unit_ids), **span))


async def records_with_people(
    tx: Transaction,
    people: Collection[PersonId],
    first: date,
    last: date,
    besides: Collection[UnitId] = (),
) -> list[Record]:
    """The kept records in which any of these people took part, by day, wherever it was; those of
    the units ``besides`` are left out."""
    span = {"first": first.isoformat(), "last": last.isoformat()}
    whose = {"people": list(people), "besides": list(besides)}
    return await read_parts(tx, await tx.named_rows(_WITH_PEOPLE, **whose, **span))


async def newest_records(
    tx: Transaction,
    unit_id: UnitId,
    limit: int,
    skipped: int = 0,
    besides: Collection[str] = (),
) -> list[Record]:
    """A unit's last kept records, the newest first, without the first ``skipped``, and without
    those of which one of the kinds ``besides`` is the only one."""
    mine = [table.c.unit_id == unit_id, table.c.state == RecordState.KEPT.value]
    if besides:
        mine.append(~among(table.c.kinds, "kinds"))
    values = {"kinds": list(besides)}
    return await read_records(tx, *mine, newest=limit, skipped=skipped, values=values)


async def newest_with(
    tx: Transaction,
    person: PersonId,
    limit: int,
    skipped: int = 0,
    kinds: Collection[str] | None = None,
) -> list[Record]:
    """The last kept records in which somebody took part, wherever it was, the newest first; those
    of which one of ``kinds`` is the only one, where they are given."""
    theirs = select(record_people.c.record_id).where(record_people.c.person_id == person)
    mine = [table.c.id.in_(theirs), table.c.state == RecordState.KEPT.value]
    if kinds is not None:
        mine.append(among(table.c.kinds, "kinds"))
    values = {"kinds": list(kinds or ())}
    return await read_records(tx, *mine, newest=limit, skipped=skipped, values=values)


async def last_of_kind(
    tx: Transaction, unit_id: UnitId, kind: str, person: PersonId | None = None
) -> Record | None:
    """A unit's last kept record of which a kind is the chief one: of those in which a person took
    part, where one is named."""
    mine = [
        table.c.unit_id == unit_id,
        table.c.state == RecordState.KEPT.value,
        or_(table.c.kinds == kind, table.c.kinds.startswith(f"{kind},", autoescape=True)),
    ]
    if person is not None:
        theirs = select(record_people.c.record_id).where(record_people.c.person_id == person)
        mine.append(table.c.id.in_(theirs))
    return next(iter(await read_records(tx, *mine, newest=1)), None)


async def record_of_meeting(tx: Transaction, meeting: MeetingId) -> Record | None:
    """What a meeting became: its draft or its record, or None."""
    alive = table.c.state != RecordState.DELETED.value
    found = await read_records(tx, table.c.meeting_id == meeting, alive, newest=1)
    return found[0] if found else None


async def note_change(tx: Transaction, change: RecordChange) -> None:
    """Add a line to a record's history."""
    await tx.run(
        _NOTE,
        {
            "record_id": change.record_id,
            "kind": change.kind.value,
            "by_id": change.by,
            "at": earliest(change.at),
            "detail": change.detail,
        },
    )


async def amend_change(tx: Transaction, change: RecordChange) -> None:
    """Write the last line of a record's history anew."""
    last = select(record_changes.c.id).where(record_changes.c.record_id == change.record_id)
    number = await tx.scalar(last.order_by(record_changes.c.id.desc()).limit(1))
    new = {"at": earliest(change.at), "detail": change.detail}
    await tx.run(update(record_changes).where(record_changes.c.id == number).values(new))


async def changes_of(tx: Transaction, record_id: RecordId) -> list[RecordChange]:
    """A record's history, from its beginning."""
    query = (
        select(record_changes)
        .where(record_changes.c.record_id == record_id)
        .order_by(record_changes.c.id)
    )
    return [
        RecordChange(
            RecordId(row.record_id),
            ChangeKind(row.kind),
            person_or_none(row.by_id),
            moment(row.at),
            row.detail,
        )
        for row in await tx.rows(query)
    ]
