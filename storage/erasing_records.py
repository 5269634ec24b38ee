"""Erasing one person from what was recorded: their own words go, what was done stays."""

import re

from sqlalchemy import delete, func, or_, select, update

from storage import duty_books
from storage.database import Transaction
from storage.driver import among
from storage.records import drafts_of, drop_draft
from storage.tables.duties import (
    calendar_feeds,
    places,
    problems,
    put_off,
    record_files,
    record_people,
    records,
    rulings,
)
from storage.tables.organisation import appointments, memberships, persons, units
from storage.units import ancestors
from storage.values.duties import Family
from storage.values.people import PersonId, UnitId


async def erase_records(tx: Transaction, person_id: PersonId) -> None:
    """Take a person's own words out of records, decisions and places. What a branch did stays its
    own, and counts as before; who was there is nobody in particular any more."""
    for draft in await drafts_of(tx, person_id):
        await drop_draft(tx, draft.id)
    await _erase_deeds(tx, person_id)
    theirs = or_(rulings.c.person_id == person_id, rulings.c.by_id == person_id)
    await tx.run(update(rulings).where(theirs).values(reason=""))
    theirs = or_(put_off.c.reader_id == person_id, put_off.c.person_id == person_id)
    await tx.run(delete(put_off).where(theirs))
    await _erase_from_places(tx, person_id)
    # A problem stays the unit's own; somebody else is to see to it.
    seen_to = problems.c.person_id == person_id
    await tx.run(update(problems).where(seen_to).values(person_id=None))
    await tx.run(delete(calendar_feeds).where(calendar_feeds.c.person_id == person_id))


async def _erase_deeds(tx: Transaction, person_id: PersonId) -> None:
    """Of their good deeds, the numbers stay."""
    p = record_people.c
    together = p.record_id.in_(select(p.record_id).where(p.person_id == person_id))
    alone = select(p.record_id).where(together).group_by(p.record_id).having(func.count() == 1)
    kinds = {"kinds": [*await duty_books.kinds_of(tx, Family.DEED), Family.DEED.value]}
    own = select(records.c.id).where(records.c.id.in_(alone), among(records.c.kinds, "kinds"))
    ids = {"ids": [row.id for row in await tx.rows(own, kinds)]}
    words = {"text": "", "topic": "", "place": ""}
    await tx.run(update(records).where(among(records.c.id, "ids")).values(words), ids)
    await tx.run(delete(record_files).where(among(record_files.c.record_id, "ids")), ids)


async def _erase_from_places(tx: Transaction, person_id: PersonId) -> None:
    name = await tx.scalar(select(persons.c.name).where(persons.c.id == person_id))
    held = places.c.person_id == person_id
    if name:
        # Of two who help each other, a pair bears both names. Far from them the same name is
        # somebody else's.
        near = {"near": list(await _units_around(tx, person_id))}
        bearing = select(places.c.id, places.c.name).where(held | among(places.c.unit_id, "near"))
        for row in await tx.rows(bearing, near):
            left = _as_a_name(name).sub("…", row.name)
            if left != row.name:
                # Two that differed by the name alone must still differ.
                known = update(places).where(places.c.id == row.id)
                await tx.run(known.values(name=f"{left} {row.id}"))
    await tx.run(update(places).where(held).values(person_id=None))


async def _units_around(tx: Transaction, person_id: PersonId) -> set[UnitId]:
    """The units to which somebody belonged, or at which they held an office, and those above."""
    found: set[UnitId] = set()
    for table in (memberships, appointments):
        query = select(units.c.path).join_from(table, units, units.c.id == table.c.unit_id)
        rows = await tx.rows(query.where(table.c.person_id == person_id).distinct())
        found.update(step for row in rows for step in ancestors(row.path))
    return found


def _as_a_name(name: str) -> re.Pattern[str]:
    """Where a text has the name. In Chinese names stand without gaps; but a single letter or sign,
    as in Telegram, and a name in letters, are no part of a word."""
    pattern = re.escape(name)
    if len(name) > 1 and not name.isascii():
        return re.compile(pattern)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")
