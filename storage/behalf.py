"""What was put down on behalf of members."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from storage.database import Transaction
from storage.driver import among
from storage.moments import days_between, moment
from storage.tables.deeds import check_ins, notes
from storage.tables.organisation import persons
from storage.values.behalf import Deed, NotePutDown, PutDown
from storage.values.notes import NoteId
from storage.values.people import BotId, ChatId, MessageId, PersonId


async def put_down_for(
    tx: Transaction, person_id: PersonId, first: date, last: date
) -> Sequence[PutDown]:
    """What others put down for a person on these days, the earliest day first."""
    found: list[PutDown] = []
    for table, deed in ((check_ins, Deed.CHECK_IN), (notes, Deed.NOTE)):
        query = (
            select(table.c.day, table.c.at, persons.c.name)
            .join_from(table, persons, persons.c.id == table.c.by_id)
            .where(among(table.c.day, "days"), table.c.person_id == person_id)
            .order_by(table.c.at)
        )
        for row in await tx.rows(query, {"days": days_between(first, last)}):
            found.append(PutDown(date.fromisoformat(row.day), deed, row.name, moment(row.at)))
    return sorted(found, key=lambda each: each.day)


async def note_put_down(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, message_id: MessageId
) -> NotePutDown | None:
    """The note that this message became for somebody else; None for any other message."""
    row = await tx.first(
        select(notes).where(
            notes.c.bot_id == bot_id,
            notes.c.chat_id == chat_id,
            notes.c.message_id == message_id,
            notes.c.by_id.is_not(None),
        )
    )
    if row is None:
        return None
    return NotePutDown(
        id=NoteId(row.id),
        person_id=PersonId(row.person_id),
        day=date.fromisoformat(row.day),
        at=moment(row.at),
        shared=row.shared_chat_id is not None,
    )
