"""How soon the bot is at work with a whole county, and the memory that it then keeps."""

import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from functools import partial
from pathlib import Path

from msgspec import Struct

from benchmarks.organisation import found, moment
from bot.practice.faults import Fault, Faults
from bot.practice.server import PracticeServer
from storage.database import open_database
from storage.schema import upgrade
from storage.values.people import BotId

_ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 60.0
_IDLE_SECONDS = 10.0


class Starts(Struct, frozen=True):
    """Seconds from the command to the first ``getUpdates``: the first time, again, and again after
    a kill (medians); and the memory in MB of a bot that has nothing to do, which is 0 where no
    file tells it."""

    first: float
    again: float
    after_kill: float
    memory: float


class _Watch(Faults):
    """Tells when the bot asks for updates."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        if method == "getUpdates":
            self.asked.set()
        return super().take(method, chat_id)


async def measure(branches: int = 1_000, size: int = 15, rounds: int = 5) -> Starts:
    """Start and stop the bot as a program of its own, on a SQLite file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = PracticeServer(keep_calls=False)
        server.faults = watch = _Watch()
        async with server:
            await _found(folder, BotId(server.bot_user.id), branches, size)
            lives = partial(_life, server, watch, folder)
            first, _ = await lives(signal.SIGTERM)
            again = [(await lives(signal.SIGTERM))[0] for _ in range(rounds)]
            await lives(signal.SIGKILL)
            killed = [(await lives(signal.SIGKILL))[0] for _ in range(rounds)]
            _, memory = await lives(signal.SIGTERM, _IDLE_SECONDS)
    return Starts(first, statistics.median(again), statistics.median(killed), memory)


async def _found(folder: Path, bot_id: BotId, branches: int, size: int) -> None:
    database = open_database(f"sqlite:///{folder / 'county.db'}")
    await upgrade(database)
    await found(database, bot_id, branches, size)
    await database.close()


async def _life(
    server: PracticeServer, watch: _Watch, folder: Path, end: signal.Signals, idle: float = 0
) -> tuple[float, float]:
    """One life of the bot: the seconds until it asks for updates, and its memory at the end."""
    watch.asked.clear()
    began = time.time()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.command_line", "run"),
        cwd=folder,
        env={
            "PYTHONPATH": str(_ROOT),
            "SANXUE_TOKEN": server.token,
            "SANXUE_API_URL": server.api_url,
            "SANXUE_DATABASE": f"sqlite:///{folder / 'county.db'}",
            "SANXUE_TIME_ZONE": "UTC",
            # Half past six, so that nothing is due before the bot has been looked at.
            "SANXUE_CLOCK": f"{began},{moment(0, 6, 30).isoformat()},1",
            "SANXUE_LOG": "error",
        },
    )
    await asyncio.wait_for(watch.asked.wait(), _PATIENCE)
    took = time.time() - began
    await asyncio.sleep(idle)
    memory = _memory(process)
    os.kill(process.pid, end)
    await process.wait()
    return took, memory


def _memory(process: Process) -> float:
    """The memory that a program has now, in MB."""
    file = Path(f"/proc/{process.pid}/status")
    if not file.exists():
        return 0.0
    line = next(each for each in file.read_text().splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
