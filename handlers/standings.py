"""/standings: a branch's week, month and year."""

from collections.abc import Sequence

from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.turn import Turn
from programme.calendar import local_day
from programme.standings import Period, place_of, same_part_before, table, until_today
from reports.said import Said
from reports.standings import Own, standings_text
from storage import deeds
from storage.standings import standings
from storage.values.messages import Refused
from storage.values.people import Unit
from storage.values.standings import Standing


async def show_standings(turn: Turn) -> None:
    """Answer /standings with the running week."""
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
    today = local_day(turn.now, unit.time_zone)
    days = until_today(period, today)
    branch = await standings(turn.tx, unit.id, days.first, days.last)
    own = await _own(turn, branch, unit, period) if turn.in_private else None
    return standings_text(turn.words, unit.id, unit.name, period, table(branch), own)


async def _own(turn: Turn, branch: Sequence[Standing], unit: Unit, period: Period) -> Own | None:
    if turn.doer is None:
        return None
    person = turn.doer.person.id
    today = local_day(turn.now, unit.time_zone)
    days, before = until_today(period, today), same_part_before(period, today)
    now = await deeds.totals(turn.tx, person, days.first, days.last)
    then = await deeds.totals(turn.tx, person, before.first, before.last)
    return Own(place_of(branch, person), now.points, then.points)
