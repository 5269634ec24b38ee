"""The page's one branch at a time: opened, left, and begun afresh."""

import asyncio
import itertools
import secrets
from contextlib import AsyncExitStack

from bot.practice.page.casting import Source, opened_play
from bot.practice.page.play import Play


class Page:
    """Holds the branch that the open pages show. An async context manager: at its end the branch
    and its database are gone."""

    def __init__(self, source: Source, language: str, pace: float = 0.0) -> None:
        self._source = source
        self._language = language
        self._pace = pace
        self._stack = AsyncExitStack()
        self._changing = asyncio.Lock()
        # Pages that are still open from an earlier run must not take this branch for theirs.
        self._run = secrets.token_hex(4)
        self._numbers = itertools.count(1)
        self._play: Play | None = None
        self.is_closed = False
        self.world_id = ""

    @property
    def play(self) -> Play:
        """The branch as it lives now."""
        assert self._play is not None
        return self._play

    async def __aenter__(self) -> "Page":
        await self._open(self._language, is_bound=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
        await self._stack.aclose()

    def close(self) -> None:
        """Let every open page's stream end."""
        self.is_closed = True
        self.play.end()

    async def restart(self, language: str, *, is_bound: bool) -> None:
        """Begin afresh. If that fails (the files have a fault by now), the branch stays as it is.

        Raises :class:`~storage.values.messages.SanxueError`.
        """
        async with self._changing:
            left, before = self.play, self._stack
            await self._open(language, is_bound)
            left.end()
            await before.aclose()

    async def _open(self, language: str, is_bound: bool) -> None:
        async with AsyncExitStack() as stack:
            play = await stack.enter_async_context(
                opened_play(self._source, language, is_bound=is_bound, pace=self._pace)
            )
            self._play, self._stack = play, stack.pop_all()
        self.world_id = f"{self._run}-{next(self._numbers)}"
