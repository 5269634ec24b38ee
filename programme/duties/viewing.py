"""What is told of obligations on demand: which are in view, which come next, how many are met."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day
from programme.duties.loading import UnitMatters, load_matters
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from storage import duty_books
from storage.database import Transaction
from storage.values.duties import State
from storage.values.people import PersonId, Unit, UnitId

_LOOK_BACK = timedelta(days=92)
"""What was due longer ago, and in another year, is no longer told of."""
_LOOK_AHEAD = timedelta(days=60)
LOOK_SOON = timedelta(days=14)
"""So long before a period begins its obligation is told of."""


_PRESSING = timedelta(days=7)


class UnitView(Struct, frozen=True):
    """A unit with what is told of its obligations, and of those of the persons there.

    ``standings`` are by due date. ``today`` is its local day.
    """

    matters: UnitMatters
    standings: Sequence[Standing]

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.matters.facts.unit

    @property
    def today(self) -> date:
        """Its local day."""
        return self.matters.today

    def of(self, person: PersonId) -> list[Standing]:
        """What one person there owes."""
        return [s for s in self.standings if s.obligation.subject.person_id == person]


class Tally(Struct, frozen=True):
    """How many obligations of this year have begun, how many of these are met, which are overdue;
    ``overdue`` may be of the year before."""

    met: int
    all: int
    overdue: tuple[Standing, ...] = ()


def span_in_view(today: date) -> tuple[date, date]:
    """The due dates that are told of: this year's, the last quarter's and the next weeks'."""
    first = min(date(today.year, 1, 1), today - _LOOK_BACK)
    return first, max(date(today.year, 12, 31), today + _LOOK_AHEAD)


async def views(tx: Transaction, units: Sequence[Unit], now: datetime) -> dict[UnitId, UnitView]:
    """These units with their obligations; a unit whose programme has no duties is left out."""
    bound = await with_duties(tx, units)
    if not bound:
        return {}
    spans = [span_in_view(local_day(now, unit.time_zone)) for unit in bound]
    first, last = min(begin for begin, _ in spans), max(end for _, end in spans)
    loaded = await load_matters(tx, bound, first, last, now)
    found = {}
    for unit in bound:
        matters = loaded[unit.id]
        span, soon = span_in_view(matters.today), matters.today + LOOK_SOON
        found[unit.id] = UnitView(matters, work_out(matters, *span, begun_by=soon))
    return found


async def with_duties(tx: Transaction, units: Sequence[Unit]) -> list[Unit]:
    """Those of these units whose programme has duties."""
    keys = {unit.programme_key for unit in units if unit.programme_key}
    bound = set()
    for key in keys:
        books = await duty_books.books(tx, key)
        if any(each.book.duties for each in books[:1]):
            bound.add(key)
    return [unit for unit in units if unit.programme_key in bound]


def overdue(standings: Iterable[Standing]) -> list[Standing]:
    """What is overdue, the longest first."""
    return sorted((s for s in standings if s.state is State.OVERDUE), key=lambda s: s.due)


def coming(standings: Iterable[Standing], today: date) -> list[Standing]:
    """What is to be done next, by date: of each duty of each subject the next that is open and has
    begun, or begins soon."""
    found: dict[object, Standing] = {}
    for each in sorted(standings, key=lambda s: s.due):
        is_open = not each.is_met and each.state is not State.OVERDUE
        if is_open and each.obligation.period.first <= today + LOOK_SOON:
            found.setdefault((each.obligation.duty.key, each.obligation.subject), each)
    return list(found.values())


def pressing(standings: Iterable[Standing], today: date) -> Standing | None:
    """The one to see to first: the next that is due within a week, else the last that has become
    overdue; None when nothing presses."""
    listed = list(standings)
    soon = [each for each in coming(listed, today) if each.due <= today + _PRESSING]
    late = overdue(listed)
    return next(iter([*soon, *reversed(late)]), None)


def awaiting(standings: Iterable[Standing]) -> list[Standing]:
    """What waits to be confirmed."""
    return [each for each in standings if each.state is State.AWAITING]


def tally(standings: Iterable[Standing], today: date) -> Tally:
    """How many are met of those of the year that have begun."""
    listed = list(standings)
    begun = [
        each
        for each in listed
        if each.obligation.period.due.year == today.year and each.obligation.period.first <= today
    ]
    met = sum(1 for each in begun if each.is_met)
    return Tally(met, len(begun), tuple(overdue(listed)))


def of_unit(standings: Iterable[Standing]) -> list[Standing]:
    """The obligations of the unit itself and of its groups."""
    return [each for each in standings if each.obligation.subject.person_id is None]


def of_persons(standings: Iterable[Standing]) -> list[Standing]:
    """The obligations of the persons at the unit."""
    return [each for each in standings if each.obligation.subject.person_id is not None]
