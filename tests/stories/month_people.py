"""The people of the month's story: what they do as the table says, and what they ask."""

import re
from collections.abc import Iterable
from datetime import date

from bot.practice.views import MessageView
from storage.doers import doers
from storage.people import add_membership, add_person, appoint
from storage.values.people import Person, PersonId, Role, TelegramId
from tests.stories.house import LONG_AGO, Branch, House, plain
from tests.stories.month_table import DAYS, DEEDS, WITHOUT_TELEGRAM

NEWCOMER, LEAVER, BY_BUTTONS = "小燕", "马姐", "孙老师"
FIRST, SECOND = "李书记", "赵书记"


def rows(table: str) -> dict[str, list[list[str]]]:
    """A table's lines by their first word, its columns cut at the bars, each cut into words."""
    lines = [line.split(maxsplit=1) for line in table.strip("\n").splitlines()[1:]]
    return {name: [part.split() for part in rest.split("|")] for name, rest in lines}


_CELLS = {
    name: dict(zip(DAYS, (cell for week in weeks for cell in week), strict=True))
    for name, weeks in rows(DEEDS).items()
}


async def seventeen(h: House) -> "People":
    """The branch: its group is a plain one yet, three have no Telegram, two are secretaries."""
    with_telegram = [each for each in _CELLS if each not in (*WITHOUT_TELEGRAM, NEWCOMER)]
    branch = await h.branch("b", "一支部", FIRST, with_telegram[1:], kind="group")
    async with h.database.writing() as tx:
        for name in WITHOUT_TELEGRAM:
            person = await add_person(tx, Person(PersonId(0), name))
            await add_membership(tx, person.id, branch.unit.id, LONG_AGO, home=True)
        second = TelegramId(branch[SECOND].id)
        doer = (await doers(tx, [second]))[second]
        await appoint(tx, doer.person.id, branch.unit.id, Role.SECRETARY, LONG_AGO)
    for name in with_telegram[1:]:
        h.server.start_private(branch[name])
    await h.settle()
    assert len(with_telegram) + len(WITHOUT_TELEGRAM) == 17
    return People(h, branch)


class People:
    """The branch's people, who act together: several tap, and the bot sees to them at once."""

    def __init__(self, h: House, branch: Branch) -> None:
        self.h = h
        self.branch = branch
        self.members = dict(branch.members)

    async def read(self, day: date) -> None:
        """Who reads on a day taps below the post, and so does who makes up the day before."""
        studies = self.h.studies(self.branch)
        if day > DAYS[0]:
            before = DAYS[DAYS.index(day) - 1]
            await self._tap(studies[-2:-1], [n for n in self._who(before, 0, "R") if self._taps(n)])
        await self._tap(studies[-1:], self._who(day, 0, "r"))

    async def answer(self, day: date) -> None:
        """Who answers on a day votes in the poll."""
        message = self.h.polls(self.branch)[-1]
        assert message.poll is not None
        right = message.poll.options.index("对的")
        for marks, option in (("+", right), ("-", (right + 1) % 3)):
            for name in self._who(day, 1, marks):
                self.h.server.vote(self.members[name], message, (option,))
        await self.h.settle()

    async def write(self, day: date) -> None:
        """Who has a note on a day answers the evening's post, some of them twice."""
        prompt = next(m for m in reversed(self.h.said(self.branch.group)) if "晚间一记" in m.text)
        for name in [*self._who(day, 2, "n2"), *self._who(day, 2, "2")]:
            user = self.members[name]
            self.h.server.say(user, self.branch.group, "今天学到了不少", reply_to=prompt)
        await self.h.settle()

    async def make_up(self, day: date) -> None:
        """One makes the day before up in private, all three of it."""
        h, user = self.h, self.members[BY_BUTTONS]
        before = f"{DAYS[DAYS.index(day) - 1].day}日"
        for tapped in (await h.ask(user, "/today"), "补学（3）"), (None, f"{before}一学"):
            await h.tap(user, tapped[0] or h.last(user), tapped[1])
        await h.tap(user, h.last(user), "我学了")
        await h.tap(user, h.last(user), "接着补")
        await h.tap(user, h.last(user), f"{before}一答")
        letter = re.search(r"([A-D])\W+对的", h.last(user).text)
        assert letter is not None, h.last(user).text
        await h.tap(user, h.last(user), letter[1])
        assert "答对了" in h.last(user).text
        await h.tap(user, h.last(user), "接着补")
        await h.tap(user, h.last(user), f"{before}一记")
        await h.write(user, user, "昨天也想了想")
        assert h.last(user).text.startswith("补上了")

    async def put_down(self, day: date) -> None:
        """The second secretary puts down what those without Telegram did, some of it late."""
        before = DAYS[DAYS.index(day) - 1]
        for name in WITHOUT_TELEGRAM:
            if name in self._who(day, 0, "r", any_of=WITHOUT_TELEGRAM):
                await self._for(name, "代记一学")
            if name in self._who(before, 0, "R", any_of=WITHOUT_TELEGRAM):
                await self._for(name, "昨天", "代记一学")
            if name in self._who(day, 2, "n", any_of=WITHOUT_TELEGRAM):
                await self._for(name, "代记一记")
                second = self.members[SECOND]
                await self.h.write(second, second, "本子上写的")
                assert plain(self.h.last(second).text).startswith(f"替{name}记好了")

    async def newcomer(self) -> None:
        """Somebody asks to join, and the first secretary says yes."""
        h = self.h
        user = h.server.add_user(NEWCOMER, language_code="zh")
        h.server.join(user, self.branch.group)
        h.server.start_private(user)
        await h.settle()
        for button in ("加入支部", "一支部", "名单上没有我"):
            await h.tap(user, h.last(user), button)
        await h.tap(self.members[FIRST], h.last(self.members[FIRST]), "加进来")
        assert "欢迎您加入一支部" in plain(h.last(user).text)
        self.members[NEWCOMER] = user

    async def leaver(self) -> str:
        """Somebody leaves the group, and the second secretary says that it is for good; what
        that member is told of the month on this evening, the last one."""
        h = self.h
        user = self.members.pop(LEAVER)
        h.server.leave(user, self.branch.group)
        await h.settle()
        await h.tap(self.members[SECOND], h.last(self.members[SECOND]), "已离开支部")
        return plain((await h.ask(user, "/me")).text)

    async def move(self) -> None:
        """The group becomes a supergroup, with another number."""
        self.branch.group = self.h.server.migrate(self.branch.group)
        await self.h.settle()

    async def leave(self, name: str, days: str) -> None:
        """Somebody takes leave."""
        h, user = self.h, self.members[name]
        await h.tap(user, await h.ask(user, "/leave"), "别的日子")
        await h.write(user, user, days)
        assert h.last(user).text.startswith("请好了"), h.last(user).text

    async def everybody(self, command: str) -> dict[str, str]:
        """What everybody is told in private when they write a command."""
        for user in self.members.values():
            self.h.server.say(user, user, command)
        await self.h.settle()
        return self._told()

    async def everybody_taps(self, button: str) -> dict[str, str]:
        """What everybody's last message in private says once they have tapped a button below it."""
        for user in self.members.values():
            message = self.h.last(user)
            self.h.server.tap(user, message, button)
        await self.h.settle()
        return self._told()

    def _told(self) -> dict[str, str]:
        return {name: plain(self.h.last(user).text) for name, user in self.members.items()}

    async def _for(self, name: str, *buttons: str) -> None:
        h, user = self.h, self.members[SECOND]
        page = await h.ask(user, "/members")
        for button in (name, *buttons):
            await h.tap(user, page, button)
        if buttons[-1] == "代记一学":
            said = plain(h.server.message(user, page.message_id).text)
            assert said.startswith(f"替{name}记上了"), said

    def _who(self, day: date, study: int, marks: str, any_of: Iterable[str] = ()) -> list[str]:
        """Who has one of these marks on a day; of those with Telegram unless others are named."""
        people = any_of or self.members
        return [name for name in people if _CELLS[name][day][study] in marks]

    def _taps(self, name: str) -> bool:
        return name != BY_BUTTONS

    async def _tap(self, posts: list[MessageView], names: list[str]) -> None:
        for post in posts:
            fresh = self.h.server.message(post.chat_id, post.message_id)
            label = fresh.buttons[0].label
            taps = [self.h.server.tap(self.members[name], fresh, label) for name in names]
            await self.h.settle()
            for tap in taps:
                said = (await tap).text
                assert "记上了" in said or said.startswith("补"), said
