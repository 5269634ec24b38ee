"""Units and the people in them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

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


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the organisation's tree, with what it inherits from above filled in.

    ``time_zone``, ``language`` and ``programme_key`` are the ones in force: the unit's own, else
    the nearest ancestor's, else the settings' (for the programme: the oldest one imported).
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


@dataclass(frozen=True, slots=True)
class Person:
    """A human being, with or without Telegram."""

    id: PersonId
    name: str
    telegram_id: TelegramId | None = None
    language: str | None = None
    external_id: str | None = None
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role at a unit, in force today."""

    unit_id: UnitId
    role: Role


@dataclass(frozen=True, slots=True)
class Known:
    """Who is speaking: the person, the home branch and the offices held today.

    ``person`` is None for a stranger; ``home`` is None for a person without a home branch.
    """

    telegram_id: TelegramId
    person: Person | None = None
    home: UnitId | None = None
    member_since: date | None = None
    appointments: tuple[Appointment, ...] = field(default=())
    is_owner: bool = False

    def units_as(self, *roles: Role) -> tuple[UnitId, ...]:
        """The units at which one of these roles is held today."""
        return tuple(a.unit_id for a in self.appointments if a.role in roles)
