"""Taking what Telegram brings: batches, trouble, and the end."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.addresses import Webhook
from bot.batcher import Batcher
from bot.clock import GivenClock
from bot.doors.web_intake import WebIntake
from bot.intake import REFUSED
from bot.pulse import Part, Pulse
from storage.values.messages import BadInput

HOOK = Webhook("https://bot.example.org/telegram", "secret")


def raw(number: int) -> bytes:
    return json.dumps({"update_id": number}).encode()


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


@dataclass
class Store:
    """Takes batches when it is let, or fails once."""

    batches: list[list[int]] = field(default_factory=list)
    adoptions: int = 0
    errors: deque[Exception] = field(default_factory=deque)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, raws: Sequence[bytes]) -> None:
        await self.free.wait()
        if self.errors:
            raise self.errors.popleft()
        self.batches.append([json.loads(each)["update_id"] for each in raws])

    async def adopt(self) -> int:
        self.adoptions += 1
        return 0


@dataclass
class Telegram:
    """Answers questions about the webhook."""

    errors: deque[Exception] = field(default_factory=deque)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    waiting: int = 0
    failed: tuple[datetime, str] | None = None
    refuses: bool = False
    asked: int = 0

    async def set_webhook(self, url: str, **more: Any) -> bool:
        if self.errors:
            raise self.errors.popleft()
        self.url = url
        self.hooks.append(more)
        return True

    async def get_webhook_info(self) -> WebhookInfo:
        self.asked += 1
        if self.errors:
            raise self.errors.popleft()
        when, why = self.failed or (None, None)
        return WebhookInfo(self.url, False, self.waiting, when, why)

    async def get_me(self) -> None:
        if self.refuses:
            raise InvalidToken


@dataclass
class Line:
    clock: GivenClock
    telegram: Telegram = field(default_factory=Telegram)
    store: Store = field(default_factory=Store)
    rung: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.clock)
        self.intake = WebIntake(
            cast(Bot, self.telegram),
            HOOK,
            cast(Batcher, self.store),
            self.clock,
            lambda: self.rung.append(None),
            self.pulse,
        )
        self.store.free.set()

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, and all that then can happen happen."""
        await quiet()
        self.clock.move(seconds)
        await quiet()


async def quiet() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


@pytest.fixture
async def line(clock: GivenClock) -> Line:
    return Line(clock)


@pytest.fixture
async def running(line: Line) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.ensure_future(line.intake.run())
    await quiet()
    yield task
    task.cancel()
    await asyncio.wait([task])


async def test_many_requests_become_one_batch_in_order(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.store.free.clear()
    first = asyncio.ensure_future(line.intake.take(raw(1)))
    await quiet()
    # While the first is written, a hundred and twenty come.
    others = [asyncio.ensure_future(line.intake.take(raw(n))) for n in range(121, 1, -1)]
    await quiet()
    assert not first.done() and line.store.batches == []
    line.store.free.set()
    assert await asyncio.gather(first, *others) == [True] * 121
    assert [len(batch) for batch in line.store.batches] == [1, 100, 20]
    assert all(batch == sorted(batch) for batch in line.store.batches)


async def test_what_could_not_be_stored_is_to_be_brought_again(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.store.errors.append(busy())
    assert not await line.intake.take(raw(1))
    assert not running.done()
    again = asyncio.ensure_future(line.intake.take(raw(1)))
    await line.pass_by(1)
    assert await again
    assert line.store.batches == [[1]]


async def test_a_fault_of_ours_ends_the_work_and_is_not_confirmed(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.store.errors.append(ZeroDivisionError())
    assert not await line.intake.take(raw(1))
    await asyncio.wait([running])
    assert isinstance(running.exception(), ZeroDivisionError)


async def test_at_the_end_what_has_come_is_stored_and_no_more_is_taken(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.store.free.clear()
    under_way = [asyncio.ensure_future(line.intake.take(raw(n))) for n in (1, 2)]
    await quiet()
    running.cancel()
    await quiet()
    assert not running.done()
    assert not await line.intake.take(raw(3))
    line.store.free.set()
    assert await asyncio.gather(*under_way) == [True, True]
    await asyncio.wait([running])
    assert running.cancelled() and line.store.batches == [[1, 2]]


async def test_parked_votes_are_looked_at_without_any_update(
    line: Line, running: asyncio.Task[None]
) -> None:
    before = line.store.adoptions
    await line.pass_by(5)
    assert line.store.adoptions > before


async def test_it_is_counted_until_telegram_said_that_nothing_waits(
    line: Line, running: asyncio.Task[None]
) -> None:
    began = line.clock.now()
    assert line.intake.counted_until == began and line.rung
    line.telegram.waiting = 2
    await line.pass_by(5)
    assert line.intake.counted_until == began
    for number in (1, 2):
        await line.intake.take(raw(number))
    assert line.intake.counted_until == began + timedelta(seconds=5)


async def test_a_webhook_that_somebody_took_is_set_again(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.telegram.url = "https://other.example.org"
    await line.pass_by(5)
    assert line.telegram.url == HOOK.url and len(line.telegram.hooks) == 2


@pytest.mark.parametrize("error", [NetworkError("x"), BadRequest("bad webhook"), InvalidToken()])
async def test_trouble_in_setting_it_is_waited_out(clock: GivenClock, error: Exception) -> None:
    line = Line(clock, Telegram(errors=deque([error, RetryAfter(7)])))
    task = asyncio.ensure_future(line.intake.run())
    await line.pass_by(1)
    assert line.telegram.hooks == []
    await line.pass_by(7)
    assert len(line.telegram.hooks) == 1
    task.cancel()
    await asyncio.wait([task])


async def test_a_refused_token_ends_it(clock: GivenClock) -> None:
    line = Line(clock, Telegram(errors=deque([InvalidToken()]), refuses=True))
    with pytest.raises(BadInput) as refused:
        await line.intake.run()
    assert refused.value.said == REFUSED


async def test_it_says_when_telegram_can_not_come_in(
    line: Line, running: asyncio.Task[None]
) -> None:
    assert line.intake.condition().is_well
    line.telegram.waiting = 4
    line.telegram.failed = (line.clock.now(), "Connection refused")
    await line.pass_by(5)
    told = line.intake.condition()
    assert "Connection refused" in told.what and "4 wait" in told.what
    assert "SANXUE_WEBHOOK_URL" in told.do
    # Long ago, and nothing waits any more.
    line.telegram.waiting = 0
    await line.pass_by(5)
    assert line.intake.condition().is_well


async def test_it_says_when_telegram_does_not_answer(
    line: Line, running: asyncio.Task[None]
) -> None:
    line.telegram.errors.extend([NetworkError("x")] * 50)
    for _ in range(7):
        await line.pass_by(10)
    assert "could not be asked" in line.intake.condition().what
    # It waits, and does not hang.
    assert line.pulse.silent() == []


async def test_one_that_hangs_is_found_out(line: Line, running: asyncio.Task[None]) -> None:
    line.store.free.clear()
    hanging = asyncio.ensure_future(line.intake.take(raw(1)))
    await line.pass_by(60)
    assert line.pulse.silent() == []
    await line.pass_by(61)
    assert line.pulse.silent() == [Part.INTAKE]
    line.store.free.set()
    assert await hanging
