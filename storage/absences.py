"""What decides which days people have missed: the days that count for branches, and leaves.

Read through the driver itself, for those of a batch whose last act lies before their branch's last
day that counts.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from msgspec import Struct
from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.deeds import branch_days
from storage.tables.organisation import pauses
from storage.values.people import PersonId, UnitId


class Absent(Struct, frozen=True):
    """Branches' days that count, in their order, and the first and last days of people's leaves."""

    counting: Mapping[UnitId, list[date]]
    leaves: Mapping[PersonId, list[tuple[date, date]]]


_COUNTING = Statement(
    select(branch_days.c.unit_id, branch_days.c.day)
    .where(
        among(branch_days.c.unit_id, "units"),
        branch_days.c.day > bindparam("after"),
        branch_days.c.day < bindparam("before"),
        branch_days.c.counts,
    )
    .order_by(branch_days.c.unit_id, branch_days.c.day)
)
_LEAVES = Statement(
    select(pauses.c.person_id, pauses.c.first, pauses.c.last).where(
        among(pauses.c.person_id, "people"), pauses.c.last > bindparam("after")
    )
)


async def read_absent(
    tx: Transaction,
    people: Collection[PersonId],
    units: Mapping[date, Collection[UnitId]],
    before: date,
) -> Absent:
    """Read what counts before the day ``before``.

    ``units`` are the branches by the day after which they are looked at: there are few such days
    in a batch, and a branch is not read further back than somebody's last act.
    """
    reads = [
        (_COUNTING, {"units": ids, "after": after.isoformat(), "before": before.isoformat()})
        for after, ids in units.items()
    ]
    all_leaves = (_LEAVES, {"people": people, "after": min(units).isoformat()})
    leaves, *counting = await tx.hot_reads([all_leaves, *reads])
    days: dict[UnitId, set[date]] = {}
    for unit, text in (row for rows in counting for row in rows):
        days.setdefault(unit, set()).add(_day(text))
    by_person: dict[PersonId, list[tuple[date, date]]] = {}
    for person, first, last in leaves:
        by_person.setdefault(person, []).append((_day(first), _day(last)))
    return Absent({unit: sorted(found) for unit, found in days.items()}, by_person)


# The same few days come for every branch of a batch.
_day = lru_cache(maxsize=1024)(date.fromisoformat)
