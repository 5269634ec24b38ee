"""Members' notes, for their writers' eyes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.note_files import files_as_text, files_in
from storage.tables.cards import chosen_notes
from storage.tables.deeds import notes, shared_messages
from storage.tables.organisation import persons
from storage.values.notes import Note, NoteFile, NoteId, NoteMedia
from storage.values.people import BotId, ChatId, MessageId, PersonId

_helpers = persons.alias("helpers")
_NOTES = select(notes, _helpers.c.name.label("by_name")).outerjoin(
    _helpers, _helpers.c.id == notes.c.by_id
)


async def count_notes(tx: Transaction, person_id: PersonId) -> int:
    """How many notes a person has."""
    found = await tx.scalar(select(func.count()).where(notes.c.person_id == person_id))
    return int(found)


async def notes_of(tx: Transaction, person_id: PersonId, skip: int, limit: int) -> Sequence[Note]:
    """A person's notes, the newest first: at most ``limit``, after the first ``skip``."""
    query = (
        _NOTES.where(notes.c.person_id == person_id)
        .order_by(notes.c.day.desc(), notes.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [_note(row) for row in await tx.rows(query)]


async def worded_notes(
    tx: Transaction, person_id: PersonId, skip: int, limit: int
) -> Sequence[Note]:
    """The same of those notes that have words."""
    query = (
        _NOTES.where(notes.c.person_id == person_id, func.trim(notes.c.text) != "")
        .order_by(notes.c.day.desc(), notes.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [_note(row) for row in await tx.rows(query)]


async def own_note(tx: Transaction, person_id: PersonId, note_id: NoteId) -> Note | None:
    """One note, if this person wrote it."""
    row = await tx.first(_NOTES.where(notes.c.id == note_id, notes.c.person_id == person_id))
    return None if row is None else _note(row)


async def note_written_as(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, message_id: MessageId
) -> Note | None:
    """The note that was written as this message."""
    row = await tx.first(_NOTES.where(_is(bot_id, chat_id, message_id)))
    return None if row is None else _note(row)


async def notes_between(
    tx: Transaction, person_id: PersonId, first: date, last: date
) -> Sequence[Note]:
    """A person's notes of these days, the oldest first."""
    days = notes.c.day.between(first.isoformat(), last.isoformat())
    query = _NOTES.where(notes.c.person_id == person_id, days).order_by(notes.c.day, notes.c.id)
    return [_note(row) for row in await tx.rows(query)]


async def shared_notes(tx: Transaction, person_id: PersonId) -> Sequence[Note]:
    """A person's notes that are shown to a group."""
    shown = notes.c.person_id == person_id, notes.c.shared_chat_id.is_not(None)
    return [_note(row) for row in await tx.rows(_NOTES.where(*shown))]


async def writer_of(tx: Transaction, note_id: NoteId) -> str:
    """The name of whoever wrote a note, as the roster has it."""
    query = select(persons.c.name).join(notes, notes.c.person_id == persons.c.id)
    return str(await tx.scalar(query.where(notes.c.id == note_id)))


async def delete_note(tx: Transaction, note_id: NoteId) -> None:
    """Take a note out for good. What it counted for stays counted."""
    for table in (shared_messages, chosen_notes):
        await tx.run(delete(table).where(table.c.note_id == note_id))
    await tx.run(delete(notes).where(notes.c.id == note_id))


async def change_note(
    tx: Transaction,
    bot_id: BotId,
    chat_id: ChatId,
    message_id: MessageId,
    text: str,
    now: datetime,
    new: Sequence[NoteFile] = (),
) -> bool:
    """Keep what a note's message says and holds since it was edited; False when it is no note.

    The note of an album keeps the files of its other messages.
    """
    here = _is(bot_id, chat_id, message_id)
    row = await tx.first(select(notes.c.id, notes.c.media_kind, notes.c.file_id).where(here))
    if row is None:
        return False
    files = [*new, *_files(row)[1:]]
    media = files[0].media if files else None
    await tx.run(
        update(notes)
        .where(notes.c.id == row.id)
        .values(
            text=text,
            media_kind=media,
            file_id=files_as_text(files) or None,
            edited_at=earliest(now),
        )
    )
    return True


async def add_to_album(
    tx: Transaction,
    bot_id: BotId,
    chat_id: ChatId,
    message_id: MessageId,
    text: str,
    more: Sequence[NoteFile],
) -> None:
    """Keep the files of one ``more`` of an album's messages with the note that its first one is.

    Words become the note's own if it came without.
    """
    here = _is(bot_id, chat_id, message_id)
    row = await tx.first(select(notes).where(here))
    if row is None:
        return
    files = files_as_text([*_files(row), *more]) or None
    await tx.run(
        update(notes).where(notes.c.id == row.id).values(text=row.text or text, file_id=files)
    )


def _is(bot_id: BotId, chat_id: ChatId, message_id: MessageId) -> ColumnElement[bool]:
    here = notes.c.chat_id == chat_id, notes.c.message_id == message_id
    return and_(notes.c.bot_id == bot_id, *here)


def _note(row: Row[Any]) -> Note:
    return Note(
        id=NoteId(row.id),
        day=date.fromisoformat(row.day),
        chat_id=ChatId(row.chat_id),
        message_id=MessageId(row.message_id),
        text=row.text,
        media=_media(row),
        private=bool(row.private),
        files=_files(row),
        shared_in=None if row.shared_chat_id is None else ChatId(row.shared_chat_id),
        shared_at=None if row.shared_at is None else moment(row.shared_at),
        by_name=row.by_name,
    )


def _media(row: Row[Any]) -> NoteMedia | None:
    return None if row.media_kind is None else NoteMedia(row.media_kind)


def _files(row: Row[Any]) -> tuple[NoteFile, ...]:
    return files_in(row.file_id or "", _media(row))
