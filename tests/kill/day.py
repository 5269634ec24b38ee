"""A day on which the bot is killed again and again."""

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from rich.table import Table
from sqlalchemy import ColumnElement, func, select

from bot.addresses import Webhook
from storage.database import Database, open_database
from storage.moments import earliest
from storage.schema import upgrade
from storage.tables.work import deliveries, slots
from tests.doors.places import free_place, hook_at
from tests.kill import audit
from tests.kill.audit import Count, Faults
from tests.kill.people import DAY, ZONE, Town
from tests.kill.process import BotProcess, DayClock
from tests.kill.triggers import Phase, WatchedServer, kill_at

Act = Callable[[], bool]
_LONGEST_REST = 60.0


def at(hour: int, minute: int, second: int = 0) -> datetime:
    """A time of the day in the branches' zone."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, second, tzinfo=ZoneInfo(ZONE))


@dataclass
class Kills:
    """What came of it, by phase."""

    counts: dict[Phase, Count] = field(default_factory=lambda: {p: Count() for p in Phase})
    faults: list[str] = field(default_factory=list)

    def total(self, of: str) -> int:
        """The sum of one column."""
        return sum(getattr(count, of) for count in self.counts.values())

    def table(self) -> Table:
        """The table to print."""
        table = Table(title="kill -9")
        headings = ("where it cuts", "kills", "lost", "counted twice", "sent twice", "explained")
        for heading in (*headings, "back after (s, median)"):
            table.add_column(heading, justify="left" if heading == headings[0] else "right")
        for phase, count in self.counts.items():
            figures = (count.kills, count.lost, count.twice, count.sent_twice, count.explained)
            back = f"{median(count.back):.1f}" if count.back else ""
            table.add_row(phase.value, *map(str, figures), back)
        sums = ("kills", "lost", "twice", "sent_twice", "explained")
        table.add_row("all", *(str(self.total(each)) for each in sums))
        return table


class Day:
    """The town, the bot, and the one who kills it."""

    def __init__(
        self,
        address: str,
        folder: Path,
        server: WatchedServer,
        clock: DayClock,
        seed: int,
        hook: Webhook | None,
    ) -> None:
        self.server = server
        self.clock = clock
        self.dice = random.Random(seed)
        self.town = Town(server, self.dice)
        self.bot = BotProcess(server, clock, address, folder, hook)
        self.database: Database = open_database(address)
        is_sqlite = address.startswith("sqlite")
        self.log = Path(f"{self.database.url.database}-wal") if is_sqlite else None
        self.kills = Kills()
        self._cut: list[tuple[Phase, set[int]]] = []

    async def live(self, kills: int, kinds: Sequence[Phase], branches: int) -> Kills:
        """Morning, noon and evening, with so many kills of these kinds in all."""
        await upgrade(self.database)
        await self.town.found(self.database, self.clock, branches=branches, size=10)
        phases = list(islice(cycle(kinds), kills))
        self.dice.shuffle(phases)
        evening = max(1, kills // 8)
        morning = max(1, kills // 3)
        # A post that was due before a group was bound does not exist: first all are bound.
        await self._part([], [])
        self.clock.jump_to(at(7, 29, 58))
        await self._part(phases[:morning], self.town.morning())
        self.clock.jump_to(at(11, 59, 58))
        await self._part(phases[morning:-evening], self.town.noon())
        self.clock.jump_to(at(19, 59, 58))
        await self._part(phases[-evening:], self.town.evening())
        await self._end()
        await self.database.close()
        return self.kills

    async def _part(self, phases: list[Phase], acts: list[Act]) -> None:
        """A part of the day: lives that end by a kill, and one in which all is done."""
        share = len(acts) // (len(phases) + 1) + 1
        waiting: list[Act] = []
        for number, phase in enumerate(phases):
            waiting += acts[number * share : (number + 1) * share]
            waiting = await self._life(phase, waiting)
        waiting += acts[len(phases) * share :]
        await self.bot.start()
        await self._rest()
        waiting = await self._do(waiting)
        await self._rest()
        if await self._count(deliveries.c.state == "unsure"):
            # A poll that was perhaps sent is clear after ten minutes.
            await self._restart_later(minutes=11)
            await self._rest()
            waiting = await self._do(waiting)
            await self._rest()
        assert not waiting, f"{len(waiting)} could not be done: {self.bot.log}"
        self.bot.kill()
        await self.bot.ended()

    async def _life(self, phase: Phase, acts: list[Act]) -> list[Act]:
        """One life of the bot, and what it did; gives back the acts for which it was too short."""
        count = self.kills.counts[phase]
        began = time.monotonic()
        await self.bot.start()
        doing = asyncio.ensure_future(self._do(acts, began, count))
        came = await kill_at(phase, self.server, self.log, self.bot.kill, self.dice)
        await self.bot.ended()
        left = await doing
        count.kills += 1
        count.missed += not came
        self._cut.append((phase, await audit.claimed(self.database)))
        found = await audit.read(self.database)
        self._note(count, audit.judge(self.town, found, self._confirmed()))
        return left

    async def _do(
        self, acts: Iterable[Act], began: float | None = None, count: Count | None = None
    ) -> list[Act]:
        """Let people act as soon as the bot is there, or will not be; the acts that were not
        possible yet."""
        if await self.bot.has_begun(3.0) and began is not None and count is not None:
            count.back.append(time.monotonic() - began)
        left = []
        for act in acts:
            if not act():
                left.append(act)
            await asyncio.sleep(0.003)
        return left

    async def _restart_later(self, minutes: int) -> None:
        self.bot.kill()
        await self.bot.ended()
        self.clock.jump_to(self.clock.now() + timedelta(minutes=minutes))
        await self.bot.start()

    async def _rest(self) -> None:
        """Wait until the bot has taken every update and said all that it has to say."""
        assert await self.bot.has_begun(_LONGEST_REST), f"the bot does not begin:\n{self.bot.log}"
        ends = time.monotonic() + _LONGEST_REST
        while time.monotonic() < ends:
            await asyncio.wait_for(self.server.all_taken(), _LONGEST_REST)
            if not await self._busy():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"the bot never comes to rest:\n{self.bot.log}")

    async def _busy(self) -> bool:
        now = earliest(self.clock.now())
        is_open = deliveries.c.state.in_(["waiting", "claimed", "unsure"])
        waiting = await self._count(is_open, deliveries.c.not_before <= now + 30)
        return bool(waiting or await self._count(slots.c.state == "due", slots.c.due_at <= now + 5))

    async def _count(self, *conditions: ColumnElement[bool]) -> int:
        async with self.database.reading() as tx:
            return int(await tx.scalar(select(func.count()).where(*conditions)))

    def _confirmed(self) -> int:
        """Updates with lower numbers were confirmed: Telegram has forgotten them."""
        first = self.server.world.updates.first()
        return int(first["update_id"]) if first else 2**62

    async def _end(self) -> None:
        """The last reckoning: all that was done is there, and what was said twice is explained."""
        last = self.kills.counts[self._cut[-1][0]]
        faults = audit.judge(self.town, await audit.read(self.database))
        unsaid, said_twice = audit.unsaid(self.town)
        faults.lost += unsaid
        self._note(last, faults)
        cut_off = await audit.unrecorded(self.database, self.town)
        for chat, times in said_twice.items():
            for number in range(times):
                phase = self._cutting(chat)
                count = self.kills.counts[phase] if phase else last
                is_explained = phase is not None and number < cut_off[chat]
                count.sent_twice += 1
                count.explained += is_explained
                if not is_explained:
                    said = audit.heard(self.town, chat)
                    self.kills.faults.append(f"told twice without need, in {chat}: {said}")

    def _note(self, count: Count, faults: Faults) -> None:
        count.lost += len(faults.lost)
        count.twice += len(faults.twice)
        self.kills.faults += faults.lost + faults.twice

    def _cutting(self, chat: int) -> Phase | None:
        """A kill that found a message to this chat on its way; each one explains one message."""
        for phase, chats in self._cut:
            if chat in chats:
                chats.remove(chat)
                return phase
        return None


async def kill_day(
    address: str,
    folder: Path,
    kills: int,
    seed: int = 1,
    *,
    kinds: Sequence[Phase] = tuple(Phase),
    branches: int = 12,
    webhook: bool = False,
) -> Kills:
    """Live the day on an empty database at ``address``; ``folder`` takes the bot's log.

    ``kinds`` of kills take turns. ``webhook``: updates are brought to the bot, not fetched.
    """
    clock = DayClock(at(7, 0))
    server = WatchedServer(clock)
    async with server:
        hook = hook_at(free_place()) if webhook else None
        day = Day(address, folder, server, clock, seed, hook)
        try:
            return await day.live(kills, kinds, branches)
        finally:
            day.bot.kill()
