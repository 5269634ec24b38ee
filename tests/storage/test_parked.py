"""Votes that came before their poll was recorded: kept, adopted once, or forgotten in time."""

from datetime import timedelta

from sqlalchemy import update

from storage import outbox, parked
from storage.batch import NewRows, ParkedVote, write
from storage.database import Database, Transaction
from storage.parked import Guess
from storage.tables.telegram import polls
from storage.tables.work import deliveries, postings
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.people import BotId, TelegramId
from tests.storage.branch_rows import BOT, GROUP, Branch, make_branch, post_day
from tests.storage.posting_rows import NOW, add, new, one

LATER = NOW + timedelta(seconds=5)


def vote(poll: str, who: int, number: int, *chosen: int) -> ParkedVote:
    return ParkedVote(poll, TelegramId(who), chosen or (0,), number)


async def park(tx: Transaction, *votes: ParkedVote) -> None:
    await write(tx, BOT, NewRows(parked=votes), NOW)


async def test_votes_are_adopted_when_their_poll_is_known_in_the_order_they_came(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        assert not await parked.anything_parked(tx, BOT)
        votes = [vote("p", 12, 8, 1, 2), vote("p", 11, 7), vote("unknown", 11, 6)]
        await park(tx, *votes)
        assert await parked.anything_parked(tx, BOT)
        assert await parked.adoptable(tx, BOT) == []
        posting = branch.postings[1].id
        await add(tx, polls, bot_id=BOT, poll_id="p", posting_id=posting, known_at=0)
        assert await parked.adoptable(tx, BotId(8)) == []
        found = await parked.adoptable(tx, BOT)
        assert found == [votes[1], votes[0]]
        await parked.unpark(tx, BOT, found)
        assert await parked.adoptable(tx, BOT) == []
        assert await parked.anything_parked(tx, BOT)
        assert await parked.forget_parked(tx, BOT, NOW) == 0
        assert await parked.forget_parked(tx, BOT, NOW + timedelta(seconds=1)) == 1
        assert not await parked.anything_parked(tx, BOT)


async def unsure(tx: Transaction, branch: Branch, number: int) -> PostingId:
    """One of the noon's polls was sent, and no answer came."""
    posting = branch.postings[1 + number]
    key = f"noon:{posting.id}"
    await outbox.put(
        tx, [new(key, kind=DeliveryKind.NOON, chat_id=posting.chat_id, posting_id=posting.id)]
    )
    held = update(deliveries).where(deliveries.c.key == key)
    await tx.run(held.values(state=DeliveryState.UNSURE.value))
    await tx.run(update(postings).where(postings.c.id == posting.id).values(state="planned"))
    return posting.id


async def test_a_vote_of_the_branch_tells_that_its_unsure_poll_arrived(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        posting = await unsure(tx, branch, 0)
        await park(tx, vote("p", 11, 1), vote("p", 12, 2), vote("strangers", 99, 3))
        # A send is recorded a moment after the vote: it is not guessed at before.
        assert await parked.guesses(tx, BOT, LATER - timedelta(seconds=1)) == []
        assert await parked.guesses(tx, BOT, LATER) == [Guess("p", posting)]
        await parked.adopt(tx, BOT, Guess("p", posting), LATER)
        assert await parked.guesses(tx, BOT, LATER) == []
        assert len(await parked.adoptable(tx, BOT)) == 2
    assert (await one(database, polls))["posting_id"] == posting
    assert (await one(database, deliveries))["state"] == "sent"
    assert (await one(database, postings, id=posting))["state"] == "sent"


async def test_between_two_unsure_polls_nobody_guesses(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        for number in (0, 1):
            await unsure(tx, branch, number)
        await park(tx, vote("p", 11, 1))
        assert await parked.guesses(tx, BOT, LATER) == []


async def test_another_branchs_unsure_poll_is_not_taken_for_it(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, []), GROUP)
        await make_branch(tx, ["Zhao"], "south")
        await unsure(tx, branch, 0)
        await park(tx, vote("p", 1100, 1))
        assert await parked.guesses(tx, BOT, LATER) == []
