"""Days in a row, and the spare days that keep them together.

A streak day is a local day with at least one act. Days that do not count for somebody (days off,
days on which the bot failed to post, leave) neither lengthen a streak by themselves nor break it.
A missed day breaks it unless a freeze bridges it: there are two a calendar month, used by
themselves when the member is back. A gap longer than what is left breaks the streak and uses none.

There is one rule, :func:`extended`; a history is that rule, act by act.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from storage.values.days import Streak
from storage.values.people import PersonId

FREEZES = 2
"""How many missed days of a calendar month a streak outlives."""


def extended(
    streak: Streak | None, person_id: PersonId, day: date, missed: Sequence[date]
) -> Streak | None:
    """The streak with an act on ``day`` added.

    ``missed`` are the days, in their order, that count for the person and have no act; those
    before the streak's last day don't matter. Returns None when the act lies before the streak's
    last day: then the streak follows only from the whole history (:func:`from_history`).
    """
    if streak is None or not streak.length:
        return Streak(person_id, 1, day)
    if day < streak.last_day:
        return None
    if day == streak.last_day:
        return streak
    gap = _between(streak.last_day, day, missed)
    if not _bridged(streak, gap):
        return Streak(person_id, 1, day, _lately(streak.frozen, day))
    return Streak(person_id, streak.length + 1, day, _lately((*streak.frozen, *gap), day))


def alive(streak: Streak | None, today: date, missed: Sequence[date]) -> int:
    """How long the streak is today, which is still open; 0 once more has been missed than the
    month's freezes bridge."""
    if streak is None or not _bridged(streak, _between(streak.last_day, today, missed)):
        return 0
    return streak.length


def freezes_used(streak: Streak | None, today: date, missed: Sequence[date]) -> int:
    """How many of this month's freezes are used, those that hold the streak just now included."""
    if streak is None or not streak.length:
        return 0
    gap = _between(streak.last_day, today, missed)
    held = gap if _bridged(streak, gap) else ()
    return sum(1 for day in (*streak.frozen, *held) if _month(day) == _month(today))


def from_history(
    person_id: PersonId, acted: Collection[date], counting: Collection[date]
) -> Streak | None:
    """The streak that a history of acts gives; None when there was no act.

    ``counting`` are the days that count for the person.
    """
    missed = sorted(set(counting) - set(acted))
    streak: Streak | None = None
    for day in sorted(acted):
        streak = extended(streak, person_id, day, missed)
    return streak


def _between(last: date, day: date, missed: Sequence[date]) -> Sequence[date]:
    return missed[bisect_right(missed, last) : bisect_left(missed, day)] if missed else ()


def _bridged(streak: Streak, gap: Sequence[date]) -> bool:
    """Whether each month of a gap has freezes enough left."""
    if not gap:
        return True
    months = {_month(day) for day in gap}
    used = Counter(_month(day) for day in (*streak.frozen, *gap))
    return all(used[month] <= FREEZES for month in months)


def _lately(frozen: Sequence[date], day: date) -> tuple[date, ...]:
    """Those of this month and of the one before: a gap that is still to come begins in no other."""
    if not frozen:
        return ()
    before = day.replace(day=1) - timedelta(days=1)
    return tuple(each for each in frozen if _month(each) >= _month(before))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
