"""What there is to see to: the card, what is due next, why; and what the unit above decides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from bot.practice.records import User
from bot.practice.views import MessageView
from programme.importing import import_organisation
from storage.database import Database
from storage.values.people import Role
from storage.values.programme_files import UnitRow
from tests.stories.duty_scene import changed, holds_since, was_held, with_duties
from tests.stories.house import Branch, House, house, plain

NINE = datetime(2026, 5, 20, 1, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 2, tzinfo=UTC)


class Scene(Struct, frozen=True):
    """A branch below a town with two organisers, nine in the morning; its duties hold since
    March."""

    house: House
    branch: Branch
    above: User
    other: User

    @property
    def secretary(self) -> User:
        """Who looks after the branch."""
        return self.branch.secretary


@asynccontextmanager
async def scene(database: Database, folder: Path) -> AsyncIterator[Scene]:
    async with house(database, NINE, programme=with_duties(folder)) as h:
        town = await h.unit("town", "柳林镇")
        branch = await h.branch("b", "一支部", "李", ["王", "张"], parent="town")
        await holds_since(h, IN_MARCH)
        above, other = h.server.add_user("周"), h.server.add_user("吴")
        for each in (above, other):
            await h.appoint(each, town, Role.ORGANISER)
            h.server.start_private(each)
        await h.settle()
        yield Scene(h, branch, above, other)


def labels(message: MessageView) -> list[str]:
    return [button.label for button in message.buttons]


def asked(h: House, who: User) -> list[MessageView]:
    """The questions that somebody has been asked and has yet to answer."""
    return [each for each in h.said(who) if "请您确认" in each.text]


async def test_one_tap_shows_what_there_is_to_see_to(database: Database, tmp_path: Path) -> None:
    async with scene(database, tmp_path) as s:
        h, li = s.house, s.secretary
        await was_held(h, s.branch, "assembly", date(2026, 5, 6))
        await was_held(h, s.branch, "assembly", date(2026, 5, 8), minutes=30)
        card = await h.ask(li, "支部的事")
        # What was due before the duties began here is not asked for.
        assert "2. 3月主题党日：过了 50 天" in card.text and "2月" not in card.text
        assert "二季度党员大会 1/2：还有 41 天" in card.text
        assert "您自己的\n6. 书记讲党课：还有 225 天" in card.text
        assert {"1 记一笔", "1 看看", "全部任务", "今日三学", "安排开会"} <= set(labels(card))
        await h.tap(li, card, "5 看看")
        told = h.last(li).text
        assert "二季度党员大会：办了一半，1/2" in told
        assert "每个支部，每季度：2 次\n算数的：党员大会；不少于 60 分钟" in told
        assert "算上的：1 次\n· 5月6日党员大会" in told
        assert "· 5月8日党员大会：" in told and "30 分钟" in told.split("没算上的")[1]
        assert "接下来：6月30日前还差 1 次。" in told
        due = await h.ask(li, "/deadlines")
        assert (
            "6月30日，还有 41 天\n5. 二季度党员大会 1/2\n   还差 1 次；算数的：党员大会" in due.text
        )
        assert "书记讲党课：没开始" in (await h.ask(li, "/why 讲党课")).text
        assert "没找到这项任务" in (await h.ask(li, "/why 不存在")).text


async def test_status_counts_duties_and_names_what_is_overdue_in_private(
    database: Database, tmp_path: Path
) -> None:
    async with scene(database, tmp_path) as s:
        h, li = s.house, s.secretary
        told = (await h.ask(li, "/status")).text
        assert "任务 0/5，3 件过期：一季度党员大会、3月主题党日、4月主题党日" in told
        assert "各人的任务 0/1" in told
        await h.write(li, s.branch.group, "/status")
        group = next(text for text in reversed(h.texts(s.branch.group)) if "任务" in text)
        assert "任务 0/5，3 件过期" in group and "主题党日" not in group
        overview = await h.ask(s.above, "/status")
        assert "不到 5 人，不单列；任务 0/5，3 件过期" in overview.text
        await h.tap(s.above, overview, "一支部")
        assert "任务 0/5，3 件过期" in h.last(s.above).text
        # Of a branch that is closed nothing more is expected.
        closed = UnitRow(2, "b", "town", "branch", "一支部", until=date(2026, 5, 19))
        async with h.database.writing() as tx:
            await import_organisation(tx, [closed], h.clock.now(), h.defaults)
        assert "支部到5月19日撤销了" in (await h.ask(li, "/status")).text
        assert "一支部" not in (await h.ask(s.above, "/status")).text


async def test_the_unit_above_excuses_and_takes_it_back(database: Database, tmp_path: Path) -> None:
    async with scene(database, tmp_path) as s:
        h, zhou, li = s.house, s.above, s.secretary
        page = await h.ask(zhou, "/status")
        for label in ("一支部", "任务", "2", "免办"):
            await h.tap(zhou, page, label)
        await h.write(zhou, zhou, "三月在外施工")
        assert "免办了：一支部，3月主题党日" in h.last(zhou).text
        told = h.last(li)
        assert "3月主题党日：上级党组织同意免办。原因：三月在外施工" in told.text
        await h.tap(li, told, "去看看")
        told = h.last(li)
        assert "3月主题党日：免办" in told.text and "周同意免办：三月在外施工" in plain(told.text)
        assert "免办" not in labels(told)
        done = h.last(zhou)
        for label in ("去看看", "不再免办"):
            await h.tap(zhou, done, label)
        assert "3月主题党日：不再免办，还是要办。" in h.last(li).text


async def test_what_was_done_is_confirmed_or_sent_back(database: Database, tmp_path: Path) -> None:
    async with scene(database, tmp_path) as s:
        h, zhou, wu, li = s.house, s.above, s.other, s.secretary
        record = await was_held(h, s.branch, "theme", date(2026, 5, 18))
        await h.settle()
        await h.at("09:05")
        assert not asked(h, zhou), "it can still be taken back"
        await h.at("09:11")
        [question] = asked(h, zhou)
        assert "请您确认：5月主题党日\n一支部，1/1" in question.text
        assert "等您确认\n" in (await h.ask(zhou, "/matters")).text
        await h.tap(wu, asked(h, wu)[0], "退回")
        await h.write(wu, wu, "请附上照片")
        assert "退回了：一支部，5月主题党日" in h.last(wu).text
        told = h.last(li)
        assert "上级党组织退回了，还要再办。原因：请附上照片" in told.text
        first = next(m for m in reversed(h.said(zhou)) if "退回了" in m.text)
        assert "吴退回了：一支部，5月主题党日。原因：请附上照片" in plain(first.text)
        # Whoever comes second sees how it stands.
        await h.tap(li, told, "去看看")
        assert "接下来：按退回的意见改一改，就重新算上。" in h.last(li).text
        await h.at("09:30")
        await changed(h, record, text="有照片了")
        await h.at("09:41")
        await h.tap(zhou, asked(h, zhou)[0], "同意")
        assert "5月主题党日：上级党组织确认了" in h.last(li).text
        assert "周确认了" in plain(h.last(wu).text)
