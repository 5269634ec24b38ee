"""Telegram's limits by the clock, and faults on request."""

from datetime import timedelta

import aiohttp
import pytest

from bot.clock import GivenClock
from bot.practice.faults import Fault
from bot.practice.limits import Gauge, Limits
from bot.practice.records import Chat
from bot.practice.refusals import Refused
from bot.practice.server import PracticeServer
from tests.practice.conftest import START, Caller

GROUP, PERSON = -5, 5


def taken(gauge: Gauge, chat_ids: list[int], seconds: float = 0.0) -> int:
    """How many of these messages are taken at one moment before the first refusal."""
    for number, chat_id in enumerate(chat_ids):
        try:
            gauge.count(chat_id, START + timedelta(seconds=seconds))
        except Refused:
            return number
    return len(chat_ids)


def test_thirty_at_once_over_all_chats_then_thirty_a_second() -> None:
    gauge = Gauge(Limits())
    assert taken(gauge, list(range(1, 100))) == 30
    assert taken(gauge, list(range(101, 200)), 0.5) == 15
    assert taken(gauge, list(range(201, 300)), 60) == 30


def test_one_chat_takes_a_short_burst_then_one_a_second() -> None:
    gauge = Gauge(Limits())
    assert taken(gauge, [PERSON] * 9) == 3
    assert taken(gauge, [PERSON] * 9, 0.9) == 0
    assert taken(gauge, [PERSON] * 9, 2) == 2


def test_one_group_takes_twenty_a_minute_and_says_how_long_to_wait() -> None:
    gauge = Gauge(Limits())
    for second in range(20):
        gauge.count(GROUP, START + timedelta(seconds=second))
    with pytest.raises(Refused) as refused:
        gauge.count(GROUP, START + timedelta(seconds=30))
    assert refused.value.parameters == {"retry_after": 30}
    assert refused.value.description == "Too Many Requests: retry after 30"
    assert taken(gauge, [GROUP] * 2, 60) == 1


def test_a_paid_broadcast_is_held_by_its_chats_only() -> None:
    gauge = Gauge(Limits())
    for chat_id in range(1, 100):
        gauge.count(chat_id, START, is_paid=True)
    assert taken(gauge, list(range(1, 100))) == 30
    gauge.count(1, START, is_paid=True)
    with pytest.raises(Refused):
        gauge.count(1, START, is_paid=True)


def test_limits_can_be_switched_off() -> None:
    assert taken(Gauge(Limits.off()), [GROUP] * 500) == 500


async def test_only_messages_are_counted(
    server: PracticeServer, call: Caller, group: Chat, clock: GivenClock
) -> None:
    server.gauge.limits = Limits(chat_at_once=1)
    sent = await call("sendMessage", chat_id=group.id, text="x")
    place = {"chat_id": group.id, "message_id": sent["result"]["message_id"]}
    edited = await call("editMessageText", **place, text="y")
    assert (edited["error_code"], edited["parameters"]) == (429, {"retry_after": 1})
    assert (await call("getChat", chat_id=group.id))["ok"]
    clock.move(1)
    assert (await call("editMessageText", **place, text="y"))["ok"]


async def test_refusing_once_for_one_method_and_chat(
    server: PracticeServer, call: Caller, group: Chat
) -> None:
    flood = Fault(
        "refuse",
        method="sendPoll",
        chat_id=group.id,
        code=429,
        description="Too Many Requests: retry after 7",
        parameters={"retry_after": 7},
    )
    server.faults.add(flood)
    assert (await call("sendMessage", chat_id=group.id, text="x"))["ok"]
    poll = {"chat_id": group.id, "question": "?", "options": ["a", "b"]}
    refused = await call("sendPoll", **poll)
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 7})
    assert (await call("sendPoll", **poll))["ok"]


@pytest.mark.parametrize(("kind", "is_done"), [("cut", False), ("lose", True)])
async def test_a_cut_connection_before_and_after(
    kind: str, is_done: bool, server: PracticeServer, call: Caller, group: Chat
) -> None:
    server.faults.add(Fault(kind, times=2))  # type: ignore[arg-type]
    before = len(server.messages(group))
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await call("sendMessage", chat_id=group.id, text="x")
    assert len(server.messages(group)) == before + 2 * is_done
    assert [each.status for each in server.calls] == [0, 0]
    assert len(server.faults) == 0


async def test_a_gateway_that_fails_and_one_that_babbles(
    server: PracticeServer, group: Chat, http: aiohttp.ClientSession
) -> None:
    url = f"{server.api_url}{server.token}/sendMessage"
    before = len(server.messages(group))
    server.faults.add(Fault("server_error"))
    async with http.post(url, json={"chat_id": group.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert len(server.messages(group)) == before
    server.faults.add(Fault("garbage"))
    async with http.post(url, json={"chat_id": group.id, "text": "x"}) as response:
        assert await response.read() == b'{"ok":tru'
    assert len(server.messages(group)) == before + 1


async def test_a_delay_by_the_clock(http: aiohttp.ClientSession) -> None:
    clock = _SleepingClock()
    async with PracticeServer(clock) as server:
        server.faults.add(Fault("delay", seconds=40))
        async with http.get(f"{server.api_url}{server.token}/getMe") as response:
            assert response.status == 200
    assert clock.slept == [40]


class _SleepingClock(GivenClock):
    """Passes the time at once and remembers how much was slept."""

    def __init__(self) -> None:
        super().__init__(START)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.move(seconds)
