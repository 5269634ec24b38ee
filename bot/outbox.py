"""Out: what the transactions left to be said is claimed, sent at Telegram's pace, and recorded.

A *keeper* and a *pump* work side by side. The keeper's turn is one transaction: it records what
became of the last messages and claims the next few, put in words by the renderer. The pump
(:mod:`bot.pump`) sends them as the pacer allows, several on their way at a time. So at most a
fifth of a second's messages are in memory, whatever waits in the database, and a reply that comes
while a broadcast runs is claimed at once and goes next.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from telegram import Bot

from bot.bell import Bell
from bot.clock import Clock
from bot.condition import WELL, Condition
from bot.logs import LOOK_AT_DATABASE, logger
from bot.pacer import Pacer
from bot.preparing import Renderer, prepared
from bot.pulse import Part, Pulse
from bot.pump import Held, Pump
from bot.recorder import Recorder, TopicLostHook, UnreachableHook
from bot.results import Result
from bot.tally import Tally
from storage import claiming, outbox, outcomes, overdue
from storage.database import Database, Transaction, passes
from storage.values.deliveries import Delivery, Rank
from storage.values.messages import BadInput, message
from storage.values.outcomes import Backlog
from storage.values.people import BotId

_LOG = logger(__name__)

_UPKEEP = timedelta(seconds=5)
"""How often, at least while sending, what has expired or become clear is looked for."""

_LONGEST_IDLE = 30.0
"""Seconds after which the database is asked even if nobody rang."""

_TROUBLED_WAIT = 1.0
"""Seconds until the database is tried again when it could not be used."""

_STUCK = timedelta(minutes=2)
"""How long something due may wait while Telegram takes nothing at all."""

_STUCK_IN_SILENCE = timedelta(minutes=15)
"""The same when nothing failed either: it may wait for a poll that nobody is sure of."""

_COUNTERS_AHEAD = 0.2
"""Seconds before they may be sent at which counters are claimed, with the newest numbers."""


class Outbox:
    """Sends a bot's deliveries. Use :meth:`run` in the bot, or :meth:`drain` step by step.

    Only one may work for a bot at a time; whoever starts it holds the bot's lock.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        renderer: Renderer,
        on_unreachable: UnreachableHook,
        on_topic_lost: TopicLostHook,
        *,
        bot_id: BotId,
        clock: Clock,
        pacer: Pacer,
        senders: int = 16,
        pulse: Pulse | None = None,
        tally: Tally | None = None,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._recorder = Recorder(bot_id, on_unreachable, on_topic_lost)
        self._bot_id = bot_id
        self._clock = clock
        self._pacer = pacer
        self._window = max(2, pacer.limits.per_second // 5)
        self._bell = Bell(clock)
        self._pulse = pulse or Pulse(clock)
        self._pump = Pump(
            bot, pacer, clock, senders, self._bell.ring, pulse=self._pulse, tally=tally
        )
        self._results: list[Result] = []
        self._in_doubt = False
        self._stopping = False
        self._asked = False
        self._next: datetime | None = None
        self._upkeep_at = clock.now()

    def wake(self) -> None:
        """Say that deliveries were put in: call it after the commit that did."""
        self._asked = True
        self._bell.ring()

    def condition(self, backlog: Iterable[Backlog]) -> Condition:
        """Whether what waits gets out; counters, which give way to all else, are left aside."""
        now = self._clock.now()
        oldest = min((each.oldest for each in backlog if each.rank < Rank.COUNTER), default=now)
        silence = now - self._pump.answered_at
        patience = _STUCK if self._pump.is_failing else _STUCK_IN_SILENCE
        if min(now - oldest, silence) <= patience:
            return WELL
        return Condition(
            f"messages wait, and Telegram has taken none for {silence.total_seconds():.0f} s",
            "see the log; look at the network and at SANXUE_API_URL",
        )

    async def restore(self) -> None:
        """Take back what a process that was killed had claimed. :meth:`run` begins with it."""
        async with self._database.writing() as tx:
            taken = await claiming.restore_claimed(tx, self._bot_id, self._clock.now())
        if taken:
            _LOG.info("taken back from an earlier process", deliveries=taken)

    async def run(self) -> None:
        """Send until cancelled; then what is on its way ends and is recorded.

        A cancellation interrupts neither a message nor a transaction. Raises :class:`BadInput`
        when Telegram refuses the token.
        """
        await self.restore()
        working = [asyncio.create_task(self._keep()), asyncio.create_task(self._pump.run())]
        try:
            await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stopping = True
            self._bell.ring()
            self._pump.stop()
            await asyncio.wait(working)
            await self._finish()
        for task in working:
            task.result()
        self._check_token()

    async def drain(self) -> datetime | None:
        """Send all that may be sent now. When the next may be; None when nothing waits.

        Raises :class:`BadInput` when Telegram refuses the token.
        """
        while True:
            await self._turn()
            self._check_token()
            sent = await self._pump.send_ready()
            passed = self._next is not None and self._next <= self._clock.now()
            if not (sent or self._asked or passed):
                moments = [m for m in (self._next, self._pump.next_ready()) if m is not None]
                return min(moments, default=None)

    # The keeper: one transaction after another.

    async def _keep(self) -> None:
        while not (self._stopping or self._pump.token_refused):
            wait = await self._turn_or_trouble()
            self._pulse.beat(Part.OUTBOX, wait)
            await self._bell.wait(wait)

    async def _turn_or_trouble(self) -> float:
        """Take a turn; the seconds until the next, unless the bell rings."""
        try:
            await self._turn()
        except Exception as error:
            if not passes(error):
                raise
            _LOG.warning(
                "the database can't be used, again soon",
                error=type(error).__name__,
                do=LOOK_AT_DATABASE,
            )
            self._in_doubt = True
            return _TROUBLED_WAIT
        if self._next is None:
            return _LONGEST_IDLE
        return min(_LONGEST_IDLE, max(0.0, (self._next - self._clock.now()).total_seconds()))

    async def _turn(self) -> None:
        """Record what became of messages, clear away, claim the next: in one transaction."""
        now = self._clock.now()
        if self._pacer.paused_for(now):
            self._pump.give_back()
        # Kept until they are committed, so that an error here forgets none.
        self._results.extend(self._pump.take_results())
        asked, self._asked = self._asked, False
        async with self._database.writing() as tx:
            if self._in_doubt:
                # A commit may have succeeded whose answer was lost: then nobody holds its claims.
                known = [result.outcome.delivery.id for result in self._results]
                await claiming.restore_claimed(tx, self._bot_id, now, but=self._pump.ids() + known)
            await self._recorder.record(tx, self._results, now)
            await self._clear_away(tx, now)
            held = await self._claim(tx, asked, now)
        self._in_doubt = False
        self._results.clear()
        self._pump.hold(held)

    async def _clear_away(self, tx: Transaction, now: datetime) -> None:
        """End what has expired and what was unsure for long enough."""
        if now >= self._upkeep_at:
            await overdue.resolve_unsure(tx, self._bot_id, now)
            expired = await overdue.expire(tx, self._bot_id, now)
            self._upkeep_at = now + _UPKEEP
            if expired:
                _LOG.warning("expired unsent", deliveries=expired)

    async def _claim(self, tx: Transaction, asked: bool, now: datetime) -> Sequence[Held]:
        """Claim what there is room for; replies find room even when broadcasts fill it."""
        self._next = None
        if pause := self._pacer.paused_for(now):
            self._next = now + timedelta(seconds=pause)
            return []
        room, up_to = self._room(now)
        if room < self._window // 2:
            if not asked or len(self._pump.held) >= 3 * self._window:
                return []
            return await self._prepare(tx, await self._claimed(tx, self._window, Rank.REPLY), now)
        claimed = await self._claimed(tx, room, up_to)
        self._pump.low = self._window // 2 if len(claimed) == room else 0
        if not claimed:
            self._next = await self._look_ahead(tx, now)
        return await self._prepare(tx, claimed, now)

    async def _claimed(self, tx: Transaction, limit: int, up_to: Rank) -> list[Delivery]:
        now = self._clock.now()
        resting = self._pacer.resting(now)
        return await claiming.claim(
            tx, self._bot_id, now, limit=limit, resting_chats=resting, up_to=up_to
        )

    def _room(self, now: datetime) -> tuple[int, Rank]:
        """How many more to hold, and of which ranks. Counters don't keep others out."""
        ranks = [held.delivery.rank for held in self._pump.held]
        counters = ranks.count(Rank.COUNTER)
        soon = self._pacer.ready_in(Rank.COUNTER, now) <= _COUNTERS_AHEAD
        room = self._window - (len(ranks) - counters)
        return room, Rank.COUNTER if soon and not counters else Rank.BROADCAST

    async def _look_ahead(self, tx: Transaction, now: datetime) -> datetime | None:
        """When there may be something to claim, as nothing could be claimed now."""
        ahead = await outbox.ahead(tx, self._bot_id, now)
        moments = [] if ahead.next is None else [ahead.next]
        if ahead.next is not None:
            self._upkeep_at = min(self._upkeep_at, ahead.next)
        if ahead.blocked:
            if (rested := self._pacer.next_rested(now)) is not None:
                moments.append(rested)
            if wait := self._pacer.ready_in(Rank.COUNTER, now):
                moments.append(now + timedelta(seconds=wait))
        return min(moments, default=None)

    async def _prepare(
        self, tx: Transaction, claimed: Sequence[Delivery], now: datetime
    ) -> Sequence[Held]:
        """Have the claimed put in words, and record those that are not sent any more."""
        found = await prepared(self._renderer, tx, claimed)
        if found.ended:
            await outcomes.record(tx, self._bot_id, found.ended, now)
            self.wake()
        return found.held

    # The end.

    async def _finish(self) -> None:
        """Let what is on its way end, and record all that is known."""
        await self._pump.finish()
        self._results.extend(self._pump.take_results())
        if self._results:
            async with self._database.writing() as tx:
                await self._recorder.record(tx, self._results, self._clock.now())
            self._results.clear()

    def _check_token(self) -> None:
        if self._pump.token_refused:
            raise BadInput(
                message(
                    "Telegram refuses the bot's token. Ask @BotFather for a new one, "
                    "put it in SANXUE_TOKEN and start again."
                )
            )
