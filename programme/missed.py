"""Which days the people of a batch have missed since their last act.

A day is missed by whoever was at home in a branch for which it counts, was not on leave, and did
nothing. Nearly nobody has missed any when the noon comes, so it is looked up only for those whose
last act lies before their branch's last day that counts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from storage.absences import Absent, read_absent
from storage.database import Transaction
from storage.doers import Doer
from storage.values.days import Streak
from storage.values.people import PersonId, UnitId

LastCounting = Mapping[tuple[UnitId, date], date | None]
"""The last day that counts for a branch before a day."""


class Missed:
    """The days that people have missed, as far as they were looked up."""

    def __init__(self) -> None:
        self._days: dict[PersonId, Sequence[date]] = {}
        self._known: dict[PersonId, tuple[date, date]] = {}

    def of(self, person: PersonId) -> Sequence[date]:
        """The days that a person has missed since the last act, in their order."""
        return self._days.get(person, ())

    async def look(
        self,
        tx: Transaction,
        doers: Collection[Doer],
        days: Collection[date],
        streaks: Mapping[PersonId, Streak],
        last_counting: LastCounting,
    ) -> None:
        """Look up what these people have missed before the last of ``days``, as far as they may
        have missed any and it is not known yet."""
        before = max(days)
        yesterday = before - timedelta(days=1)
        rest = [d for d in doers if (s := streaks.get(d.person.id)) and s.last_day < yesterday]
        behind = {
            doer: streak.last_day
            for doer in rest
            if (streak := streaks[doer.person.id]).length
            and not self._is_known(doer.person.id, streak.last_day, before)
            and _may_have_missed(doer, streak.last_day, days, last_counting)
        }
        if not behind:
            return
        branches: dict[date, set[UnitId]] = {}
        for doer, after in behind.items():
            branches.setdefault(after, set()).update(home.unit_id for home in doer.homes)
        absent = await read_absent(tx, {doer.person.id for doer in behind}, branches, before)
        for doer, after in behind.items():
            self._days[doer.person.id] = days_counting(doer, absent, after, before)
            self._known[doer.person.id] = after, before

    def _is_known(self, person: PersonId, after: date, before: date) -> bool:
        known = self._known.get(person)
        return known is not None and known[0] <= after and before <= known[1]


def days_counting(doer: Doer, absent: Absent, after: date, before: date) -> list[date]:
    """The days between two that count for a person, in their order: they count for the branch
    that is home that day, and the person is not on leave."""
    leaves = absent.leaves.get(doer.person.id, ())
    found = {
        day
        for home in doer.homes
        for day in absent.counting.get(home.unit_id, ())
        if after < day < before and home.covers(day)
    }
    return sorted(day for day in found if not any(first <= day <= last for first, last in leaves))


def _may_have_missed(
    doer: Doer, last_day: date, days: Collection[date], last_counting: LastCounting
) -> bool:
    # The branch that somebody came from may have had a day that the new one had not.
    return len(doer.homes) > 1 or any(
        last_day < last
        for day in days
        if (home := doer.home_on(day)) is not None
        and (last := last_counting.get((home, day))) is not None
    )
