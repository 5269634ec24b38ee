"""A unit's records by kind, and its decisions by obligation.

A branch has hundreds of both, and each of its obligations concerns a few: so each is given only
those that may concern it.
"""

from collections import defaultdict
from collections.abc import Sequence

from programme.duties.counting import counts_as
from programme.duties.loading import UnitMatters
from programme.duties.obligations import Obligation
from storage.values.duties import Subject
from storage.values.people import PersonId
from storage.values.records import Record, RecordId, Ruling


class Shelves:
    """What lies ready for the obligations at one unit; a shelf is filled when it is asked for."""

    def __init__(self, matters: UnitMatters) -> None:
        self._matters = matters
        self._by_kind: dict[PersonId | None, dict[str, list[Record]]] = {}
        self._rulings: dict[tuple[str, Subject, str], list[Ruling]] = defaultdict(list)
        for ruling in matters.rulings:
            self._rulings[ruling.duty, ruling.subject, ruling.period].append(ruling)

    def records(self, obligation: Obligation) -> Sequence[Record]:
        """The subject's records of the kinds that count, each once."""
        subject, kinds = obligation.subject, obligation.duty.counting.kinds
        shelf = self._shelf(subject)
        if len(kinds) == 1:
            return shelf.get(kinds[0], ())
        found: dict[RecordId, Record] = {}
        for kind in kinds:
            found |= {record.id: record for record in shelf.get(kind, ())}
        return list(found.values())

    def rulings(self, obligation: Obligation) -> Sequence[Ruling]:
        """What was decided about an obligation, in its order."""
        return self._rulings.get(obligation.key, ())

    def _shelf(self, subject: Subject) -> dict[str, list[Record]]:
        whose = subject.person_id
        if whose not in self._by_kind:
            shelf: dict[str, list[Record]] = defaultdict(list)
            for record in records_for(self._matters, subject):
                for kind in counts_as(record.kinds, self._matters.book):
                    shelf[kind].append(record)
            self._by_kind[whose] = shelf
        return self._by_kind[whose]


def records_for(matters: UnitMatters, subject: Subject) -> Sequence[Record]:
    """The records that may count for a subject."""
    if subject.person_id is None:
        return matters.own
    return matters.by_person.get(subject.person_id, ())
