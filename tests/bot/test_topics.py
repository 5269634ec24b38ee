"""Where in a forum group messages go, and what happens when their topic is gone."""

import pytest
from sqlalchemy import select
from telegram.error import BadRequest

from bot.requests import Request, SendPoll, SendText
from storage import branch_settings, chats
from storage.database import Database
from storage.tables.work import deliveries
from storage.values.branches import BranchSettings
from storage.values.chats import TopicId
from storage.values.deliveries import DeliveryKind
from tests.bot.outbox_world import World
from tests.bot.test_posts import MORNING, NOON, branch, delivery, prepared
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, GROUP, Branch
from tests.storage.posting_rows import new

__all__ = ["branch"]
pytestmark = [SQLITE_ONLY, pytest.mark.usefixtures("english_posts")]
STUDY, TEA = TopicId(71), TopicId(72)


async def put_topic(database: Database, topic: TopicId) -> None:
    async with database.writing() as tx:
        await chats.set_topic(tx, BOT, GROUP, topic)


def topic_of(request: Request) -> TopicId | None:
    assert isinstance(request, SendText | SendPoll)
    return request.topic


async def test_posts_stand_in_the_topic_and_answers_where_they_were_asked_for(
    database: Database, branch: Branch
) -> None:
    morning, noon, _, evening = branch.postings
    given = (
        delivery(DeliveryKind.MORNING, morning),
        delivery(DeliveryKind.NOON, noon),
        delivery(DeliveryKind.EVENING, evening),
        delivery(DeliveryKind.TEXT, text="a word to all"),
        delivery(DeliveryKind.TEXT, text="asked for there", topic=TEA, reply_to=5),
        delivery(DeliveryKind.TEXT, text="asked for outside", topic=None, reply_to=5),
        # Telegram puts it where the post is to which it replies.
        delivery(DeliveryKind.TEXT, text="about a post", reply_to=5),
    )
    await put_topic(database, STUDY)
    found = [topic_of(each) for each in await prepared(database, NOON, *given)]
    assert found == [STUDY] * 4 + [TEA, None, None]


async def test_private_messages_and_groups_without_topics_have_none(
    database: Database, branch: Branch
) -> None:
    [post] = await prepared(database, NOON, delivery(DeliveryKind.MORNING, branch.postings[0]))
    assert topic_of(post) is None


async def test_the_morning_is_silent_where_the_branch_wants_it(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await branch_settings.put(tx, branch.unit.id, BranchSettings(sound=False))
    [post] = await prepared(database, MORNING, delivery(DeliveryKind.MORNING, branch.postings[0]))
    assert isinstance(post, SendText) and post.silent


async def bound(database: Database, topic: TopicId) -> World:
    world = World(database)
    async with database.writing() as tx:
        await chats.put(tx, BOT, GROUP, kind="supergroup", title="", now=world.clock.now())
    await put_topic(database, topic)
    return world


async def test_what_found_no_topic_goes_to_the_general_one_once(database: Database) -> None:
    world = await bound(database, STUDY)
    world.telegram.errors.extend([BadRequest("Message thread not found"), None, None])
    said = {"text": "asked for there", "topic": STUDY, "reply_to": 5}
    await world.put(new("a", chat_id=GROUP, payload=said))
    assert await world.drain_for(2) is None
    sent = [given["message_thread_id"] for _, _, given in world.telegram.sent]
    assert sent == [STUDY, None]
    async with database.reading() as tx:
        assert await chats.topics_of(tx, BOT, [GROUP]) == {}
        assert (await tx.rows(select(deliveries.c.state)))[0].state == "sent"
    assert world.topics_lost == [], "the chat is nobody's"


async def test_without_a_topic_the_same_words_are_a_failure(database: Database) -> None:
    world = await bound(database, STUDY)
    world.telegram.errors.append(BadRequest("TOPIC_CLOSED"))
    await world.put(new("a", chat_id=GROUP, payload={"text": "to the general one"}))
    assert await world.drain_for(2) is None
    async with database.reading() as tx:
        assert (await tx.rows(select(deliveries.c.state)))[0].state == "failed"
        assert await chats.topics_of(tx, BOT, [GROUP]) == {GROUP: STUDY}
