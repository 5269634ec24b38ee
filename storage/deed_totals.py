"""Good deeds added up: one's own, a branch's, and those of all units below one."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import CTE, ColumnElement, func, select

from storage.database import Transaction
from storage.driver import among
from storage.tables.duties import record_people, records
from storage.tables.organisation import units
from storage.values.people import PersonId, UnitId
from storage.values.records import DeedTotals, RecordState

_SUMS = (
    func.count(records.c.id).label("deeds"),
    func.coalesce(func.sum(records.c.minutes), 0).label("minutes"),
    func.coalesce(func.sum(records.c.number), 0).label("helped"),
)


async def deeds_of(
    tx: Transaction, person: PersonId, kinds: Collection[str], first: date, last: date
) -> DeedTotals:
    """What somebody's good deeds come to, on the local days from ``first`` to ``last``. ``kinds``:
    the kinds of record that are deeds."""
    theirs = select(record_people.c.record_id).where(record_people.c.person_id == person)
    query = select(*_SUMS).where(*_deeds(first, last), records.c.id.in_(theirs))
    row = await tx.first(query, {"kinds": list(kinds)})
    assert row is not None
    return DeedTotals(int(row.deeds), int(row.minutes), int(row.helped))


async def deeds_below(
    tx: Transaction, roots: Collection[UnitId], kinds: Collection[str], first: date, last: date
) -> dict[UnitId, DeedTotals]:
    """For each of these units what the good deeds at it and at all units below it come to,
    likewise."""
    tree = _trees()
    query = (
        select(tree.c.root, *_SUMS)
        .join_from(tree, records, records.c.unit_id == tree.c.id)
        .where(*_deeds(first, last))
        .group_by(tree.c.root)
    )
    rows = await tx.rows(query, {"roots": list(roots), "kinds": list(kinds)})
    found = {
        UnitId(row.root): DeedTotals(int(row.deeds), int(row.minutes), int(row.helped))
        for row in rows
    }
    return {root: found.get(root, DeedTotals()) for root in roots}


def _deeds(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        records.c.state == RecordState.KEPT.value,
        records.c.day.between(first.isoformat(), last.isoformat()),
        among(records.c.kinds, "kinds"),
    )


def _trees() -> CTE:
    """The units below each of the list ``roots``, each with its root."""
    roots = select(units.c.id.label("root"), units.c.id).where(among(units.c.id, "roots"))
    tree = roots.cte("tree", recursive=True)
    return tree.union(select(tree.c.root, units.c.id).join(tree, units.c.parent_id == tree.c.id))
