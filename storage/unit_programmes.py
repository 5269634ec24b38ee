"""Since when which programme's duties have held at a unit; written where that changes."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, delete, insert, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.duties import unit_programmes as table
from storage.values.people import UnitId


class Followed(Struct, frozen=True):
    """From a local day on, a unit follows a programme."""

    unit_id: UnitId
    since: date
    programme_key: str


_OF_UNITS = Statement(select(table).where(among(table.c.unit_id, "ids")).order_by(table.c.since))


async def followed(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> dict[UnitId, Sequence[Followed]]:
    """What these units have followed since when, the earliest first. A unit without an entry has
    followed its programme all along."""
    found: dict[UnitId, list[Followed]] = {}
    for row in await tx.named_rows(_OF_UNITS, ids=list(unit_ids)):
        unit_id = UnitId(row.unit_id)
        one = Followed(unit_id, date.fromisoformat(row.since), row.programme_key)
        found.setdefault(unit_id, []).append(one)
    return dict(found)


async def follow(tx: Transaction, changes: Sequence[Followed]) -> None:
    """Note what units follow since when; what was noted of that day and later ones is gone."""
    rows = [
        {"unit_id": one.unit_id, "since": one.since.isoformat(), "programme_key": one.programme_key}
        for one in changes
    ]
    of_unit = table.c.unit_id == bindparam("of_unit")
    later = table.c.since >= bindparam("from_day")
    await tx.run_many(
        delete(table).where(of_unit, later),
        [{"of_unit": row["unit_id"], "from_day": row["since"]} for row in rows],
    )
    await tx.run_many(insert(table), rows)
