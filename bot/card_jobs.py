"""Jobs that draw cards: for their owner in private, or for the group that they are shown to."""

from bot.drawing import DrawnReplies
from bot.job_replies import JobReplies, words_of
from bot.workshop import Workshop
from programme.calendar import local_day
from programme.cards.score import score_years
from programme.cards.study import study_year
from reports.cards.notes import knowledge_card, note_card
from reports.cards.pages import CARD_JOB, Card, below_card, shown_by
from reports.cards.picture import Picture
from reports.cards.score import score_card
from reports.cards.study import study_card
from reports.languages import text_in
from reports.said import Rows, Said
from storage import chats, chosen_notes, people
from storage.database import Transaction
from storage.jobs import Job
from storage.notes import own_note
from storage.postings import item_of
from storage.snapshot import postings_by_id
from storage.units import unit
from storage.values.chats import ChatState
from storage.values.days import PostingId
from storage.values.notes import NoteId
from storage.values.people import Person, PersonId, Unit, UnitId


class CardJobs:
    """Draws cards, and puts them into the outbox; what was drawn before is not drawn again."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)
        self._drawn = DrawnReplies(workshop)

    async def card(self, job: Job) -> None:
        """Draw the card that a job names, if whoever asked for it is still the same person."""
        async with self._shop.database.reading() as tx:
            whose = await self._whose(tx, job)
            if whose is None:
                return
            person, branch = whose
            picture = await self._picture(tx, job, person, branch)
            if picture is None:
                return
            buttons = await self._buttons(tx, job, branch)
        caption = picture.caption
        if "group" in job.payload:
            caption, buttons = shown_by(words_of(job), person.name, caption), ()
        try:
            owner = None if job.payload["card"] == Card.ITEM else person.id
            name, said = f"{job.payload['card']}.png", Said(caption, buttons)
            await self._drawn.send(job, CARD_JOB, picture.drawing, name, said, owner)
        except Exception:
            await self._replies.give_up_file(job)
            raise

    async def _whose(self, tx: Transaction, job: Job) -> tuple[Person, Unit] | None:
        asked = job.payload
        person = await people.person(tx, PersonId(asked["person"]))
        branch = await unit(tx, UnitId(asked["unit"]), self._shop.defaults)
        if person is None or branch is None or person.telegram_id != asked["owner"]:
            # Forgotten meanwhile, or somebody else's now.
            return None
        if "group" in asked:
            group = await chats.chat_of(tx, self._shop.bot_id, branch.id)
            if group is None or group.chat_id != asked["chat"]:
                return None
        return person, branch

    async def _picture(
        self, tx: Transaction, job: Job, person: Person, branch: Unit
    ) -> Picture | None:
        words, what = words_of(job), job.payload["what"]
        today = local_day(self._shop.clock.now(), branch.time_zone)
        match Card(job.payload["card"]):
            case Card.SCORE:
                (year,) = await score_years(tx, [person], branch, what, today)
                return score_card(words, year)
            case Card.STUDY:
                return study_card(words, await study_year(tx, person, branch, what, today))
            case Card.NOTE:
                note = await own_note(tx, person.id, NoteId(what))
                return note_card(words, person.name, branch.name, note) if note else None
            case Card.ITEM:
                number = PostingId(what)
                posted = (await postings_by_id(tx, self._shop.bot_id, [number])).get(number)
                item = await item_of(tx, posted.posting) if posted else None
                return knowledge_card(words, text_in(item.texts, words.language)) if item else None

    async def _buttons(self, tx: Transaction, job: Job, branch: Unit) -> Rows:
        card, what = Card(job.payload["card"]), job.payload["what"]
        group = await chats.chat_of(tx, self._shop.bot_id, branch.id)
        has_group = group is not None and group.state is ChatState.ACTIVE
        is_chosen = await chosen_notes.is_chosen(tx, NoteId(what)) if card is Card.NOTE else None
        return below_card(words_of(job), card, what, has_group=has_group, is_chosen=is_chosen)
