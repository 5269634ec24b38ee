"""Correcting a key: what may be one, what is kept of it, and that it is done once."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from programme.correcting_keys import CHANGED, SETTLED, Decider, correct_key, fits, leave_key
from programme.remarking import REMARK_JOB
from storage import questions
from storage.bots import remember_bot
from storage.database import Database
from storage.key_alarms import alarm_about, raise_alarm
from storage.tables.organisation import office_acts
from storage.tables.work import jobs
from storage.values.messages import Refused
from storage.values.question_figures import KeyAlarm, Settled
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.programme.studies import SQLITE_ONLY
from tests.programme.test_question_figures import EVENING, a_branch
from tests.storage.branch_rows import BOT, ONE, SEVERAL

TRUE = Question("t", QuestionKind.TRUE_FALSE, {"en": QuestionText("Water is wet.")}, (0,))


@pytest.mark.parametrize(
    ("question", "key", "fit"),
    [
        (ONE, (1,), True),
        (ONE, (0, 1), False),
        (ONE, (), False),
        (ONE, (2,), False),
        (SEVERAL, (0, 2), True),
        (SEVERAL, (1,), True),
        (SEVERAL, (), False),
        (SEVERAL, (1, 1), False),
        (TRUE, (1,), True),
        (TRUE, (2,), False),
    ],
)
def test_what_may_be_a_key(question: Question, key: tuple[int, ...], fit: bool) -> None:
    assert fits(question, key) is fit


async def test_a_corrected_key_is_kept_and_remarked(database: Database) -> None:
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "bot", EVENING)
        branch, _, several = await a_branch(tx)
        weighed = replace(SEVERAL, weights=(0.5, 0.5, -1))
        revision = await questions.correct(tx, several, weighed, EVENING)
        await raise_alarm(tx, KeyAlarm(several, revision, (0,), 4, 4, 0), EVENING)
        by = Decider(branch.people[0], branch.unit.id, EVENING)
        number = await correct_key(tx, several, revision, (2, 0), by)
        assert await questions.newest(tx, several) == (3, replace(SEVERAL, correct=(0, 2)))
        assert number == 3
        settled = await alarm_about(tx, several, revision)
        assert settled is not None and settled.settled is Settled.CORRECTED
        (job,) = await tx.rows(select(jobs))
        assert (job.kind, job.payload) == (
            REMARK_JOB,
            f'{{"question": {several}, "revision": 3}}',
        )
        (act,) = await tx.rows(select(office_acts))
        assert (act.kind, act.detail) == ("key-corrected", f"{several} 3")
        with pytest.raises(Refused, match=str(CHANGED)):
            await correct_key(tx, several, revision, (1,), by)


@SQLITE_ONLY
async def test_what_is_no_new_key_is_refused(database: Database) -> None:
    async with database.writing() as tx:
        _, one, _ = await a_branch(tx)
        for key in ((0,), (0, 1), (5,), ()):
            with pytest.raises(Refused):
                await correct_key(tx, one, 1, key, Decider(None, None, EVENING))
        assert (await questions.newest(tx, one) or (0,))[0] == 1


@SQLITE_ONLY
async def test_a_key_is_left_once(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await raise_alarm(tx, KeyAlarm(one, 1, (1,), 4, 4, 0), EVENING)
        by = Decider(branch.people[0], branch.unit.id, EVENING)
        assert await leave_key(tx, one, 1, by) == ONE
        with pytest.raises(Refused, match=str(SETTLED)):
            await leave_key(tx, one, 1, by)
        acts = await tx.rows(select(office_acts))
        assert [(act.kind, act.detail) for act in acts] == [("key-left", f"{one} 1")]
