"""Poll answers: stored durably, marked and scored by us, against an empty handler in stock
python-telegram-bot. Both begin with the same bytes of the same answers to ``getUpdates``."""

import gc
import itertools
import json
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from telegram import Bot, Update
from telegram.ext import Application as Stock
from telegram.ext import ApplicationBuilder, PollAnswerHandler

from benchmarks.organisation import DEFAULTS, answers_of, found, moment, post_noon, votes
from bot.application import Application, opened
from bot.clock import GivenClock
from bot.connection import Connection
from bot.decoding import split_answer
from bot.practice.server import PracticeServer
from storage.database import Database, open_database
from storage.schema import upgrade
from storage.tables.deeds import answers, member_days
from storage.values.people import BotId

AnyStock = Stock[Any, Any, Any, Any, Any, Any]


class Answers(Struct, frozen=True):
    """Answers a second, each the median of the rounds."""

    ours: float
    stock: float
    rounds: int
    in_round: int

    @property
    def ratio(self) -> float:
        """How many times as many as the stock bot, which stores nothing."""
        return self.ours / self.stock


async def measure(branches: int = 200, size: int = 30, rounds: int = 5) -> Answers:
    """Each round is a noon on which every member answers; both sides get it, in turn."""
    in_round = branches * size
    ours, theirs = [], []
    numbers, dice = itertools.count(), random.Random(3)
    async with _at_work(branches, size) as (clock, application, bot):
        stock = await _stock(bot)
        for day in range(rounds + 1):
            clock.move_to(moment(day, 12))
            quizzes = await post_noon(application.database, application.bot_id, day, size)
            bodies = answers_of(votes(quizzes, numbers, dice))
            took = await _time_ours(application, bodies), await _time_stock(stock, bot, bodies)
            if day:  # the first one warms up
                ours.append(in_round / took[0])
                theirs.append(in_round / took[1])
        await _check(application.database, in_round * (rounds + 1))
        await stock.shutdown()
    return Answers(statistics.median(ours), statistics.median(theirs), rounds, in_round)


@asynccontextmanager
async def _at_work(branches: int, size: int) -> AsyncIterator[tuple[GivenClock, Application, Bot]]:
    """The bot on a SQLite file; the server only says who the bot is."""
    clock = GivenClock(moment(0, 6))
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'answers.db'}")
        await upgrade(database)
        async with PracticeServer(clock) as server:
            await found(database, BotId(server.bot_user.id), branches, size)
            connection = Connection(server.token, server.api_url, server.file_url)
            async with (
                Bot(server.token, server.api_url) as bot,
                opened(database, connection, clock, DEFAULTS) as application,
            ):
                yield clock, application, bot
        await database.close()


async def _stock(bot: Bot) -> AnyStock:
    async def nothing(_update: Update, _context: Any) -> None:
        pass

    stock = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    stock.add_handler(PollAnswerHandler(nothing))
    await stock.initialize()
    return stock


async def _time_ours(application: Application, bodies: Sequence[bytes]) -> float:
    """Seconds until all is committed."""
    gc.collect()
    began = time.perf_counter()
    for body in bodies:
        await application.batcher.handle(split_answer(body))
    return time.perf_counter() - began


async def _time_stock(stock: AnyStock, bot: Bot, bodies: Sequence[bytes]) -> float:
    """Seconds until the handler that does nothing has seen all."""
    gc.collect()
    began = time.perf_counter()
    for body in bodies:
        for update in json.loads(body)["result"]:
            await stock.process_update(Update.de_json(update, bot))
    return time.perf_counter() - began


async def _check(database: Database, expected: int) -> None:
    """Nothing was measured unless every answer is stored and in the summary rows."""
    async with database.reading() as tx:
        stored = await tx.scalar(select(func.count()).select_from(answers))
        summed = await tx.scalar(select(func.sum(member_days.c.answered)))
        scored = await tx.scalar(select(func.sum(member_days.c.points)))
    assert stored == summed == expected, (stored, summed, expected)
    assert scored > expected, scored
