"""Questions as they were asked: the words and the options of the revision that was posted."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.moments import earliest
from storage.questions import bodies
from storage.tables.deeds import picks
from storage.tables.work import postings as posted
from storage.values.days import Posting, PostingId, QuestionId
from storage.values.questions import Question

_MOST_KEPT = 5_000


async def questions_of(
    tx: Transaction, postings: Collection[Posting]
) -> Mapping[PostingId, Question]:
    """The questions of these posts; a post that asks nothing is left out.

    At noon batch after batch names the same few: each is read once.
    """
    # A revision never changes once it is written.
    known: dict[tuple[QuestionId, int], Question] = tx.memory.setdefault("asked", {})
    wanted = {
        posting.id: (posting.question_id, posting.revision)
        for posting in postings
        if posting.question_id is not None and posting.revision is not None
    }
    missing = set(wanted.values()) - known.keys()
    if missing:
        if len(known) > _MOST_KEPT:
            known.clear()
        known.update(await bodies(tx, wanted.values()))
    return {posting: known[asked] for posting, asked in wanted.items() if asked in known}


async def forget_picks(tx: Transaction, before: datetime) -> int:
    """Forget what was picked of questions that have closed before a moment; how much it was."""
    # Picks are few, posts are many: each pick looks its own post up.
    closes_at = select(posted.c.closes_at).where(posted.c.id == picks.c.posting_id)
    return await tx.run(delete(picks).where(closes_at.scalar_subquery() < earliest(before)))
