"""Which overdue problems the day's reminder speaks of: on the first study day after they were due,
and then weekly, as of obligations."""

from collections.abc import Collection

from msgspec import Struct

from programme.duties.reminding import is_overdue_day
from programme.duties.unit_days import UnitDay
from storage import problems
from storage.database import Transaction
from storage.values.people import Known, Role, Unit
from storage.values.problems import Problem

READERS = (Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
"""Who is reminded of a unit's problems."""


class Late(Struct, frozen=True):
    """A problem that should have been solved by now."""

    unit: Unit
    problem: Problem


async def problems_late(
    tx: Transaction, days: Collection[UnitDay], known: Known | None = None
) -> list[Late]:
    """The overdue problems at these units that are spoken of on these days; with ``known``, at
    those that they look after."""
    read = None if known is None else known.units_as(*READERS)
    by_unit = {day.unit.id: day for day in days if read is None or day.unit.id in read}
    if not by_unit:
        return []
    last = max(day.window.today for day in by_unit.values())
    found = await problems.overdue(tx, list(by_unit), last)
    return [
        Late(by_unit[unit_id].unit, each)
        for unit_id, late in found.items()
        for each in late
        if each.due is not None
        and is_overdue_day(each.due, by_unit[unit_id].window, by_unit[unit_id].days_off)
    ]
