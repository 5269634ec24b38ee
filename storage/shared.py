"""Private notes that are shown to a group, and the messages that they became there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from storage import outbox
from storage.database import Transaction
from storage.moments import earliest, moment
from storage.notes import note_written_as
from storage.tables.deeds import notes, shared_messages
from storage.upserts import insert_into
from storage.values.deliveries import Delivery, DeliveryKind, NewDelivery, Rank
from storage.values.notes import Note, NoteId, SharedMessage
from storage.values.outcomes import Sent
from storage.values.people import BotId, ChatId, MessageId


async def share(tx: Transaction, note_id: NoteId, chat_id: ChatId, now: datetime) -> None:
    """Note that a note is shown to a group from now on."""
    shown = update(notes).where(notes.c.id == note_id)
    await tx.run(shown.values(shared_chat_id=chat_id, shared_at=earliest(now)))


async def take_back(tx: Transaction, note_id: NoteId) -> Sequence[SharedMessage]:
    """Note that a note is for its writer alone again; the messages that it had become."""
    here = shared_messages.c.note_id == note_id
    query = select(shared_messages).where(here).order_by(shared_messages.c.message_id)
    found = [_message(row) for row in await tx.rows(query)]
    await tx.run(delete(shared_messages).where(here))
    hidden = update(notes).where(notes.c.id == note_id)
    await tx.run(hidden.values(shared_chat_id=None, shared_at=None))
    return found


def is_meant(note: Note | None, delivery: Delivery) -> bool:
    """Whether a note is still shown to the group that a delivery would show it to."""
    if note is None or note.shared_in != delivery.chat_id or note.shared_at is None:
        return False
    return bool(earliest(note.shared_at) == delivery.payload["at"])


async def record_shared(
    tx: Transaction, bot_id: BotId, sent: Sequence[Sent], now: datetime
) -> None:
    """Keep which messages shared notes became; one taken back meanwhile is deleted again."""
    for each in sent:
        if each.delivery.kind is not DeliveryKind.SHARED_NOTE or each.message_id is None:
            continue
        payload = each.delivery.payload
        where = ChatId(payload["chat_id"]), MessageId(payload["message_id"])
        note = await note_written_as(tx, bot_id, *where)
        if note is None or not is_meant(note, each.delivery):
            await outbox.put(tx, [_deletion(each.delivery, each.message_id, now)])
            continue
        insert = insert_into(shared_messages, tx.dialect).values(
            note_id=note.id,
            message_id=each.message_id,
            has_file=payload["file"],
            at=earliest(now),
        )
        await tx.run(insert.on_conflict_do_nothing())


def _deletion(shown: Delivery, message_id: MessageId, now: datetime) -> NewDelivery:
    return NewDelivery(
        bot_id=shown.bot_id,
        key=f"{shown.key}:back:{message_id}",
        rank=Rank.REPLY,
        kind=DeliveryKind.DELETE,
        chat_id=shown.chat_id,
        language=shown.language,
        not_before=now,
        payload={"message_id": message_id},
    )


def _message(row: Row[Any]) -> SharedMessage:
    return SharedMessage(MessageId(row.message_id), bool(row.has_file), moment(row.at))
