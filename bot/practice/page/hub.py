"""What happens in a play, told to every open page."""

import asyncio
from typing import Literal

from msgspec import Struct

from bot.practice.events import Event

Kind = Literal["message", "gone", "chat", "clock", "call", "elsewhere", "over"]


class News(Struct, frozen=True):
    """One thing that a page may have to show.

    ``chat`` and ``message`` are ids; ``number`` is that of a call. Two equal ones are shown once.
    """

    kind: Kind
    chat: int = 0
    message: int = 0
    number: int = 0


class Hub:
    """Hands news to all open pages."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[News]] = set()

    def tell(self, news: News) -> None:
        """Tell all who listen."""
        for listener in self._listeners:
            listener.put_nowait(news)

    def join(self) -> asyncio.Queue[News]:
        """A queue into which all news come from now on."""
        queue: asyncio.Queue[News] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[News]) -> None:
        """Tell this one no more."""
        self._listeners.discard(queue)


def news_of(event: Event) -> list[News]:
    """What of an event of the practice server a page may have to show."""
    chat = event.chat.id if event.chat is not None else 0
    if event.message is None:
        changed = event.kind in ("blocked", "unblocked", "migrated")
        return [News("chat", chat)] if changed else []
    message_id = event.message.message_id
    if event.kind == "deleted":
        return [News("gone", chat, message_id)]
    if event.kind in ("tapped", "answered"):
        return []
    told = [News("message", chat, message_id)]
    if event.message.service or event.message.keyboard is not None or event.kind == "pinned":
        told.append(News("chat", chat))
    return told
