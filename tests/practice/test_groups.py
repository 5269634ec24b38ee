"""What the bot hears of groups, and what it may do in them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.practice.cannot import CannotDo
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller

Updates = Callable[[], Awaitable[list[dict[str, Any]]]]


async def test_a_startgroup_link_brings_the_bot_and_its_code(
    server: PracticeServer, updates: Updates, li: User
) -> None:
    chat = server.add_group("Branch", [li])
    server.add_bot(chat, li, "CODE")

    joined, service, start = await updates()

    assert joined["kind"] == "my_chat_member"
    assert joined["old_chat_member"]["status"] == "left"
    assert joined["new_chat_member"]["status"] == "member"
    assert service["new_chat_members"][0]["id"] == server.bot_user.id
    assert start["text"] == f"/start@{server.bot_user.username} CODE"
    assert start["from"]["id"] == li.id
    assert start["entities"] == [{"type": "bot_command", "offset": 0, "length": 26}]


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("hello", False),
        ("/status", True),
        ("/status@sanxue_practice_bot now", True),
        ("/status@Sanxue_Practice_Bot", True),
        ("/status@other_bot", False),
        ("see /status", False),
    ],
)
async def test_privacy_mode_shows_commands_only(
    text: str, is_seen: bool, server: PracticeServer, updates: Updates, group: Chat, li: User
) -> None:
    server.say(li, group, text)
    assert bool(await updates()) is is_seen


async def test_privacy_mode_shows_replies_to_the_bot(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User, wang: User
) -> None:
    asked = (await call("sendMessage", chat_id=group.id, text="How was it?"))["result"]
    note = server.say(li, group, "Good", reply_to=asked["message_id"])
    server.say(wang, group, "Indeed", reply_to=note)
    server.edit(li, note, "Very good")

    heard, edited = await updates()

    assert heard["text"] == "Good"
    assert heard["reply_to_message"]["message_id"] == asked["message_id"]
    assert edited["kind"] == "edited_message"
    assert edited["text"] == "Very good"
    assert edited["edit_date"] >= edited["date"]


async def test_an_administrator_sees_everything(
    server: PracticeServer, updates: Updates, group: Chat, li: User
) -> None:
    server.set_bot_admin(group, li)
    server.say(li, group, "hello")
    promoted, heard = await updates()
    assert promoted["new_chat_member"]["status"] == "administrator"
    assert heard["text"] == "hello"


@pytest.mark.parametrize("taken", ["Li's", "the bot's"])
def test_an_id_belongs_to_one_user(server: PracticeServer, li: User, taken: str) -> None:
    whose = li if taken == "Li's" else server.bot_user
    with pytest.raises(CannotDo, match=f"The id {whose.id} is {whose.first_name}'s already"):
        server.add_user("Zhao", user_id=whose.id)
    assert server.world.users[whose.id] == whose


def test_a_number_given_by_hand_is_not_given_out_again(server: PracticeServer, li: User) -> None:
    zhao = server.add_user("Zhao", user_id=li.id + 1)
    assert server.add_user("Sun").id not in (li.id, zhao.id)


async def test_coming_and_going_is_told_by_service_messages(
    server: PracticeServer, updates: Updates, group: Chat, li: User
) -> None:
    zhao = server.add_user("Zhao")
    server.join(zhao, group, by=li)
    server.leave(zhao, group)
    came, left = await updates()
    assert came["new_chat_members"][0]["first_name"] == "Zhao"
    assert came["from"]["id"] == li.id
    assert left["left_chat_member"]["id"] == zhao.id


async def test_chat_member_needs_rights_and_asking(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    async def kinds_when_somebody_joins() -> set[str]:
        server.join(server.add_user("Zhao"), group)
        return {update["kind"] for update in await updates()}

    assert await kinds_when_somebody_joins() == {"message"}
    await call("getUpdates", allowed_updates=["message", "chat_member"])
    assert await kinds_when_somebody_joins() == {"message"}
    server.set_bot_admin(group, li)
    assert await kinds_when_somebody_joins() == {"message", "chat_member"}


async def test_removed_and_added_back(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    server.remove_bot(group, li)
    server.say(li, group, "/status")
    gone = await call("sendMessage", chat_id=group.id, text="x")
    server.add_bot(group, li)
    back = await call("sendMessage", chat_id=group.id, text="x")

    assert gone["description"] == "Forbidden: bot was kicked from the group chat"
    assert back["ok"]
    statuses = [
        update["new_chat_member"]["status"]
        for update in await updates()
        if update["kind"] == "my_chat_member"
    ]
    assert statuses == ["left", "member"]


async def test_becoming_a_supergroup(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    new = server.migrate(group)
    server.say(li, group, "/status")

    left, came, command = await updates()

    assert left["chat"]["id"] == group.id
    assert left["migrate_to_chat_id"] == new.id
    assert came["chat"] == {"id": new.id, "type": "supergroup", "title": "First branch"}
    assert came["migrate_from_chat_id"] == group.id
    assert command["chat"]["id"] == new.id
    assert (await call("sendMessage", chat_id=new.id, text="x"))["ok"]


async def test_who_is_in_the_chat(
    server: PracticeServer, call: Caller, group: Chat, li: User, wang: User
) -> None:
    owner = await call("getChatMember", chat_id=group.id, user_id=li.id)
    stranger = await call("getChatMember", chat_id=group.id, user_id=server.add_user("Zhao").id)
    count = await call("getChatMemberCount", chat_id=group.id)
    admins = await call("getChatAdministrators", chat_id=group.id)

    assert owner["result"]["status"] == "creator"
    assert stranger["result"]["status"] == "left"
    assert count["result"] == 3
    assert [each["user"]["id"] for each in admins["result"]] == [li.id]
    assert (await call("getChat", chat_id=group.id))["result"]["title"] == "First branch"


async def test_message_numbers_are_shared_but_for_supergroups(
    server: PracticeServer, group: Chat, li: User
) -> None:
    in_group = server.say(li, group, "a").message_id
    in_private = server.start_private(li).message_id
    supergroup = server.add_group("Other", [li], "supergroup")
    assert in_private == in_group + 1
    assert server.say(li, supergroup, "b").message_id == 1


async def test_a_group_that_never_had_the_bot_is_not_found(
    server: PracticeServer, call: Caller, li: User
) -> None:
    other = server.add_group("Other branch", [li])
    answer = await call("sendMessage", chat_id=other.id, text="x")
    assert answer["description"] == "Bad Request: chat not found"


async def test_people_cannot_do_what_the_apps_do_not_offer(
    server: PracticeServer, call: Caller, group: Chat, li: User, wang: User
) -> None:
    zhao = server.add_user("Zhao")
    keyboard = {"inline_keyboard": [[{"text": "Read", "url": "https://example.org"}]]}
    await call("sendMessage", chat_id=group.id, text="x", reply_markup=keyboard)
    post = server.messages(group)[-1]
    await call("sendPoll", chat_id=group.id, question="?", options=["a", "b"])
    poll = server.messages(group)[-1]
    server.set_reactions(group, ["👍"])
    supergroup = server.add_group("Other", [li], "supergroup")
    impossible: list[Callable[[], object]] = [
        lambda: server.say(zhao, group, "hello"),
        lambda: server.say(li, group, " "),
        lambda: server.say(li, group, "x" * 4097),
        lambda: server.send_photo(li, group, b"x", "x" * 1025),
        lambda: server.edit(li, post, "mine now"),
        lambda: server.tap(zhao, post, "Read"),
        lambda: server.tap(li, post, "Read"),
        lambda: server.vote(zhao, poll, (0,)),
        lambda: server.vote(li, poll, (2,)),
        lambda: server.vote(li, poll, ()),
        lambda: server.vote(li, post, (0,)),
        lambda: server.react(li, post, "🔥"),
        lambda: server.add_bot(group, zhao),
        lambda: server.migrate(supergroup),
        lambda: server.add_topic(supergroup, li, "Study"),
    ]
    for act in impossible:
        with pytest.raises(CannotDo):
            act()
    server.vote(zhao, poll, (0,), outside=True)
    server.react(wang, post, "👍")
