"""Each refusal that the description does not hold is provoked once, and has a source."""

import aiohttp
import pytest

import tests.practice.provoking_chats
import tests.practice.provoking_messages  # noqa: F401
from bot.clock import GivenClock
from bot.practice.refusals import LISTED
from bot.practice.server import PracticeServer
from tests.practice.conftest import Caller
from tests.practice.scene import PROVOCATIONS, Scene


@pytest.mark.parametrize("name", sorted(LISTED))
async def test_is_refused_in_telegrams_words(
    name: str,
    server: PracticeServer,
    call: Caller,
    clock: GivenClock,
    http: aiohttp.ClientSession,
) -> None:
    answer = await PROVOCATIONS[name](Scene(server, call, clock, http))

    refusal = LISTED[name]
    assert answer["ok"] is False
    assert answer["error_code"] == refusal.code
    beginning = refusal.text.partition("{")[0]
    assert answer["description"].startswith(beginning)
    assert refusal.source


def test_nothing_is_provoked_that_is_not_listed() -> None:
    assert PROVOCATIONS.keys() == LISTED.keys()
