"""How the units right below one compare: loading it."""

from datetime import date, datetime

from msgspec import Struct

from programme.calendar import local_day
from programme.comparing import Comparison, Side, compare
from programme.standings import CALENDAR, Days, Period, same_part_before, until_today
from storage import branch_settings, programmes
from storage.branch_days import first_day_of
from storage.database import Transaction
from storage.rollup import first_day, members_of, parents_among, sums_of
from storage.units import Defaults, ancestors, children, units
from storage.values.branches import StandingsMode
from storage.values.people import Unit
from storage.values.standings import Sums

STANDINGS_JOB = "standings"
"""The kind of job that compares many units. Payload: ``chat``, ``language``, ``key``, ``unit`` (0:
those at the top), ``period``, ``page``, and ``message``: the one that it takes the place of, or
None."""


class UnitStandings(Struct, frozen=True):
    """How the units right below ``unit`` compare in a period; None: those at the top.

    ``own`` is that one of them which the reader belongs to, ``before`` what was done there in the
    same part of the period before, where there is one. ``deeper`` are those that have units below
    them again, in the order of their codes: where each stands they don't tell.
    """

    unit: Unit | None
    period: Period
    mode: StandingsMode
    comparison: Comparison
    own: Side | None = None
    before: Sums | None = None
    deeper: tuple[Unit, ...] = ()


async def campaign_begun(tx: Transaction, unit: Unit | None, *, is_branch: bool) -> date | None:
    """The first day of the campaign: the programme's start; where it has none a branch's own first
    day, and for units the first of all. None: not yet."""
    key = unit.programme_key if unit else None
    version = await programmes.newest_version(tx, key) if key else None
    if version is not None and version.settings.start is not None:
        return version.settings.start
    return await first_day_of(tx, unit.id) if unit and is_branch else await first_day(tx)


async def unit_standings(
    tx: Transaction,
    unit: Unit | None,
    period: Period,
    now: datetime,
    defaults: Defaults,
    home: Unit | None = None,
) -> UnitStandings:
    """How the units below one compare up to its today; ``home`` is the reader's branch."""
    today = local_day(now, unit.time_zone if unit else defaults.time_zone)
    begun = None
    if period is Period.CAMPAIGN:
        begun = await campaign_begun(tx, unit, is_branch=False)
    days = until_today(period, today, begun)
    below = await units(tx, await children(tx, unit.id if unit else None), defaults)
    there = [each for each in below.values() if each.until is None or each.until >= days.first]
    settings = await branch_settings.compared_by(tx, ancestors(unit.path) if unit else ())
    inner = await parents_among(tx, list(below))
    sides = await _sides(tx, there, days, today)
    line = ancestors(home.path) if home else ()
    own = next((each for each in sides if each.unit_id in line), None)
    return UnitStandings(
        unit=unit,
        period=period,
        mode=settings.standings_mode,
        comparison=compare(sides, by_size=settings.by_size),
        own=own,
        before=await _before(tx, own, period, today),
        deeper=tuple(each for each in there if each.id in inner),
    )


async def _sides(tx: Transaction, below: list[Unit], days: Days, today: date) -> list[Side]:
    ids = [each.id for each in below]
    done = await sums_of(tx, ids, days.first, days.last)
    members = await members_of(tx, ids, today)
    return [Side(each.id, each.name, done[each.id], members[each.id]) for each in below]


async def _before(tx: Transaction, own: Side | None, period: Period, today: date) -> Sums | None:
    if own is None or period not in CALENDAR:
        return None
    days = same_part_before(period, today)
    return (await sums_of(tx, [own.unit_id], days.first, days.last))[own.unit_id]
