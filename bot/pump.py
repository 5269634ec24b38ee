"""The messages that are in memory: held until the pacer lets them go, sent, and judged."""

import asyncio
import heapq
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from telegram import Bot

from bot.bell import Bell
from bot.clock import Clock
from bot.logs import logger
from bot.pacer import Flight, Pacer
from bot.pulse import Part, Pulse
from bot.requests import Sendable
from bot.results import Result, arrived, given_back, refused
from bot.sending import send
from bot.tally import Tally
from bot.verdicts import STRAY, Action, Verdict, is_refused, verdict
from storage.values.deliveries import Delivery, DeliveryId
from storage.values.people import ChatId

_LOG = logger(__name__)

_LONGEST_PAUSE = 30.0
"""Seconds between two tries to reach Telegram when the network is down."""

_LONGEST_SENDING = 180.0
"""Seconds after which one of many messages on their way must have come to an end."""


_UNANSWERED = frozenset({Action.UNCONNECTED, Action.FLOOD, Action.STOP, Action.RESEND, Action.HOLD})
"""Verdicts after which the next message may fare no better."""


class Held(Struct, frozen=True):
    """A delivery claimed and put in words, about to be sent."""

    delivery: Delivery
    request: Sendable

    def __lt__(self, other: "Held") -> bool:
        return (self.delivery.rank, self.delivery.id) < (other.delivery.rank, other.delivery.id)


class Pump:
    """Sends what it holds, lowest rank first, at the pacer's pace.

    ``ring`` is called when there is a result to be recorded, and when fewer than :attr:`low`
    messages are held: then there are more to be had.
    """

    def __init__(
        self,
        bot: Bot,
        pacer: Pacer,
        clock: Clock,
        senders: int,
        ring: Callable[[], None],
        *,
        pulse: Pulse | None = None,
        tally: Tally | None = None,
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._clock = clock
        self._senders = senders
        self._ring = ring
        self._pulse = pulse or Pulse(clock)
        self._tally = tally or Tally()
        self._bell = Bell(clock)
        self._held: list[Held] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._on_their_way: set[DeliveryId] = set()
        self._results: list[Result] = []
        self._unreached = 0
        self._stopping = False
        self.low = 0
        self.token_refused = False
        self.answered_at = clock.now()
        """When Telegram last took a message, or refused it in its own words."""
        self.is_failing = False
        """Whether the last message met with neither."""

    @property
    def held(self) -> Sequence[Held]:
        """What is not on its way yet."""
        return self._held

    def ids(self) -> list[DeliveryId]:
        """All that is held, on its way, or has come to a result not yet taken."""
        results = [result.outcome.delivery.id for result in self._results]
        return [*self._on_their_way, *(held.delivery.id for held in self._held), *results]

    def hold(self, more: Iterable[Held]) -> None:
        """Take these to be sent."""
        for held in more:
            heapq.heappush(self._held, held)
        self._bell.ring()

    def stop(self) -> None:
        """Let :meth:`run` end."""
        self._stopping = True
        self._bell.ring()

    def give_back(self) -> None:
        """Hold nothing any more: what was held becomes a result, to be claimed another time."""
        now = self._clock.now()
        self._results.extend(given_back(held.delivery, now) for held in self._held)
        self._held.clear()

    def take_results(self) -> list[Result]:
        """What became of messages since the last call."""
        results, self._results = self._results, []
        return results

    def next_ready(self) -> datetime | None:
        """When the next held message may go; None when nothing is held."""
        if not self._held:
            return None
        now = self._clock.now()
        wait = self._pacer.ready_in(self._held[0].delivery.rank, now)
        return now + timedelta(seconds=wait)

    async def send_ready(self) -> int:
        """Send, one after another, what may be sent at this moment; how many that were."""
        sent = 0
        while (taken := self._take()) is not None:
            await self._send(*taken)
            sent += 1
        return sent

    async def run(self) -> None:
        """Send until stopped, or until the token is refused; each message by a task of its own."""
        while not (self._stopping or self.token_refused):
            full = len(self._sending) >= self._senders
            taken = None if full else self._take()
            self._pulse.beat(Part.SENDING, _LONGEST_SENDING)
            if taken is not None:
                task = asyncio.create_task(self._send(*taken))
                self._sending.add(task)
                task.add_done_callback(self._sent)
            elif full:
                await self._bell.wait()
            elif not self._held:
                self._pulse.rest(Part.SENDING)
                await self._bell.wait()
            else:
                rank = self._held[0].delivery.rank
                wait = self._pacer.ready_in(rank, self._clock.now())
                self._pulse.beat(Part.SENDING, wait)
                await self._bell.wait(wait)
        self._pulse.rest(Part.SENDING)
        self._ring()

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._bell.ring()

    def _take(self) -> tuple[Held, Flight] | None:
        """The next message to send, when the pacer lets it go now."""
        now = self._clock.now()
        if not self._held or self._pacer.ready_in(self._held[0].delivery.rank, now) > 0:
            return None
        held = heapq.heappop(self._held)
        if len(self._held) < self.low:
            self._ring()
        delivery = held.delivery
        return held, self._pacer.begin(delivery.chat_id, delivery.rank, now)

    async def _send(self, held: Held, flight: Flight) -> None:
        self._on_their_way.add(held.delivery.id)
        try:
            reply = await send(self._bot, held.request)
        except Exception as error:  # whatever it is, a verdict is found for it
            found = verdict(error, held.delivery.kind)
            if found.action is Action.STOP and not await is_refused(self._bot):
                found = STRAY
            result = self._judge(held, error, found)
        else:
            self._unreached = 0
            self._answered(self._clock.now())
            self._tally.delivery(Action.SENT.name.lower())
            result = arrived(held.delivery, held.request, reply)
        finally:
            self._on_their_way.discard(held.delivery.id)
            self._pacer.end(flight, self._clock.now())
        self._results.append(result)
        self._ring()

    def _answered(self, now: datetime) -> None:
        self.answered_at, self.is_failing = now, False

    def _judge(self, held: Held, error: Exception, found: Verdict) -> Result:
        now = self._clock.now()
        delivery = held.delivery
        self._heed(found, delivery.chat_id, now)
        if found.action in _UNANSWERED:
            self.is_failing = True
        else:
            self._answered(now)
        self._tally.delivery(found.action.name.lower())
        told = _LOG.debug if found.action is Action.SENT else _LOG.warning
        told(
            "delivery not taken",
            delivery=delivery.id,
            kind=str(delivery.kind),
            chat=delivery.chat_id,
            verdict=found.action.name.lower(),
            reason=found.reason,
            error=type(error).__name__,
            tries=delivery.tries,
        )
        return refused(delivery, held.request, found, now)

    def _heed(self, found: Verdict, chat_id: ChatId, now: datetime) -> None:
        """What a verdict means for the deliveries that come after."""
        match found.action:
            case Action.FLOOD:
                self._pacer.flooded(chat_id, found.seconds, now)
            case Action.STOP:
                self.token_refused = True
                self._bell.ring()
            case Action.UNCONNECTED:
                # Several on their way fail together: that is one failure, not several.
                if not self._pacer.paused_for(now):
                    self._pacer.pause(min(_LONGEST_PAUSE, 2.0**self._unreached), now)
                    self._unreached += 1
            case _:
                self._unreached = 0

    async def finish(self) -> None:
        """Let what is on its way end, and give back the rest."""
        if self._sending:
            await asyncio.wait(self._sending)
        self.give_back()
