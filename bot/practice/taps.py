"""A tap on an inline button, and the answer that it waits for."""

import asyncio
from collections.abc import Generator
from datetime import datetime

from bot.practice.records import CallbackAnswer, User


class Tap:
    """A tap that the bot may answer. Awaiting it gives the answer."""

    def __init__(
        self, query_id: str, user: User, chat_id: int, data: str, made_at: datetime
    ) -> None:
        self.id = query_id
        self.user = user
        self.chat_id = chat_id
        self.data = data
        self.made_at = made_at
        self.answer: CallbackAnswer | None = None
        self._answered = asyncio.Event()

    def take(self, answer: CallbackAnswer) -> None:
        """Keep the first answer; later ones change nothing."""
        if self.answer is None:
            self.answer = answer
            self._answered.set()

    async def answered(self) -> CallbackAnswer:
        """The answer, as soon as it is there."""
        await self._answered.wait()
        assert self.answer is not None
        return self.answer

    def __await__(self) -> Generator[object, None, CallbackAnswer]:
        return self.answered().__await__()
