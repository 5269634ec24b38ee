"""In: updates are fetched raw, stored, and only then confirmed.

Telegram is the durable queue: it keeps an update until the next request asks for a higher number.
That request is made only after the batch is committed, so a kill at any moment loses nothing; an
update that comes twice is known by its number and does nothing.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest

from bot.batcher import Batcher
from bot.clock import Clock
from bot.condition import WELL, Condition
from bot.decoding import Unreadable, number_of, numbers_in, split_answer
from bot.kinds import ALLOWED_UPDATES
from bot.logs import logger
from bot.pulse import Part, Pulse
from storage.database import passes
from storage.values.messages import BadInput, message

log = logger(__name__)

_AT_MOST = 100
_LONGEST_PAUSE = 30.0
_LONGEST_STEP = 60.0
"""Seconds that a step takes at most, besides its wait for updates."""

_FRESH = timedelta(seconds=120)
"""How long ago Telegram may have answered last."""

REFUSED = message("Telegram doesn't know this token. Copy it again from BotFather.")


class Intake:
    """Fetches a bot's updates and hands them to the batcher."""

    def __init__(
        self,
        request: BaseRequest,
        base_url: str,
        batcher: Batcher,
        clock: Clock,
        on_counted: Callable[[], None] = lambda: None,
        pulse: Pulse | None = None,
    ) -> None:
        self._request = request
        self._url = f"{base_url}/getUpdates"
        self._who_am_i = f"{base_url}/getMe"
        self._batcher = batcher
        self._clock = clock
        self._on_counted = on_counted
        self._pulse = pulse or Pulse(clock)
        self._stored_at = clock.now()
        self._offset: int | None = None
        self._limit = _AT_MOST
        self._counted_until = datetime.fromtimestamp(0, clock.now().tzinfo)

    @property
    def counted_until(self) -> datetime:
        """All that members did before this moment is in the database."""
        return self._counted_until

    def condition(self) -> Condition:
        """Whether Telegram's updates were fetched and stored lately."""
        since = self._clock.now() - self._stored_at
        if since <= _FRESH:
            return WELL
        return Condition(
            f"no updates could be fetched and stored for {since.total_seconds():.0f} s",
            "see the log; look at the network, at SANXUE_API_URL and at the database",
        )

    async def step(self, wait: int = 0) -> int:
        """Fetch and store one batch, waiting up to ``wait`` seconds for one; how many came.

        Raises what python-telegram-bot raises, :class:`Unreadable`, or the database's trouble;
        then nothing is confirmed, and the same step can be made again.
        """
        began = self._clock.now()
        body = await self._request.retrieve(self._address(wait), read_timeout=wait + 15)
        try:
            raws = split_answer(body)
        except Unreadable as error:
            return await self._step_over(body, error)
        if raws:
            await self._batcher.handle(raws)
        await self._batcher.adopt()
        numbers = [number for number in map(number_of, raws) if number is not None]
        if raws and not numbers:
            # Kept as dead letters; without a number they can't be confirmed.
            raise Unreadable(message("Telegram's answer could not be read."))
        # After an empty answer everything is confirmed, and Telegram may have begun its numbers
        # anew: ask without one.
        self._offset = max(numbers) + 1 if numbers else None
        if len(raws) < self._limit:
            self._counted_until = began
            self._on_counted()
        self._limit = _AT_MOST
        self._stored_at = self._clock.now()
        return len(raws)

    async def _step_over(self, body: bytes, error: Unreadable) -> int:
        """One update can spoil a whole answer. Ask for one at a time until it is found; then keep
        it as a dead letter and go on behind it."""
        numbers = numbers_in(body)
        if self._limit > 1 or len(numbers) != 1:
            self._limit = 1
            raise error
        await self._batcher.bury(body, error, numbers[0])
        self._offset = numbers[0] + 1
        self._limit = _AT_MOST
        return 1

    async def run(self, wait: int = 20) -> None:
        """Fetch until cancelled. Raises :class:`BadInput` when Telegram refuses the token."""
        pause = 1.0
        while True:
            self._pulse.beat(Part.INTAKE, wait + _LONGEST_STEP)
            try:
                await self.step(wait)
                pause = 1.0
                continue
            except (InvalidToken, Forbidden) as error:
                if await self._is_refused():
                    raise BadInput(REFUSED) from error
                log.warning("fetching failed, again soon", error=type(error).__name__)
            except RetryAfter as error:
                await self._rest(_seconds(error))
                continue
            except Conflict:
                log.error(
                    "another program fetches this bot's updates",
                    do="stop it, or this one; or give one of them a token of its own",
                )
                await self._rest(5)
                continue
            except Exception as error:
                if not isinstance(error, (TelegramError, Unreadable)) and not passes(error):
                    raise
                told = log.info if isinstance(error, NetworkError) else log.warning
                told("fetching failed, again soon", error=type(error).__name__)
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _rest(self, seconds: float) -> None:
        self._pulse.beat(Part.INTAKE, seconds)
        await self._clock.sleep(seconds)

    async def _is_refused(self) -> bool:
        """Whether it was really the token: a gateway on the way may have answered in its place."""
        try:
            await self._request.retrieve(self._who_am_i, read_timeout=15)
        except (InvalidToken, Forbidden):
            return True
        except TelegramError:
            return False
        return False

    def _address(self, wait: int) -> str:
        asked = {
            "timeout": wait,
            "limit": self._limit,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        return f"{self._url}?{urlencode(asked)}"


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, (int, float)) else after.total_seconds()
