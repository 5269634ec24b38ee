"""Works a digest out: a few queries that add up for the units right below, whatever lies there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from programme.calendar import local_day, moment
from programme.comparing import SMALLEST
from programme.digest.asking import ByStudy, with_asked
from programme.digest.burden import minutes_a_week, minutes_of
from programme.digest.figures import (
    WEEK,
    Burden,
    Digest,
    Figures,
    Line,
    Named,
    Need,
    Needed,
    better,
    worst_first,
)
from storage import digest_needs, digest_sums
from storage.below import Tops
from storage.database import Transaction
from storage.digest_needs import Needing, Quiet
from storage.digest_sums import Around, DutySums, Size
from storage.people import count_members
from storage.units import Defaults, ancestors, children, units
from storage.values.people import BotId, Unit, UnitId
from storage.values.standings import Sums

NAMED = 30
"""So many units are named for one reason at most."""
_ALARMS = 5
_DAY = timedelta(days=1)


class Scope(Struct, frozen=True):
    """What a digest is of: one unit, or several, none of them below another; and its local day."""

    units: tuple[Unit, ...]
    day: date


class _Found(Struct, frozen=True):
    """What is known of the units of a scope, by the one right below it that it counts for."""

    tops: Tops
    around: Around
    sums: Mapping[tuple[UnitId, date], Sums]
    member_days: Mapping[str, ByStudy]
    sizes: Mapping[UnitId, Size]
    duties: Mapping[UnitId, DutySums]
    quiet: Quiet
    unreachable: Sequence[Needing]
    missed: Sequence[Needing]


def scope_of(overseen: Iterable[Unit], now: datetime) -> Scope:
    """The units that somebody oversees, without those below another of them, by the first's day."""
    listed = list({unit.id: unit for unit in overseen}.values())
    ids = {unit.id for unit in listed}
    roots = tuple(unit for unit in listed if not ids & set(ancestors(unit.path)[1:]))
    return Scope(roots, local_day(now, roots[0].time_zone))


async def tops_of(tx: Transaction, scope: Scope) -> Tops:
    """For which units a digest is summed up: those right below the one unit, and it itself; or the
    several units."""
    if len(scope.units) == 1:
        unit = scope.units[0]
        return Tops(await children(tx, unit.id), [unit.id])
    return Tops([unit.id for unit in scope.units])


async def work_out(
    tx: Transaction, bot_id: BotId, scope: Scope, now: datetime, defaults: Defaults
) -> Digest:
    """The digest of a scope: of the seven days before its day."""
    tops = await tops_of(tx, scope)
    found = await _found(tx, bot_id, tops, scope.day, defaults)
    first, last = scope.day - WEEK, scope.day - _DAY
    coming, newly = [
        await digest_needs.owing(tx, tops, found.around, NAMED, coming=each)
        for each in (True, False)
    ]
    alarms = await digest_needs.in_alarm(tx, tops, _ALARMS)
    silent = await _not_small(tx, found.quiet.silent, scope.day)
    back = await _not_small(tx, found.quiet.back, scope.day)
    some = (coming, newly, silent, back, found.unreachable, found.missed)
    names = await _names(
        tx, [*tops.all, *(n.unit_id for each in some for n in each[:NAMED])], defaults
    )
    lines = worst_first(_lines(found, first, names))
    total = sum((line.figures for line in lines), Figures())
    named = {
        Need.NEWLY: newly,
        Need.SILENT: silent,
        Need.UNREACHABLE: found.unreachable,
        Need.MISSED: found.missed,
        Need.COMING: coming,
    }
    return Digest(
        units=tuple(Named(unit.id, unit.name) for unit in scope.units),
        day=scope.day,
        total=total,
        lines=tuple(lines),
        days=_by_day(found.sums, first),
        needed=tuple(_needed(total, found, named, names, len(alarms))),
        better=better(
            [line for line in lines if not line.is_above],
            total,
            _named(back, names),
            0 if total.is_small else len(found.quiet.back),
        ),
        records=await _records(tx, tops, scope.day),
        without_group=await digest_sums.without_group(tx, bot_id, tops, scope.day),
        alarms=tuple(alarms),
        note=await digest_needs.note_worth_reading(tx, tops, first, last, SMALLEST),
        burden=await _burden(tx, bot_id, scope, found, total.size.members),
    )


async def figures_below(
    tx: Transaction, bot_id: BotId, scope: Scope, defaults: Defaults
) -> tuple[list[Line], Figures]:
    """The units right below, those that need somebody first, and all of it added up."""
    tops = await tops_of(tx, scope)
    found = await _found(tx, bot_id, tops, scope.day, defaults)
    names = await _names(tx, tops.all, defaults)
    lines = worst_first(_lines(found, scope.day - WEEK, names))
    return lines, sum((line.figures for line in lines), Figures())


async def figures_of(
    tx: Transaction, bot_id: BotId, tops: Tops, day: date, defaults: Defaults
) -> dict[UnitId, Figures]:
    """The figures of each of these units."""
    found = await _found(tx, bot_id, tops, day, defaults)
    lines = _lines(found, day - WEEK, {})
    return {line.unit_id: line.figures for line in lines}


async def silent_below(tx: Transaction, scope: Scope) -> list[UnitId]:
    """The branches in which nobody did anything for a week."""
    tops = await tops_of(tx, scope)
    found = await digest_needs.quiet(tx, tops, scope.day - WEEK, scope.day)
    return [each.unit_id for each in found.silent]


def around_day(day: date) -> Around:
    """A day with those a week away."""
    return Around(day.isoformat(), (day - WEEK).isoformat(), (day + WEEK).isoformat())


async def _found(
    tx: Transaction, bot_id: BotId, tops: Tops, day: date, defaults: Defaults
) -> _Found:
    first, last = day - WEEK, day - _DAY
    days = await digest_sums.days_summed(tx, tops, first - WEEK, last)
    asked = await with_asked(tx, days, first, defaults)
    return _Found(
        tops=tops,
        around=around_day(day),
        sums=asked.sums,
        member_days=asked.member_days,
        sizes=await digest_sums.sizes(tx, tops, day),
        duties=await digest_sums.duties_summed(tx, tops, around_day(day)),
        quiet=await digest_needs.quiet(tx, tops, first, day),
        unreachable=await digest_needs.unreachable(tx, bot_id, tops),
        missed=await digest_needs.missed(tx, bot_id, tops, first, last),
    )


def _lines(found: _Found, first: date, names: Mapping[UnitId, str]) -> list[Line]:
    week: dict[UnitId, Sums] = defaultdict(Sums)
    before: dict[UnitId, Sums] = defaultdict(Sums)
    for (top, day), sums in found.sums.items():
        which = week if day >= first else before
        which[top] += sums
    silent, lost, missed = (
        Counter(each.top for each in some)
        for some in (found.quiet.silent, found.unreachable, found.missed)
    )
    lines = []
    for top in found.tops.all:
        figures = Figures(
            size=found.sizes.get(top, Size()),
            week=week[top],
            before=before[top],
            duties=found.duties.get(top, DutySums()),
            silent=silent[top],
            unreachable=lost[top],
            missed=missed[top],
        )
        is_above = top in found.tops.alone
        if is_above and figures == Figures():
            continue
        days = tuple(found.sums.get((top, first + n * _DAY), Sums()) for n in range(7))
        lines.append(Line(top, names.get(top, ""), figures, days, is_above))
    return lines


def _by_day(sums: Mapping[tuple[UnitId, date], Sums], first: date) -> tuple[Sums, ...]:
    found: dict[date, Sums] = defaultdict(Sums)
    for (_, day), each in sums.items():
        found[day] += each
    return tuple(found[first + n * _DAY] for n in range(7))


def _needed(
    total: Figures,
    found: _Found,
    named: Mapping[Need, Sequence[Needing]],
    names: Mapping[UnitId, str],
    alarms: int,
) -> Iterable[Needed]:
    """What needs a person, the most urgent first; what is nothing is left out."""
    silent = 0 if total.is_small else len(found.quiet.silent)
    numbers = {
        Need.NEWLY: (total.duties.newly, None),
        Need.SILENT: (silent, silent),
        Need.UNREACHABLE: (len(found.unreachable), len(found.unreachable)),
        Need.MISSED: (sum(each.number for each in found.missed), len(found.missed)),
        Need.COMING: (total.duties.coming, None),
        Need.ALARM: (alarms, None),
    }
    for need in Need:
        number, units_ = numbers[need]
        if number:
            yield Needed(need, number, units_, _named(named.get(need, ()), names))


def _named(needing: Sequence[Needing], names: Mapping[UnitId, str]) -> tuple[Named, ...]:
    some = needing[:NAMED]
    return tuple(Named(n.unit_id, names[n.unit_id], n.number) for n in some if n.unit_id in names)


async def _not_small(tx: Transaction, needing: Sequence[Needing], day: date) -> list[Needing]:
    """Those that may be named for what their members did, or did not do: not those of a few."""
    some = needing[: 2 * NAMED]
    if not some:
        return []
    members = await count_members(tx, [each.unit_id for each in some], day)
    return [each for each in some if members[each.unit_id] >= SMALLEST]


async def _names(tx: Transaction, ids: Iterable[UnitId], defaults: Defaults) -> dict[UnitId, str]:
    found = await units(tx, list(dict.fromkeys(ids)), defaults)
    return {unit_id: unit.name for unit_id, unit in found.items()}


async def _records(tx: Transaction, tops: Tops, day: date) -> tuple[int, int]:
    found = await digest_sums.records_summed(tx, tops, day - 2 * WEEK, day - _DAY)
    week = sum(number for each, number in found.items() if each >= day - WEEK)
    return week, sum(found.values()) - week


async def _burden(
    tx: Transaction, bot_id: BotId, scope: Scope, found: _Found, members: int
) -> Burden:
    first, tops = scope.units[0], found.tops
    minutes = {key: await minutes_of(tx, key, first.language) for key in found.member_days}
    until = moment(scope.day, time(), first.time_zone)
    sent = await digest_sums.reminders_sent(tx, bot_id, tops, until - WEEK, until, scope.day)
    return Burden(minutes_a_week(found.member_days, minutes, members), sent)
