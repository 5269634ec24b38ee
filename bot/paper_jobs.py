"""Jobs that make a file for somebody and put it into the outbox."""

import asyncio
from datetime import date

from bot.job_replies import JobReplies, words_of
from bot.pictures import Pictures
from bot.rehearsal import week_ahead
from bot.workshop import Workshop
from handlers.gate import looks_after
from reports import my_data
from reports.exports import (
    Booklet,
    Format,
    Span,
    booklet_comes,
    file_name,
    pages,
)
from reports.markdown import markdown, packed
from reports.sheet import sheet_data
from reports.typesetting import pdf
from reports.wall_sheet import wall_sheet_comes, wall_sheet_name
from reports.wording import words
from storage import held, people
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.notes import notes_between
from storage.papers import Paper
from storage.units import unit
from storage.values.people import PersonId, TelegramId, UnitId

# After so many tries a picture that can't be fetched is left out, so that the rest comes.
_PATIENCE = 3


class PaperJobs:
    """Makes notebooks, «what I hold on you» and branches' sheets for the wall as files."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)

    async def notebook(self, job: Job) -> None:
        """Make somebody's notebook, or a part of it."""
        asked = job.payload
        booklet = await self._booklet(job)
        if booklet is None:
            return
        said = words_of(job)
        shape = Format(asked["format"])
        try:
            content, suffix = await self._bound(job, booklet, shape)
        except Exception:
            await self._replies.give_up_file(job)
            raise
        paper = Paper(file_name(said, booklet, suffix), content)
        await self._replies.send_file(job, paper, booklet_comes(said, booklet))

    async def my_data(self, job: Job) -> None:
        """Make the file of all that is held on somebody."""
        asked = job.payload
        telegram_id = TelegramId(asked["chat"])
        async with self._shop.database.reading() as tx:
            found = await held.held_on(tx, self._shop.bot_id, telegram_id)
        said = words_of(job)
        try:
            content = await asyncio.to_thread(
                pdf, "my-data", my_data.pages(said, found), {}, my_data.attached(found)
            )
        except Exception:
            await self._replies.give_up_file(job)
            raise
        paper = Paper(my_data.file_name(said), content)
        await self._replies.send_file(job, paper, my_data.data_comes(said))

    async def wall_sheet(self, job: Job) -> None:
        """Make a branch's sheet, if whoever asked for it still looks after the branch."""
        now, asked = self._shop.clock.now(), job.payload
        async with self._shop.database.reading() as tx:
            branch = await unit(tx, UnitId(asked["unit"]), self._shop.defaults)
            who = TelegramId(asked["chat"])
            known = (await known_by_telegram(tx, [who], now, self._shop.defaults))[who]
        if branch is None or not looks_after(known, branch):
            return
        said, day = words_of(job), date.fromisoformat(asked["day"])
        try:
            sheet = await week_ahead(self._shop.database, self._shop.defaults, branch, day, now)
            data = sheet_data(words(branch.language), sheet)
            content = await asyncio.to_thread(pdf, "sheet", data)
        except Exception:
            await self._replies.give_up_file(job)
            raise
        paper = Paper(wall_sheet_name(said, sheet), content)
        await self._replies.send_file(job, paper, wall_sheet_comes(said, sheet))

    async def _booklet(self, job: Job) -> Booklet | None:
        asked = job.payload
        last = date.fromisoformat(asked["last"])
        async with self._shop.database.reading() as tx:
            person = await people.person(tx, PersonId(asked["person"]))
            first = date.fromisoformat(asked["first"])
            notes = await notes_between(tx, PersonId(asked["person"]), first, last)
        if person is None or person.telegram_id != asked["chat"]:
            # Forgotten meanwhile, or somebody else's now.
            return None
        return Booklet(person.name, asked["branch"], notes, Span(asked["span"]), last)

    async def _bound(self, job: Job, booklet: Booklet, shape: Format) -> tuple[bytes, str]:
        """The file, and what its name ends in."""
        said = words_of(job)
        pictures = Pictures(self._shop.bot, patient=job.tries < _PATIENCE)
        fetched = await pictures.fetch(booklet.notes)
        if shape is Format.PDF:
            data = pages(said, booklet, fetched)
            return await asyncio.to_thread(pdf, "notebook", data, pictures.content), "pdf"
        if not pictures.content:
            return markdown(said, booklet, fetched).encode(), "md"
        return await asyncio.to_thread(packed, said, booklet, fetched, pictures.content), "zip"
