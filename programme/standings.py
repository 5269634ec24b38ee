"""Standings: periods, places, and whose names are told.

Only the upper half is named, so that nobody is shown to be behind. Places are counted as in
competitions: 1, 2, 2, 4.

Who has left the branch keeps the place that their points gave them, so that nobody's place moves
by it, as with a place that two share; but they are not named any more, and the upper half is that
of those who are there.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from storage.values.people import PersonId
from storage.values.standings import Standing


class Period(StrEnum):
    """Over what time is added up: the running week (from Monday), month or year, or the whole
    campaign, from the programme's start, or where it has none from the first day of study."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CAMPAIGN = "campaign"


class Days(Struct, frozen=True):
    """Local days from ``first`` to ``last``, both counted."""

    first: date
    last: date


class Placed(Struct, frozen=True):
    """A member and the place that the points give."""

    place: int
    standing: Standing


class Table(Struct, frozen=True):
    """What may be told of a branch's standings.

    ``named`` are those told by name, best first. ``tied`` is how many share place ``tied_place``
    without being named, because naming them would show who is left. ``members`` is how many
    are in the branch now.
    """

    named: tuple[Placed, ...]
    tied: int
    tied_place: int
    members: int


CALENDAR = (Period.WEEK, Period.MONTH, Period.YEAR)
"""The periods that come again and again, so that one can be held against the one before."""


def begin_of(period: Period, day: date) -> date:
    """The first day of the calendar's period in which ``day`` lies."""
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    if period is Period.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1)


def until_today(period: Period, today: date, begun: date | None = None) -> Days:
    """The running period up to today; ``begun`` is the campaign's first day, None for today."""
    if period is Period.CAMPAIGN:
        return Days(min(begun or today, today), today)
    return Days(begin_of(period, today), today)


def same_part_before(period: Period, today: date) -> Days:
    """As many days of the period before, so that one's own past is a fair measure.

    A month that was shorter than today's date is taken whole.
    """
    begin = begin_of(period, today)
    end_before = begin - timedelta(days=1)
    first = begin_of(period, end_before)
    return Days(first, min(first + (today - begin), end_before))


def whole_before(period: Period, today: date) -> Days:
    """The whole of the period before the running one."""
    last = begin_of(period, today) - timedelta(days=1)
    return Days(begin_of(period, last), last)


def places(standings: Sequence[Standing]) -> tuple[Placed, ...]:
    """Everybody with a place, best first; equal points share the place and use up the next ones.

    Those with equal points stand in the order of their ids: one as good as the other, and the
    same every time.
    """
    ordered = sorted(standings, key=lambda standing: (-standing.points, standing.person_id))
    placed: list[Placed] = []
    for position, standing in enumerate(ordered, start=1):
        equal = bool(placed) and placed[-1].standing.points == standing.points
        placed.append(Placed(placed[-1].place if equal else position, standing))
    return tuple(placed)


def table(standings: Sequence[Standing]) -> Table:
    """What may be told: the upper half by name, and never anybody without points, nor anybody who
    has left.

    The upper half of *n* members has *n*/2 of them, rounded up. A tie across its lower border is
    told as a number without names: naming all of them would point at the few who are left, and
    naming some would be a lottery. When all members are equal nobody is left, and all are named.
    """
    placed = [one for one in places(standings) if one.standing.points > 0 and one.standing.here]
    members = still_here(standings)
    half = (members + 1) // 2
    all_are_equal = len(placed) == members and len({one.place for one in placed}) == 1
    if all_are_equal or len(placed) <= half:
        return Table(tuple(placed), 0, 0, members)
    # The best who can't be named: their tie reaches beyond the upper half.
    border = placed[half].place
    named = tuple(one for one in placed if one.place < border)
    if len(named) == half:
        return Table(named, 0, 0, members)
    tied = sum(one.place == border for one in placed)
    return Table(named, tied, border, members)


def still_here(standings: Sequence[Standing]) -> int:
    """How many of them are in the branch now."""
    return sum(one.here for one in standings)


def place_of(standings: Sequence[Standing], person_id: PersonId) -> Placed | None:
    """A member's own place; ``None`` for somebody without points or not among the members."""
    for one in places(standings):
        if one.standing.person_id == person_id:
            return one if one.standing.points > 0 else None
    return None
