"""What secretaries and stand-ins did in their office."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.tables.organisation import office_acts as table
from storage.tables.organisation import persons
from storage.values.offices import ActKind, ActTold, OfficeAct
from storage.values.people import PersonId, UnitId


async def add(tx: Transaction, act: OfficeAct) -> None:
    """Keep what was done."""
    await tx.run(
        table.insert().values(
            unit_id=act.unit_id,
            person_id=act.by,
            kind=act.kind.value,
            subject_id=act.subject,
            day=None if act.day is None else act.day.isoformat(),
            detail=act.detail,
            at=earliest(act.at),
        )
    )


async def recent(
    tx: Transaction, unit_id: UnitId, since: datetime, kinds: Collection[ActKind] = tuple(ActKind)
) -> list[ActTold]:
    """What was done at a unit since a moment, the newest first."""
    by, whom = persons.alias("by"), persons.alias("whom")
    query = (
        select(table, by.c.name.label("by_name"), whom.c.name.label("whom_name"))
        .join_from(table, by, by.c.id == table.c.person_id)
        .outerjoin(whom, whom.c.id == table.c.subject_id)
        .where(table.c.unit_id == unit_id, table.c.at >= earliest(since), among(table.c.kind, "k"))
        .order_by(table.c.at.desc(), table.c.id.desc())
    )
    rows = await tx.rows(query, {"k": [kind.value for kind in kinds]})
    return [ActTold(_act(row), row.by_name, row.whom_name) for row in rows]


async def about(
    tx: Transaction, unit_ids: Collection[UnitId], kinds: Collection[ActKind], what: str
) -> list[ActTold]:
    """What was done at these units of these kinds, where the detail begins with a certain word; the
    newest first."""
    by = persons.alias("by")
    query = (
        select(table, by.c.name.label("by_name"))
        .join_from(table, by, by.c.id == table.c.person_id)
        .where(
            among(table.c.unit_id, "units"),
            among(table.c.kind, "k"),
            table.c.detail.startswith(f"{what} ", autoescape=True),
        )
        .order_by(table.c.at.desc(), table.c.id.desc())
    )
    values = {"units": list(unit_ids), "k": [kind.value for kind in kinds]}
    return [ActTold(_act(row), row.by_name) for row in await tx.rows(query, values)]


def _act(row: Row[Any]) -> OfficeAct:
    return OfficeAct(
        unit_id=UnitId(row.unit_id),
        kind=ActKind(row.kind),
        by=PersonId(row.person_id),
        at=moment(row.at),
        subject=None if row.subject_id is None else PersonId(row.subject_id),
        day=None if row.day is None else date.fromisoformat(row.day),
        detail=row.detail,
    )
