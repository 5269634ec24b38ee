"""What the reads of every batch share: several queries at once, and days parsed once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from storage.database import Transaction
from storage.driver import Statement


async def read_needed(
    tx: Transaction, *reads: tuple[Statement, Collection[Any], Mapping[str, Any]]
) -> Sequence[Sequence[Any]]:
    """The rows of these queries; none for one that has nothing to look for."""
    needed = [(statement, values) for statement, looked_for, values in reads if looked_for]
    found = iter(await tx.hot_reads(needed) if needed else ())
    return [next(found) if looked_for else () for _, looked_for, _ in reads]


def days_of(text: str) -> tuple[date, ...]:
    """The days of a list that a column keeps as text."""
    return tuple(day_of(each) for each in text.split(","))


_DAYS: dict[str, date] = {}


def day_of(text: str) -> date:
    """The day that a column keeps as text."""
    # The same few days come in every row of a batch: parsing each once is worth the dictionary.
    day = _DAYS.get(text)
    if day is None:
        if len(_DAYS) > 1000:
            _DAYS.clear()
        day = _DAYS[text] = date.fromisoformat(text)
    return day
