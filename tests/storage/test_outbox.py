from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import claiming, outbox
from storage.database import Database
from storage.outcomes import record
from storage.overdue import expire, resolve_unsure
from storage.tables.deeds import branch_days
from storage.tables.organisation import units
from storage.tables.telegram import polls
from storage.tables.work import deliveries, posted_messages, postings, slots
from storage.values.days import SlotKind
from storage.values.deliveries import Delivery, DeliveryKind, DeliveryState, Rank
from storage.values.outcomes import Again, Ended, Outcome, Sent, Unsure
from storage.values.people import BotId, ChatId, MessageId
from tests.storage.posting_rows import BOT, DAY, GROUP, NOW, add, new, one, plan_postings

A, B, C = ChatId(-1), ChatId(-2), ChatId(-3)
LATER = NOW + timedelta(seconds=10)


async def put(database: Database, *given: object) -> None:
    async with database.writing() as tx:
        await outbox.put(tx, given)  # type: ignore[arg-type]


async def claim(database: Database, limit: int = 10, **how: object) -> list[Delivery]:
    async with database.writing() as tx:
        moment = how.pop("now", NOW)
        return await claiming.claim(tx, BOT, moment, limit=limit, **how)  # type: ignore[arg-type]


async def record_now(database: Database, *outcomes: Outcome) -> None:
    async with database.writing() as tx:
        await record(tx, BOT, outcomes, NOW)


def keys(claimed: list[Delivery]) -> list[str]:
    return [delivery.key for delivery in claimed]


async def test_what_is_put_in_comes_out_whole(database: Database) -> None:
    given = new("a", payload={"text": "学习"}, expires_at=LATER, posting_id=None)
    await put(database, given)
    [claimed] = await claim(database)
    assert claimed.key == "a"
    assert claimed.rank is Rank.BROADCAST
    assert claimed.kind is DeliveryKind.TEXT
    assert claimed.chat_id == GROUP
    assert claimed.language == "zh"
    assert claimed.payload == {"text": "学习"}
    assert claimed.expires_at == LATER
    assert (claimed.tries, claimed.wanted) == (0, 1)


async def test_the_same_key_says_nothing_twice(database: Database) -> None:
    await put(database, new("a", payload={"text": "first"}), new("a", payload={"text": "second"}))
    await put(database, new("a", payload={"text": "third"}))
    [claimed] = await claim(database)
    assert claimed.payload == {"text": "first"}
    await record_now(database, Sent(claimed, MessageId(5)))
    await put(database, new("a"))
    assert await claim(database) == []


async def test_another_bot_has_its_own_keys_and_deliveries(database: Database) -> None:
    await put(database, new("a"), new("a", bot_id=BotId(8)))
    assert len(await claim(database)) == 1


async def test_low_ranks_go_first_then_the_oldest(database: Database) -> None:
    await put(
        database,
        new("broadcast", chat_id=A),
        new("reminder", chat_id=B, rank=Rank.REMINDER),
        new("second reply", chat_id=ChatId(12), rank=Rank.REPLY),
        new("third reply", chat_id=ChatId(11), rank=Rank.REPLY),
    )
    assert keys(await claim(database, limit=3)) == ["second reply", "third reply", "reminder"]
    assert keys(await claim(database, limit=3)) == ["broadcast"]


async def test_only_ranks_up_to_the_given_are_claimed(database: Database) -> None:
    await put(database, new("counter", chat_id=A, rank=Rank.COUNTER), new("broadcast", chat_id=B))
    assert await claim(database, up_to=Rank.REPLY) == []
    assert keys(await claim(database, up_to=Rank.BROADCAST)) == ["broadcast"]
    assert keys(await claim(database)) == ["counter"]


async def test_a_chat_has_one_claimed_delivery_at_a_time_in_order(database: Database) -> None:
    await put(database, new("first"), new("second"), new("reply", rank=Rank.REPLY))
    for expected in ("reply", "first", "second"):
        [claimed] = await claim(database)
        assert claimed.key == expected
        assert await claim(database) == []
        await record_now(database, Sent(claimed, MessageId(1)))
    assert await claim(database) == []


async def test_what_is_tried_again_keeps_its_place_in_its_chat(database: Database) -> None:
    await put(database, new("first"), new("second"))
    [first] = await claim(database)
    await record_now(database, Again(first, LATER, reason="no-answer"))
    assert await claim(database) == []
    [again] = await claim(database, now=LATER)
    assert (again.key, again.tries) == ("first", 1)


async def test_giving_back_is_no_try_and_waits_are_never_cut_short(database: Database) -> None:
    await put(database, new("a"))
    [claimed] = await claim(database)
    await record_now(database, Again(claimed, NOW + timedelta(seconds=1.2), counts=False))
    assert await claim(database, now=NOW + timedelta(seconds=1.5)) == []
    [again] = await claim(database, now=NOW + timedelta(seconds=2))
    assert again.tries == 0


async def test_resting_chats_are_left_out(database: Database) -> None:
    await put(database, new("a", chat_id=A), new("b", chat_id=B), new("c", chat_id=C))
    assert keys(await claim(database, resting_chats=[A, C])) == ["b"]


async def test_nothing_goes_before_its_time_or_after_its_end(database: Database) -> None:
    await put(
        database,
        new("early", chat_id=A, not_before=LATER),
        new("stale", chat_id=B, expires_at=NOW),
    )
    assert await claim(database) == []
    assert keys(await claim(database, now=LATER)) == ["early"]


async def test_one_waits_for_another_to_end_however_it_ends(database: Database) -> None:
    await put(database, new("post", chat_id=A), new("pin", chat_id=B, after_key="post"))
    [post] = await claim(database)
    assert await claim(database) == []
    await record_now(database, Ended(post, DeliveryState.FAILED, "refused"))
    assert keys(await claim(database)) == ["pin"]


async def test_one_that_waits_for_what_never_was_goes(database: Database) -> None:
    await put(database, new("pin", after_key="forgotten long ago"))
    assert keys(await claim(database)) == ["pin"]


def counter(**changes: object) -> object:
    return new("counter", rank=Rank.COUNTER, kind=DeliveryKind.COUNTER, **changes)


async def test_a_waiting_counter_asked_for_again_keeps_its_time(database: Database) -> None:
    await put(database, counter(), counter(not_before=LATER))
    [claimed] = await claim(database)
    assert claimed.wanted == 2


async def test_a_counter_asked_for_on_its_way_goes_once_more(database: Database) -> None:
    await put(database, counter())
    [claimed] = await claim(database)
    await put(database, counter(not_before=LATER))
    assert await claim(database, now=LATER) == []
    await record_now(database, Sent(claimed, MessageId(1)))
    assert await claim(database) == []
    [again] = await claim(database, now=LATER)
    await record_now(database, Sent(again, MessageId(1)))
    assert await claim(database, now=LATER) == []


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.DROPPED, "sent"])
async def test_an_ended_counter_asked_for_again_waits_again(database: Database, state: str) -> None:
    await put(database, counter())
    [claimed] = await claim(database)
    ended = (
        Sent(claimed, MessageId(1))
        if state == "sent"
        else Ended(claimed, DeliveryState(state), "gone")
    )
    await record_now(database, ended)
    await put(database, counter(not_before=LATER, chat_id=A))
    assert await claim(database) == []
    [again] = await claim(database, now=LATER)
    assert (again.chat_id, again.tries) == (A, 0)


async def test_a_restart_takes_back_texts_and_holds_polls(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx)
    await put(
        database,
        new("text", chat_id=A),
        new("poll", kind=DeliveryKind.NOON, chat_id=B, posting_id=posting),
        new("untouched", chat_id=C, not_before=LATER),
    )
    assert len(await claim(database)) == 2
    async with database.writing() as tx:
        assert await claiming.restore_claimed(tx, BOT, NOW) == 2
    assert keys(await claim(database)) == ["text"]
    assert (await one(database, deliveries, key="poll"))["state"] == "unsure"
    assert (await one(database, deliveries, key="untouched"))["not_before"] == LATER.timestamp()


async def test_an_unsure_poll_waits_again_after_ten_minutes_unless_it_is_known(
    database: Database,
) -> None:
    async with database.writing() as tx:
        [lost] = await plan_postings(tx, chat=A)
        [known] = await plan_postings(tx, chat=B)
    await put(
        database,
        new("lost", kind=DeliveryKind.NOON, chat_id=A, posting_id=lost),
        new("known", kind=DeliveryKind.NOON, chat_id=B, posting_id=known),
    )
    held = NOW + claiming.UNSURE_FOR
    await record_now(database, *(Unsure(d, held, "no-answer") for d in await claim(database)))
    async with database.writing() as tx:
        await add(tx, polls, bot_id=BOT, poll_id="77", posting_id=known, known_at=0)
        assert await resolve_unsure(tx, BOT, held - timedelta(seconds=1)) == 0
        assert await resolve_unsure(tx, BOT, held) == 2
    [again] = await claim(database, now=held)
    assert (again.key, again.tries) == ("lost", 1)
    assert (await one(database, deliveries, key="known"))["state"] == "sent"
    assert (await one(database, postings, id=known))["state"] == "sent"
    assert (await one(database, postings, id=lost))["state"] == "planned"


async def test_a_sent_poll_is_known_by_its_message_and_its_poll(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx)
    await put(database, new("poll", kind=DeliveryKind.NOON, posting_id=posting))
    [claimed] = await claim(database)
    await record_now(database, Sent(claimed, MessageId(44), poll_id="9"))
    assert (await one(database, posted_messages, message_id=44))["posting_id"] == posting
    poll = await one(database, polls, poll_id="9")
    assert (poll["posting_id"], poll["message_id"]) == (posting, 44)
    row = await one(database, postings, id=posting)
    assert (row["state"], row["message_id"]) == ("sent", 44)
    assert (await one(database, slots, id=row["slot_id"]))["state"] == "posted"


async def test_a_morning_with_a_picture_is_sent_with_its_text(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx, SlotKind.MORNING)
    morning = {"kind": DeliveryKind.MORNING, "posting_id": posting}
    await put(
        database,
        new("picture", payload={"medium": "picture", "with_text": False}, **morning),
        new("words", payload={"medium": None, "with_text": True}, after_key="picture", **morning),
    )
    [picture] = await claim(database)
    await record_now(database, Sent(picture, MessageId(1)))
    assert (await one(database, postings, id=posting))["state"] == "planned"
    [words] = await claim(database)
    await record_now(database, Sent(words, MessageId(2)))
    assert (await one(database, postings, id=posting))["message_id"] == 2
    for message in (1, 2):
        assert (await one(database, posted_messages, message_id=message))["posting_id"] == posting


async def test_a_picture_that_fails_does_not_fail_the_morning(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx, SlotKind.MORNING)
    await put(
        database,
        new(
            "picture",
            kind=DeliveryKind.MORNING,
            posting_id=posting,
            payload={"medium": "picture", "with_text": False},
        ),
    )
    [picture] = await claim(database)
    await record_now(database, Ended(picture, DeliveryState.FAILED, "refused"))
    assert (await one(database, postings, id=posting))["state"] == "planned"


async def test_a_long_question_is_posted_with_its_poll(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx)
    await put(
        database,
        new("text", kind=DeliveryKind.QUESTION_TEXT, posting_id=posting),
        new("poll", kind=DeliveryKind.NOON, posting_id=posting, after_key="text"),
    )
    [text] = await claim(database)
    await record_now(database, Sent(text, MessageId(1)))
    assert (await one(database, postings, id=posting))["state"] == "planned"
    assert (await one(database, posted_messages, message_id=1))["posting_id"] == posting


async def test_a_slot_is_posted_when_all_its_postings_are(database: Database) -> None:
    async with database.writing() as tx:
        both = await plan_postings(tx, parts=2)
    for posting, state in zip(both, ("taken", "posted"), strict=True):
        await put(database, new(f"{posting}", kind=DeliveryKind.NOON, posting_id=posting))
        [claimed] = await claim(database)
        await record_now(database, Sent(claimed, MessageId(posting), poll_id=str(posting)))
        row = await one(database, postings, id=posting)
        assert (await one(database, slots, id=row["slot_id"]))["state"] == state


async def test_a_failed_posting_fails_its_slot_and_frees_the_day(database: Database) -> None:
    async with database.writing() as tx:
        [failing, fine] = await plan_postings(tx, parts=2)
    await put(
        database,
        new("failing", kind=DeliveryKind.NOON, posting_id=failing, chat_id=A),
        new("fine", kind=DeliveryKind.NOON, posting_id=fine, chat_id=B),
    )
    first, second = await claim(database)
    await record_now(
        database,
        Ended(first, DeliveryState.FAILED, "forbidden"),
        Sent(second, MessageId(3), poll_id="3"),
    )
    posting = await one(database, postings, id=failing)
    assert posting["state"] == "failed"
    slot = await one(database, slots, id=posting["slot_id"])
    assert (slot["state"], slot["reason"]) == ("failed", "forbidden")
    day = await one(database, branch_days, day=DAY)
    assert (day["unit_id"], day["counts"]) == (posting["unit_id"], False)
    assert (await one(database, deliveries, key="failing"))["error"] == "forbidden"


async def test_what_expires_was_missed(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx, SlotKind.EVENING)
        unit = await tx.scalar(select(units.c.id))
        await add(tx, branch_days, unit_id=unit, day=DAY, counts=True)
    await put(
        database,
        new("gone", kind=DeliveryKind.EVENING, posting_id=posting, expires_at=NOW),
        new("fresh", expires_at=LATER),
    )
    async with database.writing() as tx:
        assert await expire(tx, BOT, NOW) == 1
    assert (await one(database, deliveries, key="gone"))["state"] == "dropped"
    assert (await one(database, deliveries, key="fresh"))["state"] == "waiting"
    row = await one(database, postings, id=posting)
    assert row["state"] == "missed"
    slot = await one(database, slots, id=row["slot_id"])
    assert (slot["state"], slot["reason"]) == ("missed", "expired")
    assert (await one(database, branch_days, day=DAY))["counts"] is False


async def test_a_result_that_fails_spoils_no_day(database: Database) -> None:
    async with database.writing() as tx:
        [posting] = await plan_postings(tx, SlotKind.RESULT)
    await put(database, new("result", kind=DeliveryKind.RESULT, posting_id=posting))
    [claimed] = await claim(database)
    await record_now(database, Ended(claimed, DeliveryState.FAILED, "refused"))
    async with database.reading() as tx:
        assert await tx.rows(branch_days.select()) == []
    assert (await one(database, postings, id=posting))["state"] == "failed"


async def test_what_lies_ahead(database: Database) -> None:
    async with database.writing() as tx:
        nothing = await outbox.ahead(tx, BOT, NOW)
    assert (nothing.blocked, nothing.next) == (False, None)
    await put(
        database,
        new("soon", chat_id=A, not_before=LATER, expires_at=LATER + timedelta(hours=1)),
        new("due", chat_id=B),
        new("expiring", chat_id=C, not_before=LATER, expires_at=NOW + timedelta(seconds=5)),
    )
    async with database.writing() as tx:
        ahead = await outbox.ahead(tx, BOT, NOW)
    assert (ahead.blocked, ahead.next) == (True, NOW + timedelta(seconds=5))
    await claim(database)
    async with database.writing() as tx:
        assert not (await outbox.ahead(tx, BOT, NOW)).blocked


async def test_the_backlog_is_counted_by_rank(database: Database) -> None:
    await put(database, new("a"), new("b", not_before=LATER), new("c", rank=Rank.REPLY))
    async with database.reading() as tx:
        found = await outbox.backlog(tx, BOT)
    assert [(b.rank, b.waiting, b.oldest) for b in found] == [
        (Rank.REPLY, 1, NOW),
        (Rank.BROADCAST, 2, NOW),
    ]


async def test_only_what_ended_long_ago_is_pruned(database: Database) -> None:
    await put(database, new("a", chat_id=A), new("b", chat_id=B))
    [first] = await claim(database, limit=1)
    await record_now(database, Sent(first, MessageId(1)))
    async with database.writing() as tx:
        assert await outbox.prune(tx, NOW) == 0
        assert await outbox.prune(tx, NOW + timedelta(seconds=1)) == 1
    assert keys(await claim(database)) == ["b"]
