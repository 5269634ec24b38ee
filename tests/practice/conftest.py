"""A practice server, a branch's group in it, and a plain HTTP caller."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.clock import GivenClock
from bot.practice.limits import Limits
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Caller = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
def clock() -> GivenClock:
    return GivenClock(START)


@pytest.fixture
async def server(clock: GivenClock) -> AsyncIterator[PracticeServer]:
    async with PracticeServer(clock, limits=Limits.off()) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(server: PracticeServer, http: aiohttp.ClientSession) -> Caller:
    """Calls a method with a JSON body and gives the whole answer."""

    async def calling(method: str, /, **params: Any) -> dict[str, Any]:
        url = f"{server.api_url}{server.token}/{method}"
        async with http.post(url, json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            return answer

    return calling


@pytest.fixture
def li(server: PracticeServer) -> User:
    return server.add_user("Li", "Na", username="lina", language_code="zh-hans")


@pytest.fixture
def wang(server: PracticeServer) -> User:
    return server.add_user("Wang")


@pytest.fixture
def group(server: PracticeServer, li: User, wang: User) -> Chat:
    """A group of Li, who owns it, Wang and the bot; its first updates are gone."""
    chat = server.add_group("First branch", [li, wang])
    server.add_bot(chat, li)
    server.world.updates.clear()
    return chat


@pytest.fixture
def updates(call: Caller) -> Callable[[], Awaitable[list[dict[str, Any]]]]:
    """Fetches and confirms what waits."""

    async def fetching() -> list[dict[str, Any]]:
        found = (await call("getUpdates"))["result"]
        if found:
            await call("getUpdates", offset=found[-1]["update_id"] + 1)
        return [
            {"kind": kind, **content}
            for update in found
            for kind, content in update.items()
            if kind != "update_id"
        ]

    return fetching
