"""A bell that wakes one waiting task, or a given time does."""

import asyncio

from bot.clock import Clock


class Bell:
    """Rings are remembered until somebody has waited for them; many count as one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits, or the next one to wait."""
        self._rung.set()

    async def wait(self, seconds: float | None = None) -> None:
        """Return when rung, or when ``seconds`` have passed by the clock; None waits for a ring."""
        if not self._rung.is_set():
            await self._listen(seconds)
        self._rung.clear()

    async def _listen(self, seconds: float | None) -> None:
        if seconds is None:
            await self._rung.wait()
            return
        waits = [
            asyncio.ensure_future(self._clock.sleep(seconds)),
            asyncio.ensure_future(self._rung.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
