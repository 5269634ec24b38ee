"""Votes that came before their poll was recorded, and how they find it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, select, update

from storage.batch import ParkedVote
from storage.database import Transaction
from storage.moments import earliest
from storage.tables.organisation import memberships, persons
from storage.tables.telegram import parked_answers, polls
from storage.tables.work import deliveries, postings
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.people import BotId, TelegramId

# A send is recorded well within this time; a vote that waits longer is for a poll whose sending
# was never answered.
_RECORDING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Guess:
    """A poll that nobody recorded, and the only unsure posting of its voter's branch."""

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
            tuple(int(option) for option in row.chosen.split(",") if option),
            row.update_id,
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
    """Polls that must be an unsure posting: the voter's branch has exactly one.

    A chat has at most one unsure poll at a time, for its messages keep their order.
    """
    unknown = (
        ~select(polls.c.poll_id)
        .where(polls.c.bot_id == bot_id, polls.c.poll_id == parked_answers.c.poll_id)
        .exists()
    )
    query = (
        select(parked_answers.c.poll_id, postings.c.id.label("posting_id"))
        .join(persons, persons.c.telegram_id == parked_answers.c.telegram_id)
        .join(memberships, and_(memberships.c.person_id == persons.c.id, memberships.c.home))
        .join(postings, postings.c.unit_id == memberships.c.unit_id)
        .join(
            deliveries,
            and_(
                deliveries.c.posting_id == postings.c.id,
                deliveries.c.kind == DeliveryKind.NOON,
                deliveries.c.state == DeliveryState.UNSURE,
            ),
        )
        .where(
            parked_answers.c.bot_id == bot_id,
            postings.c.bot_id == bot_id,
            parked_answers.c.parked_at <= earliest(now - _RECORDING),
            unknown,
        )
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for row in await tx.rows(query):
        found.setdefault(row.poll_id, set()).add(row.posting_id)
    return [
        Guess(poll_id, PostingId(candidates.pop()))
        for poll_id, candidates in found.items()
        if len(candidates) == 1
    ]


async def adopt(tx: Transaction, bot_id: BotId, guess: Guess, now: datetime) -> None:
    """Record a guessed poll: its posting did arrive."""
    at = earliest(now)
    await tx.run(
        insert(polls).values(
            bot_id=bot_id, poll_id=guess.poll_id, posting_id=guess.posting_id, known_at=at
        )
    )
    await tx.run(
        update(deliveries)
        .where(
            deliveries.c.posting_id == guess.posting_id,
            deliveries.c.kind == DeliveryKind.NOON,
            deliveries.c.state == DeliveryState.UNSURE,
        )
        .values(state=DeliveryState.SENT, done_at=at)
    )
    await tx.run(update(postings).where(postings.c.id == guess.posting_id).values(state="sent"))
