"""A branch to live in: the practice server, a bot working against it over HTTP, and the clock.

Nothing runs by itself here. A story says what people do and how time passes; :meth:`House.settle`
lets the bot do all that it then has to do, moving the clock by no more than the pace of sending
needs.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.application import Application, Connection, opened
from bot.clock import GivenClock
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from bot.practice.views import MessageView
from programme.binding import make_code
from programme.importing import seed_programme
from storage.database import Database
from storage.database import Transaction
from storage.people import add_membership, add_person, appoint
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.people import BotId, Person, PersonId, Role, TelegramId, Unit
from storage.values.programme_files import UnitRow

SHANGHAI = "Asia/Shanghai"
_MOST_ROUNDS = 2000


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

    @property
    def bot(self) -> Application:
        assert self.app is not None
        return self.app

    @property
    def bot_id(self) -> BotId:
        return BotId(self.server.bot_user.id)

    @asynccontextmanager
    async def bot_at_work(self) -> AsyncIterator[Application]:
        """The bot's process, from its start to its end."""
        connection = Connection(self.server.token, self.server.api_url, self.server.file_url)
        async with opened(
            self.database, connection, self.clock, self.defaults, self.owner
        ) as application:
            self.app = application
            await application.outbox.restore()
            try:
                yield application
            finally:
                self.app = None

    async def settle(self) -> None:
        """Let the bot do all that is to be done at this moment."""
        for _ in range(_MOST_ROUNDS):
            came = await self.bot.intake.step()
            ticked = await self.bot.tick()
            while await self.bot.worker.step():
                pass
            await self.bot.answers.drain()
            wait = await self.bot.outbox.drain()
            if came or ticked:
                continue
            if wait is None or wait > self.clock.now() + timedelta(minutes=2):
                return
            self.clock.move_to(max(wait, self.clock.now() + timedelta(milliseconds=50)))
        raise AssertionError("the bot never comes to rest")

    async def at(self, local: str, zone: str = SHANGHAI, day: date | None = None) -> None:
        """Let time pass until clocks in ``zone`` show ``local`` (HH:MM), and settle."""
        where = ZoneInfo(zone)
        today = day or self.clock.now().astimezone(where).date()
        moment = datetime.combine(today, time.fromisoformat(local), where).astimezone(UTC)
        assert moment >= self.clock.now(), f"{local} has passed"
        self.clock.move_to(moment)
        await self.settle()

    async def branch(
        self,
        code: str,
        name: str,
        secretary: str,
        members: Sequence[str] = (),
        *,
        zone: str | None = None,
        language: str | None = None,
        kind: str = "supergroup",
    ) -> Branch:
        """Found a branch: its unit, its people on the roster, its group bound by the link."""
        user = self.server.add_user(secretary)
        others = {each: self.server.add_user(each) for each in members}
        async with self.database.writing() as tx:
            row = UnitRow(1, code, None, "branch", name, zone, language)
            await upsert_units(tx, [row])
            unit = await unit_by_code(tx, code, self.defaults)
            assert unit is not None
            for each in (user, *others.values()):
                person = await self._enrol(tx, unit, each)
                if each is user:
                    await appoint(tx, person, unit.id, Role.SECRETARY, date(2026, 1, 1))
            link = await make_code(tx, unit.id, self.clock.now())
        group = self.server.add_group(name, [user, *others.values()], kind=kind)
        self.server.start_private(user)
        self.server.add_bot(group, user, start_parameter=link.code)
        await self.settle()
        return Branch(unit, group, user, {secretary: user, **others})

    async def _enrol(self, tx: Transaction, unit: Unit, user: User) -> PersonId:
        person = await add_person(
            tx,
            Person(PersonId(0), user.first_name, TelegramId(user.id)),
        )
        await add_membership(tx, person.id, unit.id, date(2026, 1, 1), home=True)
        return person.id

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


@asynccontextmanager
async def house(
    database: Database, start: datetime, *, language: str = "zh", **server: object
) -> AsyncIterator[House]:
    """A house with the shipped programme and the bot at work, at a given moment."""
    clock = GivenClock(start)
    defaults = Defaults(SHANGHAI, language)
    async with PracticeServer(clock, **server) as running:  # type: ignore[arg-type]
        await seed_programme(database, None, clock.now(), defaults)
        built = House(database, clock, running, defaults)
        async with built.bot_at_work():
            yield built
