"""The job that makes a test's sheet for whoever set it, or oversees its unit."""

import asyncio

from bot.job_replies import JobReplies, words_of
from bot.workshop import Workshop
from handlers.gate import looks_after, oversees
from programme.exam_sheet import ExamSheet, exam_sheet
from reports.exam_sheet import exam_workbook, file_name, sheet_comes
from storage import exams
from storage.database import Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.papers import Paper
from storage.units import unit
from storage.values.exams import ExamId, ExamState
from storage.values.people import Role, TelegramId


class ExamJobs:
    """Does a bot's jobs about tests. Done twice, each comes to the same."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)

    async def sheet(self, job: Job) -> None:
        """Make a test's sheet, if whoever asked for it may still see it."""
        said = words_of(job)
        try:
            async with self._shop.database.reading() as tx:
                found = await self._gathered(tx, job)
            if found is None:
                return
            content = await asyncio.to_thread(exam_workbook, said, found, self._shop.clock.now())
        except Exception:
            await self._replies.give_up_file(job)
            raise
        await self._replies.send_file(
            job, Paper(file_name(said, found), content), sheet_comes(said, found)
        )

    async def _gathered(self, tx: Transaction, job: Job) -> ExamSheet | None:
        exam = await exams.exam(tx, ExamId(job.payload["exam"]))
        defaults, owner = self._shop.defaults, self._shop.owner
        of = await unit(tx, exam.unit_id, defaults) if exam else None
        if exam is None or of is None or exam.state is ExamState.DROPPED:
            return None
        now, who = self._shop.clock.now(), TelegramId(job.payload["chat"])
        known = (await known_by_telegram(tx, [who], now, defaults, owner))[who]
        if not looks_after(known, of) and not oversees(known, of):
            # The office ended while the job waited.
            return None
        named = known.units_as(Role.SECRETARY, Role.STAND_IN)
        return await exam_sheet(tx, self._shop.bot_id, exam, named, now, defaults)
