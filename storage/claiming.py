"""Claiming: which deliveries go next, and what becomes of claims that nobody holds any more.

A chat never has more than one claimed delivery at a time, and within a rank its messages go in the
order in which they were put in.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, exists, literal_column, not_, or_, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, latest
from storage.outbox import delivery_of, is_open
from storage.tables.work import deliveries
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, DeliveryState, Rank
from storage.values.people import BotId, ChatId

UNSURE_FOR = timedelta(minutes=10)
"""How long a poll is held that was sent perhaps: an answer to it makes it clear."""

_earlier = deliveries.alias("earlier")
_first = deliveries.alias("first")

# The oldest of the lowest rank whose chat is free, whose turn it is and whose forerunner is done.
CLAIMABLE = (
    select(
        deliveries.c.id,
        deliveries.c.bot_id,
        deliveries.c.key,
        deliveries.c.rank,
        deliveries.c.kind,
        deliveries.c.chat_id,
        deliveries.c.language,
        deliveries.c.payload,
        deliveries.c.posting_id,
        deliveries.c.expires_at,
        deliveries.c.tries,
        deliveries.c.wanted,
    )
    .where(
        deliveries.c.bot_id == bindparam("bot"),
        is_open("deliveries"),
        deliveries.c.state == literal_column("'waiting'"),
        deliveries.c.rank <= bindparam("up_to"),
        deliveries.c.not_before <= bindparam("now"),
        or_(deliveries.c.expires_at.is_(None), deliveries.c.expires_at > bindparam("now")),
        not_(among(deliveries.c.chat_id, "resting")),
        not_(
            exists().where(
                _earlier.c.bot_id == deliveries.c.bot_id,
                _earlier.c.chat_id == deliveries.c.chat_id,
                is_open("earlier"),
                or_(
                    and_(_earlier.c.rank == deliveries.c.rank, _earlier.c.id < deliveries.c.id),
                    _earlier.c.state == literal_column("'claimed'"),
                ),
            )
        ),
        or_(
            deliveries.c.after_key.is_(None),
            not_(
                exists().where(
                    _first.c.bot_id == deliveries.c.bot_id,
                    _first.c.key == deliveries.c.after_key,
                    is_open("first"),
                )
            ),
        ),
    )
    .order_by(deliveries.c.rank, deliveries.c.id)
    .limit(bindparam("most"))
)

_CLAIM = (
    update(deliveries)
    .where(among(deliveries.c.id, "ids"))
    .values(state=DeliveryState.CLAIMED, claimed_at=bindparam("now"), covered=deliveries.c.wanted)
)


async def claim(
    tx: Transaction,
    bot_id: BotId,
    now: datetime,
    *,
    limit: int,
    resting_chats: Collection[ChatId] = (),
    up_to: Rank = Rank.COUNTER,
) -> list[Delivery]:
    """Claim at most ``limit`` deliveries of rank ``up_to`` or before it, at most one for a chat."""
    found = await tx.rows(
        CLAIMABLE,
        {
            "bot": bot_id,
            "up_to": int(up_to),
            "now": earliest(now),
            "resting": list(resting_chats),
            "most": limit,
        },
    )
    taken: dict[ChatId, Delivery] = {}
    for row in found:
        taken.setdefault(row.chat_id, delivery_of(row))
    if taken:
        ids = [delivery.id for delivery in taken.values()]
        await tx.run(_CLAIM, {"ids": ids, "now": earliest(now)})
    return list(taken.values())


async def restore_claimed(
    tx: Transaction, bot_id: BotId, now: datetime, but: Collection[DeliveryId] = ()
) -> int:
    """Take back claims that nobody holds: polls were sent perhaps, the rest waits again.

    ``but`` are those that are held.
    """
    is_poll = deliveries.c.kind == DeliveryKind.NOON
    return await tx.run(
        update(deliveries)
        .where(
            deliveries.c.bot_id == bot_id,
            is_open("deliveries"),
            deliveries.c.state == DeliveryState.CLAIMED,
            not_(among(deliveries.c.id, "held")),
        )
        .values(
            state=case((is_poll, DeliveryState.UNSURE), else_=DeliveryState.WAITING),
            not_before=case((is_poll, latest(now + UNSURE_FOR)), else_=earliest(now)),
            tries=deliveries.c.tries + case((is_poll, 1), else_=0),
            error=case((is_poll, "restarted"), else_=deliveries.c.error),
        ),
        {"held": list(but)},
    )
