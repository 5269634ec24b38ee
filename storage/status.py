"""What status needs to know, from summary rows: set-based, and however long the history is."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct
from sqlalchemy import and_, case, func, literal_column, not_, select

from storage.database import Transaction
from storage.driver import among
from storage.member_days import has_act, member_day_of
from storage.moments import days_between
from storage.people import by_themselves
from storage.presence import on_day, on_leave
from storage.tables.deeds import branch_days, member_days
from storage.tables.organisation import memberships, persons
from storage.tables.work import slots
from storage.values.days import STUDIES, MemberDay, SlotKind, SlotState
from storage.values.people import BotId, PersonId, UnitId


class Counts(Struct, frozen=True):
    """How far a branch has come on one day, and in the seven days up to it.

    ``members`` are at home there that day and have Telegram; ``without`` have none. Who is on
    leave that day is neither, but in ``on_leave``. The three studies count members who did them;
    ``week`` counts members' studies, three a day at most, of whoever did them. ``days`` is on how
    many of the week's days these members were there, all together: who came yesterday, or became
    known in Telegram then, was there for two.
    """

    members: int = 0
    without: int = 0
    read: int = 0
    answered: int = 0
    noted: int = 0
    week: int = 0
    on_leave: int = 0
    days: int = 0

    @property
    def today(self) -> int:
        """Studies done that day, of all members together."""
        return self.read + self.answered + self.noted


class NotPosted(Struct, frozen=True):
    """A study that did not reach a branch, and the short reason that the slot keeps."""

    unit_id: UnitId
    kind: SlotKind
    day: date
    state: SlotState
    reason: str


async def counts(
    tx: Transaction, unit_ids: Collection[UnitId], day: date, week_from: date
) -> dict[UnitId, Counts]:
    """How far these branches have come on ``day``, and from ``week_from`` to it."""
    found = await _done(tx, unit_ids, day, week_from)
    numbers = await _members(tx, unit_ids, day, week_from)
    everywhere = {}
    for unit_id in unit_ids:
        members, without, resting, days = numbers.get(unit_id, (0, 0, 0, 0))
        done = found.get(unit_id, (0, 0, 0, 0))
        everywhere[unit_id] = Counts(members, without, *done, on_leave=resting, days=days)
    return everywhere


async def _members(
    tx: Transaction, unit_ids: Collection[UnitId], day: date, week_from: date
) -> dict[UnitId, tuple[int, int, int, int]]:
    """How many members with Telegram, without it, and on leave branches have; and on how many days
    since ``week_from`` the first of them were there."""
    known, joined = persons.c.claimed_on, memberships.c.since
    came = case((known > joined, known), else_=joined)
    # Whether somebody is on leave is looked up once for each, so the sums are made here.
    query = (
        select(
            memberships.c.unit_id,
            case((by_themselves(), 0), else_=1).label("without"),
            case((on_leave(persons.c.id, day), 1), else_=0).label("away"),
            case((came > week_from.isoformat(), came), else_=week_from.isoformat()).label("came"),
            func.count().label("people"),
        )
        .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
        .where(among(memberships.c.unit_id, "units"), memberships.c.home, on_day(memberships, day))
        .group_by(memberships.c.unit_id, *map(literal_column, ("without", "away", "came")))
    )
    found: dict[UnitId, list[int]] = {}
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        sums = found.setdefault(UnitId(row.unit_id), [0, 0, 0, 0])
        place = 2 if row.away else row.without
        sums[place] += row.people
        if place == 0:
            there = (day - date.fromisoformat(row.came)).days + 1
            sums[3] += row.people * max(1, there)
    return {unit: (sums[0], sums[1], sums[2], sums[3]) for unit, sums in found.items()}


async def _done(
    tx: Transaction, unit_ids: Collection[UnitId], day: date, week_from: date
) -> dict[UnitId, tuple[int, int, int, int]]:
    days = member_days.c
    today = and_(days.day == day.isoformat(), not_(on_leave(persons.c.id, day)))
    read, answered, noted = (
        case((column > 0, 1), else_=0) for column in (days.check_ins, days.answered, days.notes)
    )
    query = (
        select(
            memberships.c.unit_id,
            func.sum(case((today, read), else_=0)).label("read"),
            func.sum(case((today, answered), else_=0)).label("answered"),
            func.sum(case((today, noted), else_=0)).label("noted"),
            func.sum(read + answered + noted).label("week"),
        )
        .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
        .join(
            member_days,
            and_(
                days.person_id == memberships.c.person_id,
                among(days.day, "days"),
                days.unit_id == memberships.c.unit_id,
            ),
        )
        .where(
            among(memberships.c.unit_id, "units"),
            memberships.c.home,
            on_day(memberships, day),
            by_themselves(),
        )
        .group_by(memberships.c.unit_id)
    )
    values = {"units": list(unit_ids), "days": days_between(week_from, day)}
    return {
        UnitId(row.unit_id): (int(row.read), int(row.answered), int(row.noted), int(row.week))
        for row in await tx.rows(query, values)
    }


async def study_days_before(tx: Transaction, unit_id: UnitId, day: date, limit: int) -> list[date]:
    """The last days before ``day`` on which something was posted to a branch, newest first."""
    query = (
        select(branch_days.c.day)
        .where(
            branch_days.c.unit_id == unit_id,
            branch_days.c.counts,
            branch_days.c.day < day.isoformat(),
        )
        .order_by(branch_days.c.day.desc())
        .limit(limit)
    )
    return [date.fromisoformat(row.day) for row in await tx.rows(query)]


async def acted_between(tx: Transaction, unit_id: UnitId, first: date, last: date) -> set[PersonId]:
    """Who did anything in a branch on these days."""
    c = member_days.c
    query = (
        select(c.person_id).where(c.unit_id == unit_id, among(c.day, "days"), has_act()).distinct()
    )
    rows = await tx.rows(query, {"days": days_between(first, last)})
    return {PersonId(row.person_id) for row in rows}


async def caught_up(
    tx: Transaction, unit_id: UnitId, first: date, last: date
) -> dict[PersonId, int]:
    """How many acts of these days a branch's members have done when the day was over; who has
    caught up on nothing is left out."""
    c = member_days.c
    query = (
        select(c.person_id, func.sum(c.late).label("late"))
        .where(c.unit_id == unit_id, among(c.day, "days"), c.late > 0)
        .group_by(c.person_id)
    )
    rows = await tx.rows(query, {"days": days_between(first, last)})
    # PostgreSQL sums whole numbers as decimals.
    return {PersonId(row.person_id): int(row.late) for row in rows}


async def done_on(tx: Transaction, unit_id: UnitId, day: date) -> dict[PersonId, MemberDay]:
    """What a branch's members did on one day; who did nothing is left out."""
    query = select(member_days).where(
        member_days.c.unit_id == unit_id, member_days.c.day == day.isoformat()
    )
    return {PersonId(row.person_id): member_day_of(row) for row in await tx.rows(query)}


async def not_posted(
    tx: Transaction, bot_id: BotId, unit_ids: Collection[UnitId], first: date, last: date
) -> list[NotPosted]:
    """The studies of these days that were missed or could not be posted, the newest first."""
    query = (
        select(slots.c.unit_id, slots.c.kind, slots.c.day, slots.c.state, slots.c.reason)
        .where(
            among(slots.c.unit_id, "units"),
            slots.c.day.between(first.isoformat(), last.isoformat()),
            slots.c.bot_id == bot_id,
            slots.c.kind.in_([kind.value for kind in STUDIES]),
            slots.c.state.in_([SlotState.MISSED.value, SlotState.FAILED.value]),
        )
        .order_by(slots.c.day.desc(), slots.c.due_at.desc())
    )
    return [
        NotPosted(
            unit_id=UnitId(row.unit_id),
            kind=SlotKind(row.kind),
            day=date.fromisoformat(row.day),
            state=SlotState(row.state),
            reason=row.reason,
        )
        for row in await tx.rows(query, {"units": list(unit_ids)})
    ]
