"""Questions: which a version asks, and their numbered revisions.

A question lives as long as its key. What was imported and what was corrected since are revisions;
a correction outlives every later import of the same options.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.programme import question_revisions as revisions
from storage.tables.programme import questions as table
from storage.tables.programme import version_questions
from storage.values.days import QuestionId, VersionId
from storage.values.questions import Question


@dataclass(frozen=True, slots=True)
class Askable:
    """A question that a version asks, with its newest revision and the tags of that."""

    id: QuestionId
    revision: int
    key: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """How many questions of an import were new, how many got a new revision, and which these are
    by id and number of revision."""

    added: int
    changed: int
    revised: tuple[tuple[QuestionId, int], ...] = ()


async def askable(tx: Transaction, version_id: VersionId) -> tuple[Askable, ...]:
    """The questions of a version, in the order of its files; the same tuple as long as nothing
    has changed. Not for a transaction that writes questions itself."""
    # Revisions are only ever added, so their number tells whether what was read still holds.
    made = await tx.scalar(select(func.count()).select_from(revisions))
    known: dict[VersionId, tuple[int, tuple[Askable, ...]]]
    known = tx.memory.setdefault("askable", {})
    if version_id not in known or known[version_id][0] != made:
        known[version_id] = made, await _askable(tx, version_id)
    return known[version_id][1]


async def _askable(tx: Transaction, version_id: VersionId) -> tuple[Askable, ...]:
    query = (
        select(table.c.id, table.c.revision, table.c.key, revisions.c.body)
        .join_from(version_questions, table, table.c.id == version_questions.c.question_id)
        .join(revisions, _newest)
        .where(version_questions.c.version_id == version_id)
        .order_by(version_questions.c.position)
    )
    return tuple(
        Askable(QuestionId(row.id), row.revision, row.key, _TAGS.decode(row.body).tags)
        for row in await tx.rows(query)
    )


async def bodies(
    tx: Transaction, wanted: Collection[tuple[QuestionId, int]]
) -> dict[tuple[QuestionId, int], Question]:
    """Questions by id and number of revision; unknown ones are left out."""
    query = select(revisions.c.question_id, revisions.c.number, revisions.c.body).where(
        among(revisions.c.question_id, "ids"), among(revisions.c.number, "numbers")
    )
    values = {"ids": [q for q, _ in wanted], "numbers": list({number for _, number in wanted})}
    found = {(QuestionId(r.question_id), r.number): r.body for r in await tx.rows(query, values)}
    return {each: _question(found[each]) for each in wanted if each in found}


async def correct(
    tx: Transaction, question_id: QuestionId, corrected: Question, now: datetime
) -> int:
    """Write a correction as a question's newest revision; its number."""
    row = await tx.first(
        update(table)
        .where(table.c.id == question_id)
        .values(revision=table.c.revision + 1)
        .returning(table.c.revision)
    )
    assert row is not None
    await tx.run(
        insert(revisions).values(_revision(question_id, row.revision, corrected, True, now))
    )
    return int(row.revision)


async def store_questions(
    tx: Transaction,
    programme_key: str,
    version_id: VersionId,
    imported: Sequence[Question],
    now: datetime,
) -> Stored:
    """Write a version's questions, in the order of asking.

    One that was imported before in the same words stays as it is. In new words it gets a new
    revision; if its answer key was corrected since and its options are the same, the corrected
    key stays.
    """
    before = await _by_key(tx, programme_key)
    new = [question for question in imported if question.key not in before]
    changed = [
        question
        for question in imported
        if question.key in before and before[question.key].imported_hash != _hash(question)
    ]
    await _add(tx, programme_key, new)
    after = await _by_key(tx, programme_key)
    old = await _newest_of(tx, [QuestionId(before[question.key].id) for question in changed])
    written = [
        *(_revision(after[q.key].id, 1, q, False, now) for q in new),
        *(_next_revision(before[q.key], q, old[before[q.key].id], now) for q in changed),
    ]
    await tx.run_many(insert(revisions), written)
    await _point_to_newest(tx, before, changed)
    await tx.run_many(
        insert(version_questions),
        [
            {"version_id": version_id, "question_id": after[q.key].id, "position": n}
            for n, q in enumerate(imported)
        ],
    )
    revised = tuple((QuestionId(before[q.key].id), before[q.key].revision + 1) for q in changed)
    return Stored(len(new), len(changed), revised)


_newest = and_(revisions.c.question_id == table.c.id, revisions.c.number == table.c.revision)


class _Tags(msgspec.Struct):
    tags: tuple[str, ...] = ()


_TAGS = msgspec.json.Decoder(_Tags)


async def _by_key(tx: Transaction, programme_key: str) -> Mapping[str, Row[Any]]:
    query = select(table).where(table.c.programme_key == programme_key)
    return {row.key: row for row in await tx.rows(query)}


async def _newest_of(tx: Transaction, ids: Sequence[QuestionId]) -> Mapping[int, Row[Any]]:
    query = select(revisions).join(table, _newest).where(among(table.c.id, "ids"))
    return {row.question_id: row for row in await tx.rows(query, {"ids": list(ids)})}


async def _add(tx: Transaction, programme_key: str, new: Sequence[Question]) -> None:
    rows = [
        {"programme_key": programme_key, "key": q.key, "imported_hash": _hash(q), "revision": 1}
        for q in new
    ]
    await tx.run_many(insert(table), rows)


async def _point_to_newest(
    tx: Transaction, before: Mapping[str, Row[Any]], changed: Sequence[Question]
) -> None:
    rows = [
        {
            "at_id": before[q.key].id,
            "next": before[q.key].revision + 1,
            "new_hash": _hash(q),
        }
        for q in changed
    ]
    query = update(table).where(table.c.id == bindparam("at_id"))
    await tx.run_many(
        query.values(revision=bindparam("next"), imported_hash=bindparam("new_hash")), rows
    )


def _next_revision(
    row: Row[Any], imported: Question, newest: Row[Any], now: datetime
) -> dict[str, Any]:
    old = _question(newest.body)
    stands = newest.corrected and same_options(old, imported)
    kept = replace(imported, correct=old.correct) if stands else imported
    return _revision(QuestionId(row.id), row.revision + 1, kept, stands, now)


def same_options(one: Question, other: Question) -> bool:
    """Whether both offer the same choices, so that a key of one means the same in the other."""
    shared = one.texts.keys() & other.texts.keys()
    return (
        one.kind is other.kind
        and bool(shared)
        and all(one.texts[each].options == other.texts[each].options for each in shared)
    )


def _revision(
    question_id: QuestionId, number: int, question: Question, corrected: bool, now: datetime
) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "number": number,
        "body": msgspec.json.encode(question).decode(),
        "corrected": corrected,
        "made_at": earliest(now),
    }


def _question(body: str) -> Question:
    return msgspec.json.decode(body, type=Question)


def _hash(question: Question) -> str:
    return hashlib.sha256(msgspec.json.encode(question, order="sorted")).hexdigest()
