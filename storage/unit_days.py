"""Asking for the days of several branches at once."""

from collections.abc import Collection
from datetime import date
from typing import Any

from storage.values.people import UnitId


def named(unit_days: Collection[tuple[UnitId, date]]) -> dict[str, list[Any]]:
    """The values for ``among(unit_id, "units")`` and ``among(day, "days")``.

    A query with both finds a branch on another's day too: whoever asks leaves that out.
    """
    return {
        "units": list({unit for unit, _ in unit_days}),
        "days": list({day.isoformat() for _, day in unit_days}),
    }
