"""What organisers are shown of the questions: the last weeks', the ones that need them first."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct

from programme.key_rights import common_line, may_correct
from programme.question_figures import RECENT
from quizzes.statistics import random_guess_score
from storage import key_alarms, office_acts, questions
from storage import question_statistics as storage
from storage.database import Transaction
from storage.units import units_below
from storage.values.days import QuestionId
from storage.values.offices import ActKind, ActTold
from storage.values.people import Known, Role, UnitId
from storage.values.question_figures import KeyAlarm, QuestionFigures, QuestionLine
from storage.values.questions import Question

PAGE = 5
"""How many questions are shown at once."""


class ListedQuestion(Struct, frozen=True):
    """A question in the list, as it stands now."""

    question: Question
    line: QuestionLine


class QuestionList(Struct, frozen=True):
    """A page of the list; ``number`` counts from 0, ``pages`` is at least 1."""

    listed: Sequence[ListedQuestion]
    number: int
    pages: int
    count: int


class QuestionPage(Struct, frozen=True):
    """All about one question, as it stands now.

    ``figures`` are None while they are worked out by a new key, or when it was not asked lately.
    ``alarm`` is the one about its key, open or settled. ``guessing`` is the share that guessing
    gets. ``line`` are the units above all that were asked it, the lowest first, and ``branches``
    how many were. ``decided`` is what was done about its key, the newest first.
    """

    id: QuestionId
    revision: int
    question: Question
    figures: QuestionFigures | None
    alarm: KeyAlarm | None
    guessing: float | None
    line: Sequence[UnitId]
    branches: int
    may_correct: bool
    decided: Sequence[ActTold] = ()


async def question_list(tx: Transaction, known: Known, page: int, now: datetime) -> QuestionList:
    """A page of the questions that the branches below somebody were asked in the last weeks; of
    all for the owner."""
    below, first = await _below(tx, known), (now - RECENT).date()
    found, count = await storage.worst_questions(tx, below, first, page, PAGE)
    pages = max(1, -(-count // PAGE))
    if page >= pages:
        return await question_list(tx, known, pages - 1, now)
    newest = [await questions.newest(tx, each.figures.question_id) for each in found]
    listed = [
        ListedQuestion(now_is[1], each)
        for now_is, each in zip(newest, found, strict=True)
        if now_is is not None
    ]
    return QuestionList(listed, page, pages, count)


async def question_page(
    tx: Transaction, known: Known, question_id: QuestionId, now: datetime
) -> QuestionPage | None:
    """All about one question; None for somebody whom it does not concern."""
    newest = await questions.newest(tx, question_id)
    if newest is None or not await _concerns(tx, known, question_id, now):
        return None
    revision, question = newest
    figures = await storage.figures_of(tx, question_id)
    paths = await storage.paths_of_asked(tx, question_id)
    line = common_line(paths)
    kinds = (ActKind.KEY_CORRECTED, ActKind.KEY_LEFT)
    return QuestionPage(
        id=question_id,
        revision=revision,
        question=question,
        figures=figures if figures is not None and figures.revision == revision else None,
        alarm=await key_alarms.alarm_about(tx, question_id, revision),
        guessing=random_guess_score(question),
        line=line,
        branches=len(paths),
        may_correct=may_correct(known, line),
        decided=await office_acts.about(tx, line, kinds, str(question_id)),
    )


async def _concerns(tx: Transaction, known: Known, question_id: QuestionId, now: datetime) -> bool:
    below = await _below(tx, known)
    if below is None:
        return True
    return await storage.was_asked_below(tx, question_id, below, (now - RECENT).date())


async def _below(tx: Transaction, known: Known) -> Collection[UnitId] | None:
    """The units below somebody; None for all."""
    return None if known.is_owner else await units_below(tx, known.units_as(Role.ORGANISER))
