"""Which units below some need somebody: the silent, those that can't be reached, missed posts,
duties that are newly overdue or due next and not begun, questions in alarm; and a note."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, bindparam, case, func, or_, select

from storage.below import Tops, tree
from storage.database import Transaction
from storage.digest_sums import Around, is_coming, is_newly_overdue, summed
from storage.driver import Statement, among
from storage.moments import days_between
from storage.presence import on_day
from storage.tables.deeds import notes, unit_days
from storage.tables.digests import duty_counts
from storage.tables.organisation import memberships, persons
from storage.tables.quizzes import key_alarms
from storage.tables.telegram import chats
from storage.tables.work import postings, slots
from storage.values.chats import ChatState
from storage.values.days import STUDIES, QuestionId, SlotState
from storage.values.people import BotId, UnitId

DAYS_TO_BE_SILENT = 3
"""On so many days of the seven something must have been posted."""
_SHORTEST, _LONGEST = 20, 280
_LOOKED_AT = 200


class Needing(Struct, frozen=True):
    """A unit that needs somebody, for which of the tops it counts, and how many things it is."""

    unit_id: UnitId
    top: UnitId
    number: int = 1


class Quiet(Struct, frozen=True):
    """Branches in which nobody did anything though something was posted, and those in which it was
    so the week before and is no more."""

    silent: Sequence[Needing]
    back: Sequence[Needing]


async def quiet(tx: Transaction, tops: Tops, first: date, today: date) -> Quiet:
    """How it is in the week from ``first`` until the day before ``today``. What was done today
    counts as well, so that nobody is called who has just come back."""
    asked = {
        **tops.values,
        "days": days_between(first - (today - first), today),
        "first": first.isoformat(),
        "today": today.isoformat(),
    }
    rows = await tx.hot_rows(_QUIET, **asked)
    found = [(done, Needing(UnitId(unit), UnitId(top))) for unit, top, done in rows]
    return Quiet([n for done, n in found if not done], [n for done, n in found if done])


def _quiet() -> Select[Any]:
    below, d = tree(), unit_days.c
    week, before = d.day >= bindparam("first"), d.day < bindparam("first")
    posted = and_(d.due > 0, d.day < bindparam("today"))

    now_done, then_done = _sum_where(week, d.active), _sum_where(before, d.active)
    now_days, then_days = _sum_where(and_(week, posted), 1), _sum_where(and_(before, posted), 1)
    silent = and_(now_done == 0, now_days >= DAYS_TO_BE_SILENT)
    back = and_(then_done == 0, then_days >= DAYS_TO_BE_SILENT, now_done > 0)
    return (
        select(d.unit_id, func.min(below.c.top).label("top"), now_done.label("done"))
        .join_from(below, unit_days, d.unit_id == below.c.id)
        .where(among(d.day, "days"))
        .group_by(d.unit_id)
        .having(or_(silent, back))
        .order_by(d.unit_id)
    )


async def unreachable(tx: Transaction, bot_id: BotId, tops: Tops) -> list[Needing]:
    """The branches in whose groups the bot can't write."""
    rows = await tx.hot_rows(_UNREACHABLE, bot=bot_id, **tops.values)
    return [Needing(UnitId(unit), UnitId(top)) for unit, top in rows]


async def missed(
    tx: Transaction, bot_id: BotId, tops: Tops, first: date, last: date
) -> list[Needing]:
    """The branches to which studies of these days were not posted; how many, the most first."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    rows = await tx.hot_rows(_MISSED, bot=bot_id, **days, **tops.values)
    return [Needing(UnitId(unit), UnitId(top), number) for unit, top, number in rows]


async def owing(
    tx: Transaction, tops: Tops, around: Around, limit: int, *, coming: bool = False
) -> list[Needing]:
    """The units with the most obligations of their own that are newly overdue, or ``coming`` and
    not begun."""
    below, c = tree(), duty_counts.c
    wanted = is_coming(around) if coming else is_newly_overdue(around)
    number = func.sum(c.number)
    query = (
        select(c.unit_id, func.min(below.c.top).label("top"), number.label("number"))
        .join_from(below, duty_counts, c.unit_id == below.c.id)
        .where(c.personal.is_(False), wanted)
        .group_by(c.unit_id)
        .order_by(number.desc(), c.unit_id)
        .limit(limit)
    )
    return [
        Needing(UnitId(row.unit_id), UnitId(row.top), int(row.number))
        for row in await tx.rows(query, tops.values)
    ]


async def in_alarm(tx: Transaction, tops: Tops, limit: int) -> list[QuestionId]:
    """The questions asked there whose key is in doubt, as nobody has decided about it yet."""
    below = tree()
    asked = (
        select(postings.c.id)
        .join(below, below.c.id == postings.c.unit_id)
        .where(postings.c.question_id == key_alarms.c.question_id)
    )
    query = (
        select(key_alarms.c.question_id)
        .where(key_alarms.c.settled.is_(None), asked.exists())
        .order_by(key_alarms.c.question_id)
        .limit(limit)
    )
    return [QuestionId(r.question_id) for r in await tx.rows(query, tops.values)]


async def note_worth_reading(
    tx: Transaction, tops: Tops, first: date, last: date, fewest: int
) -> int | None:
    """A note of these days that was shown to its group: of the latest that are neither short nor
    long the longest, from branches of so many members at least. Its number."""
    below, n = tree(), notes.c
    members = (
        select(func.count())
        .where(memberships.c.unit_id == n.unit_id, memberships.c.home, on_day(memberships, last))
        .scalar_subquery()
    )
    length = func.length(n.text)
    latest = (
        select(n.id, n.unit_id, length.label("length"), members.label("members"))
        .join(below, below.c.id == n.unit_id)
        .join(persons, persons.c.id == n.person_id)
        .where(
            among(n.day, "days"),
            or_(n.private.is_(False), n.shared_chat_id.is_not(None)),
            length.between(_SHORTEST, _LONGEST),
            persons.c.erased_at.is_(None),
        )
        .order_by(n.day.desc(), n.unit_id.desc(), n.id.desc())
        .limit(_LOOKED_AT)
        .subquery()
    )
    query = (
        select(latest.c.id)
        .where(latest.c.members >= fewest)
        .order_by(latest.c.length.desc(), latest.c.id)
        .limit(1)
    )
    values = {**tops.values, "days": days_between(first, last)}
    found = await tx.scalar(query, values)
    return None if found is None else int(found)


async def note_text(tx: Transaction, note_id: int) -> tuple[UnitId, str] | None:
    """What a note that is shown to its group says, and in which branch; None once it is gone, or
    was taken back."""
    n = notes.c
    shown = or_(n.private.is_(False), n.shared_chat_id.is_not(None))
    row = await tx.first(select(n.unit_id, n.text).where(n.id == note_id, shown))
    return None if row is None else (UnitId(row.unit_id), row.text)


def _missed() -> Select[Any]:
    below, c = tree(), slots.c
    return (
        select(c.unit_id, func.min(below.c.top).label("top"), func.count().label("number"))
        .join_from(below, slots, c.unit_id == below.c.id)
        .where(
            c.bot_id == bindparam("bot"),
            c.day.between(bindparam("first"), bindparam("last")),
            or_(*(c.kind == kind.value for kind in STUDIES)),
            or_(c.state == SlotState.MISSED.value, c.state == SlotState.FAILED.value),
        )
        .group_by(c.unit_id)
        .order_by(func.count().desc(), c.unit_id)
    )


def _unreachable() -> Select[Any]:
    below = tree()
    return (
        select(below.c.id, below.c.top)
        .join_from(below, chats, chats.c.unit_id == below.c.id)
        .where(chats.c.bot_id == bindparam("bot"), chats.c.state == ChatState.UNREACHABLE.value)
        .order_by(below.c.id)
    )


def _sum_where(condition: Any, value: Any) -> Any:
    return summed(case((condition, value), else_=0))


# Asked for each branch's week: written once.
_QUIET, _MISSED, _UNREACHABLE = Statement(_quiet()), Statement(_missed()), Statement(_unreachable())
