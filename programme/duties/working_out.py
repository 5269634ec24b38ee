"""Works out how it stands with all obligations of a unit, and of the persons there.

What was met under an earlier version of the duties stays met: each version that held before is
asked, too, with the records that were there then.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from programme.duties.loading import UnitMatters
from programme.duties.obligations import Obligation, obligations
from programme.duties.periods import period_of
from programme.duties.standing import Standing, standing
from storage.values.duties import Duty, State, Subject
from storage.values.records import Record

_KEPT = (State.DONE, State.DONE_LATE)


def work_out(
    matters: UnitMatters, first: date, last: date, only: Collection[str] | None = None
) -> list[Standing]:
    """How it stands with each obligation that is due from ``first`` to ``last``, by due date; with
    those of some duties, where ``only`` names them."""
    # What must come first may be due at another time of the year.
    whole = date(first.year, 1, 1), date(last.year, 12, 31)
    wanted = _with_needs(matters.book.duties, only)
    worked = [
        _one(each, matters) for each in obligations(matters.book, matters.facts, *whole, wanted)
    ]
    worked = _after_needs(worked, matters)
    found = [
        each
        for each in worked
        if first <= each.obligation.period.due <= last
        and (only is None or each.obligation.duty.key in only)
    ]
    return sorted(found, key=lambda each: (each.obligation.period.due, each.due))


def standing_of(
    matters: UnitMatters, duty_key: str, subject: Subject, period_key: str
) -> Standing | None:
    """How it stands with one obligation; None when there is no such."""
    duty = matters.book.duty(duty_key)
    period = period_of(duty.when, period_key) if duty else None
    if period is None:
        return None
    found = work_out(matters, period.due, period.due, {duty_key})
    key = (duty_key, subject, period_key)
    return next((each for each in found if each.obligation.key == key), None)


def records_for(matters: UnitMatters, subject: Subject) -> Sequence[Record]:
    """The records that may count for a subject."""
    if subject.person_id is None:
        return matters.own
    return matters.by_person.get(subject.person_id, ())


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


def _one(obligation: Obligation, matters: UnitMatters, unmet: Collection[str] = ()) -> Standing:
    said = records_for(matters, obligation.subject)
    now = standing(
        obligation, said, matters.rulings, matters.facts, matters.book, matters.today, unmet
    )
    if now.is_met or unmet:
        return now
    return next(_met_before(obligation, said, matters), now)


def _met_before(
    obligation: Obligation, records: Sequence[Record], matters: UnitMatters
) -> Iterator[Standing]:
    """How it stood by an earlier version that what was done then met."""
    duty = obligation.duty
    for newer, kept in zip(matters.books, matters.books[1:], strict=False):
        before = kept.book.duty(duty.key)
        if before is None or before == duty:
            continue
        known = [record for record in records if record.made_at < newer.since]
        if not known:
            continue
        due = obligation.period.due.year
        asked = obligations(kept.book, matters.facts, date(due, 1, 1), date(due, 12, 31), [before])
        for each in asked:
            if each.key != obligation.key:
                continue
            then = standing(each, known, matters.rulings, matters.facts, kept.book, matters.today)
            if then.state in _KEPT:
                yield replace(then, obligation=obligation)


def _after_needs(worked: Sequence[Standing], matters: UnitMatters) -> list[Standing]:
    """The same once more, where a duty waits for others that are not met."""
    by_duty: dict[str, list[Standing]] = {}
    for each in worked:
        by_duty.setdefault(each.obligation.duty.key, []).append(each)
    settled: dict[tuple[str, Subject, str], Standing] = {}

    def settle(one: Standing) -> Standing:
        key = one.obligation.key
        if key not in settled:
            needed = {
                name: _needed(one, by_duty.get(name, ())) for name in one.obligation.duty.needs
            }
            unmet = {name for name, it in needed.items() if it and not settle(it).is_met}
            settled[key] = _one(one.obligation, matters, unmet) if unmet else one
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
