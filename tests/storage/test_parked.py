"""Votes that came before their poll was recorded: kept, adopted once, or forgotten in time."""

from datetime import timedelta

from sqlalchemy import select, update

from storage import claiming, outbox, parked
from storage.batch import NewRows, ParkedVote, write
from storage.database import Database, Transaction
from storage.outcomes import record
from storage.overdue import resolve_unsure
from storage.parked import Guess
from storage.tables.organisation import memberships
from storage.tables.telegram import polls
from storage.tables.work import deliveries, posted_messages, postings, slots
from storage.values.days import Posting, PostingId
from storage.values.deliveries import DeliveryKind
from storage.values.outcomes import Sent, Unsure
from storage.values.people import BotId, ChatId, MessageId, TelegramId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, GROUP, make_branch, post_day
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


async def unsure(tx: Transaction, *sent: Posting, chat: ChatId | None = None) -> None:
    """These polls were sent, each to a chat of its own or all to one, and no answer came."""
    for each in sent:
        of_it = {"kind": DeliveryKind.NOON, "chat_id": chat or -each.id, "posting_id": each.id}
        await outbox.put(tx, [new(f"noon:{each.id}", **of_it)])
        await tx.run(update(postings).where(postings.c.id == each.id).values(state="planned"))
        (claimed,) = await claiming.claim(tx, BOT, NOW, limit=1)
        await record(tx, BOT, [Unsure(claimed, NOW + timedelta(minutes=10), "no-answer")], NOW)


async def test_a_vote_of_the_branch_tells_that_its_unsure_poll_arrived(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        posting = branch.postings[1]
        await unsure(tx, posting)
        await park(tx, vote("p", 11, 1), vote("p", 12, 2), vote("strangers", 99, 3))
        # A send is recorded a moment after the vote: it is not guessed at before.
        assert await parked.guesses(tx, BOT, LATER - timedelta(seconds=1)) == []
        assert await parked.guesses(tx, BOT, LATER) == [Guess("p", posting.id)]
        await parked.adopt(tx, BOT, Guess("p", posting.id), LATER)
        assert await parked.guesses(tx, BOT, LATER) == []
        assert len(await parked.adoptable(tx, BOT)) == 2
    assert (await one(database, polls))["posting_id"] == posting.id
    assert (await one(database, deliveries))["state"] == "sent"
    assert (await one(database, postings, id=posting.id))["state"] == "sent"


@SQLITE_ONLY
async def test_between_two_unsure_polls_nobody_guesses(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        await unsure(tx, *branch.postings[1:3])
        await park(tx, vote("p", 11, 1))
        assert await parked.guesses(tx, BOT, LATER) == []


@SQLITE_ONLY
async def test_another_branchs_unsure_poll_is_not_taken_for_it(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, []), GROUP)
        await make_branch(tx, ["Zhao"], "south")
        await unsure(tx, branch.postings[1])
        await park(tx, vote("p", 1100, 1))
        assert await parked.guesses(tx, BOT, LATER) == []


async def test_an_adopted_polls_slot_is_posted(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        noon = branch.postings[1]
        await unsure(tx, noon)
        await tx.run(slots.update().values(state="taken"))
        await parked.adopt(tx, BOT, Guess("p", noon.id), LATER)
    assert (await one(database, slots, kind="noon"))["state"] == "posted"
    assert (await one(database, slots, kind="evening"))["state"] == "taken"


async def test_a_home_of_former_times_is_not_asked(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        await tx.run(memberships.update().values(until="2026-05-19"))
        await unsure(tx, branch.postings[1])
        await park(tx, vote("p", 11, 1))
        assert await parked.guesses(tx, BOT, LATER) == []
        await tx.run(memberships.update().values(until="2026-05-20"))
        assert len(await parked.guesses(tx, BOT, LATER)) == 1


async def test_what_is_recorded_corrects_what_was_guessed(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        meant, taken = branch.postings[1:3]
        await unsure(tx, meant)
        await resolve_unsure(tx, BOT, LATER + claiming.UNSURE_FOR)
        [again] = await claiming.claim(tx, BOT, LATER + claiming.UNSURE_FOR, limit=1)
        await parked.adopt(tx, BOT, Guess("p", taken.id), LATER)
        await record(tx, BOT, [Sent(again, MessageId(200), "p")], LATER)
    row = await one(database, polls)
    assert (row["posting_id"], row["message_id"]) == (meant.id, 200)


async def test_a_vote_in_the_first_copy_counts_after_the_second_was_sent(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        noon = branch.postings[1]
        await unsure(tx, noon)
        await resolve_unsure(tx, BOT, LATER + claiming.UNSURE_FOR)
        [again] = await claiming.claim(tx, BOT, LATER + claiming.UNSURE_FOR, limit=1)
        await record(tx, BOT, [Sent(again, MessageId(200), "second")], LATER)
        await park(tx, vote("first", 11, 1))
        assert await parked.guesses(tx, BOT, LATER) == [Guess("first", noon.id)]
        await parked.adopt(tx, BOT, Guess("first", noon.id), LATER)
        await park(tx, vote("forged", 11, 2))
        assert await parked.guesses(tx, BOT, LATER) == [], "both copies are known"


async def cut_off(tx: Transaction, posting: Posting) -> None:
    """A posting's message was sent, and the record of it was cut off."""
    await tx.run(posted_messages.delete().where(posted_messages.c.posting_id == posting.id))
    nothing = {"message_id": None, "state": "planned"}
    await tx.run(update(postings).where(postings.c.id == posting.id).values(nothing))


async def posting_at(tx: Transaction, where: tuple[ChatId, MessageId]) -> PostingId | None:
    """The posting that a message is recorded as."""
    chat_id, message_id = where
    here = posted_messages.c.chat_id == chat_id, posted_messages.c.message_id == message_id
    found = await tx.scalar(select(posted_messages.c.posting_id).where(*here))
    return None if found is None else PostingId(found)


HERE = GROUP, MessageId(300)
ELSEWHERE = ChatId(-5), MessageId(300)


async def test_a_reply_to_an_unsure_poll_tells_that_it_arrived(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        noon = branch.postings[1]
        await unsure(tx, noon, chat=GROUP)
        await cut_off(tx, noon)
        await parked.recognise_poll(tx, BOT, HERE, "p", LATER)
        await parked.recognise_poll(tx, BOT, HERE, "p", LATER)
        assert await posting_at(tx, HERE) == noon.id
    poll = await one(database, polls)
    assert (poll["poll_id"], poll["posting_id"], poll["message_id"]) == ("p", noon.id, 300)
    row = await one(database, postings, id=noon.id)
    assert (row["state"], row["message_id"]) == ("sent", 300)
    assert (await one(database, deliveries))["state"] == "sent"


async def test_a_reply_to_a_poll_known_by_a_vote_tells_where_it_stands(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        noon, other = branch.postings[1:3]
        await unsure(tx, other, chat=GROUP)
        await cut_off(tx, noon)
        await add(tx, polls, bot_id=BOT, poll_id="p", posting_id=noon.id, known_at=0)
        await parked.recognise_poll(tx, BOT, HERE, "p", LATER)
        assert await posting_at(tx, HERE) == noon.id
    assert (await one(database, polls))["message_id"] == 300
    assert (await one(database, postings, id=noon.id))["message_id"] == 300
    assert (await one(database, deliveries))["state"] == "unsure", "the other poll's"


async def test_a_poll_that_nobody_waits_for_is_not_taken_for_one(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        await parked.recognise_poll(tx, BOT, HERE, "nothing was sent", LATER)
        await unsure(tx, branch.postings[1], chat=GROUP)
        await parked.recognise_poll(tx, BOT, ELSEWHERE, "another chat's", LATER)
        await parked.recognise_poll(tx, BotId(8), HERE, "another bot's", LATER)
        assert await tx.rows(select(polls)) == []
        assert await posting_at(tx, HERE) is None
    assert (await one(database, deliveries))["state"] == "unsure"


async def test_a_message_with_a_postings_button_is_recorded_as_its_copy(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        morning = branch.postings[0]
        await cut_off(tx, morning)
        for number in (300, 300, 301):
            copy = GROUP, MessageId(number)
            await parked.recognise_copy(tx, BOT, copy, morning.id)
            assert await posting_at(tx, copy) == morning.id
    assert (await one(database, postings, id=morning.id))["message_id"] == 300, "the first stays"


async def test_a_copy_in_another_chat_or_of_another_bot_is_not_the_postings(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        morning = branch.postings[0]
        await parked.recognise_copy(tx, BOT, ELSEWHERE, morning.id)
        await parked.recognise_copy(tx, BotId(8), HERE, morning.id)
        await parked.recognise_copy(tx, BOT, HERE, PostingId(999))
        assert await posting_at(tx, ELSEWHERE) is None
        assert await posting_at(tx, HERE) is None
