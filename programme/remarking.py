"""Marking answers afresh after a question's answer key has changed.

Answers hold what was chosen; a day's count of right answers and its points follow from it. So a
key that was put right puts the days right too. Done twice, it comes to the same.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from programme.points import points_of
from quizzes.marking import is_right
from storage import batch, day_reads, jobs, marks, programmes, snapshot
from storage.database import Database, Transaction
from storage.keys import index_of, keys_of
from storage.values.days import PostingId, QuestionId
from storage.values.people import BotId

REMARK_JOB = "remark"
"""The kind of job that marks a question's answers afresh, and tells where it was asked; its payload
is ``{"question": ID, "revision": NUMBER}``."""

_AT_A_TIME = 200


async def ask_to_remark(
    tx: Transaction,
    bot_ids: Sequence[BotId],
    revised: Sequence[tuple[QuestionId, int]],
    now: datetime,
) -> None:
    """Have the answers to these questions marked afresh, outside this transaction."""
    for bot_id in bot_ids:
        for question, revision in revised:
            key = f"{REMARK_JOB}:{question}:{revision}"
            payload = {"question": question, "revision": revision}
            await jobs.put(tx, bot_id, REMARK_JOB, key, now, payload)


async def remark(database: Database, bot_id: BotId, question_id: QuestionId) -> int:
    """Mark all answers to a question by its newest key; the number of days that changed."""
    changed = 0
    async with database.reading() as tx:
        postings = await marks.postings_of_question(tx, bot_id, question_id)
    for posting_id in postings:
        after = 0
        while True:
            async with database.writing() as tx:
                people = await marks.answerers(tx, posting_id, after, _AT_A_TIME)
                if not people:
                    break
                changed += await _remark(tx, bot_id, posting_id, people)
            after = people[-1]
    return changed


async def _remark(
    tx: Transaction, bot_id: BotId, posting_id: PostingId, people: Sequence[int]
) -> int:
    given = await marks.answers_of_day(tx, posting_id, people)
    posted = await snapshot.postings_by_id(tx, bot_id, {each.posting_id for each in given})
    keys = await keys_of(tx, list(posted.values()))
    right = Counter(
        each.person_id
        for each in given
        if each.posting_id in posted
        and is_right(each.chosen, keys[index_of(posted[each.posting_id])])
    )
    posting = posted[posting_id].posting
    worth = (await programmes.settings_of(tx, posting.version_id)).points
    read = await day_reads.read_days(tx, {each.person_id for each in given}, {posting.day: ()})
    corrected = []
    for day in read.member_days.values():
        marked = replace(day, right=right[day.person_id])
        marked = replace(marked, points=points_of(marked, worth))
        if marked != day:
            corrected.append(marked)
    await batch.write_member_days(tx, corrected)
    return len(corrected)
