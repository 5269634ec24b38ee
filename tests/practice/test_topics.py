"""Topics of forum groups, and the threads that replies make."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller

Updates = Callable[[], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def forum(server: PracticeServer, li: User) -> Chat:
    """A group with topics, and the bot in it."""
    group = server.add_group("Forum", [li], "supergroup", forum=True)
    server.add_bot(group, li)
    return group


async def test_topics_keep_their_thread(
    server: PracticeServer, call: Caller, updates: Updates, li: User, forum: Chat
) -> None:
    thread = server.add_topic(forum, li, "Study")
    asked = await call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="?")
    await updates()
    server.say(li, forum, "Good", reply_to=asked["result"]["message_id"])

    (heard,) = await updates()

    assert asked["result"]["is_topic_message"] is True
    assert (heard["message_thread_id"], heard["is_topic_message"]) == (thread, True)
    assert heard["chat"]["is_forum"] is True


async def test_what_replies_to_nothing_in_a_topic_is_told_as_a_reply_to_its_opening(
    server: PracticeServer, call: Caller, updates: Updates, li: User, forum: Chat
) -> None:
    thread = server.add_topic(forum, li, "Study")
    await updates()
    server.say(li, forum, "/here", thread=thread)
    server.say(li, forum, "/here")

    in_topic, in_general = await updates()

    assert in_topic["reply_to_message"]["forum_topic_created"]["name"] == "Study"
    assert (in_topic["message_thread_id"], in_topic["is_topic_message"]) == (thread, True)
    assert {"message_thread_id", "is_topic_message", "reply_to_message"}.isdisjoint(in_general)


async def test_a_reply_without_a_thread_goes_to_that_of_its_post(
    server: PracticeServer, call: Caller, li: User, forum: Chat
) -> None:
    one, other = (server.add_topic(forum, li, name) for name in ("Study", "Tea"))
    post = await call("sendMessage", chat_id=forum.id, message_thread_id=one, text="?")
    reply = {"message_id": post["result"]["message_id"], "allow_sending_without_reply": True}

    answer = await call("sendMessage", chat_id=forum.id, reply_parameters=reply, text="!")
    across = await call(
        "sendMessage", chat_id=forum.id, reply_parameters=reply, message_thread_id=other, text="!"
    )
    server.close_topic(forum, one)
    closed = await call("sendMessage", chat_id=forum.id, reply_parameters=reply, text="!")

    assert answer["result"]["message_thread_id"] == one
    assert across["error_code"] == 501
    assert closed["description"] == "Bad Request: TOPIC_CLOSED"


async def test_a_deleted_topic_is_gone_with_all_that_was_said_in_it(
    server: PracticeServer, call: Caller, updates: Updates, li: User, forum: Chat
) -> None:
    thread = server.add_topic(forum, li, "Study")
    post = await call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="?")
    await updates()
    server.delete_topic(forum, thread)

    refused = await call("sendMessage", chat_id=forum.id, message_thread_id=thread, text="x")
    reply = {"message_id": post["result"]["message_id"], "allow_sending_without_reply": True}
    general = await call("sendMessage", chat_id=forum.id, reply_parameters=reply, text="x")

    assert refused["description"] == "Bad Request: message thread not found"
    assert "message_thread_id" not in general["result"]
    assert await updates() == []


async def test_the_general_topic_has_no_number_to_send_to(
    server: PracticeServer, call: Caller, li: User, forum: Chat
) -> None:
    refused = await call("sendMessage", chat_id=forum.id, message_thread_id=1, text="x")
    assert refused["description"] == "Bad Request: message thread not found"


@pytest.mark.parametrize("forum", [False, True])
async def test_a_reply_in_a_supergroup_names_a_thread_that_cannot_be_written_to(
    server: PracticeServer, call: Caller, updates: Updates, li: User, forum: bool
) -> None:
    chat = server.add_group("Branch", [li], "supergroup", forum=forum)
    server.add_bot(chat, li)
    asked = (await call("sendMessage", chat_id=chat.id, text="?"))["result"]["message_id"]
    await updates()
    server.say(li, chat, "Good", reply_to=asked)

    (heard,) = await updates()

    assert heard["message_thread_id"] == asked
    assert "is_topic_message" not in heard
    refused = await call("sendMessage", chat_id=chat.id, message_thread_id=asked, text="x")
    assert refused["description"] == "Bad Request: message thread not found"
