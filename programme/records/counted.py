"""For which obligations a record counts: the unit's, and those of the persons in it.

Nothing of this is stored: it is worked out each time it is told.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.duties.counting import kinds_of
from programme.duties.loading import UnitMatters, load_matters
from programme.duties.obligations import Obligation
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from programme.records.kinds import GATHERINGS, family_of
from storage.database import Transaction
from storage.duty_people import units_of_people
from storage.units import Defaults, units
from storage.values.duties import Duty, Often, State
from storage.values.messages import Message
from storage.values.people import PersonId, UnitId
from storage.values.records import MakesUp, Record, RecordState


class Missed(Struct, frozen=True):
    """An obligation for which a record does not count although it is of the right kind, and why."""

    standing: Standing
    why: Message


class Counted(Struct, frozen=True):
    """What a record counts for, and what it nearly does. Each duty of a unit comes before those of
    persons, then by due date."""

    counts: tuple[Standing, ...] = ()
    missed: tuple[Missed, ...] = ()


class Around(Struct, frozen=True):
    """What is known where a record may count: its unit, and the units of those who took part."""

    matters: Sequence[UnitMatters]

    def at(self, unit_id: UnitId) -> UnitMatters | None:
        """What is known at one unit."""
        return next((each for each in self.matters if each.facts.unit.id == unit_id), None)


async def around(
    tx: Transaction, records: Sequence[Record], now: datetime, defaults: Defaults
) -> Around:
    """What is known where these records may count; they stand in it as if they were kept."""
    if not records:
        return Around(())
    people = {each.person_id for record in records for each in record.people}
    ids = {record.unit_id for record in records} | await units_of_people(tx, people)
    days = [record.day for record in records]
    first = min(days).year
    periods = [up.period[:4] for record in records for up in record.makes_up]
    first = min([first, *(int(each) for each in periods if each.isdecimal())])
    found = await units(tx, sorted(ids), defaults)
    loaded = await load_matters(
        tx, list(found.values()), date(first, 1, 1), date(max(days).year, 12, 31), now
    )
    return Around([with_records(each, records) for each in loaded.values()])


def with_records(matters: UnitMatters, records: Sequence[Record]) -> UnitMatters:
    """What is known at a unit, with these records as if they were kept as they are."""
    new = {each.id for each in records}
    kept = [replace(each, state=RecordState.KEPT) for each in records]
    facts = matters.facts
    here = {m.person_id for m in facts.members} | {o.person_id for o in facts.offices}
    by_person: dict[PersonId, Sequence[Record]] = {
        person: [each for each in theirs if each.id not in new]
        for person, theirs in matters.by_person.items()
    }
    for record in kept:
        for each in record.people:
            if each.person_id in here:
                by_person[each.person_id] = [*by_person.get(each.person_id, ()), record]
    own = [each for each in matters.own if each.id not in new]
    own += [each for each in kept if each.unit_id == facts.unit.id]
    return replace(matters, own=own, by_person=by_person)


def without(matters: UnitMatters, record: Record) -> UnitMatters:
    """What is known at a unit, as if this record were not there."""
    by_person = {
        person: [each for each in theirs if each.id != record.id]
        for person, theirs in matters.by_person.items()
    }
    own = [each for each in matters.own if each.id != record.id]
    return replace(matters, own=own, by_person=by_person)


def counted(record: Record, known: Around) -> Counted:
    """What a record counts for, and what it nearly does."""
    counts: list[Standing] = []
    missed: list[Missed] = []
    for matters in known.matters:
        for standing in standings(record, matters):
            if any(each.id == record.id for each in standing.counted):
                counts.append(standing)
                continue
            why = next((e.why for e in standing.passed_over if e.record.id == record.id), None)
            if why is not None and not standing.is_met and _is_near(standing, record):
                missed.append(Missed(standing, why))
    counts.sort(key=lambda each: _order(each, record))
    missed.sort(key=lambda each: _order(each.standing, record))
    return Counted(tuple(counts), tuple(missed))


def counted_among(record: Record, found: Sequence[Standing]) -> Counted:
    """What a record counts for of all that was worked out at its unit."""
    counts = [each for each in found if any(one.id == record.id for one in each.counted)]
    counts.sort(key=lambda each: _order(each, record))
    return Counted(tuple(counts))


def standings(
    record: Record, matters: UnitMatters, since: date | None = None
) -> Sequence[Standing]:
    """How it stands, at a unit, with all that a record of these kinds could count for: what is due
    from the beginning of its year, or from ``since``, to the end of it."""
    duties = _duties(record, matters)
    if not duties:
        return ()
    years = [
        record.day.year,
        *(int(e.period[:4]) for e in record.makes_up if e.period[:4].isdigit()),
    ]
    last = date(record.day.year, 12, 31)
    if any(duty.when.often is Often.RULE for duty in duties):
        # Its period may end in the next year.
        last = date(record.day.year + 1, 12, 31)
    first = since or date(min(years), 1, 1)
    return work_out(matters, first, last, {duty.key for duty in duties})


def to_make_up(record: Record, known: Around) -> Sequence[Obligation]:
    """What a record may be meant for instead of the period that its day lies in: of the duties
    that it counts for, what is overdue from an earlier one. The oldest of each comes first."""
    found: dict[tuple[str, object], Obligation] = {}
    for matters in known.matters:
        bare = without(matters, record)
        here = {
            (standing.obligation.duty.key, standing.obligation.subject): standing.obligation
            for standing in standings(record, with_records(bare, [replace(record, makes_up=())]))
            if any(each.id == record.id for each in standing.counted)
        }
        if not here:
            continue
        since = date(record.day.year - 1, 1, 1)
        for standing in standings(record, bare, since):
            one = standing.obligation
            key = one.duty.key, one.subject
            if (
                standing.state is State.OVERDUE
                and key in here
                and one.period.last < here[key].period.first
            ):
                found.setdefault(key, one)
    return list(found.values())


def put_down_before(record: Record, known: Around) -> Record | None:
    """Another gathering of the same kind, group and day that was put down at its unit: perhaps the
    very same, by whoever shares the office."""
    at = known.at(record.unit_id)
    if at is None or family_of(at.book, record) not in GATHERINGS:
        return None
    same = (
        each
        for each in at.own
        if each.id != record.id
        and (each.kinds[0], each.day, each.group) == (record.kinds[0], record.day, record.group)
    )
    return next(same, None)


def making_up(record: Record, obligations: Collection[Obligation]) -> Record:
    """The record as meant for these obligations' periods."""
    meant = (MakesUp(each.duty.key, each.period.key) for each in obligations)
    return replace(record, makes_up=tuple(dict.fromkeys(meant)))


def _duties(record: Record, matters: UnitMatters) -> Sequence[Duty]:
    kinds = kinds_of(record, matters.book)
    return [duty for duty in matters.book.duties if not kinds.isdisjoint(duty.counting.kinds)]


def _is_near(standing: Standing, record: Record) -> bool:
    """Whether it is worth telling: of persons only when the record is about them, or by them."""
    person = standing.obligation.subject.person_id
    if person is None or len(record.people) == 1:
        return True
    return person in (record.by, record.on_behalf_of)


def _order(standing: Standing, record: Record) -> tuple[bool, bool, date]:
    subject = standing.obligation.subject
    is_theirs = subject.person_id is not None
    return is_theirs, subject.unit_id != record.unit_id, standing.obligation.period.due
