"""Banks of questions: what a unit is asked beside its programme."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from storage.values.people import UnitId

BankId = NewType("BankId", int)


@dataclass(frozen=True, slots=True)
class Bank:
    """A named collection of questions, asked in its unit and in all below it.

    ``size`` is how many questions it has, of every kind; ``imported_at`` is when some were last
    taken in.
    """

    id: BankId
    unit_id: UnitId
    title: str
    size: int
    imported_at: datetime
