"""The two bots of the broadcast: ``python -m benchmarks.senders``, started by ``broadcast``, prints
what it felt. Both are at work as in earnest: they fetch updates meanwhile."""

import asyncio
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from telegram.ext import AIORateLimiter, ApplicationBuilder

from benchmarks.gauges import Gauges, gauged
from benchmarks.organisation import DEFAULTS, group_of
from bot.application import Application, opened
from bot.clock import SystemClock
from bot.connection import Connection
from bot.running import spare_collections
from storage import outbox
from storage.database import open_database
from storage.schema import upgrade
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank

Send = Callable[[int], Awaitable[object]]
Bot = Callable[[Connection], AbstractAsyncContextManager[Send]]

_TEXT = "今天的一学。" * 40

_WARM_UP = 1.0
"""Seconds for a bot to settle before anything is measured."""

_AT_A_TIME = 50
"""Posts that the clock's tick writes in one transaction."""

_RETRIES = 5
"""How often the stock bot repeats a message that was refused."""


@asynccontextmanager
async def ours(connection: Connection) -> AsyncIterator[Send]:
    """The posts are put into the outbox as the clock does it, and sent from there."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'broadcast.db'}")
        await upgrade(database)
        async with opened(database, connection, SystemClock(), DEFAULTS) as application:

            async def send(groups: int) -> None:
                for first in range(0, groups, _AT_A_TIME):
                    await _put(application, range(first, min(first + _AT_A_TIME, groups)))
                while await _waiting(application):  # noqa: ASYNC110 - the outbox tells nobody
                    await asyncio.sleep(0.5)

            spare_collections()
            running = asyncio.ensure_future(application.run())
            yield send
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        await database.close()


async def _put(application: Application, numbers: Sequence[int]) -> None:
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
                    payload={"text": _TEXT},
                )
                for n in numbers
            ],
        )
    application.outbox.wake()


async def _waiting(application: Application) -> bool:
    async with application.database.reading() as tx:
        return bool(await outbox.backlog(tx, application.bot_id))


@asynccontextmanager
async def stock(connection: Connection) -> AsyncIterator[Send]:
    """All messages gathered, paced by ``AIORateLimiter``, which repeats what was refused."""
    # It writes a traceback for each message that it gives up, which costs time: spare it that.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    builder = ApplicationBuilder().token(connection.token).base_url(connection.api_url)
    limiter = AIORateLimiter(max_retries=_RETRIES)
    application = builder.job_queue(None).rate_limiter(limiter).build()

    async def send(groups: int) -> None:
        sending = (application.bot.send_message(group_of(n), _TEXT) for n in range(groups))
        await asyncio.gather(*sending, return_exceptions=True)

    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        yield send
        await application.updater.stop()
        await application.stop()


async def work(bot: Bot, connection: Connection, groups: int, most: float) -> None:
    """Send to all groups, and print what was felt; end the process after ``most`` seconds."""
    async with bot(connection) as send:
        await asyncio.sleep(_WARM_UP)
        async with gauged() as gauges:
            began = time.monotonic()
            # Not by the event loop, which may stand still.
            watchdog = threading.Timer(most, _give_up, (gauges, began))
            watchdog.start()
            await send(groups)
        watchdog.cancel()
        _tell(gauges, began, stopped=False)


def _give_up(gauges: Gauges, began: float) -> None:
    gauges.look()
    _tell(gauges, began, stopped=True)
    os._exit(0)


def _tell(gauges: Gauges, began: float, *, stopped: bool) -> None:
    felt = {
        "began": began,
        "ended": time.monotonic(),
        "stopped": stopped,
        "lag_p99": gauges.lag(0.99),
        "lag_most": gauges.lag(1),
        "growth": gauges.growth,
        "late_growth": gauges.late_growth,
    }
    print(json.dumps(felt), flush=True)


if __name__ == "__main__":
    _side, _groups, _most, _token, _api_url, _file_url = sys.argv[1:]
    _bot: Bot = ours if _side == "ours" else stock
    asyncio.run(work(_bot, Connection(_token, _api_url, _file_url), int(_groups), float(_most)))
