"""Moments as the tables hold them: whole seconds since the epoch, UTC."""

import math
from datetime import UTC, datetime


def earliest(at: datetime) -> int:
    """The whole second that ``at`` falls in."""
    return math.floor(at.timestamp())


def latest(at: datetime) -> int:
    """The first whole second that is not before ``at``: for waits, which may not be cut short."""
    return math.ceil(at.timestamp())


def moment(seconds: int) -> datetime:
    """The moment kept as ``seconds``, aware, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
