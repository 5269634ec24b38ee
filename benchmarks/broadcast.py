"""A post to every group, against a server that enforces Telegram's limits."""

import asyncio
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.organisation import DEFAULTS, group_of
from benchmarks.telegram import Beside, beside
from bot.application import Application, Connection, opened
from bot.clock import SystemClock
from storage import outbox
from storage.database import open_database
from storage.schema import upgrade
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank

_ALLOWED = 30
_PROBE = 0.005


@dataclass(frozen=True, slots=True)
class Broadcast:
    """``share`` of the 30 messages a second that are allowed; lag in ms; growth in MB."""

    groups: int
    share: float
    refused: int
    lag_p99: float
    lag_most: float
    growth: float


async def measure(groups: int = 1500) -> Broadcast:
    """Send one text to each of ``groups`` groups."""
    async with beside(groups) as server:
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite:///{Path(folder) / 'broadcast.db'}")
            await upgrade(database)
            connection = Connection(server.token, server.api_url, server.file_url)
            async with opened(database, connection, SystemClock(), DEFAULTS) as application:
                await _put(application, groups)
                lags, grown = await _send_all(application)
            await database.close()
        return await _judged(server, groups, lags, grown)


async def _put(application: Application, groups: int) -> None:
    now = application.clock.now()
    async with application.database.writing() as tx:
        await outbox.put(
            tx,
            [
                NewDelivery(
                    bot_id=application.bot_id,
                    key=f"post:{n}",
                    rank=Rank.BROADCAST,
                    kind=DeliveryKind.TEXT,
                    chat_id=group_of(n),
                    language="zh",
                    not_before=now,
                    payload={"text": "今天的一学。" * 40},
                )
                for n in range(groups)
            ],
        )


async def _send_all(application: Application) -> tuple[list[float], float]:
    """Let the outbox work until nothing waits; lags of the event loop in s, growth in MB."""
    lags: list[float] = []
    sending = asyncio.ensure_future(application.outbox.run())
    probing = asyncio.ensure_future(_probe(lags))
    await asyncio.sleep(5)
    before = _most_memory()
    while await _waiting(application):  # noqa: ASYNC110 - the outbox tells nobody
        await asyncio.sleep(0.5)
    grown = _most_memory() - before
    for task in (sending, probing):
        task.cancel()
    await asyncio.gather(sending, probing, return_exceptions=True)
    return lags, grown


def _most_memory() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _waiting(application: Application) -> bool:
    async with application.database.reading() as tx:
        return bool(await outbox.backlog(tx, application.bot_id))


async def _probe(lags: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_PROBE)
        lags.append(time.perf_counter() - began - _PROBE)


async def _judged(server: Beside, groups: int, lags: list[float], grown: float) -> Broadcast:
    seen = await server.seen()
    at = seen["sent_at"]
    assert len(at) == groups, f"{len(at)} of {groups} were sent"
    # The first second's burst is Telegram's to give: what counts is the rate from then on.
    later = [each for each in at if each > at[0] + 1]
    rate = (len(later) - 1) / (later[-1] - later[0])
    ranked = sorted(lags)
    return Broadcast(
        groups,
        rate / _ALLOWED,
        seen["refused"],
        ranked[int(len(ranked) * 0.99)] * 1000,
        ranked[-1] * 1000,
        grown,
    )
