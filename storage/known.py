"""Who is speaking: somebody's home, further branches and offices, each by its unit's local day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, bindparam, or_, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.people import PERSON, person_of
from storage.tables.organisation import appointments, memberships, persons
from storage.units import Defaults, units
from storage.values.people import Appointment, Known, Person, PersonId, Role, TelegramId, UnitId


def _in_force(table: Table) -> Statement:
    """Memberships or appointments of people that are in force between two days."""
    until = table.c.until
    return Statement(
        select(table)
        .where(
            among(table.c.person_id, "ids"),
            table.c.since <= bindparam("latest"),
            or_(until.is_(None), until >= bindparam("earliest")),
        )
        .order_by(table.c.since.desc(), table.c.id.desc())
    )


# Asked with nearly every update, and with each reminder: written once.
_PEOPLE = Statement(select(*PERSON).where(among(persons.c.telegram_id, "ids")))
_BELONGING, _OFFICES = _in_force(memberships), _in_force(appointments)


async def known_by_telegram(
    tx: Transaction,
    telegram_ids: Collection[TelegramId],
    now: datetime,
    defaults: Defaults,
    owner: TelegramId | None = None,
) -> dict[TelegramId, Known]:
    """Who these Telegram users are today, each by the local day of the unit concerned.

    Everybody asked for is in the answer; a stranger's :class:`Known` has no person.
    """
    known = {each: Known(each, is_owner=each == owner) for each in telegram_ids}
    found = {PersonId(r.id): r for r in await tx.named_rows(_PEOPLE, ids=list(known))}
    if not found:
        return known
    # On a day that it may be somewhere on earth.
    first, last = ((_utc_day(now) + timedelta(days=n)).isoformat() for n in (-1, 1))
    asked = {"ids": list(found), "earliest": first, "latest": last}
    belonging = await tx.named_rows(_BELONGING, **asked)
    offices = await tx.named_rows(_OFFICES, **asked)
    days = await _local_days(tx, [*belonging, *offices], now, defaults)
    current = [each for each in belonging if _covers(each, days)]
    home_of = {PersonId(each.person_id): each for each in reversed(current) if each.home}
    guests: dict[PersonId, list[UnitId]] = {person_id: [] for person_id in found}
    for each in current:
        if not each.home:
            guests[PersonId(each.person_id)].append(UnitId(each.unit_id))
    held: dict[PersonId, list[Appointment]] = {person_id: [] for person_id in found}
    for office in offices:
        appointment = Appointment(UnitId(office.unit_id), Role(office.role))
        listed = held[PersonId(office.person_id)]
        if _covers(office, days) and appointment not in listed:
            listed.append(appointment)
    for person_id, row in found.items():
        known[TelegramId(row.telegram_id)] = _known(
            person_of(row), home_of.get(person_id), held[person_id], guests[person_id], owner
        )
    return known


def _known(
    who: Person,
    home: Any,
    held: Sequence[Appointment],
    guest_of: Sequence[UnitId],
    owner: TelegramId | None,
) -> Known:
    assert who.telegram_id is not None
    return Known(
        telegram_id=who.telegram_id,
        person=who,
        home=None if home is None else UnitId(home.unit_id),
        appointments=tuple(held),
        is_owner=who.telegram_id == owner or any(a.role is Role.OWNER for a in held),
        guest_of=tuple(guest_of),
    )


async def _local_days(
    tx: Transaction, times: Iterable[Any], now: datetime, defaults: Defaults
) -> dict[UnitId, date]:
    """The local day of the units for which it matters: a time begins or ends just about now."""
    first, last = (_utc_day(now) + timedelta(days=n) for n in (-1, 1))
    close = {
        UnitId(row.unit_id)
        for row in times
        if row.since > first.isoformat() or (row.until and row.until < last.isoformat())
    }
    if not close:
        return {}
    found = await units(tx, close, defaults)
    return {u: now.astimezone(ZoneInfo(unit.time_zone)).date() for u, unit in found.items()}


def _covers(row: Any, days: dict[UnitId, date]) -> bool:
    day = days.get(UnitId(row.unit_id))
    if day is None:
        return True
    text = day.isoformat()
    return bool(row.since <= text and (row.until is None or row.until >= text))


def _utc_day(now: datetime) -> date:
    return now.astimezone(UTC).date()
