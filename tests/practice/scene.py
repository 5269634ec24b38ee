"""A branch's group with the bot, and the list of what provokes each listed refusal."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.clock import GivenClock
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller


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
