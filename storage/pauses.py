"""Leaves of people and pauses of branches."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.due import recount_due_of
from storage.moments import earliest
from storage.tables.organisation import pauses as table
from storage.values.pauses import Pause, PauseId
from storage.values.people import PersonId, UnitId


def _lasting(whose: ColumnElement[int]) -> Statement:
    return Statement(
        select(table)
        .where(among(whose, "whose"), table.c.last >= bindparam("since"))
        .order_by(table.c.first, table.c.id)
    )


_OF_PEOPLE, _OF_UNITS = _lasting(table.c.person_id), _lasting(table.c.unit_id)


async def add_leave(
    tx: Transaction, person_id: PersonId, first: date, last: date, by: PersonId, now: datetime
) -> Pause:
    """Let a person be on leave on these days; ``by`` is who put it down."""
    leave = await _add(tx, {"person_id": person_id}, first, last, by, now)
    await recount_due_of(tx, person_id, first, last)
    return leave


async def add_branch_pause(
    tx: Transaction, unit_id: UnitId, first: date, last: date, by: PersonId, now: datetime
) -> Pause:
    """Let a branch pause on these days; ``by`` is who put it down."""
    return await _add(tx, {"unit_id": unit_id}, first, last, by, now)


async def find(tx: Transaction, pause_id: PauseId) -> Pause | None:
    """One leave or pause by its number, or None."""
    row = await tx.first(select(table).where(table.c.id == pause_id))
    return None if row is None else _pause(row)


async def end(tx: Transaction, pause: Pause, last: date) -> None:
    """Let a leave or pause have ``last`` as its last day; it goes if that leaves it no day."""
    row = table.c.id == pause.id
    if last < pause.first:
        await tx.run(delete(table).where(row))
    else:
        await tx.run(update(table).where(row).values(last=last.isoformat()))
    if pause.person_id is not None:
        await recount_due_of(tx, pause.person_id, pause.first, max(pause.last, last))


async def of_people(
    tx: Transaction, person_ids: Collection[PersonId], since: date
) -> dict[PersonId, list[Pause]]:
    """Leaves of these people that last until ``since`` or longer, the earliest first; who has none
    is left out."""
    found: dict[PersonId, list[Pause]] = {}
    asked = {"whose": list(person_ids), "since": since.isoformat()}
    for row in await tx.named_rows(_OF_PEOPLE, **asked):
        found.setdefault(PersonId(row.person_id), []).append(_pause(row))
    return found


async def of_units(
    tx: Transaction, unit_ids: Collection[UnitId], since: date
) -> dict[UnitId, list[Pause]]:
    """Pauses of these branches that last until ``since`` or longer, the earliest first; which has
    none is left out."""
    found: dict[UnitId, list[Pause]] = {}
    asked = {"whose": list(unit_ids), "since": since.isoformat()}
    for row in await tx.named_rows(_OF_UNITS, **asked):
        found.setdefault(UnitId(row.unit_id), []).append(_pause(row))
    return found


async def _add(
    tx: Transaction, whose: dict[str, int], first: date, last: date, by: PersonId, now: datetime
) -> Pause:
    query = table.insert().values(
        **whose,
        first=first.isoformat(),
        last=last.isoformat(),
        made_by=by,
        made_at=earliest(now),
    )
    row = await tx.first(query.returning(table))
    assert row is not None
    return _pause(row)


def _pause(row: Any) -> Pause:
    return Pause(
        id=PauseId(row.id),
        first=date.fromisoformat(row.first),
        last=date.fromisoformat(row.last),
        person_id=None if row.person_id is None else PersonId(row.person_id),
        unit_id=None if row.unit_id is None else UnitId(row.unit_id),
    )
