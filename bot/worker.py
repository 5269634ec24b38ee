"""Doing jobs: slow work, outside the transactions of the intake."""

from collections.abc import Awaitable, Callable, Mapping

from bot.bell import Bell
from bot.clock import Clock
from bot.logs import LOOK_AT_DATABASE, REPORT, logger
from storage import jobs
from storage.database import Database, passes
from storage.faults import frames
from storage.jobs import Job
from storage.values.people import BotId

log = logger(__name__)

Doing = Callable[[Job], Awaitable[None]]

_LOOK_EVERY = 5.0


class Worker:
    """Takes a bot's jobs one after the other."""

    def __init__(
        self, database: Database, bot_id: BotId, clock: Clock, kinds: Mapping[str, Doing]
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._clock = clock
        self._kinds = kinds
        self._bell = Bell(clock)

    def wake(self) -> None:
        """Say that a job was put in."""
        self._bell.ring()

    async def step(self) -> bool:
        """Do one job if there is one; whether there was."""
        async with self._database.writing() as tx:
            job = await jobs.claim(tx, self._bot_id, self._clock.now())
        if job is None:
            return False
        try:
            await self._kinds[job.kind](job)
        except Exception as error:
            if passes(error):
                # The database's own trouble is no try of the job's.
                raise
            name = type(error).__name__
            log.error(
                "job failed",
                job=job.id,
                kind=job.kind,
                error=name,
                do=REPORT,
                exception=frames(error),
            )
            async with self._database.writing() as tx:
                await jobs.failed(tx, job, name, self._clock.now())
        else:
            async with self._database.writing() as tx:
                await jobs.done(tx, job)
        return True

    async def run(self) -> None:
        """Do jobs until cancelled; trouble of the database is waited out."""
        while True:
            try:
                async with self._database.writing() as tx:
                    await jobs.release_all(tx, self._bot_id)
                while True:
                    while await self.step():
                        pass
                    # Commands put jobs in from other processes, which can't ring the bell.
                    await self._bell.wait(_LOOK_EVERY)
            except Exception as error:
                if not passes(error):
                    raise
                log.warning(
                    "the database can't be used, again soon",
                    error=type(error).__name__,
                    do=LOOK_AT_DATABASE,
                )
                await self._clock.sleep(1)
