"""Removing a bank: not while a test draws from it, and those who share the office see it."""

from datetime import UTC, datetime, timedelta

import pytest

from programme.own_banks import own_banks, remove
from storage import exams, office_acts
from storage.banks import add_to_bank
from storage.database import Database
from storage.values.exams import Source, SourceKind, Terms
from storage.values.messages import Refused
from storage.values.offices import ActKind
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.storage.branch_rows import DAY, make_branch

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
TRUE = Question("true", QuestionKind.TRUE_FALSE, {"zh": QuestionText("对吗？")}, (0,))


async def test_a_bank_stays_while_a_test_draws_from_it(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        (li,) = branch.people
        for number, title in enumerate(("甲", "乙")):
            at = NOW + timedelta(hours=number)
            await add_to_bank(tx, branch.unit.id, title, [TRUE], at)
        later, earlier = await own_banks(tx, [branch.unit])
        assert (later.bank.title, earlier.bank.title) == ("乙", "甲")
        terms = Terms(Source(SourceKind.BANK, str(earlier.bank.id)), DAY, DAY)
        exam = await exams.add_draft(tx, branch.unit.id, terms, li, NOW)
        await exams.announce(tx, exam.id, NOW, NOW + timedelta(days=1))
        with pytest.raises(Refused, match="call the test off first"):
            await remove(tx, earlier, li, NOW)
        await remove(tx, later, None, NOW)
        await exams.close(tx, exam.id)
        await remove(tx, earlier, li, NOW)
        assert await own_banks(tx, [branch.unit]) == []
        (told,) = await office_acts.recent(tx, branch.unit.id, NOW)
    assert (told.act.kind, told.act.detail, told.by_name) == (ActKind.BANK_REMOVED, "甲", "Li")
