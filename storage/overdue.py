"""Deliveries whose time is over: what is no longer worth saying, and polls that were held."""

import json
from datetime import datetime

from sqlalchemy import and_, select

from storage.database import Transaction
from storage.moments import earliest
from storage.outbox import is_open
from storage.outcomes import EXPIRED, carries, end_unsent, post_all
from storage.recording import AGAIN, SENT
from storage.tables.telegram import polls
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.people import BotId


async def expire(tx: Transaction, bot_id: BotId, now: datetime) -> int:
    """Drop what waits and is no longer worth saying; its postings and slots were missed."""
    rows = await tx.rows(
        select(
            deliveries.c.id, deliveries.c.posting_id, deliveries.c.kind, deliveries.c.payload
        ).where(
            deliveries.c.bot_id == bot_id,
            is_open("deliveries"),
            deliveries.c.state == DeliveryState.WAITING,
            deliveries.c.expires_at <= earliest(now),
        )
    )
    await end_unsent(
        tx,
        [
            {
                "delivery": row.id,
                "posting": row.posting_id,
                "carries": carries(DeliveryKind(row.kind), json.loads(row.payload)),
                "ending": DeliveryState.DROPPED,
                "reason": EXPIRED,
            }
            for row in rows
        ],
        now,
    )
    return len(rows)


async def resolve_unsure(tx: Transaction, bot_id: BotId, now: datetime) -> int:
    """End the holding of polls sent perhaps: known by an answer they were sent, else they wait."""
    rows = await tx.rows(
        select(
            deliveries.c.id,
            deliveries.c.posting_id,
            deliveries.c.chat_id,
            polls.c.poll_id,
            polls.c.message_id,
        )
        .outerjoin(
            polls,
            and_(
                polls.c.bot_id == deliveries.c.bot_id,
                polls.c.posting_id == deliveries.c.posting_id,
            ),
        )
        .where(
            deliveries.c.bot_id == bot_id,
            is_open("deliveries"),
            deliveries.c.state == DeliveryState.UNSURE,
            deliveries.c.not_before <= earliest(now),
        )
    )
    known = [row for row in rows if row.poll_id is not None]
    await tx.run_many(
        SENT,
        [{"delivery": row.id, "message": row.message_id, "now": earliest(now)} for row in known],
    )
    await post_all(
        tx,
        [
            {"posting": row.posting_id, "message": row.message_id, "chat": row.chat_id}
            for row in known
        ],
    )
    await tx.run_many(
        AGAIN,
        [
            {"delivery": row.id, "at": earliest(now), "counted": 0, "reason": "no-answer"}
            for row in rows
            if row.poll_id is None
        ],
    )
    return len(rows)
