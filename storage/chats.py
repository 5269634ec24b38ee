"""Chats: which unit's they are, and whether the bot can write there."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete, exists, func, not_, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.outbox import is_open
from storage.tables.deeds import notes
from storage.tables.telegram import chats, dialogues
from storage.tables.work import deliveries, posted_messages, postings
from storage.upserts import insert_into
from storage.values.chats import Chat, ChatState
from storage.values.people import BotId, ChatId, UnitId


async def get(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> Chat | None:
    """The chat, or None when the bot has not met it."""
    row = await tx.first(select(chats).where(*_is(bot_id, chat_id)))
    return None if row is None else _chat(row)


async def put(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, *, kind: str, title: str, now: datetime
) -> None:
    """Note a chat's kind and title; its unit and state stay as they are."""
    insert = insert_into(chats, tx.dialect)
    await tx.run(
        insert.values(
            bot_id=bot_id, chat_id=chat_id, kind=kind, title=title, changed_at=earliest(now)
        ).on_conflict_do_update(
            index_elements=["bot_id", "chat_id"],
            set_={"kind": insert.excluded.kind, "title": insert.excluded.title},
        )
    )


async def mark_unreachable(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, reason: str, now: datetime
) -> UnitId | None:
    """Note that the bot can't write there; the unit whose chat it is, when that is news."""
    changed = await tx.run(
        update(chats)
        .where(*_is(bot_id, chat_id), chats.c.state != ChatState.UNREACHABLE)
        .values(state=ChatState.UNREACHABLE, reason=reason, changed_at=earliest(now))
    )
    if not changed:
        return None
    unit = await tx.scalar(select(chats.c.unit_id).where(*_is(bot_id, chat_id)))
    return None if unit is None else UnitId(unit)


async def mark_active(tx: Transaction, bot_id: BotId, chat_id: ChatId, now: datetime) -> bool:
    """Note that the bot can write there again; whether that is news."""
    changed = await tx.run(
        update(chats)
        .where(*_is(bot_id, chat_id), chats.c.state != ChatState.ACTIVE)
        .values(state=ChatState.ACTIVE, reason="", changed_at=earliest(now))
    )
    return bool(changed)


async def bind(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, unit_id: UnitId, now: datetime
) -> None:
    """Make a chat that was put before the group of a unit, in place of any other it had."""
    at = earliest(now)
    await tx.run(
        update(chats)
        .where(chats.c.bot_id == bot_id, chats.c.unit_id == unit_id, chats.c.chat_id != chat_id)
        .values(unit_id=None, changed_at=at)
    )
    await tx.run(
        update(chats)
        .where(*_is(bot_id, chat_id))
        .values(unit_id=unit_id, state=ChatState.ACTIVE, reason="", changed_at=at)
    )


async def unbind(tx: Transaction, bot_id: BotId, chat_id: ChatId, now: datetime) -> None:
    """Make a chat nobody's group."""
    await tx.run(
        update(chats).where(*_is(bot_id, chat_id)).values(unit_id=None, changed_at=earliest(now))
    )


async def chat_of(tx: Transaction, bot_id: BotId, unit_id: UnitId) -> Chat | None:
    """The group of a unit, or None while it has none."""
    return (await chats_of(tx, bot_id, [unit_id])).get(unit_id)


async def chats_of(
    tx: Transaction, bot_id: BotId, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, Chat]:
    """The groups of these units, by unit; a unit without one is left out."""
    rows = await tx.rows(
        select(chats).where(chats.c.bot_id == bot_id, among(chats.c.unit_id, "units")),
        {"units": list(unit_ids)},
    )
    return {UnitId(row.unit_id): _chat(row) for row in rows}


async def migrate(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """Rewrite a chat's id everywhere, as when a group becomes a supergroup. Twice does no harm."""
    if old == new:
        return
    await _migrate_chat(tx, bot_id, old, new)
    for table, keys in (
        (posted_messages, ["message_id"]),
        (notes, ["message_id"]),
        (dialogues, []),
    ):
        await _migrate_unique(tx, table, keys, bot_id, old, new)
    await tx.run(
        update(postings)
        .where(postings.c.bot_id == bot_id, postings.c.chat_id == old)
        .values(chat_id=new)
    )
    await tx.run(
        update(deliveries)
        .where(deliveries.c.bot_id == bot_id, is_open("deliveries"), deliveries.c.chat_id == old)
        .values(chat_id=new)
    )


async def _migrate_chat(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """The new chat takes the old one's place; when it is known already, only its unit."""
    if await get(tx, bot_id, new) is None:
        await tx.run(update(chats).where(*_is(bot_id, old)).values(chat_id=new, kind="supergroup"))
        return
    unit_of_old = select(chats.c.unit_id).where(*_is(bot_id, old)).scalar_subquery()
    await tx.run(
        update(chats)
        .where(*_is(bot_id, new))
        .values(unit_id=func.coalesce(chats.c.unit_id, unit_of_old))
    )
    await tx.run(delete(chats).where(*_is(bot_id, old)))


async def _migrate_unique(
    tx: Transaction, table: Table, keys: list[str], bot_id: BotId, old: ChatId, new: ChatId
) -> None:
    """Rewrite rows that are unique within their chat; one that stands there already wins."""
    there = table.alias("there")
    await tx.run(
        update(table)
        .where(
            table.c.bot_id == bot_id,
            table.c.chat_id == bindparam("old"),
            not_(
                exists().where(
                    there.c.bot_id == bot_id,
                    there.c.chat_id == bindparam("new"),
                    *(there.c[key] == table.c[key] for key in keys),
                )
            ),
        )
        .values(chat_id=bindparam("new")),
        {"old": old, "new": new},
    )


def _is(bot_id: BotId, chat_id: ChatId) -> tuple[Any, Any]:
    return chats.c.bot_id == bot_id, chats.c.chat_id == chat_id


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        bot_id=BotId(row.bot_id),
        chat_id=ChatId(row.chat_id),
        kind=row.kind,
        title=row.title,
        unit_id=None if row.unit_id is None else UnitId(row.unit_id),
        state=ChatState(row.state),
        reason=row.reason,
        changed_at=moment(row.changed_at),
    )
