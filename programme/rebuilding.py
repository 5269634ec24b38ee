"""The summaries made anew from the deeds: what should be there, whatever is.

What members did on days follows from check-ins, answers (marked by the newest keys) and notes; what
branches did, and months, follow from members' days. Three things stand nowhere but in a member's
day, and are kept as they are: that a deed came late, how many notes were written that are erased
by now (they still count), and the points, which a programme may come to give otherwise later on;
they are reckoned afresh only where the counts were wrong.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.points import points_of
from quizzes.marking import is_right
from storage import day_reads, deed_rows, programmes
from storage.batch import write_member_days
from storage.database import Database, Transaction
from storage.keys import keys_at
from storage.months import days_in, month_of
from storage.rebuilding import all_units, rebuild_units
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId
from storage.values.programme_files import Points

_AT_ONCE = 200

Told = Callable[[int, int], None]
"""Told how much of how much is done."""


class Rebuilt(Struct, frozen=True):
    """How many rows were not as the deeds have them: of members' days, branches' days, months."""

    members: int = 0
    branches: int = 0
    months: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.members + self.branches + self.months


async def rebuild(database: Database, told: Told) -> Rebuilt:
    """Make all summaries anew, a helping in each transaction, so that the bot may go on; how many
    rows were different."""
    async with database.reading() as tx:
        span = await deed_rows.first_and_last(tx)
        units = await all_units(tx)
    months = list(_months(*span)) if span else []
    helpings = [units[at : at + _AT_ONCE] for at in range(0, len(units), _AT_ONCE)]
    whole = len(months) * (1 + len(helpings))
    members = branches = summed = 0
    for number, month in enumerate(months):
        members += await _rebuild_members(database, month)
        told(number + 1, whole)
    for number, (month, some) in enumerate((m, some) for m in months for some in helpings):
        async with database.writing() as tx:
            of_days, of_months = await rebuild_units(tx, some, month)
        branches, summed = branches + of_days, summed + of_months
        told(len(months) + number + 1, whole)
    return Rebuilt(members, branches, summed)


async def from_deeds(
    tx: Transaction, people: Collection[PersonId], days: Collection[str]
) -> dict[tuple[PersonId, date], MemberDay]:
    """What these people did on these days, as their deeds have it; without points."""
    found: dict[tuple[PersonId, date], MemberDay] = {}

    def day_of(done: deed_rows.Done) -> MemberDay:
        key = (done.person_id, done.day)
        return found.get(key) or MemberDay(done.person_id, done.unit_id, done.day)

    for done in await deed_rows.checked_in(tx, people, days):
        found[done.person_id, done.day] = replace(day_of(done), check_ins=1)
    given = await deed_rows.answered(tx, people, days)
    keys = await keys_at(tx, {each.index for each in given})
    for each in given:
        day, right = day_of(each.done), is_right(each.chosen, keys[each.index])
        counted = replace(day, answered=day.answered + 1, right=day.right + right)
        found[day.person_id, day.day] = counted
    for done in await deed_rows.wrote(tx, people, days):
        found[done.person_id, done.day] = replace(day_of(done), notes=done.times)
    return found


async def _rebuild_members(database: Database, month: str) -> int:
    changed, after = 0, 0
    while True:
        async with database.writing() as tx:
            people = await deed_rows.people_after(tx, after, _AT_ONCE)
            if not people:
                return changed
            changed += await _rebuild_days(tx, people, days_in(month))
        after = people[-1]


async def _rebuild_days(tx: Transaction, people: Collection[PersonId], days: list[str]) -> int:
    deeds = await from_deeds(tx, people, days)
    by_day = dict.fromkeys(map(date.fromisoformat, days), ())
    stored = (await day_reads.read_days(tx, people, by_day)).member_days
    worth: dict[tuple[UnitId, date], Points] = {}
    changed = []
    for key in deeds.keys() | stored.keys():
        there = stored.get(key)
        day = _as_it_should_be(deeds.get(key), there)
        if day != (there or replace(day, check_ins=0, answered=0, right=0, notes=0)):
            # A branch's members have the same programme on a day.
            where = day.unit_id, day.day
            if where not in worth:
                worth[where] = await _worth(tx, *where)
            changed.append(replace(day, points=points_of(day, worth[where])))
    await write_member_days(tx, changed)
    return len(changed)


def _as_it_should_be(deeds: MemberDay | None, stored: MemberDay | None) -> MemberDay:
    """A member's day by its deeds, with what only the day itself knows."""
    if stored is None:
        assert deeds is not None
        return deeds
    done = deeds or MemberDay(stored.person_id, stored.unit_id, stored.day)
    return replace(
        stored,
        check_ins=done.check_ins,
        answered=done.answered,
        right=done.right,
        notes=max(done.notes, stored.notes),
    )


async def _worth(tx: Transaction, unit_id: UnitId, day: date) -> Points:
    version = await deed_rows.version_of_day(tx, unit_id, day)
    return Points() if version is None else (await programmes.settings_of(tx, version)).points


def _months(first: date, last: date) -> Iterator[str]:
    day = first
    while month_of(day) <= month_of(last):
        yield month_of(day)
        day = date.fromisoformat(days_in(month_of(day))[-1]) + timedelta(days=1)
