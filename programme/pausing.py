"""A branch pauses and goes on again; somebody goes on leave and comes back."""

from datetime import date, datetime, timedelta

from programme.calendar import local_day
from programme.page import Page
from programme.planning import plan_unit, replan
from storage import office_acts, pauses, slots
from storage.bots import bots
from storage.branch_days import spoil_days
from storage.database import Transaction
from storage.units import Defaults
from storage.values.offices import ActKind, OfficeAct
from storage.values.pauses import Pause
from storage.values.people import PersonId, Unit

_DAY = timedelta(days=1)


async def pause_branch(
    tx: Transaction,
    unit: Unit,
    first: date,
    last: date,
    by: PersonId,
    now: datetime,
    defaults: Defaults,
) -> Pause:
    """Let a branch pause from ``first`` to ``last``, none of them past: nothing is posted.

    What is still to come today is taken back, and the day counts for nobody; a question that was
    asked already gets its result.
    """
    pause = await pauses.add_branch_pause(tx, unit.id, first, last, by, now)
    today = local_day(now, unit.time_zone)
    for bot_id in await bots(tx):
        await replan(tx, bot_id, now, defaults, [unit.id])
        if pause.covers(today):
            await slots.forget_studies(tx, bot_id, unit.id, today)
    if pause.covers(today):
        await spoil_days(tx, {(unit.id, today)})
    act = OfficeAct(unit.id, ActKind.PAUSE, by, now, day=first, detail=last.isoformat())
    await office_acts.add(tx, act)
    return pause


async def resume_branch(
    tx: Transaction,
    unit: Unit,
    pause: Pause,
    by: PersonId,
    now: datetime,
    defaults: Defaults,
) -> None:
    """Let a branch go on before its pause is over: from today on, or without any pause."""
    today = local_day(now, unit.time_zone)
    await pauses.end(tx, pause, today - _DAY)
    for bot_id in await bots(tx):
        if await replan(tx, bot_id, now, defaults, [unit.id]):
            await plan_unit(tx, bot_id, unit, now)
    await office_acts.add(tx, OfficeAct(unit.id, ActKind.PAUSE_ENDED, by, now, day=today))


async def take_leave(
    page: Page,
    unit: Unit,
    person: PersonId,
    first: date,
    last: date,
    by: PersonId,
    now: datetime,
) -> Pause:
    """Let a member of a branch be on leave from ``first`` to ``last``, which may be past."""
    leave = await pauses.add_leave(page.book.tx, person, first, last, by, now)
    if first < local_day(now, unit.time_zone):
        page.added.rebuilt.add(person)
    if by != person:
        act = OfficeAct(unit.id, ActKind.LEAVE, by, now, person, first, last.isoformat())
        await office_acts.add(page.book.tx, act)
    return leave


async def end_leave(
    page: Page, unit: Unit, leave: Pause, person: PersonId, by: PersonId, now: datetime
) -> None:
    """Let a member be back today; a leave that lies ahead, or begins today, goes altogether."""
    today = local_day(now, unit.time_zone)
    await pauses.end(page.book.tx, leave, today - _DAY)
    if by != person:
        act = OfficeAct(unit.id, ActKind.LEAVE_ENDED, by, now, person, today)
        await office_acts.add(page.book.tx, act)
