"""How many messages Telegram takes: its published limits, with the bursts that it allows.

From https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30
messages a second in all, one a second in one chat ("short bursts that go over this limit" are
tolerated), 20 a minute in one group. Messages and edits of them count, answers to taps do not, nor
does what was refused for flooding. Telegram does not publish how large a burst may be. Chosen
here: all chats together, one second's worth (30) may come at once; one chat, three messages may
come at once; one group, never more than 20 in any 60 seconds.
"""

import math
from collections import deque
from datetime import datetime

from msgspec import Struct

from bot.practice.refusals import FLOOD


class Limits(Struct, frozen=True):
    """The limits; ``None`` for one that is switched off."""

    per_second: float | None = 30
    at_once: int = 30
    chat_per_second: float | None = 1
    chat_at_once: int = 3
    group_per_minute: int | None = 20

    @classmethod
    def off(cls) -> "Limits":
        """No limit at all."""
        return cls(per_second=None, chat_per_second=None, group_per_minute=None)


class Gauge:
    """Counts messages against :class:`Limits`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._overall = (float(limits.at_once), 0.0)
        self._chats: dict[int, tuple[float, float]] = {}
        self._groups: dict[int, deque[float]] = {}
        self.refused = 0

    def count(self, chat_id: int, now: datetime, *, is_paid: bool = False) -> None:
        """Count one message to a chat, or refuse it with the seconds to wait.

        A message that is paid for (allow_paid_broadcast) is not held by the overall limit.
        """
        limits, at = self.limits, now.timestamp()
        waits = [0.0]
        overall, chat = self._overall, (0.0, at)
        if limits.per_second and not is_paid:
            overall, wait = _draw(self._overall, at, limits.per_second, limits.at_once)
            waits.append(wait)
        if limits.chat_per_second:
            full = (float(limits.chat_at_once), at)
            level = self._chats.get(chat_id, full)
            chat, wait = _draw(level, at, limits.chat_per_second, limits.chat_at_once)
            waits.append(wait)
        waits.append(self._group_wait(chat_id, at))
        if (longest := max(waits)) > 0:
            self.refused += 1
            seconds = max(1, math.ceil(longest))
            raise FLOOD.error({"retry_after": seconds}, seconds=seconds)
        self._overall = overall
        if limits.chat_per_second:
            self._chats[chat_id] = chat
        if limits.group_per_minute and chat_id < 0:
            self._groups[chat_id].append(at)

    def _group_wait(self, chat_id: int, at: float) -> float:
        most = self.limits.group_per_minute
        if most is None or chat_id >= 0:
            return 0.0
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= at - 60:
            sent.popleft()
        return 0.0 if len(sent) < most else sent[0] + 60 - at


def _draw(
    level: tuple[float, float], at: float, rate: float, most: int
) -> tuple[tuple[float, float], float]:
    """Take one from a store that refills; gives its new level and the wait when it is empty."""
    held, since = level
    held = min(float(most), held + (at - since) * rate)
    # A hair's breadth of tolerance: refilled thirds must add up to a whole.
    if held >= 1 - 1e-6:
        return (held - 1, at), 0.0
    return (held, at), (1 - held) / rate
