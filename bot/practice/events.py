"""What happens in the practice world, told to whoever wants to show it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from bot.practice.records import Chat, User
from bot.practice.views import MessageView

EventKind = Literal[
    "posted",
    "edited",
    "deleted",
    "voted",
    "poll_closed",
    "reacted",
    "tapped",
    "answered",
    "pinned",
    "migrated",
    "blocked",
    "unblocked",
]


class Event(Struct, frozen=True):
    """One thing that happened. ``text`` is the chosen option, reaction, button or answer."""

    kind: EventKind
    at: datetime
    chat: Chat | None
    user: User | None
    message: MessageView | None
    text: str = ""


class EventHub:
    """Hands each event to all who listen; costs nothing while nobody does."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    @property
    def is_heard(self) -> bool:
        return bool(self._listeners)

    def tell(self, event: Event) -> None:
        for listener in self._listeners:
            listener.put_nowait(event)

    def end(self) -> None:
        """Let every listener's loop end."""
        for listener in self._listeners:
            listener.put_nowait(None)

    def listen(self) -> AsyncIterator[Event]:
        """All events from this call on, until the server stops."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners.add(queue)
        return self._each(queue)

    async def _each(self, queue: asyncio.Queue[Event | None]) -> AsyncIterator[Event]:
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._listeners.discard(queue)
