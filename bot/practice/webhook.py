"""Delivery of updates to the bot's own web address."""

import asyncio
import contextlib
from urllib.parse import urlsplit

import aiohttp

from bot.practice.refusals import BAD_WEBHOOK
from bot.practice.wire import Json
from bot.practice.world import World

RETRY_SECONDS = 1.0
"""After an update was not taken; twice as long after each further time, up to eight times."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Webhook:
    """Posts updates, several at a time, each again and again until it is taken.

    As Telegram's own server does, it keeps those of one chat (or of one person, where there is no
    chat) in their order, and lets the others overtake. Telegram wants HTTPS; plain HTTP is taken
    here for the loopback address, as a Bot API server that runs with ``--local`` does.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self.url = ""
        self.secret: str | None = None
        self.max_connections = 40
        self.last_error: str | None = None
        self._last_error_date = 0

    async def set(self, given: Json) -> bool:
        """The method setWebhook."""
        url = given["url"]
        parts = urlsplit(url)
        if url and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise BAD_WEBHOOK.error()
        await self.stop()
        self._world.updates.allow(given.get("allowed_updates"))
        if given.get("drop_pending_updates"):
            self._world.updates.clear()
        self.secret = given.get("secret_token")
        self.max_connections = given.get("max_connections", 40)
        self.url = url
        if url:
            self._world.updates.wake()
            self._task = asyncio.create_task(self._deliver())
        return True

    async def delete(self, given: Json) -> bool:
        """The method deleteWebhook."""
        await self.stop()
        if given.get("drop_pending_updates"):
            self._world.updates.clear()
        return True

    def info(self) -> Json:
        """The method getWebhookInfo."""
        updates = self._world.updates
        found: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates),
        }
        if self.url:
            found["max_connections"] = self.max_connections
        if self.last_error is not None:
            found |= {"last_error_date": self._last_error_date}
            found |= {"last_error_message": self.last_error}
        if updates.asked:
            found["allowed_updates"] = updates.asked
        return found

    async def stop(self) -> None:
        """Deliver no more."""
        self.url = ""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        on_their_way: dict[str, asyncio.Task[None]] = {}
        updates = self._world.updates
        async with aiohttp.ClientSession(headers=headers) as session, asyncio.TaskGroup() as group:
            while True:
                changed = asyncio.ensure_future(updates.changed())
                for update in updates.first_few(2 * self.max_connections):
                    queue = _queue(update)
                    if len(on_their_way) < self.max_connections and queue not in on_their_way:
                        on_their_way[queue] = group.create_task(self._bring(session, update))
                try:
                    waits = {changed, *on_their_way.values()}
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    changed.cancel()
                on_their_way = {q: task for q, task in on_their_way.items() if not task.done()}

    async def _bring(self, session: aiohttp.ClientSession, update: Json) -> None:
        tries = 0
        while not await self.is_taken(session, update):
            await self._world.clock.sleep(RETRY_SECONDS * 2 ** min(tries, 3))
            tries += 1
        self._world.updates.forget(update)

    async def is_taken(self, session: aiohttp.ClientSession, update: Json) -> bool:
        """Post an update once; whether the bot has taken it."""
        try:
            async with session.post(self.url, json=update) as response:
                if 200 <= response.status < 300:
                    return True
                self.last_error = f"Wrong response from the webhook: {response.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            self.last_error = str(error) or type(error).__name__
        self._last_error_date = self._world.second()
        return False


def _queue(update: Json) -> str:
    """What must stay in order with this update: its chat's, or its person's where somebody taps or
    votes."""
    for kind, content in update.items():
        if not isinstance(content, dict):
            continue
        chat, person = content.get("chat"), content.get("from") or content.get("user")
        whose = chat if isinstance(chat, dict) else person
        return f"{kind if chat is None else 'chat'} {whose.get('id') if whose else ''}"
    return ""
