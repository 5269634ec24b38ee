"""What the digest's sheet holds besides sums: obligations one by one, and questions."""

from datetime import date

from msgspec import Struct
from sqlalchemy import func, or_, select

from storage.below import Tops, tree
from storage.database import Transaction
from storage.digest_sums import Around, is_coming, is_open, stands
from storage.driver import among
from storage.keys import Index
from storage.lists import numbers_in
from storage.moments import days_between
from storage.tables.deeds import answers
from storage.tables.digests import duty_counts
from storage.tables.organisation import units
from storage.tables.programme import questions
from storage.tables.work import postings
from storage.values.days import QuestionId
from storage.values.duties import State
from storage.values.people import UnitId


class OwedRow(Struct, frozen=True):
    """So many obligations of a duty at a unit that are overdue, or due soon and not begun."""

    unit_id: UnitId
    duty_key: str
    personal: bool
    number: int
    state: State
    first: date
    due: date


class Given(Struct, frozen=True):
    """How often an answer was given to a question as it was posted; ``index`` says by which key it
    is marked."""

    index: Index
    chosen: tuple[int, ...]
    number: int


async def all_below(tx: Transaction, tops: Tops, most: int) -> list[UnitId] | None:
    """All these units; None for more than ``most``."""
    below = tree()
    rows = await tx.rows(select(below.c.id).limit(most + 1), tops.values)
    return None if len(rows) > most else [UnitId(row.id) for row in rows]


async def right_below(tx: Transaction, ids: list[UnitId], most: int) -> list[UnitId] | None:
    """The units right below these; None for more than ``most``."""
    below = select(units.c.id).where(among(units.c.parent_id, "ids")).order_by(units.c.id)
    rows = await tx.rows(below.limit(most + 1), {"ids": ids})
    return None if len(rows) > most else [UnitId(row.id) for row in rows]


async def owed_below(tx: Transaction, tops: Tops, around: Around, limit: int) -> list[OwedRow]:
    """What is overdue below, or due soon and not begun, the longest overdue first."""
    below, c = tree(), duty_counts.c
    late = is_open() & (c.due < around.today)
    query = (
        select(c.unit_id, c.duty_key, c.personal, c.number, c.first, c.due)
        .add_columns(stands(around).label("state"))
        .join_from(below, duty_counts, c.unit_id == below.c.id)
        .where(or_(late, is_coming(around)))
        .order_by(c.due, c.unit_id, c.duty_key, c.personal)
        .limit(limit)
    )
    return [
        OwedRow(
            UnitId(row.unit_id),
            row.duty_key,
            bool(row.personal),
            row.number,
            # What is due soon may have a period that begins tomorrow.
            State(row.state or State.NOT_BEGUN),
            date.fromisoformat(row.first),
            date.fromisoformat(row.due),
        )
        for row in await tx.rows(query, tops.values)
    ]


async def given_below(tx: Transaction, tops: Tops, first: date, last: date) -> list[Given]:
    """How the questions of these days were answered."""
    below, p, a = tree(), postings.c, answers.c
    query = (
        select(
            p.question_id,
            p.revision,
            questions.c.revision.label("newest"),
            a.chosen,
            func.count().label("number"),
        )
        .join_from(below, postings, p.unit_id == below.c.id)
        .join(answers, a.posting_id == p.id)
        .join(questions, questions.c.id == p.question_id)
        .where(among(p.day, "days"))
        .group_by(p.question_id, p.revision, questions.c.revision, a.chosen)
        .order_by(p.question_id, p.revision, a.chosen)
    )
    rows = await tx.rows(query, {**tops.values, "days": days_between(first, last)})
    return [
        Given(
            (QuestionId(row.question_id), row.revision, row.newest),
            numbers_in(row.chosen),
            row.number,
        )
        for row in rows
    ]


async def asked_below(
    tx: Transaction, tops: Tops, first: date, last: date
) -> dict[QuestionId, int]:
    """In how many branches each question was asked on these days."""
    below, p = tree(), postings.c
    query = (
        select(p.question_id, func.count(func.distinct(p.unit_id)).label("branches"))
        .join_from(below, postings, p.unit_id == below.c.id)
        .where(among(p.day, "days"), p.question_id.is_not(None))
        .group_by(p.question_id)
    )
    rows = await tx.rows(query, {**tops.values, "days": days_between(first, last)})
    return {QuestionId(row.question_id): row.branches for row in rows}
