"""Of which kind a record can be, those first that something is still due of, then those that were
put down lately."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from programme.duties.counting import counts_as
from programme.duties.loading import UnitMatters
from programme.duties.standing import Standing
from programme.records.kinds import offered
from storage.values.duties import DutyBook, RecordKind, Topic
from storage.values.people import PersonId
from storage.values.records import Record

_AHEAD = timedelta(days=100)


def open_ones(
    standings: Iterable[Standing], matters: UnitMatters, person: PersonId | None
) -> Sequence[Standing]:
    """What is open at a unit and falls due before long: the unit's own where it is the unit's
    records, or a person's there."""
    last = matters.today + _AHEAD
    return [
        each
        for each in standings
        if not each.is_met and each.due <= last and each.obligation.subject.person_id == person
    ]


def by_need(
    book: DutyBook, wanted: Collection[Standing], lately: Iterable[Record], *, own: bool
) -> list[RecordKind]:
    """The kinds to choose from, those first of which something is due, by its date. Of those that
    count for the same, the one that was put down last, or else the plainest, comes first."""
    used = [record.kinds[0] for record in lately]

    def order(kind: RecordKind) -> tuple[date, int, int]:
        counted = counts_as([kind.key], book)
        fitting = (
            each.due
            for each in wanted
            if not counted.isdisjoint(each.obligation.duty.counting.kinds)
        )
        rank = used.index(kind.key) if kind.key in used else len(used)
        return min(fitting, default=date.max), rank, len(counted)

    return sorted(offered(book, own=own), key=order)


def topics_for(kinds: Sequence[str], book: DutyBook) -> Sequence[Topic]:
    """The topics that duties ask for of which a record or a meeting of these kinds may be."""
    counted = counts_as(kinds, book)
    wanted = {
        topic
        for duty in book.duties
        if not counted.isdisjoint(duty.counting.kinds)
        for topic in duty.counting.topics
    }
    return [topic for topic in book.topics if topic.key in wanted]
