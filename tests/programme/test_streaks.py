"""Days in a row: extended act by act or worked out from the whole history, it is the same."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.streaks import alive, extended, from_history
from storage.values.days import Streak
from storage.values.people import PersonId

LI = PersonId(1)
FIRST = date(2026, 5, 18)


def day(number: int) -> date:
    """The days of a history are numbered from 0, a Monday."""
    return FIRST + timedelta(days=number)


def streak(length: int, last: int) -> Streak:
    return Streak(LI, length, day(last))


@pytest.mark.parametrize(
    ("before", "acted", "last_counting", "after"),
    [
        (None, 4, None, streak(1, 4)),
        (None, 4, day(3), streak(1, 4)),
        (streak(3, 3), 4, day(3), streak(4, 4)),
        (streak(3, 4), 4, day(3), streak(3, 4)),
        # A day that counts went by without an act.
        (streak(3, 2), 4, day(3), streak(1, 4)),
        # Friday, then Monday: the weekend does not count.
        (streak(5, 4), 7, day(4), streak(6, 7)),
        # An act on a day off counts, though leaving it out would have broken nothing.
        (streak(5, 4), 5, day(4), streak(6, 5)),
        # The branch's first day that counts is today.
        (streak(1, 0), 9, None, streak(2, 9)),
    ],
)
def test_an_act_lengthens_or_begins(
    before: Streak | None, acted: int, last_counting: date | None, after: Streak
) -> None:
    assert extended(before, LI, day(acted), last_counting) == after


def test_a_late_act_needs_the_whole_history() -> None:
    assert extended(streak(1, 5), LI, day(4), day(3)) is None


@pytest.mark.parametrize(
    ("last_counting", "length"), [(None, 3), (day(4), 3), (day(3), 3), (day(5), 0)]
)
def test_a_streak_lives_until_a_whole_day_has_gone_by(
    last_counting: date | None, length: int
) -> None:
    assert alive(streak(3, 4), last_counting) == length


def test_nobody_has_a_streak_without_an_act() -> None:
    assert alive(None, day(3)) == 0
    assert alive(None, None) == 0
    assert from_history(LI, [], [day(0), day(1)]) is None


def counted_back(acted: Collection[date], counting: Collection[date]) -> Streak | None:
    """The rule as one would tell it: from the last act back to the first day that broke it."""
    if not acted:
        return None
    length, at = 0, max(acted)
    while at >= min(acted) and (at in acted or at not in counting):
        length += at in acted
        at -= timedelta(days=1)
    return Streak(LI, length, max(acted))


some_days = st.sets(st.integers(0, 30).map(day))


@given(some_days, some_days)
def test_a_history_is_counted_back_from_the_last_act(acted: set[date], counting: set[date]) -> None:
    assert from_history(LI, acted, sorted(counting)) == counted_back(acted, counting)


@dataclass(frozen=True)
class Lived:
    """A day as somebody lived it: whether it counts, for how many days ago they did something,
    and for how many days ago they took it back."""

    counts: bool
    acts: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()


ago = st.lists(st.integers(0, 3), max_size=2).map(tuple)
lives = st.lists(st.builds(Lived, st.booleans(), ago, ago), max_size=25)


@dataclass
class Life:
    """Keeps a streak as the bot does: extended where that will do, worked out afresh elsewhere."""

    acted: set[date] = field(default_factory=set)
    counting: list[date] = field(default_factory=list)
    streak: Streak | None = None

    def act(self, on: date) -> None:
        self.acted.add(on)
        last = max((each for each in self.counting if each < on), default=None)
        self.streak = extended(self.streak, LI, on, last) or self.afresh()

    def undo(self, on: date) -> None:
        if on in self.acted:
            self.acted.discard(on)
            self.streak = self.afresh()

    def afresh(self) -> Streak | None:
        return from_history(LI, self.acted, self.counting)


@given(lives)
def test_act_by_act_and_from_history_it_is_the_same(lived: list[Lived]) -> None:
    life = Life()
    for number, today in enumerate(lived):
        if today.counts:
            life.counting.append(day(number))
        for each in today.acts:
            life.act(day(number - each))
            assert life.streak == life.afresh()
        for each in today.undone:
            life.undo(day(number - each))
            assert life.streak == life.afresh()
