"""Sittings of tests: when each began and ends, what was asked in it and what was answered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, case, func, insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, latest, moment
from storage.tables.exams import exam_answers as answers
from storage.tables.exams import exam_sittings as table
from storage.tables.programme import questions
from storage.values.days import QuestionId
from storage.values.exams import Asked, ExamId, Sitting, SittingId
from storage.values.given import Given, given_in
from storage.values.people import PersonId


class Drawn(Struct, frozen=True):
    """A question drawn for a sitting, in its newest revision. ``typed``: its answer is typed."""

    question_id: QuestionId
    revision: int
    typed: bool


class Answered(Struct, frozen=True):
    """A question of a sitting, and the newest revision that there is of it."""

    asked: Asked
    newest: int


async def begin(tx: Transaction, new: Sitting, drawn: Sequence[Drawn]) -> Sitting:
    """Keep a sitting that begins, with its questions in the order of asking; it comes back with
    its number among all. ``new.id`` is not looked at."""
    query = table.insert().values(
        exam_id=new.exam_id,
        person_id=new.person_id,
        number=new.number,
        begun_at=earliest(new.begun_at),
        ends_at=latest(new.ends_at),
    )
    row = await tx.first(query.returning(table))
    assert row is not None
    rows = [
        {
            "sitting_id": row.id,
            "place": place,
            "question_id": each.question_id,
            "revision": each.revision,
            "typed": each.typed,
        }
        for place, each in enumerate(drawn)
    ]
    await tx.run_many(insert(answers), rows)
    return _sitting(row)


async def sitting(tx: Transaction, sitting_id: SittingId) -> Sitting | None:
    """One sitting, or None."""
    row = await tx.first(select(table).where(table.c.id == sitting_id))
    return None if row is None else _sitting(row)


async def sittings_of(
    tx: Transaction, exam_ids: Collection[ExamId], people: Collection[PersonId]
) -> Mapping[tuple[ExamId, PersonId], Sequence[Sitting]]:
    """The sittings of these tests by these people, in the order in which they began."""
    query = select(table).where(among(table.c.exam_id, "exams"), among(table.c.person_id, "people"))
    values = {"exams": list(exam_ids), "people": list(people)}
    found: dict[tuple[ExamId, PersonId], list[Sitting]] = {}
    for row in await tx.rows(query.order_by(table.c.number), values):
        found.setdefault((ExamId(row.exam_id), PersonId(row.person_id)), []).append(_sitting(row))
    return found


async def last_end(tx: Transaction, exam_id: ExamId) -> datetime | None:
    """Until when the last of a test's open sittings goes on; None when none is open."""
    running = table.c.exam_id == exam_id, table.c.handed_in_at.is_(None)
    found = await tx.scalar(select(func.max(table.c.ends_at)).where(*running))
    return None if found is None else moment(found)


async def answered_in(
    tx: Transaction, sitting_ids: Collection[SittingId]
) -> Mapping[SittingId, tuple[Answered, ...]]:
    """What was asked and answered in sittings, in the order of asking."""
    query = (
        select(answers, questions.c.revision.label("newest"))
        .join(questions, questions.c.id == answers.c.question_id)
        .where(among(answers.c.sitting_id, "sittings"))
        .order_by(answers.c.sitting_id, answers.c.place)
    )
    found: dict[SittingId, list[Answered]] = {each: [] for each in sitting_ids}
    for row in await tx.rows(query, {"sittings": list(sitting_ids)}):
        found[SittingId(row.sitting_id)].append(_answered(row))
    return {each: tuple(rows) for each, rows in found.items()}


async def give(
    tx: Transaction, sitting_id: SittingId, place: int, given: Given, now: datetime
) -> bool:
    """Note an answer; False when there is one already, which stays."""
    here = answers.c.sitting_id == sitting_id, answers.c.place == place
    kept = update(answers).where(*here, answers.c.given.is_(None))
    return bool(await tx.run(kept.values(given=given.kept(), at=earliest(now))))


async def show(tx: Transaction, sitting_id: SittingId, place: int) -> None:
    """Note which question was shown last."""
    await tx.run(update(table).where(table.c.id == sitting_id).values(place=place))


async def hand_in(
    tx: Transaction, sitting_id: SittingId, now: datetime, *, by_time: bool = False
) -> bool:
    """End a sitting; False when it was ended before."""
    running = table.c.id == sitting_id, table.c.handed_in_at.is_(None)
    ended = update(table).where(*running)
    return bool(await tx.run(ended.values(handed_in_at=earliest(now), by_time=by_time)))


async def hand_in_ended(tx: Transaction, exam_id: ExamId, now: datetime) -> int:
    """End the sittings of a test whose time is over; how many there were."""
    c = table.c
    over = c.exam_id == exam_id, c.handed_in_at.is_(None), c.ends_at <= earliest(now)
    return await tx.run(
        update(table).where(*over).values(handed_in_at=table.c.ends_at, by_time=True)
    )


async def give_time_back(tx: Transaction, since: datetime, until: datetime) -> int:
    """Let the sittings that were running at ``since`` go on for as much longer as nobody could
    answer from then ``until`` now; how many there are."""
    first, last = earliest(since), latest(until)
    running = table.c.handed_in_at.is_(None), table.c.ends_at > first
    begun = case((table.c.begun_at > first, table.c.begun_at), else_=first)
    longer = update(table).where(*running).values(ends_at=table.c.ends_at + last - begun)
    return await tx.run(longer)


def _sitting(row: Row[Any]) -> Sitting:
    return Sitting(
        id=SittingId(row.id),
        exam_id=ExamId(row.exam_id),
        person_id=PersonId(row.person_id),
        number=row.number,
        begun_at=moment(row.begun_at),
        ends_at=moment(row.ends_at),
        place=row.place,
        handed_in_at=None if row.handed_in_at is None else moment(row.handed_in_at),
        by_time=bool(row.by_time),
    )


def _answered(row: Row[Any]) -> Answered:
    given = None if row.given is None else given_in(row.given, typed=bool(row.typed))
    return Answered(Asked(row.place, QuestionId(row.question_id), row.revision, given), row.newest)
