"""Works out how it stands with all obligations of a unit, and of the persons there."""

from collections.abc import Collection, Sequence
from datetime import date

from programme.duties.loading import UnitMatters
from programme.duties.obligations import Obligation, obligations
from programme.duties.shelves import Shelves, records_for
from programme.duties.standing import Standing, standing
from programme.duties.versions import met_before, owed_all_along
from storage.values.duties import Duty, State, Subject

_FOR_GOOD = (State.DONE, State.EXCUSED)
"""States to which earlier versions of the duties have nothing to add."""


def work_out(
    matters: UnitMatters,
    first: date,
    last: date,
    only: Collection[str] | None = None,
    begun_by: date | None = None,
) -> list[Standing]:
    """How it stands with each obligation that is due from ``first`` to ``last``, by due date; with
    those of some duties, where ``only`` names them, and that have begun by a day, where one is
    named."""
    wanted = _with_needs(matters.book.duties, only)
    needed = {key for duty in wanted for key in duty.needs}
    # Those that need others, or that others need.
    linked = [duty for duty in wanted if duty.needs or duty.key in needed]
    alone = [duty for duty in wanted if not (duty.needs or duty.key in needed)]
    # What must come first may be due at another time of the year.
    whole = date(first.year, 1, 1), date(last.year, 12, 31)
    owed = [
        *obligations(matters.book, matters.facts, first, last, alone, begun_by),
        *obligations(matters.book, matters.facts, *whole, linked, begun_by),
    ]
    shelves = Shelves(matters)
    begun = owed_all_along(matters, owed)
    worked = _after_needs([_one(each, matters, shelves) for each in begun], matters, shelves)
    found = [
        each
        for each in worked
        if first <= each.obligation.period.due <= last
        and (only is None or each.obligation.duty.key in only)
    ]
    return sorted(found, key=lambda each: (each.obligation.period.due, each.due))


def _with_needs(duties: Sequence[Duty], only: Collection[str] | None) -> Sequence[Duty]:
    """The duties named and all that they need."""
    if only is None:
        return duties
    by_key = {duty.key: duty for duty in duties}
    wanted: set[str] = set()
    waiting = [key for key in only if key in by_key]
    while waiting:
        key = waiting.pop()
        if key not in wanted:
            wanted.add(key)
            waiting += by_key[key].needs
    return [duty for duty in duties if duty.key in wanted]


def _one(
    obligation: Obligation, matters: UnitMatters, shelves: Shelves, unmet: Collection[str] = ()
) -> Standing:
    said, ruled = shelves.records(obligation), shelves.rulings(obligation)
    now = standing(obligation, said, ruled, matters.facts, matters.book, matters.today, unmet)
    if now.state in _FOR_GOOD:
        return now
    # By another version of the duties other kinds may have counted.
    every = records_for(matters, obligation.subject)
    return next(met_before(obligation, every, matters, unmet), now)


def _after_needs(
    worked: Sequence[Standing], matters: UnitMatters, shelves: Shelves
) -> list[Standing]:
    """The same once more, where a duty waits for others that are not met."""
    by_duty: dict[str, list[Standing]] = {}
    for each in worked:
        by_duty.setdefault(each.obligation.duty.key, []).append(each)
    settled: dict[tuple[str, Subject, str], Standing] = {}

    def settle(one: Standing) -> Standing:
        if not one.obligation.duty.needs:
            return one
        key = one.obligation.key
        if key not in settled:
            needed = {
                name: _needed(one, by_duty.get(name, ())) for name in one.obligation.duty.needs
            }
            unmet = {name for name, it in needed.items() if it and not settle(it).is_met}
            settled[key] = _one(one.obligation, matters, shelves, unmet) if unmet else one
        return settled[key]

    return [settle(each) for each in worked]


def _needed(one: Standing, candidates: Sequence[Standing]) -> Standing | None:
    """Which of a needed duty's obligations must come first: the same subject's, or its unit's, in
    the period that the due date lies in, or in the last one before."""
    obligation = one.obligation
    subjects = (obligation.subject, Subject(obligation.subject.unit_id))
    due = obligation.period.due
    theirs = [
        each
        for each in candidates
        if each.obligation.subject in subjects
        and (each.obligation.period.due <= due or each.obligation.period.first <= due)
    ]
    return max(theirs, key=lambda each: each.obligation.period.due, default=None)
