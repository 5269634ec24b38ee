"""What is asked of members: how many of the three studies a day, by whose programme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from storage import programmes
from storage.database import Transaction
from storage.digest_sums import DaySums
from storage.units import Defaults, units
from storage.values.people import UnitId
from storage.values.programme_files import Timetable
from storage.values.standings import Sums

ByStudy = tuple[int, int, int]
"""Something of the morning's, the noon's and the evening's study."""
_NOTHING: ByStudy = (0, 0, 0)


class Asked(Struct, frozen=True):
    """What was done and asked for on each day, for each of some units; and on how many member-days
    from ``since`` on each programme, by its key, asked for each of the three studies."""

    sums: Mapping[tuple[UnitId, date], Sums]
    member_days: Mapping[str, ByStudy]


async def with_asked(
    tx: Transaction, found: Sequence[DaySums], since: date, defaults: Defaults
) -> Asked:
    """What was done, with what the programmes' newest timetables and the branches' own choices ask
    for."""
    at = await units(tx, list({each.follows or each.top for each in found}), defaults)
    keys = {unit_id: unit.programme_key or "" for unit_id, unit in at.items()}
    versions = await programmes.newest_versions(tx)
    tables = {key: version.settings.timetable for key, version in versions.items()}
    sums: dict[tuple[UnitId, date], Sums] = defaultdict(Sums)
    member_days: dict[str, ByStudy] = {}
    for each in found:
        key = keys[each.follows or each.top]
        days = asked_for(each, tables.get(key, Timetable()))
        sums[each.top, each.day] += replace(each.sums, asked=sum(days))
        if each.day >= since:
            morning, noon, evening = member_days.get(key, _NOTHING)
            member_days[key] = morning + days[0], noon + days[1], evening + days[2]
    return Asked(sums, member_days)


def asked_for(each: DaySums, table: Timetable) -> ByStudy:
    """On how many member-days each study of a timetable was asked for, but where branches do
    without it."""
    due, (morning, noon, evening) = each.sums.due, each.without
    return (
        due - morning if table.morning else 0,
        due - noon if table.noon else 0,
        due - evening if table.evening else 0,
    )
