"""Private notes shown to a group: which messages they became, and taking them back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from storage import claiming, outbox, shared
from storage.batch import NewRows, NoteRow, write
from storage.database import Database, Transaction
from storage.known import known_by_telegram
from storage.notes import delete_note, note_written_as, notes_of, shared_notes, writer_of
from storage.outcomes import record
from storage.tables.work import deliveries
from storage.values.deliveries import Delivery, DeliveryKind, NewDelivery, Rank
from storage.values.notes import Note
from storage.values.outcomes import Sent
from storage.values.people import ChatId, MessageId, TelegramId, UnitId
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, GROUP, make_branch

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
CHAT, MESSAGE = ChatId(11), MessageId(5)


async def written(tx: Transaction) -> Note:
    """A private note of Li's."""
    branch = await make_branch(tx, ["Li", "Wang"])
    person = branch.people[0]
    row = NoteRow(person, UnitId(1), DAY, BOT, CHAT, MESSAGE, "a note", None, None, True, NOW)
    await write(tx, BOT, NewRows(notes=[row]), NOW)
    (note,) = await notes_of(tx, person, 0, 5)
    return note


async def shown(tx: Transaction, note: Note, at: datetime = NOW) -> Delivery:
    """The note's delivery to the group, claimed."""
    payload = {"chat_id": CHAT, "message_id": MESSAGE, "at": int(at.timestamp()), "part": 0}
    new = NewDelivery(
        bot_id=BOT,
        key=f"share:{at}",
        rank=Rank.REPLY,
        kind=DeliveryKind.SHARED_NOTE,
        chat_id=GROUP,
        language="en",
        not_before=at,
        payload={**payload, "file": False},
    )
    await outbox.put(tx, [new])
    (claimed,) = await claiming.claim(tx, BOT, at, limit=5)
    return claimed


async def waiting(tx: Transaction) -> Sequence[tuple[str, str]]:
    c = deliveries.c
    rows = await tx.rows(select(c.kind, c.payload).where(c.state == "waiting"))
    return [(row.kind, row.payload) for row in rows]


async def test_a_shared_note_knows_its_messages(database: Database) -> None:
    async with database.writing() as tx:
        note = await written(tx)
        await shared.share(tx, note.id, GROUP, NOW)
        await record(tx, BOT, [Sent(await shown(tx, note), MessageId(70))], NOW)
    async with database.writing() as tx:
        found = await note_written_as(tx, BOT, CHAT, MESSAGE)
        assert found is not None and (found.shared_in, found.shared_at) == (GROUP, NOW)
        assert await writer_of(tx, note.id) == "Li"
        (gone,) = await shared.take_back(tx, note.id)
        assert (gone.message_id, gone.has_file, gone.at) == (MessageId(70), False, NOW)
        assert await shared.take_back(tx, note.id) == []
        again = await note_written_as(tx, BOT, CHAT, MESSAGE)
        assert again is not None and again.shared_in is None and again.shared_at is None


async def test_what_was_taken_back_on_its_way_is_deleted_when_it_arrives(
    database: Database,
) -> None:
    async with database.writing() as tx:
        note = await written(tx)
        await shared.share(tx, note.id, GROUP, NOW)
        first = await shown(tx, note)
        await shared.take_back(tx, note.id)
        # Shared again meanwhile: that is another message, not this one.
        await shared.share(tx, note.id, GROUP, NOW + timedelta(seconds=30))
        await record(tx, BOT, [Sent(first, MessageId(70))], NOW)
        assert await waiting(tx) == [("delete", '{"message_id": 70}')]


async def test_only_a_note_that_is_shown_here_is_meant(database: Database) -> None:
    async with database.writing() as tx:
        note = await written(tx)
        delivery = await shown(tx, note)
    meant = replace(note, shared_in=GROUP, shared_at=NOW)
    assert shared.is_meant(meant, delivery)
    assert not shared.is_meant(None, delivery)
    assert not shared.is_meant(note, delivery)
    assert not shared.is_meant(replace(meant, shared_in=ChatId(-2)), delivery)
    assert not shared.is_meant(replace(meant, shared_at=NOW + timedelta(1)), delivery)


async def test_a_deleted_note_leaves_nothing(database: Database) -> None:
    async with database.writing() as tx:
        note = await written(tx)
        await shared.share(tx, note.id, GROUP, NOW)
        await record(tx, BOT, [Sent(await shown(tx, note), MessageId(70))], NOW)
        writer = (await known_by_telegram(tx, [TelegramId(11)], NOW, DEFAULTS))[TelegramId(11)]
        assert writer.person is not None
        assert [each.id for each in await shared_notes(tx, writer.person.id)] == [note.id]
        await delete_note(tx, note.id)
        assert await note_written_as(tx, BOT, CHAT, MESSAGE) is None
        assert await shared.take_back(tx, note.id) == []
