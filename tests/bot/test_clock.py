"""Clocks: the machine's, one that runs faster, and one that is moved by hand."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bell import Bell
from bot.clock import AnchoredClock, GivenClock, SystemClock

START = datetime(2026, 5, 20, 7, tzinfo=UTC)


async def test_the_machines_own_clock() -> None:
    before = datetime.now(UTC)
    found = SystemClock().now()
    assert before <= found <= datetime.now(UTC)
    # A sleep of no time: that it is passed on is all there is to see without waiting.
    await SystemClock().sleep(0)


def test_an_anchored_clock_runs_through_its_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = AnchoredClock(1000.0, START, 60.0)
    for real, shown in ((1000.0, 0), (1001.0, 60), (999.5, -30), (1060.0, 3600)):
        monkeypatch.setattr("bot.clock.time.time", lambda real=real: real)
        assert clock.now() == START + timedelta(seconds=shown)


async def test_an_anchored_clock_sleeps_by_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.clock.asyncio.sleep", sleep)
    for seconds in (60, 0, -5):
        await AnchoredClock(1000.0, START, 60.0).sleep(seconds)
    assert slept == [1.0, 0.0, 0.0]


async def sleepers(clock: GivenClock, *waits: float) -> list[float]:
    """Let some sleep; whoever wakes is noted."""
    woken: list[float] = []

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    for seconds in waits:
        _TASKS.add(asyncio.ensure_future(sleep(seconds)))
    await turn()
    return woken


_TASKS: set[asyncio.Future[None]] = set()


async def turn() -> None:
    """Let everybody who is awake go on; no time passes: each ``sleep(0)`` is a turn of the loop."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_a_given_clock_wakes_sleepers_in_the_order_of_their_time() -> None:
    clock = GivenClock(START)
    woken = await sleepers(clock, 30, 10, 20, 0, -1)
    assert woken == [0, -1]
    clock.move(9.9)
    await turn()
    assert len(woken) == 2
    clock.move(10.1)
    await turn()
    assert woken[2:] == [10, 20]
    clock.move(3600)
    await turn()
    assert woken[4:] == [30]
    assert clock.now() == START + timedelta(seconds=3620)


async def test_a_sleeper_who_was_cancelled_disturbs_nobody() -> None:
    clock = GivenClock(START)
    cancelled = asyncio.ensure_future(clock.sleep(5))
    woken = await sleepers(clock, 6)
    cancelled.cancel()
    await turn()
    clock.move(10)
    await turn()
    assert cancelled.cancelled() and woken == [6]


@given(st.lists(st.integers(-100_000, 100_000), max_size=10))
def test_a_given_clock_never_goes_back(moves: list[int]) -> None:
    clock = GivenClock(START.astimezone(ZoneInfo("Asia/Shanghai")))
    shown = [clock.now()]
    for seconds in moves:
        clock.move_to(START + timedelta(seconds=seconds))
        shown.append(clock.now())
    assert all(one <= two for one, two in pairwise(shown))
    assert {each.tzinfo for each in shown} == {UTC}


@pytest.mark.parametrize(
    "wake", [lambda clock, bell: bell.ring(), lambda clock, bell: clock.move(5)]
)
async def test_a_bell_wakes_by_a_ring_or_by_the_time(
    wake: Callable[[GivenClock, Bell], None],
) -> None:
    clock = GivenClock(START)
    bell = Bell(clock)
    waiting = asyncio.ensure_future(bell.wait(5))
    await turn()
    assert not waiting.done()
    wake(clock, bell)
    await asyncio.wait_for(waiting, 5)


async def test_rings_are_remembered_and_many_are_one() -> None:
    bell = Bell(GivenClock(START))
    bell.ring()
    bell.ring()
    await asyncio.wait_for(bell.wait(), 5)
    waiting = asyncio.ensure_future(bell.wait())
    await turn()
    assert not waiting.done()
    bell.ring()
    await asyncio.wait_for(waiting, 5)
