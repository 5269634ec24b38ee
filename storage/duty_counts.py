"""How many obligations stand where at each unit, and where it is to be counted afresh.

Whether an open obligation is overdue is not written: that follows from its due day, so the rows
hold from one day to the next until something changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, insert, or_, select, text

from storage.database import Transaction
from storage.driver import among
from storage.tables.digests import WAITING
from storage.tables.digests import duty_counts as table
from storage.tables.digests import duty_marks as marks
from storage.tables.duties import duty_books
from storage.tables.organisation import units
from storage.upserts import insert_into
from storage.values.people import UnitId

NO_DAY = ""
"""In place of the days of obligations that are met."""


@dataclass(frozen=True, slots=True)
class Place:
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


async def mark(tx: Transaction, unit_ids: Collection[UnitId]) -> None:
    """Have it counted afresh at these units, at the latest with the next tick."""
    tx.marked.update(unit_ids)
    rows = [{"unit_id": unit} for unit in sorted(set(unit_ids))]
    await tx.run_many(insert_into(marks, tx.dialect).on_conflict_do_nothing(), rows)


async def mark_all(tx: Transaction) -> None:
    """Have it counted afresh everywhere, as after a programme was changed; nothing while there is
    no programme."""
    unmarked = units.c.id.not_in(select(marks.c.unit_id))
    everywhere = select(units.c.id).where(unmarked, select(duty_books.c.version_id).exists())
    await tx.run(insert(marks).from_select(["unit_id"], everywhere))


async def marked(tx: Transaction, limit: int) -> list[UnitId]:
    """Some of the units at which it is to be counted afresh."""
    query = select(marks.c.unit_id).order_by(marks.c.unit_id).limit(limit)
    return [UnitId(row.unit_id) for row in await tx.rows(query)]


async def unmark(tx: Transaction, unit_ids: Collection[UnitId]) -> None:
    """It has been counted at these units."""
    await tx.run(delete(marks).where(among(marks.c.unit_id, "units")), {"units": list(unit_ids)})


async def counts_of(tx: Transaction, unit_ids: Collection[UnitId]) -> dict[UnitId, Counter[Place]]:
    """What is written of these units; one without any is left out."""
    query = select(table).where(among(table.c.unit_id, "units"))
    found: dict[UnitId, Counter[Place]] = defaultdict(Counter)
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        place = Place(bool(row.personal), row.state, row.duty_key, row.first, row.due)
        found[UnitId(row.unit_id)][place] = row.number
    return found


async def write_counts(tx: Transaction, counted: Mapping[UnitId, Counter[Place]]) -> int:
    """Write how it stands at these units, in place of what was written; at how many it differs."""
    before = await counts_of(tx, list(counted))
    changed = [unit for unit, places in counted.items() if places != before.get(unit, Counter())]
    here = among(table.c.unit_id, "units")
    await tx.run(delete(table).where(here), {"units": changed})
    rows = [
        {"unit_id": unit, "number": number, **asdict(place)}
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


def as_day(written: str) -> date | None:
    """A day as it is written; None for none."""
    return date.fromisoformat(written) if written else None
