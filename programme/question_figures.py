"""Working out how questions were answered.

Of the daily question a week is the quiz: what a member answered in a branch in one week is one
attempt, and what they did not answer is missing, not wrong. Answers given when a question was
closed, and its key told, say nothing of the question and are only counted. A question is marked by
its newest key; one whose options were changed since it was asked was another question.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct, field

from programme.calendar import week_of
from quizzes.marking import mark
from quizzes.statistics import Pair, count_pairs, question_statistics
from storage import question_statistics as storage
from storage import questions
from storage.database import Database
from storage.lists import numbers_in
from storage.questions import same_options
from storage.units import children, units_below
from storage.values.days import PostingId, QuestionId
from storage.values.given import Given
from storage.values.people import PersonId, UnitId
from storage.values.question_figures import Asking, FirstAnswer, QuestionFigures
from storage.values.questions import Question

RECENT = timedelta(days=28)
"""How far back /questions looks."""

# Few enough that a reading transaction is short, and little is held at a time.
_UNITS_AT_A_TIME = 20

Asked = tuple[QuestionId, int]
"""A question, and the revision that its answers are marked by."""


Attempts = Mapping[date, Sequence[Mapping[Asked, float]]]
"""What members answered in a week, by its Monday: for each member in a branch, the marks."""


class Tally(Struct):
    """How a question was answered, counted; answers as their column keeps them."""

    question: Question
    first: date
    last: date
    pairs: Counter[Pair] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)
    late: int = 0
    times: int = 0


class Part(Struct, frozen=True):
    """What some branches were asked and answered, counted."""

    tallies: Mapping[Asked, Tally]
    newest: Mapping[QuestionId, int]
    attempts: Attempts


class Gathered(Struct):
    """All parts together."""

    tallies: dict[Asked, Tally] = {}
    newest: dict[QuestionId, int] = {}

    def add(self, part: Part) -> None:
        """Count a part in."""
        self.newest.update(part.newest)
        for asked, tally in part.tallies.items():
            known = self.tallies.setdefault(asked, tally)
            if known is not tally:
                known.first, known.last = min(known.first, tally.first), max(known.last, tally.last)
                known.pairs.update(tally.pairs)
                known.chosen.update(tally.chosen)
                known.late += tally.late
                known.times += tally.times

    def figures(self) -> list[QuestionFigures]:
        """The figures of all questions, as they stand now."""
        return [
            QuestionFigures(
                question_id=asked[0],
                revision=asked[1],
                first=tally.first,
                last=tally.last,
                statistics=question_statistics(tally.pairs),
                late=tally.late,
                chosen={numbers_in(each): times for each, times in tally.chosen.items()},
            )
            for asked, tally in sorted(self.tallies.items())
            if self.newest[asked[0]] == asked[1]
        ]


async def everywhere(database: Database) -> list[UnitId]:
    """All units there are."""
    async with database.reading() as tx:
        return await units_below(tx, await children(tx, None))


async def parts(
    database: Database, unit_ids: Collection[UnitId], first: date, last: date, now: datetime
) -> AsyncIterator[Part]:
    """What branches were asked on local days from ``first`` to ``last`` and had closed by now,
    some branches at a time. Only reads, in short transactions."""
    in_order = sorted(unit_ids)
    bodies: dict[tuple[QuestionId, int], Question] = {}
    for at in range(0, len(in_order), _UNITS_AT_A_TIME):
        some = in_order[at : at + _UNITS_AT_A_TIME]
        async with database.reading() as tx:
            askings = await storage.asked_in(tx, some, first, last, now)
            answers = await storage.first_answers(tx, [each.posting_id for each in askings])
            bodies |= await questions.bodies(tx, revisions_of(askings) - bodies.keys())
        # Not on the loop's own time: of many branches it takes a while.
        yield await asyncio.to_thread(count_part, askings, answers, bodies)


class _Place(Struct, frozen=True):
    """Where an answer is counted: by its question, and among the week's answers in its branch."""

    asked: Asked
    tally: Tally
    marks: dict[str, float]
    members: dict[PersonId, dict[Asked, float]]


def count_part(
    askings: Sequence[Asking],
    answers: Iterable[FirstAnswer],
    bodies: Mapping[tuple[QuestionId, int], Question],
) -> Part:
    """Mark what was answered, and count it."""
    weeks: dict[tuple[UnitId, date], dict[PersonId, dict[Asked, float]]] = {}
    tallies: dict[Asked, Tally] = {}
    marks: dict[Asked, dict[str, float]] = {}
    places: dict[PostingId, _Place] = {}
    for asking in askings:
        asked = marked_as(asking, bodies)
        tally = tallies.setdefault(asked, Tally(bodies[asked], asking.day, asking.day))
        tally.first, tally.last = min(tally.first, asking.day), max(tally.last, asking.day)
        tally.times += 1
        members = weeks.setdefault((asking.unit_id, week_of(asking.day)[0]), {})
        places[asking.posting_id] = _Place(asked, tally, marks.setdefault(asked, {}), members)
    for posting, person, chosen, late in answers:
        place = places[posting]
        if late:
            place.tally.late += 1
            continue
        worth = place.marks.get(chosen)
        if worth is None:
            worth = mark(place.tally.question, Given(numbers_in(chosen)))
            place.marks[chosen] = worth
        attempt = place.members.setdefault(person, {})
        # The first of a week counts, should a question be asked twice in it.
        if place.asked not in attempt:
            attempt[place.asked] = worth
            place.tally.chosen[chosen] += 1
    attempts: dict[date, list[Mapping[Asked, float]]] = {}
    for (_, week), members in weeks.items():
        attempts.setdefault(week, []).extend(members.values())
    for every in attempts.values():
        for asked, pairs in count_pairs(every).items():
            tallies[asked].pairs.update(pairs)
    return Part(tallies, {each.question_id: each.newest for each in askings}, attempts)


def marked_as(asking: Asking, bodies: Mapping[tuple[QuestionId, int], Question]) -> Asked:
    """By which revision the answers to a question are marked."""
    newest = asking.question_id, asking.newest
    shown = asking.question_id, asking.shown
    return newest if same_options(bodies[shown], bodies[newest]) else shown


async def renew_figures(database: Database, now: datetime) -> list[QuestionFigures]:
    """Work out the figures of the last weeks afresh, for /questions to read."""
    first, last = (now - RECENT).date(), (now + timedelta(days=1)).date()
    gathered = Gathered()
    async for part in parts(database, await everywhere(database), first, last, now):
        gathered.add(part)
    found = await asyncio.to_thread(gathered.figures)
    async with database.writing() as tx:
        await storage.replace_figures(tx, found)
    return found


def revisions_of(askings: Iterable[Asking]) -> set[tuple[QuestionId, int]]:
    """The revisions that were shown, and the newest of the same questions."""
    both = ((each.question_id, (each.shown, each.newest)) for each in askings)
    return {(question, number) for question, numbers in both for number in numbers}
