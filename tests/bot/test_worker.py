"""The worker: one job after the other, each to its end or to another try."""

import asyncio

from bot.clock import GivenClock
from bot.worker import Worker
from storage import jobs
from storage.database import Database
from storage.jobs import Job
from storage.tables.work import jobs as table
from storage.values.people import BotId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.posting_rows import one

BOT = BotId(7)


class Doings:
    """A worker for jobs of the kinds "good" and "bad", and what it has done."""

    def __init__(self, database: Database, clock: GivenClock) -> None:
        self.database, self.clock = database, clock
        self.done: list[str] = []
        self.more = asyncio.Semaphore(0)
        self.worker = Worker(database, BOT, clock, {"good": self._good, "bad": self._bad})

    async def _good(self, job: Job) -> None:
        self.done.append(job.payload["name"])
        self.more.release()

    async def _bad(self, job: Job) -> None:
        self.done.append("tried")
        raise ValueError("no good")

    async def put(self, kind: str, name: str) -> None:
        async with self.database.writing() as tx:
            await jobs.put(tx, BOT, kind, name, self.clock.now(), {"name": name})
            self.clock.move(1)


@SQLITE_ONLY
async def test_jobs_are_done_in_their_order_and_forgotten(
    database: Database, clock: GivenClock
) -> None:
    doings = Doings(database, clock)
    for name in "abc":
        await doings.put("good", name)
    assert [await doings.worker.step() for _ in range(4)] == [True, True, True, False]
    assert doings.done == ["a", "b", "c"]


@SQLITE_ONLY
async def test_one_that_fails_is_tried_again_later_and_stops_no_other(
    database: Database, clock: GivenClock
) -> None:
    doings = Doings(database, clock)
    await doings.put("bad", "b")
    await doings.put("good", "g")
    while await doings.worker.step():
        pass
    assert doings.done == ["tried", "g"]
    assert (await one(database, table))["error"].startswith("ValueError")
    clock.move(60)
    assert await doings.worker.step()
    for _ in range(10):
        clock.move(3600)
        await doings.worker.step()
    assert doings.done.count("tried") == 5
    assert (await one(database, table))["state"] == "failed"


@SQLITE_ONLY
async def test_a_job_of_no_known_kind_fails_by_itself(
    database: Database, clock: GivenClock
) -> None:
    doings = Doings(database, clock)
    await doings.put("from a newer version", "x")
    assert await doings.worker.step()
    assert "KeyError" in (await one(database, table))["error"]


@SQLITE_ONLY
async def test_running_it_takes_up_what_a_killed_process_had_taken(
    database: Database, clock: GivenClock
) -> None:
    doings = Doings(database, clock)
    await doings.put("good", "left")
    async with database.writing() as tx:
        assert await jobs.claim(tx, BOT, clock.now()) is not None
    running = asyncio.ensure_future(doings.worker.run())
    try:
        await asyncio.wait_for(doings.more.acquire(), 10)
        await doings.put("good", "by ring")
        doings.worker.wake()
        await asyncio.wait_for(doings.more.acquire(), 10)
    finally:
        running.cancel()
        await asyncio.wait([running])
    assert doings.done == ["left", "by ring"]
