"""Answers as they are needed to mark them afresh."""

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import select

from storage.database import Transaction
from storage.driver import among
from storage.lists import numbers_in
from storage.tables.deeds import answers
from storage.tables.organisation import memberships
from storage.tables.work import postings
from storage.values.days import PostingId, QuestionId, SlotKind
from storage.values.people import BotId, PersonId


class Given(Struct, frozen=True):
    """What a person chose in a question."""

    person_id: PersonId
    posting_id: PostingId
    chosen: tuple[int, ...]


async def postings_of_question(
    tx: Transaction, bot_id: BotId, question_id: QuestionId
) -> list[PostingId]:
    """The noon posts that asked a question."""
    query = select(postings.c.id).where(
        postings.c.bot_id == bot_id,
        postings.c.question_id == question_id,
        postings.c.kind == SlotKind.NOON.value,
    )
    return [PostingId(row.id) for row in await tx.rows(query.order_by(postings.c.id))]


async def answerers(
    tx: Transaction, posting_id: PostingId, after: int, limit: int
) -> list[PersonId]:
    """Who answered a question, by id, from behind ``after`` on."""
    query = (
        select(answers.c.person_id)
        .where(answers.c.posting_id == posting_id, answers.c.person_id > after)
        .order_by(answers.c.person_id)
        .limit(limit)
    )
    return [PersonId(row.person_id) for row in await tx.rows(query)]


async def answers_of_day(
    tx: Transaction, posting_id: PostingId, people: Collection[int]
) -> list[Given]:
    """All that these people answered on the day of a question."""
    day = select(postings.c.day).where(postings.c.id == posting_id).scalar_subquery()
    theirs = select(memberships.c.unit_id).where(among(memberships.c.person_id, "people"))
    of_day = select(postings.c.id).where(postings.c.unit_id.in_(theirs), postings.c.day == day)
    query = select(answers.c.person_id, answers.c.posting_id, answers.c.chosen).where(
        answers.c.posting_id.in_(of_day), among(answers.c.person_id, "people")
    )
    return [
        Given(
            PersonId(row.person_id),
            PostingId(row.posting_id),
            numbers_in(row.chosen),
        )
        for row in await tx.rows(query, {"people": list(people)})
    ]
