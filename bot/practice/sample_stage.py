"""The stage of the sample branch: practice server, bot and people, driven by one clock.

The bot is the real one and works over HTTP, on a database of its own that is gone afterwards.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.application import Application, opened
from bot.clock import GivenClock
from bot.connection import Connection
from bot.practice.events import Event
from bot.practice.records import Chat, User
from bot.practice.sample import (
    BRANCH,
    EVERYBODY,
    PEOPLE,
    Act,
    Beat,
    BringsBot,
    Likes,
    Scene,
    Settles,
    Somebody,
    Speaks,
    Taps,
    Votes,
    Writes,
)
from bot.practice.sample_days import FIRST_DAY
from bot.practice.sample_rows import roster_rows, unit_rows
from bot.practice.server import PracticeServer
from bot.practice.settling import settle
from bot.practice.views import MessageView, PollView
from handlers.hot import READ
from programme.binding import make_code
from programme.importing import import_organisation, import_roster, seed_programme
from storage.database import Database
from storage.schema import open_newest
from storage.units import Defaults, unit_by_code
from storage.values.days import SlotKind
from storage.values.people import TelegramId

_BEGINS_AT = time(6, 30)
_VOICE = b"OggS" + bytes(60)


class Stage:
    """The sample branch as it lives. Made by :func:`set_stage`."""

    def __init__(
        self, server: PracticeServer, clock: GivenClock, database: Database, defaults: Defaults
    ) -> None:
        self.server = server
        self.clock = clock
        self.defaults = defaults
        self.zone = ZoneInfo(defaults.time_zone)
        self._database = database
        self._application: Application | None = None
        self._heard: list[Event] = []
        self.users = {each.key: self._user(each) for each in _with_telegram()}
        in_group = [self.users[each.key] for each in PEOPLE if each.has_telegram]
        title = BRANCH.name.in_language(defaults.language)
        self.group: Chat = server.add_group(title, in_group, "supergroup")

    def local(self, moment: datetime) -> datetime:
        """A moment in the branch's local time."""
        return moment.astimezone(self.zone)

    def moment(self, day: int, at: str) -> datetime:
        """A local time (HH:MM) of a day of the play, counted from 1."""
        on = FIRST_DAY + timedelta(days=day - 1)
        return datetime.combine(on, time.fromisoformat(at), self.zone).astimezone(UTC)

    async def begin(self, scene: Scene) -> list[Event]:
        """Let time pass until the scene begins; what happened meanwhile."""
        return await self._pass_until(self.moment(scene.day, scene.at))

    async def play(self, scene: Scene, beat: Beat) -> list[Event]:
        """Let the people of a beat act, and the bot answer them; what happened."""
        before = await self._pass_until(self.moment(scene.day, beat.at))
        for act in beat.acts:
            await self._do(act)
        await self._settle()
        return before + self._take()

    # -- people ---------------------------------------------------------------------------------

    async def _do(self, act: Act) -> None:
        server, user = self.server, self.users[act.who]
        match act:
            case BringsBot():
                server.add_bot(self.group, user, start_parameter=await self._code())
            case Settles():
                asked = server.messages(user)[-1]
                server.tap(user, asked, act.answer.in_language(self.defaults.language))
            case Taps():
                post = self._post(SlotKind.MORNING)
                server.tap(user, post, post.buttons[0].label)
            case Votes():
                poll = self._post(SlotKind.NOON)
                assert poll.poll is not None
                server.vote(user, poll, _choice(poll.poll, act.is_right))
            case Writes():
                text = act.text.in_language(self.defaults.language)
                replied = self._post(act.reply_to) if act.reply_to else None
                server.say(user, user if act.in_private else self.group, text, replied)
            case Speaks():
                server.send_voice(user, self.group, _VOICE, reply_to=self._post(act.reply_to))
            case Likes():
                theirs = self.users[act.whose]
                written = [m for m in server.messages(self.group) if m.sender == theirs]
                server.react(user, written[-1], act.emoji)
            case _:
                assert_never(act)

    def _post(self, kind: SlotKind) -> MessageView:
        """The newest of the bot's posts of this kind in the group."""
        bot = self.server.bot_user
        posts = [m for m in self.server.messages(self.group) if m.sender == bot]
        return next(post for post in reversed(posts) if _kind_of(post) is kind)

    async def _code(self) -> str:
        async with self._database.writing() as tx:
            branch = await unit_by_code(tx, BRANCH.code, self.defaults)
            assert branch is not None
            return (await make_code(tx, branch.id, self.clock.now())).code

    def _user(self, person: Somebody) -> User:
        name = person.name.in_language(self.defaults.language)
        first, _, last = name.partition(" ")
        return self.server.add_user(first, last or None, language_code=self.defaults.language)

    # -- time -----------------------------------------------------------------------------------

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Stage"]:
        """The organisation is imported, the bot works, and whoever knows it has met it."""
        await seed_programme(self._database, None, self.clock.now(), self.defaults)
        await self._import()
        server = self.server
        connection = Connection(server.token, server.api_url, server.file_url)
        async with opened(self._database, connection, self.clock, self.defaults) as application:
            self._application = application
            await application.outbox.restore()
            for each in _with_telegram():
                if each.has_met_bot:
                    server.start_private(self.users[each.key])
            await self._settle()
            listening = asyncio.create_task(self._listen())
            try:
                yield self
            finally:
                listening.cancel()
                await asyncio.wait({listening})

    async def _import(self) -> None:
        language, now = self.defaults.language, self.clock.now()
        accounts = {key: TelegramId(user.id) for key, user in self.users.items()}
        async with self._database.writing() as tx:
            await import_organisation(tx, unit_rows(language), now, self.defaults)
            await import_roster(tx, roster_rows(language, accounts), now, self.defaults)

    async def _pass_until(self, moment: datetime) -> list[Event]:
        self.clock.move_to(moment)
        await self._settle()
        return self._take()

    async def _settle(self) -> None:
        """Let the bot do all that is to be done at this moment."""
        assert self._application is not None
        await settle(self._application, self.clock)

    async def _listen(self) -> None:
        async for event in self.server.events():
            self._heard.append(event)

    def _take(self) -> list[Event]:
        taken, self._heard = self._heard, []
        return taken


@asynccontextmanager
async def set_stage(language: str, time_zone: str) -> AsyncIterator[Stage]:
    """The sample branch in one language, early on its first day, with the bot at work."""
    begin = datetime.combine(FIRST_DAY, _BEGINS_AT, ZoneInfo(time_zone))
    clock, defaults = GivenClock(begin), Defaults(time_zone, language)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            # On Windows a file may still be held for a moment after it was closed.
            tempfile.TemporaryDirectory(prefix="sanxue-practice-", ignore_cleanup_errors=True)
        )
        database, _ = await open_newest(f"sqlite:///{(Path(folder) / 'practice.db').as_posix()}")
        stack.push_async_callback(database.close)
        name = "Sanxue" if language == "en" else "三学"
        server = PracticeServer(clock, bot_first_name=name, keep_calls=False)
        await stack.enter_async_context(server)
        stage = Stage(server, clock, database, defaults)
        yield await stack.enter_async_context(stage.at_work())


def _with_telegram() -> list[Somebody]:
    return [each for each in EVERYBODY if each.has_telegram]


def _kind_of(post: MessageView) -> SlotKind | None:
    if post.poll is not None:
        return SlotKind.NOON
    if any((button.data or "").startswith(READ) for button in post.buttons):
        return SlotKind.MORNING
    return None if post.buttons else SlotKind.EVENING


def _choice(poll: PollView, is_right: bool) -> tuple[int, ...]:
    if is_right:
        return poll.correct
    return (next(n for n in range(len(poll.options)) if n not in poll.correct),)
