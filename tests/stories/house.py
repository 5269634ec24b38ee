"""A branch to live in: the practice server, a bot working against it over HTTP, and the clock.

Nothing runs by itself here. A story says what people do and how time passes; :meth:`House.settle`
lets the bot do all that it then has to do, moving the clock by no more than the pace of sending
needs.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.addresses import Listen, Webhook
from bot.application import Application, opened
from bot.clock import GivenClock
from bot.connection import Connection
from bot.doors.server import opened as opened_doors
from bot.menus import fingerprint
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from bot.practice.settling import settle
from bot.practice.views import MessageView
from programme.binding import make_code
from programme.folder import read_programme
from programme.importing import import_organisation, import_programme, seed_programme
from programme.shipped_programmes import SHIPPED, shipped_folder
from storage.bots import remember_bot, remember_menus
from storage.database import Database, Transaction
from storage.moments import earliest
from storage.moments import moment as moment_of
from storage.people import add_membership, add_person, appoint
from storage.programmes import newest_versions
from storage.tables.work import slots
from storage.units import Defaults, unit_by_code
from storage.values.people import BotId, Person, PersonId, Role, TelegramId, Unit
from storage.values.programme_files import Programme, UnitRow

SHANGHAI = "Asia/Shanghai"
LONG_AGO = date(2026, 1, 1)


def plain(text: str) -> str:
    """A text without the invisible marks that keep a name's direction to itself."""
    return text.translate({0x2068: None, 0x2069: None})


@dataclass
class Branch:
    """A branch of a story: its unit, its group and its people."""

    unit: Unit
    group: Chat
    secretary: User
    members: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return self.members[name]


class House:
    """The practice server and the bot at work, both driven by one clock."""

    def __init__(
        self, database: Database, clock: GivenClock, server: PracticeServer, defaults: Defaults
    ) -> None:
        self.database = database
        self.clock = clock
        self.server = server
        self.defaults = defaults
        self.app: Application | None = None
        self.owner: TelegramId | None = None
        self.hook: Webhook | None = None
        self._process = AsyncExitStack()

    @property
    def bot(self) -> Application:
        assert self.app is not None, "the bot is down"
        return self.app

    @property
    def bot_id(self) -> BotId:
        return BotId(self.server.bot_user.id)

    @property
    def public_url(self) -> str | None:
        """Where the bot's doors are, if it has any."""
        return None if self.hook is None else self.hook.url.removesuffix(self.hook.path)

    # -- the bot's process --------------------------------------------------------------------

    async def start(self) -> None:
        """Start the bot, as a fresh process on the same database."""
        connection = Connection(
            self.server.token,
            self.server.api_url,
            self.server.file_url,
            webhook=self.hook,
            public_url=self.public_url,
        )
        doors = None
        if self.hook is not None:
            listen = Listen("127.0.0.1", urlsplit(self.hook.url).port or 0)
            opening = opened_doors(listen, self.hook, self.public_url)
            doors = await self._process.enter_async_context(opening)
        tally = None if doors is None else doors.metrics
        self.app = await self._process.enter_async_context(
            opened(self.database, connection, self.clock, self.defaults, self.owner, tally)
        )
        if doors is not None:
            await self._process.enter_async_context(doors.lead_to(self.app))
        await self.app.outbox.restore()

    async def stop(self) -> None:
        """Stop the bot; Telegram keeps what people do meanwhile."""
        self.app = None
        await self._process.aclose()

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """While the bot is down. It is back at the end, and has done what it then had to do."""
        await self.stop()
        yield
        await self.start()
        await self.settle()

    # -- time ---------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Let the bot do all that is to be done at this moment."""
        await settle(self.bot, self.clock)

    def today(self, zone: str = SHANGHAI) -> date:
        """The day that it is in ``zone``."""
        return self.clock.now().astimezone(ZoneInfo(zone)).date()

    def pass_to(self, local: str, zone: str = SHANGHAI, day: date | None = None) -> None:
        """Let time pass until clocks in ``zone`` show ``local`` (HH:MM); the bot does nothing."""
        moment = _moment(local, zone, day or self.today(zone))
        assert moment >= self.clock.now(), f"{local} has passed"
        self.clock.move_to(moment)

    async def at(self, local: str, zone: str = SHANGHAI, day: date | None = None) -> None:
        """Let time pass until clocks in ``zone`` show ``local`` (HH:MM), the bot being at work."""
        moment = _moment(local, zone, day or self.today(zone))
        while (due := await self.next_due()) is not None and due < moment:
            self.clock.move_to(due)
            await self.settle()
        self.pass_to(local, zone, day)
        await self.settle()

    async def tomorrow(self, local: str, zone: str = SHANGHAI) -> None:
        """Let time pass until the next day's ``local``, the bot being at work."""
        await self.at(local, zone, self.today(zone) + timedelta(days=1))

    async def next_due(self) -> datetime | None:
        """When the next slot is due; None where nothing is planned."""
        due_at, now = slots.c.due_at, self.clock.now()
        async with self.database.reading() as tx:
            query = select(func.min(due_at)).where(slots.c.state == "due", due_at > earliest(now))
            found = await tx.scalar(query)
        return None if found is None else moment_of(found)

    # -- the organisation ---------------------------------------------------------------------

    async def unit(
        self,
        code: str,
        name: str,
        parent: str | None = None,
        *,
        zone: str | None = None,
        language: str | None = None,
    ) -> Unit:
        """Write a unit as the organisation's file does: a new one, or one that has changed."""
        async with self.database.writing() as tx:
            row = UnitRow(2, code, parent, "branch", name, zone, language)
            await import_organisation(tx, [row], self.clock.now(), self.defaults)
            unit = await unit_by_code(tx, code, self.defaults)
        assert unit is not None
        return unit

    async def appoint(self, user: User, unit: Unit, role: Role) -> None:
        """Give somebody who is on no list yet an office at a unit."""
        async with self.database.writing() as tx:
            person = await _person(tx, user)
            await appoint(tx, person, unit.id, role, LONG_AGO)

    async def found(
        self,
        code: str,
        name: str,
        secretary: str,
        members: Sequence[str] = (),
        *,
        parent: str | None = None,
        zone: str | None = None,
        language: str | None = None,
        kind: str = "supergroup",
    ) -> Branch:
        """Found a branch: its unit, its people on the roster, and a group that is not bound."""
        user = self.server.add_user(secretary)
        others = {each: self.server.add_user(each) for each in members}
        unit = await self.unit(code, name, parent, zone=zone, language=language)
        async with self.database.writing() as tx:
            for each in (user, *others.values()):
                person = await _person(tx, each)
                await add_membership(tx, person, unit.id, LONG_AGO, home=True)
                if each is user:
                    await appoint(tx, person, unit.id, Role.SECRETARY, LONG_AGO)
        group = self.server.add_group(name, [user, *others.values()], kind=kind)  # type: ignore[arg-type]
        return Branch(unit, group, user, {secretary: user, **others})

    async def code(self, unit: Unit) -> str:
        """A fresh code, as ``sanxue invite`` gives it."""
        async with self.database.writing() as tx:
            return (await make_code(tx, unit.id, self.clock.now())).code

    async def branch(
        self, code: str, name: str, secretary: str, members: Sequence[str] = (), **more: Any
    ) -> Branch:
        """A branch whose secretary has met the bot and bound the group by the deep link.

        ``more``: see :meth:`found`.
        """
        branch = await self.found(code, name, secretary, members, **more)
        self.server.start_private(branch.secretary)
        await self.bind_by_link(branch)
        return branch

    async def bind_by_link(self, branch: Branch) -> None:
        """The secretary follows the deep link and chooses the branch's group."""
        code = await self.code(branch.unit)
        self.server.add_bot(branch.group, branch.secretary, start_parameter=code)
        await self.settle()

    async def programme(self, folder: Path) -> None:
        """Import a programme's folder, also while the bot runs."""
        reading = read_programme(folder)
        assert reading.programme is not None, reading.findings
        async with self.database.writing() as tx:
            now = self.clock.now()
            await import_programme(tx, reading.programme, folder, now, self.defaults)

    # -- what people do -----------------------------------------------------------------------

    async def write(
        self, user: User, where: Chat | User, text: str, to: MessageView | None = None
    ) -> MessageView:
        """Somebody writes; the message as it stands when the bot has seen it."""
        written = self.server.say(user, where, text, reply_to=to)
        await self.settle()
        return self.server.message(where, written.message_id)

    async def ask(self, user: User, command: str, where: Chat | None = None) -> MessageView:
        """Somebody writes a command, in private or in a group; the bot's answer there."""
        before = len(self.said(where or user))
        await self.write(user, where or user, command)
        answers = self.said(where or user)[before:]
        assert len(answers) == 1, [answer.text for answer in answers]
        return answers[0]

    async def tap(self, user: User, message: MessageView, button: str) -> str:
        """Somebody taps a button, named by the beginning of its label; what the toast says."""
        fresh = self.server.message(message.chat_id, message.message_id)
        labels = [each.label for each in fresh.buttons]
        label = next((each for each in labels if plain(each).startswith(plain(button))), "")
        assert label, f"no {button} among {labels}"
        tap = self.server.tap(user, fresh, label)
        await self.settle()
        return (await tap).text

    async def vote(self, user: User, poll: MessageView, *options: int) -> None:
        """Somebody votes for options of a poll, by their numbers."""
        self.server.vote(user, poll, options)
        await self.settle()

    # -- what the bot has said ----------------------------------------------------------------

    def texts(self, where: Chat | User) -> list[str]:
        """What the bot has said in a chat, oldest first."""
        return [m.text for m in self.said(where) if m.text]

    def said(self, where: Chat | User) -> list[MessageView]:
        """The bot's messages in a chat, oldest first."""
        me = self.server.bot_user.id
        return [m for m in self.server.messages(where) if m.sender.id == me]

    def last(self, where: Chat | User) -> MessageView:
        """The bot's last message in a chat."""
        return self.said(where)[-1]

    def studies(self, branch: Branch) -> list[MessageView]:
        """The morning posts that the branch was given, oldest first."""
        return [m for m in self.said(branch.group) if _reads(m)]

    def polls(self, branch: Branch) -> list[MessageView]:
        """The questions that the branch was asked, oldest first."""
        return [m for m in self.said(branch.group) if m.poll]


def _moment(local: str, zone: str, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(local), ZoneInfo(zone)).astimezone(UTC)


def _reads(message: MessageView) -> bool:
    return any((button.data or "").startswith("read:") for button in message.buttons)


async def _person(tx: Transaction, user: User) -> PersonId:
    return (await add_person(tx, Person(PersonId(0), user.first_name, TelegramId(user.id)))).id


@cache
def _shipped(folder: Path) -> Programme:
    """The shipped programme, read once for all stories: it takes as long as some of them."""
    reading = read_programme(folder)
    assert reading.programme is not None
    return reading.programme


async def _seed(
    database: Database, programme: Path | None, now: datetime, defaults: Defaults
) -> None:
    if programme is not None:
        await seed_programme(database, programme, now, defaults)
        return
    with shipped_folder(SHIPPED) as folder:
        async with database.writing() as tx:
            if not await newest_versions(tx):
                await import_programme(tx, _shipped(folder), folder, now, defaults)


@asynccontextmanager
async def house(
    database: Database,
    start: datetime,
    *,
    language: str = "zh",
    programme: Path | None = None,
    hook: Webhook | None = None,
    menus_given: bool = True,
    **server: object,
) -> AsyncIterator[House]:
    """A house with a programme (the shipped one) and the bot at work, at a given moment; with a
    ``hook`` on this machine, updates are brought to it. Unless ``menus_given`` is false, Telegram
    has had its menus of commands before: few stories are about those ten calls."""
    clock = GivenClock(start)
    defaults = Defaults(SHANGHAI, language)
    async with PracticeServer(clock, **server) as running:  # type: ignore[arg-type]
        await _seed(database, programme, clock.now(), defaults)
        if menus_given:
            await _give_menus(database, running.bot_user, clock.now(), language)
        built = House(database, clock, running, defaults)
        built.hook = hook
        await built.start()
        try:
            yield built
        finally:
            await built.stop()


async def _give_menus(database: Database, bot: User, now: datetime, language: str) -> None:
    async with database.writing() as tx:
        await remember_bot(tx, BotId(bot.id), bot.username or "", now)
        await remember_menus(tx, BotId(bot.id), fingerprint(language))
