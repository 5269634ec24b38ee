"""The practice server: HTTP outside, the practice world inside.

::

    async with PracticeServer(clock) as server:
        li = server.add_user("Li")
        group = server.add_group("First branch", [li])
        server.add_bot(group, li, start_parameter="CODE")
        ...  # a bot that talks to server.api_url with server.token
        tap = server.tap(li, server.messages(group)[-1], "I studied")
        answer = await tap
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any

from aiohttp import web
from msgspec import Struct

from bot.clock import Clock, SystemClock
from bot.practice.events import Event
from bot.practice.faults import Faults
from bot.practice.gateway import Gateway
from bot.practice.groups import Groups
from bot.practice.limits import Gauge, Limits
from bot.practice.records import User
from bot.practice.webhook import Webhook
from bot.practice.wire import Json
from bot.practice.world import World

TOKEN = "8100000001:PRACTICE-token-for-a-bot-that-nobody-owns"
BOT_USERNAME = "sanxue_practice_bot"


class Call(Struct, frozen=True):
    """A call of the bot and its answer: ``status`` 0 means that the connection was cut."""

    method: str
    params: Mapping[str, Any]
    status: int
    answer: Json
    at: datetime


class PracticeServer(Groups):
    """Telegram, as far as one bot can tell; and all the people in it."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        token: str = TOKEN,
        bot_first_name: str = "Sanxue",
        bot_username: str = BOT_USERNAME,
        limits: Limits | None = None,
        reads_all: bool = False,
        tells_votes: bool = True,
        keep_calls: bool = True,
    ) -> None:
        self.token = token
        bot_id = int(token.partition(":")[0])
        self.bot_user = User(bot_id, bot_first_name, username=bot_username, is_bot=True)
        self.world = World(
            clock or SystemClock(), self.bot_user, reads_all=reads_all, tells_votes=tells_votes
        )
        self.faults = Faults()
        self.gauge = Gauge(limits or Limits())
        self.webhook = Webhook(self.world)
        self.calls: list[Call] = []
        self.call_count = 0
        self._keep_calls = keep_calls
        self._port = port
        self._runner: web.AppRunner | None = None
        self._closer: asyncio.Task[None] | None = None

    # -- life ---------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to listen on the loopback address."""
        gateway = Gateway(self.world, self.token, self.gauge, self.faults, self.webhook, self.note)
        self._runner = web.AppRunner(gateway.application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._closer = asyncio.create_task(self._close_polls())

    async def stop(self) -> None:
        """Stop listening; long polls and event listeners end."""
        self.world.events.end()
        await self.webhook.stop()
        if self._closer is not None:
            self._closer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._closer
        self.world.updates.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> "PracticeServer":
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """What python-telegram-bot takes as ``base_url``."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot takes as ``base_file_url``."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    # -- what only a test does ----------------------------------------------------------------

    def push_raw(self, update: Json) -> Json:
        """Deliver an update as it is, forged or broken; gives it with its number."""
        return self.world.updates.put_raw(update, self.world.now())

    def restart_update_ids(self, first: int = 1) -> None:
        """Number updates anew from ``first``, as Telegram does after a quiet week."""
        self.world.updates.restart_ids(first)

    def wake(self) -> None:
        """End a waiting long poll at once."""
        self.world.updates.wake_all()

    async def all_taken(self) -> None:
        """Return when the bot has confirmed every update and asked for more.

        What it then still sends on its own (deliveries, jobs) is not waited for.
        """
        await self.world.updates.all_taken()

    def events(self) -> AsyncIterator[Event]:
        """Everything that happens from this call on."""
        return self.world.events.listen()

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    # -- inside -------------------------------------------------------------------------------

    def note(self, method: str, params: Mapping[str, Any], status: int, answer: Json) -> None:
        """Remember a call; the gateway tells each."""
        self.call_count += 1
        if self._keep_calls:
            self.calls.append(Call(method, params, status, answer, self.world.now()))

    async def _close_polls(self) -> None:
        while True:
            self.world.close_due_polls()
            due = self.world.next_closing()
            self.world.polls_changed.clear()
            waits: list[asyncio.Future[Any]] = [
                asyncio.ensure_future(self.world.polls_changed.wait())
            ]
            if due is not None:
                wait = due - self.world.now().timestamp()
                waits.append(asyncio.ensure_future(self.world.clock.sleep(max(0.001, wait))))
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in waits:
                    each.cancel()
