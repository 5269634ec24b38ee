"""What came of a test: for a member, for a branch by name, for those above in numbers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from programme.absences import on_leave_between
from programme.calendar import local_day
from programme.exam_taking import Paper, papers
from programme.exams import concerns
from programme.small_groups import FEWEST
from quizzes.sittings import best
from storage import chats, sittings
from storage.database import Transaction
from storage.exam_people import people_at
from storage.values.exams import Exam, Sitting
from storage.values.people import BotId, ChatId, Person, PersonId, Unit, UnitId


class Result(Struct, frozen=True):
    """Where somebody stands with a test. ``paper`` is the sitting that counts, the best of those
    handed in; None when there is none."""

    person: Person
    paper: Paper | None

    @property
    def passed(self) -> bool:
        """Whether it was enough."""
        paper = self.paper
        return paper is not None and paper.score.passes(paper.exam.terms.pass_percent)


class BranchResults(Struct, frozen=True):
    """A branch's members for whom a test is meant, as they are at home there on ``day``: today,
    or the last day of the window once that has closed.

    ``results`` are those who have sat it or are at it. Of the others, ``away`` were on leave both
    when the window began and on that day, and ``unreached`` have no private chat with the bot.
    """

    exam: Exam
    unit: Unit
    day: date
    results: tuple[Result, ...]
    missing: tuple[Person, ...] = ()
    away: tuple[Person, ...] = ()
    unreached: tuple[Person, ...] = ()

    @property
    def asked(self) -> int:
        """How many it is meant for."""
        others = len(self.missing) + len(self.away) + len(self.unreached)
        return len(self.results) + others

    @property
    def taken(self) -> tuple[Result, ...]:
        """Those who have handed in."""
        return tuple(each for each in self.results if each.paper is not None)

    @property
    def passed(self) -> tuple[Result, ...]:
        """Those for whom it was enough."""
        return tuple(each for each in self.taken if each.passed)

    @property
    def mean_percent(self) -> float | None:
        """The mean of what counts, in per cent; None where so few have handed in that it would
        tell what one of them had."""
        if len(self.taken) < FEWEST:
            return None
        papers = [each.paper for each in self.taken if each.paper is not None]
        shares = [each.score.total / max(1, len(each.marks)) for each in papers]
        return 100 * sum(shares) / len(shares)


async def branch_results(
    tx: Transaction, bot_id: BotId, exam: Exam, branches: Sequence[Unit], now: datetime
) -> list[BranchResults]:
    """What came of a test in these branches, in the same order. Whoever moved is counted once,
    where they are at home."""
    days = {unit.id: counted_on(exam, unit, now) for unit in branches}
    home: dict[UnitId, Sequence[Person]] = {}
    for day in set(days.values()):
        home |= await people_at(tx, [unit for unit, each in days.items() if each == day], day)
    everybody = [each for people in home.values() for each in people]
    results = await results_of(tx, exam, everybody)
    asked = [ChatId(each.telegram_id) for each in everybody if each.telegram_id is not None]
    reached = await chats.active(tx, bot_id, asked)
    away = await _away(tx, exam, [each.id for each in everybody], days)
    found = []
    for unit in branches:
        own = [each for each in home[unit.id] if concerns(exam.terms, each, unit)]
        sat = [results[each.id] for each in home[unit.id] if each.id in results]
        rest = [each for each in own if each.id not in results]
        here = [each for each in rest if each.id not in away]
        missing = tuple(each for each in here if ChatId(each.telegram_id or 0) in reached)
        found.append(
            BranchResults(
                exam,
                unit,
                days[unit.id],
                tuple(sat),
                missing,
                tuple(each for each in rest if each.id in away),
                tuple(each for each in here if each not in missing),
            )
        )
    return found


async def results_of(
    tx: Transaction, exam: Exam, people: Sequence[Person]
) -> Mapping[PersonId, Result]:
    """Where those of these people stand who have sat the test or are at it."""
    by_id = {each.id: each for each in people}
    sat = await sittings.sittings_of(tx, [exam.id], list(by_id))
    ended = [each for some in sat.values() for each in some if not each.is_open]
    made = dict(zip([each.id for each in ended], await papers(tx, ended), strict=True))
    found = {}
    for (_, person_id), some in sat.items():
        own = [made[each.id] for each in some if each.id in made]
        found[person_id] = Result(by_id[person_id], counting(own))
    return found


async def best_of(tx: Transaction, some: Sequence[Sitting]) -> Paper | None:
    """The one of somebody's sittings that counts; None when none is handed in."""
    return counting(await papers(tx, [each for each in some if not each.is_open]))


def counting(handed_in: Sequence[Paper]) -> Paper | None:
    """The best of one person's sittings, the first of equals; None when there is none."""
    at = best([each.score for each in handed_in])
    return None if at is None else handed_in[at]


def counted_on(exam: Exam, unit: Unit, now: datetime) -> date:
    """The local day on which a branch's members are counted."""
    at = now if exam.closes_at is None else min(now, exam.closes_at)
    return local_day(at, unit.time_zone)


async def _away(
    tx: Transaction, exam: Exam, people: Sequence[PersonId], days: Mapping[UnitId, date]
) -> set[PersonId]:
    """Who of these people was on leave when the window began, and is so on the day of counting."""
    if not days:
        return set()
    first, last = exam.terms.first, max(days.values())
    on_leave = await on_leave_between(tx, people, last, last)
    begun = await on_leave_between(tx, people, first, first)
    return on_leave & begun
