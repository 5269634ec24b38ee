"""Whose obligations a duty makes, and for which periods.

Plain rules; an obligation is worked out, never stored.

- It exists when its due date lies within the time in which the duty holds at the unit: a branch
  owes nothing that was due before it was founded, or while it followed another programme, and
  nothing that falls due after it was closed.
- A person owes what falls due while they hold the role, or belong to the branch.
- Who came in the middle of a period owes the whole of it from then on, or, as the duty says, their
  share of it by days (counts are rounded up), or nothing before the next. What was done earlier in
  the period counts all the same.
- A duty to reach everybody waits for nobody who came in the last fortnight before its due date.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.duties.facts import UnitFacts, is_meant
from programme.duties.periods import periods_between
from storage.values.duties import (
    Amount,
    Duty,
    DutyBook,
    Joining,
    Measure,
    Period,
    Subject,
    Who,
    Whom,
)
from storage.values.people import PersonId, Role
from storage.values.records import Member, Office

_SETTLING = timedelta(days=14)


class Obligation(Struct, frozen=True):
    """One duty for one unit or person in one period.

    ``amount`` is what is asked of this very subject.
    """

    duty: Duty
    subject: Subject
    period: Period
    amount: Amount

    @property
    def key(self) -> tuple[str, Subject, str]:
        """What names it for good."""
        return self.duty.key, self.subject, self.period.key


def obligations(
    book: DutyBook,
    facts: UnitFacts,
    first: date,
    last: date,
    duties: Iterable[Duty] | None = None,
    begun_by: date | None = None,
) -> list[Obligation]:
    """The obligations at a unit, its own and those of persons there, that fall due from ``first``
    to ``last``; of all the book's duties, or of some; whose periods have begun by a day, where one
    is named."""
    found: list[Obligation] = []
    # Few levels are named, again and again.
    meant: dict[tuple[str, ...], bool] = {}
    for duty in book.duties if duties is None else duties:
        levels = duty.who.levels
        if levels not in meant:
            meant[levels] = is_meant(duty.who, facts, book)
        if not meant[levels]:
            continue
        for period in periods_between(duty.when, first, last):
            if begun_by is not None and period.first > begun_by:
                continue
            held = facts.held_since(period.due)
            if held is not None:
                found += _of_period(duty, facts, period, held)
    return found


def _of_period(duty: Duty, facts: UnitFacts, period: Period, held: date) -> Iterator[Obligation]:
    for subject, since in _subjects(duty.who, facts, period.due):
        amount = _asked(duty, period, since, max(since, held))
        if amount is None:
            continue
        if amount.measure is not Measure.REACHED or awaited(amount, facts, subject, period):
            yield Obligation(duty, subject, period, amount)


def awaited(
    amount: Amount, facts: UnitFacts, subject: Subject, period: Period
) -> Sequence[PersonId]:
    """Whom a duty that is to reach people waits for: those who belong, or hold a role, on the due
    day, and have for a fortnight; of them, those with its tags."""
    settled = period.due - _SETTLING
    there: Sequence[Member | Office] = (
        facts.holders_on(period.due, amount.roles)
        if amount.roles
        else facts.members_on(period.due, subject.group)
    )
    wanted = (each for each in there if not amount.audience or _has_tag(each, amount.audience))
    return tuple(dict.fromkeys(each.person_id for each in wanted if each.since <= settled))


def _has_tag(person: Member | Office, audience: Sequence[str]) -> bool:
    return any(tag in audience for tag in person.audience)


def _subjects(who: Who, facts: UnitFacts, due: date) -> Iterator[tuple[Subject, date]]:
    """Whom a duty concerns at a unit, each with the first day on which it could."""
    unit_id, founded = facts.unit.id, facts.founded or date.min
    if who.whom is Whom.PERSONS:
        yield from (
            (Subject(unit_id, person), since) for person, since in _persons(who, facts, due).items()
        )
    elif not _unit_fits(who, facts):
        return
    elif who.whom is Whom.GROUPS:
        for group in facts.groups_on(due):
            if _is_large(who, facts, due, group):
                yield Subject(unit_id, group=group), founded
    elif _is_large(who, facts, due):
        yield Subject(unit_id), founded


def _is_large(who: Who, facts: UnitFacts, due: date, group: str = "") -> bool:
    return not who.least_members or len(facts.members_on(due, group)) >= who.least_members


def _unit_fits(who: Who, facts: UnitFacts) -> bool:
    if who.whom in (Whom.BRANCHES, Whom.GROUPS) and not facts.is_branch:
        return False
    return _tagged(who, facts.unit.audience)


def _persons(who: Who, facts: UnitFacts, due: date) -> dict[PersonId, date]:
    """The persons that a duty concerns on its due day, each with their first day as such."""
    since: dict[PersonId, date] = {}
    if Role.MEMBER in who.roles or not who.roles:
        for each in facts.members_on(due):
            if _tagged(who, each.audience, facts.unit.audience):
                since[each.person_id] = each.since
    for office in facts.holders_on(due, who.roles):
        if _tagged(who, office.audience, facts.unit.audience):
            since[office.person_id] = min(office.since, since.get(office.person_id, office.since))
    return since


def _tagged(who: Who, *audiences: Sequence[str]) -> bool:
    return not who.audience or any(tag in who.audience for tags in audiences for tag in tags)


def _asked(duty: Duty, period: Period, since: date, holds: date) -> Amount | None:
    """What is asked of somebody to whom the duty could apply since a day, and does since another;
    None: nothing this time."""
    amount = duty.amount
    if amount.steps:
        steps = (step for step in amount.steps if step.by.in_year(period.due.year) >= holds)
        amount = replace(amount, steps=tuple(steps))
    if since <= period.first or duty.joining is Joining.FROM_THEN:
        return amount
    if duty.joining is Joining.NEXT:
        return None
    whole = (period.due - period.first).days + 1
    share = ((period.due - since).days + 1) / whole
    if amount.measure in (Measure.REACHED, Measure.PART):
        return amount
    least = amount.least * share
    if amount.measure is not Measure.HOURS:
        # As many as the share of days is worth, and no fraction of one.
        least = math.ceil(round(least, 9))
    return replace(amount, least=least)
