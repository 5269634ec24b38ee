"""Tests: what organisers have settled, and how far each has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.tables.exams import exams as table
from storage.tables.work import slots
from storage.values.days import SlotKind
from storage.values.exams import Exam, ExamId, ExamState, Source, Terms
from storage.values.people import BotId, PersonId, UnitId

_TERMS = msgspec.json.Decoder(Terms)


async def add_draft(
    tx: Transaction, unit_id: UnitId, terms: Terms, made_by: PersonId | None, now: datetime
) -> Exam:
    """Keep a new draft."""
    query = table.insert().values(
        unit_id=unit_id, made_by=made_by, made_at=earliest(now), terms=_encoded(terms)
    )
    row = await tx.first(query.returning(table))
    assert row is not None
    return _exam(row)


async def exam(tx: Transaction, exam_id: ExamId) -> Exam | None:
    """One test, or None."""
    row = await tx.first(select(table).where(table.c.id == exam_id))
    return None if row is None else _exam(row)


async def exams_at(
    tx: Transaction, unit_ids: Collection[UnitId], *states: ExamState, limit: int = 50
) -> Sequence[Exam]:
    """The tests of these very units that have come so far, the newest first, no more than
    ``limit``."""
    query = (
        select(table)
        .where(among(table.c.unit_id, "units"), table.c.state.in_([each.value for each in states]))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [_exam(row) for row in await tx.rows(query, {"units": list(unit_ids)})]


async def announced_from(tx: Transaction, source: Source) -> Sequence[Exam]:
    """The tests that are announced, not over, and draw from a source."""
    query = select(table).where(table.c.state == ExamState.SET.value).order_by(table.c.id)
    announced = [_exam(row) for row in await tx.rows(query)]
    return [each for each in announced if each.terms.source == source]


async def draft_of(tx: Transaction, unit_id: UnitId, made_by: PersonId | None) -> Exam | None:
    """The draft that somebody has left lying at a unit, the newest; None when there is none."""
    c = table.c
    own = c.made_by.is_(None) if made_by is None else c.made_by == made_by
    mine = c.unit_id == unit_id, own, c.state == ExamState.DRAFT.value
    row = await tx.first(select(table).where(*mine).order_by(c.id.desc()).limit(1))
    return None if row is None else _exam(row)


async def change_draft(tx: Transaction, exam_id: ExamId, terms: Terms) -> bool:
    """Settle a draft anew; False when it is no draft any more."""
    draft = table.c.id == exam_id, table.c.state == ExamState.DRAFT.value
    return bool(await tx.run(update(table).where(*draft).values(terms=_encoded(terms))))


async def announce(
    tx: Transaction, exam_id: ExamId, opens_at: datetime, closes_at: datetime
) -> bool:
    """Fix a draft's window and let it hold; False when it is no draft any more."""
    draft = table.c.id == exam_id, table.c.state == ExamState.DRAFT.value
    values = {
        "state": ExamState.SET.value,
        "opens_at": earliest(opens_at),
        "closes_at": earliest(closes_at),
    }
    return bool(await tx.run(update(table).where(*draft).values(values)))


async def close(tx: Transaction, exam_id: ExamId) -> bool:
    """Note that a test's window has closed; whether that is news. Branches are told anew."""
    here = table.c.id == exam_id, table.c.state == ExamState.SET.value
    closed = update(table).where(*here).values(state=ExamState.CLOSED.value, told_to=0)
    return bool(await tx.run(closed))


async def drop(tx: Transaction, exam_id: ExamId) -> bool:
    """Drop a draft, or call a test off; False when it is over, or was dropped before."""
    states = [ExamState.DRAFT.value, ExamState.SET.value]
    here = table.c.id == exam_id, table.c.state.in_(states)
    return bool(await tx.run(update(table).where(*here).values(state=ExamState.DROPPED.value)))


async def told_to(tx: Transaction, exam_id: ExamId) -> UnitId:
    """The last branch that was told of a test's beginning, or of its end; 0 for none."""
    return UnitId(await tx.scalar(select(table.c.told_to).where(table.c.id == exam_id)) or 0)


async def note_told(tx: Transaction, exam_id: ExamId, branch: UnitId) -> None:
    """Branches up to this one, in the order of their ids, have been told."""
    await tx.run(update(table).where(table.c.id == exam_id).values(told_to=branch))


async def closing_failed(tx: Transaction, bot_id: BotId, exam_id: ExamId) -> bool:
    """Whether what comes with a test's end could not be done so far, though it was due."""
    c = slots.c
    query = select(c.id).where(
        c.bot_id == bot_id,
        c.kind == SlotKind.EXAM_CLOSES.value,
        c.subject_id == exam_id,
        c.reason != "",
    )
    return await tx.first(query) is not None


def _encoded(terms: Terms) -> str:
    return msgspec.json.encode(terms).decode()


def _exam(row: Row[Any]) -> Exam:
    return Exam(
        id=ExamId(row.id),
        unit_id=UnitId(row.unit_id),
        made_by=None if row.made_by is None else PersonId(row.made_by),
        state=ExamState(row.state),
        terms=_TERMS.decode(row.terms),
        opens_at=None if row.opens_at is None else moment(row.opens_at),
        closes_at=None if row.closes_at is None else moment(row.closes_at),
    )
