"""Alarms about answer keys: each is raised once, and settled once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from storage.database import Transaction
from storage.lists import as_text, numbers_in
from storage.moments import earliest
from storage.tables.quizzes import key_alarms as table
from storage.upserts import insert_into
from storage.values.days import QuestionId
from storage.values.question_figures import KeyAlarm, Settled


async def raise_alarm(tx: Transaction, alarm: KeyAlarm, now: datetime) -> bool:
    """Keep an alarm; False when one about this revision of the question was raised before."""
    query = insert_into(table, tx.dialect).values(
        question_id=alarm.question_id,
        revision=alarm.revision,
        chosen=as_text(alarm.chosen),
        best=alarm.best,
        for_chosen=alarm.for_chosen,
        for_key=alarm.for_key,
        raised_at=earliest(now),
    )
    return bool(await tx.run(query.on_conflict_do_nothing()))


async def alarm_about(tx: Transaction, question_id: QuestionId, revision: int) -> KeyAlarm | None:
    """The alarm about a revision of a question, open or settled; None where there was none."""
    query = select(table).where(table.c.question_id == question_id, table.c.revision == revision)
    row = await tx.first(query)
    return None if row is None else _alarm(row)


async def open_alarms(tx: Transaction) -> set[tuple[QuestionId, int]]:
    """The questions and revisions about which nobody has decided yet."""
    query = select(table.c.question_id, table.c.revision).where(table.c.settled.is_(None))
    return {(QuestionId(row.question_id), row.revision) for row in await tx.rows(query)}


async def settle(
    tx: Transaction, question_id: QuestionId, revision: int, how: Settled, now: datetime
) -> bool:
    """Say what was decided; False when there is no open alarm about this revision."""
    query = update(table).where(
        table.c.question_id == question_id,
        table.c.revision == revision,
        table.c.settled.is_(None),
    )
    return bool(await tx.run(query.values(settled=how.value, settled_at=earliest(now))))


def _alarm(row: Row[Any]) -> KeyAlarm:
    return KeyAlarm(
        question_id=QuestionId(row.question_id),
        revision=row.revision,
        chosen=numbers_in(row.chosen),
        best=row.best,
        for_chosen=row.for_chosen,
        for_key=row.for_key,
        settled=None if row.settled is None else Settled(row.settled),
    )
