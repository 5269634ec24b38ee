"""Records as their rows are read and written; :mod:`storage.records` says which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, insert, select

from storage.database import Transaction
from storage.driver import Statement, among
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
# Read with every look at duties, and written with every record: written once.
_PEOPLE = Statement(
    select(record_people.c.record_id, record_people.c.person_id, record_people.c.part)
    .where(among(record_people.c.record_id, "records"))
    .order_by(record_people.c.record_id, record_people.c.person_id)
)
_FILES = Statement(
    select(
        record_files.c.record_id,
        record_files.c.bot_id,
        record_files.c.media,
        record_files.c.file_id,
    )
    .where(among(record_files.c.record_id, "records"))
    .order_by(record_files.c.record_id, record_files.c.position)
)


def _insert(table: Table, *names: str) -> Statement:
    return Statement(insert(table).values({name: bindparam(name) for name in names}), names)


_ADD_PEOPLE = _insert(record_people, "record_id", "person_id", "part")
_ADD_FILES = _insert(record_files, "record_id", "position", "bot_id", "media", "file_id")
_DROP = [
    Statement(delete(parts).where(parts.c.record_id == bindparam("record")), ["record"])
    for parts in (record_people, record_files)
]


async def read_records(
    tx: Transaction,
    *conditions: ColumnElement[bool],
    newest: int = 0,
    skipped: int = 0,
    values: Mapping[str, Any] | None = None,
) -> list[Record]:
    """The records that meet these conditions, by day; with ``newest``, so many of the last ones,
    the newest first and without the first ``skipped``."""
    query = with_places(*conditions)
    if newest:
        query = query.order_by(table.c.day.desc(), table.c.id.desc()).limit(newest).offset(skipped)
    else:
        query = query.order_by(table.c.day, table.c.id)
    return await read_parts(tx, await tx.rows(query, values or {}))


def with_places(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The rows of the records that meet these conditions, as :func:`read_parts` takes them."""
    at = places.c.id == table.c.place_id
    return select(table, places.c.kind.label("place_kind")).outerjoin(places, at).where(*conditions)


async def read_parts(tx: Transaction, rows: Sequence[Any]) -> list[Record]:
    """The records of these rows, with who took part in them and their files."""
    if not rows:
        return []
    ids = {"records": [row.id for row in rows]}
    here, sent = await tx.hot_reads([(_PEOPLE, ids), (_FILES, ids)])
    people, files = _people(here), _files(sent)
    return [_record(row, people.get(row.id, ()), files.get(row.id, ())) for row in rows]


def _people(rows: Sequence[Any]) -> dict[int, tuple[TookPart, ...]]:
    found: dict[int, list[TookPart]] = defaultdict(list)
    # There are many: each is the same value wherever somebody took part in the same way.
    known: dict[tuple[int, str], TookPart] = {}
    for record_id, person_id, part in rows:
        one = known.get((person_id, part))
        if one is None:
            one = known[person_id, part] = TookPart(PersonId(person_id), Part(part))
        found[record_id].append(one)
    return {record_id: tuple(people) for record_id, people in found.items()}


def _files(rows: Sequence[Any]) -> dict[int, tuple[RecordFile, ...]]:
    found: dict[int, tuple[RecordFile, ...]] = {}
    for record_id, bot_id, media, file_id in rows:
        one = RecordFile(BotId(bot_id), NoteMedia(media), file_id)
        found[record_id] = (*found.get(record_id, ()), one)
    return found


async def write_parts(
    tx: Transaction, number: RecordId, record: Record, *, anew: bool = False
) -> None:
    """Write who took part in a record, and the files with it; ``anew``: in place of what was
    written."""
    people = {each.person_id: each.part.value for each in record.people}
    await tx.hot_writes(
        [
            *((drop, [(number,)] if anew else []) for drop in _DROP),
            (_ADD_PEOPLE, [(number, person, part) for person, part in people.items()]),
            (
                _ADD_FILES,
                [
                    (number, position, file.bot_id, file.media.value, file.file_id)
                    for position, file in enumerate(record.files)
                ],
            ),
        ]
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


def _record(row: Any, people: tuple[TookPart, ...], files: tuple[RecordFile, ...]) -> Record:
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
