"""The book of a batch: what its updates name, as it was, with what the batch has added.

A batch of updates is read as a batch: whom and what they name is loaded by a few queries. Each
update writes on a page of its own. A page that is kept becomes part of the book, and the batch's
later updates see it; a page that is not kept leaves no trace.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from programme.additions import Additions
from programme.calendar import is_over, zone_decides
from programme.missed import Missed
from programme.page import Page
from storage import asked, chats, day_reads, history, keys, planned_slots, programmes, snapshot
from storage.database import Transaction
from storage.day_reads import Chosen
from storage.doers import Doer
from storage.snapshot import Named, Snapshot
from storage.units import Defaults, units
from storage.values.days import (
    MemberDay,
    Posting,
    PostingId,
    QuestionId,
    SlotKind,
    Streak,
    VersionId,
)
from storage.values.people import BotId, ChatId, PersonId, TelegramId, UnitId
from storage.values.programme_files import ProgrammeSettings
from storage.values.questions import Question


class Book:
    """What is known to a batch. :meth:`open` it, give out pages, :meth:`keep` the good ones."""

    def __init__(self, tx: Transaction, bot_id: BotId, known: Snapshot) -> None:
        self.tx = tx
        self.bot_id = bot_id
        self.handled = known.handled
        self.doers = known.doers
        self.by_poll = known.by_poll
        self.by_posting = known.by_posting
        self.by_message = known.by_message
        self.member_days: dict[tuple[PersonId, date], MemberDay] = {}
        self.streaks: dict[PersonId, Streak] = {}
        # What was chosen first; and picked, submitted or not.
        self.answered: Chosen = {}
        self.picked: Chosen = {}
        self.questions: Mapping[PostingId, Question] = {}
        # Questions whose time is over, and whose result is not counted yet.
        self.uncounted: Collection[PostingId] = frozenset()
        self.last_counting: dict[tuple[UnitId, date], date | None] = {}
        self.missed = Missed()
        self._loaded = _Loaded()
        self._defaults: Defaults | None = None
        self.keys: Mapping[tuple[QuestionId, int, int], tuple[int, ...]] = {}
        self.settings: dict[VersionId, ProgrammeSettings] = {}
        self.zones: dict[UnitId, str] = {}
        self.in_private: Collection[TelegramId] = frozenset()
        # Whom the batch itself has taken in.
        self.newcomers: set[TelegramId] = set()
        self.pending = Additions()

    @classmethod
    async def open(cls, tx: Transaction, bot_id: BotId, named: Named) -> "Book":
        """Load what the updates name, and what follows from it."""
        book = cls(tx, bot_id, await snapshot.take(tx, bot_id, named))
        posted = [*book.by_poll.values(), *book.by_posting.values(), *book.by_message.values()]
        book.keys = await keys.keys_of(tx, posted)
        for version in {p.posting.version_id for p in posted}:
            book.settings[version] = await programmes.settings_of(tx, version)
        await book._load_days([p.posting for p in posted])
        await book._load_private_chats()
        await book._load_lettered(named.lettered)
        return book

    async def need_zones(self, now: datetime, defaults: Defaults) -> None:
        """Load the time zones of those posts of whose day it hangs on the zone if it is over, or
        closed."""
        self._defaults = defaults
        named = [p.posting for p in (*self.by_posting.values(), *self.by_message.values())]
        await self._load_zones(
            posting.unit_id
            for posting in named
            if zone_decides(posting.day, now, self.settings[posting.version_id].windows)
        )

    async def was_over(self, unit: UnitId, day: date, at: datetime) -> bool:
        """Whether a branch's local day was over at a moment."""
        if zone_decides(day, at):
            await self._load_zones([unit])
        return self.is_over(unit, day, at)

    def is_over(self, unit: UnitId, day: date, now: datetime) -> bool:
        """:meth:`was_over` for now, and for a branch of which a post is named."""
        # A zone that was not loaded does not matter: every zone gives the same answer.
        return is_over(day, now, self.zones.get(unit, "UTC"))

    async def _load_zones(self, unit_ids: Iterable[UnitId]) -> None:
        wanted = set(unit_ids) - self.zones.keys()
        if wanted and self._defaults is not None:
            found = await units(self.tx, wanted, self._defaults)
            self.zones.update((unit.id, unit.time_zone) for unit in found.values())

    async def need_results(self, now: datetime) -> None:
        """Load which questions still wait for their result to be counted though their time is over:
        a tap that was fetched late has the benefit of the doubt."""
        over = {
            each.posting.id: (each.posting.unit_id, each.posting.day)
            for each in self.by_posting.values()
            if each.posting.closes_at is not None and each.posting.closes_at <= now
        }
        if over:
            branches = set(over.values())
            due = await planned_slots.planned_for(self.tx, self.bot_id, branches, SlotKind.RESULT)
            self.uncounted = {question for question, branch in over.items() if branch in due}

    async def _load_lettered(self, named: Collection[PostingId]) -> None:
        """Load the questions of which letters were tapped, and what was picked of them before."""
        known = [self.by_posting[each].posting for each in named if each in self.by_posting]
        if known:
            self.questions = await asked.questions_of(self.tx, known)
            people = {doer.person.id for doer in self.doers.values()}
            self.picked = await day_reads.picked(self.tx, people, list(self.questions))

    async def _load_private_chats(self) -> None:
        """Load who of those that tap a second time can be written to in private."""
        if not any(each.posting.kind is SlotKind.MORNING for each in self.by_posting.values()):
            return
        again = {person for (person, _), done in self.member_days.items() if done.check_ins}
        asked = {tg: ChatId(tg) for tg, doer in self.doers.items() if doer.person.id in again}
        if asked:
            reached = await chats.active(self.tx, self.bot_id, asked.values())
            self.in_private = {tg for tg, chat in asked.items() if chat in reached}

    async def _load_days(self, postings: Collection[Posting]) -> None:
        doers = self.doers.values()
        if not doers or not postings:
            return
        self.streaks = {d.person.id: d.streak for d in doers if d.streak is not None}
        units: dict[date, set[UnitId]] = {}
        for posting in postings:
            units.setdefault(posting.day, set()).add(posting.unit_id)
        people = {doer.person.id for doer in doers}
        quizzes = {p.id for p in postings if p.question_id is not None}
        self._loaded = _Loaded(people, set(units), quizzes)
        await self._read_days(people, units)
        await self._look_for_missed(doers, units)
        # An answer belongs to its posting's day: who has answered nothing that day needs no search.
        some = {person for (person, _), done in self.member_days.items() if done.answered}
        self.answered = await day_reads.answered(self.tx, some, quizzes)

    async def _read_days(
        self, people: Collection[PersonId], units: Mapping[date, Collection[UnitId]]
    ) -> None:
        found = await day_reads.read_days(self.tx, people, units)
        self.member_days.update(found.member_days)
        self.last_counting.update(found.last_counting)

    async def need(self, doer: Doer, unit: UnitId, day: date) -> None:
        """Load a person's day that no posting of the batch named."""
        person = doer.person.id
        if doer.streak is not None:
            self.streaks.setdefault(person, doer.streak)
        units = [] if (unit, day) in self.last_counting else [unit]
        people = [] if self._loaded.has_day(person, day) else [person]
        if people or units:
            self._loaded.more_days.add((person, day))
            await self._read_days(people, {day: units})
        await self._look_for_missed([doer], [day])

    async def _look_for_missed(self, doers: Collection[Doer], days: Collection[date]) -> None:
        await self.missed.look(self.tx, doers, days, self.streaks, self.last_counting)

    async def streaks_anew(self, rebuilt: Mapping[PersonId, Streak | None]) -> None:
        """Go on from streaks that were worked out afresh."""
        for person, streak in rebuilt.items():
            if streak is None:
                self.streaks.pop(person, None)
            else:
                self.streaks[person] = streak
        concerned = [doer for doer in self.doers.values() if doer.person.id in rebuilt]
        if self._loaded.days:
            await self._look_for_missed(concerned, self._loaded.days)

    async def need_answer(self, person: PersonId, posting: PostingId) -> None:
        """Load whether a person has answered a question that no poll of the batch named."""
        if not self._loaded.has_answer(person, posting):
            self._loaded.more_answers.add((person, posting))
            self.answered |= await day_reads.answered(self.tx, [person], [posting])

    async def check_in_time(self, person: PersonId, day: date) -> datetime | None:
        """When a person checked in for a day, in this batch or before; None for who has not."""
        for row in self.pending.check_ins:
            if (row.person_id, row.day) == (person, day):
                return row.at
        return await history.check_in_time(self.tx, person, day)

    async def read_again(self, person: PersonId) -> None:
        """Load a person's days anew that were changed past the book, with all pages written."""
        known = self._loaded
        days = {day for who, day in known.more_days if who == person}
        days |= set(known.days) if person in known.people else set()
        for day in days:
            self.member_days.pop((person, day), None)
        if days:
            await self._read_days([person], {day: () for day in days})

    def page(self) -> Page:
        """A fresh page for one update."""
        return Page(self)

    def keep(self, page: Page) -> None:
        """Make a page part of the book."""
        for key in page.added.member_days:
            if key not in self.pending.member_days and key in self.member_days:
                self.pending.before[key] = self.member_days[key]
        self.member_days.update(page.added.member_days)
        self.streaks.update(page.added.streaks)
        self.answered.update({key: row.chosen for key, row in page.added.answers.items()})
        self.picked.update(page.added.picks)
        self.pending.take(page.added)


@dataclass(slots=True)
class _Loaded:
    """Whose days and answers the book has: all of the first three together, and some more."""

    people: Collection[PersonId] = frozenset()
    days: Collection[date] = frozenset()
    quizzes: Collection[PostingId] = frozenset()
    more_days: set[tuple[PersonId, date]] = field(default_factory=set)
    more_answers: set[tuple[PersonId, PostingId]] = field(default_factory=set)

    def has_day(self, person: PersonId, day: date) -> bool:
        """Whether what the person did that day is loaded."""
        return (person in self.people and day in self.days) or (person, day) in self.more_days

    def has_answer(self, person: PersonId, posting: PostingId) -> bool:
        """Whether it is loaded if the person has answered this."""
        together = person in self.people and posting in self.quizzes
        return together or (person, posting) in self.more_answers
