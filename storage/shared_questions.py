"""The questions that all branches of a programme are asked on a day, where they are the same."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.tables.drills import shared_questions as table
from storage.upserts import insert_into
from storage.values.days import QuestionId


async def shared_on(
    tx: Transaction, programme_keys: Collection[str], days: Collection[date]
) -> dict[tuple[str, date], tuple[QuestionId, ...]]:
    """What was settled for these programmes and local days, in the order of asking."""
    c = table.c
    query = (
        select(table)
        .where(among(c.programme_key, "keys"), among(c.day, "days"))
        .order_by(c.programme_key, c.day, c.part)
    )
    values = {"keys": list(programme_keys), "days": [day.isoformat() for day in days]}
    found: dict[tuple[str, date], tuple[QuestionId, ...]] = {}
    for row in await tx.rows(query, values):
        key = row.programme_key, date.fromisoformat(row.day)
        found[key] = (*found.get(key, ()), QuestionId(row.question_id))
    return found


async def shared_before(
    tx: Transaction, programme_key: str, day: date
) -> Mapping[QuestionId, date]:
    """When each question was last settled for a programme before a day, the latest at the end."""
    c = table.c
    query = (
        select(c.question_id, func.max(c.day).label("last"))
        .where(c.programme_key == programme_key, c.day < day.isoformat())
        .group_by(c.question_id)
        .order_by(func.max(c.day), c.question_id)
    )
    return {QuestionId(r.question_id): date.fromisoformat(r.last) for r in await tx.rows(query)}


async def share(
    tx: Transaction, programme_key: str, day: date, question_ids: Sequence[QuestionId]
) -> None:
    """Settle what all branches of a programme are asked on a day, in place of what was settled."""
    filled = insert_into(table, tx.dialect)
    query = filled.on_conflict_do_update(
        index_elements=["programme_key", "day", "part"],
        set_={"question_id": filled.excluded.question_id},
    )
    rows = [
        {"programme_key": programme_key, "day": day.isoformat(), "part": part, "question_id": each}
        for part, each in enumerate(question_ids)
    ]
    await tx.run_many(query, rows)
