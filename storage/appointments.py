"""Offices held for a time: stand-ins with their dates, and an office that goes to somebody else."""

from datetime import date
from typing import NewType

from msgspec import Struct
from sqlalchemy import or_, select, update

from storage.database import Transaction
from storage.people import person_of
from storage.tables.organisation import appointments as table
from storage.tables.organisation import persons
from storage.values.people import Person, PersonId, Role, UnitId

AppointmentId = NewType("AppointmentId", int)


class Held(Struct, frozen=True):
    """A role at a unit from the local day ``since`` to ``until``, both included; None: for good."""

    id: AppointmentId
    person: Person
    role: Role
    since: date
    until: date | None


async def held_from(tx: Transaction, unit_id: UnitId, role: Role, day: date) -> list[Held]:
    """Who holds a role at a unit on ``day`` or will later, the earliest first."""
    query = (
        select(table.c.id.label("number"), table.c.since, table.c.until, persons)
        .join_from(table, persons, persons.c.id == table.c.person_id)
        .where(
            table.c.unit_id == unit_id,
            table.c.role == role.value,
            or_(table.c.until.is_(None), table.c.until >= day.isoformat()),
        )
        .order_by(table.c.since, table.c.id)
    )
    return [
        Held(
            AppointmentId(row.number),
            person_of(row),
            role,
            date.fromisoformat(row.since),
            None if row.until is None else date.fromisoformat(row.until),
        )
        for row in await tx.rows(query)
    ]


async def appoint_until(
    tx: Transaction, person_id: PersonId, unit_id: UnitId, role: Role, since: date, until: date
) -> None:
    """Give a person a role at a unit for some local days, the last one included."""
    await tx.run(
        table.insert().values(
            person_id=person_id,
            unit_id=unit_id,
            role=role.value,
            since=since.isoformat(),
            until=until.isoformat(),
        )
    )


async def end_office(tx: Transaction, appointment: AppointmentId, last: date) -> None:
    """Let an office end with the local day ``last``; one that began later was never held."""
    here = table.c.id == appointment
    await tx.run(update(table).where(here).values(until=last.isoformat()))
