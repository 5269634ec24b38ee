"""Meetings: planned, moved, held; who was there."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from storage.values.people import ChatId, MessageId, PersonId, UnitId
from storage.values.records import MeetingId

USUAL_LENGTH = timedelta(hours=1)
"""How long a meeting takes of which nothing else is said."""


class MeetingState(StrEnum):
    """``DRAFT``: somebody is still at it, nobody has heard of it."""

    DRAFT = "draft"
    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called-off"


class Presence(StrEnum):
    """Whether somebody was there. Who spoke was there, too."""

    HERE = "here"
    SPEAKER = "speaker"
    ABSENT = "absent"


class Meeting(Struct, frozen=True):
    """A meeting of a unit, or of a group within it.

    ``kinds``: what it is, the chief one first; what it was held as is the record's to say.
    ``minutes``: how long it is to take, None: not said. ``guests``: others who take part.
    ``parent_id``: the unified day of a unit above that this is a branch's part of;
    ``for_branches``: it is such a day itself, and held by the branches. ``revision`` counts the
    changes that everybody is told of.
    """

    id: MeetingId
    unit_id: UnitId
    state: MeetingState
    kinds: tuple[str, ...]
    by: PersonId | None
    made_at: datetime
    starts_at: datetime | None = None
    minutes: int | None = None
    place: str = ""
    topic: str = ""
    group: str = ""
    guests: int = 0
    parent_id: MeetingId | None = None
    for_branches: bool = False
    revision: int = 0

    @property
    def is_on(self) -> bool:
        """Whether it is announced and will be, or is being, held."""
        return self.state is MeetingState.PLANNED

    @property
    def ends_at(self) -> datetime | None:
        """When it is over, as far as it is known; None for a draft without a time."""
        if self.starts_at is None:
            return None
        length = USUAL_LENGTH if self.minutes is None else timedelta(minutes=self.minutes)
        return self.starts_at + length


class Attendance(Struct, frozen=True):
    """Whether one person was there, and who says so; they themselves, where ``by`` is they."""

    person_id: PersonId
    presence: Presence
    by: PersonId | None

    @property
    def was_there(self) -> bool:
        """Whether they were."""
        return self.presence is not Presence.ABSENT


class Card(Struct, frozen=True):
    """A message in which a meeting is announced."""

    chat_id: ChatId
    message_id: MessageId
    language: str
