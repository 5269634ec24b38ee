"""Recording what became of deliveries, and of the postings and slots that they belong to.

A posting is sent with the message that members act on: the text with the button in the morning,
the poll at noon. A picture that goes before the text may fail without harm; the text of a long
question may not. A slot is posted when all its postings are; it has failed or was missed when one
of them has, and then its day breaks nobody's streak.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, literal, not_, or_, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, latest
from storage.outbox import is_open
from storage.papers import drop_papers
from storage.shared import record_shared
from storage.tables.deeds import branch_days
from storage.tables.telegram import polls
from storage.tables.work import deliveries, posted_messages, postings, slots
from storage.upserts import insert_into
from storage.values.days import STUDIES, PostingId, SlotState
from storage.values.deliveries import Delivery, DeliveryKind, DeliveryState, Rank
from storage.values.outcomes import Again, Ended, Outcome, Sent, Unsure
from storage.values.people import BotId

EXPIRED = "expired"
"""Why a delivery was dropped that could not be sent while it was worth saying."""

NOT_NEEDED = "not needed"
"""Why a delivery was dropped without which its posting is whole all the same."""

_BY_ID = deliveries.c.id == bindparam("delivery")

_FINISHED_WORDS = (DeliveryKind.TEXT, DeliveryKind.EDIT, DeliveryKind.CAPTION)

# What was said to somebody is nobody's business afterwards, ours included; but the thanks for an
# album tell which message was its first.
_WITHOUT_WORDS = case(
    (
        and_(
            or_(*(deliveries.c.kind == kind for kind in _FINISHED_WORDS)),
            not_(deliveries.c.key.startswith("album:")),
        ),
        literal("{}"),
    ),
    else_=deliveries.c.payload,
)

_SENT = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=case(
            (
                and_(
                    deliveries.c.rank == int(Rank.COUNTER),
                    deliveries.c.wanted > deliveries.c.covered,
                ),
                DeliveryState.WAITING,
            ),
            else_=DeliveryState.SENT,
        ),
        message_id=bindparam("message"),
        done_at=bindparam("now"),
        error="",
        payload=_WITHOUT_WORDS,
    )
)
_AGAIN = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=DeliveryState.WAITING,
        not_before=bindparam("at"),
        tries=deliveries.c.tries + bindparam("counted"),
        error=bindparam("reason"),
    )
)
_UNSURE = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=DeliveryState.UNSURE,
        not_before=bindparam("at"),
        tries=deliveries.c.tries + 1,
        error=bindparam("reason"),
    )
)
_ENDED = (
    update(deliveries)
    .where(_BY_ID)
    .values(
        state=bindparam("ending"),
        error=bindparam("reason"),
        done_at=bindparam("now"),
        payload=_WITHOUT_WORDS,
    )
)
_POSTING_SENT = (
    update(postings)
    .where(postings.c.id == bindparam("posting"))
    .values(state="sent", message_id=bindparam("message"), chat_id=bindparam("chat"))
)
_POSTING_ENDED = (
    update(postings)
    .where(postings.c.id == bindparam("posting"), postings.c.state == "planned")
    .values(state=bindparam("ending"))
)
_others = postings.alias("others")
_SLOTS_POSTED = (
    update(slots)
    .where(
        slots.c.id.in_(select(postings.c.slot_id).where(among(postings.c.id, "ids"))),
        not_(exists().where(_others.c.slot_id == slots.c.id, _others.c.state != "sent")),
    )
    .values(state=SlotState.POSTED, reason="")
)
_SLOT_ENDED = (
    update(slots)
    .where(
        slots.c.id.in_(select(postings.c.slot_id).where(postings.c.id == bindparam("posting"))),
        slots.c.state != SlotState.FAILED,
    )
    .values(state=bindparam("ending"), reason=bindparam("why"))
)
_SPOILT_DAYS = (
    select(postings.c.unit_id, postings.c.day, literal(False))
    .join(slots, slots.c.id == postings.c.slot_id)
    .where(among(postings.c.id, "ids"), slots.c.kind.in_([str(kind) for kind in STUDIES]))
    .distinct()
)


async def record(
    tx: Transaction, bot_id: BotId, outcomes: Sequence[Outcome], now: datetime
) -> None:
    """Record what became of claimed deliveries, with all that follows from it."""
    sent = [outcome for outcome in outcomes if isinstance(outcome, Sent)]
    ended = [outcome for outcome in outcomes if isinstance(outcome, Ended)]
    await _record_sent(tx, bot_id, sent, now)
    await record_shared(tx, bot_id, sent, now)
    await _drop_papers(tx, bot_id, [each.delivery for each in sent])
    await _drop_papers(tx, bot_id, [each.delivery for each in ended])
    await tx.run_many(
        _AGAIN,
        [
            {
                "delivery": outcome.delivery.id,
                "at": latest(outcome.not_before),
                "counted": int(outcome.counts),
                "reason": outcome.reason,
            }
            for outcome in outcomes
            if isinstance(outcome, Again)
        ],
    )
    await tx.run_many(
        _UNSURE,
        [
            {"delivery": outcome.delivery.id, "at": latest(outcome.until), "reason": outcome.reason}
            for outcome in outcomes
            if isinstance(outcome, Unsure)
        ],
    )
    await _end(
        tx,
        [
            {
                "delivery": outcome.delivery.id,
                "posting": outcome.delivery.posting_id,
                "carries": _carries(outcome.delivery.kind, outcome.delivery.payload),
                "ending": outcome.state,
                "reason": outcome.reason,
            }
            for outcome in ended
        ],
        now,
    )


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
    await _end(
        tx,
        [
            {
                "delivery": row.id,
                "posting": row.posting_id,
                "carries": _carries(DeliveryKind(row.kind), json.loads(row.payload)),
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
        _SENT,
        [{"delivery": row.id, "message": row.message_id, "now": earliest(now)} for row in known],
    )
    await _post(
        tx,
        [
            {"posting": row.posting_id, "message": row.message_id, "chat": row.chat_id}
            for row in known
        ],
    )
    await tx.run_many(
        _AGAIN,
        [
            {"delivery": row.id, "at": earliest(now), "counted": 0, "reason": "no-answer"}
            for row in rows
            if row.poll_id is None
        ],
    )
    return len(rows)


async def found_posted(tx: Transaction, posting_id: PostingId) -> None:
    """A posting is in its chat after all, though its sending was never answered."""
    found = update(postings).where(postings.c.id == posting_id)
    await tx.run(found.values(state="sent"))
    await tx.run(_SLOTS_POSTED, {"ids": [posting_id]})


async def _record_sent(tx: Transaction, bot_id: BotId, sent: Sequence[Sent], now: datetime) -> None:
    at = earliest(now)
    await tx.run_many(
        _SENT,
        [{"delivery": s.delivery.id, "message": s.message_id, "now": at} for s in sent],
    )
    posted = [s for s in sent if s.delivery.posting_id is not None and s.message_id is not None]
    posted = [s for s in posted if s.delivery.kind != DeliveryKind.COUNTER]
    insert = insert_into(posted_messages, tx.dialect)
    await tx.run_many(
        insert.on_conflict_do_nothing(),
        [
            {
                "bot_id": bot_id,
                "chat_id": s.delivery.chat_id,
                "message_id": s.message_id,
                "posting_id": s.delivery.posting_id,
            }
            for s in posted
        ],
    )
    insert = insert_into(polls, tx.dialect)
    await tx.run_many(
        insert.on_conflict_do_update(
            index_elements=["bot_id", "poll_id"],
            # Whose poll it is may have been guessed by a vote that came first.
            set_={
                "posting_id": insert.excluded.posting_id,
                "message_id": insert.excluded.message_id,
            },
        ),
        [
            {
                "bot_id": bot_id,
                "poll_id": s.poll_id,
                "posting_id": s.delivery.posting_id,
                "message_id": s.message_id,
                "known_at": at,
            }
            for s in posted
            if s.poll_id is not None
        ],
    )
    await _post(
        tx,
        [
            {
                "posting": s.delivery.posting_id,
                "message": s.message_id,
                "chat": s.delivery.chat_id,
            }
            for s in posted
            if s.delivery.kind != DeliveryKind.QUESTION_TEXT
            and _carries(s.delivery.kind, s.delivery.payload)
        ],
    )


async def _drop_papers(tx: Transaction, bot_id: BotId, over: Iterable[Delivery]) -> None:
    """Files made for somebody go when they are sent, and when they never will be."""
    gone = [each.payload["paper"] for each in over if each.kind is DeliveryKind.PAPER]
    if gone:
        await drop_papers(tx, bot_id, gone)


async def _post(tx: Transaction, sent: Sequence[Mapping[str, Any]]) -> None:
    """The postings have become messages, and their slots, when they were the last, are posted."""
    if sent:
        await tx.run_many(_POSTING_SENT, sent)
        await tx.run(_SLOTS_POSTED, {"ids": [row["posting"] for row in sent]})


async def _end(tx: Transaction, ended: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """The deliveries have ended unsent; postings that depended on them failed or were missed."""
    ended = list(ended)
    at = earliest(now)
    await tx.run_many(
        _ENDED,
        [
            {
                "delivery": row["delivery"],
                "ending": row["ending"],
                "reason": row["reason"],
                "now": at,
            }
            for row in ended
        ],
    )
    lost = [
        row
        for row in ended
        if row["posting"] is not None and row["carries"] and row["reason"] != NOT_NEEDED
    ]
    if not lost:
        return
    # A posting says "failed" or "missed" by the same words as its slot.
    endings = [
        {
            "posting": row["posting"],
            "ending": SlotState.FAILED
            if row["ending"] == DeliveryState.FAILED
            else SlotState.MISSED,
            "why": row["reason"],
        }
        for row in lost
    ]
    await tx.run_many(
        _POSTING_ENDED,
        [{"posting": row["posting"], "ending": row["ending"]} for row in endings],
    )
    await tx.run_many(_SLOT_ENDED, endings)
    insert = insert_into(branch_days, tx.dialect)
    columns = ["unit_id", "day"]
    await tx.run(
        insert.from_select([*columns, "counts"], _SPOILT_DAYS).on_conflict_do_update(
            index_elements=columns, set_={"counts": False}
        ),
        {"ids": [row["posting"] for row in lost]},
    )


def _carries(kind: DeliveryKind, payload: Mapping[str, Any]) -> bool:
    """Whether a posting stands or falls with this message of it; with a copy in somebody's private
    chat it doesn't."""
    if payload.get("copy"):
        return False
    if kind == DeliveryKind.MORNING:
        return bool(payload.get("with_text", True))
    return kind in _CARRYING


_CARRYING = frozenset(
    {
        DeliveryKind.NOON,
        DeliveryKind.NOON_BUTTONS,
        DeliveryKind.QUESTION_TEXT,
        DeliveryKind.RESULT,
        DeliveryKind.EVENING,
    }
)
