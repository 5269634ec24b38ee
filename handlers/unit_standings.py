"""Standings of units, in private: what somebody oversees, and the branches beside one's own."""

from handlers.gate import oversees
from handlers.member import TOO_OLD
from handlers.own_units import held
from handlers.turn import Turn
from programme.standings import Period
from programme.unit_standings import unit_standings
from reports import unit_standings as reports
from reports.said import Rows, Said
from storage.branch_settings import of_unit
from storage.rollup import parents_among
from storage.units import children, units
from storage.units import unit as unit_of
from storage.values.branches import StandingsMode
from storage.values.messages import Refused, message
from storage.values.people import Role, Unit, UnitId


async def units_compared(turn: Turn, number: int, period: Period) -> Said:
    """How the units right below one compare; for 0 that with which somebody begins who oversees
    units. Raises :class:`Refused` for a unit that is not open to the speaker."""
    if number == 0:
        return await _first(turn, period)
    unit = await unit_of(turn.tx, UnitId(number), turn.defaults)
    if unit is None or not (oversees(turn.known, unit) or _is_beside(turn, unit)):
        raise Refused(TOO_OLD)
    if not await parents_among(turn.tx, [unit.id]):
        raise Refused(TOO_OLD)
    return await _page(turn, unit, period)


async def ways_to_others(turn: Turn, branch: Unit, period: Period) -> Rows:
    """The buttons from a branch's own standings to those of others."""
    beside = branch.parent_id
    if beside is not None and (await of_unit(turn.tx, beside)).standings_mode is StandingsMode.OFF:
        beside = None
    overseer = turn.known.is_owner or bool(turn.known.units_as(Role.ORGANISER))
    return reports.ways(turn.words, beside, period, overseer=overseer)


def _is_beside(turn: Turn, unit: Unit) -> bool:
    """Whether a unit is the one right above the speaker's branch."""
    return turn.home is not None and turn.home.parent_id == unit.id


async def _first(turn: Turn, period: Period) -> Said:
    if turn.known.is_owner:
        top = await children(turn.tx, None)
        if len(top) != 1:
            return await _page(turn, None, period)
        own = list((await units(turn.tx, top, turn.defaults)).values())
    else:
        own = await held(turn, Role.ORGANISER)
    with_some = await parents_among(turn.tx, [each.id for each in own])
    own = [each for each in own if each.id in with_some]
    if not own:
        raise Refused(message("Below your unit there is nothing to compare yet."))
    if len(own) > 1:
        return reports.which_unit(turn.words, own, period)
    return await _page(turn, own[0], period)


async def _page(turn: Turn, unit: Unit | None, period: Period) -> Said:
    found = await unit_standings(turn.tx, unit, period, turn.now, turn.defaults, turn.home)
    above = turn.known.is_owner if unit is None else oversees(turn.known, unit)
    back = await _back(turn, unit) if above else turn.home
    # Only who oversees a unit is led on below it.
    return reports.unit_standings_text(turn.words, found, back, deeper=above)


async def _back(turn: Turn, unit: Unit | None) -> Unit | None:
    """The unit above, if the speaker oversees that too; else the speaker's branch."""
    if unit is not None and unit.parent_id is not None:
        above = await unit_of(turn.tx, unit.parent_id, turn.defaults)
        if above is not None and oversees(turn.known, above):
            return above
    return turn.home
