"""What people were asked in private and have yet to answer: one open question a chat."""

import json
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.moments import earliest, latest
from storage.tables.telegram import dialogues
from storage.upserts import insert_into
from storage.values.dialogues import Dialogue
from storage.values.people import BotId, ChatId


async def begin(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, dialogue: Dialogue, expires_at: datetime
) -> None:
    """Remember what a chat was asked, in place of whatever it was asked before."""
    row = {
        "bot_id": bot_id,
        "chat_id": chat_id,
        "kind": dialogue.kind,
        "payload": json.dumps(dict(dialogue.payload), ensure_ascii=False),
        "expires_at": latest(expires_at),
    }
    new = {name: row[name] for name in ("kind", "payload", "expires_at")}
    query = insert_into(dialogues, tx.dialect).values(row)
    await tx.run(query.on_conflict_do_update(index_elements=["bot_id", "chat_id"], set_=new))


async def open_dialogue(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, now: datetime
) -> Dialogue | None:
    """What a chat was asked and may still answer."""
    row = await tx.first(
        select(dialogues.c.kind, dialogues.c.payload).where(
            dialogues.c.bot_id == bot_id,
            dialogues.c.chat_id == chat_id,
            dialogues.c.expires_at > earliest(now),
        )
    )
    return None if row is None else Dialogue(row.kind, json.loads(row.payload))


async def end(tx: Transaction, bot_id: BotId, chat_id: ChatId, kind: str | None = None) -> bool:
    """Forget what a chat was asked, or only a question of this kind; False when there was none."""
    c = dialogues.c
    query = delete(dialogues).where(c.bot_id == bot_id, c.chat_id == chat_id)
    return await tx.run(query if kind is None else query.where(c.kind == kind)) > 0


async def forget_expired(tx: Transaction, now: datetime) -> int:
    """Remove what nobody answered in time; how many there were."""
    return await tx.run(delete(dialogues).where(dialogues.c.expires_at <= earliest(now)))
