"""How many have done what of a branch's day: for counters on buttons, and for results."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.tables.deeds import answers, check_ins
from storage.values.days import PostingId
from storage.values.people import UnitId


async def check_ins_of(
    tx: Transaction, unit_days: Collection[tuple[UnitId, date]]
) -> dict[tuple[UnitId, date], int]:
    """How many have checked in, by branch and day."""
    query = (
        select(check_ins.c.unit_id, check_ins.c.day, func.count().label("times"))
        .where(among(check_ins.c.unit_id, "units"), among(check_ins.c.day, "days"))
        .group_by(check_ins.c.unit_id, check_ins.c.day)
    )
    values = {
        "units": list({unit for unit, _ in unit_days}),
        "days": list({day.isoformat() for _, day in unit_days}),
    }
    rows = await tx.rows(query, values)
    found = {(UnitId(r.unit_id), date.fromisoformat(r.day)): r.times for r in rows}
    return {key: found.get(key, 0) for key in unit_days}


async def choices(
    tx: Transaction, posting_ids: Collection[PostingId]
) -> dict[PostingId, Sequence[tuple[int, ...]]]:
    """What everybody chose in these questions."""
    query = select(answers.c.posting_id, answers.c.chosen).where(
        among(answers.c.posting_id, "postings")
    )
    found: dict[PostingId, list[tuple[int, ...]]] = {each: [] for each in posting_ids}
    for row in await tx.rows(query, {"postings": list(posting_ids)}):
        chosen = tuple(int(option) for option in row.chosen.split(",") if option)
        found[PostingId(row.posting_id)].append(chosen)
    return dict(found)
