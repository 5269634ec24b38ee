"""What was sent, found again by the key of its delivery."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import select

from storage.database import Transaction
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryState
from storage.values.people import BotId, ChatId, MessageId


class Sent(Struct, frozen=True):
    """A message that arrived, and the language it was said in."""

    chat_id: ChatId
    message_id: MessageId
    language: str


async def sent_under(tx: Transaction, bot_id: BotId, prefix: str) -> Sequence[Sent]:
    """The messages that arrived and whose keys begin so, the oldest first."""
    c = deliveries.c
    query = select(c.chat_id, c.message_id, c.language).where(
        c.bot_id == bot_id,
        c.key.startswith(prefix, autoescape=True),
        c.state == DeliveryState.SENT.value,
        c.message_id.is_not(None),
    )
    return [
        Sent(ChatId(row.chat_id), MessageId(row.message_id), row.language)
        for row in await tx.rows(query.order_by(c.id))
    ]
