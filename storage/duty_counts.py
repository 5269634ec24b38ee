"""How many obligations stand where at each unit, and where it is to be counted afresh.

Whether an open obligation is overdue is not written: that follows from its due day, so the rows
hold from one day to the next until something changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import BigInteger, bindparam, delete, insert, or_, select, text

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.digests import WAITING
from storage.tables.digests import duty_counts as table
from storage.tables.digests import duty_marks as marks
from storage.tables.duties import duty_books
from storage.tables.organisation import units
from storage.upserts import insert_into
from storage.values.people import UnitId

NO_DAY = ""
"""In place of the days of obligations that are met."""


class Place(Struct, frozen=True):
    """Where obligations of a unit stand: what those have in common that are counted together.

    ``personal``: of persons there. ``first`` and ``due`` are local days as text; they and
    ``duty_key`` are empty once the obligation is met, but for the ``due`` of what waits for the
    units above to confirm it.
    """

    personal: bool
    state: str
    duty_key: str = ""
    first: str = NO_DAY
    due: str = NO_DAY


_MARKED = Statement(
    select(marks.c.unit_id).order_by(marks.c.unit_id).limit(bindparam("most", type_=BigInteger))
)
_UNMARK = delete(marks).where(among(marks.c.unit_id, "units"))
_OF_UNITS = Statement(
    select(
        table.c.unit_id,
        table.c.number,
        table.c.personal,
        table.c.state,
        table.c.duty_key,
        table.c.first,
        table.c.due,
    ).where(among(table.c.unit_id, "units"))
)
_EMPTY = delete(table).where(among(table.c.unit_id, "units"))


@cache
def _mark(dialect: str) -> Any:
    return insert_into(marks, dialect).on_conflict_do_nothing()


async def mark(tx: Transaction, unit_ids: Collection[UnitId]) -> None:
    """Have it counted afresh at these units, at the latest with the next tick."""
    tx.marked.update(unit_ids)
    rows = [{"unit_id": unit} for unit in sorted(set(unit_ids))]
    await tx.run_many(_mark(tx.dialect), rows)


async def mark_all(tx: Transaction) -> None:
    """Have it counted afresh everywhere, as after a programme was changed; nothing while there is
    no programme."""
    unmarked = units.c.id.not_in(select(marks.c.unit_id))
    everywhere = select(units.c.id).where(unmarked, select(duty_books.c.version_id).exists())
    await tx.run(insert(marks).from_select(["unit_id"], everywhere))


async def mark_closed(tx: Transaction, day: date) -> None:
    """Have it counted afresh at the units that were closed before a day, as long as anything is
    written of them: they have no mornings any more, and yet the year ends for them, too."""
    written = units.c.id.in_(select(table.c.unit_id))
    unmarked = units.c.id.not_in(select(marks.c.unit_id))
    closed = select(units.c.id).where(units.c.until < day.isoformat(), written, unmarked)
    await tx.run(insert(marks).from_select(["unit_id"], closed))


async def marked(tx: Transaction, limit: int) -> list[UnitId]:
    """Some of the units at which it is to be counted afresh."""
    return [UnitId(row[0]) for row in await tx.hot_rows(_MARKED, most=limit)]


async def unmark(tx: Transaction, unit_ids: Collection[UnitId]) -> None:
    """It has been counted at these units."""
    await tx.run(_UNMARK, {"units": list(unit_ids)})


async def counts_of(tx: Transaction, unit_ids: Collection[UnitId]) -> dict[UnitId, Counter[Place]]:
    """What is written of these units; one without any is left out."""
    found: dict[UnitId, Counter[Place]] = defaultdict(Counter)
    for unit, number, personal, *rest in await tx.hot_rows(_OF_UNITS, units=list(unit_ids)):
        found[UnitId(unit)][Place(bool(personal), *rest)] = number
    return found


async def write_counts(tx: Transaction, counted: Mapping[UnitId, Counter[Place]]) -> int:
    """Write how it stands at these units, in place of what was written; at how many it differs."""
    before = await counts_of(tx, list(counted))
    changed = [unit for unit, places in counted.items() if places != before.get(unit, Counter())]
    if not changed:
        return 0
    await tx.run(_EMPTY, {"units": changed})
    rows = [
        {"unit_id": unit, "number": number, **structs.asdict(place)}
        for unit in changed
        for place, number in counted[unit].items()
    ]
    await tx.run_many(insert(table), rows)
    return len(changed)


async def waiting_below(tx: Transaction, paths: Sequence[str], limit: int) -> list[UnitId]:
    """The units on these paths and below them where so many obligations wait for the units above to
    confirm them: of those that were due first."""
    c = table.c
    below = or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))
    query = (
        select(c.unit_id)
        .join_from(table, units, units.c.id == c.unit_id)
        .where(text(WAITING), below)
        .order_by(c.due, c.unit_id)
        .limit(limit)
    )
    rows = await tx.rows(query) if paths else []
    return list(dict.fromkeys(UnitId(row.unit_id) for row in rows))
