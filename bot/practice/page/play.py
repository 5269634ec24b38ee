"""A branch that one can step into: the practice server, the bot at work, the people, the clock.

The clock stands still until it is moved. Whatever a person does is followed by all that the bot
has to do about it, so an answer is there when the deed returns.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.clock import GivenClock
from bot.practice.events import Event
from bot.practice.page.calls import CallLine, WatchedServer
from bot.practice.page.hub import Hub, News, news_of
from bot.practice.page.life import Life, Post
from bot.practice.page.players import NobodyThere, Player
from bot.practice.records import Chat, Message, Room, User
from bot.practice.settling import settle
from programme.calendar import local_day, week_of
from storage.database import Database
from storage.postings import question_of, study_postings
from storage.slots import next_due
from storage.units import Defaults
from storage.values.days import STUDIES, SlotKind
from storage.values.messages import message
from storage.values.people import BotId, Unit

T = TypeVar("T")

DAY_BEGINS = time(6, 30)
"""Where the clock stops when it is moved to another day: before anything is posted."""

HORIZON = timedelta(days=30)
"""How far the clock goes to find the next post."""

_LONGEST_OK = 6
_AFTERLIFE = timedelta(minutes=24)
_BEFORE_A_SLOT = timedelta(minutes=1)
_POSTED = (*STUDIES, SlotKind.RESULT)
"""What the next post can be: what comes to one person in private is no post of the branch's."""
_MOST_STEPS = 5_000


class Play:
    """A branch at its days. Made by :func:`bot.practice.page.casting.opened_play`.

    ``pace`` are the seconds between two deeds of the sample's people, so that one sees them come.
    ``invitation`` is the link that brings the bot into the group, as long as it is not there.
    """

    def __init__(
        self,
        server: WatchedServer,
        clock: GivenClock,
        database: Database,
        application: Application,
        defaults: Defaults,
        branch: Unit,
        group: Chat,
        players: Sequence[Player],
        pace: float,
    ) -> None:
        self.server = server
        self.clock = clock
        self.defaults = defaults
        self.branch = branch
        self.players = tuple(players)
        self.zone = ZoneInfo(branch.time_zone)
        self.hub = Hub()
        self.watched: Counter[str] = Counter()
        self.is_moving = False
        self.is_touched = False
        self.is_rehearsal = False
        self.is_over = False
        self.invitation: str | None = None
        self._group_id = group.id
        self._database = database
        self._application = application
        self._bot_id = BotId(server.bot_user.id)
        self._pace = pace
        self._lock = asyncio.Lock()
        self._seen = 0
        self._kinds: dict[tuple[int, int], SlotKind] = {}
        first_day = local_day(clock.now(), branch.time_zone)
        self.life = Life(server, group, self.players, defaults.language, first_day)
        server.on_call = self._called
        server.telling.on_event = self._happened

    # -- who and where --------------------------------------------------------------------------

    def player(self, key: str) -> tuple[Player, User]:
        """Somebody whom one can be. Raises :class:`NobodyThere`."""
        found = next((each for each in self.players if each.key == key), None)
        if found is None or found.user is None:
            raise NobodyThere(message("There is nobody here by that name."))
        return found, found.user

    @property
    def room(self) -> Room:
        """The branch's group."""
        room = self.server.world.rooms[self._group_id]
        moved = room.migrated_to
        return room if moved is None else self.server.world.rooms[moved]

    @property
    def is_bound(self) -> bool:
        """Whether the bot is in the branch's group."""
        return self.room.has(self.server.bot_user.id)

    def post_kind(self, chat_id: int, message_id: int) -> SlotKind | None:
        """Which of the day's three a message in the group is; None for any other."""
        return self._kinds.get((chat_id, message_id))

    @contextmanager
    def watching(self, key: str) -> Iterator[None]:
        """While somebody is at a page: whom they are does nothing by themselves."""
        self.watched[key] += 1
        try:
            yield
        finally:
            self.watched[key] -= 1

    # -- deeds ----------------------------------------------------------------------------------

    async def act(self, deed: Callable[[], T]) -> T:
        """Let a person do something and the bot all that follows from it."""
        async with self._lock:
            self.is_touched = True
            try:
                result = deed()
                await self._settle()
            finally:
                # Not all that changes a chat is an event of its server: topics are not.
                self.hub.tell(News("chat"))
            return result

    def switch_life(self, is_on: bool) -> None:
        """Let the sample's people live their day by themselves, or leave all to whoever is here."""
        self.life.is_on = is_on
        self.hub.tell(News("clock"))

    # -- time -----------------------------------------------------------------------------------

    def local(self, moment: datetime) -> datetime:
        """A moment in the branch's local time."""
        return moment.astimezone(self.zone)

    async def to_next_post(self, absent: Collection[str] = (), *, still: bool = False) -> bool:
        """Move the clock to the next time at which the bot posts something by itself, and a little
        further, so that people come to it: one after the other, or ``still``, all at once. False
        when nothing is posted for long."""
        with self._moving():
            if not await self._pass(self.clock.now() + HORIZON, absent, until_post=True):
                return False
            until, slot = self.clock.now() + _AFTERLIFE, await self._next_slot()
            if slot is not None:
                until = min(until, slot - _BEFORE_A_SLOT)
            if until > self.clock.now():
                await self._pass(until, absent, pace=0.0 if still else self._pace)
            return True

    async def to_next_day(self, absent: Collection[str] = ()) -> None:
        """Move the clock to the beginning of the branch's next day."""
        with self._moving():
            await self._pass(self._start_of(self._today() + timedelta(days=1)), absent)

    async def to_next_week(self, absent: Collection[str] = ()) -> None:
        """Move the clock to the beginning of next Monday."""
        with self._moving():
            sunday = week_of(self._today())[1]
            await self._pass(self._start_of(sunday + timedelta(days=1)), absent)

    def _today(self) -> date:
        return local_day(self.clock.now(), self.branch.time_zone)

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, DAY_BEGINS, self.zone).astimezone(UTC)

    @contextmanager
    def _moving(self) -> Iterator[None]:
        self.is_moving = self.is_touched = True
        self.hub.tell(News("clock"))
        try:
            yield
        finally:
            self.is_moving = False
            self.hub.tell(News("clock"))

    async def _pass(
        self,
        until: datetime,
        absent: Collection[str],
        *,
        until_post: bool = False,
        pace: float = 0.0,
    ) -> bool:
        """Let time pass, slot by slot and deed by deed; whether it ended with a post."""
        for _ in range(_MOST_STEPS):
            if self.is_over:
                return False
            slot, deed = await self._next_slot(), self.life.next_at()
            if until_post and slot is None and deed is None:
                return False
            moment = min(each for each in (slot, deed, until) if each is not None)
            is_slot = slot is not None and slot <= moment
            has_posted, done = await self._step(moment, absent, is_slot or moment >= until)
            self.hub.tell(News("clock"))
            if until_post and has_posted and is_slot:
                return True
            if moment >= until:
                return False
            # Also without a pause: whoever watches is to see it pass.
            await asyncio.sleep(pace if done else 0)
        return False

    async def _step(
        self, moment: datetime, absent: Collection[str], is_bots: bool
    ) -> tuple[bool, int]:
        """Let it be ``moment``: whether the bot has sent anything by itself, and how much people
        have done. ``is_bots``: there is something for the bot to do before anybody acts."""
        async with self._lock:
            self.clock.move_to(moment)
            sent = self.server.sent
            if is_bots:
                await self._settle()
            has_posted = self.server.sent > sent
            done = self.life.live(self.clock.now(), {*absent, *self._watched()})
            if done:
                await self._settle()
            return has_posted, done

    def _watched(self) -> list[str]:
        return [key for key, pages in self.watched.items() if pages]

    async def _next_slot(self) -> datetime | None:
        async with self._database.reading() as tx:
            # The group is thanked on Mondays; the unit above has its week with or without a group.
            kinds = (*_POSTED, SlotKind.WEEK) if self.is_bound else _POSTED
            return await next_due(tx, self._bot_id, self.clock.now(), kinds)

    # -- what follows ---------------------------------------------------------------------------

    async def _settle(self) -> None:
        await settle(self._application, self.clock)
        await self._notice()

    async def _notice(self) -> None:
        """See what is new in the group, and let people mean to do something about it."""
        new = [m for m in list(self.room.messages.values()) if m.message_id > self._seen]
        if not new:
            return
        self._seen = new[-1].message_id
        bot = self.server.bot_user
        if any(each.sender == bot and each.service is None for each in new):
            for post in await self._posts({m.message_id for m in new if m.sender == bot}):
                self.life.plan(post, self._today(), self.clock.now())
                where = (post.message.chat_id, post.message.message_id)
                self._kinds[where] = post.kind
                # The pages were told of it before it was known what it is.
                self.hub.tell(News("message", *where))
        for each in new:
            if self._is_note(each):
                self.life.like(self.server.world.view(each), self.clock.now())

    def _is_note(self, written: Message) -> bool:
        """Whether somebody has answered the bot with more than an “ok”."""
        bot = self.server.bot_user
        replied = self.room.messages.get(written.reply_to or 0)
        if written.sender == bot or replied is None or replied.sender != bot:
            return False
        return written.content is not None and len(written.content.text) > _LONGEST_OK

    async def _posts(self, ids: Collection[int]) -> list[Post]:
        """Which of these messages are the day's study posts."""
        async with self._database.reading() as tx:
            found = []
            for each in await study_postings(tx, self._bot_id, self.branch.id, self._today()):
                is_here = each.chat_id == self.room.chat.id
                if each.message_id is None or each.message_id not in ids or not is_here:
                    continue
                asked = await question_of(tx, each) if each.kind is SlotKind.NOON else None
                shown = self.server.message(each.chat_id, each.message_id)
                found.append(Post(each.kind, shown, each.id, asked))
        return found

    # -- telling --------------------------------------------------------------------------------

    def end(self) -> None:
        """Let a moving clock stand still and every page know that this is over."""
        self.is_over = True
        self.hub.tell(News("over"))

    def _happened(self, event: Event) -> None:
        for news in news_of(event):
            self.hub.tell(news)

    def _called(self, line: CallLine) -> None:
        self.hub.tell(News("call", number=line.number))
        if line.method.endswith("MyCommands"):
            self.hub.tell(News("chat"))
