"""The broadcast's two sides, small: every group gets its text, and the table says so. No times:
those are the benchmark's own affair."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.broadcast import send
from benchmarks.gauges import Gauges

ROOT = Path(__file__).parents[2]


def test_both_sides_reach_every_group_and_only_the_part_asked_for_is_shown() -> None:
    command = [sys.executable, "-m", "benchmarks", "--only", "broadcast", "--groups", "3"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    # Nobody was stopped: the first row would say so.
    assert "| broadcast to 3 groups: share of 30 a second |" in done.stdout
    assert "| … refusals | 0 | 0 |" in done.stdout
    assert "| … groups not reached | 0 | 0 |" in done.stdout
    assert "answers a second" not in done.stdout


async def test_what_does_not_end_is_stopped_and_told_of() -> None:
    sent = await send("stock", 300, most=1)
    assert sent.stopped == 1
    assert sent.lost > 0


def test_a_standstill_counts_for_as_long_as_it_lasts() -> None:
    # Nine looks in time, and one after a standstill of a second, in which 200 were missed.
    gauges = Gauges(0, lags=[0.0] * 9 + [1.0])
    assert gauges.lag(1) == pytest.approx(1000)
    assert gauges.lag(0.5) == pytest.approx(475, abs=10)


def test_memory_that_is_taken_at_the_beginning_and_kept_is_flat() -> None:
    gauges = Gauges(100, memory=[110, 120, 120, 120])
    assert (gauges.growth, gauges.late_growth) == (20, 0)
