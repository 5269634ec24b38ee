"""Refusals that share their wording with another, each at its own edge."""

from typing import Any

import aiohttp
import pytest

from bot.practice.cannot import CannotDo
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller
from tests.practice.pictures import png

NOT_SERVED = "Not Implemented: practice server does not serve "


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("sendMessage", {"text": "x", "parse_mode": "MarkdownV2"}, "parse mode MarkdownV2"),
        ("sendMessage", {"text": "x", "business_connection_id": "1"}, '"business_connection_id"'),
        (
            "sendPoll",
            {
                "question": "?",
                "options": [{"text": "a", "media": {"type": "photo", "media": "x"}}, "b"],
            },
            "media in polls",
        ),
        (
            "sendPoll",
            {"question": "?", "options": ["a"], "allow_adding_options": True},
            '"allow_adding_options"',
        ),
    ],
)
async def test_what_the_world_does_not_have_is_not_pretended(
    method: str, params: dict[str, Any], what: str, call: Caller, group: Chat
) -> None:
    answer = await call(method, chat_id=group.id, **params)
    assert answer["error_code"] == 501
    assert answer["description"] == f"{NOT_SERVED}{what} yet"


async def test_a_service_message_takes_no_reaction_of_the_bot(
    server: PracticeServer, call: Caller, group: Chat
) -> None:
    service = server.messages(group)[0]
    thumb = [{"type": "emoji", "emoji": "👍"}]
    place = {"chat_id": group.id, "message_id": service.message_id}
    answer = await call("setMessageReaction", **place, reaction=thumb)
    assert answer["description"] == "Bad Request: REACTION_INVALID"


async def test_pinning_twice_and_unpinning_what_is_not_pinned(
    server: PracticeServer, call: Caller, group: Chat, li: User
) -> None:
    server.set_bot_admin(group, li)
    post = server.say(li, group, "x")
    place = {"chat_id": group.id, "message_id": post.message_id}
    assert "to pin not found" in (await call("unpinChatMessage", **place))["description"]
    assert (await call("pinChatMessage", **place))["ok"]
    assert "not modified" in (await call("pinChatMessage", **place))["description"]


async def test_a_file_stands_only_where_a_file_belongs(
    server: PracticeServer, group: Chat, http: aiohttp.ClientSession
) -> None:
    async def posted(method: str, texts: dict[str, str], field: str) -> str:
        form = aiohttp.FormData({"chat_id": str(group.id), **texts})
        form.add_field(field, png(2, 2), filename="a.png")
        async with http.post(f"{server.api_url}{server.token}/{method}", data=form) as response:
            description: str = (await response.json())["description"]
            return description

    as_text = await posted("sendMessage", {}, "text")
    assert "takes no file (methods.sendMessage.fields.text)" in as_text
    thumbnail = await posted("sendDocument", {"thumbnail": "no file"}, "document")
    assert "must be an uploaded file (methods.sendDocument.fields.thumbnail)" in thumbnail


async def test_only_who_is_in_the_chat_can_tap(
    server: PracticeServer, call: Caller, group: Chat
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await call("sendMessage", chat_id=group.id, text="x", reply_markup=keyboard)
    with pytest.raises(CannotDo, match="not in the chat"):
        server.tap(server.add_user("Zhao"), server.messages(group)[-1], "Go")
