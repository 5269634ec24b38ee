"""Which choices are right: by the newest revision, as long as it offers the same options."""

import pytest
from msgspec.structs import replace

from storage.database import Database, Transaction
from storage.keys import index_of, keys_of
from storage.questions import correct
from storage.snapshot import Posted, postings_by_id
from storage.values.days import PostingId, QuestionId
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, ONE, SIX, make_branch, post_day

ENGLISH = ONE.texts["en"]
OTHER_OPTIONS = replace(ENGLISH, options=("right", "duty"))
CHINESE = QuestionText("什么在前？", ("权利", "义务"))


async def posted_as(tx: Transaction, posting_id: PostingId) -> list[Posted]:
    """The posting with its question's newest revision, as a batch reads it."""
    return list((await postings_by_id(tx, BOT, [posting_id])).values())


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("newest", "key"),
    [
        (ONE, (0,)),
        (replace(ONE, correct=(1,)), (1,)),
        (replace(ONE, texts={"en": replace(ENGLISH, stem="And first?")}, correct=(1,)), (1,)),
        (replace(ONE, texts={"en": ENGLISH, "zh": CHINESE}, correct=(1,)), (1,)),
        # What was chosen by its number would now mean something else.
        (replace(ONE, texts={"en": OTHER_OPTIONS}, correct=(1,)), (0,)),
        (replace(ONE, kind=QuestionKind.SEVERAL, correct=(0, 1)), (0,)),
        (replace(ONE, texts={"zh": CHINESE}, correct=(1,)), (0,)),
    ],
)
async def test_the_newest_revision_marks_what_means_the_same(
    database: Database, newest: Question, key: tuple[int, ...]
) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        asked = branch.postings[1]
        assert (await keys_of(tx, await posted_as(tx, asked.id))) == {
            (asked.question_id, 1, 1): (0,)
        }
        await correct(tx, asked.question_id or QuestionId(0), newest, SIX)
        posted = await posted_as(tx, asked.id)
        assert [index_of(each) for each in posted] == [(asked.question_id, 1, 2)]
        assert (await keys_of(tx, posted))[index_of(posted[0])] == key


@SQLITE_ONLY
async def test_what_asks_nothing_has_no_key(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        assert await keys_of(tx, await posted_as(tx, branch.postings[0].id)) == {}
