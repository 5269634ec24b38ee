"""Whom a test concerns: the people at home in many branches at once, and the branches in turn."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.people import person_of
from storage.presence import on_day
from storage.tables.organisation import memberships, persons
from storage.tables.organisation import units as units_table
from storage.values.people import Person, UnitId


async def people_at(
    tx: Transaction, unit_ids: Collection[UnitId], day: date
) -> Mapping[UnitId, Sequence[Person]]:
    """Everybody at home in these branches on a local day, with and without Telegram; those that
    were forgotten are nobody any more."""
    query = (
        select(persons, memberships.c.unit_id)
        .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
        .where(
            among(memberships.c.unit_id, "units"),
            memberships.c.home,
            on_day(memberships, day),
            persons.c.erased_at.is_(None),
        )
        .order_by(persons.c.id)
    )
    found: dict[UnitId, list[Person]] = {unit: [] for unit in unit_ids}
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        found[UnitId(row.unit_id)].append(person_of(row))
    return found


async def branches_after(
    tx: Transaction, root: UnitId, after: UnitId, limit: int
) -> Sequence[UnitId]:
    """The next branches with members, at or below a unit, in the order of their ids."""
    tree = select(units_table.c.id).where(units_table.c.id == root).cte("tree", recursive=True)
    below = tree.union(select(units_table.c.id).join(tree, units_table.c.parent_id == tree.c.id))
    query = (
        select(memberships.c.unit_id)
        .where(memberships.c.unit_id.in_(select(below.c.id)), memberships.c.unit_id > after)
        .distinct()
        .order_by(memberships.c.unit_id)
        .limit(limit)
    )
    return [UnitId(row.unit_id) for row in await tx.rows(query)]


async def tags_of_people(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Sequence[tuple[str, int]]:
    """The lists of tags that these branches and those who ever belonged to them have, as they are
    kept, each with how many have it."""
    own = select(units_table.c.audience, func.count().label("times")).where(
        among(units_table.c.id, "units"), units_table.c.audience != ""
    )
    theirs = (
        select(persons.c.audience, func.count(persons.c.id.distinct()).label("times"))
        .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
        .where(among(memberships.c.unit_id, "units"), persons.c.audience != "")
    )
    found: list[tuple[str, int]] = []
    for query, table in ((own, units_table), (theirs, persons)):
        grouped = query.group_by(table.c.audience)
        rows = await tx.rows(grouped, {"units": list(unit_ids)})
        found += [(row.audience, row.times) for row in rows]
    return found
