"""The few words to systemd, over a real datagram socket."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import GivenClock
from bot.pulse import Part, Pulse
from bot.service_manager import ServiceManager


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        yield listening


def heard(ear: socket.socket) -> list[str]:
    """All that was said since the last time."""
    said = []
    while True:
        try:
            said.append(ear.recv(1000).decode())
        except BlockingIOError:
            return said


def manager(ear: socket.socket, clock: GivenClock, watchdog: float | None) -> ServiceManager:
    return ServiceManager(ear.getsockname(), watchdog, clock)


async def pass_by(clock: GivenClock, seconds: float) -> None:
    clock.move(seconds)
    for _ in range(5):
        await asyncio.sleep(0)


async def test_start_work_and_end_are_told(ear: socket.socket, clock: GivenClock) -> None:
    told = manager(ear, clock, None)
    told.is_at("Starting")
    told.is_at("At work", ready=True)
    told.stops()
    await told.keep_alive()
    assert heard(ear) == [
        "STATUS=Starting",
        "READY=1\nSTATUS=At work",
        "STOPPING=1\nSTATUS=Stopping",
    ]


async def test_it_lives_while_all_parts_turn(ear: socket.socket, clock: GivenClock) -> None:
    told = manager(ear, clock, 180)
    living = asyncio.ensure_future(told.keep_alive())
    await pass_by(clock, 0)
    assert heard(ear) == ["WATCHDOG=1"]
    told.pulse = pulse = Pulse(clock)
    pulse.beat(Part.INTAKE, 30)
    pulse.beat(Part.OUTBOX, 600)
    await pass_by(clock, 60)
    assert heard(ear) == ["WATCHDOG=1"]
    # The intake should have turned after 30 seconds, and a minute's grace has passed, too.
    for _ in range(4):
        await pass_by(clock, 60)
    assert heard(ear) == []
    pulse.beat(Part.INTAKE, 30)
    await pass_by(clock, 60)
    assert heard(ear) == ["WATCHDOG=1"]
    living.cancel()
    await asyncio.wait([living])


def test_a_part_that_waits_for_somebody_is_not_missed(clock: GivenClock) -> None:
    pulse = Pulse(clock)
    pulse.beat(Part.SENDING, 10)
    pulse.rest(Part.SENDING)
    clock.move(1000)
    assert pulse.silent() == []


async def test_an_abstract_socket_is_known_by_its_sign(clock: GivenClock) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("")
        listening.setblocking(False)
        name = listening.getsockname().decode()
        ServiceManager("@" + name[1:], None, clock).is_at("Starting")
        assert heard(listening) == ["STATUS=Starting"]


@pytest.mark.parametrize("address", [None, "/nowhere/at/all"])
async def test_where_nobody_listens_nothing_happens(address: str | None, clock: GivenClock) -> None:
    ServiceManager(address, None, clock).is_at("At work", ready=True)
