"""The tree rolled up: the sums of units with all below them, from their branches' rows.

Branches alone have rows, and a unit's sums are those of the branches below it at the moment: so a
unit that is hung elsewhere takes its history with it, and nothing has to be written for it.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import CTE, Table, func, select

from storage.database import Transaction
from storage.driver import among
from storage.months import span
from storage.presence import on_day
from storage.tables.deeds import SUMS, unit_days, unit_months
from storage.tables.organisation import memberships, units
from storage.values.people import UnitId
from storage.values.standings import Sums

_NAMES = ("due", "active", "acts", *SUMS)


async def sums_of(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date
) -> dict[UnitId, Sums]:
    """What was done from ``first`` to ``last`` in each of these units and all below it."""
    days = await span(tx, first, last)
    values = {"roots": list(unit_ids), **days.values}
    found = dict.fromkeys(unit_ids, Sums())
    for table, times in ((unit_days, days.days), (unit_months, days.months)):
        rows = await tx.rows(_added_up(table), values) if times else ()
        for row in rows:
            # PostgreSQL sums whole numbers as decimals.
            found[UnitId(row.top)] += Sums(*(int(row._mapping[name]) for name in _NAMES))
    return found


async def members_of(tx: Transaction, unit_ids: Collection[UnitId], day: date) -> dict[UnitId, int]:
    """How many people are at home in each of these units and all below it on a day."""
    tree = _below()
    query = (
        select(tree.c.top, func.count().label("members"))
        .join_from(tree, memberships, memberships.c.unit_id == tree.c.id)
        .where(memberships.c.home, on_day(memberships, day))
        .group_by(tree.c.top)
    )
    counted = {row.top: row.members for row in await tx.rows(query, {"roots": list(unit_ids)})}
    return {unit: counted.get(unit, 0) for unit in unit_ids}


async def parents_among(tx: Transaction, unit_ids: Collection[UnitId]) -> frozenset[UnitId]:
    """Those of these units that have units below them."""
    query = select(units.c.parent_id).distinct().where(among(units.c.parent_id, "ids"))
    rows = await tx.rows(query, {"ids": list(unit_ids)})
    return frozenset(UnitId(row.parent_id) for row in rows)


async def first_day(tx: Transaction) -> date | None:
    """The first day of which anything is summed up, wherever it was."""
    found = await tx.scalar(select(func.min(unit_days.c.day)))
    return None if found is None else date.fromisoformat(found)


def _added_up(table: Table) -> Any:
    tree = _below()
    time = among(table.c.day, "days") if table is unit_days else among(table.c.month, "months")
    return (
        select(tree.c.top, *(func.sum(table.c[name]).label(name) for name in _NAMES))
        .join_from(tree, table, table.c.unit_id == tree.c.id)
        .where(time)
        .group_by(tree.c.top)
    )


def _below() -> CTE:
    """The units ``roots`` and all below each, with the root that they are below."""
    top = select(units.c.id, units.c.id.label("top")).where(among(units.c.id, "roots"))
    tree = top.cte("tree", recursive=True)
    below = select(units.c.id, tree.c.top).join(tree, units.c.parent_id == tree.c.id)
    return tree.union_all(below)
