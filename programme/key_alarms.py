"""Noticing wrong answer keys the same evening: which of the questions just asked are doubted."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from programme.question_figures import RECENT, everywhere, marked_as, revisions_of
from quizzes.key_doubts import Answer, doubt
from quizzes.marking import is_right
from storage import jobs, questions
from storage.database import Database, Transaction
from storage.key_alarms import alarm_about
from storage.lists import numbers_in
from storage.moments import moment
from storage.question_statistics import askings_of, first_answers, shares_right
from storage.values.days import QuestionId
from storage.values.people import BotId, PersonId
from storage.values.question_figures import (
    Asking,
    Chosen,
    FirstAnswer,
    KeyAlarm,
    QuestionFigures,
)
from storage.values.questions import Question

FIGURES_JOB = "question-figures"
"""The kind of job that works out the figures of the last weeks afresh and looks for wrong keys."""

# Branches whose questions close at the same moment are looked at together.
_EVERY = timedelta(minutes=5)
# A result may be late, and it is another day elsewhere.
_JUST_NOW = timedelta(days=2)
_UNITS_AT_A_TIME = 200
_QUESTIONS_AT_A_TIME = 50


async def ask_for_figures(tx: Transaction, bot_id: BotId, now: datetime) -> None:
    """Have the figures worked out soon: once for all that asks for it in the same minutes."""
    seconds = _EVERY.total_seconds()
    at = moment(ceil(now.timestamp() / seconds + 0.2) * int(seconds))
    await jobs.put(tx, bot_id, FIGURES_JOB, f"{FIGURES_JOB}:{at.timestamp():.0f}", at)


async def doubted(
    database: Database, figures: Sequence[QuestionFigures], now: datetime
) -> list[KeyAlarm]:
    """The alarms to raise about questions that were just asked. Only reads."""
    since = (now - _JUST_NOW).date()
    recent = {each.question_id: each.revision for each in figures if each.last >= since}
    async with database.reading() as tx:
        new = [q for q, revision in recent.items() if not await alarm_about(tx, q, revision)]
    if not new:
        return []
    records = await _records(database, now)
    found: list[KeyAlarm] = []
    for at in range(0, len(new), _QUESTIONS_AT_A_TIME):
        some = new[at : at + _QUESTIONS_AT_A_TIME]
        async with database.reading() as tx:
            askings = await askings_of(tx, some, (now - RECENT).date(), now)
            answers = await first_answers(tx, [each.posting_id for each in askings])
            bodies = await questions.bodies(tx, revisions_of(askings))
        found += await asyncio.to_thread(_alarms, askings, answers, bodies, records)
    return found


async def _records(database: Database, now: datetime) -> dict[PersonId, tuple[int, int]]:
    """How many questions everybody had right in the last weeks, and how many they answered."""
    first, last = (now - RECENT).date(), (now + timedelta(days=1)).date()
    units = await everywhere(database)
    found: Counter[PersonId] = Counter()
    given: Counter[PersonId] = Counter()
    for at in range(0, len(units), _UNITS_AT_A_TIME):
        async with database.reading() as tx:
            some = await shares_right(tx, units[at : at + _UNITS_AT_A_TIME], first, last)
        # Who has changed branches meanwhile has done so in both.
        found.update({person: right for person, (right, _) in some.items()})
        given.update({person: answered for person, (_, answered) in some.items()})
    return {person: (found[person], given[person]) for person in given}


def _alarms(
    askings: Sequence[Asking],
    answers: Iterable[FirstAnswer],
    bodies: Mapping[tuple[QuestionId, int], Question],
    records: Mapping[PersonId, tuple[int, int]],
) -> list[KeyAlarm]:
    asked = {
        each.posting_id: (each.question_id, each.newest)
        for each in askings
        if marked_as(each, bodies) == (each.question_id, each.newest)
    }
    given: dict[tuple[QuestionId, int], dict[PersonId, list[tuple[Chosen, bool]]]] = {}
    for posting, person, chosen, late in answers:
        if posting in asked:
            people = given.setdefault(asked[posting], {})
            people.setdefault(person, []).append((numbers_in(chosen), bool(late)))
    found = []
    for (question, revision), people in given.items():
        key = bodies[question, revision].correct
        tried = [_without(each, key, records[p]) for p, each in people.items() if p in records]
        doubts = doubt([each for each in tried if each is not None], key)
        if doubts is not None:
            counts = (doubts.best, doubts.for_chosen, doubts.for_key)
            found.append(KeyAlarm(question, revision, doubts.chosen, *counts))
    return found


def _without(
    given: Sequence[tuple[Chosen, bool]], key: Chosen, record: tuple[int, int]
) -> Answer | None:
    """What somebody chose, and their record without this question; None where they only answered
    when it was closed."""
    in_time = next((chosen for chosen, late in given if not late), None)
    if in_time is None:
        return None
    right, answered = record
    own = sum(is_right(chosen, key) for chosen, _ in given)
    return Answer(in_time, max(0, right - own), max(0, answered - len(given)))
