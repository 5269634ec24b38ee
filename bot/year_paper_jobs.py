"""Jobs that set papers about a year or a month: reviews, score cards side by side, posters, pocket
books."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from bot.drawing import DrawnReplies
from bot.job_replies import JobReplies, words_of
from bot.workshop import Workshop
from handlers.gate import looks_after, oversees
from programme.calendar import local_day
from programme.cards.month import branch_month
from programme.cards.review import member_review, unit_review
from programme.cards.score import score_years
from reports.cards.consents import review_comes, review_title, scores_come
from reports.cards.pages import PAPER_JOB, YearPaper
from reports.cards.pocket import book_comes, book_name, pocket_book, safe
from reports.cards.poster import poster_comes, poster_data
from reports.cards.review import member_pages, unit_pages
from reports.cards.score import side_by_side
from reports.said import Said
from reports.typesetting import Drawing
from reports.wording import words
from storage import consents, people, programmes
from storage.database import Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.units import unit
from storage.values.people import Known, PersonId, TelegramId, Unit, UnitId


class _Set(Struct, frozen=True):
    """A paper that is to be set: by which template, what its file is called and what is said."""

    template: str
    data: Mapping[str, Any]
    name: str
    caption: str


class YearPaperJobs:
    """Sets papers for whoever asked, if it is still theirs to have."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)
        self._drawn = DrawnReplies(workshop)

    async def paper(self, job: Job) -> None:
        """Set the paper that a job names."""
        try:
            async with self._shop.database.reading() as tx:
                found = await self._found(tx, job)
            if found is None:
                return
            kind = YearPaper(job.payload["kind"])
            owner = PersonId(job.payload["person"]) if kind is YearPaper.OWN else None
            # Telegram keeps a file with its name.
            drawing = Drawing(found.template, {**found.data, "file": found.name})
            said = Said(found.caption)
            await self._drawn.send(job, PAPER_JOB, drawing, found.name, said, owner)
        except Exception:
            await self._replies.give_up_file(job)
            raise

    async def _found(self, tx: Transaction, job: Job) -> _Set | None:
        """What is to be set; None for what is not, or no longer, theirs to have."""
        asked, kind = job.payload, YearPaper(job.payload["kind"])
        of = await unit(tx, UnitId(asked["unit"]), self._shop.defaults)
        who = TelegramId(asked["chat"])
        now, owner = self._shop.clock.now(), self._shop.owner
        known = (await known_by_telegram(tx, [who], now, self._shop.defaults, owner))[who]
        if of is None:
            return None
        keeps, oversight = looks_after(known, of), oversees(known, of)
        if kind is YearPaper.OWN:
            return await self._own(tx, job, known, of)
        if kind is YearPaper.UNIT and (keeps or oversight):
            return await self._unit(tx, job, of, shared_too=keeps)
        if kind is YearPaper.POCKET and (keeps or oversight):
            return await self._pocket(tx, job, of)
        # With names, or for the branch's own wall: its secretary's.
        return await self._of_secretary(tx, job, of) if keeps else None

    async def _of_secretary(self, tx: Transaction, job: Job, branch: Unit) -> _Set | None:
        match YearPaper(job.payload["kind"]):
            case YearPaper.POSTER:
                return await self._poster(tx, job, branch)
            case YearPaper.SCORES:
                return await self._scores(tx, job, branch)
            case _:
                return None

    async def _own(self, tx: Transaction, job: Job, known: Known, branch: Unit) -> _Set | None:
        said, year = words_of(job), int(job.payload["year"])
        person = known.person
        if person is None or person.id != PersonId(job.payload["person"]):
            return None
        review = await member_review(tx, person, branch, year, self._shop.clock.now())
        name, caption = (say(said, person.name, year) for say in (review_title, review_comes))
        return _Set("review", member_pages(said, review), _file(name), caption)

    async def _unit(self, tx: Transaction, job: Job, of: Unit, *, shared_too: bool) -> _Set:
        year, now = int(job.payload["year"]), self._shop.clock.now()
        review = await unit_review(tx, of, year, now, self._shop.defaults, shared_too=shared_too)
        said = words_of(job)
        name, caption = (say(said, of.name, year) for say in (review_title, review_comes))
        return _Set("review", unit_pages(words(of.language), review), _file(name), caption)

    async def _scores(self, tx: Transaction, job: Job, branch: Unit) -> _Set | None:
        year = int(job.payload["year"])
        today = local_day(self._shop.clock.now(), branch.time_zone)
        here = {each.person.id: each.person for each in await people.members(tx, branch.id, today)}
        agreed = await consents.consents(tx, branch.id, year)
        shown = [here[person] for person, said in agreed.items() if said.agreed and person in here]
        if not shown:
            return None
        years = await score_years(tx, shown, branch, year, today)
        caption = scores_come(words_of(job), branch, year, len(years))
        data = side_by_side(words(branch.language), branch, year, years)
        return _Set("scores", data, _file(data["title"]), caption)

    async def _poster(self, tx: Transaction, job: Job, branch: Unit) -> _Set:
        today = local_day(self._shop.clock.now(), branch.time_zone)
        first = date.fromisoformat(job.payload["month"])
        month = await branch_month(tx, branch, first, today)
        data = poster_data(words(branch.language), month)
        name = _file(f"{branch.name} {data['month']}")
        return _Set("poster", data, name, poster_comes(words_of(job), month))

    async def _pocket(self, tx: Transaction, job: Job, of: Unit) -> _Set | None:
        version = await programmes.newest_version(tx, of.programme_key or "")
        if version is None:
            return None
        said = words_of(job)
        kept = await programmes.items(tx, version.id)
        data = pocket_book(said, version, list(kept.values()))
        return _Set("pocketbook", data, book_name(said, version), book_comes(said, version))


def _file(title: str) -> str:
    return f"{safe(title.rstrip('.。').replace(': ', ' '))}.pdf"
