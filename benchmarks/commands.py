"""How long a command waits for its answer, at 100 updates a second: ours and stock polling."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler

from benchmarks.organisation import DEFAULTS, Quiz, found, moment, post_noon
from benchmarks.telegram import beside
from bot.application import opened
from bot.clock import AnchoredClock
from bot.connection import Connection
from storage.database import open_database
from storage.schema import upgrade
from storage.values.people import BotId

_BRANCHES, _MEMBERS = 40, 50


class Waits(Struct, frozen=True):
    """Milliseconds from a command to its answer's arrival."""

    p50: float
    p99: float
    commands: int
    unanswered: int


async def ours(seconds: int) -> Waits:
    """The bot with intake, transactions and outbox on a SQLite file."""
    async with beside(0, seconds) as server:
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite:///{Path(folder) / 'commands.db'}")
            await upgrade(database)
            bot_id = BotId(int(server.token.partition(":")[0]))
            await found(database, bot_id, _BRANCHES, _MEMBERS)
            votes = _votes(await post_noon(database, bot_id, 0, _MEMBERS))
            clock = AnchoredClock(time.time(), moment(0, 12, 1))
            connection = Connection(server.token, server.api_url, server.file_url)
            async with opened(database, connection, clock, DEFAULTS) as application:
                running = asyncio.ensure_future(application.run())
                seen = await server.seen(votes)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
            await database.close()
    return _waits(seen)


async def stock(seconds: int) -> Waits:
    """A handler in stock python-telegram-bot that answers a plain line and stores nothing."""

    async def answer(update: Update, _context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text("帮助")

    async with beside(0, seconds) as server:
        builder = ApplicationBuilder().token(server.token).base_url(server.api_url)
        application = builder.job_queue(None).build()
        application.add_handler(CommandHandler("help", answer))
        async with application:
            assert application.updater is not None
            await application.start()
            await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
            seen = await server.seen([("5", member) for member in range(_BRANCHES * _MEMBERS)])
            await application.updater.stop()
            await application.stop()
    return _waits(seen)


def _votes(quizzes: Sequence[Quiz]) -> list[tuple[str, int]]:
    """Everybody's vote, branch by turns."""
    ranks = zip(*(quiz.members for quiz in quizzes), strict=True)
    polls = [quiz.poll_id for quiz in quizzes]
    return [vote for members in ranks for vote in zip(polls, members, strict=True)]


def _waits(seen: dict[str, Any]) -> Waits:
    ranked = sorted(wait * 1000 for wait in seen["waits"])
    return Waits(
        ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.99)], len(ranked), seen["unanswered"]
    )
