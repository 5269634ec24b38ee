"""Chats: which unit's they are, and whether the bot can write there."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.outbox import is_open
from storage.tables.duties import meeting_cards
from storage.tables.telegram import chats, dialogues
from storage.tables.work import deliveries, postings
from storage.upserts import insert_into
from storage.values.chats import Chat, ChatState, TopicId
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.people import BotId, ChatId, UnitId

# They name a message by its number, under which another stands in another chat.
_OF_A_MESSAGE = (
    DeliveryKind.EDIT,
    DeliveryKind.CAPTION,
    DeliveryKind.DELETE,
    DeliveryKind.REACTION,
)


async def get(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> Chat | None:
    """The chat, or None when the bot has not met it."""
    row = await tx.first(select(chats).where(*_is(bot_id, chat_id)))
    return None if row is None else _chat(row)


async def active(tx: Transaction, bot_id: BotId, chat_ids: Collection[ChatId]) -> set[ChatId]:
    """Which of these chats the bot has met and can write to."""
    query = select(chats.c.chat_id).where(
        chats.c.bot_id == bot_id,
        chats.c.state == ChatState.ACTIVE,
        among(chats.c.chat_id, "chats"),
    )
    return {ChatId(row.chat_id) for row in await tx.rows(query, {"chats": list(chat_ids)})}


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


async def change_menu(tx: Transaction, bot_id: BotId, chat_id: ChatId, menu: str) -> bool:
    """Note which menu of commands a private chat has; whether it had another."""
    other = update(chats).where(*_is(bot_id, chat_id), chats.c.menu != menu)
    return bool(await tx.run(other.values(menu=menu)))


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


async def mark_reached(
    tx: Transaction, bot_id: BotId, chat_ids: Collection[ChatId], now: datetime
) -> None:
    """Note that messages have arrived in these chats, whatever was thought of them before."""
    lost = among(chats.c.chat_id, "chats"), chats.c.state == ChatState.UNREACHABLE
    await tx.run(
        update(chats)
        .where(chats.c.bot_id == bot_id, *lost)
        .values(state=ChatState.ACTIVE, reason="", changed_at=earliest(now)),
        {"chats": list(chat_ids)},
    )


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
    """Make a chat nobody's."""
    free = update(chats).where(*_is(bot_id, chat_id))
    await tx.run(free.values(unit_id=None, changed_at=earliest(now)))


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


async def topics_of(
    tx: Transaction, bot_id: BotId, chat_ids: Collection[ChatId]
) -> dict[ChatId, TopicId]:
    """Where in these chats the posts stand; a chat whose general topic it is is left out."""
    c = chats.c
    query = select(c.chat_id, c.topic_id).where(
        c.bot_id == bot_id, c.topic_id.is_not(None), among(c.chat_id, "chats")
    )
    rows = await tx.rows(query, {"chats": list(chat_ids)}) if chat_ids else ()
    return {ChatId(row.chat_id): TopicId(row.topic_id) for row in rows}


async def set_topic(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: TopicId | None
) -> None:
    """Let a forum group's posts stand in this topic; None is the general one."""
    await tx.run(update(chats).where(*_is(bot_id, chat_id)).values(topic_id=topic_id))


async def forget_topic(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, topic_id: TopicId
) -> UnitId | None:
    """A topic can't be written in any more: what waits goes to the general one, and later posts.

    The unit whose posts stood there, when that is news.
    """
    c = deliveries.c
    rows = await tx.rows(
        select(c.id, c.payload).where(
            c.bot_id == bot_id, is_open("deliveries"), c.chat_id == chat_id
        )
    )
    lost = [(row.id, json.loads(row.payload)) for row in rows]
    await tx.run_many(
        update(deliveries).where(c.id == bindparam("delivery")).values(payload=bindparam("said")),
        [
            {"delivery": delivery, "said": _without(payload, "topic")}
            for delivery, payload in lost
            if payload.get("topic") == topic_id
        ],
    )
    here = *_is(bot_id, chat_id), chats.c.topic_id == topic_id
    unit = await tx.scalar(select(chats.c.unit_id).where(*here))
    await tx.run(update(chats).where(*here).values(topic_id=None))
    return None if unit is None else UnitId(unit)


async def migrate(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """A group has become a supergroup with another id. Twice does no harm.

    What is still to be said goes to the new chat. What was said stays under the old one: a
    supergroup numbers its messages anew, so an old number would name another message there.
    """
    if old == new:
        return
    await _migrate_chat(tx, bot_id, old, new)
    await _migrate_dialogue(tx, bot_id, old, new)
    here = postings.c.bot_id == bot_id, postings.c.chat_id == old
    await tx.run(update(postings).where(*here).values(message_id=None))
    cards = meeting_cards.c.bot_id == bot_id, meeting_cards.c.chat_id == old
    await tx.run(delete(meeting_cards).where(*cards))
    planned = postings.c.state == "planned"
    await tx.run(update(postings).where(*here, planned).values(chat_id=new))
    await _migrate_deliveries(tx, bot_id, old, new)


async def _migrate_chat(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """The new chat takes the old one's place; when it is known already, only its unit."""
    reached = {"state": ChatState.ACTIVE, "reason": ""}
    if await get(tx, bot_id, new) is None:
        moved = update(chats).where(*_is(bot_id, old))
        await tx.run(moved.values(chat_id=new, kind="supergroup", **reached))
        return
    if await get(tx, bot_id, old) is None:
        return
    unit_of_old = select(chats.c.unit_id).where(*_is(bot_id, old)).scalar_subquery()
    await tx.run(
        update(chats)
        .where(*_is(bot_id, new))
        .values(unit_id=func.coalesce(chats.c.unit_id, unit_of_old), **reached)
    )
    await tx.run(delete(chats).where(*_is(bot_id, old)))


async def _migrate_dialogue(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """A chat has one dialogue; the one that the new chat has already wins."""
    c = dialogues.c
    here, there = (c.bot_id == bot_id, c.chat_id == old), (c.bot_id == bot_id, c.chat_id == new)
    if await tx.scalar(select(c.chat_id).where(*there)) is None:
        await tx.run(update(dialogues).where(*here).values(chat_id=new))


async def _migrate_deliveries(tx: Transaction, bot_id: BotId, old: ChatId, new: ChatId) -> None:
    """What waits goes to the new chat, and replies to no message there; what would change a
    message has none to change any more."""
    c = deliveries.c
    here = c.bot_id == bot_id, is_open("deliveries"), c.chat_id == old
    speaks_of_a_message = c.kind.in_(_OF_A_MESSAGE)
    dropped = {"state": DeliveryState.DROPPED, "error": "moved", "done_at": c.not_before}
    await tx.run(update(deliveries).where(*here, speaks_of_a_message).values(dropped))
    rows = await tx.rows(select(c.id, c.payload).where(*here))
    told = update(deliveries).where(c.id == bindparam("delivery"))
    await tx.run_many(
        told.values(chat_id=new, payload=bindparam("said")),
        [
            {"delivery": row.id, "said": _without(json.loads(row.payload), "reply_to")}
            for row in rows
        ],
    )


def _without(payload: Mapping[str, Any], name: str) -> str:
    kept = {key: value for key, value in payload.items() if key != name}
    return json.dumps(kept, ensure_ascii=False)


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
        topic_id=None if row.topic_id is None else TopicId(row.topic_id),
    )
