"""The practice page served on a free port, and visitors who look at it as a browser would."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from bot.practice.page.page import Page
from bot.practice.page.serving import listening
from bot.practice.page.sources import Sample

PATIENCE = 30
Change = dict[str, Any]


class Visitor:
    """Somebody at the page: what they were told, and what they do."""

    def __init__(self, address: str, http: aiohttp.ClientSession, who: str, language: str) -> None:
        self.address = address
        self.who = who
        self.language = language
        self.world: dict[str, Any] = {}
        self.worlds = 0
        self.is_told_no_more = False
        self._http = http
        self._news = asyncio.Condition()

    # -- looking --------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take the server-sent events, until cancelled."""
        name = ""
        async with self._http.get(f"{self.address}events", params={"as": self.who}) as stream:
            async for line in stream.content:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text.removeprefix("event: ")
                elif text.startswith("data: "):
                    await self._take(name, json.loads(text.removeprefix("data: ")))
        self.is_told_no_more = True

    async def _take(self, name: str, told: Any) -> None:
        async with self._news:
            if name == "world":
                self.world = told
                self.worlds += 1
                for chat in told["chats"]:
                    chat["messages"] = {each["id"]: each for each in chat["messages"]}
            else:
                for change in told:
                    self._change(change)
            self._news.notify_all()

    def _change(self, change: Change) -> None:
        if change["kind"] == "message":
            message = change["message"]
            self._chat(message["chat"])["messages"][message["id"]] = message
        elif change["kind"] == "gone":
            self._chat(change["chat"])["messages"].pop(change["id"], None)
        elif change["kind"] == "chat":
            self._chat(change["chat"]["id"]).update(change["chat"])
        elif change["kind"] == "clock":
            self.world["clock"] = change["clock"]
        elif change["kind"] == "call":
            self.world["calls"].append(change["call"])
        else:
            self.world.update(change)

    async def sees(self, what: Callable[[], Any]) -> Any:
        """Wait until ``what`` is true of what the page was told; its value."""
        async with asyncio.timeout(PATIENCE), self._news:
            while not (found := self.world and what()):
                await self._news.wait()
        return found

    def _chat(self, chat_id: int) -> dict[str, Any]:
        chat: dict[str, Any] = next(c for c in self.world["chats"] if c["id"] == chat_id)
        return chat

    @property
    def group(self) -> dict[str, Any]:
        return next(chat for chat in self.world["chats"] if chat["kind"] == "group")

    @property
    def private(self) -> dict[str, Any]:
        return next(chat for chat in self.world["chats"] if chat["kind"] == "private")

    def posts(self, kind: str) -> list[dict[str, Any]]:
        """The day's posts of a kind in the group, oldest first."""
        return [m for m in self.group["messages"].values() if m["post"] == kind]

    def last(self, chat: dict[str, Any]) -> dict[str, Any]:
        """A chat's last message."""
        message: dict[str, Any] = list(chat["messages"].values())[-1]
        return message

    # -- doing ----------------------------------------------------------------------------------

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
        """A POST as the page makes it; status and answer."""
        origin = self.address.rstrip("/")
        sent = {"Origin": origin, "Accept-Language": self.language, **headers}
        async with self._http.post(f"{self.address}{path}", json=body, headers=sent) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else {}

    async def fetch(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        """What the page would load; its body is read."""
        async with self._http.get(f"{self.address}{path}", headers=headers) as answer:
            await answer.read()
            return answer

    async def does(self, deed: str, **values: Any) -> dict[str, Any]:
        """Do something that is taken; what is seen of it at once."""
        status, answer = await self.post("deeds", {"deed": deed, "who": self.who, **values})
        assert status == 200, answer
        return answer

    async def is_refused(self, deed: str, **values: Any) -> str:
        """Do something that can't be done; the sentence."""
        status, answer = await self.post("deeds", {"deed": deed, "who": self.who, **values})
        assert status == 409, answer
        said: str = answer["said"]
        return said

    async def moves(self, to: str) -> None:
        """Move the clock."""
        status, answer = await self.post("clock", {"who": self.who, "to": to})
        assert status == 200, answer
        await self.sees(lambda: self.world["clock"] == answer)

    async def taps(self, message: dict[str, Any], button: int = 0) -> dict[str, Any]:
        """Tap a message's button by its number."""
        pressed = [each for row in message["rows"] for each in row][button]
        where = {"chat": message["chat"], "message": message["id"]}
        return await self.does("tap", **where, data=pressed["data"])


Visit = Callable[..., Awaitable[Visitor]]


@pytest.fixture
async def visit() -> AsyncIterator[Visit]:
    """Somebody opens the page (of the sample) and is a person of the branch there; all visitors
    of a test are at the same branch."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        listeners: list[asyncio.Task[None]] = []
        address = ""

        async def come(who: str = "li", language: str = "en") -> Visitor:
            nonlocal address
            if not address:
                page = await stack.enter_async_context(Page(Sample("Asia/Shanghai"), language))
                address = await stack.enter_async_context(listening(page, None))
            visitor = Visitor(address, http, who, language)
            listeners.append(asyncio.create_task(visitor.listen()))
            await visitor.sees(lambda: True)
            return visitor

        yield come
        for each in listeners:
            each.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
