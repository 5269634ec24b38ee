"""Since when the duties of its programme hold at a unit.

A unit that is new owes from its day on what its programme asks. One that changes its programme does
so with the next local day, as with what it studies. What fell due while it followed another one is
not asked for; going back to the one before brings back what was owed then.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from programme.calendar import local_day
from storage.database import Transaction
from storage.unit_programmes import Followed, follow, followed
from storage.values.people import Unit, UnitId

Span = tuple[date, date]
"""A first and a last day."""


async def note_programmes(
    tx: Transaction,
    before: Mapping[UnitId, Unit],
    after: Mapping[UnitId, Unit],
    now: datetime,
) -> None:
    """Keep since when the units follow another programme than before; ``before``: units that are
    not in it are new."""
    moved = [unit for unit in after.values() if _programme(before.get(unit.id)) != _programme(unit)]
    known = await followed(tx, [unit.id for unit in moved])
    changes = []
    for unit in moved:
        old, today = _programme(before.get(unit.id)), local_day(now, unit.time_zone)
        if old and unit.id not in known:
            changes.append(Followed(unit.id, date.min, old))
        since = today + timedelta(days=1) if old else today
        if key := _programme(unit):
            changes.append(Followed(unit.id, since, key))
    await follow(tx, changes)


def days_elsewhere(known: Sequence[Followed], programme_key: str | None) -> Sequence[Span]:
    """The days on which another programme than this held at a unit, or none did; ``known``: what it
    has followed since when, the earliest first."""
    if not known:
        return ()
    first = known[0].since
    found = [(date.min, first - timedelta(days=1))] if first > date.min else []
    ends = [*(each.since - timedelta(days=1) for each in known[1:]), date.max]
    spans = zip(known, ends, strict=True)
    return (*found, *((one.since, end) for one, end in spans if one.programme_key != programme_key))


def _programme(unit: Unit | None) -> str | None:
    return unit.programme_key if unit else None
