"""Jobs: one taker at a time, taken up again when abandoned, given up after a few tries."""

from datetime import timedelta

from storage.database import Database
from storage.jobs import LEASE, claim, done, failed, put, release_all
from storage.tables.work import jobs
from storage.values.people import BotId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.posting_rows import BOT, NOW, one

SECOND = timedelta(seconds=1)


async def test_a_job_is_taken_by_one_until_its_lease_ends(database: Database) -> None:
    async with database.writing() as tx:
        await put(tx, BOT, "import", "a", NOW, {"file": 1})
        await put(tx, BOT, "import", "a", NOW - SECOND, {"file": 2})
        assert await claim(tx, BOT, NOW - SECOND) is None
        assert await claim(tx, BotId(8), NOW) is None
        job = await claim(tx, BOT, NOW)
        assert job is not None
        assert (job.kind, job.payload, job.tries) == ("import", {"file": 1}, 1)
        assert await claim(tx, BOT, NOW + LEASE) is None
        again = await claim(tx, BOT, NOW + LEASE + SECOND)
        assert again is not None and (again.id, again.tries) == (job.id, 2)
        await done(tx, again)
        assert await claim(tx, BOT, NOW + timedelta(days=1)) is None


@SQLITE_ONLY
async def test_a_restart_gives_back_what_was_taken(database: Database) -> None:
    async with database.writing() as tx:
        for bot in (BOT, BotId(8)):
            await put(tx, bot, "import", "a", NOW)
            assert await claim(tx, bot, NOW) is not None
        await release_all(tx, BOT)
        assert await claim(tx, BotId(8), NOW) is None
        assert await claim(tx, BOT, NOW) is not None


@SQLITE_ONLY
async def test_the_longest_due_goes_first(database: Database) -> None:
    async with database.writing() as tx:
        for key, ago in (("young", 1), ("old", 3), ("older", 9), ("early", -60)):
            await put(tx, BOT, key, key, NOW - ago * SECOND)
        taken = [await claim(tx, BOT, NOW) for _ in range(4)]
    assert [job.kind for job in taken if job] == ["older", "old", "young"]


async def test_a_failing_job_waits_longer_and_longer_and_is_given_up(database: Database) -> None:
    now = NOW
    async with database.writing() as tx:
        await put(tx, BOT, "import", "a", NOW)
        for wait in (40, 160, 640, 2560):
            job = await claim(tx, BOT, now)
            assert job is not None and await failed(tx, job, "odd", now)
            now += wait * SECOND
            assert await claim(tx, BOT, now - SECOND) is None
        job = await claim(tx, BOT, now)
        assert job is not None and not await failed(tx, job, "x" * 999, now)
        assert await claim(tx, BOT, now + timedelta(days=9)) is None
    kept = await one(database, jobs, key="a")
    assert (kept["state"], kept["tries"], len(kept["error"])) == ("failed", 5, 500)


async def test_a_job_that_was_given_up_is_done_when_it_is_asked_for_anew(
    database: Database,
) -> None:
    now, day = NOW, timedelta(days=1)
    async with database.writing() as tx:
        await put(tx, BOT, "import", "a", NOW, {"file": 1})
        given_up = False
        while not given_up:
            job = await claim(tx, BOT, now)
            assert job is not None
            given_up = not await failed(tx, job, "odd", now)
            now += day
        await put(tx, BOT, "import", "a", now, {"file": 2})
        job = await claim(tx, BOT, now)
    assert job is not None
    assert (job.payload, job.tries) == ({"file": 2}, 1)
