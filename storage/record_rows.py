"""Records as their rows are read and written; :mod:`storage.records` says which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, insert, select

from storage.database import Transaction
from storage.driver import among
from storage.lists import as_text, words_in
from storage.moments import earliest, moment
from storage.tables.duties import places, record_files, record_people
from storage.tables.duties import records as table
from storage.values.duties import Part
from storage.values.notes import NoteMedia
from storage.values.people import BotId, PersonId, UnitId
from storage.values.records import (
    MakesUp,
    MeetingId,
    PlaceId,
    Record,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)

_MAKES_UP = msgspec.json.Decoder(tuple[MakesUp, ...])


async def read_records(
    tx: Transaction,
    *conditions: ColumnElement[bool],
    newest: int = 0,
    skipped: int = 0,
    values: Mapping[str, Any] | None = None,
) -> list[Record]:
    """The records that meet these conditions, by day; with ``newest``, so many of the last ones,
    the newest first and without the first ``skipped``."""
    query = select(table, places.c.kind.label("place_kind")).outerjoin(
        places, places.c.id == table.c.place_id
    )
    if newest:
        query = query.order_by(table.c.day.desc(), table.c.id.desc()).limit(newest).offset(skipped)
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
        select(record_people.c.record_id, record_people.c.person_id, record_people.c.part)
        .where(among(record_people.c.record_id, "records"))
        .order_by(record_people.c.record_id, record_people.c.person_id)
    )
    found: dict[int, list[TookPart]] = defaultdict(list)
    # There are many: each is the same value wherever somebody took part in the same way.
    known: dict[tuple[int, str], TookPart] = {}
    for row in await tx.rows(query, {"records": list(ids)}):
        way = row.person_id, row.part
        one = known.get(way)
        if one is None:
            one = known[way] = TookPart(PersonId(row.person_id), Part(row.part))
        found[row.record_id].append(one)
    return {record_id: tuple(people) for record_id, people in found.items()}


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


async def write_parts(tx: Transaction, number: RecordId, record: Record) -> None:
    """Write who took part in a record, and the files with it."""
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


def written(record: Record) -> dict[str, Any]:
    """A record's own row."""
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


def person_or_none(number: int | None) -> PersonId | None:
    """Somebody's number, or None."""
    return None if number is None else PersonId(number)


def _record(row: Row[Any], people: tuple[TookPart, ...], files: tuple[RecordFile, ...]) -> Record:
    return Record(
        id=RecordId(row.id),
        unit_id=UnitId(row.unit_id),
        state=RecordState(row.state),
        kinds=words_in(row.kinds),
        day=date.fromisoformat(row.day),
        by=person_or_none(row.by_id),
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
        on_behalf_of=person_or_none(row.on_behalf_of),
        meeting_id=None if row.meeting_id is None else MeetingId(row.meeting_id),
        makes_up=_MAKES_UP.decode(row.makes_up) if row.makes_up else (),
        people=people,
        files=files,
    )
