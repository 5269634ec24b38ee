"""Days on which somebody is on leave, or a whole branch pauses."""

from datetime import date
from typing import NewType

from msgspec import Struct

from storage.values.people import PersonId, UnitId

PauseId = NewType("PauseId", int)


class Pause(Struct, frozen=True):
    """A leave of a person, or a pause of a branch: from ``first`` to ``last``, both included.

    Exactly one of ``person_id`` and ``unit_id`` is given.
    """

    id: PauseId
    first: date
    last: date
    person_id: PersonId | None = None
    unit_id: UnitId | None = None

    def covers(self, day: date) -> bool:
        """Whether it lies on a local day."""
        return self.first <= day <= self.last
