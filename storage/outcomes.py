"""Recording what became of deliveries, and of the postings and slots that they belong to.

A posting is sent with the message that members act on: the text with the button in the morning,
the poll at noon. A picture that goes before the text may fail without harm; the text of a long
question may not. A slot is posted when all its postings are; it has failed or was missed when one
of them has, and then its day breaks nobody's streak.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import update

from storage.branch_days import spoil_days
from storage.database import Transaction
from storage.meeting_cards import record_cards
from storage.moments import earliest, latest
from storage.papers import drop_papers
from storage.recording import (
    AGAIN,
    ENDED,
    POSTING_ENDED,
    POSTING_SENT,
    SENT,
    SLOT_ENDED,
    SLOTS_POSTED,
    SPOILT_DAYS,
    UNSURE,
)
from storage.shared import record_shared
from storage.tables.telegram import polls
from storage.tables.work import posted_messages, postings
from storage.upserts import insert_into
from storage.values.days import PostingId, SlotState
from storage.values.deliveries import Delivery, DeliveryKind, DeliveryState
from storage.values.outcomes import Again, Ended, Outcome, Sent, Unsure
from storage.values.people import BotId, UnitId

EXPIRED = "expired"
"""Why a delivery was dropped that could not be sent while it was worth saying."""

NOT_NEEDED = "not needed"
"""Why a delivery was dropped without which its posting is whole all the same."""


async def record(
    tx: Transaction, bot_id: BotId, outcomes: Sequence[Outcome], now: datetime
) -> None:
    """Record what became of claimed deliveries, with all that follows from it."""
    sent = [outcome for outcome in outcomes if isinstance(outcome, Sent)]
    ended = [outcome for outcome in outcomes if isinstance(outcome, Ended)]
    await _record_sent(tx, bot_id, sent, now)
    await record_shared(tx, bot_id, sent, now)
    await record_cards(tx, bot_id, sent)
    await _drop_papers(tx, bot_id, [each.delivery for each in sent])
    await _drop_papers(tx, bot_id, [each.delivery for each in ended])
    await tx.run_many(
        AGAIN,
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
        UNSURE,
        [
            {"delivery": outcome.delivery.id, "at": latest(outcome.until), "reason": outcome.reason}
            for outcome in outcomes
            if isinstance(outcome, Unsure)
        ],
    )
    await end_unsent(
        tx,
        [
            {
                "delivery": outcome.delivery.id,
                "posting": outcome.delivery.posting_id,
                "carries": carries(outcome.delivery.kind, outcome.delivery.payload),
                "ending": outcome.state,
                "reason": outcome.reason,
            }
            for outcome in ended
        ],
        now,
    )


async def found_posted(tx: Transaction, posting_id: PostingId) -> None:
    """A posting is in its chat after all, though its sending was never answered."""
    found = update(postings).where(postings.c.id == posting_id)
    await tx.run(found.values(state="sent"))
    await tx.run(SLOTS_POSTED, {"ids": [posting_id]})


async def _record_sent(tx: Transaction, bot_id: BotId, sent: Sequence[Sent], now: datetime) -> None:
    at = earliest(now)
    await tx.run_many(
        SENT,
        [{"delivery": s.delivery.id, "message": s.message_id, "now": at} for s in sent],
    )
    posted = [s for s in sent if s.delivery.posting_id is not None and s.message_id is not None]
    posted = [s for s in posted if s.delivery.kind != DeliveryKind.COUNTER]
    await tx.run_many(
        _keep_message(tx.dialect),
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
    await tx.run_many(
        _keep_poll(tx.dialect),
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
    await post_all(
        tx,
        [
            {
                "posting": s.delivery.posting_id,
                "message": s.message_id,
                "chat": s.delivery.chat_id,
            }
            for s in posted
            if s.delivery.kind != DeliveryKind.QUESTION_TEXT
            and carries(s.delivery.kind, s.delivery.payload)
        ],
    )


@cache
def _keep_message(dialect: str) -> Any:
    return insert_into(posted_messages, dialect).on_conflict_do_nothing()


@cache
def _keep_poll(dialect: str) -> Any:
    insert = insert_into(polls, dialect)
    return insert.on_conflict_do_update(
        index_elements=["bot_id", "poll_id"],
        # Whose poll it is may have been guessed by a vote that came first.
        set_={
            "posting_id": insert.excluded.posting_id,
            "message_id": insert.excluded.message_id,
        },
    )


async def _drop_papers(tx: Transaction, bot_id: BotId, over: Iterable[Delivery]) -> None:
    """Files made for somebody go when they are sent, and when they never will be."""
    files = (DeliveryKind.PAPER, DeliveryKind.PICTURE)
    gone = [each.payload["paper"] for each in over if each.kind in files]
    if gone:
        await drop_papers(tx, bot_id, gone)


async def post_all(tx: Transaction, sent: Sequence[Mapping[str, Any]]) -> None:
    """The postings have become messages, and their slots, when they were the last, are posted."""
    if sent:
        await tx.run_many(POSTING_SENT, sent)
        await tx.run(SLOTS_POSTED, {"ids": [row["posting"] for row in sent]})


async def end_unsent(tx: Transaction, ended: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """The deliveries have ended unsent; postings that depended on them failed or were missed."""
    ended = list(ended)
    at = earliest(now)
    await tx.run_many(
        ENDED,
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
        POSTING_ENDED,
        [{"posting": row["posting"], "ending": row["ending"]} for row in endings],
    )
    await tx.run_many(SLOT_ENDED, endings)
    spoilt = await tx.rows(SPOILT_DAYS, {"ids": [row["posting"] for row in lost]})
    await spoil_days(tx, {(UnitId(row.unit_id), date.fromisoformat(row.day)) for row in spoilt})


def carries(kind: DeliveryKind, payload: Mapping[str, Any]) -> bool:
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
