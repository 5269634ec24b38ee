"""/status and /standings over a long history against a short one: summary rows carry both."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, literal, select

from benchmarks.organisation import DEFAULTS, FIRST_DAY, found, members_of, moment
from bot.application import Application, opened
from bot.clock import GivenClock
from bot.connection import Connection
from bot.decoding import split_answer
from bot.practice.server import PracticeServer
from storage.database import Database, open_database
from storage.moments import earliest
from storage.months import days_in, month_of, sum_up
from storage.rebuilding import all_units, rebuild_units
from storage.schema import upgrade
from storage.tables.deeds import answers, branch_days, member_days
from storage.tables.organisation import memberships, units
from storage.tables.programme import programme_versions, questions
from storage.tables.work import deliveries, postings, slots
from storage.values.people import BotId, TelegramId

_SIZE = 30
_OWNER = TelegramId(members_of(0, _SIZE)[0])


class Looks(Struct, frozen=True):
    """Milliseconds (medians) from a command to its answer in the outbox, by the history's size."""

    answers: int
    status: float
    week: float
    year: float
    campaign: float
    branches_week: float
    branches_year: float


async def measure(branches: int = 200, days: int = 167, rounds: int = 25) -> tuple[Looks, Looks]:
    """A short history (two days) and a long one, of the same people: 12,000 and 1,000,000 answers
    by default. The owner, who is a member too, asks for a branch's status, its standings, and how
    all branches compare."""
    return await _measured(branches, 2, rounds), await _measured(branches, days, rounds)


async def _measured(branches: int, days: int, rounds: int) -> Looks:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'looking.db'}")
        await upgrade(database)
        clock = GivenClock(moment(days + 1, 6))
        async with PracticeServer(clock) as server:
            bot_id = BotId(server.bot_user.id)
            await found(database, bot_id, branches, _SIZE)
            stored = await _live(database, bot_id, days)
            await _sum_up(database, clock.now())
            connection = Connection(server.token, server.api_url, server.file_url)
            async with opened(database, connection, clock, DEFAULTS, _OWNER) as application:
                numbers = itertools.count(1)
                branch = await _first_unit(database)
                took = [
                    await _times(application, numbers, rounds, data)
                    for data in (
                        f"status:{branch}:0",
                        f"standings:week:{branch}",
                        f"standings:year:{branch}",
                        f"standings:campaign:{branch}",
                        "standings:week:0",
                        "standings:year:0",
                    )
                ]
        await database.close()
    return Looks(stored, *took)


async def _sum_up(database: Database, now: datetime) -> None:
    """Add the days up, as it would have been done with each answer, and the months."""
    async with database.writing() as tx:
        ids = await all_units(tx)
    month = month_of(FIRST_DAY)
    while month <= month_of(now.date()):
        async with database.writing() as tx:
            await rebuild_units(tx, ids, month)
        month = month_of(date.fromisoformat(days_in(month)[-1]) + timedelta(days=1))
    await sum_up(database, now)


async def _first_unit(database: Database) -> int:
    async with database.reading() as tx:
        return int(await tx.scalar(select(units.c.id).where(units.c.code == "b000000")))


async def _live(database: Database, bot_id: BotId, days: int) -> int:
    """Let everybody have answered on each of the days; how many answers that makes."""
    async with database.reading() as tx:
        home = select(memberships.c.person_id, memberships.c.unit_id).where(memberships.c.home)
        people = [(row.person_id, row.unit_id) for row in await tx.rows(home)]
        version = await tx.scalar(select(func.max(programme_versions.c.id)))
        question = await tx.scalar(select(func.min(questions.c.id)))
    branches = sorted({unit for _, unit in people})
    for number in range(1, days + 1):
        day, at = (FIRST_DAY + timedelta(days=number)).isoformat(), earliest(moment(number, 12))
        async with database.writing() as tx:
            first = 1_000_000 * number
            posted = {unit: first + at for at, unit in enumerate(branches)}
            here = [{"unit_id": unit, "day": day} for unit in branches]
            await tx.run_many(
                insert(slots),
                [
                    {"id": posted[row["unit_id"]], "bot_id": bot_id, "kind": "noon", "due_at": at}
                    | row
                    | {"state": "posted", "taken_at": at}
                    for row in here
                ],
            )
            await tx.run_many(
                insert(postings),
                [
                    {
                        "id": posted[row["unit_id"]],
                        "slot_id": posted[row["unit_id"]],
                        "bot_id": bot_id,
                        "kind": "noon",
                        "part": 0,
                        "chat_id": -row["unit_id"],
                        "language": "zh",
                        "version_id": version,
                        "question_id": question,
                        "revision": 1,
                        "state": "posted",
                    }
                    | row
                    for row in here
                ],
            )
            await tx.run_many(insert(branch_days), [row | {"counts": True} for row in here])
            await tx.run(
                insert(answers).from_select(
                    ["posting_id", "person_id", "unit_id", "day", "chosen", "at"],
                    home.with_only_columns(
                        postings.c.id,
                        memberships.c.person_id,
                        memberships.c.unit_id,
                        *map(literal, (day, "0", at)),
                    )
                    .join(postings, postings.c.unit_id == memberships.c.unit_id)
                    .where(postings.c.day == day)
                    .order_by(postings.c.id, memberships.c.person_id),
                )
            )
            done = {"check_ins": 0, "answered": 1, "right": 1, "notes": 0, "points": 2}
            await tx.run(
                insert(member_days).from_select(
                    ["person_id", "unit_id", "day", *done],
                    home.add_columns(*map(literal, (day, *done.values()))).order_by(
                        memberships.c.person_id
                    ),
                )
            )
    async with database.writing() as tx:
        # Else the bot would first miss all that was planned since the first day.
        await tx.run(delete(slots).where(slots.c.state == "due"))
    return len(people) * days


async def _times(application: Application, numbers: Iterator[int], rounds: int, data: str) -> float:
    """The median of so many taps on this button, in ms."""
    took = []
    for _ in range(rounds):
        body = msgspec.json.encode({"ok": True, "result": [_tap(next(numbers), data)]})
        began = time.perf_counter()
        await application.batcher.handle(split_answer(body))
        took.append((time.perf_counter() - began) * 1000)
    async with application.database.reading() as tx:
        shown = await tx.scalar(select(func.count()).select_from(deliveries))
    # A refusal is quick, and no answer.
    assert shown >= rounds, shown
    return statistics.median(took)


def _tap(number: int, data: str) -> dict[str, Any]:
    user = {"id": _OWNER, "is_bot": False, "first_name": "党员"}
    chat = {"id": _OWNER, "type": "private", "first_name": "党员"}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": user,
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": number, "date": 1, "chat": chat, "text": "…"},
        },
    }
