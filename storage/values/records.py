"""Records: what was done, where, by whom, and what has been decided about it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.duties import Part, Subject
from storage.values.notes import NoteMedia
from storage.values.people import BotId, PersonId, Role, UnitId

RecordId = NewType("RecordId", int)
PlaceId = NewType("PlaceId", int)
ProblemId = NewType("ProblemId", int)
MeetingId = NewType("MeetingId", int)


class RecordState(StrEnum):
    """``DRAFT``: somebody is still at it."""

    DRAFT = "draft"
    KEPT = "kept"
    DELETED = "deleted"


class TookPart(Struct, frozen=True):
    """Somebody who took part, and how."""

    person_id: PersonId
    part: Part = Part.PRESENT


class RecordFile(Struct, frozen=True):
    """A photo or file with a record; it stays at Telegram, and its id belongs to one bot."""

    bot_id: BotId
    media: NoteMedia
    file_id: str


class MakesUp(Struct, frozen=True):
    """A record that is meant for an earlier period of a duty than the one in which it lies."""

    duty: str
    period: str


class Record(Struct, frozen=True):
    """Something that was done.

    ``kinds``: what it was, the chief one first. ``group``: of a group within the unit. ``minutes``:
    how long, None: not said. ``place_id`` and ``place_kind``: of one of the unit's places, if it
    was at one. ``number`` of ``of``: of what is counted, as 12 posts out of 100; of a deed,
    ``number`` is how many were helped. ``guests``: others who took part. ``by``: who put it down;
    ``on_behalf_of``: for whom, if not for themselves or their own branch.
    """

    id: RecordId
    unit_id: UnitId
    state: RecordState
    kinds: tuple[str, ...]
    day: date
    by: PersonId | None
    made_at: datetime
    changed_at: datetime
    group: str = ""
    minutes: int | None = None
    place: str = ""
    place_id: PlaceId | None = None
    place_kind: str = ""
    topic: str = ""
    text: str = ""
    number: int | None = None
    of: int | None = None
    guests: int = 0
    on_behalf_of: PersonId | None = None
    meeting_id: MeetingId | None = None
    makes_up: tuple[MakesUp, ...] = ()
    people: tuple[TookPart, ...] = ()
    files: tuple[RecordFile, ...] = ()

    def took_part(self, person: PersonId, part: Part = Part.PRESENT) -> bool:
        """Whether somebody took part, in this way at least."""
        return any(
            each.person_id == person and part in (Part.PRESENT, each.part) for each in self.people
        )


class ChangeKind(StrEnum):
    """What happened to a record. ``TAKEN_BACK``: undone at once, so that it is a draft again.
    ``DISPUTED``: somebody says that it is wrong about whether they were there; ``UPHELD``: it was
    left as it is all the same. Of a problem: ``SOLVED``, ``REOPENED``, and ``SETTLED`` when a look
    back has found that it stays solved."""

    KEPT = "kept"
    TAKEN_BACK = "taken-back"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    SOLVED = "solved"
    REOPENED = "reopened"
    SETTLED = "settled"


class RecordChange(Struct, frozen=True):
    """One line of a record's history. ``detail`` names what was changed, with commas between."""

    record_id: RecordId
    kind: ChangeKind
    by: PersonId | None
    at: datetime
    detail: str = ""


class RulingKind(StrEnum):
    """What the unit above decided about an obligation."""

    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    EXCUSED = "excused"
    EXCUSE_ENDED = "excuse-ended"


class Ruling(Struct, frozen=True):
    """A decision about one obligation: by whom, when and why."""

    duty: str
    subject: Subject
    period: str
    kind: RulingKind
    at: datetime
    by: PersonId | None = None
    reason: str = ""


class Place(Struct, frozen=True):
    """A place, a pair or a station that records and deeds can name.

    ``kind`` as ``duties.toml`` names it. ``person_id``: whose contact, post or helping hand it is.
    """

    id: PlaceId
    unit_id: UnitId
    kind: str
    name: str
    person_id: PersonId | None = None


class DeedTotals(Struct, frozen=True):
    """Good deeds added up: how many, how long in minutes, how many people were helped."""

    deeds: int = 0
    minutes: int = 0
    helped: int = 0


Homes = Sequence[tuple[date, UnitId]]
"""The branches that were somebody's home, each with its first day, the earliest first."""


class Member(Struct, frozen=True):
    """Somebody's belonging to a branch, from a local day until another, both included.

    ``group``: the group within the branch. ``audience``: their tags.
    """

    person_id: PersonId
    since: date
    until: date | None = None
    is_home: bool = True
    group: str = ""
    audience: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        """Whether they belonged on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Office(Struct, frozen=True):
    """A role that somebody holds at a unit, from a local day until another, both included."""

    person_id: PersonId
    role: Role
    since: date
    until: date | None = None
    audience: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        """Whether it was held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)
