"""The schema's version, and bringing a database to the newest one.

Whoever opens a database does it with :func:`open_newest`: two programs that find the same empty
file at once must not both fill it, so the step is taken under the writers' lock and the version
is read again once the lock is held. Before an existing schema is changed, the whole database is
backed up beside it.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import Connection, inspect, text

from storage.database import Database, open_database
from storage.faults import NotNow, reaching
from storage.tables import metadata
from storage.values.messages import BadInput, message

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Any number will do, as long as nobody else of ours takes it.
_UPGRADE_LOCK = 3_039_418

_VERSION = text("SELECT version_num FROM alembic_version")


class Upgraded(Struct, frozen=True):
    """What was done to the schema. ``before`` is ``None`` for a database that was empty."""

    before: str | None
    after: str
    backup: Path | None = None

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return self.before != self.after


Backup = Callable[[Database, str], Awaitable[Path]]
"""Backs a database up before its schema, of the version given, is changed."""


@cache
def known_versions() -> tuple[str, ...]:
    """The versions of the schema that this program knows, the newest first.

    Each is what the name of its migration's file begins with.
    """
    files = (resources.files("storage.migrations") / "versions").iterdir()
    versions = [each.name.partition("_")[0] for each in files]
    return tuple(sorted(filter(str.isdecimal, versions), reverse=True))


def newest_version() -> str:
    """The version of the schema that this program works with."""
    return known_versions()[0]


async def open_newest(address: str, backup: Backup | None = None) -> tuple[Database, Upgraded]:
    """Open the database at ``address`` and bring it to the newest schema.

    Raises :class:`BadInput` for an address or a file that can't be used, and :class:`NotNow` for
    a database that is out of reach, locked, or from a newer version of this program.
    """
    database = open_database(address)
    try:
        with reaching(database.url):
            return database, await upgrade(database, backup)
    except BaseException:
        await database.close()
        raise


async def version_of(database: Database) -> str | None:
    """The version of the database's schema; ``None`` for an empty database."""
    return await database.seen(_version)


async def version_on(connection: "AsyncConnection") -> str | None:
    """The same, as a connection's transaction sees it."""
    return await connection.run_sync(_version)


async def upgrade(database: Database, backup: Backup | None = None) -> Upgraded:
    """Bring the schema to the newest version, all or nothing.

    ``backup`` is called first when there is something that could be lost.
    """
    before = await version_of(database)
    if _is_newest(before):
        return Upgraded(before, newest_version())
    async with database.engine.connect() as connection:
        await _heed_foreign_keys(connection, False)
        try:
            return await _step(database, connection, backup)
        finally:
            await _heed_foreign_keys(connection, True)


async def _step(
    database: Database, connection: "AsyncConnection", backup: Backup | None
) -> Upgraded:
    async with connection.begin():
        if connection.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        before = await version_on(connection)
        if _is_newest(before):
            return Upgraded(before, newest_version())
        saved = await backup(database, before) if backup and before else None
        await connection.run_sync(_migrate)
    return Upgraded(before, newest_version(), saved)


def _is_newest(version: str | None) -> bool:
    if version is not None and version not in known_versions():
        raise NotNow(
            message(
                "This database was last used by a newer version of Sanxue (schema {version}; this "
                "one knows up to {known}). Install the newer version, or use a backup from before.",
                version=version,
                known=newest_version(),
            )
        )
    return version == newest_version()


def _version(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    version = connection.scalar(_VERSION) if "alembic_version" in tables else None
    if version is None and tables & set(metadata.tables):
        raise BadInput(
            message(
                "This database holds tables that Sanxue did not make. Name an empty database, or "
                "one of Sanxue's own."
            )
        )
    return version


async def migrate_to(engine: "AsyncEngine", version: str) -> None:
    """Build the tables of a certain version in an empty database."""
    async with engine.begin() as connection:
        await connection.run_sync(_migrate, version)


def _migrate(connection: Connection, version: str = "head") -> None:
    # Imported late: a bot whose schema is up to date would keep 7 MB of Alembic and what it
    # imports in memory, and start a tenth of a second later, for nothing.
    from storage.migrating import migrate  # noqa: PLC0415

    migrate(connection, version)


async def _heed_foreign_keys(connection: "AsyncConnection", heed: bool) -> None:
    """Rebuilding a table drops it for a moment, which SQLite lets pass only with this off; and
    the switch works only outside a transaction, hence on the driver's own connection."""
    if connection.dialect.name == "sqlite":
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(f"PRAGMA foreign_keys = {'ON' if heed else 'OFF'}")
