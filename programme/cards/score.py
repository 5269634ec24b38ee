"""Somebody's year: what they did on which day, and the days in a row."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from programme.missed import days_counting
from programme.streaks import alive
from storage.absences import read_absent
from storage.database import Transaction
from storage.day_rows import days_of_people
from storage.doers import Doer, doer_of
from storage.values.days import MemberDay
from storage.values.people import Person, Unit
from storage.values.standings import Totals


class ScoreYear(Struct, frozen=True):
    """A member's year, up to ``today`` where it is the running one.

    ``acts``: on which days how many of the three studies were done. ``streak``: the days in a row
    as of today; 0 when they are over, and for a year that has gone by. ``due``: the days before
    today on which there was something to study for them: not days off, leaves, or days on which the
    bot failed.
    """

    person: Person
    branch: str
    year: int
    today: date
    totals: Totals
    acts: Mapping[date, int]
    streak: int = 0
    due: frozenset[date] = frozenset()


def year_span(year: int, today: date) -> tuple[date, date]:
    """The days of a year that are not yet to come; of a year to come, its first day alone."""
    first = date(year, 1, 1)
    return first, max(first, min(date(year, 12, 31), today))


def totals_of(days: Sequence[MemberDay]) -> Totals:
    """What days come to."""
    return Totals(
        check_ins=sum(day.check_ins for day in days),
        answered=sum(day.answered for day in days),
        right=sum(day.right for day in days),
        notes=sum(day.notes for day in days),
        points=sum(day.points for day in days),
        late=sum(day.late for day in days),
        days=sum(day.acted for day in days),
    )


async def score_years(
    tx: Transaction, people: Sequence[Person], branch: Unit, year: int, today: date
) -> list[ScoreYear]:
    """The years of these people, in their order."""
    span = year_span(year, today)
    days = await days_of_people(tx, [person.id for person in people], *span)
    found = []
    for person in people:
        mine, doer = days[person.id], await doer_of(tx, person.id)
        found.append(
            ScoreYear(
                person=person,
                branch=branch.name,
                year=year,
                today=today,
                totals=totals_of(mine),
                acts={d.day: (d.check_ins > 0) + (d.answered > 0) + (d.notes > 0) for d in mine},
                streak=await _streak(tx, doer, today) if doer and year == today.year else 0,
                due=await _due(tx, doer, span, today) if doer else frozenset(),
            )
        )
    return found


async def _streak(tx: Transaction, doer: Doer, today: date) -> int:
    streak = doer.streak
    if streak is None or not streak.length:
        return 0
    return alive(streak, today, await _counting(tx, doer, streak.last_day, today))


async def _due(
    tx: Transaction, doer: Doer, span: tuple[date, date], today: date
) -> frozenset[date]:
    one = timedelta(days=1)
    return frozenset(await _counting(tx, doer, span[0] - one, min(span[1] + one, today)))


async def _counting(tx: Transaction, doer: Doer, after: date, before: date) -> list[date]:
    branches = {after: {home.unit_id for home in doer.homes}}
    absent = await read_absent(tx, {doer.person.id}, branches, before)
    return days_counting(doer, absent, after, before)
