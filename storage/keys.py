"""Which choices are right, by a question's newest revision.

An answer stores what was chosen. It is marked by the newest revision that offers the same
options; when the options themselves were changed since the question was posted, by the revision
that was posted.
"""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.questions import same_options
from storage.snapshot import Posted
from storage.tables.programme import question_revisions
from storage.values.days import QuestionId
from storage.values.questions import Question

Index = tuple[QuestionId, int, int]
_MOST_KEPT = 20_000

_BODIES = Statement(
    select(
        question_revisions.c.question_id, question_revisions.c.number, question_revisions.c.body
    ).where(
        among(question_revisions.c.question_id, "ids"),
        among(question_revisions.c.number, "numbers"),
    )
)


async def keys_of(tx: Transaction, posted: Collection[Posted]) -> Mapping[Index, tuple[int, ...]]:
    """The right choices of these postings' questions, by :func:`index_of` a posting."""
    return await keys_at(tx, {index_of(p) for p in posted if p.posting.question_id is not None})


async def keys_at(tx: Transaction, wanted: Collection[Index]) -> Mapping[Index, tuple[int, ...]]:
    """The right choices of questions, by question, revision posted and newest revision."""
    # Revisions never change once written, so what follows from two of them never does either.
    known: dict[Index, tuple[int, ...]] = tx.memory.setdefault("keys", {})
    held = {each: known[each] for each in wanted if each in known}
    missing = set(wanted) - held.keys()
    if not missing:
        return held
    found = await _marked(tx, missing)
    if len(known) > _MOST_KEPT:
        known.clear()
    known.update(found)
    return {**held, **found}


async def _marked(tx: Transaction, missing: Collection[Index]) -> dict[Index, tuple[int, ...]]:
    rows = await tx.hot_rows(
        _BODIES,
        ids={question for question, _, _ in missing},
        numbers={number for _, *two in missing for number in two},
    )
    bodies = {(row[0], row[1]): msgspec.json.decode(row[2], type=Question) for row in rows}
    return {
        (question, shown, newest): (
            bodies[question, newest]
            if same_options(bodies[question, shown], bodies[question, newest])
            else bodies[question, shown]
        ).correct
        for question, shown, newest in missing
    }


def index_of(posted: Posted) -> Index:
    """What decides a posting's key: the question, the revision posted and the newest one."""
    question, shown = posted.posting.question_id, posted.posting.revision
    newest = posted.newest_revision
    assert question is not None and shown is not None and newest is not None
    return question, shown, newest
