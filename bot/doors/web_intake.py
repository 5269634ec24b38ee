"""In, where Telegram brings the updates: many requests are stored as one batch.

A request is answered with 200 only after the commit; with anything else, or nothing, Telegram
brings its update again. So a kill at any moment loses nothing here either, and what comes twice is
known by its number.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.addresses import Webhook
from bot.batcher import Batcher
from bot.bell import Bell
from bot.clock import Clock
from bot.condition import WELL, Condition
from bot.decoding import number_of
from bot.doors.tide import Tide
from bot.intake import REFUSED
from bot.kinds import ALLOWED_UPDATES
from bot.logs import LOOK_AT_DATABASE, logger
from bot.pulse import Part, Pulse
from bot.verdicts import is_refused
from storage.database import passes
from storage.values.messages import BadInput

log = logger(__name__)

_AT_MOST = 100
"""Updates in a batch, and so the connections that Telegram may use at a time."""

_ASK_EVERY = 5.0
"""Seconds between two questions how many updates wait: results wait for the answer."""

_TROUBLED_WAIT = 1.0
_LONGEST_STEP = 60.0
_LONGEST_PAUSE = 30.0
_MEND_ADDRESS = (
    "look at SANXUE_WEBHOOK_URL, at the name's address, and at the proxy and its certificate; "
    "without the setting, the bot fetches its updates by itself"
)
_FRESH = timedelta(seconds=60)
"""How long ago Telegram may have answered, or have failed to bring something."""


class _Brought(Struct, frozen=True):
    """An update that a request has brought, and whether it is stored by now."""

    raw: bytes
    is_stored: asyncio.Future[bool]

    @property
    def order(self) -> int:
        """Requests come side by side, so that a batch is put in order by the updates' numbers."""
        return number_of(self.raw) or 0


class WebIntake:
    """Takes a bot's updates as they are brought, and hands them to the batcher."""

    def __init__(
        self,
        bot: Bot,
        webhook: Webhook,
        batcher: Batcher,
        clock: Clock,
        on_counted: Callable[[], None] = lambda: None,
        pulse: Pulse | None = None,
    ) -> None:
        self._bot = bot
        self._webhook = webhook
        self._batcher = batcher
        self._clock = clock
        self._on_counted = on_counted
        self._pulse = pulse or Pulse(clock)
        self._bell = Bell(clock)
        self._brought: deque[_Brought] = deque()
        self._tide = Tide(datetime.fromtimestamp(0, UTC))
        self._is_set = False
        self._is_open = True
        self._stopping = False
        self._answered_at = clock.now()
        self._refused: WebhookInfo | None = None

    @property
    def counted_until(self) -> datetime:
        """All that members did before this moment is in the database."""
        return self._tide.caught_up_until

    def condition(self) -> Condition:
        """Whether Telegram can bring what there is."""
        since = self._clock.now() - self._answered_at
        if since > _FRESH:
            return Condition(
                f"Telegram could not be asked about the webhook for {since.total_seconds():.0f} s",
                "see the log; look at the network and at SANXUE_API_URL",
            )
        if self._refused is not None:
            said = self._refused.last_error_message or "no reason given"
            return Condition(
                f"Telegram can't bring updates ({said}); {self._refused.pending_update_count} wait",
                _MEND_ADDRESS,
            )
        return WELL

    async def take(self, raw: bytes) -> bool:
        """Take an update that was brought; true once it is stored. If it can't be, Telegram is to
        bring it again."""
        if not self._is_open:
            return False
        brought = _Brought(raw, asyncio.get_running_loop().create_future())
        self._brought.append(brought)
        self._bell.ring()
        return await brought.is_stored

    async def step(self, wait: int = 0) -> int:
        """Store what was brought, and ask how much more there is; how many came or wait.

        Raises what python-telegram-bot raises, or the database's trouble.
        """
        if not self._is_set:
            await self._set()
        before = self._tide.stored
        while self._brought:
            await self._store()
        await self._batcher.adopt()
        return self._tide.stored - before + await self._ask()

    async def run(self, wait: int = 20) -> None:
        """Take updates until cancelled; then those that were brought are stored, and no more are
        taken. Raises :class:`BadInput` when Telegram refuses the token."""
        storing = asyncio.ensure_future(self._keep_storing())
        asking = asyncio.ensure_future(self._keep_asking())
        try:
            await asyncio.wait({storing, asking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._is_open, self._stopping = False, True
            self._bell.ring()
            asking.cancel()
            await asyncio.wait({storing, asking})
            self._give_back()
        for task in (storing, asking):
            if not task.cancelled():
                task.result()

    async def _keep_storing(self) -> None:
        while self._brought or not self._stopping:
            self._pulse.beat(Part.INTAKE, _LONGEST_STEP)
            try:
                if self._brought:
                    await self._store()
                await self._batcher.adopt()
            except Exception as error:
                if not passes(error):
                    raise
                log.warning(
                    "the database can't be used, Telegram brings the updates again",
                    error=type(error).__name__,
                    do=LOOK_AT_DATABASE,
                )
                await self._clock.sleep(_TROUBLED_WAIT)
            if not self._brought and not self._stopping:
                # A parked vote's poll may become known without any update.
                await self._bell.wait(_ASK_EVERY)

    async def _store(self) -> None:
        """Store one batch and tell its requests; when it fails, they are told so, and it raises."""
        taken = [self._brought.popleft() for _ in range(min(_AT_MOST, len(self._brought)))]
        is_stored = False
        try:
            await self._batcher.handle([each.raw for each in sorted(taken, key=_order)])
            is_stored = True
        finally:
            for each in taken:
                if not each.is_stored.done():
                    each.is_stored.set_result(is_stored)
        if self._tide.took(len(taken)):
            self._on_counted()

    def _give_back(self) -> None:
        for each in self._brought:
            if not each.is_stored.done():
                each.is_stored.set_result(False)
        self._brought.clear()

    async def _keep_asking(self) -> None:
        pause = 1.0
        while True:
            try:
                await self._ask()
                pause = 1.0
                await self._clock.sleep(_ASK_EVERY)
            except RetryAfter as error:
                wait = error.retry_after
                await self._clock.sleep(wait if isinstance(wait, int) else wait.total_seconds())
            except TelegramError as error:
                if isinstance(error, InvalidToken) and await is_refused(self._bot):
                    raise BadInput(REFUSED) from None
                log.warning("asking about the webhook failed, again soon", error=_name(error))
                await self._clock.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _set(self) -> None:
        """Tell Telegram where to bring the updates."""
        try:
            await self._bot.set_webhook(
                self._webhook.url,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=_AT_MOST,
                secret_token=self._webhook.secret,
            )
        except BadRequest as error:
            log.error(
                "Telegram doesn't take the webhook, again soon",
                url=self._webhook.url,
                reason=error.message,
                do=_MEND_ADDRESS,
            )
            raise
        self._is_set = True
        log.info("the webhook is set", url=self._webhook.url)

    async def _ask(self) -> int:
        """Ask Telegram how many updates wait, and learn from its answer; the number of them."""
        if not self._is_set:
            await self._set()
        began = self._clock.now()
        info = await self._bot.get_webhook_info()
        self._answered_at = self._clock.now()
        if info.url != self._webhook.url:
            log.error(
                "another program has taken the bot's updates; the webhook is set again",
                do="stop the other, or give it a token of its own",
            )
            await self._set()
        self._learn_refusals(info)
        if self._tide.asked(began, info.pending_update_count):
            self._on_counted()
        return info.pending_update_count

    def _learn_refusals(self, info: WebhookInfo) -> None:
        failed_at = info.last_error_date
        is_new = failed_at is not None and self._clock.now() - failed_at <= _FRESH
        was, self._refused = self._refused, info if is_new and info.pending_update_count else None
        if self._refused is not None and was is None:
            condition = self.condition()
            log.error("Telegram can't bring updates", what=condition.what, do=condition.do)


def _order(brought: _Brought) -> int:
    return brought.order


def _name(error: Exception) -> str:
    return type(error).__name__
