"""The running bot, put together: what comes in, what goes out, and the clock between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot

from bot.answers import Answers
from bot.batcher import Batcher
from bot.bell import Bell
from bot.calendars import Calendars
from bot.cleaning import CLEAN_UP_JOB
from bot.clock import Clock
from bot.connection import Connection, introduce
from bot.doors.web_intake import WebIntake
from bot.intake import Intake
from bot.job_kinds import job_kinds
from bot.logs import LOOK_AT_DATABASE, logger
from bot.menus import MENUS_JOB, fingerprint
from bot.news import News
from bot.outbox import Outbox
from bot.pacer import Limits, Pacer
from bot.posts import Posts
from bot.pulse import Part, Pulse
from bot.tally import Tally
from bot.worker import Worker
from bot.workshop import Workshop
from handlers.routes import Routes
from programme.duties.summing import sum_up_duties
from programme.planning import plan_missing
from programme.ticking import PROMPT_WAITS, tick
from storage import jobs
from storage.bots import last_at_work, menus_of, note_at_work, remember_bot
from storage.database import Database, passes
from storage.months import SUM_UP_JOB
from storage.sittings import give_time_back
from storage.units import Defaults
from storage.values.days import Slot
from storage.values.messages import BadInput
from storage.values.people import BotId, TelegramId

log = logger(__name__)

_TICK_SECONDS = 1
_NOTED_EVERY = timedelta(minutes=1)
"""How often it is noted that the bot is at work: so exactly is known for how long it was not."""
_LONGEST_TICK = 60.0
"""Seconds that a tick takes at most, for one helping of what is due."""
# Three hours after its time, an evening's prompt is missed whatever the timetable: it is night.
_TOO_LATE_FOR_PROMPTS = timedelta(hours=3)


class Application:
    """A bot at work on a database. Its parts can be driven step by step, or all at once by
    :meth:`run`. Make one with :func:`opened`."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        connection: Connection,
        clock: Clock,
        defaults: Defaults,
        owner: TelegramId | None,
        tally: Tally,
    ) -> None:
        self.database = database
        self._bot = bot
        self.bot_id = BotId(bot.id)
        self.clock = clock
        self._defaults = defaults
        self._bell = Bell(clock)
        self.pulse = Pulse(clock)
        self._tally = tally
        self._kept_up: str | None = None
        self._noted = clock.now()
        self.pacer = Pacer(Limits(per_second=connection.rate))
        self.answers = Answers(bot)
        news = News(self.bot_id, clock, defaults, owner)
        self.outbox = Outbox(
            database,
            bot,
            Posts(self.bot_id, clock, defaults, owner),
            news.unreachable,
            news.topic_lost,
            bot_id=self.bot_id,
            clock=clock,
            pacer=self.pacer,
            pulse=self.pulse,
            tally=tally,
        )
        self.routes = Routes(bot, defaults, owner, connection.public_url)
        self.batcher = Batcher(database, bot, self.routes, self.answers, clock, self._woken, tally)
        self._fetching = connection.request(1, 60)
        self.intake = self._new_intake(connection)
        workshop = Workshop(database, bot, clock, defaults, owner, self.outbox)
        self.calendars = Calendars(workshop)
        kinds = job_kinds(workshop, self.batcher)
        self.worker = Worker(database, self.bot_id, clock, kinds)

    def _new_intake(self, connection: Connection) -> Intake | WebIntake:
        counted = self._bell.ring
        if connection.webhook is not None:
            return WebIntake(
                self._bot, connection.webhook, self.batcher, self.clock, counted, self.pulse
            )
        address = f"{connection.api_url}{connection.token}"
        return Intake(self._fetching, address, self.batcher, self.clock, counted, self.pulse)

    async def start(self) -> None:
        """Make ready; nothing is fetched or sent yet."""
        await self._fetching.initialize()
        await self.routes.start()
        now = self.clock.now()
        async with self.database.writing() as tx:
            await plan_missing(tx, self.bot_id, now, self._defaults)
            menus = fingerprint(self._defaults.language)
            if await menus_of(tx, self.bot_id) != menus:
                await jobs.put(tx, self.bot_id, MENUS_JOB, f"{MENUS_JOB}:{menus}", now)
        # What was missed while the bot was down is known before the first deed is handled: it
        # decides whose streak goes on.
        await self.tick(_TOO_LATE_FOR_PROMPTS)

    async def stop(self) -> None:
        """Give the connections back."""
        await self.answers.close()
        await self._fetching.shutdown()

    async def tick(self, prompt_waits: timedelta = PROMPT_WAITS) -> int:
        """Take all that is due by now; the number of slots. ``prompt_waits``: see
        :func:`programme.ticking.tick`."""
        taken = 0
        while True:
            now = self.clock.now()
            counted = self.intake.counted_until
            found = await tick(
                self.database,
                self.bot_id,
                now,
                counted,
                self._defaults,
                prompt_waits,
                self._took,
            )
            self.pulse.beat(Part.CLOCK, _LONGEST_TICK)
            taken += found
            if found == 0:
                break
            self.outbox.wake()
        while await sum_up_duties(self.database, self.clock.now(), self._defaults):
            self.pulse.beat(Part.CLOCK, _LONGEST_TICK)
        await self._note_at_work(self.clock.now())
        await self._plan_upkeep(self.clock.now())
        return taken

    async def run(self) -> None:
        """Work until cancelled, or until Telegram refuses the token."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        # Only the doorbell: what is due stands in the database, and a ring too few or too many
        # does no harm.
        scheduler.add_job(
            self._bell.ring,
            "interval",
            seconds=_TICK_SECONDS,
            coalesce=True,
            misfire_grace_time=None,
        )
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.intake.run())
                group.create_task(self.outbox.run())
                group.create_task(self.answers.run())
                group.create_task(self.worker.run())
                group.create_task(self._keep_ticking())
        except* BadInput as refused:
            raise refused.exceptions[0] from None
        finally:
            scheduler.shutdown(wait=False)

    async def _keep_ticking(self) -> None:
        while True:
            try:
                await self.tick()
            except Exception as error:
                if not passes(error):
                    raise
                log.warning(
                    "the database can't be used, again soon",
                    error=type(error).__name__,
                    do=LOOK_AT_DATABASE,
                )
                self.pulse.beat(Part.CLOCK, _LONGEST_TICK)
            await self._bell.wait()

    def _took(self, slot: Slot) -> None:
        lag = self.clock.now() - slot.due_at
        self._tally.slot(slot.kind.value, lag.total_seconds())

    def _woken(self) -> None:
        """A batch is stored: it may have left something to be sent, or to be made."""
        self.outbox.wake()
        self.worker.wake()

    async def _note_at_work(self, now: datetime) -> None:
        if now - self._noted >= _NOTED_EVERY:
            async with self.database.writing() as tx:
                await note_at_work(tx, self.bot_id, now)
            self._noted = now

    async def _plan_upkeep(self, now: datetime) -> None:
        day = now.date().isoformat()
        if self._kept_up != day:
            async with self.database.writing() as tx:
                for kind in (CLEAN_UP_JOB, SUM_UP_JOB):
                    await jobs.put(tx, self.bot_id, kind, f"{kind}:{day}", now)
            self._kept_up = day


@asynccontextmanager
async def opened(
    database: Database,
    connection: Connection,
    clock: Clock,
    defaults: Defaults,
    owner: TelegramId | None = None,
    tally: Tally | None = None,
) -> AsyncIterator[Application]:
    """A bot made ready to work on an open database; ``tally`` is told of its work.

    Raises :class:`BadInput` when Telegram refuses the token; waits while it can't be reached.
    """
    bot = Bot(
        connection.token,
        base_url=connection.api_url,
        base_file_url=connection.file_url,
        request=connection.request(32, 15),
        get_updates_request=connection.request(1, 15),
    )
    await introduce(bot, clock, fetches=connection.webhook is None)
    async with database.writing() as tx:
        before = await last_at_work(tx, BotId(bot.id))
        if before is not None:
            # What the bot was not there for is charged to nobody who is sitting a test.
            await give_time_back(tx, before, clock.now())
        await remember_bot(tx, BotId(bot.id), bot.username, clock.now())
    application = Application(database, bot, connection, clock, defaults, owner, tally or Tally())
    await application.start()
    try:
        yield application
    finally:
        await application.stop()
        await bot.shutdown()
