"""A new draft: what it begins with, from the last record of its kind and from the obligation that
it is for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec.structs import replace

from programme.duties.obligations import Obligation
from programme.duties.standing import Standing
from programme.meetings.people import people_expected
from programme.records.kinds import GATHERINGS, SPOKEN, family_of, offered
from programme.records.scene import Scene
from storage import records
from storage.database import Transaction
from storage.values.duties import DutyBook, Family, Measure, Part, RecordKind
from storage.values.people import PersonId
from storage.values.records import MakesUp, Record, RecordId, RecordState, TookPart


async def begin(
    tx: Transaction,
    at: Scene,
    kind: RecordKind,
    by: PersonId,
    now: datetime,
    *,
    whose: PersonId | None = None,
) -> Record:
    """Begin a draft of a kind: today, and otherwise as the last of its kind was.

    ``whose``: for whom it is put down, if not for oneself.
    A draft that was begun and never touched makes room for it.
    """
    doer = whose or by
    last = await records.last_of_kind(
        tx, at.unit.id, kind.key, doer if at.own or whose is not None else None
    )
    new = Record(
        id=RecordId(0),
        unit_id=at.unit.id,
        state=RecordState.DRAFT,
        kinds=(kind.key,),
        day=at.today,
        by=by,
        made_at=now,
        changed_at=now,
        on_behalf_of=whose if whose != by else None,
    )
    if last is not None:
        new = _as_before(new, last, at)
    if at.own or whose is not None:
        people: Collection[TookPart] = (_doer(doer, kind.family),)
    else:
        people = await _people(tx, last, at, kind, by)
    for left in await records.drafts_of(tx, by):
        if left.changed_at == left.made_at and left.meeting_id is None:
            await records.drop_draft(tx, left.id)
    return await records.add_record(tx, replace(new, people=tuple(people)))


def suited(draft: Record, standing: Standing, at: Scene) -> Record:
    """A draft with what its obligation asks for: its group, its part, and, where its time is over,
    that this makes up for it."""
    obligation = standing.obligation
    counting, subject = obligation.duty.counting, obligation.subject
    changed = replace(draft, group=subject.group)
    if subject.group:
        within = at.groups.get(subject.group, frozenset())
        changed = replace(changed, people=tuple(TookPart(each) for each in sorted(within)))
    if subject.person_id is not None:
        if counting.part is Part.SPEAKER:
            changed = with_speaker(changed, subject.person_id)
        elif not counting.in_own_branch:
            # A training, say, to which they went alone.
            changed = replace(changed, people=(TookPart(subject.person_id),))
    if (changed.minutes or 0) < counting.least_minutes:
        changed = replace(changed, minutes=counting.least_minutes)
    if obligation.period.last < draft.day:
        changed = replace(changed, makes_up=(_for(obligation),))
    if obligation.amount.measure is Measure.TOPICS and standing.counted:
        # One topic may take several sittings.
        changed = replace(changed, topic=standing.counted[-1].topic)
    return _with_topic(_with_place(changed, counting.places, at), counting.topics, at)


def _with_topic(draft: Record, topics: Sequence[str], at: Scene) -> Record:
    """The draft with the topic that is asked for, where that is one."""
    wanted = [topic for topic in at.book.topics if topic.key in topics]
    if len(wanted) != 1:
        return draft
    titles = wanted[0].titles
    return replace(draft, topic=titles.get(at.unit.language) or next(iter(titles.values())))


def _with_place(draft: Record, kinds: Sequence[str], at: Scene) -> Record:
    """The draft at the place that is asked for, where there is one of its kind."""
    fitting = [place for place in at.places if place.kind in kinds]
    if not kinds or draft.place_kind in kinds or len(fitting) != 1:
        return draft
    [place] = fitting
    return replace(draft, place=place.name, place_id=place.id, place_kind=place.kind)


def kind_for(book: DutyBook, obligation: Obligation, *, own: bool) -> RecordKind | None:
    """The kind of record by which an obligation is met: the first that it names; None when that is
    none that the speaker puts down."""
    known = {kind.key: kind for kind in offered(book, own=own)}
    return next((known[key] for key in obligation.duty.counting.kinds if key in known), None)


def with_speaker(record: Record, person: PersonId) -> Record:
    """The record with somebody among those who spoke."""
    others = [each for each in record.people if each.person_id != person]
    return replace(record, people=(*others, TookPart(person, Part.SPEAKER)))


def _for(obligation: Obligation) -> MakesUp:
    return MakesUp(obligation.duty.key, obligation.period.key)


def _as_before(new: Record, last: Record, at: Scene) -> Record:
    """A draft with what usually stays the same. Topic, text and numbers are new each time."""
    known = {each.id for each in at.places}
    place_id = last.place_id if last.place_id in known else None
    return replace(
        new,
        kinds=tuple(dict.fromkeys((new.kinds[0], *(k for k in last.kinds if at.book.kind(k))))),
        minutes=last.minutes,
        place=last.place if last.place_id is None or place_id else "",
        place_id=place_id,
        place_kind=last.place_kind if place_id else "",
        group=last.group if last.group in at.groups else "",
        of=last.of if family_of(at.book, last) is Family.NUMBERS else None,
    )


async def _people(
    tx: Transaction, last: Record | None, at: Scene, kind: RecordKind, by: PersonId
) -> Collection[TookPart]:
    """Who took part: those of the last time who are still here; the first time, all who are
    expected."""
    here = at.names
    if last is not None:
        return [each for each in last.people if each.person_id in here]
    if kind.family in GATHERINGS and at.members:
        expected = await people_expected(tx, at.unit, "", at.today, kind)
        return [TookPart(each.id) for each in sorted(expected, key=lambda each: each.id)]
    if kind.family in (Family.TALK, Family.VISIT) and by in here:
        return [_doer(by, kind.family)]
    return []


def _doer(person: PersonId, family: Family) -> TookPart:
    return TookPart(person, Part.SPEAKER if family in SPOKEN else Part.PRESENT)
