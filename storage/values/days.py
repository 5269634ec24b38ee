"""A branch's day as values: slots, what they became, and what members did."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.people import BotId, ChatId, MessageId, PersonId, UnitId

SlotId = NewType("SlotId", int)
PostingId = NewType("PostingId", int)
QuestionId = NewType("QuestionId", int)
VersionId = NewType("VersionId", int)


class SlotKind(StrEnum):
    """What happens by the clock."""

    MORNING = "morning"
    NOON = "noon"
    RESULT = "result"
    EVENING = "evening"
    EXAM_OPENS = "exam-opens"
    EXAM_CLOSES = "exam-closes"
    SITTING_ENDS = "sitting-ends"
    """The time of one member's test is over."""
    DUTIES = "duties"
    """A unit's duties are looked at: is anybody to be reminded of something?"""
    WEEK = "week"
    """A unit's week is told: to whoever oversees it or looks after it, and to its group."""


STUDIES = (SlotKind.MORNING, SlotKind.NOON, SlotKind.EVENING)


class SlotState(StrEnum):
    """How far a slot has come. ``TAKEN``: its deliveries are in the outbox."""

    DUE = "due"
    TAKEN = "taken"
    POSTED = "posted"
    MISSED = "missed"
    FAILED = "failed"
    EMPTY = "empty"


class Slot(Struct, frozen=True):
    """One thing that is to happen for one branch, unit or person on one local day.

    ``subject_id``: the number of what it is about (a test, a sitting), where its kind has such.
    """

    id: SlotId
    bot_id: BotId
    kind: SlotKind
    unit_id: UnitId
    person_id: PersonId
    day: date
    due_at: datetime
    state: SlotState = SlotState.DUE
    reason: str = ""
    subject_id: int = 0


class Posting(Struct, frozen=True):
    """A message that a slot became, planned or sent."""

    id: PostingId
    bot_id: BotId
    slot_id: SlotId
    kind: SlotKind
    unit_id: UnitId
    day: date
    part: int
    chat_id: ChatId
    language: str
    version_id: VersionId
    message_id: MessageId | None = None
    item_key: str | None = None
    question_id: QuestionId | None = None
    revision: int | None = None
    closes_at: datetime | None = None
    state: str = "planned"


class MemberDay(Struct, frozen=True):
    """What a member did on one local day: the counts, and the points they are worth.

    ``late`` is how many of these acts were done when the day was over.
    """

    person_id: PersonId
    unit_id: UnitId
    day: date
    check_ins: int = 0
    answered: int = 0
    right: int = 0
    notes: int = 0
    points: int = 0
    late: int = 0

    @property
    def acted(self) -> bool:
        """Whether anything at all was done."""
        return bool(self.check_ins or self.answered or self.notes)


class Streak(Struct, frozen=True):
    """Days in a row with at least one act, and the last of them.

    ``frozen`` are the missed days that a freeze has bridged, in their order: those of the last
    day's month and of the month before.
    """

    person_id: PersonId
    length: int
    last_day: date
    frozen: tuple[date, ...] = ()
