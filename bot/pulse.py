"""Whether the parts that must never stand still still turn: for systemd's watchdog and /healthz.

Each part says, whenever it turns, within how many seconds it will turn again. So a part that waits
(for Telegram, for the database, for the night to pass) is alive, and one that hangs is not.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock

_GRACE = timedelta(seconds=60)
"""For a busy machine, or a database that keeps a transaction waiting."""


class Part(StrEnum):
    """What must turn."""

    INTAKE = "intake"
    OUTBOX = "outbox"
    SENDING = "sending"
    CLOCK = "clock"


class Pulse:
    """The beats of all parts. A part that has not begun to turn is not missed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[Part, datetime] = {}

    def beat(self, part: Part, within: float) -> None:
        """The part turns, and will do so again within so many seconds."""
        self._due[part] = self._clock.now() + timedelta(seconds=within) + _GRACE

    def rest(self, part: Part) -> None:
        """The part has nothing to do until somebody comes."""
        self._due.pop(part, None)

    def silent(self) -> list[Part]:
        """The parts that have not turned when they should have."""
        now = self._clock.now()
        return [part for part, due in self._due.items() if due < now]
