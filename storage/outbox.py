"""The outbox: deliveries put in, looked at, and cleared away.

They are claimed to be sent by :mod:`storage.claiming`, and what became of them is recorded by
:mod:`storage.outcomes`.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
)

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.tables.work import deliveries
from storage.upserts import insert_into
from storage.values.days import PostingId
from storage.values.deliveries import (
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    NewDelivery,
    Rank,
)
from storage.values.outcomes import Ahead, Backlog
from storage.values.people import BotId, ChatId


def is_open(table: str) -> Any:
    """The condition of the partial indexes, word for word: else they are not used."""
    return text(f"{table}.state IN ('waiting', 'claimed', 'unsure')")


async def put(tx: Transaction, new: Iterable[NewDelivery]) -> None:
    """Put deliveries in; a key that is there already changes nothing, or asks a counter again."""
    rows = [_row(delivery) for delivery in new]
    if not rows:
        return
    plain = [row for row in rows if row["rank"] != Rank.COUNTER]
    counters = [row for row in rows if row["rank"] == Rank.COUNTER]
    insert = insert_into(deliveries, tx.dialect)
    await tx.run_many(insert.on_conflict_do_nothing(index_elements=["bot_id", "key"]), plain)
    if counters:
        await tx.run_many(_asking_again(insert), counters)


async def unsent(tx: Transaction, bot_id: BotId, keys: Collection[str]) -> Mapping[str, str]:
    """Which of these deliveries have ended unsent, and the short reasons."""
    ended = [DeliveryState.FAILED, DeliveryState.DROPPED]
    query = select(deliveries.c.key, deliveries.c.error).where(
        deliveries.c.bot_id == bot_id,
        among(deliveries.c.key, "keys"),
        deliveries.c.state.in_(ended),
    )
    return {row.key: row.error for row in await tx.rows(query, {"keys": list(keys)})}


class Before(Struct, frozen=True):
    """A delivery that is known: what it said, and when it was done with, if it was."""

    kind: DeliveryKind
    done_at: datetime | None


async def before(tx: Transaction, bot_id: BotId, keys: Collection[str]) -> Mapping[str, Before]:
    """What is known of the deliveries with these keys; unknown ones are left out."""
    query = select(deliveries.c.key, deliveries.c.kind, deliveries.c.done_at).where(
        deliveries.c.bot_id == bot_id, among(deliveries.c.key, "keys")
    )
    return {
        row.key: Before(
            DeliveryKind(row.kind), None if row.done_at is None else moment(row.done_at)
        )
        for row in await tx.rows(query, {"keys": list(keys)})
    }


async def payload_of(tx: Transaction, bot_id: BotId, key: str) -> Mapping[str, Any] | None:
    """What a delivery with this key carries; None when there is none."""
    found = await tx.scalar(
        select(deliveries.c.payload).where(deliveries.c.bot_id == bot_id, deliveries.c.key == key)
    )
    return None if found is None else dict(json.loads(found))


def _asking_again(insert: Any) -> Any:
    """A counter asked again waits once more; one on its way stays claimed and goes again after."""
    waiting = deliveries.c.state == DeliveryState.WAITING
    held = or_(waiting, deliveries.c.state == DeliveryState.CLAIMED)
    given = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["bot_id", "key"],
        set_={
            "wanted": deliveries.c.wanted + 1,
            "state": case((held, deliveries.c.state), else_=DeliveryState.WAITING),
            "not_before": case((waiting, deliveries.c.not_before), else_=given.not_before),
            "tries": case((held, deliveries.c.tries), else_=0),
            "chat_id": given.chat_id,
            "payload": given.payload,
            "expires_at": given.expires_at,
            "done_at": None,
            "error": "",
        },
    )


# Asked again and again also by a bot that has nothing to do: written once.
_IS_WAITING = deliveries.c.state == DeliveryState.WAITING
_NOW: BindParameter[int] = bindparam("now")
_NOT_BEFORE = deliveries.c.not_before
_AHEAD = select(
    func.max(case((and_(_IS_WAITING, _NOT_BEFORE <= _NOW), 1), else_=0)).label("blocked"),
    func.min(case((_NOT_BEFORE > _NOW, _NOT_BEFORE))).label("due"),
    func.min(case((_IS_WAITING, deliveries.c.expires_at))).label("expires"),
).where(
    deliveries.c.bot_id == bindparam("bot"),
    is_open("deliveries"),
    deliveries.c.state.in_([DeliveryState.WAITING, DeliveryState.UNSURE]),
)


async def ahead(tx: Transaction, bot_id: BotId, now: datetime) -> Ahead:
    """Whether anything due still waits, and when next something becomes due, clear or expires."""
    row = await tx.first(_AHEAD, {"bot": bot_id, "now": earliest(now)})
    if row is None:
        return Ahead(False, None)
    moments = [moment(seconds) for seconds in (row.due, row.expires) if seconds is not None]
    return Ahead(bool(row.blocked), min(moments, default=None))


async def backlog(tx: Transaction, bot_id: BotId) -> Sequence[Backlog]:
    """How much waits, by rank, and since when: for checks and for counting."""
    rows = await tx.rows(
        select(
            deliveries.c.rank,
            func.count().label("waiting"),
            func.min(deliveries.c.not_before).label("oldest"),
        )
        .where(deliveries.c.bot_id == bot_id, is_open("deliveries"))
        .group_by(deliveries.c.rank)
        .order_by(deliveries.c.rank)
    )
    return [Backlog(Rank(row.rank), row.waiting, moment(row.oldest)) for row in rows]


async def prune(tx: Transaction, before: datetime) -> int:
    """Clear away deliveries that ended before a moment; their keys may be used again."""
    return await tx.run(delete(deliveries).where(deliveries.c.done_at < earliest(before)))


def _row(delivery: NewDelivery) -> dict[str, Any]:
    return {
        "bot_id": delivery.bot_id,
        "key": delivery.key,
        "rank": int(delivery.rank),
        "kind": str(delivery.kind),
        "chat_id": delivery.chat_id,
        "language": delivery.language,
        "payload": json.dumps(dict(delivery.payload), ensure_ascii=False),
        "posting_id": delivery.posting_id,
        "after_key": delivery.after_key,
        "not_before": earliest(delivery.not_before),
        "expires_at": None if delivery.expires_at is None else earliest(delivery.expires_at),
    }


def delivery_of(row: Row[Any]) -> Delivery:
    """A delivery from a row of its table."""
    return Delivery(
        id=DeliveryId(row.id),
        bot_id=BotId(row.bot_id),
        key=row.key,
        rank=Rank(row.rank),
        kind=DeliveryKind(row.kind),
        chat_id=ChatId(row.chat_id),
        language=row.language,
        payload=json.loads(row.payload),
        posting_id=None if row.posting_id is None else PostingId(row.posting_id),
        expires_at=None if row.expires_at is None else moment(row.expires_at),
        tries=row.tries,
        wanted=row.wanted,
    )
