"""Each refusal that the description does not hold is provoked once, and has a source."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.clock import GivenClock
from bot.practice.limits import Gauge, Limits
from bot.practice.records import Chat, User
from bot.practice.refusals import LISTED
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller
from tests.practice.pictures import png


class Scene:
    """What the provocations below need."""

    def __init__(
        self,
        server: PracticeServer,
        call: Caller,
        clock: GivenClock,
        http: aiohttp.ClientSession,
    ) -> None:
        self.server, self.call, self.clock, self.http = server, call, clock, http
        self.li: User = server.add_user("Li")
        self.group: Chat = server.add_group("Branch", [self.li])
        server.add_bot(self.group, self.li)

    async def say(self, chat: int, **more: Any) -> dict[str, Any]:
        return await self.call("sendMessage", chat_id=chat, text="Good morning", **more)

    async def own(self) -> int:
        found: int = (await self.say(self.group.id))["result"]["message_id"]
        return found

    async def upload(self, method: str, field: str, content: bytes) -> dict[str, Any]:
        form = aiohttp.FormData({"chat_id": str(self.group.id)})
        form.add_field(field, content, filename="picture.png")
        url = f"{self.server.api_url}{self.server.token}/{method}"
        async with self.http.post(url, data=form) as response:
            answer: dict[str, Any] = await response.json()
            return answer


Provocation = Callable[[Scene], Awaitable[dict[str, Any]]]
PROVOCATIONS: dict[str, Provocation] = {}


def provokes(name: str) -> Callable[[Provocation], Provocation]:
    def keep(provocation: Provocation) -> Provocation:
        PROVOCATIONS[name] = provocation
        return provocation

    return keep


@pytest.mark.parametrize("name", sorted(LISTED))
async def test_is_refused_in_telegrams_words(
    name: str,
    server: PracticeServer,
    call: Caller,
    clock: GivenClock,
    http: aiohttp.ClientSession,
) -> None:
    answer = await PROVOCATIONS[name](Scene(server, call, clock, http))

    refusal = LISTED[name]
    assert answer["ok"] is False
    assert answer["error_code"] == refusal.code
    beginning = refusal.text.partition("{")[0]
    assert answer["description"].startswith(beginning)
    assert refusal.source


@provokes("unauthorized")
async def _(scene: Scene) -> dict[str, Any]:
    async with scene.http.get(f"{scene.server.api_url}1:wrong/getMe") as response:
        answer: dict[str, Any] = await response.json()
        return answer


@provokes("no_method")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendLove")


@provokes("not_served")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendDice", chat_id=scene.group.id)


@provokes("other_poll")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.world.updates.clear()
    first = asyncio.create_task(scene.call("getUpdates", timeout=30))
    await scene.server.all_taken()
    await scene.call("getUpdates", timeout=0)
    return await first


@provokes("webhook_active")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.world.updates.clear()
    await scene.call("setWebhook", url="https://example.org/hook")
    return await scene.call("getUpdates")


@provokes("bad_webhook")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("setWebhook", url="http://example.org/hook")


@provokes("flood")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.gauge.limits = Limits(chat_at_once=1)
    await scene.say(scene.group.id)
    answer = await scene.say(scene.group.id)
    assert answer["parameters"] == {"retry_after": 1}
    assert isinstance(scene.server.gauge, Gauge)
    return answer


@provokes("no_chat")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(-1)


@provokes("upgraded")
async def _(scene: Scene) -> dict[str, Any]:
    new = scene.server.migrate(scene.group)
    answer = await scene.say(scene.group.id)
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    return answer


@provokes("not_initiated")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.li.id)


@provokes("blocked")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.start_private(scene.li)
    scene.server.block(scene.li)
    return await scene.say(scene.li.id)


@provokes("deactivated")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.start_private(scene.li)
    scene.server.deactivate(scene.li)
    return await scene.say(scene.li.id)


@provokes("bots")
async def _(scene: Scene) -> dict[str, Any]:
    other = scene.server.add_user("Other", is_bot=True)
    scene.server.join(other, scene.group)
    return await scene.say(other.id)


@provokes("kicked")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.remove_bot(scene.group, scene.li)
    return await scene.say(scene.group.id)


@provokes("not_member")
async def _(scene: Scene) -> dict[str, Any]:
    await scene.call("leaveChat", chat_id=scene.group.id)
    return await scene.say(scene.group.id)


@provokes("no_rights")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.forbid(scene.group, "text messages")
    return await scene.say(scene.group.id)


@provokes("no_pin_rights")
async def _(scene: Scene) -> dict[str, Any]:
    message_id = await scene.own()
    return await scene.call("pinChatMessage", chat_id=scene.group.id, message_id=message_id)


@provokes("no_pin")
async def _(scene: Scene) -> dict[str, Any]:
    scene.server.set_bot_admin(scene.group, scene.li)
    return await scene.call("pinChatMessage", chat_id=scene.group.id, message_id=999)


@provokes("no_thread")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.group.id, message_thread_id=7)


@provokes("topic_closed")
async def _(scene: Scene) -> dict[str, Any]:
    forum = scene.server.add_group("Forum", [scene.li], "supergroup", forum=True)
    scene.server.add_bot(forum, scene.li)
    thread = scene.server.add_topic(forum, scene.li, "Study")
    assert (await scene.say(forum.id, message_thread_id=thread))["ok"]
    scene.server.close_topic(forum, thread)
    return await scene.say(forum.id, message_thread_id=thread)


@provokes("no_user")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("getChatMember", chat_id=scene.group.id, user_id=5)


@provokes("no_reply")
async def _(scene: Scene) -> dict[str, Any]:
    missing = {"message_id": 999}
    lenient = missing | {"allow_sending_without_reply": True}
    assert (await scene.say(scene.group.id, reply_parameters=lenient))["ok"]
    return await scene.say(scene.group.id, reply_parameters=missing)


@provokes("no_edit")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=999, text="x")


@provokes("cannot_edit")
async def _(scene: Scene) -> dict[str, Any]:
    said = scene.server.say(scene.li, scene.group, "mine").message_id
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=said, text="x")


@provokes("not_modified")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    return await scene.call(
        "editMessageText", chat_id=scene.group.id, message_id=own, text="Good morning"
    )


@provokes("no_text")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.upload("sendPhoto", "photo", png(10, 10))
    own = sent["result"]["message_id"]
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=own, text="x")


@provokes("no_caption")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    return await scene.call(
        "editMessageCaption", chat_id=scene.group.id, message_id=own, caption="x"
    )


@provokes("no_delete")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=999)


@provokes("cannot_delete")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    scene.clock.move(48 * 3600 + 1)
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=own)


@provokes("no_react")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("setMessageReaction", chat_id=scene.group.id, message_id=999)


@provokes("reaction_invalid")
async def _(scene: Scene) -> dict[str, Any]:
    said = scene.server.say(scene.li, scene.group, "a note").message_id
    thumb = {"message_id": said, "reaction": [{"type": "emoji", "emoji": "👍"}]}
    assert (await scene.call("setMessageReaction", chat_id=scene.group.id, **thumb))["ok"]
    scene.server.set_reactions(scene.group, [])
    return await scene.call("setMessageReaction", chat_id=scene.group.id, **thumb)


@provokes("reactions_too_many")
async def _(scene: Scene) -> dict[str, Any]:
    own = await scene.own()
    two = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]
    return await scene.call(
        "setMessageReaction", chat_id=scene.group.id, message_id=own, reaction=two
    )


@provokes("text_empty")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call(
        "sendMessage", chat_id=scene.group.id, text="<b> </b>", parse_mode="HTML"
    )


@provokes("cannot_parse")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendMessage", chat_id=scene.group.id, text="<p>x", parse_mode="HTML")


@provokes("parse_mode")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.say(scene.group.id, parse_mode="BBCode")


@provokes("url_invalid")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await scene.say(scene.group.id, reply_markup=keyboard)
    tap = scene.server.tap(scene.li, scene.server.messages(scene.group)[-1], "Go")
    deep_link = f"t.me/{scene.server.bot_user.username}?start=CODE"
    assert (await scene.call("answerCallbackQuery", callback_query_id=tap.id, url=deep_link))["ok"]
    other = "https://example.org"
    return await scene.call("answerCallbackQuery", callback_query_id=tap.id, url=other)


@provokes("button_url")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "url": "nowhere"}]]}
    return await scene.say(scene.group.id, reply_markup=keyboard)


@provokes("old_query")
async def _(scene: Scene) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await scene.say(scene.group.id, reply_markup=keyboard)
    tap = scene.server.tap(scene.li, scene.server.messages(scene.group)[-1], "Go")
    scene.clock.move(150)
    assert (await scene.call("answerCallbackQuery", callback_query_id=tap.id))["ok"]
    scene.clock.move(1)
    return await scene.call("answerCallbackQuery", callback_query_id=tap.id)


@provokes("not_a_poll")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("stopPoll", chat_id=scene.group.id, message_id=999)


@provokes("cannot_stop")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("stopPoll", chat_id=scene.group.id, message_id=await scene.own())


@provokes("poll_closed")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.call("sendPoll", chat_id=scene.group.id, question="?", options=["a", "b"])
    place = {"chat_id": scene.group.id, "message_id": sent["result"]["message_id"]}
    assert (await scene.call("stopPoll", **place))["result"]["is_closed"]
    return await scene.call("stopPoll", **place)


async def _quiz(scene: Scene, correct: list[int]) -> dict[str, Any]:
    quiz = {"question": "?", "options": ["a", "b"], "type": "quiz", "correct_option_ids": correct}
    return await scene.call("sendPoll", chat_id=scene.group.id, **quiz)


@provokes("quiz_out_of_range")
async def _(scene: Scene) -> dict[str, Any]:
    return await _quiz(scene, [2])


@provokes("quiz_too_much")
async def _(scene: Scene) -> dict[str, Any]:
    return await _quiz(scene, [0, 1])


@provokes("channels_only")
async def _(scene: Scene) -> dict[str, Any]:
    poll = {"question": "?", "options": ["a", "b"], "members_only": True}
    return await scene.call("sendPoll", chat_id=scene.group.id, **poll)


@provokes("wrong_file")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("sendPhoto", chat_id=scene.group.id, photo="another bot's file_id")


@provokes("invalid_file_id")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.call("getFile", file_id="another bot's file_id")


@provokes("file_kind")
async def _(scene: Scene) -> dict[str, Any]:
    sent = await scene.upload("sendPhoto", "photo", png(10, 10))
    file_id = sent["result"]["photo"][0]["file_id"]
    return await scene.call("sendDocument", chat_id=scene.group.id, document=file_id)


@provokes("file_empty")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendDocument", "document", b"")


@provokes("file_too_big")
async def _(scene: Scene) -> dict[str, Any]:
    file = scene.server.world.files.keep("document", bytes(20 * 1024 * 1024 + 1), "big.bin")
    return await scene.call("getFile", file_id=file.file_id)


@provokes("body_too_big")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendDocument", "document", bytes(50 * 1024 * 1024 + 1))


@provokes("not_an_image")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendPhoto", "photo", b"no picture")


@provokes("photo_dimensions")
async def _(scene: Scene) -> dict[str, Any]:
    return await scene.upload("sendPhoto", "photo", png(2100, 100))
