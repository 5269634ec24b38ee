"""What an open page is told: server-sent events, as one person sees them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from msgspec.structs import asdict

from bot.practice.page import shown
from bot.practice.page.hub import News
from bot.practice.page.page import Page
from bot.practice.page.play import Play
from bot.practice.records import User

_QUIET_SECONDS = 15.0
_ALIVE = b": alive\n\n"


async def stream(page: Page, who: str) -> AsyncIterator[bytes]:
    """First the whole ``world``, then ``changes`` as they come, and the next world when the branch
    is begun afresh. Ends with the page.

    ``who`` is the key of the person one is; somebody who is not there is the first who can be.
    """
    while not page.is_closed:
        play, world_id = page.play, page.world_id
        key = _key(play, who)
        player, user = play.player(key)
        with play.watching(key):
            queue = play.hub.join()
            try:
                yield _event("world", shown.world(play, world_id, player, user))
                async for batch in _batches(queue):
                    if batch is None:
                        yield _ALIVE
                        continue
                    if changes := _changes(play, batch, user):
                        yield _event("changes", changes)
                    if play.is_over:
                        break
            finally:
                play.hub.leave(queue)


def _key(play: Play, who: str) -> str:
    there = [each.key for each in play.players if each.user is not None]
    return who if who in there else there[0]


async def _batches(queue: asyncio.Queue[News]) -> AsyncIterator[list[News] | None]:
    """News as they come, each once a batch; None when it has been quiet for a while."""
    while True:
        try:
            first = await asyncio.wait_for(queue.get(), _QUIET_SECONDS)
        except TimeoutError:
            yield None
            continue
        found = {first: None}
        while not queue.empty():
            found[queue.get_nowait()] = None
        yield list(found)


def _changes(play: Play, batch: list[News], user: User) -> list[dict[str, Any]]:
    rooms = {room.chat.id: room for room in shown.rooms(play, user)}
    found: list[dict[str, Any]] = []
    for news in batch:
        room = rooms.get(news.chat)
        if news.kind == "message" and room is not None:
            kept = room.messages.get(news.message)
            if kept is not None:
                said = shown.message(play, kept, user)
                found.append({"kind": "message", "message": said})
        elif news.kind == "gone" and room is not None:
            found.append({"kind": "gone", "chat": news.chat, "id": news.message})
        elif news.kind == "call":
            lines = [line for line in play.server.lines if line.number == news.number]
            found += [{"kind": "call", "call": asdict(line)} for line in lines]
    if any(news.kind in ("chat", "message") for news in batch):
        found += [{"kind": "chat", "chat": shown.chat(play, r, user)} for r in rooms.values()]
    found.append({"kind": "clock", "clock": shown.clock(play)})
    found.append({"kind": "news", **shown.news(play, user)})
    return found


def _event(name: str, value: object) -> bytes:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {data}\n\n".encode("utf-8", "replace")
