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
from storage.snapshot import Posted
from storage.tables.programme import question_revisions
from storage.values.days import QuestionId
from storage.values.questions import Question

_Index = tuple[QuestionId, int, int]
_MOST_KEPT = 20_000

_BODIES = Statement(
    select(
        question_revisions.c.question_id, question_revisions.c.number, question_revisions.c.body
    ).where(
        among(question_revisions.c.question_id, "ids"),
        among(question_revisions.c.number, "numbers"),
    )
)


async def keys_of(tx: Transaction, posted: Collection[Posted]) -> Mapping[_Index, tuple[int, ...]]:
    """The right choices of these postings' questions, by :func:`index_of` a posting."""
    # Revisions never change once written, so what follows from two of them never does either.
    known: dict[_Index, tuple[int, ...]] = tx.memory.setdefault("keys", {})
    missing = {index_of(p) for p in posted if p.posting.question_id is not None} - known.keys()
    if not missing:
        return known
    if len(known) > _MOST_KEPT:
        known.clear()
    rows = await tx.hot_rows(
        _BODIES,
        ids={question for question, _, _ in missing},
        numbers={number for _, *two in missing for number in two},
    )
    bodies = {(row[0], row[1]): msgspec.json.decode(row[2], type=Question) for row in rows}
    for question, shown, newest in missing:
        old, new = bodies[question, shown], bodies[question, newest]
        known[question, shown, newest] = (new if _same_options(old, new) else old).correct
    return known


def index_of(posted: Posted) -> _Index:
    """What decides a posting's key: the question, the revision posted and the newest one."""
    question, shown = posted.posting.question_id, posted.posting.revision
    newest = posted.newest_revision
    assert question is not None and shown is not None and newest is not None
    return question, shown, newest


def _same_options(old: Question, new: Question) -> bool:
    return old.kind == new.kind and all(
        old.texts[language].options == new.texts[language].options
        for language in old.texts.keys() & new.texts.keys()
    )
