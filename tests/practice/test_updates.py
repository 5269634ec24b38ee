"""getUpdates and webhooks: order, confirmation, waiting."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.clock import AnchoredClock, GivenClock
from bot.practice.records import User
from bot.practice.server import PracticeServer
from bot.practice.updates import default_kinds
from tests.practice.conftest import START, Caller


async def fetch(call: Caller, **how: Any) -> list[str]:
    found = (await call("getUpdates", **how))["result"]
    return [update["message"]["text"] for update in found]


@pytest.fixture
def said(server: PracticeServer, li: User) -> list[int]:
    """Four waiting messages, "/start", "1", "2", "3"; gives their update ids."""
    server.start_private(li)
    for text in "123":
        server.say(li, li, text)
    return [
        update["update_id"] for update in server.world.updates.fetch(0, 100, server.world.now())
    ]


async def test_an_update_comes_again_until_it_is_confirmed(call: Caller, said: list[int]) -> None:
    assert said == list(range(said[0], said[0] + 4))
    assert await fetch(call, limit=2) == ["/start", "1"]
    assert await fetch(call, limit=2) == ["/start", "1"]
    assert await fetch(call, offset=said[1]) == ["1", "2", "3"]
    assert await fetch(call) == ["1", "2", "3"]
    assert await fetch(call, offset=said[3] + 1) == []
    assert await fetch(call) == []


async def test_a_negative_offset_forgets_all_before(call: Caller, said: list[int]) -> None:
    assert await fetch(call, offset=-1) == ["3"]
    assert await fetch(call) == ["3"]


async def test_updates_are_kept_for_a_day(call: Caller, said: list[int], clock: GivenClock) -> None:
    clock.move(24 * 3600 + 1)
    assert await fetch(call) == []


async def test_numbers_start_anew_after_a_quiet_week(
    server: PracticeServer, call: Caller, said: list[int], clock: GivenClock, li: User
) -> None:
    await call("getUpdates", offset=said[-1] + 1)
    clock.move(7 * 24 * 3600)
    server.say(li, li, "hello again")
    stale = await fetch(call, offset=said[-1] + 1)
    assert stale == []
    server.say(li, li, "anybody?")
    assert await fetch(call) == ["anybody?"]


async def test_a_long_poll_waits_for_an_update_its_time_or_a_wake(
    server: PracticeServer, call: Caller, clock: GivenClock, li: User
) -> None:
    async def begun() -> asyncio.Task[list[str]]:
        server.world.updates.clear()
        task = asyncio.create_task(fetch(call, timeout=30))
        await server.all_taken()
        return task

    by_time = await begun()
    clock.move(30)
    assert await by_time == []
    by_wake = await begun()
    server.wake()
    assert await by_wake == []
    by_update = await begun()
    server.start_private(li)
    assert await by_update == ["/start"]


async def test_kinds_are_chosen_when_things_happen(
    server: PracticeServer, call: Caller, li: User
) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    server.start_private(li)
    await call("getUpdates", allowed_updates=[])
    server.say(li, li, "heard")
    await call("getUpdates", allowed_updates=["callback_query"])
    assert await fetch(call) == ["heard"]


def test_the_default_leaves_out_what_the_description_says() -> None:
    left_out = {"chat_member", "message_reaction", "message_reaction_count"}
    assert not default_kinds() & left_out
    assert {"message", "poll_answer", "my_chat_member"} <= default_kinds()


async def test_a_forged_update_is_delivered_as_it_is(server: PracticeServer, call: Caller) -> None:
    server.push_raw({"update_id": 5, "message": {"text": 7}})
    server.push_raw({"poll_of_the_future": {}})
    first, second = (await call("getUpdates"))["result"]
    assert first == {"update_id": 5, "message": {"text": 7}}
    assert second["poll_of_the_future"] == {}


async def test_half_of_a_pair_comes_as_the_escape_that_telegram_sends(
    server: PracticeServer, call: Caller, http: aiohttp.ClientSession, li: User
) -> None:
    server.push_raw({"message": {"text": "\ud800"}})
    server.start_private(li)
    async with http.get(f"{server.api_url}{server.token}/getUpdates") as response:
        assert (response.status, response.content_type) == (200, "application/json")
        assert rb'"\ud800"' in await response.read()
    first, second = (await call("getUpdates"))["result"]
    assert (first["message"]["text"], second["message"]["text"]) == ("\ud800", "/start")


class Hook:
    """The bot's web address: takes what it is told to take."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()
        self.refusing = 0
        self.refuses = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        text = (await request.json())["message"]["text"]
        if self.refusing and self.refuses in text:
            self.refusing -= 1
            return web.Response(status=500)
        self.texts.append(text)
        return web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, str]]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield hook, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_a_webhook_gets_updates_in_order_until_it_takes_them(
    hook: tuple[Hook, str], http: aiohttp.ClientSession
) -> None:
    taker, url = hook
    taker.refusing = 2
    quick = AnchoredClock(time.time(), START, speed=1000)
    async with PracticeServer(quick) as server:
        li = server.add_user("Li")
        server.start_private(li)
        server.say(li, li, "1")
        calling = f"{server.api_url}{server.token}/"
        wish = {"url": url, "secret_token": "secret", "allowed_updates": ["message"]}
        async with http.post(calling + "setWebhook", json=wish) as response:
            assert response.status == 200
        await server.all_taken()
        server.say(li, li, "2")
        await server.all_taken()
        async with http.post(calling + "getWebhookInfo") as response:
            info = (await response.json())["result"]

    assert taker.texts == ["/start", "1", "2"]
    assert taker.secrets == {"secret"}
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["allowed_updates"] == ["message"]
    assert "500" in info["last_error_message"]


async def test_one_chats_updates_wait_for_each_other_and_others_overtake(
    hook: tuple[Hook, str], http: aiohttp.ClientSession
) -> None:
    taker, url = hook
    taker.refusing, taker.refuses = 2, "first"
    quick = AnchoredClock(time.time(), START, speed=1000)
    async with PracticeServer(quick) as server:
        li, wang = server.add_user("Li"), server.add_user("Wang")
        for who, text in ((li, "first"), (li, "second"), (wang, "hello")):
            server.say(who, who, text)
        async with http.post(
            f"{server.api_url}{server.token}/setWebhook", json={"url": url}
        ) as answer:
            assert answer.status == 200
        await server.all_taken()
    assert taker.texts == ["hello", "first", "second"]
