"""How fast Telegram may be spoken to: 30 messages a second for a token, 1 a second to one chat,
20 a minute to one group.

What counts is when messages *arrive*. A message whose answer came late may have arrived late, and
then the one a full window behind it has to wait as much longer; so the limits hold as Telegram
sees them, however the network trembles. A chat rests from the answer on, not from the sending.

The limits: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import Struct

from storage.values.deliveries import Rank
from storage.values.people import ChatId

_MARGIN = 0.004
"""Seconds added to every window: clocks and timers are not exact."""

_INSTANT = 0.00001
"""Seconds below which two moments are one: times are rounded to microseconds on their way."""

_MOST_TREMBLING = 0.25
"""Seconds by which a late answer is believed to mean a late arrival; more is Telegram thinking."""

_CREEP = 0.003
"""How much of a longer way is learnt from each answer; a shorter one is learnt at once."""

_TALKING = 2.0
"""Seconds after a reply in which more replies are looked for, and places kept free for them."""

_SET_BACK = 1.0
"""Seconds by which the time has to go back to count as a clock that was set."""

_BURST = 3
"""How many broadcasts may follow each other at once after a pause; replies need no pause."""


class Limits(Struct, frozen=True):
    """What Telegram allows. ``per_second`` is more for a bot that pays for broadcasts."""

    per_second: int = 30
    chat_seconds: float = 1.0
    group_minute: int = 20


@dataclass(slots=True)
class Flight:
    """A message on its way; made by :meth:`Pacer.begin`, given back to :meth:`Pacer.end`."""

    chat_id: ChatId
    sent: float
    answered: float | None = None


class Pacer:
    """Says when the next message may go. It reads no clock: every call brings the time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        rate = self.limits.per_second
        self._flights: deque[Flight] = deque(maxlen=rate)
        self._counters: deque[Flight] = deque(maxlen=max(1, rate // 3))
        # In every second, broadcasts leave so many places to replies while people talk with the
        # bot; counters leave so many to whatever may come.
        self._left_to_replies = rate // 6
        self._left_by_counters = rate // 4
        self._last_reply = 0.0
        self._way = 0.0
        self._turn = 0.0
        self._token_rests = 0.0
        self._chats = _Chats(self.limits)
        self._last_flood: tuple[ChatId, float] | None = None
        self._newest = 0.0
        self._set_back = 0.0

    def ready_in(self, rank: Rank, now: datetime) -> float:
        """Seconds until the token may send a message of this rank; 0 when it may at once."""
        at = self._at(now)
        ready = [self._token_rests, self._after(self._flights, self._flights.maxlen, at)]
        if rank >= Rank.BROADCAST:
            # Evenly spaced, so that a reply never finds the whole second used up at once.
            ready.append(self._turn - _BURST / self.limits.per_second)
            if at - self._last_reply < _TALKING:
                places = self.limits.per_second - self._left_to_replies
                ready.append(self._after(self._flights, places, at))
        if rank == Rank.COUNTER:
            ready.append(self._after(self._counters, self._counters.maxlen, at))
            places = self.limits.per_second - self._left_by_counters
            ready.append(self._after(self._flights, places, at))
        wait = max(ready) - at
        return wait if wait > _INSTANT else 0.0

    def resting(self, now: datetime) -> frozenset[ChatId]:
        """The chats to which nothing may be sent at this moment."""
        return self._chats.resting(self._at(now))

    def next_rested(self, now: datetime) -> datetime | None:
        """When the first of the resting chats will be rested; None when none is known."""
        rested = self._chats.next_rested()
        return None if rested is None else now + timedelta(seconds=rested - self._at(now))

    def begin(self, chat_id: ChatId, rank: Rank, now: datetime) -> Flight:
        """A message is being sent. The caller has asked :meth:`ready_in` and :meth:`resting`."""
        at = self._at(now)
        flight = Flight(chat_id, at)
        self._flights.append(flight)
        if rank == Rank.COUNTER:
            self._counters.append(flight)
        if rank == Rank.REPLY:
            self._last_reply = at
        self._turn = max(self._turn, at) + 1 / self.limits.per_second
        self._chats.begin(chat_id)
        return flight

    def end(self, flight: Flight, now: datetime) -> None:
        """Its answer has come, or none will."""
        at = self._at(now)
        flight.answered = at
        self._learn(at - flight.sent)
        self._chats.end(flight.chat_id, at)

    def flooded(self, chat_id: ChatId, seconds: float, now: datetime) -> None:
        """Telegram refused: too many. One chat rests; when a second one is refused, all do.

        Telegram does not say which limit was reached.
        """
        at = self._at(now)
        last = self._last_flood
        if last is not None and last[0] != chat_id and at < last[1]:
            self.pause(seconds, now)
        self._last_flood = (chat_id, at + seconds)
        self._chats.rest(chat_id, at + seconds + _MARGIN)

    def pause(self, seconds: float, now: datetime) -> None:
        """Nothing is sent to anybody for so long."""
        self._token_rests = max(self._token_rests, self._at(now) + seconds)

    def paused_for(self, now: datetime) -> float:
        """Seconds for which the token as a whole rests."""
        return max(0.0, self._token_rests - self._at(now))

    def _at(self, now: datetime) -> float:
        """The time in seconds, which goes on when the machine's clock is set back: else all that
        rests would rest for an hour longer."""
        at = now.timestamp() + self._set_back
        if at < self._newest - _SET_BACK:
            self._set_back += self._newest - at
            at = self._newest
        self._newest = max(self._newest, at)
        return at

    def _learn(self, taken: float) -> None:
        taken = min(taken, _MOST_TREMBLING + (self._way or 1.0))
        self._way = min(taken, self._way + _CREEP * (taken - self._way)) if self._way else taken

    def _after(self, flights: deque[Flight], places: int | None, now: float) -> float:
        """When the last ``places`` of the flights leave room for one more within a second."""
        if not places or len(flights) < places:
            return 0.0
        oldest = flights[-places]
        seen = now if oldest.answered is None else oldest.answered
        late = min(_MOST_TREMBLING, max(0.0, seen - oldest.sent - self._way))
        return oldest.sent + late + 1.0 + _MARGIN


class _Chats:
    """What was sent to which chat lately. A chat that is rested is forgotten."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._busy: set[ChatId] = set()
        self._until: dict[ChatId, float] = {}
        # For groups, when each message of the last minute was answered; the longest quiet first.
        self._minutes: OrderedDict[ChatId, deque[float]] = OrderedDict()

    def begin(self, chat_id: ChatId) -> None:
        self._busy.add(chat_id)

    def end(self, chat_id: ChatId, now: float) -> None:
        self._busy.discard(chat_id)
        until = now + self._limits.chat_seconds + _MARGIN
        if chat_id < 0:
            minute = self._minutes.setdefault(chat_id, deque(maxlen=self._limits.group_minute))
            self._minutes.move_to_end(chat_id)
            minute.append(now)
            if len(minute) == minute.maxlen:
                until = max(until, minute[0] + 60.0 + _MARGIN)
        self.rest(chat_id, until)

    def rest(self, chat_id: ChatId, until: float) -> None:
        self._until[chat_id] = max(until, self._until.get(chat_id, 0.0))

    def resting(self, now: float) -> frozenset[ChatId]:
        self._forget(now)
        return frozenset(self._busy.union(self._until))

    def next_rested(self) -> float | None:
        return min(self._until.values(), default=None)

    def __len__(self) -> int:
        return len(self._busy.union(self._until, self._minutes))

    def _forget(self, now: float) -> None:
        for chat_id in [c for c, until in self._until.items() if until <= now + _INSTANT]:
            del self._until[chat_id]
        for chat_id in list(self._quiet(now)):
            del self._minutes[chat_id]

    def _quiet(self, now: float) -> Iterator[ChatId]:
        for chat_id, minute in self._minutes.items():
            if minute[-1] + 60.0 + _MARGIN > now:
                return
            yield chat_id
