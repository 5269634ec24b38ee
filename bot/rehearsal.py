"""What would be posted: the bot's own tick, run on a copy of the database through coming days.

Nothing of it is a second telling of the rules: the copy is planned, ticked and put in words by
the same code that posts for real. The database itself is only read.
"""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.clock import GivenClock
from bot.posts import Posts
from bot.requests import Drop, Request, SendFile, SendPoll, SendText
from bot.settings import Settings
from programme import planning, ticking
from programme.calendar import local_day, week_of
from programme.duties.mornings import plan_mornings
from programme.importing import Progress, seed_programme
from programme.week_sheet import WeekSheet, week_sheet
from reports.rehearsal import Post, Rehearsal
from storage import rehearsing
from storage.backup import back_up
from storage.bots import latest_bot
from storage.branch_copy import copy_branch
from storage.database import Database, open_database
from storage.people import count_members
from storage.slots import next_due
from storage.units import Defaults, branches_below, children, units, units_below
from storage.values.deliveries import Delivery
from storage.values.people import BotId, ChatId, Unit, UnitId

# A database that no bot has worked on yet is rehearsed with a bot of this number.
_NOBODY = BotId(1)


class _Stage(Struct, frozen=True):
    """The copy on which a rehearsal plays."""

    database: Database
    bot_id: BotId
    defaults: Defaults
    branches: dict[UnitId, Unit]
    others: dict[UnitId, Unit]
    """The units above them: they have no posts, but are reminded of their duties."""


async def rehearse(
    database: Database,
    settings: Settings,
    first: date,
    days: int,
    branch: UnitId | None,
    told: Progress = lambda done, total: None,
) -> Rehearsal:
    """The posts of ``days`` local days from ``first``, in the order of time, for one branch or
    for all; branches without a group are rehearsed as if they had one. ``told``: how many of the
    days are rehearsed."""
    last = first + timedelta(days=days - 1)
    defaults = Defaults(settings.time_zone, settings.language)
    copying, seed = partial(back_up, database), settings.programme
    async with _stage(copying, defaults, seed, branch, _before(first)) as stage:
        await _plan(stage, first)
        posts = []
        async for post in _play(stage, first, last):
            told((post.at.date() - first).days, days)
            posts.append(post)
        async with stage.database.reading() as tx:
            members = await count_members(tx, list(stage.branches), first)
    return Rehearsal(first, last, tuple(stage.branches.values()), members, tuple(posts))


async def week_ahead(
    database: Database,
    defaults: Defaults,
    branch: Unit,
    within: date,
    now: datetime,
    programme: Path | None = None,
) -> WeekSheet:
    """A branch's sheet of the week in which a day lies: what was posted, and what would be.

    ``programme`` is the folder that a database without any programme begins with.
    """
    today, sunday = local_day(now, branch.time_zone), week_of(within)[1]
    copying = partial(copy_branch, database, branch)
    async with _stage(copying, defaults, programme, branch.id, now) as stage:
        if today <= sunday:
            async with stage.database.writing() as tx:
                await planning.plan_unit(tx, stage.bot_id, stage.branches[branch.id], now)
            async for _ in _play(stage, today, sunday):
                pass
        async with stage.database.reading() as tx:
            return await week_sheet(tx, stage.bot_id, stage.branches[branch.id], within, now)


@asynccontextmanager
async def _stage(
    copying: Callable[[Path], Awaitable[None]],
    defaults: Defaults,
    programme: Path | None,
    branch: UnitId | None,
    now: datetime,
) -> AsyncIterator[_Stage]:
    """``copying`` writes the copy of the database, or of what is needed of it, into a file."""
    with tempfile.TemporaryDirectory(prefix="sanxue-rehearsal-") as folder:
        copy = Path(folder) / "copy.db"
        await copying(copy)
        opened = open_database(f"sqlite:///{copy}")
        try:
            # As the bot will when it starts: who has imported nothing studies what is shipped.
            await seed_programme(opened, programme, now, defaults)
            async with opened.writing() as tx:
                bot_id = await latest_bot(tx) or _NOBODY
                tops = [branch] if branch is not None else await children(tx, None)
                found = await units(tx, await branches_below(tx, *tops), defaults)
                if branch is not None and not found:
                    found = await units(tx, [branch], defaults)
                await rehearsing.set_stage(tx, bot_id, list(found))
                below = await units_below(tx, tops) if branch is None else []
                others = await units(tx, [u for u in below if u not in found], defaults)
            yield _Stage(opened, bot_id, defaults, found, others)
        finally:
            await opened.close()


async def _plan(stage: _Stage, first: date) -> None:
    async with stage.database.writing() as tx:
        for unit in stage.branches.values():
            await planning.plan_unit(tx, stage.bot_id, unit, _night_before(first, unit))
        for unit in stage.others.values():
            night = _night_before(first, unit)
            await plan_mornings(tx, stage.bot_id, [unit], {unit.id: first}, night)


async def _play(stage: _Stage, first: date, last: date) -> AsyncIterator[Post]:
    clock = GivenClock(_before(first))
    posts = Posts(stage.bot_id, clock, stage.defaults, rehearsed=True)
    end = _end(stage, last)
    async with stage.database.reading() as tx:
        due = await next_due(tx, stage.bot_id)
    while due is not None and due < end:
        clock.move_to(due)
        await ticking.tick(stage.database, stage.bot_id, due, due, stage.defaults)
        async with stage.database.writing() as tx:
            put = await rehearsing.take_deliveries(tx, stage.bot_id)
            said = await posts.prepare(tx, put)
            homes = await rehearsing.units_of(tx, stage.bot_id, [each.chat_id for each in put])
            then = await next_due(tx, stage.bot_id)
        for each in put:
            unit = _unit_of(stage, each, homes)
            local = due.astimezone(ZoneInfo(unit.time_zone)) if unit else None
            if unit is not None and local is not None and local.date() <= last:
                for text in _shown(said[each.id]):
                    yield Post(unit, local, _kind(each), text)
        due = then


def _unit_of(stage: _Stage, delivery: Delivery, homes: Mapping[ChatId, UnitId]) -> Unit | None:
    """Whose group a delivery goes to, or of what unit it speaks in private; None for another."""
    unit_id = homes.get(delivery.chat_id, UnitId(int(delivery.payload.get("unit", 0))))
    return stage.branches.get(unit_id) or stage.others.get(unit_id)


def _night_before(first: date, unit: Unit) -> datetime:
    midnight = datetime.combine(first, time(0), ZoneInfo(unit.time_zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def _before(first: date) -> datetime:
    """A moment at which the first local day has begun nowhere on earth."""
    return datetime.combine(first - timedelta(days=2), time(0), UTC)


def _end(stage: _Stage, last: date) -> datetime:
    """When the last local day is over everywhere."""
    midnight = datetime.combine(last + timedelta(days=1), time(0))
    zones = {unit.time_zone for unit in stage.branches.values()} or {"UTC"}
    return max(midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for zone in zones)


def _kind(delivery: Delivery) -> str:
    return delivery.kind.value


def _shown(request: Request) -> Iterable[str]:
    match request:
        case SendText():
            yield request.text
        case SendFile():
            yield f"[{request.name}] {request.caption}".strip()
        case SendPoll():
            yield "\n".join([request.question, *_options(request)])
        case Drop():
            return


def _options(poll: SendPoll) -> Sequence[str]:
    return [
        f"{'✓' if number in poll.correct else '·'} {option}"
        for number, option in enumerate(poll.options)
    ]
