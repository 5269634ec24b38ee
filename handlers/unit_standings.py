"""Standings of units, in private: what somebody oversees, and the branches beside one's own."""

from datetime import datetime

from msgspec import Struct

from handlers.dear_pages import leave_to_job
from handlers.gate import oversees
from handlers.member import too_old
from handlers.own_units import held
from handlers.turn import Turn
from programme.calendar import local_day
from programme.digest.tree import is_large
from programme.digest.working import Scope
from programme.standings import Period
from programme.unit_standings import STANDINGS_JOB, unit_standings
from reports import unit_standings as reports
from reports.said import Rows, Said
from reports.wording import Words
from storage.branch_settings import compared_by
from storage.database import Transaction
from storage.rollup import parents_among
from storage.units import Defaults, ancestors, children, units
from storage.units import unit as unit_of
from storage.values.branches import StandingsMode
from storage.values.messages import Refused, message
from storage.values.people import Known, Role, Unit, UnitId

TOO_OLD = too_old("/standings")


class Asking(Struct, frozen=True):
    """Who looks at standings of units, and which: of those below ``unit``, or for None of those at
    the top; ``page`` is that of the ways further down."""

    known: Known
    home: Unit | None
    unit: Unit | None
    period: Period
    page: int = 0


async def units_compared(turn: Turn, number: int, period: Period, page: int = 0) -> Said | None:
    """How the units right below one compare; for 0 that with which somebody begins who oversees
    units. None where a job makes the page, as there are many. Raises :class:`Refused` for a unit
    that is not open to the speaker."""
    if number == 0:
        return await _first(turn, period, page)
    unit = await unit_of(turn.tx, UnitId(number), turn.defaults)
    if unit is None or not is_open(turn.known, turn.home, unit):
        raise Refused(TOO_OLD)
    if not await parents_among(turn.tx, [unit.id]):
        raise Refused(TOO_OLD)
    return await _page(turn, unit, period, page)


async def ways_to_others(turn: Turn, branch: Unit, period: Period) -> Rows:
    """The buttons from a branch's own standings to those of others."""
    beside = branch.parent_id
    if beside is not None:
        settings = await compared_by(turn.tx, ancestors(branch.path)[1:])
        beside = None if settings.standings_mode is StandingsMode.OFF else beside
    overseer = turn.known.is_owner or bool(turn.known.units_as(Role.ORGANISER))
    return reports.ways(turn.words, beside, period, overseer=overseer)


def is_open(known: Known, home: Unit | None, unit: Unit | None) -> bool:
    """Whether somebody may see how those below a unit compare: who oversees it, and the members of
    the branches right below. ``unit``: None for those at the top, which the owner oversees."""
    if unit is None:
        return known.is_owner
    return oversees(known, unit) or (home is not None and home.parent_id == unit.id)


async def page_of_units(
    tx: Transaction, words: Words, asking: Asking, now: datetime, defaults: Defaults
) -> Said:
    """The page itself."""
    known, home, unit = asking.known, asking.home, asking.unit
    found = await unit_standings(tx, unit, asking.period, now, defaults, home)
    above = known.is_owner if unit is None else oversees(known, unit)
    back = await _back(tx, asking, defaults) if above else home
    # Only who oversees a unit is led on below it.
    return reports.unit_standings_text(words, found, back, deeper=above, page=asking.page)


async def _first(turn: Turn, period: Period, page: int) -> Said | None:
    if turn.known.is_owner:
        top = await children(turn.tx, None)
        if len(top) != 1:
            return await _page(turn, None, period, page)
        own = list((await units(turn.tx, top, turn.defaults)).values())
    else:
        own = await held(turn, Role.ORGANISER)
    with_some = await parents_among(turn.tx, [each.id for each in own])
    own = [each for each in own if each.id in with_some]
    if not own:
        raise Refused(message("Below your unit there is nothing to compare yet."))
    if len(own) > 1:
        return reports.which_unit(turn.words, own, period)
    return await _page(turn, own[0], period, page)


async def _page(turn: Turn, unit: Unit | None, period: Period, page: int) -> Said | None:
    if await _is_dear(turn, unit):
        number = unit.id if unit else 0
        asked = {"unit": number, "period": period.value, "page": page}
        await leave_to_job(turn, STANDINGS_JOB, **asked)
        return None
    asking = Asking(turn.known, turn.home, unit, period, page)
    return await page_of_units(turn.tx, turn.words, asking, turn.now, turn.defaults)


async def _is_dear(turn: Turn, unit: Unit | None) -> bool:
    if unit is not None:
        tops: tuple[Unit, ...] = (unit,)
    else:
        ids = await children(turn.tx, None)
        tops = tuple((await units(turn.tx, ids, turn.defaults)).values())
    return await is_large(turn.tx, Scope(tops, local_day(turn.now, turn.defaults.time_zone)))


async def _back(tx: Transaction, asking: Asking, defaults: Defaults) -> Unit | None:
    """The unit above, if the speaker oversees that too; else the speaker's branch."""
    unit = asking.unit
    if unit is not None and unit.parent_id is not None:
        above = await unit_of(tx, unit.parent_id, defaults)
        if above is not None and oversees(asking.known, above):
            return above
    return asking.home
