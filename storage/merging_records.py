"""Two rows of one person become one: what either took part in, put down and holds."""

from typing import Any

from sqlalchemy import Column, and_, delete, select, update

from storage.database import Transaction
from storage.tables.duties import (
    calendar_feeds,
    places,
    problems,
    put_off,
    record_changes,
    record_people,
    records,
    rulings,
)
from storage.values.duties import Part
from storage.values.people import PersonId


async def move_records(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    """Let what ``gone`` took part in, put down, decided and holds be ``kept``'s."""
    await _move_parts(tx, gone, kept)
    for column in (
        records.c.by_id,
        records.c.on_behalf_of,
        record_changes.c.by_id,
        rulings.c.person_id,
        rulings.c.by_id,
        places.c.person_id,
        problems.c.person_id,
        problems.c.by_id,
        calendar_feeds.c.person_id,
    ):
        await _move(tx, column, gone, kept)
    for column in (put_off.c.reader_id, put_off.c.person_id):
        await _move_put_off(tx, column, gone, kept)


async def _move_parts(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    p, both = record_people.c, record_people.alias("both")
    spoke = select(both.c.record_id).where(
        both.c.person_id == gone, both.c.part == Part.SPEAKER.value
    )
    mine = update(record_people).where(p.person_id == kept, p.record_id.in_(spoke))
    await tx.run(mine.values(part=Part.SPEAKER.value))
    there = select(both.c.record_id).where(both.c.person_id == kept)
    await tx.run(delete(record_people).where(p.person_id == gone, p.record_id.in_(there)))
    await _move(tx, p.person_id, gone, kept)


async def _move_put_off(
    tx: Transaction, column: Column[Any], gone: PersonId, kept: PersonId
) -> None:
    """What both put off, ``kept`` has put off."""
    both = put_off.alias("both")
    same = [
        both.c[other.name] == (kept if other.name == column.name else other)
        for other in put_off.primary_key
    ]
    twice = select(both.c.until).where(and_(*same)).exists()
    await tx.run(delete(put_off).where(column == gone, twice))
    await _move(tx, column, gone, kept)


async def _move(tx: Transaction, column: Column[Any], gone: PersonId, kept: PersonId) -> None:
    await tx.run(update(column.table).where(column == gone).values({column.name: kept}))
