"""A year to look back on: a member's, a branch's or a unit's, in figures, duties and notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from programme.calendar import local_day
from programme.cards.month import last_of_month
from programme.cards.score import ScoreYear, score_years, year_span
from programme.comparing import SMALLEST
from programme.duties.loading import load_matters
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from storage.chosen_notes import ChosenNote, notes_for_review
from storage.database import Transaction
from storage.records import newest_with
from storage.rollup import members_of, sums_of
from storage.units import Defaults, branches_below, children, units, units_below
from storage.values.duties import DutyBook, State
from storage.values.people import Person, Unit, UnitId
from storage.values.records import Record
from storage.values.standings import Sums

_AT_ONCE = 100
"""So many units' duties are worked out at a time."""
_MOST_RECORDS = 60
_MOST_NOTES = {True: 12, False: 8}
"""How many notes stand in a branch's review, and in a unit's."""


class MemberReview(Struct, frozen=True):
    """A member's year, for their own eyes. ``standings`` are what they themselves owed at their
    branch, ``records`` those in which they took part, by day."""

    score: ScoreYear
    branch: Unit
    book: DutyBook
    standings: Sequence[Standing] = ()
    records: Sequence[Record] = ()
    notes: Sequence[ChosenNote] = ()


class Below(Struct, frozen=True):
    """A unit right below: how many members it has, and what was done there."""

    name: str
    members: int
    sums: Sums


class UnitReview(Struct, frozen=True):
    """A branch's year, or that of a unit with all below it, up to ``today``.

    ``months`` by their numbers; a month to come is left out. ``below``: the units right below, in
    the order of their codes, without those too small to be told by themselves, which are
    ``too_small``. ``standings``: its own duties; ``states``: those of all units below, by state.
    ``sums`` is None where figures would name a person.
    """

    unit: Unit
    is_branch: bool
    year: int
    today: date
    members: int
    book: DutyBook
    sums: Sums | None = None
    months: Mapping[int, Sums] = {}
    below: Sequence[Below] = ()
    too_small: int = 0
    standings: Sequence[Standing] = ()
    states: Mapping[State, int] = {}
    notes: Sequence[ChosenNote] = ()
    names: Mapping[UnitId, str] = {}


async def member_review(
    tx: Transaction, person: Person, branch: Unit, year: int, now: datetime
) -> MemberReview:
    """A member's year."""
    today = local_day(now, branch.time_zone)
    first, last = year_span(year, today)
    (score,) = await score_years(tx, [person], branch, year, today)
    matters = (await load_matters(tx, [branch], first, date(year, 12, 31), now))[branch.id]
    owed = work_out(matters, first, date(year, 12, 31), begun_by=today)
    took_part = await newest_with(tx, person.id, _MOST_RECORDS)
    return MemberReview(
        score=score,
        branch=branch,
        book=matters.book,
        standings=[s for s in owed if s.obligation.subject.person_id == person.id],
        records=[each for each in reversed(took_part) if first <= each.day <= last],
        notes=await notes_for_review(tx, (), first, last, shared_too=True, person=person.id),
    )


async def unit_review(
    tx: Transaction,
    unit: Unit,
    year: int,
    now: datetime,
    defaults: Defaults,
    *,
    shared_too: bool,
) -> UnitReview:
    """A branch's year, or a unit's. ``shared_too``: for the branch itself, which has seen the notes
    that are shared with its group; else those alone stand there that were chosen for it."""
    today = local_day(now, unit.time_zone)
    first, last = year_span(year, today)
    below = await units(tx, await children(tx, unit.id), defaults)
    is_branch = not below
    members = (await members_of(tx, [unit.id], last))[unit.id]
    told = members >= SMALLEST
    sides = await _below(tx, list(below.values()), first, last) if told else []
    branches = await branches_below(tx, unit.id)
    written_in = await units(tx, branches, defaults) if not is_branch else {}
    matters = (await load_matters(tx, [unit], first, date(year, 12, 31), now))[unit.id]
    owed = work_out(matters, first, date(year, 12, 31), begun_by=today)
    most = _MOST_NOTES[is_branch]
    return UnitReview(
        unit=unit,
        is_branch=is_branch,
        year=year,
        today=today,
        members=members,
        book=matters.book,
        sums=(await sums_of(tx, [unit.id], first, last))[unit.id] if told else None,
        months=await _months(tx, unit.id, first, last) if told else {},
        below=[each for each in sides if each.members >= SMALLEST],
        too_small=sum(1 for each in sides if each.members < SMALLEST),
        # What single people owe is their own affair.
        standings=[s for s in owed if s.obligation.subject.person_id is None],
        states=await _states(tx, unit, year, now, defaults) if not is_branch else {},
        notes=await notes_for_review(
            tx, branches, first, last, shared_too=shared_too and is_branch, most=most
        ),
        names={each.id: each.name for each in written_in.values()},
    )


async def _months(tx: Transaction, unit: UnitId, first: date, last: date) -> dict[int, Sums]:
    begins = [first.replace(month=number) for number in range(1, last.month + 1)]
    return {
        each.month: (await sums_of(tx, [unit], each, min(last, last_of_month(each))))[unit]
        for each in begins
    }


async def _below(tx: Transaction, below: Sequence[Unit], first: date, last: date) -> list[Below]:
    ids = [each.id for each in below]
    done, members = await sums_of(tx, ids, first, last), await members_of(tx, ids, last)
    return [Below(each.name, members[each.id], done[each.id]) for each in below]


async def _states(
    tx: Transaction, unit: Unit, year: int, now: datetime, defaults: Defaults
) -> Counter[State]:
    """How it stands with the duties of all units below, counted; what people owe is left out."""
    found: Counter[State] = Counter()
    span = date(year, 1, 1), date(year, 12, 31)
    ids = [each for each in await units_below(tx, [unit.id]) if each != unit.id]
    for at in range(0, len(ids), _AT_ONCE):
        some = await units(tx, ids[at : at + _AT_ONCE], defaults)
        known = await load_matters(tx, list(some.values()), *span, now)
        for matters in known.values():
            begun = work_out(matters, *span, begun_by=matters.today)
            found.update(s.state for s in begun if s.obligation.subject.person_id is None)
    return found
