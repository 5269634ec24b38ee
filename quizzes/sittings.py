"""Sitting a test: how long, which question next, and what it comes to. Pure rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import floor

from msgspec import Struct

# What sums of thirds leave behind must not make a fail of a pass.
_ROUNDING = 1e-9


class Score(Struct, frozen=True):
    """What a sitting came to: the marks of its questions, each from 0 to 1; 0 for those that were
    not answered."""

    marks: tuple[float, ...]

    @property
    def total(self) -> float:
        """The sum of the marks."""
        return sum(self.marks)

    @property
    def percent(self) -> int:
        """The share of all that could be had, in whole per cent rounded down: so what is shown
        reaches the pass mark exactly when the score does."""
        if not self.marks:
            return 0
        return floor(100 * self.total / len(self.marks) + _ROUNDING)

    def passes(self, pass_percent: int) -> bool:
        """Whether this is enough."""
        return self.percent >= pass_percent


def ends_at(begun: datetime, minutes: int | None, closes: datetime) -> datetime:
    """Until when the answers of a sitting count: its own time, and never beyond the window."""
    return closes if minutes is None else min(closes, begun + timedelta(minutes=minutes))


def may_begin_another(sat: int, attempts: int) -> bool:
    """Whether somebody who has sat a test so often may sit it again; 0 attempts: without end."""
    return attempts == 0 or sat < attempts


def next_place(answered: Sequence[bool], after: int) -> int | None:
    """The next question without an answer behind this one, from the beginning again after the
    last; the one itself when it is the only one left, None when there is none."""
    count = len(answered)
    places = (place % count for place in range(after + 1, after + count + 1)) if count else ()
    return next((place for place in places if not answered[place]), None)


def best(scores: Sequence[Score]) -> int | None:
    """Which of several sittings counts: the best, the first of equals; None for none."""
    return max(range(len(scores)), key=lambda n: (scores[n].percent, -n)) if scores else None
