"""A page of the batch's book: what one update reads and adds."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from programme.additions import Additions
from programme.calendar import may_make_up
from programme.points import points_of
from programme.streaks import extended
from quizzes.marking import is_right
from storage import keys
from storage.snapshot import Posted
from storage.values.days import MemberDay, Posting, PostingId, Streak
from storage.values.deliveries import DeliveryKind, NewDelivery
from storage.values.people import ChatId, MessageId, PersonId, UnitId
from storage.values.programme_files import Points, ProgrammeSettings

if TYPE_CHECKING:
    # The book gives out its pages, so at run time it comes first.
    from programme.book import Book


class Page:
    """What one update reads and adds."""

    __slots__ = ("added", "book")

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.added = Additions()

    def deliver(self, delivery: NewDelivery) -> None:
        """Put a message into the outbox with this page. A post that stands in many private chats
        shows no count that grows."""
        if delivery.kind is not DeliveryKind.COUNTER or delivery.chat_id:
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
        return self.first_choice(person, posting) is not None

    def first_choice(self, person: PersonId, posting: PostingId) -> tuple[int, ...] | None:
        """What a person chose first in a question, on this page or before; None: not answered."""
        row = self.added.answers.get((person, posting))
        return row.chosen if row else self.book.answered.get((person, posting))

    def picked(self, person: PersonId, posting: PostingId) -> tuple[int, ...]:
        """What a person has picked of a question so far, whether it was submitted or not."""
        key = (person, posting)
        return self.added.picks.get(key, self.book.picked.get(key, ()))

    def is_open(self, posting: Posting, now: datetime) -> bool:
        """Whether an answer to a question is in time: until the result is counted."""
        in_time = posting.closes_at is None or now < posting.closes_at
        return in_time or posting.id in self.book.uncounted

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
        missed = self.book.missed.of(done.person_id)
        streak = extended(self.streak(done.person_id), done.person_id, done.day, missed)
        if streak is None:
            self.added.rebuilt.add(done.person_id)
            return self.streak(done.person_id)
        self.added.streaks[done.person_id] = streak
        return streak

    def take_back(self, changed: MemberDay, worth: Points) -> None:
        """Put the counts of a day down whose check-in is taken back; the streak is worked out
        afresh."""
        self.lessen(changed, worth)
        self.added.undone.add((changed.person_id, changed.day))

    def lessen(self, changed: MemberDay, worth: Points) -> None:
        """Put a day's lessened counts down; the streak is worked out afresh."""
        done = replace(changed, points=points_of(changed, worth))
        self.added.member_days[done.person_id, done.day] = done
        self.added.rebuilt.add(done.person_id)


def right_answer(page: Page, posted: Posted, chosen: Collection[int]) -> bool:
    """Whether a choice is right by the question's newest key."""
    return is_right(chosen, page.book.keys[keys.index_of(posted)])
