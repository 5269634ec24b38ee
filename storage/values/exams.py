"""Tests that an organiser sets, and what members make of them.

In code a test is an *exam*: pytest takes whatever is called a test for one of its own.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.days import QuestionId
from storage.values.given import Given
from storage.values.people import PersonId, UnitId

ExamId = NewType("ExamId", int)
SittingId = NewType("SittingId", int)


class ExamState(StrEnum):
    """How far a test has come. ``SET``: announced; its window may have yet to open."""

    DRAFT = "draft"
    SET = "set"
    CLOSED = "closed"
    DROPPED = "dropped"


class SourceKind(StrEnum):
    """Where a test's questions come from."""

    PROGRAMME = "programme"
    BANK = "bank"


class Source(Struct, frozen=True):
    """The questions that a test draws from: those of a programme's newest version, by its key, or
    of a bank, by its number."""

    kind: SourceKind
    key: str


class Share(Struct, frozen=True):
    """So many questions of one tag."""

    tag: str
    count: int


class Terms(Struct, frozen=True):
    """What an organiser settles about a test.

    ``tags``: only questions with one of them; empty: all. ``shares``: so many of each tag; when
    there are any, they say what is asked, and ``count`` and ``tags`` nothing. ``minutes``: how
    long one sitting may take, None: until the window closes. The window goes from the first day
    at ``begins`` (or from when it is announced, if that is later) to the last day at ``ends``, by
    the clocks of the test's unit. ``attempts``: how often one may sit it, 0: as often as one
    likes. ``pass_percent``: 0 when nobody can fail. ``audience``: tags of members or branches,
    empty: everybody below the unit. ``at_once``: results come after each sitting, else after the
    window. ``in_group``: one line in the groups.
    """

    source: Source
    first: date
    last: date
    title: str = ""
    tags: tuple[str, ...] = ()
    count: int = 10
    shares: tuple[Share, ...] = ()
    minutes: int | None = 15
    begins: time = time(8)
    ends: time = time(21)
    attempts: int = 1
    pass_percent: int = 60
    audience: tuple[str, ...] = ()
    at_once: bool = True
    in_group: bool = False

    @property
    def number(self) -> int:
        """How many questions are asked."""
        return sum(share.count for share in self.shares) if self.shares else self.count


class Exam(Struct, frozen=True):
    """A test. ``opens_at`` and ``closes_at`` are fixed when it is announced, None in a draft."""

    id: ExamId
    unit_id: UnitId
    made_by: PersonId | None
    state: ExamState
    terms: Terms
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether a sitting may begin."""
        if self.state is not ExamState.SET or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= now < self.closes_at

    def is_over(self, now: datetime) -> bool:
        """Whether its window has closed."""
        closed = self.closes_at is not None and self.closes_at <= now
        return self.state is ExamState.CLOSED or (self.state is ExamState.SET and closed)


class Sitting(Struct, frozen=True):
    """One time that a member sits a test.

    ``number`` counts from 1. ``place`` is the question that was shown last, counted from 0.
    ``ends_at``: until when an answer counts. ``by_time``: it was handed in because its time was
    over.
    """

    id: SittingId
    exam_id: ExamId
    person_id: PersonId
    number: int
    begun_at: datetime
    ends_at: datetime
    place: int = 0
    handed_in_at: datetime | None = None
    by_time: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has not been handed in."""
        return self.handed_in_at is None


class Asked(Struct, frozen=True):
    """One question of a sitting: in which revision it was asked, and what was answered, None for
    nothing. ``place`` counts from 0."""

    place: int
    question_id: QuestionId
    revision: int
    given: Given | None = None
