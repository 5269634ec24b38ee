"""The moments at which the bot is killed. Each is aimed at one way in which work can be cut."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.practice.faults import Fault, Faults
from bot.practice.server import PracticeServer
from bot.practice.webhook import Webhook
from bot.practice.wire import Json
from bot.practice.world import World

LONGEST = 4.0
"""Seconds after which the bot is killed although the moment has not come."""


class Phase(StrEnum):
    """Where the kill cuts."""

    ANY = "at any moment"
    FETCHED = "updates answered, not stored"
    COMMIT = "while a transaction is written"
    CONFIRM = "stored, not confirmed"
    REQUEST = "before Telegram takes a message"
    TAKEN = "Telegram has it, no answer yet"
    ANSWERED = "answered, not recorded"


class _KillingFaults(Faults):
    """Tells of every call before it is handled; the call is cut when the listener says so."""

    def __init__(self) -> None:
        super().__init__()
        self.on_call: Callable[[str], bool] = lambda _method: False

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        if self.on_call(method):
            return Fault("cut")
        return super().take(method, chat_id)


class _WatchedWebhook(Webhook):
    """Tells of every update that it brings, and of every one that was taken; that answer is lost
    when the listener says so."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.on_bringing: Callable[[], None] = lambda: None
        self.on_taken: Callable[[], bool] = lambda: False

    async def is_taken(self, session: ClientSession, update: Json) -> bool:
        self.on_bringing()
        return await super().is_taken(session, update) and not self.on_taken()


class WatchedServer(PracticeServer):
    """A practice server that tells of calls as they come, and as they have been handled."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, keep_calls=False, **named)
        self.watched = self.faults = _KillingFaults()
        self.brings = self.webhook = _WatchedWebhook(self.world)
        self.on_handled: Callable[[str, Json], None] = lambda _method, _answer: None
        self.fetched = asyncio.Event()

    def note(self, method: str, params: Mapping[str, Any], status: int, answer: Json) -> None:
        super().note(method, params, status, answer)
        if method in ("getUpdates", "setWebhook"):
            self.fetched.set()
        if status == 200:
            self.on_handled(method, answer)

    def unwatch(self) -> None:
        """Kill at nothing any more."""
        self.watched.on_call = lambda _method: False
        self.on_handled = lambda _method, _answer: None
        self.brings.on_bringing = lambda: None
        self.brings.on_taken = lambda: False


async def kill_at(
    phase: Phase,
    server: WatchedServer,
    wal: Path | None,
    kill: Callable[[], None],
    dice: random.Random,
) -> bool:
    """Kill when the moment has come; false when it was killed because it did not come in time."""
    done = asyncio.Event()

    def strike() -> None:
        kill()
        done.set()

    loop = asyncio.get_running_loop()
    soon = dice.random() * 0.015
    skip = dice.randrange(4)

    def is_time() -> bool:
        nonlocal skip
        skip -= 1
        return skip < 0 and not done.is_set()

    def on_call(method: str) -> bool:
        wanted = "getUpdates" if phase is Phase.CONFIRM else "send"
        if phase in (Phase.REQUEST, Phase.CONFIRM) and method.startswith(wanted) and is_time():
            strike()
            return True
        return False

    def on_handled(method: str, answer: Json) -> None:
        if phase is Phase.FETCHED:
            if method == "getUpdates" and answer["result"] and is_time():
                loop.call_later(soon, strike)
        elif method.startswith("send") and phase in (Phase.TAKEN, Phase.ANSWERED) and is_time():
            if phase is Phase.TAKEN:
                strike()
            else:
                loop.call_later(soon, strike)

    def on_bringing() -> None:
        if phase is Phase.FETCHED and is_time():
            loop.call_later(soon, strike)

    def on_taken() -> bool:
        if phase is Phase.CONFIRM and is_time():
            strike()
            return True
        return False

    async def otherwise() -> None:
        if phase is Phase.ANY:
            await asyncio.sleep(dice.random() * 1.5)
            strike()
        elif phase is Phase.COMMIT and wal is not None:
            await _growth_of(wal, dice.randrange(1, 6))
            strike()

    server.watched.on_call, server.on_handled = on_call, on_handled
    server.brings.on_bringing, server.brings.on_taken = on_bringing, on_taken
    other = asyncio.ensure_future(otherwise())
    try:
        return await _in_time(done.wait(), LONGEST)
    finally:
        server.unwatch()
        other.cancel()
        kill()


async def _growth_of(wal: Path, times: int) -> None:
    """Return at the moment in which SQLite's log is written to for so many times."""
    for _ in range(times):
        before = _written(wal)
        while _written(wal) == before:  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0)


def _written(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


async def _in_time(wait: Awaitable[Any], seconds: float) -> bool:
    try:
        await asyncio.wait_for(wait, seconds)
    except TimeoutError:
        return False
    return True
