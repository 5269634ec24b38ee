"""The figures of a digest, summed up for each of some units with all below them."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import Integer, and_, case, cast, exists, func, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from storage.below import Tops, studying_tree, tree
from storage.database import Transaction
from storage.driver import among
from storage.moments import days_between, earliest
from storage.presence import on_day
from storage.tables.deeds import SUMS, unit_days
from storage.tables.digests import duty_counts
from storage.tables.duties import records
from storage.tables.organisation import appointments, branch_settings, memberships, persons
from storage.tables.telegram import chats
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, DeliveryState
from storage.values.duties import State
from storage.values.people import BotId, Role, UnitId
from storage.values.records import RecordState
from storage.values.standings import Sums

Columns = ReadOnlyColumnCollection[str, Any]
"""The columns of the rows that are looked at."""
_NAMES = ("due", "active", "acts", *SUMS)
_STUDIES = ("morning", "noon", "evening")
_IN_OFFICE = tuple(role.value for role in Role if role is not Role.MEMBER)


class Size(Struct, frozen=True):
    """How many branches, and people at home in them."""

    branches: int = 0
    members: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.branches + other.branches, self.members + other.members)


class DaySums(Struct, frozen=True):
    """What was done on a day in those units below ``top`` that follow one programme.

    ``follows``: the unit that names it, None where that stands above ``top``. ``without``: how many
    of the due member-days were in branches that do without the morning's, the noon's or the
    evening's study.
    """

    top: UnitId
    follows: UnitId | None
    day: date
    sums: Sums
    without: tuple[int, int, int]


class DutySums(Struct, frozen=True):
    """How many obligations of units stand where on a day: those of this year that have begun, and
    all that are overdue.

    ``newly``: overdue since at most a week. ``coming``: due within a week from that day on, and not
    begun. They are counted in the states, too.
    """

    not_begun: int = 0
    on_the_way: int = 0
    done: int = 0
    done_late: int = 0
    overdue: int = 0
    awaiting: int = 0
    excused: int = 0
    newly: int = 0
    coming: int = 0

    def __add__(self, other: "DutySums") -> "DutySums":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return DutySums(*(mine + theirs for mine, theirs in pairs))

    @property
    def all(self) -> int:
        """All of them."""
        return sum(getattr(self, state.name.lower()) for state in State)

    @property
    def met(self) -> int:
        """Those of which nothing more is asked."""
        return self.done + self.done_late + self.awaiting + self.excused


class Around(Struct, frozen=True):
    """A day, and those a week before and after it, as the tables hold days."""

    today: str
    a_week_ago: str
    in_a_week: str


async def days_summed(tx: Transaction, tops: Tops, first: date, last: date) -> list[DaySums]:
    """What was done on each day from ``first`` to ``last``, for each of these, and by the programme
    that was followed."""
    below, s = studying_tree(), branch_settings.c
    query = (
        select(
            below.c.top,
            below.c.follows,
            unit_days.c.day,
            *(summed(unit_days.c[name]).label(name) for name in _NAMES),
            # Null: as the programme says; empty: the branch does without.
            *(_sum_where(s[n] == "", unit_days.c.due).label(f"no_{n}") for n in _STUDIES),
        )
        .join_from(below, unit_days, unit_days.c.unit_id == below.c.id)
        .outerjoin(branch_settings, s.unit_id == below.c.id)
        .where(among(unit_days.c.day, "days"))
        .group_by(below.c.top, below.c.follows, unit_days.c.day)
    )
    values = {**tops.values, "days": days_between(first, last)}
    return [
        DaySums(
            top=UnitId(row.top),
            follows=UnitId(row.follows) if row.follows else None,
            day=date.fromisoformat(row.day),
            sums=Sums(*(int(row._mapping[name]) for name in _NAMES)),
            without=(int(row.no_morning), int(row.no_noon), int(row.no_evening)),
        )
        for row in await tx.rows(query, values)
    ]


async def sizes(tx: Transaction, tops: Tops, day: date) -> dict[UnitId, Size]:
    """How many branches with members, and members, these have; one without any is left out."""
    below = tree()
    # Branch by branch first: to count different branches among all members takes far longer.
    each = (
        select(below.c.top, below.c.id, func.count().label("members"))
        .join_from(below, memberships, memberships.c.unit_id == below.c.id)
        .where(memberships.c.home, on_day(memberships, day))
        .group_by(below.c.top, below.c.id)
        .subquery()
    )
    branches = func.count().label("branches")
    query = select(each.c.top, branches, summed(each.c.members).label("members"))
    query = query.group_by(each.c.top)
    rows = await tx.rows(query, tops.values)
    return {UnitId(row.top): Size(row.branches, int(row.members)) for row in rows}


async def without_group(tx: Transaction, bot_id: BotId, tops: Tops, day: date) -> int:
    """How many branches have members, and neither a group nor posts in private chats."""
    below = tree()
    peopled = exists().where(
        memberships.c.unit_id == below.c.id, memberships.c.home, on_day(memberships, day)
    )
    bound = exists().where(chats.c.unit_id == below.c.id, chats.c.bot_id == bot_id)
    alone = exists().where(branch_settings.c.unit_id == below.c.id, branch_settings.c.in_private)
    query = select(func.count()).select_from(below).where(peopled, ~bound, ~alone)
    return int(await tx.scalar(query, tops.values))


async def duties_summed(
    tx: Transaction, tops: Tops, around: Around, *, personal: bool = False
) -> dict[UnitId, DutySums]:
    """How the obligations of units below each of these stand; ``personal``: of persons there."""
    below, c = tree(), duty_counts.c
    # What is alike is brought together before days are compared: comparing texts takes long.
    alike = (
        select(below.c.top, c.state, c.first, c.due, summed(c.number).label("number"))
        .join_from(below, duty_counts, c.unit_id == below.c.id)
        .where(c.personal.is_(personal))
        .group_by(below.c.top, c.state, c.first, c.due)
        .subquery()
    )
    state = stands(around, alike.c)
    query = select(
        alike.c.top,
        state.label("state"),
        summed(alike.c.number).label("number"),
        _sum_where(is_newly_overdue(around, alike.c), alike.c.number).label("newly"),
        _sum_where(is_coming(around, alike.c), alike.c.number).label("coming"),
    ).group_by(alike.c.top, state)
    found: dict[UnitId, dict[str, int]] = {}
    for row in await tx.rows(query, tops.values):
        sums = found.setdefault(UnitId(row.top), {"newly": 0, "coming": 0})
        if row.state:
            sums[State(row.state).name.lower()] = int(row.number)
        sums["newly"] += int(row.newly)
        sums["coming"] += int(row.coming)
    return {top: DutySums(**sums) for top, sums in found.items()}


def stands(around: Around, c: Columns = duty_counts.c) -> Any:
    """The state of what a row counts, on a day; empty where its period has yet to begin."""
    return case(
        (~is_open(c), c.state),
        (c.due < around.today, State.OVERDUE.value),
        (c.first > around.today, ""),
        else_=c.state,
    )


def is_open(c: Columns = duty_counts.c) -> Any:
    """The condition that something is still asked."""
    return c.state.in_([State.NOT_BEGUN.value, State.ON_THE_WAY.value])


def is_newly_overdue(around: Around, c: Columns = duty_counts.c) -> Any:
    """The condition that something is overdue since a week at most."""
    return and_(is_open(c), c.due < around.today, c.due >= around.a_week_ago)


def is_coming(around: Around, c: Columns = duty_counts.c) -> Any:
    """The condition that something is due within a week, and not begun."""
    not_begun = c.state == State.NOT_BEGUN.value
    return and_(not_begun, c.due >= around.today, c.due < around.in_a_week)


async def records_summed(tx: Transaction, tops: Tops, first: date, last: date) -> dict[date, int]:
    """How many records of these days were put down, by day."""
    below = tree()
    query = (
        select(records.c.day, func.count().label("number"))
        .join_from(below, records, records.c.unit_id == below.c.id)
        .where(among(records.c.day, "days"), records.c.state == RecordState.KEPT.value)
        .group_by(records.c.day)
    )
    values = {**tops.values, "days": days_between(first, last)}
    return {date.fromisoformat(r.day): r.number for r in await tx.rows(query, values)}


async def reminders_sent(
    tx: Transaction, bot_id: BotId, tops: Tops, since: datetime, until: datetime, day: date
) -> int:
    """How many reminders went out to those who hold an office there."""
    below = tree()
    held = (
        select(persons.c.telegram_id)
        .join_from(below, appointments, appointments.c.unit_id == below.c.id)
        .join(persons, persons.c.id == appointments.c.person_id)
        .where(appointments.c.role.in_(_IN_OFFICE), on_day(appointments, day))
    )
    query = select(func.count()).where(
        deliveries.c.bot_id == bot_id,
        deliveries.c.kind == DeliveryKind.REMINDER.value,
        deliveries.c.state == DeliveryState.SENT.value,
        deliveries.c.done_at >= earliest(since),
        deliveries.c.done_at < earliest(until),
        deliveries.c.chat_id.in_(held),
    )
    return int(await tx.scalar(query, tops.values))


def _sum_where(condition: Any, value: Any) -> Any:
    return summed(case((condition, value), else_=0))


def summed(value: Any) -> Any:
    """The sum of small whole numbers. PostgreSQL adds large ones up as decimals, which takes
    several times as long over millions of rows."""
    return func.sum(cast(value, Integer))
