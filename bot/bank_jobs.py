"""Jobs about question banks that somebody sent in private: reading the file, and taking in what was
read once somebody has agreed."""

import asyncio

import msgspec
from telegram.error import BadRequest

from bot.job_replies import JobReplies, words_of
from bot.logs import logger
from bot.workshop import Workshop
from programme.quiz_import import (
    BankReading,
    Kept,
    as_bank,
    kept_for,
    store_bank,
    without_known,
)
from quizzes.readings import Reading, Sourced
from reports import quiz_offer
from reports.quiz_offer import draft_key
from reports.said import Said
from reports.splitting import split
from reports.wording import Words
from storage import office_acts, outbox, papers
from storage.database import Transaction
from storage.jobs import MOST_TRIES, Job
from storage.papers import Paper
from storage.units import units
from storage.values.deliveries import DeliveryKind
from storage.values.messages import Place
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import PersonId, Unit, UnitId
from storage.values.questions import Question

log = logger(__name__)

_AT_A_TIME = 1_000


class _Draft(msgspec.Struct):
    """A bank that waits for somebody to agree, or what is left of it to be taken in: how many of it
    were new, changed and known so far."""

    title: str
    questions: list[Question]
    new: int = 0
    changed: int = 0
    known: int = 0


class BankJobs:
    """Does a bot's jobs about question banks. Done twice, each comes to the same."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)

    async def read(self, job: Job) -> None:
        """Fetch the file, read it, show what is in it and ask whether to take it in."""
        asked = job.payload
        said = words_of(job)
        try:
            data = await self._fetch(asked["file_id"])
        except BadRequest as error:
            log.warning("a question bank was not fetched", error=type(error).__name__)
            too_big = "too big" in str(error).casefold()
            answer = quiz_offer.too_large(said) if too_big else quiz_offer.not_fetched(said)
            await self._tell(job, [answer])
            return
        except Exception:
            await self._give_up(job, quiz_offer.not_fetched(said))
            raise
        try:
            read = await asyncio.to_thread(_read, data, asked["name"], self._shop.defaults.language)
            await self._show(job, read)
        except Exception:
            await self._give_up(job, quiz_offer.not_done(said))
            raise

    async def store(self, job: Job) -> None:
        """Take a bank in that somebody agreed to; one that is gone was taken in before."""
        said = words_of(job)
        try:
            await self._store(job, said)
        except Exception:
            await self._give_up(job, quiz_offer.not_done(said))
            raise
        self._shop.outbox.wake()

    async def _store(self, job: Job, said: Words) -> None:
        asked = job.payload
        key = draft_key(asked["chat"], asked["draft"])
        async with self._shop.database.reading() as tx:
            paper = await papers.paper(tx, self._shop.bot_id, key)
            unit = await self._unit(tx, UnitId(asked["unit"]))
            if paper is None or unit is None:
                return
            kept = await kept_for(tx, unit)
        left = await asyncio.to_thread(_left, paper.content, kept)
        by = None if asked["by"] is None else PersonId(asked["by"])
        # A part at a time, so that nobody's tap waits long for the writer; whoever goes on after a
        # cut knows what was taken in before it.
        while left.questions:
            async with self._shop.database.writing() as tx:
                now = self._shop.clock.now()
                some = left.questions[:_AT_A_TIME]
                _, stored = await store_bank(tx, unit, left.title, some, now)
                left = _Draft(
                    left.title,
                    left.questions[_AT_A_TIME:],
                    left.new + stored.added,
                    left.changed + stored.changed,
                    left.known,
                )
                content = msgspec.json.encode(left)
                await papers.keep_paper(tx, self._shop.bot_id, key, Paper(paper.name, content), now)
        async with self._shop.database.writing() as tx:
            if by is not None:
                act = OfficeAct(
                    unit.id, ActKind.BANK_IN, by, self._shop.clock.now(), detail=left.title
                )
                await office_acts.add(tx, act)
            await papers.drop_papers(tx, self._shop.bot_id, [key])
            told = quiz_offer.taken_in(said, left.title, unit, left.new, left.changed, left.known)
            await self._put(tx, job, [told])

    async def _fetch(self, file_id: str) -> bytes:
        file = await self._shop.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    async def _show(self, job: Job, read: BankReading) -> None:
        asked = job.payload
        said = words_of(job)
        key = draft_key(asked["chat"], asked["draft"])
        async with self._shop.database.reading() as tx:
            found = await units(tx, [UnitId(each) for each in asked["units"]], self._shop.defaults)
            own = sorted(found.values(), key=lambda unit: (unit.path.count("/"), unit.id))
            kept = await kept_for(tx, own[0]) if len(own) == 1 else None
        if kept is not None:
            (read,) = await asyncio.to_thread(without_known, kept, [read])
        async with self._shop.database.writing() as tx:
            await self._put(tx, job, [quiz_offer.preview(said, read)])
            if quiz_offer.has_more(read):
                await self._send_findings(tx, job, read)
            if read.questions and own:
                paper = Paper(f"{read.title}.json", _draft(read))
                await papers.keep_paper(tx, self._shop.bot_id, key, paper, self._shop.clock.now())
                last = quiz_offer.may_i(said, read, own, asked["draft"])
            else:
                last = quiz_offer.nothing_to_take(said)
            await self._put(tx, job, [last], "last")
        self._shop.outbox.wake()

    async def _send_findings(self, tx: Transaction, job: Job, read: BankReading) -> None:
        asked = job.payload
        said = words_of(job)
        key = f"{draft_key(asked['chat'], asked['draft'])}:noticed"
        name, content = quiz_offer.all_findings(said, read)
        await papers.keep_paper(
            tx, self._shop.bot_id, key, Paper(name, content), self._shop.clock.now()
        )
        payload = {"paper": key, "text": quiz_offer.all_findings_come(said)}
        await outbox.put(tx, [self._replies.delivery(job, DeliveryKind.PAPER, key, payload)])

    async def _unit(self, tx: Transaction, unit_id: UnitId) -> Unit | None:
        return (await units(tx, [unit_id], self._shop.defaults)).get(unit_id)

    async def _tell(self, job: Job, answers: list[Said]) -> None:
        async with self._shop.database.writing() as tx:
            await self._put(tx, job, answers)
        self._shop.outbox.wake()

    async def _give_up(self, job: Job, said: Said) -> None:
        """Whoever waits is told so, once there is no more trying."""
        if job.tries >= MOST_TRIES:
            await self._tell(job, [said])

    async def _put(
        self, tx: Transaction, job: Job, answers: list[Said], name: str = "first"
    ) -> None:
        """Put answers into the outbox; ``name`` tells them from others of the same job."""
        key = f"{job.kind}:{job.payload['chat']}:{job.payload['draft']}:{name}"
        parts = [part for said in answers for part in split(said)]
        told = [
            self._replies.delivery(job, DeliveryKind.TEXT, f"{key}:{number}", part.payload())
            for number, part in enumerate(parts)
        ]
        await outbox.put(tx, told)


def _read(data: bytes, name: str, language: str) -> BankReading:
    # Imported late: as in handlers/banks.py.
    from quizzes.bank import read_content  # noqa: PLC0415

    return as_bank(name, read_content(data, name, language))


def _draft(read: BankReading) -> bytes:
    return msgspec.json.encode(_Draft(read.title, list(read.questions)))


def _left(content: bytes, kept: Kept) -> _Draft:
    """A draft without what has come to be there meanwhile."""
    draft = msgspec.json.decode(content, type=_Draft)
    place = Place(draft.title)
    reading = Reading(tuple(Sourced(question, place) for question in draft.questions))
    read = without_known(kept, [BankReading(draft.title, reading)])[0]
    return msgspec.structs.replace(
        draft, questions=list(read.questions), known=draft.known + read.known
    )
