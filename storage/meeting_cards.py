"""The messages in which meetings are announced."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import select

from storage.database import Transaction
from storage.tables.duties import meeting_cards as table
from storage.upserts import insert_into
from storage.values.deliveries import DeliveryKind
from storage.values.meetings import Card
from storage.values.outcomes import Sent
from storage.values.people import BotId, ChatId, MessageId
from storage.values.records import MeetingId


async def record_cards(tx: Transaction, bot_id: BotId, sent: Sequence[Sent]) -> None:
    """Keep which messages announcements became, one in each chat."""
    rows = [
        {
            "meeting_id": each.delivery.payload["meeting"],
            "bot_id": bot_id,
            "chat_id": each.delivery.chat_id,
            "message_id": each.message_id,
            "language": each.delivery.language,
        }
        for each in sent
        if each.delivery.kind is DeliveryKind.MEETING and each.message_id is not None
    ]
    await tx.run_many(_keep(tx.dialect), rows)


@cache
def _keep(dialect: str) -> Any:
    query = insert_into(table, dialect)
    where = ["meeting_id", "bot_id", "chat_id"]
    newest = {"message_id": query.excluded.message_id}
    return query.on_conflict_do_update(index_elements=where, set_=newest)


async def cards_of(tx: Transaction, bot_id: BotId, meeting: MeetingId) -> list[Card]:
    """The messages in which a meeting is announced."""
    here = table.c.bot_id == bot_id, table.c.meeting_id == meeting
    rows = await tx.rows(select(table).where(*here).order_by(table.c.chat_id))
    return [Card(ChatId(r.chat_id), MessageId(r.message_id), r.language) for r in rows]


async def card_in(tx: Transaction, bot_id: BotId, meeting: MeetingId, chat: ChatId) -> Card | None:
    """The message in which a meeting is announced in one chat, or None."""
    return next((c for c in await cards_of(tx, bot_id, meeting) if c.chat_id == chat), None)
