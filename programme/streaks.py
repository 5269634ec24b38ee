"""Days in a row.

A streak day is a local day with at least one act. Days that do not count for the branch (days
off, days on which the bot failed to post) neither lengthen a streak by themselves nor break it.
"""

from collections.abc import Collection, Sequence
from datetime import date

from storage.values.days import Streak
from storage.values.people import PersonId


def extended(
    streak: Streak | None, person_id: PersonId, day: date, last_counting: date | None
) -> Streak | None:
    """The streak with an act on ``day`` added.

    ``last_counting`` is the branch's last day before ``day`` that counts, None when there is none.
    Returns None when the act lies before the streak's last day: then the streak follows only from
    the whole history (:func:`from_history`).
    """
    if streak is None:
        return Streak(person_id, 1, day)
    if day < streak.last_day:
        return None
    if day == streak.last_day:
        return streak
    unbroken = last_counting is None or streak.last_day >= last_counting
    return Streak(person_id, streak.length + 1 if unbroken else 1, day)


def alive(streak: Streak | None, last_counting: date | None) -> int:
    """How long the streak is today; 0 once a day that counts has gone by without an act.

    ``last_counting`` is the branch's last day before today that counts: today is still open.
    """
    if streak is None or (last_counting is not None and streak.last_day < last_counting):
        return 0
    return streak.length


def from_history(
    person_id: PersonId, acted: Collection[date], counting: Sequence[date]
) -> Streak | None:
    """The streak that a history of acts gives; None when there was no act.

    ``counting`` are the branch's days that count.
    """
    days = sorted(acted, reverse=True)
    if not days:
        return None
    gaps = sorted(set(counting) - set(days), reverse=True)
    broken_at = next((gap for gap in gaps if gap < days[0]), None)
    length = sum(1 for day in days if broken_at is None or day > broken_at)
    return Streak(person_id, length, days[0])
