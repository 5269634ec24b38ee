"""Moments as the tables hold them: whole seconds since the epoch, UTC."""

import math
from datetime import UTC, date, datetime, timedelta


def earliest(at: datetime) -> int:
    """The whole second that ``at`` falls in."""
    return math.floor(at.timestamp())


def latest(at: datetime) -> int:
    """The first whole second that is not before ``at``: for waits, which may not be cut short."""
    return math.ceil(at.timestamp())


def moment(seconds: int) -> datetime:
    """The moment kept as ``seconds``, aware, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def days_between(first: date, last: date) -> list[str]:
    """The days from ``first`` to ``last`` as tables hold them; none when ``last`` is earlier."""
    return [(first + timedelta(n)).isoformat() for n in range((last - first).days + 1)]
