"""What waits below some units to be confirmed."""

from collections.abc import Collection
from datetime import datetime

from programme.calendar import local_day
from programme.duties.loading import load_matters
from programme.duties.standing import Standing
from programme.duties.viewing import awaiting, span_in_view, with_duties
from programme.duties.working_out import work_out
from storage.database import Transaction
from storage.duty_counts import waiting_below
from storage.units import Defaults, units
from storage.values.people import Unit, UnitId

_LOOKED_AT = 10
"""So many at once, those that were due first: while they are seen to, others follow."""


async def awaiting_below(
    tx: Transaction, roots: Collection[UnitId], now: datetime, defaults: Defaults
) -> list[tuple[Unit, Standing]]:
    """What awaits the units above at these units and all below, by due date: that of the units
    where what was due first waits. Where that is has been counted; how it stands is worked out."""
    at_top = await units(tx, list(roots), defaults)
    waiting = await waiting_below(tx, [unit.path for unit in at_top.values()], _LOOKED_AT)
    bound = await with_duties(tx, list((await units(tx, waiting, defaults)).values()))
    if not bound:
        return []
    spans = [span_in_view(local_day(now, unit.time_zone)) for unit in bound]
    first, last = min(begin for begin, _ in spans), max(end for _, end in spans)
    loaded = await load_matters(tx, bound, first, last, now)
    found = []
    for unit in bound:
        matters = loaded[unit.id]
        wanted = {duty.key for duty in matters.book.duties if duty.confirmed}
        found += [(unit, each) for each in awaiting(work_out(matters, first, last, wanted))]
    return sorted(found, key=lambda each: each[1].due)
