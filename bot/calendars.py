"""Calendars put together: for a file that somebody asked for, and for a link that is fetched."""

import asyncio

from bot.job_replies import JobReplies, words_of
from bot.workshop import Workshop
from handlers.gate import calendar_reader
from programme.calendars.agenda import Agenda, agenda
from programme.calendars.links import find_link
from reports.calendars.replies import file_comes, file_name
from reports.wording import words
from storage import people
from storage.database import Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.papers import Paper
from storage.units import unit
from storage.values.people import TelegramId, UnitId


class Calendars:
    """Makes calendars, as far as their readers may still read them."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)

    async def file(self, job: Job) -> None:
        """Make the file that was asked for."""
        async with self._shop.database.reading() as tx:
            told = await self._told(
                tx, TelegramId(job.payload["chat"]), UnitId(job.payload["unit"])
            )
        if told is None:
            return
        said = words_of(job)
        try:
            content = await self._ics(job.payload["language"], told)
        except Exception:
            await self._replies.give_up_file(job)
            raise
        paper = Paper(file_name(said, told.unit), content)
        await self._replies.send_file(job, paper, file_comes(said, told.unit))

    async def fetched(self, secret: str) -> bytes | None:
        """The calendar behind a link; None for one that doesn't work, or no more."""
        async with self._shop.database.reading() as tx:
            link = await find_link(tx, secret)
            reader = await people.person(tx, link.person_id) if link else None
            if link is None or reader is None or reader.telegram_id is None:
                return None
            told = await self._told(tx, reader.telegram_id, link.unit_id)
        return None if told is None else await self._ics(link.language, told)

    async def _told(self, tx: Transaction, who: TelegramId, unit_id: UnitId) -> Agenda | None:
        """What stands in somebody's calendar; None where they may read none any more."""
        now, defaults = self._shop.clock.now(), self._shop.defaults
        known = (await known_by_telegram(tx, [who], now, defaults, self._shop.owner))[who]
        at = await unit(tx, unit_id, defaults)
        reader = calendar_reader(known, at) if at is not None else None
        if at is None or reader is None:
            return None
        return await agenda(tx, at, reader, now)

    async def _ics(self, language: str, told: Agenda) -> bytes:
        # Imported late: the library takes a while to load, and few need it.
        from reports.calendars.ics import ics  # noqa: PLC0415

        now = self._shop.clock.now()
        return await asyncio.to_thread(ics, words(language), told, self._shop.bot_id, now)
