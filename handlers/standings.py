"""/standings: a branch's week, month and year."""

from collections.abc import Sequence

from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.turn import Turn
from programme.bands import bands
from programme.calendar import local_day
from programme.small_groups import is_small
from programme.standings import (
    Period,
    place_of,
    same_part_before,
    still_here,
    table,
    until_today,
)
from reports import standings as reports
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
    turn.reply(await _said(turn, _unit(turn), Period.WEEK))


async def other_period(turn: Turn) -> None:
    """Show another period in place of this one (button ``standings:<period>:<unit>``)."""
    require(turn, Command.STANDINGS)
    unit = _unit(turn)
    _, name, last = [*button_parts(turn), "", ""][:3]
    # A forwarded or forged button must not open another branch's standings.
    if name not in set(Period) or not is_number(last) or int(last) != unit.id:
        raise Refused(TOO_OLD)
    turn.edit(await _said(turn, unit, Period(name)))


def _unit(turn: Turn) -> Unit:
    unit = turn.home if turn.in_private else turn.group
    assert unit is not None
    return unit


async def _said(turn: Turn, unit: Unit, period: Period) -> Said:
    mode = (await of_unit(turn.tx, unit.id)).standings_mode
    if mode is StandingsMode.OFF:
        return reports.without_standings(turn.words)
    days = until_today(period, local_day(turn.now, unit.time_zone))
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
    return reports.standings_text(turn.words, unit.id, unit.name, period, lines, own)


async def _own(
    turn: Turn, branch: Sequence[Standing], unit: Unit, period: Period, ranks: bool
) -> Own | None:
    """``ranks``: whether one's own place is told; where nobody is ranked, nobody has one."""
    if turn.doer is None:
        return None
    person = turn.doer.person.id
    today = local_day(turn.now, unit.time_zone)
    days, before = until_today(period, today), same_part_before(period, today)
    now = await deeds.totals(turn.tx, person, days.first, days.last)
    then = await deeds.totals(turn.tx, person, before.first, before.last)
    placed = place_of(branch, person) if ranks else None
    return Own(placed, now.points, then.points)
