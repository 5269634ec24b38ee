"""Practising in private: where somebody is, what they remember, and all that they answered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import Row as TableRow
from sqlalchemy import select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.tables.deeds import answers
from storage.tables.drills import drill_cards, drill_reviews, drills
from storage.tables.organisation import memberships
from storage.tables.programme import questions
from storage.tables.work import postings
from storage.upserts import insert_into
from storage.values.days import PostingId, QuestionId, SlotKind
from storage.values.drills import Card, Drill, Memory, Review, Row
from storage.values.people import PersonId


class GroupAnswer(Struct, frozen=True):
    """What somebody answered first to a noon's question of the branch's, and when."""

    posting_id: PostingId
    question_id: QuestionId
    revision: int
    day: date
    given: str
    at: datetime


async def drill_of(tx: Transaction, person_id: PersonId) -> Drill:
    """Where somebody is in their practice."""
    row = await tx.first(select(drills).where(drills.c.person_id == person_id))
    if row is None:
        return Drill()
    return Drill(
        day=_day(row.day),
        done=row.done,
        number=row.number,
        question_id=None if row.question_id is None else QuestionId(row.question_id),
        revision=row.revision,
        fed_until=_day(row.fed_until),
        row=Row(row.row_length, _day(row.row_last), _day(row.row_expected)),
    )


async def put_drill(tx: Transaction, person_id: PersonId, drill: Drill) -> None:
    """Keep where somebody is, in place of what was kept before."""
    new = {
        "day": _text(drill.day),
        "done": drill.done,
        "number": drill.number,
        "question_id": drill.question_id,
        "revision": drill.revision,
        "fed_until": _text(drill.fed_until),
        "row_length": drill.row.length,
        "row_last": _text(drill.row.last),
        "row_expected": _text(drill.row.expected),
    }
    query = insert_into(drills, tx.dialect).values(person_id=person_id, **new)
    await tx.run(query.on_conflict_do_update(index_elements=["person_id"], set_=new))


async def cards_of(tx: Transaction, person_id: PersonId) -> dict[QuestionId, Card]:
    """All that somebody remembers, by question."""
    c = drill_cards.c
    query = (
        select(c.question_id, c.stability, c.difficulty, c.last, c.due, c.revision)
        .add_columns(questions.c.revision.label("newest"))
        .join_from(drill_cards, questions, questions.c.id == c.question_id)
        .where(c.person_id == person_id)
        .order_by(c.question_id)
    )
    return {QuestionId(row.question_id): _card(row) for row in await tx.rows(query)}


async def put_cards(
    tx: Transaction, person_id: PersonId, cards: Mapping[QuestionId, tuple[Memory, int]]
) -> None:
    """Keep what somebody remembers of these questions, each with the revision by whose key it was
    reckoned."""
    filled = insert_into(drill_cards, tx.dialect)
    names = ("stability", "difficulty", "last", "due", "revision")
    query = filled.on_conflict_do_update(
        index_elements=["person_id", "question_id"],
        set_={name: filled.excluded[name] for name in names},
    )
    rows = [
        {
            "person_id": person_id,
            "question_id": question,
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "last": memory.last.isoformat(),
            "due": memory.due.isoformat(),
            "revision": revision,
        }
        for question, (memory, revision) in cards.items()
    ]
    await tx.run_many(query, rows)


async def add_reviews(tx: Transaction, reviews: Sequence[Review]) -> None:
    """Keep answers; one that is there already stays as it is."""
    rows = [
        {
            "person_id": each.person_id,
            "question_id": each.question_id,
            "at": earliest(each.at),
            "day": each.day.isoformat(),
            "given": each.given,
            "revision": each.revision,
            "posting_id": each.posting,
        }
        for each in reviews
    ]
    await tx.run_many(insert_into(drill_reviews, tx.dialect).on_conflict_do_nothing(), rows)


async def reviews_of(
    tx: Transaction, person_id: PersonId, question_ids: Collection[QuestionId]
) -> dict[QuestionId, list[Review]]:
    """All that somebody answered to these questions, the earliest first."""
    c = drill_reviews.c
    query = (
        select(drill_reviews)
        .where(c.person_id == person_id, among(c.question_id, "questions"))
        .order_by(c.at)
    )
    found: dict[QuestionId, list[Review]] = {each: [] for each in question_ids}
    for row in await tx.rows(query, {"questions": list(question_ids)}):
        found[QuestionId(row.question_id)].append(_review(row))
    return found


async def answers_in_group(
    tx: Transaction, person_id: PersonId, since: date | None
) -> Sequence[GroupAnswer]:
    """What somebody answered to noons' questions, from one day's on, that their practice does not
    know of yet; the earliest first. It looks at the posts of their own branches only."""
    p, a, r = postings.c, answers.c, drill_reviews.c
    homes = select(memberships.c.unit_id).where(
        memberships.c.person_id == person_id, memberships.c.home
    )
    known = select(r.at).where(
        r.person_id == person_id, r.question_id == p.question_id, r.posting_id == p.id
    )
    query = (
        select(p.id, p.question_id, p.revision, p.day, a.chosen, a.at)
        .join_from(postings, answers, (a.posting_id == p.id) & (a.person_id == person_id))
        .where(
            p.unit_id.in_(homes),
            p.kind == SlotKind.NOON.value,
            p.question_id.is_not(None),
            p.day >= ("" if since is None else since.isoformat()),
            ~known.exists(),
        )
        .order_by(a.at, p.id)
    )
    return [
        GroupAnswer(
            PostingId(row.id),
            QuestionId(row.question_id),
            row.revision,
            date.fromisoformat(row.day),
            row.chosen,
            moment(row.at),
        )
        for row in await tx.rows(query)
    ]


def _card(row: TableRow[tuple[object, ...]]) -> Card:
    memory = Memory(
        row.stability, row.difficulty, date.fromisoformat(row.last), date.fromisoformat(row.due)
    )
    return Card(QuestionId(row.question_id), memory, row.revision, row.newest)


def _review(row: TableRow[tuple[object, ...]]) -> Review:
    return Review(
        PersonId(row.person_id),
        QuestionId(row.question_id),
        date.fromisoformat(row.day),
        moment(row.at),
        row.given,
        row.revision,
        None if row.posting_id is None else PostingId(row.posting_id),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
