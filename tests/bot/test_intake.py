"""Intake: an update is confirmed only when it is stored, and trouble is survived."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.batcher import Batcher
from bot.clock import GivenClock
from bot.decoding import Unreadable
from bot.intake import Intake
from bot.kinds import ALLOWED_UPDATES
from bot.pulse import Part, Pulse
from storage.values.messages import BadInput

MINUTE = timedelta(minutes=1)


def answer(*numbers: int) -> bytes:
    """What Telegram answers with updates of these numbers."""
    updates = [{"update_id": number} for number in numbers]
    return json.dumps({"ok": True, "result": updates}).encode()


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


class Nothing(Exception):
    """The script is at its end."""


@dataclass
class Telegram:
    """Answers requests from a script: bytes, or an exception to be raised."""

    script: deque[bytes | Exception]
    asked: list[dict[str, str]] = field(default_factory=list)
    during: Callable[[], None] = lambda: None
    refuses_the_token: bool = False

    async def retrieve(self, url: str, read_timeout: float) -> bytes:
        parts = urlsplit(url)
        if parts.path == "/botTOKEN/getMe":
            if self.refuses_the_token:
                raise InvalidToken
            return b"{}"
        assert parts.path == "/botTOKEN/getUpdates"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert read_timeout > int(asked["timeout"])
        self.asked.append(asked)
        self.during()
        if not self.script:
            raise Nothing
        told = self.script.popleft()
        if isinstance(told, Exception):
            raise told
        return told

    @property
    def offsets(self) -> list[str | None]:
        return [each.get("offset") for each in self.asked]

    @property
    def limits(self) -> list[str]:
        return [each["limit"] for each in self.asked]


@dataclass
class Store:
    """Takes batches, or fails once."""

    batches: list[list[int]] = field(default_factory=list)
    buried: list[int | None] = field(default_factory=list)
    adoptions: int = 0
    errors: deque[Exception] = field(default_factory=deque)

    async def handle(self, raws: Sequence[bytes]) -> None:
        if self.errors:
            raise self.errors.popleft()
        self.batches.append([json.loads(raw).get("update_id") for raw in raws])

    async def bury(self, raw: bytes, error: Exception, number: int | None) -> None:
        self.buried.append(number)

    async def adopt(self) -> int:
        self.adoptions += 1
        return 0


@dataclass
class Line:
    """An intake between a scripted Telegram and a store."""

    clock: GivenClock
    telegram: Telegram
    store: Store = field(default_factory=Store)
    rung: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.clock)
        self.intake = Intake(
            cast(BaseRequest, self.telegram),
            "https://host/botTOKEN",
            cast(Batcher, self.store),
            self.clock,
            lambda: self.rung.append(None),
            self.pulse,
        )

    async def run(self) -> None:
        """Run to the end of the script, letting the time pass."""
        running = asyncio.ensure_future(self.intake.run())
        while not running.done():
            # A turn of the loop; the time is moved by hand.
            await asyncio.sleep(0)
            self.clock.move(1)
        with pytest.raises(Nothing):
            running.result()


@pytest.fixture
def line(clock: GivenClock) -> Callable[..., Line]:
    return lambda *script: Line(clock, Telegram(deque(script)))


async def test_it_asks_for_all_kinds_and_confirms_what_is_stored(line: Callable[..., Line]) -> None:
    here = line(answer(5, 6), answer(7), answer())
    assert [await here.intake.step(20) for _ in range(3)] == [2, 1, 0]
    assert here.telegram.offsets == [None, "7", "8"]
    assert here.store.batches == [[5, 6], [7]]
    first = here.telegram.asked[0]
    assert (first["limit"], first["timeout"]) == ("100", "20")
    assert tuple(json.loads(first["allowed_updates"])) == ALLOWED_UPDATES
    assert {"message", "poll_answer", "callback_query", "my_chat_member"} <= set(ALLOWED_UPDATES)


async def test_after_an_empty_answer_no_number_is_named(line: Callable[..., Line]) -> None:
    here = line(answer(900), answer(), answer(3), answer())
    for _ in range(4):
        await here.intake.step()
    assert here.telegram.offsets == [None, "901", None, "4"]


async def test_what_was_not_stored_is_not_confirmed(line: Callable[..., Line]) -> None:
    here = line(answer(5), answer(6), answer(6))
    here.store.errors.append(busy())
    with pytest.raises(sqlite3.OperationalError):
        await here.intake.step()
    for _ in range(2):
        await here.intake.step()
    assert here.telegram.offsets == [None, None, "7"]


async def test_an_unreadable_answer_is_fetched_again_one_by_one(line: Callable[..., Line]) -> None:
    here = line(answer(4), b"<html>", answer(5), answer(6))
    await here.intake.step()
    with pytest.raises(Unreadable):
        await here.intake.step()
    for _ in range(2):
        await here.intake.step()
    assert here.telegram.limits == ["100", "100", "1", "100"]
    assert here.telegram.offsets == [None, "5", "5", "6"]


async def test_the_one_that_spoils_its_answer_is_kept_and_stepped_over(
    line: Callable[..., Line],
) -> None:
    broken = b'{"ok": true, "result": [{"update_id": 5, "message": {"text": oops}}]}'
    here = line(answer(4), broken, broken, answer(6))
    await here.intake.step()
    with pytest.raises(Unreadable):
        await here.intake.step()
    assert await here.intake.step() == 1
    await here.intake.step()
    assert here.store.buried == [5]
    assert here.telegram.offsets == [None, "5", "5", "6"]
    assert here.telegram.limits == ["100", "100", "1", "100"]


async def test_an_update_without_a_number_is_handed_on_and_the_others_confirmed(
    line: Callable[..., Line],
) -> None:
    odd: list[dict[str, Any]] = [{"update_id": 5}, {"update_id": "six"}, {}]
    here = line(json.dumps({"result": odd}).encode(), answer())
    for _ in range(2):
        await here.intake.step()
    assert here.store.batches == [[5, "six", None]]
    assert here.telegram.offsets == [None, "6"]


async def test_counted_until_the_request_began_when_fewer_came_than_asked(
    line: Callable[..., Line],
) -> None:
    here = line(answer(*range(1, 101)), answer(*range(101, 200)), answer())
    here.telegram.during = lambda: here.clock.move(30)
    start = here.clock.now()
    long_ago = here.intake.counted_until
    assert long_ago < start
    await here.intake.step()
    assert (here.intake.counted_until, here.rung) == (long_ago, [])
    await here.intake.step()
    assert here.intake.counted_until == start + MINUTE / 2
    await here.intake.step()
    assert here.intake.counted_until == start + MINUTE
    assert len(here.rung) == 2
    assert here.store.adoptions == 3


async def test_it_is_well_while_updates_are_fetched_and_stored(
    line: Callable[..., Line],
) -> None:
    here = line(answer(), NetworkError("x"), answer())
    await here.intake.step()
    here.clock.move(120)
    assert here.intake.condition().is_well
    here.clock.move(1)
    with pytest.raises(NetworkError):
        await here.intake.step()
    assert "for 121 s" in here.intake.condition().what and here.intake.condition().do
    await here.intake.step()
    assert here.intake.condition().is_well


async def test_it_turns_while_it_waits_for_telegram_and_not_while_it_hangs(
    line: Callable[..., Line],
) -> None:
    here = line(RetryAfter(300))
    fetching = asyncio.ensure_future(here.intake.run())
    await asyncio.sleep(0)
    # A minute's grace on top of what Telegram asked for.
    here.clock.move(299)
    assert here.pulse.silent() == []
    here.clock.move(300 + 60 - 299 + 1)
    assert here.pulse.silent() == [Part.INTAKE]
    fetching.cancel()
    await asyncio.wait([fetching])


async def test_a_single_update_does_not_mean_that_all_came(line: Callable[..., Line]) -> None:
    here = line(b"", answer(5), answer())
    with pytest.raises(Unreadable):
        await here.intake.step()
    await here.intake.step()
    assert here.rung == []
    await here.intake.step()
    assert here.rung == [None]


@pytest.mark.parametrize(
    ("trouble", "wait"),
    [
        (Conflict("another getUpdates"), 5),
        (RetryAfter(7), 7),
        (NetworkError("Bad Gateway"), 1),
        (TimedOut(), 1),
        (TelegramError("odd"), 1),
        (busy(), 1),
        (ConnectionRefusedError(), 1),
    ],
)
async def test_trouble_is_waited_out(
    line: Callable[..., Line], trouble: Exception, wait: int
) -> None:
    here = line(answer(4), trouble, answer(5))
    began = here.clock.now()
    await here.run()
    assert here.telegram.offsets == [None, "5", "5", "6"]
    assert here.store.batches == [[4], [5]]
    assert here.clock.now() - began >= timedelta(seconds=wait)


async def test_the_longer_an_outage_the_longer_the_waits(line: Callable[..., Line]) -> None:
    here = line(*[NetworkError("down")] * 8, answer(5), NetworkError("down"))
    times: list[float] = []
    here.telegram.during = lambda: times.append(here.clock.now().timestamp())
    await here.run()
    waits = [round(two - one) for one, two in pairwise(times)]
    # By a clock that moves in seconds: 1, 2, 4, 8, 16, 30, 30, 30.
    assert all(2**n <= wait <= 2**n + 2 for n, wait in enumerate(waits[:5]))
    assert all(30 <= wait <= 32 for wait in waits[5:8])
    assert waits[-1] <= 3, "after a success it begins anew"


@pytest.mark.parametrize("error", [InvalidToken("token"), Forbidden("bot was kicked")])
async def test_a_refused_token_ends_it_in_words(
    line: Callable[..., Line], error: Exception
) -> None:
    here = line(error)
    here.telegram.refuses_the_token = True
    with pytest.raises(BadInput):
        await here.intake.run()


@pytest.mark.parametrize("error", [InvalidToken("stray"), Forbidden("by a gateway")])
async def test_a_stray_refusal_is_waited_out(line: Callable[..., Line], error: Exception) -> None:
    here = line(error, answer(5))
    await here.run()
    assert here.store.batches == [[5]]


async def test_a_fault_of_our_own_is_not_hidden(line: Callable[..., Line]) -> None:
    here = line(answer(5))
    here.store.errors.append(KeyError())
    with pytest.raises(KeyError):
        await here.intake.run()
