"""What stands on a branch's weekly sheet for the wall: seven days of studies, and totals."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from programme.calendar import is_day_off, local_day, week_of
from programme.small_groups import is_small
from programme.timetables import followed_by_branch
from storage import programmes
from storage.database import Transaction
from storage.people import members, secretaries_of
from storage.postings import item_of, question_of, study_postings
from storage.unit_totals import DayTotals, done_by_day
from storage.values.days import Posting, SlotKind
from storage.values.people import BotId, Unit
from storage.values.questions import QuestionKind

_NEVER_SENT = ("failed", "dropped")
_Any = TypeVar("_Any")


class DayKind(StrEnum):
    """``STUDY``: there is something to read or to answer. ``REST``: a day off, or of a pause.
    ``NOTHING``: nothing was posted, or nothing is to come."""

    STUDY = "study"
    REST = "rest"
    NOTHING = "nothing"


class SheetQuestion(Struct, frozen=True):
    """A question's stem as plain text; a ``statement`` is true or false, which is asked."""

    stem: str
    statement: bool = False


class SheetDay(Struct, frozen=True):
    """One day on the sheet: titles of what is read, as plain text, and what is asked.

    ``totals`` is None for a day that is still to come, and where figures would name a person.
    """

    day: date
    kind: DayKind
    titles: Sequence[str] = ()
    questions: Sequence[SheetQuestion] = ()
    totals: DayTotals | None = None


class WeekSheet(Struct, frozen=True):
    """A branch's sheet. ``programme`` is its title in the branch's language; ``secretaries`` are
    those to whom somebody without a phone says what they have read or written."""

    branch: Unit
    programme: str
    days: Sequence[SheetDay]
    secretaries: Sequence[str]


async def week_sheet(
    tx: Transaction, bot_id: BotId, branch: Unit, within: date, now: datetime
) -> WeekSheet:
    """The sheet of the week, Monday to Sunday, in which a day lies.

    Days to come have what is posted to the branch in ``tx``: on a copy of the database that may
    have been played ahead.
    """
    monday, sunday = week_of(within)
    today = local_day(now, branch.time_zone)
    done = await _totals(tx, branch, monday, sunday, today)
    settings = await followed_by_branch(tx, branch)
    days = []
    for day in (monday + timedelta(days=n) for n in range(7)):
        titles, questions = await _studies(tx, bot_id, branch, day)
        kind = DayKind.STUDY if titles or questions else DayKind.NOTHING
        if kind is DayKind.NOTHING and settings and is_day_off(day, settings.days_off):
            kind = DayKind.REST
        totals = done.get(day) if kind is DayKind.STUDY else None
        days.append(SheetDay(day, kind, titles, questions, totals))
    secretaries = await secretaries_of(tx, branch.id, today)
    return WeekSheet(
        branch, await _title(tx, branch), tuple(days), tuple(each.name for each in secretaries)
    )


async def _totals(
    tx: Transaction, branch: Unit, monday: date, sunday: date, today: date
) -> Mapping[date, DayTotals]:
    """What was done, of days that have begun; nothing in a small branch."""
    if is_small(len(await members(tx, branch.id, min(sunday, today)))):
        return {}
    past = [d for n in range(7) if (d := monday + timedelta(days=n)) <= today]
    done = await done_by_day(tx, branch.id, monday, sunday)
    return {day: done.get(day, DayTotals()) for day in past}


async def _studies(
    tx: Transaction, bot_id: BotId, branch: Unit, day: date
) -> tuple[Sequence[str], Sequence[SheetQuestion]]:
    titles: list[str | None] = []
    questions: list[SheetQuestion | None] = []
    for posting in await study_postings(tx, bot_id, branch.id, day):
        if posting.state in _NEVER_SENT:
            continue
        if posting.kind is SlotKind.MORNING:
            titles.append(await _item_title(tx, posting, branch.language))
        elif posting.kind is SlotKind.NOON:
            questions.append(await _asked(tx, posting, branch.language))
    # Who gets the posts in private gets each of them; on the wall it stands once.
    return _once(titles), _once(questions)


async def _item_title(tx: Transaction, posting: Posting, language: str) -> str | None:
    item = await item_of(tx, posting)
    if item is None:
        return None
    text = item.texts.get(language) or next(iter(item.texts.values()))
    return " ".join(text.title.split())


async def _asked(tx: Transaction, posting: Posting, language: str) -> SheetQuestion | None:
    question = await question_of(tx, posting)
    if question is None:
        return None
    text = question.texts.get(language) or next(iter(question.texts.values()))
    statement = question.kind is QuestionKind.TRUE_FALSE
    return SheetQuestion(" ".join(text.stem.split()), statement)


async def _title(tx: Transaction, branch: Unit) -> str:
    version = await programmes.newest_version(tx, branch.programme_key or "")
    if version is None:
        return ""
    titles = version.settings.titles
    return titles.get(branch.language) or next(iter(titles.values()))


def _once(found: Sequence[_Any | None]) -> Sequence[_Any]:
    return tuple(dict.fromkeys(each for each in found if each))
