"""Whom the bot turns to when somebody has to decide something for a branch."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from programme.calendar import local_day
from storage import chats
from storage.database import Transaction
from storage.people import people_as
from storage.units import ancestors
from storage.values.people import BotId, ChatId, Person, Role, TelegramId, Unit, UnitId


class Office(StrEnum):
    """As what somebody is turned to."""

    SECRETARY = "secretary"
    ORGANISER = "organiser"
    OWNER = "owner"


class Holder(Struct, frozen=True):
    """Somebody who can be written to in private; the owner may be in no list and without a name."""

    telegram_id: TelegramId
    name: str
    language: str
    office: Office


async def whom_to_ask(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    now: datetime,
    owner: TelegramId | None,
    besides: Collection[TelegramId] = (),
) -> Sequence[Holder]:
    """Who can decide for a branch and has opened the private chat: its secretaries and stand-ins;
    where there are none, the nearest organisers above; else the owner. Nobody of ``besides``."""
    day = local_day(now, unit.time_zone)
    held = await people_as(tx, [unit.id], day, Role.SECRETARY, Role.STAND_IN)
    found = await reached(tx, bot_id, unit, held[unit.id], Office.SECRETARY, besides)
    return found or await whom_above(tx, bot_id, unit, now, owner, besides)


async def whom_above(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    now: datetime,
    owner: TelegramId | None,
    besides: Collection[TelegramId] = (),
) -> Sequence[Holder]:
    """Those above a branch who have opened the private chat: the nearest organisers, else the
    owner. Nobody of ``besides``."""
    found = await nearest_organisers(tx, bot_id, unit, ancestors(unit.path), now, besides)
    if found or owner is None or owner in besides:
        return found
    return (Holder(owner, "", unit.language, Office.OWNER),)


async def nearest_organisers(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    line: Sequence[UnitId],
    now: datetime,
    besides: Collection[TelegramId] = (),
) -> Sequence[Holder]:
    """The organisers of the first of these units that has any who have opened the private chat;
    ``unit`` is the one they are turned to about. Nobody of ``besides``."""
    held = await people_as(tx, line, local_day(now, unit.time_zone), Role.ORGANISER)
    for step in line:
        found = await reached(tx, bot_id, unit, held[step], Office.ORGANISER, besides)
        if found:
            return found
    return ()


async def reached(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    people: Sequence[Person],
    office: Office,
    besides: Collection[TelegramId] = (),
) -> Sequence[Holder]:
    """Those of these people who have opened the private chat; nobody of ``besides``. Whoever has
    chosen no language is spoken to in the unit's."""
    asked = {p.telegram_id: p for p in people if p.telegram_id and p.telegram_id not in besides}
    if not asked:
        return ()
    open_chats = await chats.active(tx, bot_id, [ChatId(each) for each in asked])
    return tuple(
        Holder(telegram_id, person.name, person.language or unit.language, office)
        for telegram_id, person in asked.items()
        if ChatId(telegram_id) in open_chats
    )
