"""Delivery of updates to the bot's own web address."""

import asyncio
import contextlib
from urllib.parse import urlsplit

import aiohttp

from bot.practice.refusals import BAD_WEBHOOK
from bot.practice.wire import Json
from bot.practice.world import World

RETRY_SECONDS = 1.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Webhook:
    """Posts updates one at a time, in order, again and again until each is taken.

    Telegram wants HTTPS; plain HTTP is taken here for the loopback address, as a Bot API server
    that runs with ``--local`` does.
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
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                update = self._world.updates.first()
                if update is None:
                    await self._world.updates.changed()
                elif await self._is_taken(session, update):
                    if self._world.updates.first() is update:
                        self._world.updates.forget_first()
                else:
                    await self._world.clock.sleep(RETRY_SECONDS)

    async def _is_taken(self, session: aiohttp.ClientSession, update: Json) -> bool:
        try:
            async with session.post(self.url, json=update) as response:
                if 200 <= response.status < 300:
                    return True
                self.last_error = f"Wrong response from the webhook: {response.status}"
        except aiohttp.ClientError as error:
            self.last_error = str(error)
        self._last_error_date = self._world.second()
        return False
