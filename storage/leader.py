"""One process works for a bot's token at a time; others stand by and take over.

On PostgreSQL the leader holds an advisory lock on a connection of its own; on SQLite a lock of the
operating system on a file beside the database. Either goes with the process, however it ends.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from sqlalchemy import text

from storage.database import Database
from storage.engines import unpooled
from storage.faults import NotNow
from storage.values.messages import message
from storage.values.people import BotId

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

logger = logging.getLogger(__name__)

_STANDBY_SECONDS = 1.0
_HEARTBEAT_SECONDS = 10.0
# Sets our advisory locks apart from others in the same database; bot ids are below 2 ** 40.
_LOCKS = 0x5A << 40

Sleep = Callable[[float], Awaitable[None]]


class Leadership(Protocol):
    """The right to work for a bot."""

    async def lost(self) -> None:
        """Wait for as long as the right is held; raises :class:`NotNow` when it is lost."""
        ...


@asynccontextmanager
async def lead(
    database: Database,
    bot_id: BotId,
    sleep: Sleep = asyncio.sleep,
    on_standby: Callable[[], None] = lambda: None,
) -> AsyncIterator[Leadership]:
    """Wait until no other process works for this bot, then hold that right for the block.

    ``on_standby`` is called when it has to be waited for.
    Run :meth:`Leadership.lost` beside the work, so that the process ends with its right.
    """

    def stand_by() -> None:
        logger.warning("Another process works for this bot: standing by until it ends.")
        on_standby()

    if database.url.get_backend_name() == "postgresql":
        async with _by_advisory_lock(database, bot_id, sleep, stand_by) as held:
            yield held
    else:
        file = Path(f"{database.url.database}.lock-{bot_id}")
        async with _by_file(file, sleep, stand_by) as leadership:
            yield leadership


class _FileHeld:
    async def lost(self) -> None:
        await asyncio.get_running_loop().create_future()


@asynccontextmanager
async def _by_file(
    path: Path, sleep: Sleep, stand_by: Callable[[], None]
) -> AsyncIterator[_FileHeld]:
    # Opened for appending: the file is there to be locked, and a second opening must not hurt it.
    with path.open("ab") as file:
        if not _locked(file):
            stand_by()
            while not _locked(file):
                await sleep(_STANDBY_SECONDS)
        yield _FileHeld()


# Asked in this way mypy knows which of the two there is.
if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class _ConnectionHeld:
    def __init__(self, connection: "AsyncConnection", ended: asyncio.Event, sleep: Sleep) -> None:
        self._connection = connection
        self._ended = ended
        self._sleep = sleep

    async def lost(self) -> None:
        while not self._ended.is_set():
            await self._beat()
        raise NotNow(
            message(
                "The connection that gave this process the right to run the bot is gone, so it "
                "stops: another may have taken over. Start it again."
            )
        )

    async def _beat(self) -> None:
        """Wait a while, or until the connection ends; then see whether it still answers."""
        pause = asyncio.ensure_future(self._sleep(_HEARTBEAT_SECONDS))
        ended = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({pause, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
            ended.cancel()
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                await self._connection.execute(text("SELECT 1"))
        except Exception:
            self._ended.set()


@asynccontextmanager
async def _by_advisory_lock(
    database: Database, bot_id: BotId, sleep: Sleep, stand_by: Callable[[], None]
) -> AsyncIterator[_ConnectionHeld]:
    engine = unpooled(database.url).execution_options(isolation_level="AUTOCOMMIT")
    key = {"key": _LOCKS + bot_id}
    async with engine.connect() as connection:
        ended = await _end_of(connection)
        if not (await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key)).scalar():
            stand_by()
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        yield _ConnectionHeld(connection, ended, sleep)


async def _end_of(connection: "AsyncConnection") -> asyncio.Event:
    ended = asyncio.Event()

    def note(_connection: Any) -> None:
        ended.set()

    driver: Any = (await connection.get_raw_connection()).driver_connection
    driver.add_termination_listener(note)
    return ended
