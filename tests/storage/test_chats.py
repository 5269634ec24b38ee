import pytest

from storage import chats, files, outbox
from storage.database import Database, Transaction
from storage.tables.deeds import notes
from storage.tables.organisation import persons, units
from storage.tables.telegram import dialogues
from storage.tables.work import deliveries, posted_messages, postings
from storage.values.chats import ChatState, TopicId
from storage.values.deliveries import DeliveryKind
from storage.values.people import ChatId, UnitId
from tests.storage.posting_rows import BOT, DAY, NOW, add, new, one, plan_postings

OLD, NEW = ChatId(-5), ChatId(-1005)


async def make_unit(tx: Transaction, code: str = "first") -> UnitId:
    return UnitId(await add(tx, units, code=code, path="/1/", name=code))


async def meet(tx: Transaction, chat_id: ChatId, title: str = "Our branch") -> None:
    await chats.put(tx, BOT, chat_id, kind="group", title=title, now=NOW)


async def test_a_chat_is_met_once_and_renamed_later(database: Database) -> None:
    async with database.writing() as tx:
        unit = await make_unit(tx)
        assert await chats.get(tx, BOT, OLD) is None
        await meet(tx, OLD)
        await chats.bind(tx, BOT, OLD, unit, NOW)
        await meet(tx, OLD, "Renamed")
        chat = await chats.get(tx, BOT, OLD)
    assert chat is not None
    assert (chat.title, chat.unit_id, chat.state) == ("Renamed", unit, ChatState.ACTIVE)
    assert chat.changed_at == NOW


async def test_a_unit_has_one_group_the_last_bound(database: Database) -> None:
    async with database.writing() as tx:
        first, second = await make_unit(tx), await make_unit(tx, "second")
        await meet(tx, OLD)
        await meet(tx, NEW)
        await chats.bind(tx, BOT, OLD, first, NOW)
        await chats.bind(tx, BOT, NEW, first, NOW)
        found = await chats.chats_of(tx, BOT, [first, second])
        assert {unit: chat.chat_id for unit, chat in found.items()} == {first: NEW}
        assert await chats.chat_of(tx, BOT, second) is None


async def test_a_chat_out_of_reach_is_news_once(database: Database) -> None:
    async with database.writing() as tx:
        unit = await make_unit(tx)
        await meet(tx, OLD)
        await chats.bind(tx, BOT, OLD, unit, NOW)
        assert await chats.mark_unreachable(tx, BOT, OLD, "forbidden", NOW) == unit
        assert await chats.mark_unreachable(tx, BOT, OLD, "forbidden", NOW) is None
        chat = await chats.get(tx, BOT, OLD)
        assert chat is not None
        assert (chat.state, chat.reason) == (ChatState.UNREACHABLE, "forbidden")
        assert await chats.mark_active(tx, BOT, OLD, NOW)
        assert not await chats.mark_active(tx, BOT, OLD, NOW)
        assert await chats.mark_unreachable(tx, BOT, OLD, "forbidden", NOW) == unit


async def test_a_chat_nobody_met_is_nobodys_news(database: Database) -> None:
    async with database.writing() as tx:
        assert await chats.mark_unreachable(tx, BOT, OLD, "forbidden", NOW) is None


async def fill_old_chat(tx: Transaction) -> None:
    await meet(tx, OLD)
    [posting] = await plan_postings(tx, chat=OLD)
    unit = UnitId(await tx.scalar(units.select().with_only_columns(units.c.id)))
    await chats.bind(tx, BOT, OLD, unit, NOW)
    person = await add(tx, persons, name="Li")
    for message in (1, 2):
        await add(
            tx,
            posted_messages,
            bot_id=BOT,
            chat_id=OLD,
            message_id=message,
            posting_id=posting,
        )
    await add(
        tx,
        notes,
        person_id=person,
        unit_id=unit,
        day=DAY,
        bot_id=BOT,
        chat_id=OLD,
        message_id=9,
        text="",
        private=False,
        at=0,
    )
    await add(tx, dialogues, bot_id=BOT, chat_id=OLD, kind="note", expires_at=0)
    await outbox.put(tx, [new("a", chat_id=OLD)])


@pytest.mark.parametrize("known", [False, True])
async def test_a_supergroup_takes_over_what_is_still_to_be_said(
    database: Database, known: bool
) -> None:
    async with database.writing() as tx:
        await fill_old_chat(tx)
        await chats.mark_unreachable(tx, BOT, OLD, "removed", NOW)
        if known:
            await meet(tx, NEW)
            await chats.mark_unreachable(tx, BOT, NEW, "forbidden", NOW)
        await chats.migrate(tx, BOT, OLD, NEW)
        await chats.migrate(tx, BOT, OLD, NEW)
        chat = await chats.get(tx, BOT, NEW)
        assert chat is not None
        assert chat.unit_id is not None
        assert (chat.state, chat.reason) == (ChatState.ACTIVE, "")
        assert await chats.get(tx, BOT, OLD) is None
    for table in (postings, dialogues):
        assert (await one(database, table))["chat_id"] == NEW
    assert (await one(database, deliveries, key="a"))["chat_id"] == NEW


async def test_a_supergroup_numbers_its_messages_anew(database: Database) -> None:
    async with database.writing() as tx:
        await fill_old_chat(tx)
        await tx.run(postings.update().values(state="sent", message_id=1))
        said = {"message_id": 2, "text": "", "reply_to": 2}
        for kind in (DeliveryKind.EDIT, DeliveryKind.REACTION, DeliveryKind.TEXT):
            await outbox.put(tx, [new(kind, chat_id=OLD, kind=kind, payload=said)])
        await chats.migrate(tx, BOT, OLD, NEW)
    posting = await one(database, postings)
    assert (posting["chat_id"], posting["message_id"]) == (OLD, None)
    assert (await one(database, notes))["chat_id"] == OLD
    for message in (1, 2):
        assert (await one(database, posted_messages, message_id=message))["chat_id"] == OLD
    states = {
        kind: (await one(database, deliveries, key=kind))["state"]
        for kind in ("edit", "reaction", "text")
    }
    assert states == {"edit": "dropped", "reaction": "dropped", "text": "waiting"}
    assert "reply_to" not in (await one(database, deliveries, key="text"))["payload"]


async def test_a_file_is_known_to_its_bot_until_forgotten(database: Database) -> None:
    async with database.writing() as tx:
        await files.keep(tx, "ab", "map.png", b"\x00\xff")
        await files.keep(tx, "ab", "other.png", b"")
        assert await files.content(tx, "ab") == files.Medium("map.png", b"\x00\xff")
        assert await files.content(tx, "cd") is None
        await files.remember(tx, BOT, "ab", "picture", "OLD")
        await files.remember(tx, BOT, "ab", "picture", "ID")
        assert await files.known_ids(tx, BOT, ["ab", "cd"]) == {("ab", "picture"): "ID"}
        await files.forget(tx, BOT, "ab", "picture")
        assert await files.known_ids(tx, BOT, ["ab"]) == {}


async def test_a_lost_topic_is_news_once_and_what_waits_goes_without(database: Database) -> None:
    topic, other = TopicId(7), TopicId(8)
    async with database.writing() as tx:
        unit = await make_unit(tx)
        await meet(tx, OLD)
        await chats.bind(tx, BOT, OLD, unit, NOW)
        await chats.set_topic(tx, BOT, OLD, topic)
        chat = await chats.get(tx, BOT, OLD)
        assert chat is not None and chat.topic_id == topic
        assert await chats.topics_of(tx, BOT, [OLD, NEW]) == {OLD: topic}
        payloads = {"here": {"text": "我", "topic": topic}, "there": {"topic": other}}
        await outbox.put(tx, [new(k, chat_id=OLD, payload=p) for k, p in payloads.items()])
        assert await chats.forget_topic(tx, BOT, OLD, other) is None
        assert await chats.topics_of(tx, BOT, [OLD]) == {OLD: topic}
        assert await chats.forget_topic(tx, BOT, OLD, topic) == unit
        assert await chats.forget_topic(tx, BOT, OLD, topic) is None
        assert await chats.topics_of(tx, BOT, [OLD]) == {}
        assert await outbox.payload_of(tx, BOT, "here") == {"text": "我"}
        assert await outbox.payload_of(tx, BOT, "there") == {}
        assert await chats.topics_of(tx, BOT, []) == {}
