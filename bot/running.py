"""``sanxue run`` from its start to its end: who may run, what listens, and how it stops."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.application import Application, opened
from bot.clock import Clock
from bot.connection import Connection
from bot.logs import logger
from bot.service_manager import ServiceManager
from bot.settings import Settings, Supervision
from bot.version import own_version
from programme.importing import seed_programme
from storage.database import Database
from storage.leader import Leadership, lead
from storage.units import Defaults
from storage.values.people import BotId, TelegramId

log = logger(__name__)


async def run(
    database: Database, settings: Settings, clock: Clock, supervision: Supervision
) -> None:
    """Run the bot with these settings until it is told to stop.

    Raises :class:`SanxueError` for what the operator can mend.
    """
    assert settings.bot_id is not None
    defaults = Defaults(settings.time_zone, settings.language)
    owner = None if settings.owner is None else TelegramId(settings.owner)
    manager = ServiceManager(supervision.socket, supervision.watchdog, clock)

    def stand_by() -> None:
        # The start is over for whoever waits for it: this may last for months.
        manager.is_at("Standing by: another process works for this bot", ready=True)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_heard(manager))
        doors = None
        if settings.listening is not None:
            # Imported late: the web server takes a while to load, and few need it.
            from bot.doors.server import opened as opened_doors  # noqa: PLC0415

            listening = opened_doors(settings.listening, settings.webhook, settings.public_url)
            doors = await stack.enter_async_context(listening)
        leading = lead(database, BotId(settings.bot_id), clock.sleep, stand_by)
        leadership = await stack.enter_async_context(leading)
        await seed_programme(database, settings.programme, clock.now(), defaults)
        application = await stack.enter_async_context(
            opened(
                database,
                _connection(settings),
                clock,
                defaults,
                owner,
                None if doors is None else doors.metrics,
            )
        )
        if doors is not None:
            await stack.enter_async_context(doors.lead_to(application))
        manager.pulse = application.pulse
        spare_collections()
        await _until_stopped(application, leadership, manager)


def spare_collections() -> None:
    """Keep what the start has made out of the garbage collector's sight, in a process that is the
    bot's alone.

    Modules, tables and catalogues never become garbage, yet each full collection looked at all of
    them: 84 to 125 ms, the longest lags of the loop in a broadcast to 10,000 groups. What is
    garbage by now goes first, or it would stay for good.
    """
    gc.collect()
    gc.freeze()


def _connection(settings: Settings) -> Connection:
    assert settings.token is not None
    return Connection(
        settings.token.get_secret_value(),
        settings.api_url,
        settings.file_base_url,
        max(1, int(settings.rate)),
        settings.webhook,
        settings.public_url if settings.listening is not None else None,
    )


@asynccontextmanager
async def _heard(manager: ServiceManager) -> AsyncIterator[None]:
    """While systemd hears, if it listens, that we live."""
    telling = asyncio.ensure_future(manager.keep_alive())
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.wait({telling})


async def _until_stopped(
    application: Application, leadership: Leadership, manager: ServiceManager
) -> None:
    work = asyncio.ensure_future(application.run())
    right = asyncio.ensure_future(leadership.lost())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        # Windows has no such handlers; there the interrupt ends the loop by itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, work.cancel)
    # Whoever hears this may stop us at once.
    manager.is_at("At work", ready=True)
    log.info("at work", bot=application.bot_id, version=own_version())
    try:
        await asyncio.wait({work, right}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        manager.stops()
        work.cancel()
        right.cancel()
        ended = await asyncio.gather(work, right, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error
