"""What a process feels while it works: how long its event loop keeps others waiting, its memory.

``python -m benchmarks.gauges`` does nothing until its input ends, and says what it felt: what is
the machine's own fault.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from array import array
from collections.abc import AsyncIterator, MutableSequence, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PROBE = 0.005
"""Seconds between two looks at the event loop."""

_MEMORY = Path("/proc/self/statm")


def _numbers() -> MutableSequence[float]:
    return array("d")


@dataclass(slots=True)
class Gauges:
    """At each look, how late the event loop was, in s, and the memory, in MB as ``before``."""

    before: float
    lags: MutableSequence[float] = field(default_factory=_numbers)
    memory: MutableSequence[float] = field(default_factory=_numbers)
    looked_at: float = field(default_factory=time.perf_counter)

    @property
    def growth(self) -> float:
        """How much more memory was needed than before, in MB."""
        return max(self.memory) - self.before

    @property
    def late_growth(self) -> float:
        """How much more of it was needed in the second half of the looks than in the first."""
        half = len(self.memory) // 2
        return max(self.memory[half:], default=0.0) - max(self.memory[:half], default=0.0)

    def look(self) -> None:
        """Note how late this look is, and the memory."""
        now = time.perf_counter()
        self.lags.append(max(0.0, now - self.looked_at - _PROBE))
        self.looked_at = now
        self.memory.append(_memory())

    def lag(self, share: float) -> float:
        """The lag in ms that ``share`` of all moments stay below; 1 gives the longest."""
        ranked = sorted(_felt(self.lags))
        return ranked[min(int(len(ranked) * share), len(ranked) - 1)] * 1000


@asynccontextmanager
async def gauged() -> AsyncIterator[Gauges]:
    """Measure this process and its event loop while the block runs."""
    gc.collect()
    gauges = Gauges(_memory())
    probing = asyncio.ensure_future(_probe(gauges))
    try:
        await asyncio.sleep(_PROBE)
        yield gauges
    finally:
        # A loop that stands still until the end has to be seen too.
        await asyncio.sleep(2 * _PROBE)
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)


async def _probe(gauges: Gauges) -> None:
    while True:
        await asyncio.sleep(_PROBE)
        gauges.look()


def _felt(lags: Sequence[float]) -> list[float]:
    """The lags with the looks that a standstill kept from being made: each would have waited for
    its end. Else a standstill of 15 s would count as one look among thousands."""
    felt = []
    for lag in lags:
        felt += [lag - _PROBE * missed for missed in range(max(1, round(lag / _PROBE)))]
    return felt


def _memory() -> float:
    """The memory that this process has now, in MB; where no file tells, the most it ever had."""
    if _MEMORY.exists():
        return int(_MEMORY.read_text().split()[1]) * resource.getpagesize() / 2**20
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


async def idle_beside() -> asyncio.subprocess.Process:
    """A process that does nothing until its input ends; it prints its lags' p99 and most, in ms."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.gauges"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def _idle() -> None:
    async with gauged() as gauges:
        await asyncio.to_thread(sys.stdin.read)
    print(json.dumps([gauges.lag(0.99), gauges.lag(1)]))


if __name__ == "__main__":
    asyncio.run(_idle())
