import asyncio
from contextlib import suppress
from typing import cast

import pytest
from telegram import Bot
from telegram.error import BadRequest, TimedOut

from bot.answers import Answers
from tests.bot.outbox_world import FakeTelegram


def answers_by(telegram: FakeTelegram) -> Answers:
    return Answers(cast(Bot, telegram), senders=2)


async def test_a_tap_is_answered_with_what_was_asked() -> None:
    telegram = FakeTelegram()
    answers = answers_by(telegram)
    answers.ask("1", "Noted", alert=True)
    answers.ask("2", url="https://t.me/a")
    await answers.drain()
    given = [given for _, _, given in telegram.sent]
    assert given == [
        {"id": "1", "text": "Noted", "show_alert": True, "url": None},
        {"id": "2", "text": None, "show_alert": False, "url": "https://t.me/a"},
    ]


@pytest.mark.parametrize("error", [BadRequest("Query is too old"), TimedOut(), ValueError()])
async def test_one_that_fails_is_not_tried_again_and_stops_no_other(error: Exception) -> None:
    telegram = FakeTelegram()
    telegram.errors.append(error)
    answers = answers_by(telegram)
    answers.ask("1")
    answers.ask("2")
    await answers.drain()
    assert [given["id"] for _, _, given in telegram.sent] == ["1", "2"]


async def test_it_answers_by_itself_several_at_a_time() -> None:
    telegram = FakeTelegram()
    held = asyncio.Event()
    reached: list[None] = []

    async def hold() -> None:
        reached.append(None)
        await held.wait()

    telegram.before = hold
    answers = answers_by(telegram)
    running = asyncio.create_task(answers.run())
    for number in range(5):
        answers.ask(str(number))
    await _all_that_can_go_on()
    assert len(reached) == 2
    held.set()
    await _all_that_can_go_on()
    assert sorted(given["id"] for _, _, given in telegram.sent) == ["0", "1", "2", "3", "4"]
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_only_the_newest_thousand_wait() -> None:
    telegram = FakeTelegram()
    answers = answers_by(telegram)
    for number in range(1005):
        answers.ask(str(number))
    await answers.drain()
    assert next(given["id"] for _, _, given in telegram.sent) == "5"


async def _all_that_can_go_on() -> None:
    """Let the other tasks run until each of them waits for something; no time passes. There is
    nothing to be waited for: that a third sender doesn't start is told by nobody."""
    for _ in range(20):
        await asyncio.sleep(0)
