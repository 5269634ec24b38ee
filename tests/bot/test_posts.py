"""What each delivery says at the moment of sending: today's truth, or nothing any more."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.clock import GivenClock
from bot.posts import Posts
from bot.requests import (
    Drop,
    EditButtons,
    EditText,
    FileKind,
    React,
    Request,
    SendFile,
    SendPoll,
    SendText,
)
from reports.said import Button
from storage import chats, claiming, files
from storage.batch import AnswerRow, CheckInRow, NewRows, write
from storage.database import Database
from storage.moments import earliest
from storage.outcomes import NOT_NEEDED
from storage.postings import NewPosting, add_postings
from storage.questions import correct
from storage.slots import NewSlot, due, put
from storage.tables.organisation import memberships
from storage.tables.programme import items
from storage.tables.work import postings, slots
from storage.values.days import Posting, QuestionId, SlotKind
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, Rank
from storage.values.people import ChatId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, GROUP, ONE, Branch, make_branch, post_day
from tests.storage.posting_rows import unbind

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
EVENING = NOON + timedelta(hours=8)
MORNING = NOON - timedelta(hours=4, minutes=30)
LATE = "Late by our fault"
pytestmark = [SQLITE_ONLY, pytest.mark.usefixtures("english_posts")]


@pytest.fixture
async def branch(database: Database) -> Branch:
    """Li and Wang, with the day's four posts in their group."""
    async with database.writing() as tx:
        made = await post_day(tx, await make_branch(tx, ["Li", "Wang", "Zhao", "Chen"]))
        await chats.put(tx, BOT, GROUP, kind="supergroup", title="", now=MORNING)
        await chats.bind(tx, BOT, GROUP, made.unit.id, MORNING)
    return made


def delivery(kind: DeliveryKind, posting: Posting | None = None, **payload: Any) -> Delivery:
    of = posting.id if posting else None
    rank, first = Rank.BROADCAST, DeliveryId(1)
    return Delivery(first, BOT, "key", rank, kind, GROUP, "en", payload, of, None, 0, 1)


async def prepared(database: Database, now: datetime, *given: Delivery) -> Sequence[Request]:
    numbered = [replace(each, id=DeliveryId(n)) for n, each in enumerate(given)]
    async with database.writing() as tx:
        ready = await Posts(BOT, GivenClock(now), DEFAULTS).prepare(tx, numbered)
    return [ready[each.id] for each in numbered]


async def said(database: Database, now: datetime, given: Delivery) -> Request:
    (request,) = await prepared(database, now, given)
    return request


async def test_direct_answers_say_what_they_carry(database: Database) -> None:
    button = {"text": "Go", "data": "go"}
    requests = await prepared(
        database,
        NOON,
        delivery(DeliveryKind.TEXT, text="<b>hi</b>", buttons=[[button]], reply_to=5),
        delivery(DeliveryKind.TEXT, text="aloud", sounds=True),
        delivery(DeliveryKind.EDIT, message_id=6, text="new", buttons=[]),
        delivery(DeliveryKind.REACTION, message_id=7, emoji="👍"),
    )
    assert list(requests) == [
        SendText(GROUP, "<b>hi</b>", ((Button("Go", "go"),),), 5, silent=True),  # type: ignore[arg-type]
        SendText(GROUP, "aloud", silent=False),
        EditText(GROUP, 6, "new"),  # type: ignore[arg-type]
        React(GROUP, 7, "👍"),  # type: ignore[arg-type]
    ]


async def test_the_morning_sounds_and_shows_the_newest_count(
    database: Database, branch: Branch
) -> None:
    post = delivery(DeliveryKind.MORNING, branch.postings[0], medium=None, with_text=True)
    before = await said(database, MORNING, post)
    assert isinstance(before, SendText) and not before.silent
    assert before.text == "<b>Duties</b>\n\nA member has <b>duties</b>.\n\n<i>Own words</i>"
    read = f"read:{branch.postings[0].id}"
    assert before.buttons == ((Button("I've read it", read),),)
    async with database.writing() as tx:
        rows = [CheckInRow(who, DAY, branch.unit.id, NOON) for who in branch.people]
        await write(tx, BOT, NewRows(check_ins=rows), NOON)
    counter = await said(database, NOON, delivery(DeliveryKind.COUNTER, branch.postings[0]))
    assert counter == EditButtons(GROUP, 101, ((Button("I've read it · 4", read),),))  # type: ignore[arg-type]


async def test_no_figure_of_a_small_branch_names_anybody(
    database: Database, branch: Branch
) -> None:
    """One leaves, and the three who are left are told no counts any more."""
    noon = branch.postings[1]
    result = delivery(DeliveryKind.RESULT, await result_of(database, branch))
    async with database.writing() as tx:
        until = (DAY - timedelta(days=1)).isoformat()
        gone = memberships.c.person_id == branch.people[3]
        await tx.run(update(memberships).where(gone).values(until=until))
        there = branch.people[:3]
        read = [CheckInRow(who, DAY, branch.unit.id, NOON) for who in there]
        given = [AnswerRow(who, noon.id, branch.unit.id, DAY, (0,), NOON) for who in there]
        await write(tx, BOT, NewRows(check_ins=read, answers=given), NOON)
    counter = await said(database, NOON, delivery(DeliveryKind.COUNTER, branch.postings[0]))
    assert isinstance(counter, EditButtons) and counter.buttons[0][0].text == "I've read it"
    lettered = await said(database, NOON, delivery(DeliveryKind.NOON_BUTTONS, noon))
    assert isinstance(lettered, SendText) and "answered" not in lettered.text
    told = await said(database, EVENING, result)
    assert isinstance(told, SendText)
    assert "answered" not in told.text and "%" not in told.text
    assert "Right: duty" in told.text and "Duty does." in told.text


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "kind", "taken", "sent", "late"),
    [
        (0, DeliveryKind.MORNING, 5 * MINUTE, 30 * MINUTE, False),
        (0, DeliveryKind.MORNING, 6 * MINUTE, 0 * MINUTE, True),
        # A broadcast to many groups takes minutes by itself.
        (0, DeliveryKind.MORNING, 0 * MINUTE, 31 * MINUTE, True),
        (1, DeliveryKind.NOON, 6 * MINUTE, 0 * MINUTE, True),
        # The prompt waits for the result, a quarter of an hour at the longest.
        (3, DeliveryKind.EVENING, 20 * MINUTE, 0 * MINUTE, False),
        (3, DeliveryKind.EVENING, 21 * MINUTE, 0 * MINUTE, True),
    ],
)
async def test_a_post_that_is_late_says_so(
    database: Database,
    branch: Branch,
    at: int,
    kind: DeliveryKind,
    taken: timedelta,
    sent: timedelta,
    late: bool,
) -> None:
    taken_at = NOON + taken
    times = {"due_at": earliest(NOON), "taken_at": earliest(taken_at)}
    async with database.writing() as tx:
        await tx.run(update(slots).values(times))
    request = await said(database, taken_at + sent, delivery(kind, branch.postings[at]))
    assert (LATE in str(request)) == late


async def test_what_a_branch_is_owed_does_not_go_to_the_group_that_it_has_left(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await unbind(tx, GROUP)
    quiz = delivery(DeliveryKind.NOON, branch.postings[1])
    assert await said(database, NOON, quiz) == Drop("rebound")


async def test_a_counter_without_its_post_is_dropped(database: Database, branch: Branch) -> None:
    async with database.writing() as tx:
        await tx.run(update(postings).values(message_id=None))
    found = await said(database, NOON, delivery(DeliveryKind.COUNTER, branch.postings[0]))
    assert found == Drop("no message")


async def test_a_picture_goes_by_its_bytes_and_then_by_its_id(
    database: Database, branch: Branch
) -> None:
    body = (
        '{"item":{"key":"duties","document":"duties","texts":{"en":{"title":"T","html":"b"}},'
        '"media":[{"kind":"picture","path":"a.png","size":3}]},"hashes":["ab"]}'
    )
    async with database.writing() as tx:
        await tx.run(update(items).values(body=body))
    post = delivery(DeliveryKind.MORNING, branch.postings[0], medium="picture", with_text=True)
    bare = replace(post, payload={"medium": "picture", "with_text": False})
    assert await said(database, MORNING, post) == Drop("no file")
    async with database.writing() as tx:
        await files.remember(tx, BOT, "ab", FileKind.PICTURE, "file-id")
    with_text, alone = await prepared(database, MORNING, post, bare)
    assert isinstance(with_text, SendFile) and isinstance(alone, SendFile)
    assert (with_text.file_id, with_text.content, with_text.silent) == ("file-id", None, False)
    assert (with_text.caption, len(with_text.buttons)) == ("<b>T</b>\n\nb", 1)
    assert (alone.caption, alone.buttons, alone.silent) == ("", (), True)


async def test_noon_is_a_quiz_while_there_is_time(database: Database, branch: Branch) -> None:
    one, several = branch.postings[1:3]
    first, second = await prepared(
        database, NOON, delivery(DeliveryKind.NOON, one), delivery(DeliveryKind.NOON, several)
    )
    assert isinstance(first, SendPoll) and isinstance(second, SendPoll)
    assert (first.question, first.options, first.correct) == (
        "What comes first?",
        ("duty", "right"),
        (0,),
    )
    assert (first.closes_at, first.explanation, first.several) == (
        one.closes_at,
        "Duty does.",
        False,
    )
    assert (second.correct, second.several) == ((0, 1), True)
    assert one.closes_at is not None
    quiz = delivery(DeliveryKind.NOON, one)
    assert isinstance(await said(database, one.closes_at - MINUTE, quiz), SendPoll)
    closed = one.closes_at - MINUTE + timedelta(seconds=1)
    assert await said(database, closed, quiz) == Drop("closed")


async def test_a_preface_that_is_not_needed_is_dropped(database: Database, branch: Branch) -> None:
    preface = delivery(DeliveryKind.QUESTION_TEXT, branch.postings[1])
    assert await said(database, NOON, preface) == Drop(NOT_NEEDED)
    long = replace(ONE, texts={"en": replace(ONE.texts["en"], stem="long " * 100)})
    question = branch.postings[1].question_id or QuestionId(0)
    async with database.writing() as tx:
        number = await correct(tx, question, long, NOON)
        await tx.run(update(postings).values(revision=number))
    request = await said(database, NOON, preface)
    assert isinstance(request, SendText) and "long long" in request.text


async def result_of(database: Database, branch: Branch, part: int = 0) -> Posting:
    """The evening's result of one of the noon's questions."""
    noon = branch.postings[1 + part]
    async with database.writing() as tx:
        await put(tx, [NewSlot(BOT, SlotKind.RESULT, branch.unit.id, DAY, EVENING)])
        (slot,) = await due(tx, BOT, EVENING, EVENING, timedelta(0), 9)
        of = {"question_id": noon.question_id, "revision": noon.revision}
        new = NewPosting(slot, part, noon.chat_id, "en", noon.version_id, **of)  # type: ignore[arg-type]
        (posting,) = await add_postings(tx, BOT, [new])
    return posting


@pytest.mark.parametrize("corrected", [False, True])
async def test_the_result_counts_by_the_newest_key(
    database: Database, branch: Branch, corrected: bool
) -> None:
    noon = branch.postings[1]
    result = delivery(DeliveryKind.RESULT, await result_of(database, branch))
    async with database.writing() as tx:
        rows = [
            AnswerRow(who, noon.id, branch.unit.id, DAY, (chosen,), NOON)
            for who, chosen in zip(branch.people, (1, 1, 1, 1), strict=True)
        ]
        await write(tx, BOT, NewRows(answers=rows), NOON)
        if corrected:
            question = noon.question_id or QuestionId(0)
            await correct(tx, question, replace(ONE, correct=(1,)), NOON)
    request = await said(database, EVENING, result)
    assert isinstance(request, SendText) and request.reply_to == noon.message_id
    assert ("has been put right" in request.text) == corrected
    assert ("100 % right" in request.text) == corrected


async def test_the_evening_asks_what_the_item_asks(database: Database, branch: Branch) -> None:
    request = await said(database, EVENING, delivery(DeliveryKind.EVENING, branch.postings[3]))
    assert isinstance(request, SendText) and request.silent
    assert "Which was hardest?" in request.text


async def test_what_is_too_long_goes_on_right_behind(database: Database, branch: Branch) -> None:
    text = replace(ONE.texts["en"], explanation="\n".join(["a long line of words"] * 250))
    question = branch.postings[1].question_id or QuestionId(0)
    result = await result_of(database, branch)
    async with database.writing() as tx:
        await correct(tx, question, replace(ONE, texts={"en": text}), NOON)
        await tx.run(update(postings).where(postings.c.id == result.id).values(revision=2))
    request = await said(database, EVENING, delivery(DeliveryKind.RESULT, result))
    assert isinstance(request, SendText)
    async with database.writing() as tx:
        (more,) = await claiming.claim(tx, BOT, EVENING, limit=9)
    assert (more.key, more.kind) == ("key:2", DeliveryKind.TEXT)
    assert (request.text + more.payload["text"]).count("a long line of words") == 250


async def test_news_of_a_lost_group_names_the_branch(database: Database, branch: Branch) -> None:
    found, gone = await prepared(
        database,
        NOON,
        replace(
            delivery(DeliveryKind.UNREACHABLE, unit_id=branch.unit.id, chat_id=GROUP),
            chat_id=ChatId(5),
        ),
        delivery(DeliveryKind.UNREACHABLE, unit_id=999, chat_id=GROUP),
    )
    assert isinstance(found, SendText) and found.chat_id == 5 and "North Street" in found.text
    assert gone == Drop("no unit")


async def test_what_speaks_of_nothing_is_dropped(database: Database, branch: Branch) -> None:
    kinds = (DeliveryKind.MORNING, DeliveryKind.NOON, DeliveryKind.RESULT, DeliveryKind.COUNTER)
    requests = await prepared(database, NOON, *map(delivery, kinds))
    assert set(requests) == {Drop("no posting")}
