"""A test's sheet: branches in numbers, figures where enough people stand behind them, names where
they may be known."""

import io
from collections.abc import Collection
from datetime import timedelta

import openpyxl
import pytest

from programme.exam_sheet import ExamSheet, exam_sheet
from programme.exam_taking import answer, begin, paper
from reports.exam_sheet import exam_workbook
from reports.wording import words
from storage.database import Database, Transaction
from storage.people import person
from storage.values.exams import Exam
from storage.values.given import Given
from storage.values.people import PersonId, UnitId
from tests.programme.test_exams import NOON, a_branch, set_test
from tests.storage.branch_rows import BOT, DEFAULTS, Branch

NAMES = ("Li", "Wang", "Zhao", "Sun", "Qian")
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def sit(
    tx: Transaction, exam: Exam, branch: Branch, who: PersonId, right: Collection[str]
) -> None:
    """Somebody sits the test; the questions of these keys they know."""
    member = await person(tx, who)
    assert member is not None
    sitting = await begin(tx, BOT, exam, member, branch.unit, NOON)
    it = await paper(tx, sitting.id, who)
    assert it is not None
    for place, question in enumerate(it.key):
        wrong = next(n for n in range(3) if n not in question.correct)
        given = Given(question.correct if question.key in right else (wrong,))
        it = await answer(tx, it, place, given, NOON)


async def made(
    tx: Transaction, taken: Collection[Collection[str]], named: bool = False
) -> ExamSheet:
    branch = await a_branch(tx, NAMES)
    exam = await set_test(tx, branch)
    for who, right in zip(branch.people, taken, strict=False):
        await sit(tx, exam, branch, who, right)
    ids: set[UnitId] = {branch.unit.id} if named else set()
    return await exam_sheet(tx, BOT, exam, ids, NOON + timedelta(hours=1), DEFAULTS)


BOTH_KNOWN, ONE_KNOWN, NONE_KNOWN = ("q-one", "q-several"), ("q-one",), ()


@SQLITE
async def test_figures_of_those_who_took_it(database: Database) -> None:
    async with database.writing() as tx:
        sheet = await made(tx, [BOTH_KNOWN, BOTH_KNOWN, ONE_KNOWN, NONE_KNOWN])
    [branch] = sheet.branches
    assert (branch.asked, branch.taken, branch.passed) == (5, 4, 2)
    assert sheet.whole.count == 4 and sheet.whole.mean == pytest.approx(0.625)
    assert branch.mean_percent == pytest.approx(62.5)
    assert sheet.whole.consistency is not None
    facility = {each.question.key: each.statistics.facility for each in sheet.questions}
    assert facility == {"q-one": pytest.approx(0.75), "q-several": pytest.approx(0.5)}
    assert sheet.people == []


@SQLITE
async def test_few_are_not_told_apart_by_figures(database: Database) -> None:
    async with database.writing() as tx:
        sheet = await made(tx, [BOTH_KNOWN, ONE_KNOWN, NONE_KNOWN])
    assert sheet.questions == [] and sheet.whole.mean is None
    assert [each.mean_percent for each in sheet.branches] == [None]


@SQLITE
async def test_names_stand_in_the_sheet_of_whoever_looks_after_the_branch(
    database: Database,
) -> None:
    async with database.writing() as tx:
        sheet = await made(tx, [BOTH_KNOWN], named=True)
    assert [(each.name, each.percent) for each in sheet.people] == [
        ("Li", 100),
        *((name, None) for name in NAMES[1:]),
    ]
    book = openpyxl.load_workbook(io.BytesIO(exam_workbook(words("en"), sheet, NOON)))
    assert book.sheetnames == ["Branches", "The whole", "Questions", "Members"]
    rows = [[cell.value for cell in row] for row in book["Members"].iter_rows(min_row=2)]
    assert [row[1] for row in rows] == list(NAMES)
