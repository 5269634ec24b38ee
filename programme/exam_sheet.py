"""All that came of a test, for its sheet: the branches in numbers, and how each question did.

Whoever oversees branches sees their counts, not their members: names stand only in the lists of
those branches that the sheet's reader looks after.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct, field

from programme.exam_results import BranchResults, branch_results
from programme.exam_taking import Paper
from programme.small_groups import FEWEST
from quizzes.statistics import (
    QuizStatistics,
    count_pairs,
    question_statistics,
    quiz_statistics,
    random_guess_score,
)
from storage.database import Transaction
from storage.units import Defaults, ancestors, branches_below, units
from storage.values.days import QuestionId
from storage.values.exams import Exam
from storage.values.people import BotId, Unit, UnitId
from storage.values.question_figures import QuestionStatistics
from storage.values.questions import Question

SHEET_JOB = "exam-sheet"
"""The kind of job that makes a test's sheet; its payload is ``exam``, ``chat``, ``language`` and
``paper``, the made file's key."""

_AT_A_TIME = 50


class SheetBranch(Struct, frozen=True):
    """A branch in numbers. ``above`` are the names of the units above it, up to the test's own,
    the highest first. ``mean_percent`` is None where it would tell what one person had."""

    above: tuple[str, ...]
    name: str
    asked: int
    unreached: int
    taken: int
    passed: int
    mean_percent: float | None


class SheetPerson(Struct, frozen=True):
    """A member of a branch that the reader looks after; ``percent`` None: has not handed in."""

    branch: str
    name: str
    percent: int | None = None
    passed: bool = False
    handed_in_at: datetime | None = None


class SheetQuestion(Struct, frozen=True):
    """A question as it did in this test: how often it was asked and answered, its figures, and
    how often each option was chosen."""

    question: Question
    asked: int
    answered: int
    statistics: QuestionStatistics
    guessing: float | None
    chosen: Counter[int]


class ExamSheet(Struct, frozen=True):
    """What goes into the sheet. ``whole`` are the figures of the test by the sittings that count;
    what hangs on all having had the same questions is None where they had not. Of few sittings
    there are neither these nor the questions."""

    exam: Exam
    unit: Unit
    branches: Sequence[SheetBranch]
    people: Sequence[SheetPerson]
    questions: Sequence[SheetQuestion]
    whole: QuizStatistics


class _Tally(Struct):
    """What the sittings that count have added up to so far."""

    attempts: list[dict[QuestionId, float]] = []
    questions: dict[QuestionId, Question] = {}
    answered: Counter[QuestionId] = field(default_factory=Counter)
    chosen: dict[QuestionId, Counter[int]] = {}

    def add(self, paper: Paper) -> None:
        marks = {}
        for row, question, mark in zip(paper.rows, paper.key, paper.marks, strict=True):
            number = row.asked.question_id
            marks[number] = mark
            self.questions[number] = question
            if row.asked.given is not None:
                self.answered[number] += 1
                self.chosen.setdefault(number, Counter()).update(row.asked.given.chosen)
        self.attempts.append(marks)


async def exam_sheet(
    tx: Transaction,
    bot_id: BotId,
    exam: Exam,
    named: Collection[UnitId],
    now: datetime,
    defaults: Defaults,
) -> ExamSheet:
    """Gather a test's sheet. ``named``: the branches whose members the reader may know by name."""
    at = (await units(tx, [exam.unit_id], defaults))[exam.unit_id]
    ids = await branches_below(tx, exam.unit_id)
    tally, branches, people = _Tally(), [], []
    for start in range(0, len(ids), _AT_A_TIME):
        some = await units(tx, ids[start : start + _AT_A_TIME], defaults)
        steps = {step for unit in some.values() for step in ancestors(unit.path)}
        names = {u.id: u.name for u in (await units(tx, list(steps), defaults)).values()}
        for found in await branch_results(tx, bot_id, exam, list(some.values()), now):
            if not found.asked:
                continue
            for each in found.taken:
                if each.paper is not None:
                    tally.add(each.paper)
            branches.append(_branch(found, _above(found.unit, at, names)))
            if found.unit.id in named:
                people += _people(found)
    return ExamSheet(exam, at, branches, people, _questions(tally), _whole(tally))


def _above(unit: Unit, top: Unit, names: dict[UnitId, str]) -> tuple[str, ...]:
    line = ancestors(unit.path)
    between = line[1 : line.index(top.id)] if unit.id != top.id else ()
    return tuple(names[step] for step in reversed(between))


def _branch(found: BranchResults, above: tuple[str, ...]) -> SheetBranch:
    return SheetBranch(
        above,
        found.unit.name,
        found.asked,
        len(found.unreached),
        len(found.taken),
        len(found.passed),
        found.mean_percent,
    )


def _people(found: BranchResults) -> list[SheetPerson]:
    branch = found.unit.name
    sat = [
        SheetPerson(
            branch,
            each.person.name,
            each.paper.score.percent,
            each.passed,
            each.paper.sitting.handed_in_at,
        )
        for each in found.taken
        if each.paper is not None
    ]
    rest = [each.person for each in found.results if each.paper is None]
    rest += [*found.missing, *found.away, *found.unreached]
    return [*sat, *(SheetPerson(branch, each.name) for each in rest)]


def _questions(tally: _Tally) -> list[SheetQuestion]:
    """How the questions did; nothing where so few took it that it would tell what one answered."""
    if len(tally.attempts) < FEWEST:
        return []
    pairs = count_pairs(tally.attempts)
    asked = Counter(number for marks in tally.attempts for number in marks)
    return [
        SheetQuestion(
            question,
            asked[number],
            tally.answered[number],
            question_statistics(pairs[number]),
            random_guess_score(question),
            tally.chosen.get(number, Counter()),
        )
        for number, question in sorted(tally.questions.items())
    ]


def _whole(tally: _Tally) -> QuizStatistics:
    """The figures of the test. Marks are shares of the whole test, so that sittings with a
    question more or less can be compared."""
    if len(tally.attempts) < FEWEST:
        return QuizStatistics(len(tally.attempts))
    papers = {frozenset(marks) for marks in tally.attempts}
    if len(papers) == 1:
        numbers = sorted(papers.pop())
        same = [[marks[number] / len(numbers) for number in numbers] for marks in tally.attempts]
        return quiz_statistics(same)
    # Everybody had questions of their own: only the totals can be compared.
    return quiz_statistics([[sum(m.values()) / len(m)] for m in tally.attempts])
