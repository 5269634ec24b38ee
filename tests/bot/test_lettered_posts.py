"""The question with buttons as it is sent, and the count that follows on it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import GivenClock
from bot.posts import Posts
from bot.requests import Drop, EditText, Request, SendText
from programme.messages import key_of
from storage import chats, claiming, outbox, outcomes
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.moments import earliest
from storage.tables.work import deliveries, postings, slots
from storage.values.days import Posting
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, Rank
from storage.values.outcomes import Sent
from storage.values.people import MessageId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, GROUP, Branch, make_branch, post_day
from tests.storage.posting_rows import new, one

pytestmark = SQLITE_ONLY
NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATE = "Late by our fault"


@pytest.fixture
async def branch(database: Database) -> Branch:
    """Li and Wang, with the day's four posts in their group; noon was taken at noon."""
    async with database.writing() as tx:
        made = await post_day(tx, await make_branch(tx, ["Li", "Wang", "Zhang", "Chen", "Zhao"]))
        await chats.put(tx, BOT, GROUP, kind="supergroup", title="", now=NOON)
        await chats.bind(tx, BOT, GROUP, made.unit.id, NOON)
        await _taken(tx, NOON)
    return made


async def _taken(tx, at: datetime) -> None:  # type: ignore[no-untyped-def]
    await tx.run(update(slots).values(due_at=earliest(NOON), taken_at=earliest(at)))


async def said(database: Database, now: datetime, kind: DeliveryKind, posting: Posting) -> Request:
    given = Delivery(
        DeliveryId(1), BOT, "key", Rank.BROADCAST, kind, GROUP, "en", {}, posting.id, None, 0, 1
    )
    async with database.writing() as tx:
        return (await Posts(BOT, GivenClock(now), DEFAULTS).prepare(tx, [given]))[given.id]


async def answer(database: Database, branch: Branch, *people: int) -> None:
    rows = [
        AnswerRow(branch.people[who], branch.postings[1].id, branch.unit.id, DAY, (0,), NOON)
        for who in people
    ]
    async with database.writing() as tx:
        await write(tx, BOT, NewRows(answers=rows), NOON)


async def test_it_is_sent_in_silence_with_its_letters(database: Database, branch: Branch) -> None:
    one_right, several = branch.postings[1:3]
    first = await said(database, NOON, DeliveryKind.NOON_BUTTONS, one_right)
    assert isinstance(first, SendText) and first.silent
    assert "A. duty\nB. right" in first.text and "answered" not in first.text
    assert [button.data for button in first.buttons[0]] == [
        f"quiz:0:{one_right.id}",
        f"quiz:1:{one_right.id}",
    ]
    second = await said(database, NOON, DeliveryKind.NOON_BUTTONS, several)
    assert isinstance(second, SendText) and second.buttons[-1][0].text == "Submit"


async def test_it_is_dropped_when_there_is_no_time_left(database: Database, branch: Branch) -> None:
    question = branch.postings[1]
    assert question.closes_at is not None
    too_late = question.closes_at - MINUTE + timedelta(seconds=1)
    found = await said(database, too_late, DeliveryKind.NOON_BUTTONS, question)
    assert found == Drop("closed")


async def test_the_count_follows_while_the_question_is_open(
    database: Database, branch: Branch
) -> None:
    question = branch.postings[1]
    await answer(database, branch, 0, 1)
    found = await said(database, NOON, DeliveryKind.COUNTER, question)
    assert isinstance(found, EditText) and found.message_id == 102
    assert found.text.endswith("\n2 have answered.") and len(found.buttons[0]) == 2
    # Sent once more because its arrival was never confirmed, it says the count at once.
    again = await said(database, NOON, DeliveryKind.NOON_BUTTONS, question)
    assert isinstance(again, SendText) and again.text == found.text
    assert question.closes_at is not None
    closed = await said(database, question.closes_at, DeliveryKind.COUNTER, question)
    assert closed == Drop("closed")


async def test_a_count_without_its_post_is_dropped(database: Database, branch: Branch) -> None:
    async with database.writing() as tx:
        await tx.run(update(postings).values(message_id=None))
    found = await said(database, NOON, DeliveryKind.COUNTER, branch.postings[1])
    assert found == Drop("no message")


@pytest.mark.parametrize(
    ("taken", "sent", "late"),
    [(0, 0, False), (0, 29, False), (0, 31, True), (6, 6, True)],
)
async def test_with_the_count_it_goes_on_saying_that_it_was_late_or_not(
    database: Database, branch: Branch, taken: int, sent: int, late: bool
) -> None:
    question = branch.postings[1]
    async with database.writing() as tx:
        await _taken(tx, NOON + taken * MINUTE)
        await outbox.put(tx, [new(key_of(question), kind=DeliveryKind.NOON_BUTTONS)])
        await tx.run(
            update(deliveries).values(state="sent", done_at=earliest(NOON + sent * MINUTE))
        )
    found = await said(database, NOON + 3 * 60 * MINUTE, DeliveryKind.COUNTER, question)
    assert isinstance(found, EditText) and (LATE in found.text) == late


async def test_the_posting_stands_or_falls_with_it(database: Database, branch: Branch) -> None:
    question = branch.postings[1]
    async with database.writing() as tx:
        await tx.run(update(postings).values(state="planned", message_id=None))
        kind = DeliveryKind.NOON_BUTTONS
        await outbox.put(tx, [new("k", kind=kind, chat_id=GROUP, posting_id=question.id)])
        [claimed] = await claiming.claim(tx, BOT, NOON, limit=1)
        await outcomes.record(tx, BOT, [Sent(claimed, MessageId(500))], NOON)
    row = await one(database, postings, id=question.id)
    assert (row["state"], row["message_id"]) == ("sent", 500)
