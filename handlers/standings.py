"""/standings: a branch's week, month, year and campaign; in private also how the units compare that
one oversees, and the branches beside one's own."""

from collections.abc import Sequence

from handlers.gate import Command, require
from handlers.member import button_parts, is_number
from handlers.turn import Turn
from handlers.unit_standings import TOO_OLD, units_compared, ways_to_others
from programme.bands import bands
from programme.calendar import local_day
from programme.small_groups import is_small
from programme.standings import (
    CALENDAR,
    Days,
    Period,
    place_of,
    same_part_before,
    still_here,
    table,
    until_today,
)
from programme.unit_standings import campaign_begun
from reports import standings as reports
from reports.digest.tree import coming
from reports.said import Said
from reports.standings import Own
from storage import deeds
from storage.branch_settings import of_unit
from storage.standings import standings, study_days
from storage.values.branches import StandingsMode
from storage.values.messages import Refused
from storage.values.people import Unit
from storage.values.standings import Standing


async def show_standings(turn: Turn) -> None:
    """Answer /standings with the running week, in the way that the branch has chosen."""
    require(turn, Command.STANDINGS)
    unit = _unit(turn)
    if unit is None:
        turn.reply(await units_compared(turn, 0, Period.WEEK) or coming(turn.own_words))
    else:
        turn.reply(await _said(turn, unit, Period.WEEK))


async def other_period(turn: Turn) -> None:
    """Show another period, or other units, in place of this one: a tap on
    ``standings:<period>:<unit>``, with ``:<page>`` for further ways below."""
    require(turn, Command.STANDINGS)
    unit = _unit(turn)
    match button_parts(turn)[1:]:
        case [name, number]:
            page = "0"
        case [name, number, page]:
            pass
        case _:
            raise Refused(TOO_OLD)
    if name not in set(Period) or not (is_number(number) and is_number(page)):
        raise Refused(TOO_OLD)
    if unit is not None and int(number) == unit.id:
        turn.edit(await _said(turn, unit, Period(name)))
    elif turn.in_private:
        said = await units_compared(turn, int(number), Period(name), int(page))
        if said is not None:
            turn.edit(said)
    else:
        # A forwarded or forged button must not open another branch's standings.
        raise Refused(TOO_OLD)


def _unit(turn: Turn) -> Unit | None:
    """The branch whose standings are the first to be shown; None for who is at home in none."""
    return turn.home if turn.in_private else turn.group


async def _said(turn: Turn, unit: Unit, period: Period) -> Said:
    mode = (await of_unit(turn.tx, unit.id)).standings_mode
    if mode is StandingsMode.OFF:
        return reports.without_standings(turn.words)
    days = await _days(turn, unit, period)
    branch = await standings(turn.tx, unit.id, days.first, days.last)
    small = is_small(still_here(branch))
    ranks = mode is StandingsMode.RANKED and not small
    own = await _own(turn, branch, unit, period, ranks) if turn.in_private else None
    if mode is StandingsMode.SELF:
        lines = reports.each_alone(turn.words, in_private=turn.in_private)
    elif small:
        lines = reports.few(turn.words)
    elif mode is StandingsMode.BANDS:
        possible = await study_days(turn.tx, unit.id, days.first, days.last)
        lines = reports.banded(turn.words, bands(branch, possible))
    else:
        lines = reports.ranked(turn.words, table(branch))
    beside = await ways_to_others(turn, unit, period) if turn.in_private else ()
    return reports.standings_text(turn.words, unit.id, unit.name, period, lines, own, beside)


async def _days(turn: Turn, unit: Unit, period: Period) -> Days:
    begun = None
    if period is Period.CAMPAIGN:
        begun = await campaign_begun(turn.tx, unit, is_branch=True)
    return until_today(period, local_day(turn.now, unit.time_zone), begun)


async def _own(
    turn: Turn, branch: Sequence[Standing], unit: Unit, period: Period, ranks: bool
) -> Own | None:
    """``ranks``: whether one's own place is told; where nobody is ranked, nobody has one."""
    if turn.doer is None:
        return None
    person = turn.doer.person.id
    days = await _days(turn, unit, period)
    now = await deeds.totals(turn.tx, person, days.first, days.last)
    placed = place_of(branch, person) if ranks else None
    if period not in CALENDAR:
        return Own(placed, now.points, None)
    before = same_part_before(period, days.last)
    then = await deeds.totals(turn.tx, person, before.first, before.last)
    return Own(placed, now.points, then.points)
