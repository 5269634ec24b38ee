"""Addresses of databases, and the engines that connect to them."""

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool
from sqlalchemy.util import await_only

from storage.values.messages import BadInput, message

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

_BUSY_SECONDS = 30
SYNCHRONOUS = "FULL"
"""What is committed on SQLite is on the disk, also after a power cut."""
# The log grows to 32 MB before it is worked into the file; what is read stays in up to 16 MB.
_LOG_PAGES = 8000
_CACHE_KIB = 16_000
_TRIES, _BETWEEN = 250, 0.02
"""So often, and after so many seconds, a new file is asked to keep a log."""


def parse_url(address: str) -> URL:
    """The address of a database with its asynchronous driver named.

    Raises :class:`BadInput` when it is neither ``sqlite:///FILE`` nor ``postgresql://…``.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        url = None
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    if url is None or url.get_backend_name() not in drivers:
        raise BadInput(
            message(
                "The database address can't be read. Write sqlite:///FILE or "
                "postgresql://USER:PASSWORD@HOST/NAME."
            )
        )
    return url.set(drivername=drivers[url.get_backend_name()])


def shown_address(address: str) -> str:
    """A database's address to show: the whole path of a file, or a server without its password."""
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").resolve())
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def make_private(file: Path) -> None:
    """A database file that is only now made is for its owner alone: it holds people's notes. What
    SQLite puts beside it gets the same rights."""
    # Where nothing can be written, the first transaction says so.
    with suppress(OSError):
        file.touch(mode=0o600, exist_ok=True)


def make_engine(url: URL, **options: Any) -> Engine:
    """An engine for a database, with these options of SQLAlchemy's; its driver is asynchronous, so
    whatever it does is to be called through ``greenlet_spawn``."""
    # An error must not tell a statement's values: they may be somebody's note.
    return create_engine(url, hide_parameters=True, **options)


def awaited(engine: Engine) -> "AsyncEngine":
    """The same engine in SQLAlchemy's own asynchronous dress, which rare work wears."""
    # Imported late: it brings the whole ORM with it, 8 MB that a bot at work never needs.
    from sqlalchemy.ext.asyncio import AsyncEngine  # noqa: PLC0415

    return AsyncEngine(engine)


def unpooled(url: URL) -> "AsyncEngine":
    """An engine without a pool, for one-off work such as writing a backup file."""
    return awaited(make_engine(url, poolclass=NullPool))


def keep_log(connection: Any) -> None:
    """Have writes go to a log beside the file.

    Whoever is the first to say so to a new file shuts the others out for a moment in which SQLite,
    unlike elsewhere, does not wait. Raises :class:`sqlite3.OperationalError` when it lasts.
    """
    for left in reversed(range(_TRIES)):
        cursor = connection.cursor()
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            await_only(asyncio.sleep(_BETWEEN))
        else:
            return
        finally:
            cursor.close()


def prepare_sqlite(engine: Engine, begin: str) -> None:
    """Settle what SQLite does for each connection, and with which words a transaction begins."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is off: SQLAlchemy's begin event says BEGIN.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        keep_log(connection)
        cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        # A busy noon writes the same pages again and again: they go from the log into the file
        # once in a while, not after every third batch.
        cursor.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        # Straight to the driver: SQLAlchemy's own way goes into its thread three times.
        driver = connection.connection.driver_connection
        await_only(driver.execute_fetchall(begin))
