"""The queue of updates that waits for the bot.

As documented for getUpdates: an update is kept until it is confirmed by a higher offset, for a day
at most; numbers are consecutive, but after a quiet week the next one is chosen anew; which kinds
come is decided when they happen, not when they are fetched.
"""

import asyncio
import itertools
import re
from collections import deque
from datetime import datetime, timedelta
from typing import Any

from bot.practice.outgoing import check_object
from bot.practice.refusals import OTHER_POLL
from bot.practice.spec import load

KEPT = timedelta(hours=24)
QUIET = timedelta(days=7)
FIRST_ID = 100_000_001


def default_kinds() -> frozenset[str]:
    """The kinds that come when the bot has not asked for any: all but those named as left out."""
    kinds = load().types["Update"].fields.keys() - {"update_id"}
    words = load().described("methods.getUpdates.fields.allowed_updates")
    left_out = re.search(r"except (.+?) \(default\)", words)
    return frozenset(kinds - set(re.findall(r"\*(\w+)\*", left_out[1]) if left_out else ()))


class UpdateQueue:
    """Updates in their order, with the time each was made."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[datetime, dict[str, Any]]] = deque()
        self._next_id = FIRST_ID
        self._last_at: datetime | None = None
        self._changed = asyncio.Event()
        self._poll = 0
        self._all_taken = asyncio.Event()
        self.wakings = 0
        self.is_stopped = False
        self.allowed = default_kinds()
        self.asked: list[str] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: list[str] | None) -> None:
        """Take the bot's wish; None keeps the earlier one, an empty list means the default."""
        if kinds is None:
            return
        self.asked = list(kinds)
        known = load().types["Update"].fields.keys() - {"update_id"}
        self.allowed = frozenset(known & set(kinds)) if kinds else default_kinds()

    def put(self, kind: str, content: dict[str, Any], now: datetime) -> None:
        """Add an update, unless the bot did not ask for its kind."""
        if kind not in self.allowed:
            return
        update = {"update_id": self._take_id(now), kind: content}
        check_object("Update", update)
        self._add(update, now)

    def put_raw(self, update: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Add an update as it is, however wrong; it gets a number unless it brings one."""
        if "update_id" not in update:
            update = {"update_id": self._take_id(now), **update}
        self._add(update, now)
        return update

    def restart_ids(self, first: int) -> None:
        """Go on with ``first``, as Telegram does after a quiet week; it may be a lower number."""
        self._next_id = first

    def fetch(self, offset: int, limit: int, now: datetime) -> list[dict[str, Any]]:
        """The oldest ``limit`` updates from ``offset`` on; all before it are forgotten.

        A negative offset counts from the end of the queue.
        """
        while self._waiting and now - self._waiting[0][0] > KEPT:
            self._waiting.popleft()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif offset > 0:
            while self._waiting and self._waiting[0][1]["update_id"] < offset:
                self._waiting.popleft()
        return [update for _, update in itertools.islice(self._waiting, limit)]

    def first(self) -> dict[str, Any] | None:
        """The oldest waiting update."""
        return self._waiting[0][1] if self._waiting else None

    def first_few(self, at_most: int) -> list[dict[str, Any]]:
        """The oldest waiting updates."""
        return [update for _, update in itertools.islice(self._waiting, at_most)]

    def forget(self, taken: dict[str, Any]) -> None:
        """Drop an update: it was delivered. One that is gone already does no harm."""
        for number, (_, update) in enumerate(self._waiting):
            if update is taken:
                del self._waiting[number]
                return

    def clear(self) -> None:
        """Drop all waiting updates."""
        self._waiting.clear()
        self._all_taken.clear()

    def begin_poll(self) -> int:
        """Register a getUpdates request; one that still waits is terminated by it."""
        self._poll += 1
        self.wake()
        return self._poll

    def check_poll(self, poll: int) -> None:
        """Refuse when another getUpdates request has come since ``poll`` began."""
        if poll != self._poll:
            raise OTHER_POLL.error()

    def stop(self) -> None:
        """Let no getUpdates request wait any more."""
        self.is_stopped = True
        self.wake()

    def wake_all(self) -> None:
        """End waiting getUpdates requests, with what there is."""
        self.wakings += 1
        self.wake()

    def wake(self) -> None:
        """Let whoever waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        """Return at the next change."""
        self.note_taken()
        await self._changed.wait()

    def note_taken(self) -> None:
        """Whoever fetches has asked for more; remember it if there was nothing."""
        if not self._waiting:
            self._all_taken.set()

    async def all_taken(self) -> None:
        """Return when the bot has asked for more and nothing was left for it."""
        await self._all_taken.wait()

    def _add(self, update: dict[str, Any], now: datetime) -> None:
        self._waiting.append((now, update))
        self._last_at = now
        self._all_taken.clear()
        self.wake()

    def _take_id(self, now: datetime) -> int:
        if self._last_at is not None and now - self._last_at >= QUIET and not self._waiting:
            # Chosen anew, and lower on purpose: whoever compares with the highest id will show it.
            self._next_id = max(1, self._next_id // 2)
        taken = self._next_id
        self._next_id += 1
        return taken
