"""Problems: found, given to somebody with a measure and a day, solved, looked back at."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from storage.values.people import PersonId, UnitId
from storage.values.records import ProblemId, RecordId


class ProblemState(StrEnum):
    """``SETTLED``: a look back has found that it stays solved."""

    OPEN = "open"
    SOLVED = "solved"
    SETTLED = "settled"


class Problem(Struct, frozen=True):
    """A line of a unit's ledger.

    ``kind``: the key of a topic of the duties, if it is of one. ``person_id``: who sees to it.
    ``due``: the last local day on which solving it is in time. ``record_id`` is the record of its
    being found, ``solved_record_id`` of its being solved the last time; ``solved_on`` and
    ``solution`` say what that says. ``reopened`` counts how often it came back.
    """

    id: ProblemId
    unit_id: UnitId
    problem: str
    record_id: RecordId
    by: PersonId | None
    made_at: datetime
    changed_at: datetime
    kind: str = ""
    measure: str = ""
    person_id: PersonId | None = None
    due: date | None = None
    state: ProblemState = ProblemState.OPEN
    reopened: int = 0
    solved_record_id: RecordId | None = None
    solved_on: date | None = None
    solution: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be solved."""
        return self.state is ProblemState.OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been solved before a day."""
        return self.is_open and self.due is not None and self.due < today
