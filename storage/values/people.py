"""Units and the people in them."""

from datetime import date
from enum import StrEnum
from typing import NewType

from msgspec import Struct

UnitId = NewType("UnitId", int)
PersonId = NewType("PersonId", int)
TelegramId = NewType("TelegramId", int)
ChatId = NewType("ChatId", int)
MessageId = NewType("MessageId", int)
BotId = NewType("BotId", int)


class Role(StrEnum):
    """What a person is at a unit. Everybody in a branch is a member; these come on top."""

    MEMBER = "member"
    SECRETARY = "secretary"
    STAND_IN = "stand-in"
    COMMITTEE = "committee-member"
    ORGANISER = "organiser"
    CADRE = "cadre"
    OWNER = "owner"


class Unit(Struct, frozen=True):
    """A node of the organisation's tree, with what it inherits from above filled in.

    ``time_zone``, ``language`` and ``programme_key`` are the ones in force: the unit's own, else
    the nearest ancestor's, else the settings' (for the programme: the oldest one imported).
    ``since`` and ``until`` are its own first and last local day; None: an open end.
    """

    id: UnitId
    code: str
    parent_id: UnitId | None
    path: str
    level: str
    name: str
    time_zone: str
    language: str
    programme_key: str | None
    audience: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class Person(Struct, frozen=True):
    """A human being, with or without Telegram.

    ``telegram_name``: the name in Telegram under which they were taken in; as long as they bear
    no other name here, theirs follows it.
    """

    id: PersonId
    name: str
    telegram_id: TelegramId | None = None
    language: str | None = None
    external_id: str | None = None
    audience: tuple[str, ...] = ()
    telegram_name: str | None = None


class Appointment(Struct, frozen=True):
    """A role at a unit, in force today."""

    unit_id: UnitId
    role: Role


class Known(Struct, frozen=True):
    """Who is speaking: the person, the home branch and the offices held today.

    ``person`` is None for a stranger; ``home`` is None for a person without a home branch.
    ``guest_of`` are further branches that they belong to. ``is_hidden``: an administrator who
    writes in the group's name, so that nobody can know who it is.
    """

    telegram_id: TelegramId
    person: Person | None = None
    home: UnitId | None = None
    appointments: tuple[Appointment, ...] = ()
    is_owner: bool = False
    guest_of: tuple[UnitId, ...] = ()
    is_hidden: bool = False

    def units_as(self, *roles: Role) -> tuple[UnitId, ...]:
        """The units at which one of these roles is held today."""
        return tuple(a.unit_id for a in self.appointments if a.role in roles)
