"""What was asked, how it was answered, and the figures that were worked out from it."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, and_, case, delete, exists, func, insert, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import as_text, numbers_in
from storage.moments import days_between, earliest, moment
from storage.tables.deeds import answers, member_days
from storage.tables.organisation import units
from storage.tables.programme import questions
from storage.tables.quizzes import key_alarms
from storage.tables.quizzes import question_figures as figures
from storage.tables.work import postings
from storage.values.days import PostingId, QuestionId, SlotKind
from storage.values.people import BotId, ChatId, MessageId, PersonId, UnitId
from storage.values.question_figures import (
    FEWEST_ANSWERS,
    Asking,
    FirstAnswer,
    QuestionFigures,
    QuestionLine,
    QuestionStatistics,
)


class Told(Struct, frozen=True):
    """A question that a branch was asked, and then told the result of."""

    unit_id: UnitId
    day: date
    shown: int
    chat_id: ChatId
    message_id: MessageId | None


_ASKED = and_(postings.c.kind == SlotKind.NOON.value, postings.c.state == "sent")


async def asked_in(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date, closed_by: datetime
) -> list[Asking]:
    """What these branches were asked on local days from ``first`` to ``last``, and is closed."""
    days = postings.c.day.between(first.isoformat(), last.isoformat())
    query = _askings_query(among(postings.c.unit_id, "units"), days)
    return await _askings(tx, query, {"units": list(unit_ids)}, closed_by)


async def askings_of(
    tx: Transaction, question_ids: Collection[QuestionId], first: date, closed_by: datetime
) -> list[Asking]:
    """Where these questions were asked on local days from ``first`` on, and are closed."""
    there = (among(postings.c.question_id, "questions"), postings.c.day >= first.isoformat())
    values = {"questions": list(question_ids)}
    return await _askings(tx, _askings_query(*there), values, closed_by)


_ANSWERS = Statement(
    select(
        answers.c.posting_id,
        answers.c.person_id,
        answers.c.chosen,
        answers.c.at > postings.c.closes_at,
    )
    .join_from(answers, postings, postings.c.id == answers.c.posting_id)
    .where(among(answers.c.posting_id, "postings"))
    .order_by(answers.c.posting_id, answers.c.person_id)
)


async def first_answers(
    tx: Transaction, posting_ids: Collection[PostingId]
) -> Sequence[FirstAnswer]:
    """What everybody chose first in these questions, by the number of the posting."""
    # As the driver gives them: of many branches they are hundreds of thousands.
    rows: Sequence[FirstAnswer] = await tx.hot_rows(_ANSWERS, postings=list(posting_ids))
    return rows


async def shares_right(
    tx: Transaction, unit_ids: Collection[UnitId], first: date, last: date
) -> dict[PersonId, tuple[int, int]]:
    """How many questions of these days the branches' members had right, and how many they
    answered."""
    c = member_days.c
    query = (
        select(c.person_id, func.sum(c.right).label("right"), func.sum(c.answered).label("given"))
        .where(among(c.unit_id, "units"), among(c.day, "days"), c.answered > 0)
        .group_by(c.person_id)
    )
    values = {"units": list(unit_ids), "days": days_between(first, last)}
    return {
        PersonId(row.person_id): (int(row.right), int(row.given))
        for row in await tx.rows(query, values)
    }


async def replace_figures(tx: Transaction, found: Sequence[QuestionFigures]) -> None:
    """Keep these figures instead of all that were kept."""
    await tx.run(delete(figures))
    await tx.run_many(insert(figures), [_as_row(each) for each in found])


async def figures_of(tx: Transaction, question_id: QuestionId) -> QuestionFigures | None:
    """The figures of one question, if it was asked in the last weeks."""
    row = await tx.first(select(figures).where(figures.c.question_id == question_id))
    return None if row is None else _from_row(row)


async def worst_questions(
    tx: Transaction,
    below: Collection[UnitId] | None,
    first: date,
    page: int,
    size: int,
) -> tuple[list[QuestionLine], int]:
    """A page of the questions with figures, and how many there are in all.

    Those with an open alarm come first, then those whose figures are sure: first those that the
    better ones got wrong more often, then the hardest. ``below``: only what these branches were
    asked from the local day ``first`` on; None for all.
    """
    alarm = exists().where(
        key_alarms.c.question_id == figures.c.question_id,
        key_alarms.c.revision == questions.c.revision,
        key_alarms.c.settled.is_(None),
    )
    values: dict[str, Any] = {}
    query = select(figures, alarm.label("alarm")).join_from(
        figures, questions, questions.c.id == figures.c.question_id
    )
    counting = select(func.count()).select_from(figures)
    if below is not None:
        asked = figures.c.question_id.in_(_asked_below(first))
        query, counting = query.where(asked), counting.where(asked)
        values = {"units": list(below)}
    query = query.order_by(
        case((alarm, 0), else_=1),
        case((figures.c.answers >= FEWEST_ANSWERS, 0), else_=1),
        case((figures.c.discrimination < 0, 0), else_=1),
        func.coalesce(figures.c.facility, 2.0),
        figures.c.question_id,
    )
    rows = await tx.rows(query.limit(size).offset(page * size), values)
    count = await tx.scalar(counting, values)
    return [QuestionLine(_from_row(row), bool(row.alarm)) for row in rows], int(count)


async def was_asked_below(
    tx: Transaction, question_id: QuestionId, below: Collection[UnitId], first: date
) -> bool:
    """Whether one of these branches was asked a question from a local day on."""
    query = _asked_below(first).where(postings.c.question_id == question_id).limit(1)
    return await tx.scalar(query, {"units": list(below)}) is not None


async def told_results(
    tx: Transaction, bot_id: BotId, question_id: QuestionId, first: date
) -> list[Told]:
    """Where a question was asked from a local day on, and its result was told, by the number of
    the posting."""
    results = postings.alias("results")
    told = exists().where(
        results.c.unit_id == postings.c.unit_id,
        results.c.day == postings.c.day,
        results.c.question_id == postings.c.question_id,
        results.c.kind == SlotKind.RESULT.value,
        results.c.state == "sent",
    )
    query = (
        select(postings)
        .where(
            postings.c.question_id == question_id,
            postings.c.day >= first.isoformat(),
            postings.c.bot_id == bot_id,
            _ASKED,
            told,
        )
        .order_by(postings.c.id)
    )
    return [
        Told(
            UnitId(row.unit_id),
            date.fromisoformat(row.day),
            row.revision,
            ChatId(row.chat_id),
            None if row.message_id is None else MessageId(row.message_id),
        )
        for row in await tx.rows(query)
    ]


async def paths_of_asked(tx: Transaction, question_id: QuestionId) -> list[str]:
    """The paths of all branches that were ever asked a question."""
    query = (
        select(units.c.path)
        .distinct()
        .join_from(postings, units, units.c.id == postings.c.unit_id)
        .where(postings.c.question_id == question_id, _ASKED)
    )
    return [row[0] for row in await tx.rows(query)]


def _asked_below(first: date) -> Select[tuple[int]]:
    return select(postings.c.question_id).where(
        among(postings.c.unit_id, "units"),
        postings.c.day >= first.isoformat(),
        postings.c.question_id.is_not(None),
        _ASKED,
    )


def _askings_query(*there: ColumnElement[bool]) -> Select[Any]:
    c = postings.c
    return (
        select(c.id, c.unit_id, c.day, c.question_id, c.revision, questions.c.revision.label("new"))
        .add_columns(c.closes_at)
        .join_from(postings, questions, questions.c.id == c.question_id)
        .where(*there, _ASKED)
        .order_by(c.id)
    )


async def _askings(
    tx: Transaction, query: Select[Any], values: dict[str, Any], closed_by: datetime
) -> list[Asking]:
    closed = query.where(postings.c.closes_at <= earliest(closed_by))
    return [
        Asking(
            PostingId(row.id),
            UnitId(row.unit_id),
            date.fromisoformat(row.day),
            QuestionId(row.question_id),
            row.revision,
            row.new,
            moment(row.closes_at),
        )
        for row in await tx.rows(closed, values)
    ]


def _as_row(found: QuestionFigures) -> dict[str, Any]:
    told = found.statistics
    return {
        "question_id": found.question_id,
        "revision": found.revision,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "answers": told.count,
        "late": found.late,
        "facility": told.facility,
        "deviation": told.deviation,
        "discrimination": told.discrimination,
        "efficiency": told.efficiency,
        "chosen": json.dumps({as_text(each): times for each, times in found.chosen.items()}),
    }


def _from_row(row: Row[Any]) -> QuestionFigures:
    told = (row.facility, row.deviation, row.discrimination, row.efficiency)
    return QuestionFigures(
        question_id=QuestionId(row.question_id),
        revision=row.revision,
        first=date.fromisoformat(row.first),
        last=date.fromisoformat(row.last),
        statistics=QuestionStatistics(row.answers, *told),
        late=row.late,
        chosen={numbers_in(each): times for each, times in json.loads(row.chosen).items()},
    )
