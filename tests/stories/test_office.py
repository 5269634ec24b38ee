"""Those who look after a branch together: stand-ins, an office handed over, a friendly word."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.practice.records import User
from storage.database import Database
from storage.values.people import Role
from tests.stories.house import Branch, House, house, plain

MORNING = datetime(2026, 5, 20, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def _branch(h: House) -> Branch:
    branch = await h.branch("b", "一支部", "李书记", ["王大妈", "赵大爷"])
    for user in branch.members.values():
        h.server.start_private(user)
    await h.settle()
    return branch


def _last(h: House, user: User) -> str:
    return plain(h.last(user).text)


async def test_a_stand_in_holds_the_office_on_the_days_named(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _branch(h)
        secretary, wang = branch.secretary, branch["王大妈"]
        assert (await h.ask(wang, "/status")).text.startswith("您自己的情况")
        page = await h.ask(secretary, "/standin")
        assert page.text == "一支部：代管\n现在没有人代管。\n\n请谁代管？"
        await h.tap(secretary, page, "王大妈")
        await h.tap(secretary, page, "今起三天")
        assert _last(h, secretary).startswith("记下了：王大妈代管，5月20日至22日。")
        assert _last(h, wang).startswith("李书记请您代管一支部，5月20日至22日。")
        shown = await h.ask(wang, "/status")
        assert "早一学" in shown.text and "李书记请王大妈代管" in plain(shown.text)
        await h.at("12:00", day=date(2026, 5, 23))
        assert (await h.ask(wang, "/status")).text.startswith("您自己的情况")
        # Old buttons of the office lead nowhere any more.
        assert "名单是书记用的" in await h.tap(wang, shown, "名单")


async def test_typed_days_an_early_end_and_doubled_days(database: Database) -> None:
    async with house(database, MORNING, language="en") as h:
        branch = await _branch(h)
        secretary, wang = branch.secretary, branch["王大妈"]
        page = await h.ask(secretary, "/standin")
        await h.tap(secretary, page, "王大妈")
        await h.tap(secretary, page, "Other days")
        await h.write(secretary, secretary, "5.21-5.30")
        assert "stands in 21–30 May" in _last(h, secretary)
        page = h.last(secretary)
        await h.tap(secretary, page, "王大妈")
        assert "already" in await h.tap(secretary, page, "A week")
        page = await h.ask(secretary, "/standin")
        await h.tap(secretary, page, "End: 王大妈")
        assert "no longer stands in" in _last(h, secretary)
        assert _last(h, wang).startswith("You no longer stand in at 一支部")
        await h.tomorrow("12:00")
        assert "How you yourself" in (await h.ask(wang, "/status")).text


async def test_the_office_goes_to_another(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _branch(h)
        old, new = branch.secretary, branch["王大妈"]
        page = await h.ask(old, "/handover")
        await h.tap(old, page, "王大妈")
        assert _last(h, old) == "从今天起，一支部的书记换成王大妈，您就不再是了。对吗？"
        await h.tap(old, page, "交接")
        assert _last(h, old).startswith("交接好了：一支部现在由王大妈管。")
        assert _last(h, new).startswith("李书记把一支部交给您了")
        assert "李书记把书记交给了王大妈" in plain((await h.ask(new, "/status")).text)
        assert (await h.ask(old, "/status")).text.startswith("您自己的情况")
        assert (await h.ask(old, "/handover")).text == "交接要由现任书记来办。"


async def test_the_missing_get_a_friendly_word_once_a_day(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈", "赵大爷", "孙阿姨", "钱伯"])
        secretary, wang, zhao = branch.secretary, branch["王大妈"], branch["赵大爷"]
        for user in (wang, zhao):
            h.server.start_private(user)
        await h.at("07:30")
        await h.tap(wang, h.studies(branch)[0], "我学了")
        in_group = len(h.said(branch.group))
        status = await h.ask(secretary, "/status")
        await h.tap(secretary, status, "提个醒")
        assert _last(h, secretary) == (
            "我私下提醒了 1 位，没有在群里点名。\n"
            "孙阿姨、钱伯那儿我发不了私信，您方便的话打个电话。"
        )
        assert _last(h, zhao) == "今天的三学还开着，没顾上的改天补也行。\n还没顾上：早一学"
        assert len(h.said(branch.group)) == in_group
        assert "今日" not in "".join(h.texts(wang)[-1:])
        assert "一天一次就够" in await h.tap(secretary, status, "提个醒")
        # What the word offers can be done right there.
        await h.tap(zhao, h.last(zhao), "今日三学")
        await h.at("21:30")
        assert "明早再提醒" in await h.tap(secretary, status, "提个醒")
        await h.tomorrow("07:40")
        status = await h.ask(secretary, "/status")
        await h.tap(secretary, status, "提个醒")
        assert "我私下提醒了 2 位" in _last(h, secretary)


@SQLITE
async def test_an_organiser_names_a_stand_in_only_below(database: Database) -> None:
    async with house(database, MORNING) as h:
        town = await h.unit("town", "镇")
        await h.unit("other", "别的镇")
        await h.branch("b", "一支部", "李书记", ["王大妈"], parent="town")
        there = await h.branch("c", "二支部", "张书记", ["孙阿姨"], parent="other")
        organiser = h.server.add_user("组织员")
        h.server.start_private(organiser)
        await h.settle()
        await h.appoint(organiser, town, Role.ORGANISER)
        status = await h.ask(organiser, "/status")
        await h.tap(organiser, status, "一支部")
        await h.tap(organiser, status, "代管")
        await h.tap(organiser, status, "王大妈")
        await h.tap(organiser, status, "今起三天")
        assert "王大妈代管" in _last(h, organiser)
        tap = h.server.tap(organiser, status, f"standin:{there.unit.id}", forged=True)
        await h.settle()
        assert "过期" in (await tap).text
