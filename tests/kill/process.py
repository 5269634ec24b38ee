"""The bot as a program of its own, and a clock that it shares with the practice server."""

import asyncio
import signal
import time
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.parse import urlsplit

from bot.addresses import Webhook
from bot.clock import AnchoredClock
from tests.kill.life import live
from tests.kill.triggers import WatchedServer

SPEED = 20.0

# Loading the program takes longer than most lives last: each is forked from a process that has
# loaded it, and done nothing else.
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([live.__module__])


class DayClock:
    """Time runs on; between two lives of the bot it can jump to a later hour."""

    def __init__(self, start: datetime) -> None:
        self.jump_to(start)

    def jump_to(self, moment: datetime) -> None:
        """Let it be ``moment`` now."""
        real = time.time()
        self.setting = f"{real},{moment.isoformat()},{SPEED}"
        self._anchored = AnchoredClock(real, moment, SPEED)

    def now(self) -> datetime:
        return self._anchored.now()

    async def sleep(self, seconds: float) -> None:
        await self._anchored.sleep(seconds)


class BotProcess:
    """``sanxue run``: started, killed, started again."""

    def __init__(
        self,
        server: WatchedServer,
        clock: DayClock,
        database: str,
        folder: Path,
        hook: Webhook | None = None,
    ) -> None:
        self._server = server
        self._clock = clock
        self._database = database
        self._folder = folder
        self._hook = hook
        self._process: ForkServerProcess | None = None
        self._gone = asyncio.Event()

    async def start(self) -> None:
        """Start it; it is on its way when this returns."""
        environment = {
            "SANXUE_TOKEN": self._server.token,
            "SANXUE_API_URL": self._server.api_url,
            "SANXUE_DATABASE": self._database,
            "SANXUE_CLOCK": self._clock.setting,
            "SANXUE_LOG": "warning",
        }
        if self._hook is not None:
            environment["SANXUE_LISTEN"] = urlsplit(self._hook.url).netloc
            environment["SANXUE_WEBHOOK_URL"] = self._hook.url
            environment["SANXUE_WEBHOOK_SECRET"] = self._hook.secret
        self._server.fetched.clear()
        self._process = _FORKS.Process(target=live, args=(self._folder, environment))
        self._process.start()
        self._gone.clear()
        asyncio.get_running_loop().add_reader(self._process.sentinel, self._note_end)

    def kill(self) -> None:
        """Kill it as the power does: no handler runs, nothing is flushed."""
        if self._process is not None:
            self._process.kill()

    async def ended(self) -> None:
        """Return when it is gone."""
        assert self._process is not None
        await self._gone.wait()
        code = self._process.exitcode
        assert code == -signal.SIGKILL, f"the bot ended by itself with {code}:\n{self.log}"

    async def has_begun(self, seconds: float) -> bool:
        """Wait until it has asked for updates, or to be brought them; false when it ends before,
        or has not done so after so many seconds."""
        waits = [
            asyncio.ensure_future(self._server.fetched.wait()),
            asyncio.ensure_future(self._gone.wait()),
        ]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self._server.fetched.is_set()

    def _note_end(self) -> None:
        assert self._process is not None
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._gone.set()

    @property
    def log(self) -> str:
        """What it said on the terminal, in all its lives."""
        return (self._folder / "bot.log").read_text("utf-8", "replace")
