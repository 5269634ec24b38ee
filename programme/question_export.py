"""All figures of the questions that some branches were asked, for a sheet: by question, by week."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import fsum

from msgspec import Struct, field

from programme.question_figures import Asked, Gathered, parts
from quizzes.statistics import QuizStatistics, quiz_statistics, random_guess_score
from storage.database import Database
from storage.key_alarms import open_alarms
from storage.values.people import UnitId
from storage.values.question_figures import QuestionFigures
from storage.values.questions import Question


class ExportedQuestion(Struct, frozen=True):
    """A question with its figures, how often branches were asked it, what guessing gets, and
    whether an alarm about its key is open."""

    question: Question
    figures: QuestionFigures
    times: int
    guessing: float | None
    alarm: bool


class ExportedWeek(Struct, frozen=True):
    """A week as a quiz, by the shares that members had of what they answered.

    ``complete`` is of those alone who answered all its ``questions``: consistency and errors can
    be told of them only.
    """

    first: date
    questions: int
    shares: QuizStatistics
    complete: QuizStatistics


class QuestionExport(Struct, frozen=True):
    """What goes into the sheet: the questions in the order of being asked, and the weeks."""

    questions: Sequence[ExportedQuestion]
    weeks: Sequence[ExportedWeek]


class _Week(Struct):
    asked: set[Asked] = set()
    shares: list[float] = []
    # Marks by what was answered: few patterns, however many members.
    patterns: Counter[tuple[tuple[Asked, ...], tuple[float, ...]]] = field(default_factory=Counter)

    def add(self, attempt: Mapping[Asked, float]) -> None:
        answered = tuple(sorted(attempt))
        marks = tuple(attempt[each] for each in answered)
        self.asked.update(answered)
        self.shares.append(fsum(marks) / len(marks))
        self.patterns[answered, marks] += 1

    def told(self, first: date) -> ExportedWeek:
        everything, count = tuple(sorted(self.asked)), len(self.asked)
        complete = [
            tuple(mark / count for mark in marks)
            for (answered, marks), times in self.patterns.items()
            if answered == everything
            for _ in range(times)
        ]
        shares = quiz_statistics([(share,) for share in self.shares])
        return ExportedWeek(first, count, shares, quiz_statistics(complete))


async def question_export(
    database: Database, unit_ids: Collection[UnitId], first: date, last: date, now: datetime
) -> QuestionExport:
    """What these branches were asked on local days from ``first`` to ``last``, and how it went."""
    gathered, weeks = Gathered(), dict[date, _Week]()
    async for part in parts(database, unit_ids, first, last, now):
        gathered.add(part)
        for week, attempts in part.attempts.items():
            told = weeks.setdefault(week, _Week())
            for attempt in attempts:
                told.add(attempt)
    async with database.reading() as tx:
        alarms = await open_alarms(tx)
    questions = [
        _exported(gathered, figures, (figures.question_id, figures.revision) in alarms)
        for figures in gathered.figures()
    ]
    in_order = sorted(questions, key=lambda each: (each.figures.first, each.figures.question_id))
    return QuestionExport(in_order, [weeks[week].told(week) for week in sorted(weeks)])


def whole_span(now: datetime) -> tuple[date, date]:
    """All days that there can be something of."""
    return date(2000, 1, 1), (now + timedelta(days=1)).date()


def _exported(gathered: Gathered, figures: QuestionFigures, alarm: bool) -> ExportedQuestion:
    tally = gathered.tallies[figures.question_id, figures.revision]
    guessing = random_guess_score(tally.question)
    return ExportedQuestion(tally.question, figures, tally.times, guessing, alarm)
