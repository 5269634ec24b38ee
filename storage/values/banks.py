"""Banks of questions: what a unit is asked beside its programme."""

from datetime import datetime
from typing import NewType

from msgspec import Struct

from storage.values.people import UnitId

BankId = NewType("BankId", int)


class Bank(Struct, frozen=True):
    """A named collection of questions, asked in its unit and in all below it.

    ``size`` is how many questions it has, of every kind; ``imported_at`` is when some were last
    taken in.
    """

    id: BankId
    unit_id: UnitId
    title: str
    size: int
    imported_at: datetime
