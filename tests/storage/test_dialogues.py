"""One open question a chat, for a while."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.dialogues import begin, end, forget_expired, open_dialogue
from storage.values.dialogues import Dialogue
from storage.values.people import BotId, ChatId

BOT, CHAT = BotId(7), ChatId(11)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_the_last_question_stays_open_until_its_time(database: Database) -> None:
    async with database.writing() as tx:
        await begin(tx, BOT, CHAT, Dialogue("bind"), LATER)
        await begin(tx, BOT, CHAT, Dialogue("note", {"album": "一"}), LATER)
        asked = await open_dialogue(tx, BOT, CHAT, NOW)
        assert asked == Dialogue("note", {"album": "一"})
        assert await open_dialogue(tx, BOT, CHAT, LATER) is None
        assert await open_dialogue(tx, BotId(8), CHAT, NOW) is None
        assert await open_dialogue(tx, BOT, ChatId(12), NOW) is None


async def test_an_ended_question_is_gone(database: Database) -> None:
    async with database.writing() as tx:
        await begin(tx, BOT, CHAT, Dialogue("note"), LATER)
        assert await end(tx, BOT, CHAT)
        assert not await end(tx, BOT, CHAT)
        assert await open_dialogue(tx, BOT, CHAT, NOW) is None


async def test_what_nobody_answered_is_swept_away(database: Database) -> None:
    async with database.writing() as tx:
        await begin(tx, BOT, CHAT, Dialogue("note"), LATER)
        await begin(tx, BOT, ChatId(12), Dialogue("note"), LATER + timedelta(hours=1))
        assert await forget_expired(tx, LATER) == 1
        assert await open_dialogue(tx, BOT, ChatId(12), LATER) is not None
