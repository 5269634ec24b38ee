"""Private chats, buttons, reactions, edits and files."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.clock import GivenClock
from bot.practice.cannot import CannotDo
from bot.practice.records import CallbackAnswer, Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller
from tests.practice.pictures import png

Updates = Callable[[], Awaitable[list[dict[str, Any]]]]
KEYBOARD = {"inline_keyboard": [[{"text": "I studied", "callback_data": "c:7"}]]}


async def test_a_private_chat_begins_with_start(
    server: PracticeServer, call: Caller, updates: Updates, li: User
) -> None:
    assert (await call("sendMessage", chat_id=li.id, text="x"))["error_code"] == 400
    server.start_private(li, "CODE")
    (start,) = await updates()
    assert start["text"] == "/start CODE"
    assert start["chat"] == {
        "id": li.id,
        "type": "private",
        "first_name": "Li",
        "last_name": "Na",
        "username": "lina",
    }
    assert start["from"]["language_code"] == "zh-hans"
    assert (await call("sendMessage", chat_id=li.id, text="x"))["ok"]


async def test_blocking_is_told_and_felt(
    server: PracticeServer, call: Caller, updates: Updates, li: User
) -> None:
    server.start_private(li)
    server.block(li)
    assert (await call("sendMessage", chat_id=li.id, text="x"))["error_code"] == 403
    server.start_private(li)
    assert (await call("sendMessage", chat_id=li.id, text="x"))["ok"]
    statuses = [
        u["new_chat_member"]["status"] for u in await updates() if "date" in u and "text" not in u
    ]
    assert statuses == ["kicked", "member"]


async def test_a_tap_waits_for_its_answer(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    await call("sendMessage", chat_id=group.id, text="Day 1", reply_markup=KEYBOARD)
    post = server.messages(group)[-1]
    tap = server.tap(li, post, "I studied")
    (query,) = await updates()
    assert (query["data"], query["from"]["id"]) == ("c:7", li.id)
    assert query["message"]["message_id"] == post.message_id
    assert query["message"]["reply_markup"] == KEYBOARD

    await call("answerCallbackQuery", callback_query_id=query["id"], text="Day 3!")

    assert await tap == CallbackAnswer("Day 3!", False, None, 0)


async def test_a_button_may_be_old_or_forged_but_not_invented(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    sent = await call("sendMessage", chat_id=group.id, text="Day 1", reply_markup=KEYBOARD)
    post = server.messages(group)[-1]
    place = {"chat_id": group.id, "message_id": sent["result"]["message_id"]}
    await call("editMessageReplyMarkup", **place)
    assert server.message(group, post.message_id).buttons == ()
    await call("deleteMessage", **place)

    with pytest.raises(CannotDo):
        server.tap(li, post, "Other")
    server.tap(li, post, "I studied")
    server.tap(li, post, "evil", forged=True)

    old, forged = await updates()
    assert old["message"]["date"] == 0
    assert (old["data"], forged["data"]) == ("c:7", "evil")


async def test_editing_replaces_text_and_buttons(
    server: PracticeServer, call: Caller, group: Chat, clock: GivenClock
) -> None:
    sent = await call("sendMessage", chat_id=group.id, text="Day 1", reply_markup=KEYBOARD)
    clock.move(60)
    place = {"chat_id": group.id, "message_id": sent["result"]["message_id"]}
    edited = await call("editMessageText", **place, text="<i>Day 1</i>", parse_mode="HTML")
    assert edited["result"]["edit_date"] == sent["result"]["date"] + 60
    assert "reply_markup" not in edited["result"]
    post = server.message(group, sent["result"]["message_id"])
    assert (post.text, post.html, post.is_edited) == ("Day 1", "<i>Day 1</i>", True)


async def test_reactions_reach_an_administrator_that_asked(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    post = server.say(li, group, "a note")
    server.react(li, post, "👍")
    server.set_bot_admin(group, li)
    server.react(li, post, "🔥")
    assert {u["kind"] for u in await updates()} == {"my_chat_member"}
    await call("getUpdates", allowed_updates=["message_reaction"])
    server.react(li, post, None)

    (change,) = await updates()

    assert change["old_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    assert change["new_reaction"] == []


async def test_the_bots_reaction_is_shown(
    server: PracticeServer, call: Caller, group: Chat, li: User
) -> None:
    post = server.say(li, group, "a note")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    place = {"chat_id": group.id, "message_id": post.message_id}
    await call("setMessageReaction", **place, reaction=thumb)
    assert server.message(group, post.message_id).reactions == {server.bot_user.id: ("👍",)}
    await call("setMessageReaction", **place, reaction=[])
    assert server.message(group, post.message_id).reactions == {}


async def test_a_file_from_a_member_can_be_fetched(
    server: PracticeServer, call: Caller, updates: Updates, li: User, http: aiohttp.ClientSession
) -> None:
    server.start_private(li)
    server.send_photo(li, li, png(30, 20), "my notebook")
    server.send_voice(li, li, b"sound")
    server.send_document(li, li, b"words", "note.txt")
    _, photo, voice, document = await updates()
    assert photo["caption"] == "my notebook"
    assert (photo["photo"][-1]["width"], photo["photo"][-1]["height"]) == (30, 20)
    assert voice["voice"]["duration"] == 1
    assert document["document"]["file_name"] == "note.txt"

    file = await call("getFile", file_id=document["document"]["file_id"])
    url = f"{server.file_url}{server.token}/{file['result']['file_path']}"
    async with http.get(url) as response:
        assert await response.read() == b"words"
    async with http.get(url.replace(server.token, "1:other")) as response:
        assert response.status == 404


async def test_a_sent_file_can_be_sent_again_by_its_id(
    server: PracticeServer, call: Caller, group: Chat, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"chat_id": str(group.id), "photo": "attach://p", "caption": "Day 1"})
    form.add_field("p", png(30, 20), filename="card.png")
    async with http.post(f"{server.api_url}{server.token}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    again = await call("sendPhoto", chat_id=group.id, photo=sent["photo"][-1]["file_id"])
    assert again["result"]["photo"] == sent["photo"]
    post = server.messages(group)[-2]
    assert post.media is not None
    assert (post.text, post.media.content) == ("Day 1", png(30, 20))


async def test_a_pin_is_a_service_message_and_needs_rights(
    server: PracticeServer, call: Caller, group: Chat, li: User
) -> None:
    server.set_bot_admin(group, li)
    sent = await call("sendMessage", chat_id=group.id, text="x", disable_notification=True)
    place = {"chat_id": group.id, "message_id": sent["result"]["message_id"]}
    assert (await call("pinChatMessage", **place))["ok"]
    post, service = server.messages(group)[-2:]
    assert (post.is_pinned, post.is_silent) == (True, True)
    assert service.service["pinned_message"]["message_id"] == post.message_id
    assert (await call("unpinChatMessage", **place))["ok"]
    assert not server.message(group, post.message_id).is_pinned


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json"])
async def test_all_four_ways_to_call(
    way: str, server: PracticeServer, group: Chat, http: aiohttp.ClientSession
) -> None:
    texts = {
        "chat_id": str(group.id),
        "text": "x",
        "disable_notification": "true",
        "reply_markup": '{"inline_keyboard":[[{"text":"I studied","callback_data":"c:7"}]]}',
    }
    multipart = aiohttp.FormData(texts, default_to_multipart=True)
    bodies: dict[str, dict[str, Any]] = {
        "query": {"params": texts},
        "form": {"data": texts},
        "multipart": {"data": multipart},
        "json": {"json": texts | {"reply_markup": KEYBOARD}},
    }
    url = f"{server.api_url}{server.token}/SENDmessage"
    async with http.post(url, **bodies[way]) as response:
        assert (await response.json())["result"]["reply_markup"] == KEYBOARD
    assert server.messages(group)[-1].is_silent


@pytest.mark.parametrize("body", ["{", "[1]"])
async def test_a_body_that_is_no_json_object_is_refused(
    body: str, server: PracticeServer, http: aiohttp.ClientSession
) -> None:
    url = f"{server.api_url}{server.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with http.post(url, data=body, headers=headers) as response:
        assert (await response.json())["description"].startswith("Bad Request: can't parse")


async def test_events_tell_what_happens(
    server: PracticeServer, call: Caller, group: Chat, li: User
) -> None:
    events = server.events()
    server.say(li, group, "hello")
    await call("sendMessage", chat_id=group.id, text="hi")
    first, second = [await asyncio.wait_for(anext(events), 5) for _ in range(2)]
    assert (first.kind, first.user, first.message and first.message.text) == ("posted", li, "hello")
    assert second.user == server.bot_user


async def test_commands_and_names_are_kept_by_scope_and_language(call: Caller) -> None:
    help_zh = [{"command": "help", "description": "帮助"}]
    await call("setMyCommands", commands=help_zh, language_code="zh")
    assert (await call("getMyCommands", language_code="zh"))["result"] == help_zh
    assert (await call("getMyCommands"))["result"] == []
    await call("deleteMyCommands", language_code="zh")
    assert (await call("getMyCommands", language_code="zh"))["result"] == []
    await call("setMyName", name="三学")
    assert (await call("getMyName", language_code="en"))["result"] == {"name": "三学"}


async def test_calls_are_kept_for_the_test_to_read(
    server: PracticeServer, call: Caller, group: Chat
) -> None:
    await call("sendMessage", chat_id=group.id, text="hi")
    (kept,) = server.calls_of("sendMessage")
    assert (kept.params["text"], kept.status, kept.answer["ok"]) == ("hi", 200, True)
    assert kept.at == server.world.now()
