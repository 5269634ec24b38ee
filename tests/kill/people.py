"""What the people of the kill test do, and what they remember of it: the truth."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct, field

from bot.practice.records import Chat, User
from bot.practice.views import MessageView
from programme.binding import make_code
from programme.importing import import_roster, seed_programme
from storage.database import Database
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow, UnitRow
from tests.kill.process import DayClock
from tests.kill.triggers import WatchedServer

ZONE = "Asia/Shanghai"
DEFAULTS = Defaults(ZONE, "zh")
DAY = date(2026, 5, 20)


class Branch(Struct):
    """A branch's group and people; the first is the secretary."""

    group: Chat
    people: list[User]


class Deed(Struct, frozen=True):
    """One act, and the number of an update that came with it or after it."""

    kind: str
    user: int
    mark: tuple[object, ...]
    update_id: int


class Truth(Struct):
    """All that people did."""

    deeds: list[Deed] = field(default_factory=list)
    asked: Counter[int] = field(default_factory=Counter)


def is_morning(post: MessageView) -> bool:
    """Whether this is the morning's post: it has the button to check in."""
    return any((button.data or "").startswith("read:") for button in post.buttons)


def is_offer(post: MessageView) -> bool:
    """Whether this offers to take a check-in back: said to those who tap again, or not."""
    return any((button.data or "").startswith("undo:") for button in post.buttons)


def is_reminder(post: MessageView) -> bool:
    """Whether this reminds a secretary of duties: nobody asked for it."""
    return any((button.data or "").startswith("remind:") for button in post.buttons)


class Town:
    """The branches, and their people at work."""

    def __init__(self, server: WatchedServer, dice: random.Random) -> None:
        self.server = server
        self.dice = dice
        self.branches: list[Branch] = []
        self.truth = Truth()

    async def found(self, database: Database, clock: DayClock, branches: int, size: int) -> None:
        """Settle the people, on the roster and in groups that wait to be bound."""
        await seed_programme(database, None, clock.now(), DEFAULTS)
        for number in range(branches):
            people = [self.server.add_user(f"党员{number}-{each}") for each in range(size)]
            code = f"b{number}"
            roster = [
                RosterRow(
                    0,
                    code,
                    user.first_name,
                    (Role.SECRETARY,) if user is people[0] else (),
                    telegram_id=TelegramId(user.id),
                    joined=date(2026, 1, 1),
                )
                for user in people
            ]
            async with database.writing() as tx:
                await upsert_units(tx, [UnitRow(1, code, None, "branch", f"第{number}支部")])
                await import_roster(tx, roster, clock.now(), DEFAULTS)
                unit = await unit_by_code(tx, code, DEFAULTS)
                assert unit is not None
                link = await make_code(tx, unit.id, clock.now())
            for user in people:
                self.server.start_private(user)
                self.truth.asked[user.id] += 1
            group = self.server.add_group(unit.name, people, kind="supergroup")
            # Told in private that the group is bound, and asked how it is to be.
            self.truth.asked[people[0].id] += 2
            self.server.add_bot(group, people[0], start_parameter=link.code)
            self.branches.append(Branch(group, people))

    def morning(self) -> list[Callable[[], bool]]:
        """What people do in the morning; each act says whether it could be done by now."""
        return self._shuffled(
            act
            for branch in self.branches
            for user in branch.people
            for act in (self._reading(branch, user), self._asking(user))
        )

    def noon(self) -> list[Callable[[], bool]]:
        """What people do at noon."""
        return self._shuffled(
            act
            for branch in self.branches
            for user in branch.people
            for act in (self._voting(branch, user), self._asking(user))
        )

    def evening(self) -> list[Callable[[], bool]]:
        """What people do in the evening."""
        return self._shuffled(
            self._noting(branch, user) for branch in self.branches for user in branch.people
        )

    def _shuffled(self, acts: Iterator[Callable[[], bool]]) -> list[Callable[[], bool]]:
        listed = list(acts)
        self.dice.shuffle(listed)
        return listed

    def _reading(self, branch: Branch, user: User) -> Callable[[], bool]:
        times = 2 if self.dice.random() < 0.2 else 1

        def read() -> bool:
            post = self._post(branch, is_morning)
            if post is None:
                return False
            for _ in range(times):
                self.server.tap(user, post, post.buttons[0].data or "")
            self._did("check_in", user)
            return True

        return read

    def _voting(self, branch: Branch, user: User) -> Callable[[], bool]:
        def vote() -> bool:
            post = self._post(branch, lambda each: each.poll is not None)
            if post is None or post.poll is None:
                return False
            chosen = self.dice.randrange(len(post.poll.options))
            self.server.vote(user, post, (chosen,))
            self._did("answer", user, (chosen,) == post.poll.correct)
            return True

        return vote

    def _noting(self, branch: Branch, user: User) -> Callable[[], bool]:
        times = self.dice.choice((0, 1, 1, 2))

        def note() -> bool:
            post = self._post(branch, lambda each: each.poll is not None)
            if post is None:
                return False
            for number in range(times):
                said = self.server.say(user, branch.group, f"想法{number}", post)
                self._did("note", user, said.chat_id, said.message_id)
            return True

        return note

    def _asking(self, user: User) -> Callable[[], bool]:
        def ask() -> bool:
            if self.dice.random() < 0.5:
                self.server.say(user, user, "/me")
                self.truth.asked[user.id] += 1
            return True

        return ask

    def _post(self, branch: Branch, fits: Callable[[MessageView], bool]) -> MessageView | None:
        """One of the bot's posts; where it came twice, people use the one or the other."""
        said = self.server.messages(branch.group)
        me = self.server.bot_user.id
        found = [each for each in said if each.sender.id == me and fits(each)]
        return self.dice.choice(found) if found else None

    def _did(self, kind: str, user: User, *mark: object) -> None:
        waiting = self.server.world.updates.fetch(0, 1_000_000, self.server.world.now())
        self.truth.deeds.append(Deed(kind, user.id, mark, waiting[-1]["update_id"]))
