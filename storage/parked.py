"""Votes and replies that came before their post was recorded, and how they find it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, and_, bindparam, case, delete, func, insert, not_, select, update

from storage.batch import ParkedVote
from storage.database import Transaction
from storage.lists import numbers_in
from storage.moments import earliest
from storage.outbox import is_open
from storage.outcomes import found_posted
from storage.presence import on_day
from storage.tables.organisation import memberships, persons
from storage.tables.telegram import parked_answers, polls
from storage.tables.work import deliveries, posted_messages, postings
from storage.upserts import insert_into
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.people import BotId, ChatId, MessageId, TelegramId

# A send is recorded well within this time; a vote that waits longer is for a poll whose sending
# was never answered.
_RECORDING = timedelta(seconds=5)
_KEPT = 24 * 60 * 60


class Guess(Struct, frozen=True):
    """A poll that nobody recorded, and the posting of its voter's branch that it must be."""

    poll_id: str
    posting_id: PostingId


async def adoptable(tx: Transaction, bot_id: BotId) -> list[ParkedVote]:
    """The parked votes whose poll is recorded by now, in the order in which they came."""
    known = and_(
        polls.c.bot_id == parked_answers.c.bot_id, polls.c.poll_id == parked_answers.c.poll_id
    )
    query = (
        select(parked_answers)
        .join(polls, known)
        .where(parked_answers.c.bot_id == bot_id)
        .order_by(parked_answers.c.update_id)
        .limit(500)
    )
    return [
        ParkedVote(
            row.poll_id,
            TelegramId(row.telegram_id),
            numbers_in(row.chosen),
            row.update_id,
            row.name,
        )
        for row in await tx.rows(query)
    ]


async def anything_parked(tx: Transaction, bot_id: BotId) -> bool:
    """Whether any vote waits for its poll."""
    query = select(parked_answers.c.poll_id).where(parked_answers.c.bot_id == bot_id).limit(1)
    return await tx.first(query) is not None


async def unpark(tx: Transaction, bot_id: BotId, votes: list[ParkedVote]) -> None:
    """Forget parked votes that were handled."""
    for vote in votes:
        await tx.run(
            delete(parked_answers).where(
                parked_answers.c.bot_id == bot_id,
                parked_answers.c.poll_id == vote.poll_id,
                parked_answers.c.telegram_id == vote.telegram_id,
            )
        )


async def forget_parked(tx: Transaction, bot_id: BotId, before: datetime) -> int:
    """Drop votes whose poll did not turn up by now; the number of them."""
    return await tx.run(
        delete(parked_answers).where(
            parked_answers.c.bot_id == bot_id, parked_answers.c.parked_at < earliest(before)
        )
    )


async def guesses(tx: Transaction, bot_id: BotId, now: datetime) -> list[Guess]:
    """Polls that must be a copy of the only posting of the voter's branch that has one unrecorded.

    A poll is sent again when nobody votes in it for a while, so a vote in the first copy may come
    before the second is sent, or long after.
    """
    rows = await tx.rows(_CANDIDATES, {"bot": bot_id, "parked": earliest(now - _RECORDING)})
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.poll_id, []).append(row)
    guessed = {poll_id: _only_one(candidates) for poll_id, candidates in found.items()}
    return [Guess(poll_id, posting) for poll_id, posting in guessed.items() if posting is not None]


_is_known = (
    select(polls.c.poll_id)
    .where(polls.c.bot_id == parked_answers.c.bot_id, polls.c.poll_id == parked_answers.c.poll_id)
    .exists()
)
_recorded = (
    select(func.count())
    .where(polls.c.bot_id == postings.c.bot_id, polls.c.posting_id == postings.c.id)
    .scalar_subquery()
)
# A try was sent perhaps; a delivery that ended well has one copy more than it has such tries.
_copies = deliveries.c.tries + case((deliveries.c.message_id.is_not(None), 1), else_=0)
_CANDIDATES = (
    select(
        parked_answers.c.poll_id,
        parked_answers.c.parked_at,
        postings.c.id.label("posting_id"),
        postings.c.closes_at,
    )
    .join(persons, persons.c.telegram_id == parked_answers.c.telegram_id)
    .join(memberships, and_(memberships.c.person_id == persons.c.id, memberships.c.home))
    .join(
        postings,
        and_(postings.c.unit_id == memberships.c.unit_id, on_day(memberships, postings.c.day)),
    )
    .join(
        deliveries,
        and_(
            deliveries.c.posting_id == postings.c.id,
            deliveries.c.kind == DeliveryKind.NOON,
            deliveries.c.tries > 0,
        ),
    )
    .where(
        parked_answers.c.bot_id == bindparam("bot"),
        postings.c.bot_id == bindparam("bot"),
        parked_answers.c.parked_at <= bindparam("parked"),
        # Telegram keeps a vote for a day until it is fetched.
        postings.c.closes_at > parked_answers.c.parked_at - _KEPT,
        _recorded < _copies,
        not_(_is_known),
    )
    .distinct()
)


def _only_one(candidates: Sequence[Row[Any]]) -> PostingId | None:
    """The posting that is meant; one that was open still, rather than one that had closed."""
    was_open = [row for row in candidates if row.closes_at > row.parked_at]
    meant = {PostingId(row.posting_id) for row in was_open or candidates}
    return meant.pop() if len(meant) == 1 else None


async def adopt(tx: Transaction, bot_id: BotId, guess: Guess, now: datetime) -> None:
    """Record a guessed poll: its posting did arrive, and need not be sent again."""
    at = earliest(now)
    await tx.run(
        insert(polls).values(
            bot_id=bot_id, poll_id=guess.poll_id, posting_id=guess.posting_id, known_at=at
        )
    )
    on_its_way_or_there = [DeliveryState.CLAIMED, DeliveryState.SENT]
    await tx.run(
        update(deliveries)
        .where(
            deliveries.c.posting_id == guess.posting_id,
            deliveries.c.kind == DeliveryKind.NOON,
            deliveries.c.state.not_in(on_its_way_or_there),
        )
        .values(state=DeliveryState.SENT, done_at=at)
    )
    await found_posted(tx, guess.posting_id)


async def recognise_poll(
    tx: Transaction, bot_id: BotId, where: tuple[ChatId, MessageId], poll_id: str, now: datetime
) -> None:
    """Record a poll of ours that somebody replied to, and its message.

    One that nobody recorded is the poll of its chat whose sending is not known; there is at most
    one at a time.
    """
    here = and_(polls.c.bot_id == bot_id, polls.c.poll_id == poll_id)
    posting_id = await tx.scalar(select(polls.c.posting_id).where(here))
    if posting_id is None:
        posting_id = await tx.scalar(
            select(deliveries.c.posting_id).where(
                deliveries.c.bot_id == bot_id,
                is_open("deliveries"),
                deliveries.c.chat_id == where[0],
                deliveries.c.kind == DeliveryKind.NOON,
                deliveries.c.state.in_([DeliveryState.UNSURE, DeliveryState.CLAIMED]),
            )
        )
        if posting_id is None:
            return
        await adopt(tx, bot_id, Guess(poll_id, PostingId(posting_id)), now)
    await tx.run(update(polls).where(here).values(message_id=where[1]))
    await recognise_copy(tx, bot_id, where, PostingId(posting_id))


async def recognise_copy(
    tx: Transaction, bot_id: BotId, where: tuple[ChatId, MessageId], posting_id: PostingId
) -> None:
    """Record a message as a posting's: it was sent, and the record of that was cut off."""
    chat_id, message_id = where
    here = and_(postings.c.bot_id == bot_id, postings.c.id == posting_id)
    here = and_(here, postings.c.chat_id == chat_id)
    if await tx.scalar(select(postings.c.id).where(here)) is None:
        return
    row = insert_into(posted_messages, tx.dialect).values(
        bot_id=bot_id, chat_id=chat_id, message_id=message_id, posting_id=posting_id
    )
    await tx.run(row.on_conflict_do_nothing())
    missing = postings.c.message_id.is_(None)
    await tx.run(update(postings).where(here, missing).values(message_id=message_id))
