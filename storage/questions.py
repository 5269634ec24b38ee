"""Questions: which a version asks, and their numbered revisions.

A question lives as long as its key. What was imported and what was corrected since are revisions;
a correction outlives every later import of the same options.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.question_bodies import content_hash, decoded, encoded, sketched
from storage.tables.programme import question_revisions as revisions
from storage.tables.programme import questions as table
from storage.tables.programme import version_questions
from storage.values.days import QuestionId, VersionId
from storage.values.questions import Question, QuestionKind, QuestionText


class Askable(Struct, frozen=True):
    """A question that a version or a bank has, with its newest revision and, of that, the tags,
    the kind, how many options there are and how many characters with the stem."""

    id: QuestionId
    revision: int
    key: str
    tags: tuple[str, ...]
    kind: QuestionKind = QuestionKind.ONE
    options: int = 2
    length: int = 0


class Stored(Struct, frozen=True):
    """How many questions of an import were new, how many got a new revision, and which these are
    by id and number of revision."""

    added: int
    changed: int
    revised: tuple[tuple[QuestionId, int], ...] = ()


class Kept(Struct, frozen=True):
    """What became of an import, and the ids of all questions under its programme key, by key."""

    stored: Stored
    ids: Mapping[str, QuestionId]


newest_revision = and_(
    revisions.c.question_id == table.c.id, revisions.c.number == table.c.revision
)
"""What joins a question with its newest revision."""


async def askable(tx: Transaction, version_id: VersionId) -> tuple[Askable, ...]:
    """The questions of a version, of every kind, in the order of its files; the same tuple as long
    as nothing has changed. Not for a transaction that writes questions itself."""
    # Revisions are only ever added, so their number tells whether what was read still holds.
    made = await count_revisions(tx)
    known: dict[VersionId, tuple[int, tuple[Askable, ...]]]
    known = tx.memory.setdefault("askable", {})
    if version_id not in known or known[version_id][0] != made:
        known[version_id] = made, await _askable(tx, version_id)
    return known[version_id][1]


async def count_revisions(tx: Transaction) -> int:
    """How many revisions there are of all questions. They are only ever added: an unchanged count
    says that none has changed."""
    return int(await tx.scalar(select(func.count()).select_from(revisions)))


def as_askable(row: Row[Any]) -> Askable:
    """A row of a question's id, revision, key and body."""
    seen = sketched(row.body)
    about = (seen.tags, seen.kind, seen.option_count, seen.length)
    return Askable(QuestionId(row.id), row.revision, row.key, *about)


async def newest_bodies(tx: Transaction, version_id: VersionId) -> tuple[Question, ...]:
    """The questions of a version whole, as they stand now, in the order of its files."""
    query = (
        select(revisions.c.body)
        .join_from(version_questions, table, table.c.id == version_questions.c.question_id)
        .join(revisions, newest_revision)
        .where(version_questions.c.version_id == version_id)
        .order_by(version_questions.c.position)
    )
    return tuple(decoded(row.body) for row in await tx.rows(query))


async def _askable(tx: Transaction, version_id: VersionId) -> tuple[Askable, ...]:
    query = (
        select(table.c.id, table.c.revision, table.c.key, revisions.c.body)
        .join_from(version_questions, table, table.c.id == version_questions.c.question_id)
        .join(revisions, newest_revision)
        .where(version_questions.c.version_id == version_id)
        .order_by(version_questions.c.position)
    )
    return tuple(as_askable(row) for row in await tx.rows(query))


async def bodies(
    tx: Transaction, wanted: Collection[tuple[QuestionId, int]]
) -> dict[tuple[QuestionId, int], Question]:
    """Questions by id and number of revision; unknown ones are left out."""
    query = select(revisions.c.question_id, revisions.c.number, revisions.c.body).where(
        among(revisions.c.question_id, "ids"), among(revisions.c.number, "numbers")
    )
    values = {"ids": [q for q, _ in wanted], "numbers": list({number for _, number in wanted})}
    found = {(QuestionId(r.question_id), r.number): r.body for r in await tx.rows(query, values)}
    return {each: decoded(found[each]) for each in wanted if each in found}


async def newest(tx: Transaction, question_id: QuestionId) -> tuple[int, Question] | None:
    """A question as it stands now, with the number of its newest revision; None for no such one."""
    query = select(table.c.revision, revisions.c.body).join(revisions, newest_revision)
    row = await tx.first(query.where(table.c.id == question_id))
    return None if row is None else (row.revision, decoded(row.body))


async def newest_revisions(tx: Transaction, ids: Collection[QuestionId]) -> dict[QuestionId, int]:
    """The numbers of these questions' newest revisions."""
    query = select(table.c.id, table.c.revision).where(among(table.c.id, "ids"))
    return {QuestionId(r.id): r.revision for r in await tx.rows(query, {"ids": list(ids)})}


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
    """Write a version's questions, in the order of asking; see :func:`keep_questions`."""
    kept = await keep_questions(tx, programme_key, imported, now)
    await tx.run_many(
        insert(version_questions),
        [
            {"version_id": version_id, "question_id": kept.ids[q.key], "position": n}
            for n, q in enumerate(imported)
        ],
    )
    return kept.stored


async def keep_questions(
    tx: Transaction, programme_key: str, imported: Sequence[Question], now: datetime
) -> Kept:
    """Write questions under a programme's key.

    One that was imported before in the same words stays as it is. In new words it gets a new
    revision; if its answer key was corrected since and its options are the same, the corrected
    key stays.
    """
    before = await _by_key(tx, programme_key)
    new = [question for question in imported if question.key not in before]
    changed = [
        question
        for question in imported
        if question.key in before and before[question.key].imported_hash != content_hash(question)
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
    revised = tuple((QuestionId(before[q.key].id), before[q.key].revision + 1) for q in changed)
    stored = Stored(len(new), len(changed), revised)
    return Kept(stored, {key: QuestionId(row.id) for key, row in after.items()})


async def _by_key(tx: Transaction, programme_key: str) -> Mapping[str, Row[Any]]:
    query = select(table).where(table.c.programme_key == programme_key)
    return {row.key: row for row in await tx.rows(query)}


async def _newest_of(tx: Transaction, ids: Sequence[QuestionId]) -> Mapping[int, Row[Any]]:
    query = select(revisions).join(table, newest_revision).where(among(table.c.id, "ids"))
    return {row.question_id: row for row in await tx.rows(query, {"ids": list(ids)})}


async def _add(tx: Transaction, programme_key: str, new: Sequence[Question]) -> None:
    rows = [
        {
            "programme_key": programme_key,
            "key": q.key,
            "imported_hash": content_hash(q),
            "revision": 1,
        }
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
            "new_hash": content_hash(q),
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
    old = decoded(newest.body)
    stands = newest.corrected and same_options(old, imported)
    kept = _with_key_of(old, imported) if stands else imported
    return _revision(QuestionId(row.id), row.revision + 1, kept, stands, now)


def _with_key_of(old: Question, imported: Question) -> Question:
    """The imported words with the right answers of ``old``."""
    texts = dict(imported.texts)
    for language in texts.keys() & old.texts.keys():
        was = old.texts[language]
        texts[language] = replace(texts[language], spellings=was.spellings, partners=was.partners)
    return replace(
        imported, texts=texts, correct=old.correct, weights=old.weights, numbers=old.numbers
    )


def same_options(one: Question, other: Question) -> bool:
    """Whether both offer the same choices, so that a key of one means the same in the other."""
    shared = one.texts.keys() & other.texts.keys()
    return (
        one.kind is other.kind
        and bool(shared)
        and all(_choices(one.texts[each]) == _choices(other.texts[each]) for each in shared)
    )


def _choices(text: QuestionText) -> tuple[tuple[str, ...], ...]:
    """All that is chosen from by its number."""
    return text.options, text.partners


def _revision(
    question_id: QuestionId, number: int, question: Question, corrected: bool, now: datetime
) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "number": number,
        "body": encoded(question),
        "corrected": corrected,
        "made_at": earliest(now),
    }
