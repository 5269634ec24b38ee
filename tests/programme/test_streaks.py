"""Days in a row: extended act by act or worked out from the whole history, it is the same."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from programme.streaks import alive, extended, freezes_used, from_history
from storage.values.days import Streak
from storage.values.people import PersonId

LI = PersonId(1)
FIRST = date(2026, 5, 18)


def day(number: int) -> date:
    """The days of a history are numbered from 0, Monday 18 May; 14 is the first of June."""
    return FIRST + timedelta(days=number)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(day(number) for number in numbers)


def streak(length: int, last: int, *frozen: int) -> Streak:
    return Streak(LI, length, day(last), days(*frozen))


@pytest.mark.parametrize(
    ("before", "acted", "missed", "after"),
    [
        (None, 4, (), streak(1, 4)),
        (streak(3, 3), 4, (), streak(4, 4)),
        (streak(3, 4), 4, (), streak(3, 4)),
        # What was missed before the last act was settled with it.
        (streak(3, 3), 4, (0, 1, 2), streak(4, 4)),
        # A missed day is bridged, two as well; three are not, and use nothing up.
        (streak(3, 2), 4, (3,), streak(4, 4, 3)),
        (streak(3, 2), 5, (3, 4), streak(4, 5, 3, 4)),
        (streak(3, 2), 6, (3, 4, 5), streak(1, 6)),
        # What the month has used already is used.
        (streak(5, 6, 2), 8, (7,), streak(6, 8, 2, 7)),
        (streak(5, 6, 2), 9, (7, 8), streak(1, 9, 2)),
        (streak(5, 6, 2, 4), 8, (7,), streak(1, 8, 2, 4)),
        # Each month has its own two: 12 and 13 are the last of May, 14 and 15 the first of June.
        (streak(5, 11), 16, (12, 13, 14, 15), streak(6, 16, 12, 13, 14, 15)),
        (streak(5, 11), 17, (12, 14, 15, 16), streak(1, 17)),
        (streak(9, 13, 2, 4), 16, (14, 15), streak(10, 16, 2, 4, 14, 15)),
        # Friday, then Monday: what does not count is not missed.
        (streak(5, 4), 7, (), streak(6, 7)),
        # Taken back altogether: it begins anew.
        (Streak(LI, 0, date.min), 9, (7, 8), streak(1, 9)),
    ],
)
def test_an_act_lengthens_or_begins(
    before: Streak | None, acted: int, missed: Sequence[int], after: Streak
) -> None:
    assert extended(before, LI, day(acted), days(*missed)) == after


def test_a_late_act_needs_the_whole_history() -> None:
    assert extended(streak(1, 5), LI, day(4), days(3)) is None


def test_freezes_of_two_months_ago_are_forgotten() -> None:
    in_july = extended(streak(40, 43, 2, 15), LI, day(44), ())
    assert in_july == streak(41, 44, 15)


@pytest.mark.parametrize(
    ("before", "missed", "length", "used"),
    [
        (streak(3, 4), (), 3, 0),
        (streak(3, 4), (1, 2), 3, 0),
        (streak(3, 4), (5,), 3, 1),
        (streak(3, 4), (5, 6), 3, 2),
        (streak(3, 4), (5, 6, 7), 0, 0),
        (streak(3, 4, 1), (5,), 3, 2),
        (streak(3, 4, 1), (5, 6), 0, 1),
        (None, (5,), 0, 0),
        (Streak(LI, 0, date.min), (5,), 0, 0),
    ],
)
def test_a_streak_lives_as_long_as_freezes_bridge_what_was_missed(
    before: Streak | None, missed: Sequence[int], length: int, used: int
) -> None:
    today = day(8)
    assert alive(before, today, days(*missed)) == length
    assert freezes_used(before, today, days(*missed)) == used


def test_a_new_month_has_its_own_freezes() -> None:
    assert freezes_used(streak(9, 13, 2, 4), day(13), ()) == 2
    assert freezes_used(streak(9, 13, 2, 4), day(14), ()) == 0
    # Missed in May, seen in June.
    assert freezes_used(streak(9, 12), day(14), days(13)) == 0


def test_nobody_has_a_streak_without_an_act() -> None:
    assert from_history(LI, [], [day(0), day(1)]) is None


def test_a_make_up_mends_the_streak_and_gives_the_freeze_back() -> None:
    counting = [day(n) for n in range(8)]
    acted = set(days(0, 1, 2, 6, 7))
    assert from_history(LI, acted, counting) == streak(2, 7)
    assert from_history(LI, acted | {day(3)}, counting) == streak(6, 7, 4, 5)
    assert from_history(LI, acted | set(days(3, 4)), counting) == streak(7, 7, 5)


def as_told(acted: Collection[date], counting: Collection[date]) -> Streak | None:
    """The rule as one would tell it: day after day, with a purse of two for each month."""
    if not acted:
        return None
    length, frozen = 0, []
    owed: list[date] = []
    at = min(acted)
    while at <= max(acted):
        if at in acted:
            spent = Counter((each.year, each.month) for each in (*frozen, *owed))
            months = {(each.year, each.month) for each in owed}
            holds = all(spent[month] <= 2 for month in months)
            length = length + 1 if holds else 1
            frozen += owed if holds else []
            owed = []
        elif at in counting:
            owed.append(at)
        at += timedelta(days=1)
    last = max(acted)
    month_before = (last.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Streak(LI, length, last, tuple(each for each in frozen if each >= month_before))


some_days = st.sets(st.integers(0, 80).map(day))
nearly_all = st.sets(st.integers(0, 80).map(day), max_size=12).map(
    lambda missing: {day(n) for n in range(81)} - missing
)


@given(some_days | nearly_all, some_days | nearly_all)
def test_a_history_is_what_one_would_tell(acted: set[date], counting: set[date]) -> None:
    assert from_history(LI, acted, sorted(counting)) == as_told(acted, counting)


class Lived(Struct, frozen=True):
    """A day as somebody lived it: whether it counts for the branch, whether they were on leave,
    for how many days ago they did something, and for how many days ago they took it back."""

    counts: bool
    on_leave: bool = False
    acts: tuple[int, ...] = ()
    undone: tuple[int, ...] = ()


ago = st.lists(st.integers(0, 3), max_size=2).map(tuple)
often = st.sampled_from([True, True, True, False])
seldom = st.sampled_from([False, False, False, False, True])
lives = st.lists(st.builds(Lived, often, seldom, ago, seldom.map(lambda s: (0,) * s)), max_size=60)


class Life(Struct):
    """Keeps a streak as the bot does: extended where that will do, worked out afresh elsewhere."""

    acted: set[date] = field(default_factory=set)
    counting: list[date] = field(default_factory=list)
    streak: Streak | None = None

    def act(self, on: date) -> None:
        # What is loaded as missed is what counts after the last act: the day itself is left out.
        since = self.streak.last_day if self.streak else date.min
        missed = [each for each in self.counting if since < each < on]
        self.acted.add(on)
        self.streak = extended(self.streak, LI, on, missed) or self.afresh()

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
        if today.counts and not today.on_leave:
            life.counting.append(day(number))
        for each in today.acts:
            life.act(day(number - each))
            assert life.streak == life.afresh()
        for each in today.undone:
            life.undo(day(number - each))
            assert life.streak == life.afresh()
