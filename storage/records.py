"""Records: what was done, who took part, the files with it, and its history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.lists import as_text, words_in
from storage.moments import earliest, moment
from storage.tables.duties import places, record_changes, record_files, record_people
from storage.tables.duties import records as table
from storage.values.duties import Part
from storage.values.notes import NoteMedia
from storage.values.people import BotId, PersonId, UnitId
from storage.values.records import (
    ChangeKind,
    MakesUp,
    MeetingId,
    PlaceId,
    Record,
    RecordChange,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)

_MAKES_UP = msgspec.json.Decoder(tuple[MakesUp, ...])


async def add_record(tx: Transaction, record: Record) -> Record:
    """Write a new record with its people and files; the one that is returned has its number."""
    query = insert(table).values(_written(record)).returning(table.c.id)
    number = RecordId(await tx.scalar(query))
    await _write_parts(tx, number, record)
    found = await record_with(tx, number)
    assert found is not None
    return found


async def change_record(tx: Transaction, record: Record) -> None:
    """Write a record anew, as it is now."""
    await tx.run(update(table).where(table.c.id == record.id).values(_written(record)))
    for parts in (record_people, record_files):
        await tx.run(delete(parts).where(parts.c.record_id == record.id))
    await _write_parts(tx, record.id, record)


async def drop_draft(tx: Transaction, record_id: RecordId) -> None:
    """Throw a draft away; a record that is kept stays."""
    draft = table.c.id == record_id, table.c.state == RecordState.DRAFT.value
    if await tx.scalar(select(table.c.id).where(*draft)) is None:
        return
    for parts in (record_people, record_files):
        await tx.run(delete(parts).where(parts.c.record_id == record_id))
    await tx.run(delete(table).where(*draft))


async def record_with(tx: Transaction, record_id: RecordId) -> Record | None:
    """One record, in whatever state, or None."""
    found = await _records(tx, table.c.id == record_id)
    return found[0] if found else None


async def draft_of(tx: Transaction, person: PersonId) -> Record | None:
    """The draft at which somebody was last; None when there is none."""
    mine = table.c.by_id == person, table.c.state == RecordState.DRAFT.value
    found = await _records(tx, *mine, newest=1)
    return found[0] if found else None


async def records_of_units(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date
) -> list[Record]:
    """The kept records of these units with a day from ``first`` to ``last``, by day."""
    return await _records(
        tx,
        among(table.c.unit_id, "units"),
        table.c.state == RecordState.KEPT.value,
        table.c.day.between(first.isoformat(), last.isoformat()),
        values={"units": list(unit_ids)},
    )


async def records_with_people(
    tx: Transaction, people: Collection[PersonId], first: date, last: date
) -> list[Record]:
    """The kept records in which any of these people took part, by day, wherever it was."""
    theirs = select(record_people.c.record_id).where(among(record_people.c.person_id, "people"))
    return await _records(
        tx,
        table.c.id.in_(theirs),
        table.c.state == RecordState.KEPT.value,
        table.c.day.between(first.isoformat(), last.isoformat()),
        values={"people": list(people)},
    )


async def newest_records(tx: Transaction, unit_id: UnitId, limit: int) -> list[Record]:
    """A unit's last kept records, the newest first."""
    mine = table.c.unit_id == unit_id, table.c.state == RecordState.KEPT.value
    return await _records(tx, *mine, newest=limit)


async def record_of_meeting(tx: Transaction, meeting: MeetingId) -> Record | None:
    """What a meeting became: its draft or its record, or None."""
    alive = table.c.state != RecordState.DELETED.value
    found = await _records(tx, table.c.meeting_id == meeting, alive, newest=1)
    return found[0] if found else None


async def note_change(tx: Transaction, change: RecordChange) -> None:
    """Add a line to a record's history."""
    await tx.run(
        insert(record_changes).values(
            record_id=change.record_id,
            kind=change.kind.value,
            by_id=change.by,
            at=earliest(change.at),
            detail=change.detail,
        )
    )


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
            _person(row.by_id),
            moment(row.at),
            row.detail,
        )
        for row in await tx.rows(query)
    ]


async def _records(
    tx: Transaction,
    *conditions: ColumnElement[bool],
    newest: int = 0,
    values: Mapping[str, Any] | None = None,
) -> list[Record]:
    query = select(table, places.c.kind.label("place_kind")).outerjoin(
        places, places.c.id == table.c.place_id
    )
    if newest:
        query = query.order_by(table.c.day.desc(), table.c.id.desc()).limit(newest)
    else:
        query = query.order_by(table.c.day, table.c.id)
    rows = await tx.rows(query.where(*conditions), values or {})
    ids = [row.id for row in rows]
    people, files = await _people(tx, ids), await _files(tx, ids)
    return [_record(row, people.get(row.id, ()), files.get(row.id, ())) for row in rows]


async def _people(tx: Transaction, ids: Sequence[int]) -> dict[int, tuple[TookPart, ...]]:
    if not ids:
        return {}
    query = (
        select(record_people)
        .where(among(record_people.c.record_id, "records"))
        .order_by(record_people.c.record_id, record_people.c.person_id)
    )
    found: dict[int, tuple[TookPart, ...]] = {}
    for row in await tx.rows(query, {"records": list(ids)}):
        one = TookPart(PersonId(row.person_id), Part(row.part))
        found[row.record_id] = (*found.get(row.record_id, ()), one)
    return found


async def _files(tx: Transaction, ids: Sequence[int]) -> dict[int, tuple[RecordFile, ...]]:
    if not ids:
        return {}
    query = (
        select(record_files)
        .where(among(record_files.c.record_id, "records"))
        .order_by(record_files.c.record_id, record_files.c.position)
    )
    found: dict[int, tuple[RecordFile, ...]] = {}
    for row in await tx.rows(query, {"records": list(ids)}):
        one = RecordFile(BotId(row.bot_id), NoteMedia(row.media), row.file_id)
        found[row.record_id] = (*found.get(row.record_id, ()), one)
    return found


async def _write_parts(tx: Transaction, number: RecordId, record: Record) -> None:
    people = {each.person_id: each.part for each in record.people}
    await tx.run_many(
        insert(record_people),
        [
            {"record_id": number, "person_id": person, "part": part.value}
            for person, part in people.items()
        ],
    )
    await tx.run_many(
        insert(record_files),
        [
            {
                "record_id": number,
                "position": position,
                "bot_id": file.bot_id,
                "media": file.media.value,
                "file_id": file.file_id,
            }
            for position, file in enumerate(record.files)
        ],
    )


def _written(record: Record) -> dict[str, Any]:
    return {
        "unit_id": record.unit_id,
        "state": record.state.value,
        "kinds": as_text(record.kinds),
        "day": record.day.isoformat(),
        "group_name": record.group,
        "minutes": record.minutes,
        "place": record.place,
        "place_id": record.place_id,
        "topic": record.topic,
        "text": record.text,
        "number": record.number,
        "out_of": record.of,
        "guests": record.guests,
        "makes_up": msgspec.json.encode(record.makes_up).decode() if record.makes_up else "",
        "by_id": record.by,
        "on_behalf_of": record.on_behalf_of,
        "meeting_id": record.meeting_id,
        "made_at": earliest(record.made_at),
        "changed_at": earliest(record.changed_at),
    }


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(number)


def _record(row: Row[Any], people: tuple[TookPart, ...], files: tuple[RecordFile, ...]) -> Record:
    return Record(
        id=RecordId(row.id),
        unit_id=UnitId(row.unit_id),
        state=RecordState(row.state),
        kinds=words_in(row.kinds),
        day=date.fromisoformat(row.day),
        by=_person(row.by_id),
        made_at=moment(row.made_at),
        changed_at=moment(row.changed_at),
        group=row.group_name,
        minutes=row.minutes,
        place=row.place,
        place_id=None if row.place_id is None else PlaceId(row.place_id),
        place_kind=row.place_kind or "",
        topic=row.topic,
        text=row.text,
        number=row.number,
        of=row.out_of,
        guests=row.guests,
        on_behalf_of=_person(row.on_behalf_of),
        meeting_id=None if row.meeting_id is None else MeetingId(row.meeting_id),
        makes_up=_MAKES_UP.decode(row.makes_up) if row.makes_up else (),
        people=people,
        files=files,
    )
