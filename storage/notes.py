"""Members' notes, for their writers' eyes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from storage.database import Transaction
from storage.moments import earliest
from storage.tables.deeds import notes
from storage.values.notes import Note, NoteId, NoteMedia
from storage.values.people import BotId, ChatId, MessageId, PersonId


async def count_notes(tx: Transaction, person_id: PersonId) -> int:
    """How many notes a person has."""
    found = await tx.scalar(select(func.count()).where(notes.c.person_id == person_id))
    return int(found)


async def notes_of(tx: Transaction, person_id: PersonId, skip: int, limit: int) -> Sequence[Note]:
    """A person's notes, the newest first: at most ``limit``, after the first ``skip``."""
    query = (
        select(notes)
        .where(notes.c.person_id == person_id)
        .order_by(notes.c.day.desc(), notes.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [_note(row) for row in await tx.rows(query)]


async def own_note(tx: Transaction, person_id: PersonId, note_id: NoteId) -> Note | None:
    """One note, if this person wrote it."""
    row = await tx.first(select(notes).where(notes.c.id == note_id, notes.c.person_id == person_id))
    return None if row is None else _note(row)


async def change_note(
    tx: Transaction,
    bot_id: BotId,
    chat_id: ChatId,
    message_id: MessageId,
    text: str,
    now: datetime,
    media: NoteMedia | None = None,
    file_id: str | None = None,
) -> bool:
    """Keep what a note's message says and holds since it was edited; False when it is no note."""
    changed = await tx.run(
        update(notes)
        .where(
            notes.c.bot_id == bot_id,
            notes.c.chat_id == chat_id,
            notes.c.message_id == message_id,
        )
        .values(text=text, media_kind=media, file_id=file_id, edited_at=earliest(now))
    )
    return changed > 0


async def add_caption(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, message_id: MessageId, text: str
) -> None:
    """Give a note that came without words the words that came with its album."""
    await tx.run(
        update(notes)
        .where(
            notes.c.bot_id == bot_id,
            notes.c.chat_id == chat_id,
            notes.c.message_id == message_id,
            notes.c.text == "",
        )
        .values(text=text)
    )


def _note(row: Row[Any]) -> Note:
    return Note(
        id=NoteId(row.id),
        day=date.fromisoformat(row.day),
        chat_id=ChatId(row.chat_id),
        message_id=MessageId(row.message_id),
        text=row.text,
        media=None if row.media_kind is None else NoteMedia(row.media_kind),
        private=bool(row.private),
    )
