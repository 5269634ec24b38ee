"""How questions were answered, in figures, and the alarms that some of them raise."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from storage.values.days import PostingId, QuestionId
from storage.values.people import PersonId, UnitId

Chosen = tuple[int, ...]
"""An answer: the options that were chosen, ascending, counted from 0."""

FEWEST_ANSWERS = 20
"""Below so many answers figures are unsure: one more could turn them."""


class QuestionStatistics(Struct, frozen=True):
    """How a question was answered.

    ``count`` is the number of answers. ``facility`` (facility index) is the mean mark, from 0 to
    1. ``deviation`` is the standard deviation of the marks in the sample. ``discrimination`` (the
    discrimination index) is the correlation of the marks with those in the rest of the quiz, in
    per cent from -100 to 100. ``efficiency`` (discriminative efficiency) is the covariance of the
    two in per cent of the largest that these marks allow, at most 100. What can't be told is None.
    """

    count: int
    facility: float | None = None
    deviation: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None

    @property
    def unsure(self) -> bool:
        """Whether too few answered to rely on the figures."""
        return self.count < FEWEST_ANSWERS


class Asking(Struct, frozen=True):
    """A question that a branch was asked: the revision shown, and the newest one there is."""

    posting_id: PostingId
    unit_id: UnitId
    day: date
    question_id: QuestionId
    shown: int
    newest: int
    closes_at: datetime


FirstAnswer = tuple[PostingId, PersonId, str, bool]
"""In which posting somebody first chose what, as the column keeps it; and whether the question was
closed by then."""


class QuestionFigures(Struct, frozen=True):
    """How a question was answered in some weeks.

    ``revision`` is the one by whose key the answers were marked. ``first`` and ``last`` are local
    days on which it was asked. ``late`` is how many answered when it was closed; they are in no
    other figure. ``chosen`` is how often each answer was given.
    """

    question_id: QuestionId
    revision: int
    first: date
    last: date
    statistics: QuestionStatistics
    late: int
    chosen: Mapping[Chosen, int]


class Settled(StrEnum):
    """What was decided of a key that an alarm was raised about."""

    CORRECTED = "corrected"
    LEFT = "left"


class KeyAlarm(Struct, frozen=True):
    """A key that those who usually do best did not agree with.

    Of ``best`` members, ``for_chosen`` chose ``chosen``, more than any other answer, and
    ``for_key`` the key. ``settled`` is None while nobody has decided.
    """

    question_id: QuestionId
    revision: int
    chosen: Chosen
    best: int
    for_chosen: int
    for_key: int
    settled: Settled | None = None


class QuestionLine(Struct, frozen=True):
    """A question's figures, and whether an alarm about its key is open."""

    figures: QuestionFigures
    alarm: bool
