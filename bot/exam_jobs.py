"""The job that makes a test's sheet for whoever set it, or oversees its unit."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.outbox import Outbox
from handlers.gate import looks_after, oversees
from programme.exam_sheet import ExamSheet, exam_sheet
from reports.exam_sheet import exam_workbook, file_name, sheet_comes
from reports.exports import not_made
from reports.wording import Words, words
from storage import exams, outbox, papers
from storage.database import Database, Transaction
from storage.jobs import MOST_TRIES, Job
from storage.known import known_by_telegram
from storage.papers import Paper
from storage.units import Defaults, unit
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.exams import ExamId, ExamState
from storage.values.people import BotId, ChatId, Role, TelegramId


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
        self._outbox = out

    async def sheet(self, job: Job) -> None:
        """Make a test's sheet, if whoever asked for it may still see it."""
        said = _words(job)
        try:
            async with self._database.reading() as tx:
                found = await self._gathered(tx, job)
            if found is None:
                return
            made_at = self._clock.now()
            content = await asyncio.to_thread(exam_workbook, said, found, made_at)
        except Exception:
            await self._give_up(job)
            raise
        key = job.payload["paper"]
        async with self._database.writing() as tx:
            paper = Paper(file_name(said, found), content)
            await papers.keep_paper(tx, self._bot_id, key, paper, made_at)
            payload = {"paper": key, "text": sheet_comes(said, found)}
            await outbox.put(tx, [self._delivery(job, DeliveryKind.PAPER, key, payload)])
        self._outbox.wake()

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

    async def _give_up(self, job: Job) -> None:
        """Whoever waits for a sheet that can't be made is told so, once there is no more trying."""
        if job.tries < MOST_TRIES:
            return
        said = not_made(_words(job))
        key = f"{job.payload['paper']}:failed"
        async with self._database.writing() as tx:
            told = self._delivery(job, DeliveryKind.TEXT, key, said.payload())
            await outbox.put(tx, [told])
        self._outbox.wake()

    def _delivery(
        self, job: Job, kind: DeliveryKind, key: str, payload: Mapping[str, Any]
    ) -> NewDelivery:
        return NewDelivery(
            bot_id=self._bot_id,
            key=key,
            rank=Rank.REPLY,
            kind=kind,
            chat_id=ChatId(job.payload["chat"]),
            language=job.payload["language"],
            not_before=self._clock.now(),
            payload=payload,
        )


def _words(job: Job) -> Words:
    """The words of the language in which somebody asked for a sheet."""
    language: str = job.payload["language"]
    return words(language)
