"""A text to every group, against a server that enforces Telegram's limits: Sanxue and stock
python-telegram-bot, each a new program with a new server, so that neither inherits the other's
memory, and one that never ends can be stopped."""

import asyncio
import json
import os
import sys
import tempfile
from typing import Any, Literal

from msgspec import Struct

from benchmarks.gauges import idle_beside
from benchmarks.telegram import ALLOWED, Beside, beside

Side = Literal["ours", "stock"]


class Broadcast(Struct, frozen=True):
    """How one text to ``groups`` groups went.

    ``share``: messages taken ÷ those allowed, 30 a second, from the order to the last arrival.
    ``refused``: answers that it was too much (429). ``lost``: groups that it did not reach.
    ``lag_…``: how late the event loop was, in ms, and ``idle_…`` that of a program that did
    nothing meanwhile. ``growth``: memory, in MB, and ``late_growth`` in the second half.
    ``stopped``: it was stopped after so many seconds, since it had not ended.
    """

    groups: int
    share: float
    refused: int
    lost: int
    lag_p99: float
    lag_most: float
    idle_p99: float
    idle_most: float
    growth: float
    late_growth: float
    stopped: float | None


async def measure(groups: int) -> tuple[Broadcast, Broadcast]:
    """Ours, then stock; either is stopped after twice the time that the limits ask for."""
    most = 60 + 2 * groups / ALLOWED
    return await send("ours", groups, most), await send("stock", groups, most)


async def send(side: Side, groups: int, most: float) -> Broadcast:
    """Let one side send; it is stopped after ``most`` seconds."""
    async with beside(groups) as server:
        idle = await idle_beside()
        felt = await _sent(side, server, groups, most)
        idle_p99, idle_most = json.loads((await idle.communicate(b""))[0])
        seen = await server.seen()
    arrived = seen["sent_at"]
    # Times of two programs: both read the one monotonic clock of the machine.
    ended = felt["ended"] if felt["stopped"] else arrived[-1]
    return Broadcast(
        groups=groups,
        share=len(arrived) / ((ended - felt["began"]) * ALLOWED),
        refused=seen["refused"],
        lost=groups - len(arrived),
        lag_p99=felt["lag_p99"],
        lag_most=felt["lag_most"],
        idle_p99=idle_p99,
        idle_most=idle_most,
        growth=felt["growth"],
        late_growth=felt["late_growth"],
        stopped=most if felt["stopped"] else None,
    )


async def _sent(side: Side, server: Beside, groups: int, most: float) -> dict[str, Any]:
    program = (sys.executable, "-m", "benchmarks.senders")
    given = (side, str(groups), str(most), server.token, server.api_url, server.file_url)
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            *program,
            *given,
            stdout=asyncio.subprocess.PIPE,
            # One that is stopped can't clear up after itself.
            env={**os.environ, "TMPDIR": folder},
        )
        printed, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{side} ended with {process.returncode} before it had sent all")
    felt: dict[str, Any] = json.loads(printed)
    return felt
