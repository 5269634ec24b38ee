"""Banks: questions that belong to a unit, beside those of its programme."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, delete, func, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.question_bodies import decoded
from storage.questions import (
    Askable,
    Stored,
    as_askable,
    count_revisions,
    keep_questions,
    newest_revision,
)
from storage.tables.programme import question_revisions as revisions
from storage.tables.programme import questions
from storage.tables.quizzes import bank_questions, banks
from storage.upserts import insert_into
from storage.values.banks import Bank, BankId
from storage.values.people import UnitId
from storage.values.questions import Question


async def banks_of(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, tuple[Bank, ...]]:
    """The banks that belong to these very units, in the order in which they came."""
    there = among(banks.c.unit_id, "units"), banks.c.size > 0
    query = select(banks).where(*there).order_by(banks.c.id)
    found: dict[UnitId, tuple[Bank, ...]] = {unit: () for unit in unit_ids}
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        found[UnitId(row.unit_id)] += (_bank(row),)
    return found


async def bank(tx: Transaction, bank_id: BankId) -> Bank | None:
    """A bank; None for none, and for one that was removed."""
    row = await tx.first(select(banks).where(banks.c.id == bank_id, banks.c.size > 0))
    return None if row is None else _bank(row)


async def bank_titled(tx: Transaction, unit_id: UnitId, title: str) -> Bank | None:
    """A unit's bank of this title, even one that was removed."""
    query = select(banks).where(banks.c.unit_id == unit_id, banks.c.title == title)
    row = await tx.first(query)
    return None if row is None else _bank(row)


async def askable_in(tx: Transaction, bank: Bank) -> tuple[Askable, ...]:
    """The questions of a bank, of every kind, in the order in which they came; the same tuple as
    long as nothing has changed. Not for a transaction that writes questions itself."""
    mark = await count_revisions(tx), bank.size, bank.imported_at
    known: dict[BankId, tuple[tuple[int, int, datetime], tuple[Askable, ...]]]
    known = tx.memory.setdefault("askable in banks", {})
    if bank.id not in known or known[bank.id][0] != mark:
        columns = (questions.c.id, questions.c.revision, questions.c.key)
        rows = await tx.rows(_questions_of(columns), {"banks": [bank.id]})
        known[bank.id] = mark, tuple(as_askable(row) for row in rows)
    return known[bank.id][1]


async def newest_bodies(
    tx: Transaction, bank_ids: Collection[BankId]
) -> Mapping[BankId, tuple[Question, ...]]:
    """The questions of banks whole, as they stand now."""
    found: dict[BankId, list[Question]] = {each: [] for each in bank_ids}
    rows = await tx.rows(_questions_of((bank_questions.c.bank_id,)), {"banks": list(bank_ids)})
    for row in rows:
        found[BankId(row.bank_id)].append(decoded(row.body))
    return {each: tuple(bodies) for each, bodies in found.items()}


async def add_to_bank(
    tx: Transaction,
    unit_id: UnitId,
    title: str,
    imported: Sequence[Question],
    now: datetime,
) -> tuple[Bank, Stored]:
    """Put questions into a unit's bank of this title, which is made if there is none.

    What is in it already stays; a question of a known key in new words gets a new revision, as in
    :func:`storage.questions.keep_questions`.
    """
    bank = await _opened(tx, unit_id, title, now)
    # A removed bank begins anew, with the questions that it had under their old numbers.
    kept = await keep_questions(tx, f"bank:{bank.id}", imported, now)
    rows = [
        {"bank_id": bank.id, "question_id": kept.ids[q.key], "position": bank.size + n}
        for n, q in enumerate(imported)
    ]
    await tx.run_many(insert_into(bank_questions, tx.dialect).on_conflict_do_nothing(), rows)
    count = select(func.count()).where(bank_questions.c.bank_id == bank.id)
    size = int(await tx.scalar(count))
    await tx.run(update(banks).where(banks.c.id == bank.id).values(size=size))
    return replace(bank, size=size), replace(kept.stored, added=size - bank.size)


async def remove_bank(tx: Transaction, bank_id: BankId) -> None:
    """Let a bank's questions be asked no more. What was asked, and answered, stays as it is, and
    so do corrected keys, should the bank come again."""
    await tx.run(delete(bank_questions).where(bank_questions.c.bank_id == bank_id))
    await tx.run(update(banks).where(banks.c.id == bank_id).values(size=0))


async def _opened(tx: Transaction, unit_id: UnitId, title: str, now: datetime) -> Bank:
    row = {"unit_id": unit_id, "title": title, "imported_at": earliest(now)}
    query = insert_into(banks, tx.dialect).values(row)
    again = {"imported_at": row["imported_at"]}
    await tx.run(query.on_conflict_do_update(index_elements=["unit_id", "title"], set_=again))
    found = await bank_titled(tx, unit_id, title)
    assert found is not None
    return found


def _questions_of(columns: Sequence[Any]) -> Any:
    return (
        select(*columns, revisions.c.body)
        .join_from(bank_questions, questions, questions.c.id == bank_questions.c.question_id)
        .join(revisions, newest_revision)
        .where(among(bank_questions.c.bank_id, "banks"))
        .order_by(bank_questions.c.bank_id, bank_questions.c.position)
    )


def _bank(row: Row[Any]) -> Bank:
    at = moment(row.imported_at)
    return Bank(BankId(row.id), UnitId(row.unit_id), row.title, row.size, at)
