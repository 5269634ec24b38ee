"""Notes are kept as they were written, and shown to their writer only."""

from collections.abc import Collection
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from storage.batch import NewRows, NoteRow, write
from storage.database import Database, Transaction
from storage.notes import add_to_album, change_note, count_notes, notes_of, own_note
from storage.tables.deeds import notes as table
from storage.values.notes import NoteFile, NoteId, NoteMedia
from storage.values.people import ChatId, MessageId, PersonId, UnitId
from tests.storage.branch_rows import BOT, Branch, make_branch

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
CHAT = ChatId(11)
TEXTS = ("字" * 4096, "🌹🇨🇳👩\u200d🌾", "a\u200bb\u200f\u202ec", "<b>&\"'", "two\nlines")


def row(
    person: PersonId,
    message: int,
    text: str,
    day: date = date(2026, 5, 20),
    media: str | None = None,
) -> NoteRow:
    return NoteRow(
        person_id=person,
        unit_id=UnitId(1),
        day=day,
        bot_id=BOT,
        chat_id=CHAT,
        message_id=MessageId(message),
        text=text,
        media_kind=media,
        file_id="file" if media else None,
        private=True,
        at=NOW,
    )


async def keep(tx: Transaction, rows: Collection[NoteRow]) -> None:
    await write(tx, BOT, NewRows(notes=rows), NOW)


async def contents(tx: Transaction) -> list[tuple[str, str | None]]:
    """The words and files of all notes."""
    found = await tx.rows(select(table.c.text, table.c.file_id).order_by(table.c.id))
    return [(each.text, each.file_id) for each in found]


async def people(tx: Transaction) -> Branch:
    return await make_branch(tx, ["Li", "Wang"])


@pytest.mark.parametrize("text", TEXTS)
async def test_a_note_is_kept_exactly(database: Database, text: str) -> None:
    async with database.writing() as tx:
        li, _ = (await people(tx)).people
        await keep(tx, [row(li, 1, text)])
    async with database.reading() as tx:
        (note,) = await notes_of(tx, li, 0, 5)
    assert (note.text, note.media, note.day) == (text, None, date(2026, 5, 20))


async def test_the_newest_comes_first_a_page_at_a_time(database: Database) -> None:
    days = [date(2026, 4, 30), date(2026, 5, 2), date(2026, 5, 1), date(2026, 5, 2)]
    async with database.writing() as tx:
        li, wang = (await people(tx)).people
        await keep(tx, [row(li, n, f"note {n}", day) for n, day in enumerate(days)])
        await keep(tx, [row(wang, 9, "another's", media="photo")])
    async with database.reading() as tx:
        first = await notes_of(tx, li, 0, 3)
        rest = await notes_of(tx, li, 3, 3)
        (other,) = await notes_of(tx, wang, 0, 3)
        count = await count_notes(tx, li)
    assert [note.text for note in (*first, *rest)] == ["note 3", "note 1", "note 2", "note 0"]
    assert (len(first), count, other.media) == (3, 4, NoteMedia.PHOTO)


async def test_nobody_opens_anothers_note(database: Database) -> None:
    async with database.writing() as tx:
        li, wang = (await people(tx)).people
        await keep(tx, [row(li, 1, "mine")])
        (note,) = await notes_of(tx, li, 0, 1)
        assert await own_note(tx, li, note.id) == note
        assert await own_note(tx, wang, note.id) is None
        assert await own_note(tx, li, NoteId(999)) is None


async def test_editing_changes_that_note_only(database: Database) -> None:
    async with database.writing() as tx:
        li, _ = (await people(tx)).people
        await keep(tx, [row(li, 1, "first"), row(li, 2, "second")])
        assert await change_note(tx, BOT, CHAT, MessageId(1), "changed", NOW)
        assert not await change_note(tx, BOT, CHAT, MessageId(3), "nothing", NOW)
        assert not await change_note(tx, BOT, ChatId(12), MessageId(1), "nothing", NOW)
        assert [note.text for note in await notes_of(tx, li, 0, 5)] == ["second", "changed"]


SECOND, THIRD = NoteFile("second", NoteMedia.PHOTO), NoteFile("third", NoteMedia.VIDEO)


async def test_an_albums_files_stay_with_their_note(database: Database) -> None:
    async with database.writing() as tx:
        li, _ = (await people(tx)).people
        await keep(tx, [row(li, 1, "", media="photo"), row(li, 2, "words")])
        await add_to_album(tx, BOT, CHAT, MessageId(1), "", [SECOND])
        await add_to_album(tx, BOT, CHAT, MessageId(1), "caption", [THIRD])
        await add_to_album(tx, BOT, CHAT, MessageId(1), "another caption", [])
        await add_to_album(tx, BOT, CHAT, MessageId(3), "no note", [SECOND])
        assert await contents(tx) == [("caption", "file,second,video:third"), ("words", None)]
        new = NoteFile("new", NoteMedia.VIDEO)
        await change_note(tx, BOT, CHAT, MessageId(1), "changed", NOW, [new])
        await change_note(tx, BOT, CHAT, MessageId(2), "words too", NOW)
        assert await contents(tx) == [("changed", "new,photo:second,third"), ("words too", None)]
        found = await own_note(tx, li, NoteId(1))
        assert found is not None and found.media is NoteMedia.VIDEO
        assert found.files == (new, SECOND, THIRD)
