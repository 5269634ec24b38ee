"""``sanxue practice``: the page on this machine, and the show beside it."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from errno import EADDRINUSE
from typing import Any

from aiohttp import web
from rich.box import HEAVY
from rich.panel import Panel
from rich.text import Text

from bot.commands.operator import Operator
from bot.practice.page.casting import Source
from bot.practice.page.page import Page
from bot.practice.page.web import application
from bot.practice.show import run as show
from storage.values.messages import BadInput, message

PORT = 8420
"""The page's usual port. When it is taken, any free one is."""

_PACE = 0.3
_HOST = "127.0.0.1"


async def serve(
    operator: Operator, source: Source, port: int | None, *, with_show: bool, fast: bool
) -> None:
    """Serve the page until Ctrl+C or SIGTERM; meanwhile play the show in the terminal, once.

    Raises :class:`BadInput` when ``port`` was asked for and is taken, and what reading the
    source's files raises.
    """
    async with (
        _stopping() as stop,
        Page(source, operator.settings.language, _PACE) as page,
        listening(page, port) as address,
    ):
        _show_address(operator, address)
        if with_show:
            await _until(stop, show(operator.settings, fast=fast, console=operator.console))
        if not stop.is_set():
            operator.tell("The page stays open at {address} until Ctrl+C.", address=address)
            await stop.wait()


@asynccontextmanager
async def listening(page: Page, port: int | None) -> AsyncIterator[str]:
    """While the page is served; gives its address. ``port``: None for the usual, or a free one."""
    runner = web.AppRunner(application(page), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _bind(runner, port)
        yield f"http://{_HOST}:{runner.addresses[0][1]}/"
    finally:
        page.close()
        await runner.cleanup()


async def _bind(runner: web.AppRunner, port: int | None) -> None:
    try:
        await web.TCPSite(runner, _HOST, PORT if port is None else port).start()
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        if port is not None:
            raise BadInput(
                message(
                    "Port {port} is taken. Choose another with --port, or leave it out.", port=port
                )
            ) from None
        await web.TCPSite(runner, _HOST, 0).start()


def _show_address(operator: Operator, address: str) -> None:
    """Print the address large: it is what everybody is looking for."""
    said = operator.words("Open this in your browser:")
    text = Text.assemble(f"{said}\n\n", (address, "bold"))
    operator.console.print(Panel(text, box=HEAVY, padding=(1, 4), expand=False))


@asynccontextmanager
async def _stopping() -> AsyncIterator[asyncio.Event]:
    """An event that Ctrl+C and SIGTERM set, so that the temporary database is taken away."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for name in signals:
        # Windows has no such handlers; there the interrupt ends the loop by itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    try:
        yield stop
    finally:
        for name in signals:
            # As above: where none could be set, none is to be taken away.
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(name)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do ``work``, unless it is time to stop first."""
    doing, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
    for each in (doing, stopped):
        each.cancel()
    ended, _ = await asyncio.gather(doing, stopped, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended
