"""Persons, where they belong and what they are there."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, func, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.due import recount_due
from storage.lists import as_text, words_in
from storage.presence import on_day
from storage.tables.organisation import appointments, memberships, persons
from storage.units import ancestors
from storage.values.people import (
    Person,
    PersonId,
    Role,
    TelegramId,
    Unit,
    UnitId,
)


class Member(Struct, frozen=True):
    """A person whose home a branch is, and since which local day they are counted there: that of
    joining, or the later one on which their Telegram account became known."""

    person: Person
    since: date


class Overseers(Struct, frozen=True):
    """The organisers of the nearest unit above that has any with Telegram."""

    unit_id: UnitId
    people: tuple[Person, ...]


async def members(tx: Transaction, unit_id: UnitId, day: date) -> list[Member]:
    """Everybody whose home this branch is on a local day, with and without Telegram."""
    query = (
        select(*PERSON, memberships.c.since, persons.c.claimed_on)
        .join_from(persons, memberships, memberships.c.person_id == persons.c.id)
        .where(memberships.c.unit_id == unit_id, memberships.c.home, on_day(memberships, day))
        .order_by(persons.c.id)
    )
    return [
        Member(person_of(row), date.fromisoformat(max(row.since, row.claimed_on or "")))
        for row in await tx.rows(query)
    ]


async def people_as(
    tx: Transaction, unit_ids: Collection[UnitId], day: date, *roles: Role
) -> dict[UnitId, list[Person]]:
    """Who holds one of these roles at these units on a local day, with and without Telegram."""
    query = (
        select(*PERSON, appointments.c.unit_id)
        .join_from(persons, appointments, appointments.c.person_id == persons.c.id)
        .where(
            among(appointments.c.unit_id, "units"),
            appointments.c.role.in_([role.value for role in roles]),
            on_day(appointments, day),
        )
        .order_by(appointments.c.id)
    )
    found: dict[UnitId, dict[PersonId, Person]] = {unit_id: {} for unit_id in unit_ids}
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        found[UnitId(row.unit_id)].setdefault(PersonId(row.id), person_of(row))
    return {unit_id: list(people.values()) for unit_id, people in found.items()}


async def secretaries_of(tx: Transaction, unit_id: UnitId, day: date) -> list[Person]:
    """The branch's secretaries on a local day, with and without Telegram."""
    return (await people_as(tx, [unit_id], day, Role.SECRETARY))[unit_id]


async def organisers_above(tx: Transaction, unit: Unit, day: date) -> Overseers | None:
    """The organisers to turn to about a unit: the nearest at it or above it who have Telegram."""
    line = ancestors(unit.path)
    held = await people_as(tx, line, day, Role.ORGANISER)
    for unit_id in line:
        people = tuple(person for person in held[unit_id] if person.telegram_id is not None)
        if people:
            return Overseers(unit_id, people)
    return None


async def person(tx: Transaction, person_id: PersonId) -> Person | None:
    """One person by id, or None."""
    row = await tx.first(select(*PERSON).where(persons.c.id == person_id))
    return None if row is None else person_of(row)


async def people(tx: Transaction, ids: Collection[PersonId]) -> dict[PersonId, Person]:
    """These persons by their ids; unknown ids are left out."""
    rows = await tx.named_rows(_SOME, people=list(ids)) if ids else ()
    return {PersonId(row.id): person_of(row) for row in rows}


async def add_person(tx: Transaction, new: Person) -> Person:
    """Keep a new person; the answer carries the id. ``new.id`` is not looked at."""
    query = persons.insert().values(
        external_id=new.external_id,
        name=new.name,
        telegram_id=new.telegram_id,
        language=new.language,
        audience=as_text(new.audience),
        telegram_name=new.telegram_name,
    )
    row = await tx.first(query.returning(persons.c.id))
    assert row is not None
    return replace(new, id=PersonId(row.id))


async def claim(tx: Transaction, person_id: PersonId, telegram_id: TelegramId, day: date) -> bool:
    """Tie a person of the roster to the Telegram account that turned out to be theirs on a local
    day; False when they have another one by now."""
    query = update(persons).where(persons.c.id == person_id, persons.c.telegram_id.is_(None))
    return bool(await tx.run(query.values(telegram_id=telegram_id, claimed_on=day.isoformat())))


async def unclaim(tx: Transaction, person_id: PersonId) -> None:
    """Untie a person from a Telegram account that was not theirs."""
    query = update(persons).where(persons.c.id == person_id)
    await tx.run(query.values(telegram_id=None, claimed_on=None, telegram_name=None))


async def follow_name(tx: Transaction, person_id: PersonId, name: str) -> None:
    """Call somebody by a Telegram name, and follow it when it changes."""
    query = update(persons).where(persons.c.id == person_id)
    await tx.run(query.values(name=name, telegram_name=name))


async def set_person_language(tx: Transaction, person_id: PersonId, language: str) -> None:
    """Speak this language with a person from now on."""
    await tx.run(update(persons).where(persons.c.id == person_id).values(language=language))


async def add_membership(
    tx: Transaction, person_id: PersonId, unit_id: UnitId, since: date, *, home: bool
) -> None:
    """Make a person a member of a branch from a local day on."""
    await tx.run(
        memberships.insert().values(
            person_id=person_id, unit_id=unit_id, home=home, since=since.isoformat()
        )
    )
    if home:
        await recount_due(tx, [unit_id], since)


async def appoint(
    tx: Transaction, person_id: PersonId, unit_id: UnitId, role: Role, since: date
) -> bool:
    """Give a person a role at a unit from a local day on; False if it is held already."""
    held = await people_as(tx, [unit_id], since, role)
    if any(each.id == person_id for each in held[unit_id]):
        return False
    await tx.run(
        appointments.insert().values(
            person_id=person_id, unit_id=unit_id, role=role.value, since=since.isoformat()
        )
    )
    return True


def by_themselves() -> ColumnElement[bool]:
    """The condition that a person does the daily acts by Telegram, or did until they were
    forgotten: what they counted for stays."""
    return or_(persons.c.telegram_id.is_not(None), persons.c.erased_at.is_not(None))


def person_of(row: Any) -> Person:
    """A person from a row that has the columns of ``persons``."""
    return Person(
        id=PersonId(row.id),
        name=row.name,
        telegram_id=None if row.telegram_id is None else TelegramId(row.telegram_id),
        language=row.language,
        external_id=row.external_id,
        audience=words_in(row.audience),
        telegram_name=row.telegram_name,
    )


PERSON = (
    persons.c.id,
    persons.c.name,
    persons.c.telegram_id,
    persons.c.language,
    persons.c.external_id,
    persons.c.audience,
    persons.c.telegram_name,
)
"""The columns that :func:`person_of` reads."""
_SOME = Statement(select(*PERSON).where(among(persons.c.id, "people")))


async def count_members(
    tx: Transaction, unit_ids: Collection[UnitId], day: date
) -> dict[UnitId, int]:
    """How many people are at home in these branches on a local day."""
    query = (
        select(memberships.c.unit_id, func.count().label("members"))
        .where(among(memberships.c.unit_id, "units"), memberships.c.home, on_day(memberships, day))
        .group_by(memberships.c.unit_id)
    )
    found = {UnitId(r.unit_id): r.members for r in await tx.rows(query, {"units": list(unit_ids)})}
    return {unit_id: found.get(unit_id, 0) for unit_id in unit_ids}
