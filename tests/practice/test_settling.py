"""A bot is let come to rest: it does what is to be done, in no more time than that takes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.practice.settling import settle
from storage.database import Database
from tests.programme.studies import SQLITE_ONLY
from tests.stories.house import house

pytestmark = SQLITE_ONLY
NIGHT = datetime(2026, 5, 19, 16, tzinfo=UTC)


async def test_all_is_answered_and_counted_and_hardly_time_passes(database: Database) -> None:
    async with house(database, NIGHT) as h:
        users = [h.server.add_user(f"u{number}") for number in range(40)]
        for user in users:
            h.server.start_private(user)
        assert await settle(h.bot, h.clock) == 40
        assert all(h.said(user) for user in users)
        # Thirty messages a second.
        assert timedelta(0) < h.clock.now() - NIGHT < timedelta(seconds=5)
        before = h.clock.now()
        assert (await settle(h.bot, h.clock), h.clock.now()) == (0, before)


async def test_a_bot_that_is_still_busy_is_told_of(database: Database) -> None:
    async with house(database, NIGHT) as h:
        h.server.start_private(h.server.add_user("Li"))
        with pytest.raises(AssertionError, match="never comes to rest"):
            await settle(h.bot, h.clock, most_rounds=1)
