"""The one place that reads the clock.

Everything that asks for the time or waits for it (intake, outbox, pacer, leases, tick) asks a
:class:`Clock`, so the practice chat and the tests can give the time from outside.
"""

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when ``seconds`` have passed by this clock."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class AnchoredClock:
    """Time that runs ``speed`` times as fast as the machine's, through a given pair of moments.

    ``real`` and ``given`` are the pair: when the machine's clock showed ``real`` (seconds since
    the epoch), this one showed ``given``. Programs that share an anchor share the time, and a
    restart does not shift it.
    """

    def __init__(self, real: float, given: datetime, speed: float = 1.0) -> None:
        self._real = real
        self._given = given
        self._speed = speed

    def now(self) -> datetime:
        return self._given + timedelta(seconds=(time.time() - self._real) * self._speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self._speed)


class GivenClock:
    """Time that stands still until it is moved; sleepers wake in order as it passes them."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._sleepers, (due, next(self._order), waking))
        await waking

    def move_to(self, moment: datetime) -> None:
        """Set the time; it never goes back. Wakes whoever waited for a moment up to then."""
        self._now = max(self._now, moment.astimezone(UTC))
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _, _, waking = heapq.heappop(self._sleepers)
            if not waking.done():
                waking.set_result(None)

    def move(self, seconds: float) -> None:
        """Move the time on by ``seconds``."""
        self.move_to(self._now + timedelta(seconds=seconds))


class Stopwatch:
    """How long something takes, by the machine's own steady clock, whatever time it is given."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """The seconds since it was made."""
        return time.perf_counter() - self._began
