"""Places, pairs and stations that records and deeds can name."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select, update

from storage.database import Transaction
from storage.driver import among
from storage.tables.duties import places as table
from storage.upserts import insert_into
from storage.values.people import PersonId, UnitId
from storage.values.records import Place, PlaceId


async def places_at(tx: Transaction, unit_ids: Collection[UnitId]) -> list[Place]:
    """The places that these units have, by kind and name; those that were closed are left out."""
    query = (
        select(table)
        .where(among(table.c.unit_id, "units"), ~table.c.closed)
        .order_by(table.c.kind, table.c.name, table.c.id)
    )
    return [_place(row) for row in await tx.rows(query, {"units": list(unit_ids)})]


async def place(tx: Transaction, place_id: PlaceId) -> Place | None:
    """One place, a closed one too, or None."""
    row = await tx.first(select(table).where(table.c.id == place_id))
    return None if row is None else _place(row)


async def add_place(tx: Transaction, new: Place) -> Place:
    """Keep a place; one of the same kind and name that was closed is open again. ``new.id`` is not
    looked at."""
    row = {
        "unit_id": new.unit_id,
        "kind": new.kind,
        "name": new.name,
        "person_id": new.person_id,
        "closed": False,
    }
    query = insert_into(table, tx.dialect).values(row)
    query = query.on_conflict_do_update(
        index_elements=["unit_id", "kind", "name"], set_={"closed": False}
    )
    written = await tx.first(query.returning(table))
    assert written is not None
    return _place(written)


async def set_holder(tx: Transaction, place_id: PlaceId, person: PersonId | None) -> None:
    """Say whose contact, post or helping hand a place is."""
    await tx.run(update(table).where(table.c.id == place_id).values(person_id=person))


async def close_place(tx: Transaction, place_id: PlaceId) -> None:
    """Offer a place no more; records that name it still do."""
    await tx.run(update(table).where(table.c.id == place_id).values(closed=True))


def _place(row: Row[Any]) -> Place:
    return Place(
        id=PlaceId(row.id),
        unit_id=UnitId(row.unit_id),
        kind=row.kind,
        name=row.name,
        person_id=None if row.person_id is None else PersonId(row.person_id),
    )
