"""The job that makes a test's sheet for whoever set it, or oversees its unit."""

import asyncio

from bot.clock import Clock
from bot.job_replies import JobReplies, words_of
from bot.outbox import Outbox
from handlers.gate import looks_after, oversees
from programme.exam_sheet import ExamSheet, exam_sheet
from reports.exam_sheet import exam_workbook, file_name, sheet_comes
from storage import exams
from storage.database import Database, Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.papers import Paper
from storage.units import Defaults, unit
from storage.values.exams import ExamId, ExamState
from storage.values.people import BotId, Role, TelegramId


class ExamJobs:
    """Does a bot's jobs about tests. Done twice, each comes to the same."""

    def __init__(
        self,
        database: Database,
        bot_id: BotId,
        clock: Clock,
        defaults: Defaults,
        owner: TelegramId | None,
        out: Outbox,
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._clock = clock
        self._defaults = defaults
        self._owner = owner
        self._replies = JobReplies(database, bot_id, clock, out)

    async def sheet(self, job: Job) -> None:
        """Make a test's sheet, if whoever asked for it may still see it."""
        said = words_of(job)
        try:
            async with self._database.reading() as tx:
                found = await self._gathered(tx, job)
            if found is None:
                return
            content = await asyncio.to_thread(exam_workbook, said, found, self._clock.now())
        except Exception:
            await self._replies.give_up_file(job)
            raise
        await self._replies.send_file(
            job, Paper(file_name(said, found), content), sheet_comes(said, found)
        )

    async def _gathered(self, tx: Transaction, job: Job) -> ExamSheet | None:
        exam = await exams.exam(tx, ExamId(job.payload["exam"]))
        at = await unit(tx, exam.unit_id, self._defaults) if exam else None
        if exam is None or at is None or exam.state is ExamState.DROPPED:
            return None
        now, who = self._clock.now(), TelegramId(job.payload["chat"])
        known = (await known_by_telegram(tx, [who], now, self._defaults, self._owner))[who]
        if not looks_after(known, at) and not oversees(known, at):
            # The office ended while the job waited.
            return None
        named = known.units_as(Role.SECRETARY, Role.STAND_IN)
        return await exam_sheet(tx, self._bot_id, exam, named, now, self._defaults)
