import asyncio
import sqlite3
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.clock import GivenClock
from storage import chats, claiming, outbox
from storage.database import Database
from storage.tables.telegram import files
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import BadInput
from storage.values.people import ChatId
from tests.bot.outbox_world import BOT, START, FakeTelegram, World
from tests.storage.posting_rows import new, one


@pytest.fixture
def database_kind() -> str:
    """The queries are tested on both kinds of database in tests/storage."""
    return "sqlite"


def reply(key: str, chat: int = 5, **changes: Any) -> NewDelivery:
    return new(key, rank=Rank.REPLY, chat_id=ChatId(chat), **changes)


async def test_a_text_goes_out_as_it_was_put_in(database: Database) -> None:
    world = World(database)
    buttons = [[{"text": "Yes", "data": "y"}, {"text": "More", "url": "https://example.org"}]]
    await world.put(reply("a", payload={"text": "<b>Hi</b>", "buttons": buttons, "reply_to": 3}))
    assert await world.outbox.drain() is None
    [(method, chat, given)] = world.telegram.sent
    assert (method, chat, given["text"], given["parse_mode"]) == ("text", 5, "<b>Hi</b>", "HTML")
    assert given["link_preview_options"].is_disabled
    assert given["disable_notification"]
    assert given["reply_parameters"].message_id == 3
    assert given["reply_parameters"].allow_sending_without_reply
    [[yes, more]] = given["reply_markup"].inline_keyboard
    assert (yes.callback_data, more.url) == ("y", "https://example.org")
    row = await one(database, deliveries, key="a")
    assert (row["state"], row["message_id"]) == ("sent", 1)


async def test_edits_reactions_and_polls_go_their_own_ways(database: Database) -> None:
    world = World(database)
    await world.put(
        reply("e", 1, kind=DeliveryKind.EDIT, payload={"message_id": 4, "text": "new"}),
        reply("r", 2, kind=DeliveryKind.REACTION, payload={"message_id": 4, "emoji": "👍"}),
        reply("p", 3, kind=DeliveryKind.NOON, payload={}),
        reply("c", 4, kind=DeliveryKind.COUNTER, payload={"message_id": 4}),
    )
    assert await world.outbox.drain() is None
    assert [method for method, _, _ in world.telegram.sent] == [
        "edit",
        "reaction",
        "poll",
        "buttons",
    ]
    poll = world.telegram.sent[2][2]
    assert poll["is_anonymous"] is False
    assert poll["type"] == "quiz"
    assert poll["correct_option_ids"] == [1]
    assert poll["allows_revoting"] is False
    assert poll["shuffle_options"] is True
    assert poll["allows_multiple_answers"] is False


async def test_one_chat_hears_one_message_a_second_in_order(database: Database) -> None:
    world = World(database)
    await world.put(reply("a"), reply("b"), reply("other", 6))
    following = await world.outbox.drain()
    assert world.telegram.texts == ["a", "other"]
    assert following is not None
    assert timedelta(seconds=1) <= following - START < timedelta(seconds=1.1)
    assert await world.drain_for(2) is None
    assert world.telegram.texts == ["a", "other", "b"]


async def test_a_reply_overtakes_the_broadcast_that_is_running(database: Database) -> None:
    world = World(database)
    await world.put(*(new(f"b{n}", chat_id=ChatId(-n)) for n in range(1, 100)))
    await world.drain_for(1)
    before = len(world.telegram.sent)
    await world.put(reply("answer"))
    await world.drain_for(0.2)
    assert "answer" in world.telegram.texts[before : before + 2]


async def test_a_broadcast_keeps_the_pace_and_little_in_memory(database: Database) -> None:
    world = World(database)
    await world.put(*(new(f"b{n}", chat_id=ChatId(-n)) for n in range(1, 200)))
    await world.drain_for(5)
    assert 145 <= len(world.telegram.sent) <= 153
    assert world.renderer.most_at_once <= 6


async def test_what_is_not_due_waits_for_its_time(database: Database) -> None:
    world = World(database)
    later = START + timedelta(minutes=5)
    await world.put(reply("a", not_before=later))
    assert await world.outbox.drain() == later
    world.clock.move_to(later)
    assert await world.outbox.drain() is None
    assert world.telegram.texts == ["a"]


async def test_what_expires_while_it_waits_is_dropped(database: Database) -> None:
    world = World(database)
    end = START + timedelta(seconds=20)
    await world.put(reply("a", not_before=START + timedelta(minutes=1), expires_at=end))
    assert await world.outbox.drain() == end
    world.clock.move_to(end)
    assert await world.outbox.drain() is None
    assert world.telegram.sent == []
    assert (await one(database, deliveries, key="a"))["state"] == "dropped"


async def test_what_had_expired_before_it_was_put_in_is_dropped(database: Database) -> None:
    world = World(database)
    await world.outbox.drain()
    await world.put(reply("a", expires_at=START))
    assert await world.outbox.drain() is None
    assert (await one(database, deliveries, key="a"))["error"] == "expired"


async def test_what_the_renderer_drops_is_not_sent(database: Database) -> None:
    world = World(database)
    world.renderer.drops = {"a": "closed"}
    await world.put(reply("a"), reply("b"))
    await world.drain_for(2)
    assert world.telegram.texts == ["b"]
    row = await one(database, deliveries, key="a")
    assert (row["state"], row["error"]) == ("dropped", "closed")


async def test_what_the_renderer_fails_over_harms_no_other(database: Database) -> None:
    world = World(database)
    world.renderer.fails_over = {"bad"}
    await world.put(reply("a", 1), reply("bad", 2), reply("b", 3))
    assert await world.outbox.drain() is None
    assert world.telegram.texts == ["a", "b"]
    row = await one(database, deliveries, key="bad")
    assert (row["state"], row["error"]) == ("failed", "no-words")


async def test_a_counter_asked_for_while_it_is_on_its_way_is_sent_again(
    database: Database,
) -> None:
    world = World(database)
    ask = new(
        "counter",
        rank=Rank.COUNTER,
        kind=DeliveryKind.COUNTER,
        payload={"message_id": 4},
    )

    async def meanwhile() -> None:
        if not world.telegram.sent:
            await world.put(ask)

    world.telegram.before = meanwhile
    await world.put(ask)
    await world.drain_for(5)
    assert len(world.telegram.sent) == 2


async def test_a_file_is_uploaded_once(database: Database) -> None:
    world = World(database)
    morning = {"kind": DeliveryKind.MORNING}
    await world.put(new("a", chat_id=ChatId(-1), **morning))
    await world.drain_for(1)
    await world.put(new("b", chat_id=ChatId(-2), **morning))
    await world.drain_for(1)
    assert (await one(database, files, sha256="ab"))["file_id"] == "file1"
    assert [given["file"] for _, _, given in world.telegram.sent][1] == "file1"


async def test_a_refused_token_stops_everything_and_loses_nothing(database: Database) -> None:
    world = World(database, telegram=FakeTelegram(refuses_the_token=True))
    world.telegram.errors.append(InvalidToken())
    await world.put(reply("a", 1), reply("b", 2))
    with pytest.raises(BadInput):
        await world.outbox.drain()
    async with database.reading() as tx:
        [backlog] = await outbox.backlog(tx, BOT)
    assert backlog.waiting + len(world.telegram.sent) >= 2
    assert (await one(database, deliveries, key="a"))["state"] == "waiting"


async def test_a_stray_not_found_is_no_refused_token(database: Database) -> None:
    world = World(database)
    world.telegram.errors.append(InvalidToken())
    await world.put(reply("a"))
    assert await world.drain_for(5) is None
    assert world.telegram.texts == ["a", "a"]


async def test_trouble_of_the_database_spoils_no_delivery(database: Database) -> None:
    world = World(database)
    trouble = sqlite3.OperationalError("disk is full")
    trouble.sqlite_errorcode = sqlite3.SQLITE_FULL
    world.renderer.raises = trouble
    await world.put(reply("a"))
    with pytest.raises(sqlite3.OperationalError):
        await world.outbox.drain()
    world.renderer.raises = None
    await world.outbox.drain()
    assert world.telegram.texts == ["a"]


@pytest.mark.parametrize("kind", [DeliveryKind.TEXT, DeliveryKind.REACTION])
async def test_what_arrives_shows_that_a_lost_chat_is_back(
    database: Database, kind: DeliveryKind
) -> None:
    world = World(database)
    async with database.writing() as tx:
        await chats.put(tx, BOT, ChatId(-5), kind="group", title="", now=START)
        await chats.mark_unreachable(tx, BOT, ChatId(-5), "no-rights", START)
    payload = {"text": "Hi", "message_id": 4, "emoji": "👍"}
    await world.put(reply("a", -5, kind=kind, payload=payload))
    await world.drain_for(1)
    async with database.reading() as tx:
        chat = await chats.get(tx, BOT, ChatId(-5))
    assert chat is not None
    assert (chat.state == "active") is (kind is DeliveryKind.TEXT)


# The same by itself, in the background.


async def until(condition: Any, clock: GivenClock) -> None:
    """Let the background work, and the time pass, until something holds."""
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.001)
        clock.move(0.002)
    raise AssertionError("it never came to pass")


async def test_it_runs_by_itself_until_it_is_stopped(database: Database) -> None:
    world = World(database)
    running = asyncio.create_task(world.outbox.run())
    await world.put(*(new(f"b{n}", chat_id=ChatId(-n)) for n in range(1, 30)))
    await until(lambda: len(world.telegram.sent) >= 5, world.clock)
    await world.put(reply("answer"))
    seen = len(world.telegram.sent)
    await until(lambda: "answer" in world.telegram.texts, world.clock)
    assert world.telegram.texts.index("answer") <= seen + 2
    await until(lambda: len(world.telegram.sent) == 30, world.clock)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    async with database.reading() as tx:
        assert await outbox.backlog(tx, BOT) == []


async def test_stopped_while_sending_it_records_what_was_sent(database: Database) -> None:
    world = World(database)
    answered = asyncio.Event()
    world.telegram.before = answered.wait  # type: ignore[assignment]
    running = asyncio.create_task(world.outbox.run())
    await world.put(*(reply(f"{n}", n) for n in range(1, 60)))
    await until(lambda: len(world.outbox._pump._sending) >= 5, world.clock)
    running.cancel()
    await asyncio.sleep(0)
    answered.set()
    with suppress(asyncio.CancelledError):
        await running
    async with database.reading() as tx:
        rows = await tx.rows(deliveries.select())
    states = [row.state for row in rows]
    assert states.count("sent") == len(world.telegram.sent) >= 5
    assert states.count("waiting") == 59 - len(world.telegram.sent)


async def test_it_takes_up_what_a_killed_process_had_claimed(database: Database) -> None:
    world = World(database)
    await world.put(reply("a"))
    async with database.writing() as tx:
        await claiming.claim(tx, BOT, START, limit=5)
    again = World(database)
    running = asyncio.create_task(again.outbox.run())
    await until(lambda: again.telegram.texts == ["a"], again.clock)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_refused_token_ends_the_background_too(database: Database) -> None:
    world = World(database, telegram=FakeTelegram(refuses_the_token=True))
    world.telegram.errors.append(InvalidToken())
    await world.put(reply("a"))
    with pytest.raises(BadInput):
        await world.outbox.run()
    assert (await one(database, deliveries, key="a"))["state"] == "waiting"
