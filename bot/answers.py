"""Answers to taps on buttons: the one thing said at once, after the commit, past the outbox.

Until it is answered, a tapped button shows that it waits; after some seconds Telegram takes no
answer any more. So an answer is tried once, and nothing is lost with it: the deed is stored.
"""

import asyncio
from collections import deque

from msgspec import Struct
from telegram import Bot
from telegram.error import BadRequest

from bot.logs import logger

_LOG = logger(__name__)

_MOST_WAITING = 1000
"""How many answers may wait; beyond that the oldest are too old anyway."""


class _Answer(Struct, frozen=True):
    callback_query_id: str
    text: str | None
    alert: bool
    url: str | None


class Answers:
    """Answers callback queries by a few senders at a time, in :meth:`run` or :meth:`drain`."""

    def __init__(self, bot: Bot, senders: int = 8) -> None:
        self._bot = bot
        self._senders = senders
        self._waiting: deque[_Answer] = deque(maxlen=_MOST_WAITING)
        self._more = asyncio.Semaphore(0)

    def ask(
        self,
        callback_query_id: str,
        text: str | None = None,
        *,
        alert: bool = False,
        url: str | None = None,
    ) -> None:
        """Have a tap answered: by a passing line of at most 200 characters, a box (``alert``), a
        link to open, or by nothing but the end of waiting."""
        if len(self._waiting) == _MOST_WAITING:
            _LOG.warning("too many taps wait for their answers", waiting=_MOST_WAITING)
        self._waiting.append(_Answer(callback_query_id, text or None, alert, url))
        self._more.release()

    async def run(self) -> None:
        """Answer until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._senders):
                group.create_task(self._answer_for_ever())

    async def drain(self) -> None:
        """Answer all that wait."""
        while self._waiting:
            await self._send(self._waiting.popleft())

    async def close(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    async def _answer_for_ever(self) -> None:
        while True:
            await self._more.acquire()
            # A full queue has dropped some, and drain() has no need of the semaphore.
            if self._waiting:
                await self._send(self._waiting.popleft())

    async def _send(self, answer: _Answer) -> None:
        try:
            await self._bot.answer_callback_query(
                answer.callback_query_id, answer.text, show_alert=answer.alert, url=answer.url
            )
        except BadRequest:
            _LOG.debug("a tap was not answered: it is too old")
        except Exception as error:  # the other senders go on, whatever it was
            _LOG.warning("a tap was not answered", error=type(error).__name__)
