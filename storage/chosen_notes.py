"""Notes that their writers have chosen for the year's review; see also :mod:`storage.shared`."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import delete, or_, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.cards import chosen_notes
from storage.tables.deeds import notes
from storage.tables.organisation import persons
from storage.upserts import insert_into
from storage.values.notes import NoteId
from storage.values.people import PersonId, UnitId


class ChosenNote(Struct, frozen=True):
    """A note for others to read: its words, its writer, and where and when it was written."""

    text: str
    name: str
    unit_id: UnitId
    day: date


async def choose(tx: Transaction, note_id: NoteId, now: datetime) -> None:
    """Let a note stand in the year's review."""
    new = insert_into(chosen_notes, tx.dialect).values(note_id=note_id, chosen_at=earliest(now))
    await tx.run(new.on_conflict_do_nothing())


async def unchoose(tx: Transaction, note_id: NoteId) -> None:
    """Let it stand there no more."""
    await tx.run(delete(chosen_notes).where(chosen_notes.c.note_id == note_id))


async def is_chosen(tx: Transaction, note_id: NoteId) -> bool:
    """Whether a note stands there."""
    query = select(chosen_notes.c.note_id).where(chosen_notes.c.note_id == note_id)
    return await tx.first(query) is not None


async def notes_for_review(
    tx: Transaction,
    units: Collection[UnitId],
    first: date,
    last: date,
    *,
    shared_too: bool,
    person: PersonId | None = None,
    most: int = 12,
) -> list[ChosenNote]:
    """The notes with words that were written in these branches and chosen for the review, by day:
    the newest ``most`` of them. ``shared_too``: also those that are shown to the branch's group.
    ``person``: only those of one writer, wherever they wrote."""
    chosen = select(chosen_notes.c.note_id).where(chosen_notes.c.note_id == notes.c.id).exists()
    shown = notes.c.shared_chat_id.is_not(None)
    mine = among(notes.c.unit_id, "units") if person is None else notes.c.person_id == person
    query = (
        select(notes.c.text, notes.c.unit_id, notes.c.day, persons.c.name)
        .join(persons, persons.c.id == notes.c.person_id)
        .where(
            mine,
            or_(chosen, shown) if shared_too else chosen,
            notes.c.text != "",
            notes.c.day.between(first.isoformat(), last.isoformat()),
            persons.c.erased_at.is_(None),
        )
        .order_by(notes.c.day.desc(), notes.c.id.desc())
        .limit(most)
    )
    values = {"units": list(units)} if person is None else {}
    found = [
        ChosenNote(row.text, row.name, UnitId(row.unit_id), date.fromisoformat(row.day))
        for row in await tx.rows(query, values)
    ]
    return found[::-1]
