"""How an organiser's branches do, the worst first: loading it, and the rules."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.absences import away_until
from programme.calendar import local_day
from programme.comparing import SMALLEST
from programme.places import place_of, places_of
from storage import pauses
from storage.database import Transaction
from storage.people import people_as
from storage.status import Counts, counts
from storage.units import Defaults, branches_below, children, units
from storage.values.chats import Chat, ChatState
from storage.values.pauses import Pause
from storage.values.people import BotId, Person, Role, Unit, UnitId

PAGE = 10
"""How many branches an organiser sees at once."""

WEEK = timedelta(days=7)


class BranchLine(Struct, frozen=True):
    """A branch as an organiser sees it: counts, and whether the bot can speak there.

    ``paused_until`` is the last day of a pause that lies on its day; ``paused_lately``: it paused
    on one of the seven days up to it.
    """

    unit: Unit
    counts: Counts
    chat: Chat | None
    paused_until: date | None = None
    paused_lately: bool = False

    @property
    def is_peopled(self) -> bool:
        """Whether anybody belongs to it."""
        return self._people > 0

    @property
    def is_small(self) -> bool:
        """Whether so few belong to it that its figures would be theirs."""
        return 0 < self._people < SMALLEST

    @property
    def _people(self) -> int:
        return self.counts.members + self.counts.without + self.counts.on_leave


class Overview(Struct, frozen=True):
    """One page of an organiser's branches, worst first.

    ``number`` counts pages from 0, ``pages`` is at least 1. ``silent`` of all ``branch_count``
    branches did nothing in seven days though they had their group, ``mute`` have no group that the
    bot can write in.
    """

    lines: tuple[BranchLine, ...]
    number: int
    pages: int
    branch_count: int
    silent: int
    mute: int


async def overview(
    tx: Transaction,
    bot_id: BotId,
    roots: Collection[UnitId] | None,
    page: int,
    now: datetime,
    defaults: Defaults,
) -> Overview:
    """A page of the branches below ``roots``, or of all for None, each by its own local day."""
    tops = await children(tx, None) if roots is None else roots
    below = await units(tx, await branches_below(tx, *tops), defaults)
    found = {each: unit for each, unit in below.items() if not is_closed(unit, now)}
    numbers = await _counts(tx, found.values(), now)
    paused = await pauses.of_units(tx, list(found), _a_week_ago(now))
    groups = (await places_of(tx, bot_id, found.values(), now)).chats
    lines = worst_first(
        [
            _branch_line(u, numbers[u.id], groups.get(u.id), paused.get(u.id, ()), now)
            for u in found.values()
        ]
    )
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(0, page), pages - 1)
    return Overview(
        lines=tuple(lines[number * PAGE : (number + 1) * PAGE]),
        number=number,
        pages=pages,
        branch_count=len(lines),
        silent=sum(1 for line in lines if is_silent(line, now)),
        mute=sum(1 for line in lines if is_mute(line.chat)),
    )


async def branch_line(
    tx: Transaction, bot_id: BotId, unit: Unit, now: datetime
) -> tuple[BranchLine, tuple[Person, ...]]:
    """One branch as an organiser sees it, and who looks after it."""
    numbers = await _counts(tx, [unit], now)
    paused = (await pauses.of_units(tx, [unit.id], _a_week_ago(now))).get(unit.id, ())
    chat = await place_of(tx, bot_id, unit, now)
    line = _branch_line(unit, numbers[unit.id], chat, paused, now)
    day = local_day(now, unit.time_zone)
    held = await people_as(tx, [unit.id], day, Role.SECRETARY, Role.STAND_IN)
    return line, tuple(held[unit.id])


def worst_first(lines: Collection[BranchLine]) -> list[BranchLine]:
    """Branches that can't be reached first, then by the share done in seven days, then today; those
    of a few people last, as nothing is told of what these did."""
    return sorted(lines, key=_goodness)


def is_silent(line: BranchLine, now: datetime) -> bool:
    """Whether a branch that has had its group for seven days did nothing in them, and did not
    pause."""
    if line.paused_lately or line.chat is None or is_mute(line.chat):
        return False
    if now - line.chat.changed_at < WEEK:
        return False
    return line.counts.members > 0 and not line.counts.week


def is_closed(unit: Unit, now: datetime) -> bool:
    """Whether a unit's last day has passed: nothing is expected of it any more."""
    return unit.until is not None and local_day(now, unit.time_zone) > unit.until


def is_mute(chat: Chat | None) -> bool:
    """Whether the bot has no group to write in."""
    return chat is None or chat.state is ChatState.UNREACHABLE


def _goodness(line: BranchLine) -> tuple[bool, bool, float, float, str]:
    # The week is measured by the days on which members were there: who came today owes it little.
    counts = line.counts
    return (
        not is_mute(line.chat),
        line.is_small,
        0.0 if line.is_small else counts.week / max(1, counts.days),
        0.0 if line.is_small else counts.today / max(1, counts.members),
        line.unit.code,
    )


def _branch_line(
    unit: Unit, numbers: Counts, chat: Chat | None, paused: Collection[Pause], now: datetime
) -> BranchLine:
    day = local_day(now, unit.time_zone)
    first = day - WEEK + timedelta(days=1)
    lately = any(each.first <= day and each.last >= first for each in paused)
    return BranchLine(unit, numbers, chat, away_until(paused, day), lately)


def _a_week_ago(now: datetime) -> date:
    """Seven days before the earliest day that it may be somewhere."""
    return now.date() - WEEK - timedelta(days=1)


async def _counts(
    tx: Transaction, branches: Collection[Unit], now: datetime
) -> dict[UnitId, Counts]:
    """Each branch by its own day: one round of queries for each day that it is somewhere."""
    by_day: dict[date, list[UnitId]] = {}
    for unit in branches:
        by_day.setdefault(local_day(now, unit.time_zone), []).append(unit.id)
    found: dict[UnitId, Counts] = {}
    for day, ids in by_day.items():
        found |= await counts(tx, ids, day, day - WEEK + timedelta(days=1))
    return found
