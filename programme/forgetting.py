"""Having a person forgotten: who has to hand something over first, and what then goes."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day
from storage.database import Transaction
from storage.erasing import erase_account, erase_person
from storage.people import people_as
from storage.units import Defaults, units
from storage.values.people import BotId, Known, Person, PersonId, Role, Unit, UnitId


class HandOver(Struct, frozen=True):
    """What keeps somebody from being forgotten: units that would be without a secretary."""

    units: tuple[Unit, ...] = ()
    is_owner: bool = False

    @property
    def needed(self) -> bool:
        """Whether there is anything to hand over."""
        return self.is_owner or bool(self.units)


def left_alone(
    person: PersonId, held: Collection[UnitId], secretaries: Mapping[UnitId, Collection[Person]]
) -> list[UnitId]:
    """Of the units whose secretary a person is, those that have no other one with Telegram."""
    return [
        unit
        for unit in held
        if not any(
            each.id != person and each.telegram_id is not None for each in secretaries.get(unit, ())
        )
    ]


async def to_hand_over(
    tx: Transaction, known: Known, now: datetime, defaults: Defaults
) -> HandOver:
    """What a person has to hand over before they can be forgotten."""
    held = known.units_as(Role.SECRETARY)
    if known.person is None or not held:
        return HandOver(is_owner=known.is_owner)
    found = await units(tx, held, defaults)
    others: dict[UnitId, Collection[Person]] = {}
    for unit in found.values():
        day = local_day(now, unit.time_zone)
        others |= await people_as(tx, [unit.id], day, Role.SECRETARY)
    alone = left_alone(known.person.id, held, others)
    return HandOver(tuple(found[unit] for unit in alone), known.is_owner)


async def forget(
    tx: Transaction, bot_id: BotId, known: Known, home: Unit | None, now: datetime
) -> None:
    """Erase who a person is and what they wrote. They belong to their branch up to yesterday."""
    if known.person is not None:
        today = local_day(now, home.time_zone if home else "UTC")
        await erase_person(tx, known.person.id, today - timedelta(days=1), now)
    await erase_account(tx, bot_id, known.telegram_id)
