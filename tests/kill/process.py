"""The bot as a program of its own, and a clock that it shares with the practice server."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.addresses import Webhook
from bot.clock import AnchoredClock
from tests.kill.triggers import WatchedServer

ROOT = Path(__file__).resolve().parents[2]
SPEED = 20.0


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
        self._process: Process | None = None
        self._alive = False

    async def start(self) -> None:
        """Start it; it is on its way when this returns."""
        environment = {
            "PYTHONPATH": str(ROOT),
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
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.command_line", "run"),
                cwd=self._folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self._alive = True

    def kill(self) -> None:
        """Kill it as the power does: no handler runs, nothing is flushed."""
        # Straight to the system, once: asyncio's own way may take its exit code away from it.
        if self._process is not None and self._alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        self._alive = False

    async def ended(self) -> None:
        """Return when it is gone."""
        assert self._process is not None
        code = await self._process.wait()
        assert code == -signal.SIGKILL, f"the bot ended by itself with {code}:\n{self.log}"

    async def at_work(self, seconds: float) -> None:
        """Return when it has asked for updates, or to be brought them; an assertion fails when it
        ends before."""
        assert self._process is not None
        waits = [
            asyncio.ensure_future(self._server.fetched.wait()),
            asyncio.ensure_future(self._process.wait()),
        ]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        assert self._server.fetched.is_set(), f"the bot does not begin:\n{self.log}"

    @property
    def log(self) -> str:
        """What it said on the terminal, in all its lives."""
        return (self._folder / "bot.log").read_text("utf-8", "replace")
