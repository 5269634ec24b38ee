"""What is put down on behalf of a member: by somebody in office, marked as such everywhere."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from storage.values.notes import NoteId
from storage.values.people import PersonId


class Deed(StrEnum):
    """What can be put down for somebody."""

    CHECK_IN = "check-in"
    NOTE = "note"


class PutDown(Struct, frozen=True):
    """A deed of a local day, who put it down for the member, and when."""

    day: date
    deed: Deed
    by_name: str
    at: datetime


class NotePutDown(Struct, frozen=True):
    """A note that was put down for a member; ``shared``: it is shown to a group."""

    id: NoteId
    person_id: PersonId
    day: date
    at: datetime
    shared: bool
