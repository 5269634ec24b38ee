"""One day of many branches over HTTP: what people do by dice, and what they thereby truly did."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from benchmarks.real_files import CITIES, Branch, City
from bot.application import Application
from bot.clock import GivenClock
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from bot.practice.settling import settle
from bot.practice.views import MessageView, PollView
from handlers.hot import READ
from storage import slots

# How much of a branch takes part; real ones are seldom busier.
_READS, _TAPS_TWICE, _SAYS_READ = 0.75, 0.1, 0.1
_VOTES, _KNOWS = 0.7, 0.6
_NOTES, _NOTES_TWICE, _MENDS = 0.15, 0.1, 0.2
# All branches at once keep the bot busy for long.
_MOST_ROUNDS = 100_000


class Did(Struct):
    """What somebody truly did: whatever they did twice stands here once, but for notes."""

    read: bool = False
    chosen: tuple[int, ...] | None = None
    right: bool = False
    notes: int = 0

    @property
    def points(self) -> int:
        """What it is worth by the shipped programme: 1, 1 and 1 more for right, 2."""
        return self.read + (self.chosen is not None) + self.right + 2 * bool(self.notes)


class Gathering(Struct, frozen=True):
    """A branch in the practice world: its group, its people with Telegram, and a stranger."""

    branch: Branch
    group: Chat
    users: Mapping[int, User]
    stranger: User


class Day(Struct):
    """A day as it was lived. ``did`` by Telegram id, ``acts`` by kind."""

    day: date
    did: dict[int, Did] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)


class World:
    """The practice server, the bot working against it, and the one clock of both."""

    def __init__(self, server: PracticeServer, bot: Application, clock: GivenClock) -> None:
        self.server = server
        self.bot = bot
        self.clock = clock
        self.updates = 0

    def gather(self, branch: Branch) -> Gathering:
        """Found a branch's group, with its people and somebody who is on no roster."""
        users = {
            each.telegram_id: self.server.add_user(each.name, user_id=each.telegram_id)
            for each in branch.people
            if each.telegram_id is not None
        }
        stranger = self.server.add_user("路人")
        group = self.server.add_group(branch.name, [*users.values(), stranger], kind="supergroup")
        return Gathering(branch, group, users, stranger)

    def said(self, gathering: Gathering) -> list[MessageView]:
        """The bot's messages in a group, oldest first."""
        me = self.server.bot_user
        return [m for m in self.server.messages(gathering.group) if m.sender == me]

    async def settle(self) -> None:
        """Let the bot do all that is to be done at this moment."""
        self.updates += await settle(self.bot, self.clock, _MOST_ROUNDS)

    async def at(self, moment: datetime) -> None:
        """Let time pass until a moment, with the bot at work on everything due on the way."""
        while (due := await self._next_due()) is not None and due <= moment:
            self.clock.move_to(due)
            await self.settle()
        self.clock.move_to(moment)
        await self.settle()

    async def _next_due(self) -> datetime | None:
        async with self.bot.database.reading() as tx:
            return await slots.next_due(tx, self.bot.bot_id)


Scene = Callable[["Acting", Gathering], None]


async def live(
    world: World,
    gatherings: Sequence[Gathering],
    day: date,
    dice: random.Random,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Day:
    """Live one local day in all time zones; what was truly done."""
    lived = Day(day, {each: Did() for g in gatherings for each in g.users})
    acting = Acting(world, lived, dice, gatherings)
    scenes = sorted(_scenes(day), key=lambda scene: scene[0])
    for number, (moment, city, scene) in enumerate(scenes, 1):
        await world.at(moment)
        for gathering in gatherings if scene else ():
            if gathering.branch.city == city and scene is not None:
                scene(acting, gathering)
        await world.settle()
        told(number, len(scenes))
    return lived


def _scenes(day: date) -> Iterator[tuple[datetime, City, Scene | None]]:
    timetable: tuple[tuple[time, Scene | None], ...] = (
        (time(7, 30), None),
        (time(7, 50), Acting.read),
        (time(12, 0), None),
        (time(12, 20), Acting.vote),
        (time(20, 0), None),
        (time(20, 15), Acting.write),
    )
    for city in CITIES:
        for local, scene in timetable:
            yield datetime.combine(day, local, ZoneInfo(city.time_zone)), city, scene


class Acting:
    """Members and strangers acting by dice; what truly counts is put down."""

    def __init__(
        self, world: World, lived: Day, dice: random.Random, gatherings: Sequence[Gathering]
    ) -> None:
        self._world = world
        self._server = world.server
        self._lived = lived
        self._dice = dice
        self._gatherings = gatherings

    def read(self, gathering: Gathering) -> None:
        """Most tap «I've read it», some twice, some say so in a reply; the stranger taps too."""
        post = self._post(gathering, is_morning)
        button = post.buttons[0].data
        assert button is not None
        for each, user in gathering.users.items():
            if not self._likely(_READS):
                continue
            self._lived.did[each].read = True
            if self._likely(_SAYS_READ):
                self._server.say(user, gathering.group, "收到", post)
                self._count("replied 收到")
                continue
            taps = 1 + self._likely(_TAPS_TWICE)
            for _ in range(taps):
                self._server.tap(user, post, button)
            self._count("taps", taps)
            self._count("taps doubled", taps - 1)
        self._server.tap(gathering.stranger, post, button)
        self._count("taps of strangers")

    def vote(self, gathering: Gathering) -> None:
        """Most vote; so do the stranger and, in a forwarded copy, somebody of another branch."""
        post = self._post(gathering, is_quiz)
        assert post.poll is not None
        for each, user in gathering.users.items():
            if self._likely(_VOTES):
                chosen = self._choice(post.poll)
                self._server.vote(user, post, chosen)
                did = self._lived.did[each]
                did.chosen, did.right = chosen, chosen == post.poll.correct
                self._count("votes")
        self._server.vote(gathering.stranger, post, (0,))
        self._count("votes of strangers")
        other = self._dice.choice(self._gatherings)
        if other is not gathering:
            guest = next(iter(other.users.values()))
            self._server.vote(guest, post, (0,), outside=True)
            self._count("votes from other branches")

    def write(self, gathering: Gathering) -> None:
        """Some write notes below one of the day's posts, some two, some mend what they wrote."""
        posts = [self._post(gathering, kind) for kind in (is_morning, is_quiz, is_prompt)]
        for each, user in gathering.users.items():
            if not self._likely(_NOTES):
                continue
            for number in range(1 + self._likely(_NOTES_TWICE)):
                text = f"今天的体会之{number + 1}：<b>要紧的是&做 😊"
                post = self._dice.choice(posts)
                note = self._server.say(user, gathering.group, text, post)
                self._lived.did[each].notes += 1
                self._count("notes")
                if self._likely(_MENDS):
                    self._server.edit(user, note, f"{text}（改过）")
                    self._count("notes mended")
        self._server.say(gathering.stranger, gathering.group, "我也说一句", posts[-1])
        self._count("replies of strangers")

    def _post(self, gathering: Gathering, kind: Callable[[MessageView], bool]) -> MessageView:
        return [each for each in self._world.said(gathering) if kind(each)][-1]

    def _choice(self, poll: PollView) -> tuple[int, ...]:
        if self._likely(_KNOWS):
            return poll.correct
        return (self._dice.randrange(len(poll.options)),)

    def _likely(self, share: float) -> bool:
        return self._dice.random() < share

    def _count(self, act: str, times: int = 1) -> None:
        self._lived.acts[act] += times


def is_morning(message: MessageView) -> bool:
    """Whether a message of the bot's is a study item with its button."""
    return any((button.data or "").startswith(READ) for button in message.buttons)


def is_quiz(message: MessageView) -> bool:
    """Whether it is a question in a poll."""
    return message.poll is not None


def is_result(message: MessageView) -> bool:
    """Whether it tells how the question went."""
    return message.text.startswith(("午间一答：结果", "Noon result"))


def is_prompt(message: MessageView) -> bool:
    """Whether it asks for a note."""
    return message.text.startswith(("晚间一记", "Evening note"))
