"""Starting the practice server as a program beside the benchmark."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

ALLOWED = 30
"""Messages a second that Telegram takes from a bot."""

_LONGEST_LINE = 2**24


class Beside:
    """A practice server in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, told: dict[str, str]) -> None:
        self._process = process
        self.token = told["token"]
        self.api_url = told["api_url"]
        self.file_url = self.api_url.replace("/bot", "/file/bot")

    async def seen(self, votes: Sequence[tuple[str, int]] = ()) -> dict[str, Any]:
        """Let it begin, with these polls and members to vote, or end; what it saw, at its end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(votes).encode() + b"\n")
        found: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return found


@asynccontextmanager
async def beside(groups: int, commands: int = 0) -> AsyncIterator[Beside]:
    """A server with so many groups, and a crowd that asks for so many seconds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.server", str(groups), "--commands", str(commands)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
    )
    assert process.stdout is not None
    try:
        yield Beside(process, json.loads(await process.stdout.readline()))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
