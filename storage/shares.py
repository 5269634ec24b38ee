"""How many knew the answer: by post, marked by the newest key, counted in the database."""

from collections.abc import Collection, Mapping

from msgspec import Struct
from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.keys import keys_at
from storage.lists import numbers_in
from storage.tables.deeds import answers
from storage.tables.programme import questions
from storage.tables.work import postings
from storage.values.days import PostingId


class Share(Struct, frozen=True):
    """How many answered a question, and how many of them chose exactly what is right."""

    answered: int = 0
    right: int = 0


_CHOSEN = Statement(
    select(answers.c.posting_id, answers.c.chosen, func.count())
    .where(among(answers.c.posting_id, "postings"))
    .group_by(answers.c.posting_id, answers.c.chosen)
)
_ASKED = Statement(
    select(postings.c.id, postings.c.question_id, postings.c.revision, questions.c.revision)
    .join_from(postings, questions, questions.c.id == postings.c.question_id)
    .where(among(postings.c.id, "postings"))
)


async def shares_right(
    tx: Transaction, posting_ids: Collection[PostingId]
) -> Mapping[PostingId, Share]:
    """How these questions were answered; those that nobody answered are left out."""
    if not posting_ids:
        return {}
    ids = list(posting_ids)
    chosen, asked = await tx.hot_reads([(_CHOSEN, {"postings": ids}), (_ASKED, {"postings": ids})])
    by_posting = {row[0]: (row[1], row[2], row[3]) for row in asked}
    keys = await keys_at(tx, set(by_posting.values()))
    counts: dict[PostingId, list[int]] = {}
    for posting, options, count in chosen:
        found = counts.setdefault(PostingId(posting), [0, 0])
        found[0] += count
        found[1] += count if set(numbers_in(options)) == set(keys[by_posting[posting]]) else 0
    return {posting: Share(*found) for posting, found in counts.items()}
