"""Rows that a posting needs around it, and deliveries, for tests of the outbox."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, insert, select, update

from storage.database import Database, Transaction
from storage.tables.organisation import units
from storage.tables.programme import programme_versions
from storage.tables.telegram import chats
from storage.tables.work import postings, slots
from storage.values.days import PostingId, SlotKind
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId

BOT = BotId(7)
GROUP = ChatId(-1001)
NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DAY = "2026-05-20"


def new(key: str, **changes: Any) -> NewDelivery:
    """A broadcast text to one group, due now."""
    given: dict[str, Any] = {
        "bot_id": BOT,
        "key": key,
        "rank": Rank.BROADCAST,
        "kind": DeliveryKind.TEXT,
        "chat_id": GROUP,
        "language": "zh",
        "not_before": NOW,
        "payload": {"text": key},
    }
    return NewDelivery(**(given | changes))


async def add(tx: Transaction, table: Table, **values: Any) -> int:
    """Insert a row; its id, or 0 where a table has none."""
    statement = insert(table).values(**values)
    if "id" not in table.c:
        await tx.run(statement)
        return 0
    return int(await tx.scalar(statement.returning(table.c.id)))


async def unbind(tx: Transaction, chat: int) -> None:
    """Make a chat nobody's group, as it is when its branch is given another."""
    await tx.run(update(chats).where(chats.c.chat_id == chat).values(unit_id=None))


async def one(database: Database, table: Table, **where: Any) -> Mapping[str, Any]:
    """The only row of a table in which these columns have these values."""
    async with database.reading() as tx:
        rows = await tx.rows(
            select(table).where(*(table.c[name] == value for name, value in where.items()))
        )
    assert len(rows) == 1, rows
    return rows[0]._mapping


async def plan_postings(
    tx: Transaction, kind: SlotKind = SlotKind.NOON, parts: int = 1, chat: int = GROUP
) -> list[PostingId]:
    """A branch's slot that was taken, with its postings planned."""
    unit = await add(tx, units, code=f"u{chat}", path="/1/", name="First branch")
    version = await add(
        tx,
        programme_versions,
        programme_key=f"p{chat}",
        number=1,
        settings="{}",
        content_hash="",
        imported_at=0,
    )
    slot = await add(
        tx, slots, bot_id=BOT, kind=kind, unit_id=unit, day=DAY, due_at=0, state="taken"
    )
    return [
        PostingId(
            await add(
                tx,
                postings,
                bot_id=BOT,
                slot_id=slot,
                kind=kind,
                unit_id=unit,
                day=DAY,
                part=part,
                chat_id=chat,
                language="zh",
                version_id=version,
            )
        )
        for part in range(parts)
    ]
