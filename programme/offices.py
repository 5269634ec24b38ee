"""Whoever stands in for a branch's secretary for some days, and an office that is handed over."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day
from storage import appointments, office_acts
from storage.appointments import AppointmentId, Held
from storage.database import Transaction
from storage.people import appoint, members
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Person, PersonId, Role, Unit

FARTHEST = timedelta(days=366)
"""For how long at most somebody stands in."""


class Act(Struct, frozen=True):
    """Who does something in an office, and when, to be noted for those who share it."""

    unit: Unit
    person: PersonId
    at: datetime

    async def note(
        self, tx: Transaction, kind: ActKind, subject: PersonId, day: date, detail: str = ""
    ) -> None:
        """Keep what was done, and whom it concerned."""
        act = OfficeAct(self.unit.id, kind, self.person, self.at, subject, day, detail)
        await office_acts.add(tx, act)


class Deputies(Struct, frozen=True):
    """Who stands in for a branch's secretary, now or later, and who else could."""

    unit: Unit
    today: date
    held: tuple[Held, ...]
    others: tuple[Person, ...]


async def deputies(tx: Transaction, unit: Unit, now: datetime) -> Deputies:
    """A branch's stand-ins; others are its members with Telegram who are not its secretary."""
    today = local_day(now, unit.time_zone)
    held = await appointments.held_from(tx, unit.id, Role.STAND_IN, today)
    office = await appointments.held_from(tx, unit.id, Role.SECRETARY, today)
    taken = {each.person.id for each in office}
    at_home = [member.person for member in await members(tx, unit.id, today)]
    others = [p for p in at_home if p.telegram_id is not None and p.id not in taken]
    return Deputies(unit, today, tuple(held), tuple(others))


async def name_stand_in(
    tx: Transaction, found: Deputies, person: Person, days: tuple[date, date], by: Act
) -> None:
    """Let a member stand in for the secretary on the local days from the first to the last.

    Raises :class:`Refused` for days that are over, too many, or on which they stand in already.
    """
    first, last = days
    if last < found.today or last - first > FARTHEST:
        raise Refused(message("Please choose days from today on, for a year at most."))
    for each in found.held:
        if each.person.id == person.id and each.since <= last and first <= (each.until or last):
            raise Refused(
                message("{name} stands in on some of these days already.", name=person.name)
            )
    await appointments.appoint_until(
        tx, person.id, found.unit.id, Role.STAND_IN, max(first, found.today), last
    )
    await by.note(tx, ActKind.STAND_IN, person.id, day=first, detail=last.isoformat())


async def end_stand_in(
    tx: Transaction, found: Deputies, number: AppointmentId, by: Act
) -> Held | None:
    """Let somebody stand in no more, from today on; None if they don't."""
    held = next((each for each in found.held if each.id == number), None)
    if held is not None:
        await appointments.end_office(tx, held.id, found.today - timedelta(days=1))
        await by.note(tx, ActKind.STAND_IN_ENDED, held.person.id, day=found.today)
    return held


async def hand_over(tx: Transaction, found: Deputies, person: Person, by: Act) -> None:
    """Make a member the branch's secretary in the place of whoever hands the office over; the
    other secretaries stay."""
    await appoint(tx, person.id, found.unit.id, Role.SECRETARY, found.today)
    for each in await appointments.held_from(tx, found.unit.id, Role.SECRETARY, found.today):
        if each.person.id == by.person:
            await appointments.end_office(tx, each.id, found.today - timedelta(days=1))
    await by.note(tx, ActKind.HANDED_OVER, person.id, day=found.today)
