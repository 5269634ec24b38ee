"""The same day when Telegram brings the updates: nothing of it is different."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.doors.web_intake import WebIntake
from bot.kinds import ALLOWED_UPDATES
from storage.database import Database
from storage.letters import letters
from tests.doors.places import SECRET, free_place, hook_at
from tests.stories import test_day
from tests.stories.house import house
from tests.stories.sayings import ZH
from tests.stories.test_day import WEDNESDAY, Day

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def day(database: Database) -> AsyncIterator[Day]:
    async with house(database, WEDNESDAY, hook=hook_at(free_place())) as h:
        branch = await h.branch("red-star", ZH.branch, ZH.secretary, ZH.members)
        assert isinstance(h.bot.intake, WebIntake)
        yield Day(h, ZH, branch)
        assert h.server.calls_of("getUpdates") == []
        async with h.database.reading() as tx:
            assert await letters(tx) == []


async def test_the_whole_day(day: Day) -> None:
    await test_day.test_the_whole_day_says_five_things_and_only_the_morning_sounds(day)


async def test_votes_and_the_result(day: Day) -> None:
    await test_day.test_noon_is_a_native_quiz_that_keeps_first_answers(day)


async def test_notes_of_any_kind(day: Day) -> None:
    await test_day.test_a_note_is_a_reply_to_any_of_the_three_with_anything_in_it(day)


async def test_telegram_is_told_where_and_what_to_bring(day: Day) -> None:
    [call] = day.house.server.calls_of("setWebhook")
    assert call.params["url"] == day.house.hook.url  # type: ignore[union-attr]
    assert call.params["secret_token"] == SECRET
    assert tuple(json.loads(call.params["allowed_updates"])) == ALLOWED_UPDATES
    assert int(call.params["max_connections"]) == 100


async def test_what_comes_while_it_is_down_is_brought_later(day: Day) -> None:
    h = day.house
    await h.at("07:30")
    study = day.study
    async with h.down():
        h.server.tap(day.wang, study, study.buttons[0].data or "")
        h.pass_to("07:40")
    assert day.button.endswith("· 1")


async def test_it_goes_back_to_fetching(day: Day) -> None:
    h = day.house
    await h.at("07:30")
    h.hook, hook = None, h.hook
    async with h.down():
        pass
    [forgotten] = h.server.calls_of("deleteWebhook")[-1:]
    await h.tap(day.wang, day.study, ZH.read_it)
    assert day.button.endswith("· 1") and h.server.calls_of("getUpdates")
    h.server.calls.clear()
    h.hook = hook
    async with h.down():
        pass
    assert h.server.calls_of("deleteWebhook") == []
    assert isinstance(h.bot.intake, WebIntake) and forgotten.status == 200
