"""``sanxue run`` as a program: what it tells systemd, what listens, how it stops."""

import asyncio
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.practice.server import PracticeServer
from bot.running import spare_collections
from tests.doors.places import SECRET, free_place, hook_at

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Program:
    """A running ``sanxue run``."""

    process: asyncio.subprocess.Process
    folder: Path
    ear: socket.socket

    async def says(self, words: str) -> str:
        """Wait until it tells systemd something with these words."""
        loop = asyncio.get_running_loop()
        while True:
            said = (await loop.sock_recv(self.ear, 1000)).decode()
            if words in said:
                return said

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    async def ends(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()


@asynccontextmanager
async def running(folder: Path, server: PracticeServer, **more: str) -> AsyncIterator[Program]:
    """The program, started in a folder of its own; ``more`` are settings."""
    notify = folder / "notify"
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear,
        (folder / "log").open("ab") as log,
    ):
        ear.bind(str(notify))
        ear.setblocking(False)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.command_line", "run"),
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "NOTIFY_SOCKET": str(notify),
                "WATCHDOG_USEC": "30000000",
                "SANXUE_TOKEN": server.token,
                "SANXUE_API_URL": server.api_url,
                "SANXUE_LANGUAGE": "en",
                **more,
            },
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )
        try:
            async with asyncio.timeout(60):
                yield Program(process, folder, ear)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_it_tells_systemd_listens_and_ends_in_order(tmp_path: Path) -> None:
    place = free_place()
    hook = hook_at(place)
    settings = {
        "SANXUE_LISTEN": str(place),
        "SANXUE_WEBHOOK_URL": hook.url,
        "SANXUE_WEBHOOK_SECRET": SECRET,
        "SANXUE_LOG_FORMAT": "json",
    }
    async with (
        PracticeServer() as server,
        aiohttp.ClientSession() as http,
        running(tmp_path, server, **settings) as program,
    ):
        assert await program.says("WATCHDOG=1")
        assert "STATUS=At work" in await program.says("READY=1")
        li = server.add_user("Li")
        server.start_private(li)
        await server.all_taken()
        async with http.get(f"http://{place}/readyz") as answer:
            assert (answer.status, (await answer.json())["ready"]) == (200, True)
        # One that stands by is alive, is ready for systemd, and not for work.
        second = free_place()
        other = settings | {"SANXUE_LISTEN": str(second), "SANXUE_LOG_FORMAT": "text"}
        (tmp_path / "second").mkdir()
        database = f"sqlite:///{tmp_path}/sanxue.db"
        async with running(
            tmp_path / "second", server, **other, SANXUE_DATABASE=database
        ) as standby:
            assert "Standing by" in await standby.says("READY=1")
            async with http.get(f"http://{second}/healthz") as answer:
                assert answer.status == 200
            async with http.get(f"http://{second}/readyz") as answer:
                assert answer.status == 503
            assert await program.ends() == 0
            assert await program.says("STOPPING=1")
            assert "STATUS=At work" in await standby.says("STATUS=At work")
            assert await standby.ends() == 0
    # Before it runs, it speaks to whoever has started it, in words.
    told = program.log[program.log.index("{") :]
    lines = [json.loads(line) for line in told.splitlines()]
    assert {"at work", "batch stored", "the webhook is set"} <= {each["event"] for each in lines}
    [batch] = [each for each in lines if each["event"] == "batch stored" and each["handled"]]
    assert batch["level"] == "info" and batch["failed"] == 0 and batch["ms"] >= 0
    assert "standing by" in standby.log
    for secret in (server.token, server.token.partition(":")[2], SECRET, "Li"):
        assert secret not in program.log + standby.log


def test_what_the_start_has_made_is_not_searched_for_garbage() -> None:
    try:
        spare_collections()
        assert gc.get_freeze_count() > len(sys.modules)
    finally:
        gc.unfreeze()
