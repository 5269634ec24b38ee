"""The book of a batch: what its updates name, as it was, with what the batch has added.

A batch of updates is read as a batch: whom and what they name is loaded by a few queries. Each
update writes on a page of its own. A page that is kept becomes part of the book, and the batch's
later updates see it; a page that is not kept leaves no trace.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from programme.calendar import may_make_up, zone_decides
from programme.points import points_of
from programme.streaks import extended
from quizzes.marking import is_right
from storage import chats, keys, programmes, snapshot
from storage.batch import AnswerRow, CheckInRow, NoteRow, ParkedVote
from storage.database import Transaction
from storage.snapshot import Doer, Named, Posted, Snapshot
from storage.units import Defaults, units
from storage.values.days import MemberDay, Posting, PostingId, QuestionId, Streak, VersionId
from storage.values.deliveries import NewDelivery
from storage.values.people import BotId, ChatId, MessageId, PersonId, TelegramId, UnitId
from storage.values.programme_files import Points, ProgrammeSettings


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
        self.answered: set[tuple[PersonId, PostingId]] = set()
        self.last_counting: dict[tuple[UnitId, date], date | None] = {}
        self._loaded = _Loaded()
        self.keys: Mapping[tuple[QuestionId, int, int], tuple[int, ...]] = {}
        self.settings: dict[VersionId, ProgrammeSettings] = {}
        self.zones: Mapping[UnitId, str] = {}
        self.in_private: Collection[TelegramId] = frozenset()
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
        return book

    async def need_zones(self, now: datetime, defaults: Defaults) -> None:
        """Load the time zones of those posts of whose day it hangs on the zone if it is closed."""
        named = [p.posting for p in (*self.by_posting.values(), *self.by_message.values())]
        edge = {
            posting.unit_id
            for posting in named
            if zone_decides(posting.day, now, self.settings[posting.version_id].windows)
        }
        if edge:
            found = await units(self.tx, edge, defaults)
            self.zones = {unit.id: unit.time_zone for unit in found.values()}

    async def _load_private_chats(self) -> None:
        """Load who of those that tap a second time can be written to in private."""
        if not self.by_posting:
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
        # An answer belongs to its posting's day: who has answered nothing that day needs no search.
        some = {person for (person, _), done in self.member_days.items() if done.answered}
        self.answered = await snapshot.answered(self.tx, some, quizzes)

    async def _read_days(
        self, people: Collection[PersonId], units: Mapping[date, Collection[UnitId]]
    ) -> None:
        found = await snapshot.read_days(self.tx, people, units)
        self.member_days.update(found.member_days)
        self.last_counting.update(found.last_counting)

    async def need(self, doer: Doer, unit: UnitId, day: date) -> None:
        """Load a person's day that no posting of the batch named."""
        person = doer.person.id
        if doer.streak is not None:
            self.streaks.setdefault(person, doer.streak)
        units = [] if (unit, day) in self.last_counting else [unit]
        if self._loaded.has_day(person, day) and not units:
            return
        people = [] if self._loaded.has_day(person, day) else [person]
        self._loaded.more_days.add((person, day))
        await self._read_days(people, {day: units})

    async def need_answer(self, person: PersonId, posting: PostingId) -> None:
        """Load whether a person has answered a question that no poll of the batch named."""
        if not self._loaded.has_answer(person, posting):
            self._loaded.more_answers.add((person, posting))
            self.answered |= await snapshot.answered(self.tx, [person], [posting])

    def page(self) -> "Page":
        """A fresh page for one update."""
        return Page(self)

    def keep(self, page: "Page") -> None:
        """Make a page part of the book."""
        self.member_days.update(page.added.member_days)
        self.streaks.update(page.added.streaks)
        self.answered.update((a.person_id, a.posting_id) for a in page.added.answers)
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


@dataclass(slots=True)
class Additions:
    """Rows to be written at the end of the batch."""

    answers: list[AnswerRow] = field(default_factory=list)
    check_ins: list[CheckInRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    member_days: dict[tuple[PersonId, date], MemberDay] = field(default_factory=dict)
    streaks: dict[PersonId, Streak] = field(default_factory=dict)
    deliveries: list[NewDelivery] = field(default_factory=list)
    parked: list[ParkedVote] = field(default_factory=list)
    undone: set[tuple[PersonId, date]] = field(default_factory=set)
    # Whose streak follows only from the whole history.
    rebuilt: set[PersonId] = field(default_factory=set)
    handled: list[int] = field(default_factory=list)

    def take(self, other: "Additions") -> None:
        """Add another's rows after these."""
        self.answers += other.answers
        if other.undone:
            undone = other.undone
            self.check_ins = [c for c in self.check_ins if (c.person_id, c.day) not in undone]
        self.check_ins += other.check_ins
        self.notes += other.notes
        self.member_days.update(other.member_days)
        self.streaks.update(other.streaks)
        self.deliveries += other.deliveries
        self.parked += other.parked
        self.undone |= other.undone
        self.rebuilt |= other.rebuilt


class Page:
    """What one update reads and adds."""

    __slots__ = ("added", "book")

    def __init__(self, book: Book) -> None:
        self.book = book
        self.added = Additions()

    def deliver(self, delivery: NewDelivery) -> None:
        """Put a message into the outbox with this page."""
        self.added.deliveries.append(delivery)

    def member_day(self, person: PersonId, unit: UnitId, day: date) -> MemberDay:
        """What a person did on a day so far."""
        key = (person, day)
        found = self.added.member_days.get(key) or self.book.member_days.get(key)
        return found or MemberDay(person, unit, day)

    def streak(self, person: PersonId) -> Streak | None:
        """A person's streak so far."""
        return self.added.streaks.get(person) or self.book.streaks.get(person)

    def has_answered(self, person: PersonId, posting: PostingId) -> bool:
        """Whether a person has answered a question, on this page or before."""
        if (person, posting) in self.book.answered:
            return True
        return any(a.person_id == person and a.posting_id == posting for a in self.added.answers)

    def posting_of_poll(self, poll_id: str) -> Posted | None:
        """The posting of a poll, if it is recorded already."""
        return self.book.by_poll.get(poll_id)

    def posting_of(self, chat: ChatId, message: MessageId) -> Posting | None:
        """The posting that a message in a chat belongs to."""
        posted = self.book.by_message.get((chat, message))
        return posted.posting if posted else None

    def settings_of(self, posting: Posting) -> ProgrammeSettings:
        """The settings of the programme version that a posting came from."""
        return self.book.settings[posting.version_id]

    def may_make_up(self, posting: Posting, now: datetime) -> bool:
        """Whether what belongs to a posting's day may still be done."""
        # A zone that was not loaded does not matter: every zone gives the same answer.
        zone = self.book.zones.get(posting.unit_id, "UTC")
        return may_make_up(posting.day, now, zone, self.settings_of(posting).windows)

    def posting(self, posting_id: PostingId) -> Posted | None:
        """A posting that the update's button names."""
        return self.book.by_posting.get(posting_id)

    def write_day(self, changed: MemberDay, worth: Points) -> Streak | None:
        """Put a day's new counts down, with its points, and lengthen the streak."""
        done = replace(changed, points=points_of(changed, worth))
        self.added.member_days[done.person_id, done.day] = done
        last = self.book.last_counting.get((done.unit_id, done.day))
        streak = extended(self.streak(done.person_id), done.person_id, done.day, last)
        if streak is None:
            self.added.rebuilt.add(done.person_id)
            return self.streak(done.person_id)
        self.added.streaks[done.person_id] = streak
        return streak

    def take_back(self, changed: MemberDay, worth: Points) -> None:
        """Put a day's lessened counts down; the streak is worked out afresh."""
        done = replace(changed, points=points_of(changed, worth))
        self.added.member_days[done.person_id, done.day] = done
        self.added.undone.add((done.person_id, done.day))
        self.added.rebuilt.add(done.person_id)


def right_answer(page: Page, posted: Posted, chosen: Collection[int]) -> bool:
    """Whether a choice is right by the question's newest key."""
    return is_right(chosen, page.book.keys[keys.index_of(posted)])
