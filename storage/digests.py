"""The last digest of each private chat, kept so that its further pages can be shown."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.digests import digests as table
from storage.tables.work import deliveries
from storage.upserts import insert_into
from storage.values.people import BotId, ChatId


async def keep_digest(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, body: str, now: datetime
) -> None:
    """Keep a digest in place of the one before."""
    insert = insert_into(table, tx.dialect)
    new = insert.values(bot_id=bot_id, chat_id=chat_id, made_at=earliest(now), body=body)
    changed = {name: insert.excluded[name] for name in ("made_at", "body")}
    await tx.run(new.on_conflict_do_update(index_elements=["bot_id", "chat_id"], set_=changed))


async def kept_digest(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> str | None:
    """The digest that a chat was sent last; None for none."""
    query = select(table.c.body).where(table.c.bot_id == bot_id, table.c.chat_id == chat_id)
    found: str | None = await tx.scalar(query)
    return found


async def keys_there(tx: Transaction, bot_id: BotId, keys: Collection[str]) -> set[str]:
    """Which of these keys a delivery has been put into the outbox under."""
    query = select(deliveries.c.key).where(
        deliveries.c.bot_id == bot_id, among(deliveries.c.key, "keys")
    )
    return {row.key for row in await tx.rows(query, {"keys": list(keys)})}
