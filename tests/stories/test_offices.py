"""What those who look after branches are told, and how groups and people come in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.values.people import Role
from tests.stories.house import house

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 6, 0, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@SQLITE
async def test_on_a_monday_morning_the_week_is_the_last_seven_days(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        busy = await h.branch("b1", "勤学支部", "李", ["王"])
        organiser = h.server.add_user("组织员")
        h.server.start_private(organiser)
        await h.settle()
        await h.appoint(organiser, busy.unit, Role.ORGANISER)
        assert "没动静" not in (await h.ask(organiser, "/status")).text
        await h.at("07:30", day=WEDNESDAY.date() + timedelta(days=11))
        await h.tap(busy["王"], h.studies(busy)[-1], "我学了")
        await h.tomorrow("07:00")
        assert "没动静" not in (await h.ask(organiser, "/status")).text


@SQLITE
async def test_the_quiet_and_the_lost_are_told_apart(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        town = await h.unit("town", "镇")
        busy = await h.branch("b1", "勤学支部", "李", ["王", "孙", "周", "吴"], parent="town")
        await h.branch("b2", "安静支部", "张", ["郑", "冯", "陈", "楚"], parent="town")
        lost = await h.branch("b3", "失联支部", "赵", parent="town")
        organiser = h.server.add_user("组织员")
        h.server.start_private(organiser)
        await h.settle()
        await h.appoint(organiser, town, Role.ORGANISER)
        h.server.remove_bot(lost.group, lost.secretary)
        await h.settle()
        await h.at("07:30", day=WEDNESDAY.date() + timedelta(days=11))
        await h.tap(busy["王"], h.studies(busy)[-1], "我学了")
        await h.tomorrow("07:00")
        lines = (await h.ask(organiser, "/status")).text.splitlines()
        assert next(line for line in lines if "没动静" in line).startswith("1 ")
        shown = [line.split("：")[0] for line in lines if line.startswith("·")]
        assert shown == ["· 失联支部", "· 安静支部", "· 勤学支部"]


@SQLITE
async def test_early_in_the_day_nobody_is_named(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", "一", "李", ["王", "张"])
        await h.at("07:31")
        step = (await h.ask(branch.secretary, "/status")).text.splitlines()[-1]
        assert step == "接下来：支部书记培训（今天到期），点“支部的事”。"
        for _ in range(3):
            await h.tap(branch["王"], h.studies(branch)[-1], "我学了")
            await h.tomorrow("07:31")
        step = (await h.ask(branch.secretary, "/status")).text.splitlines()[-1]
        # Three days of silence: Zhang; never the secretary, who reads it.
        assert "张" in step and "王" not in step and "李" not in step


@SQLITE
async def test_who_binds_a_group_is_its_secretary_at_once(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        unit = await h.unit("b", "一")
        somebody = h.server.add_user("新书记")
        h.server.start_private(somebody)
        group = h.server.add_group("群", [somebody])
        h.server.add_bot(group, somebody)
        await h.settle()
        code = await h.code(unit)
        h.server.say(somebody, group, f"/bind {code}")
        h.server.say(somebody, somebody, "/status")
        await h.settle()
        assert "咱们还不认识" not in "".join(h.texts(somebody)[-2:])
        assert any("一 ·" in text for text in h.texts(somebody))


@SQLITE
async def test_a_group_is_told_how_to_begin_whenever_the_bot_comes(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        somebody = h.server.add_user("某某")
        group = h.server.add_group("群", [somebody])
        for number in (1, 2):
            h.server.add_bot(group, somebody)
            await h.settle()
            h.clock.move(60)
            await h.settle()
            hints = [text for text in h.texts(group) if "绑定码" in text]
            assert len(hints) == number
            h.server.remove_bot(group, somebody)
            await h.settle()


@SQLITE
async def test_a_slip_of_a_command_is_helped_in_private_only(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", "一", "李", ["王"])
        h.server.start_private(branch["王"])
        await h.settle()
        assert "/today" in (await h.ask(branch["王"], "/stauts")).text
        before = len(h.said(branch.group))
        await h.write(branch["王"], branch.group, "/stauts")
        assert len(h.said(branch.group)) == before


@SQLITE
async def test_a_stranger_who_writes_is_told_how_to_come_in(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        stranger = h.server.add_user("新人")
        h.server.start_private(stranger)
        await h.settle()
        assert "Telegram 编号" in (await h.ask(stranger, "你好")).text


@SQLITE
async def test_the_unit_above_hears_once_that_a_secretary_stopped_the_bot(
    database: Database,
) -> None:
    async with house(database, WEDNESDAY) as h:
        town = await h.unit("town", "镇")
        branch = await h.branch("b1", "一支部", "李", ["王"], parent="town")
        organiser = h.server.add_user("组织员")
        h.server.start_private(organiser)
        h.server.start_private(branch["王"])
        await h.settle()
        await h.appoint(organiser, town, Role.ORGANISER)
        h.server.block(branch["王"])
        await h.settle()
        assert not any("停了" in text for text in h.texts(organiser))
        for _ in range(2):
            h.server.block(branch.secretary)
            await h.settle()
            await h.tomorrow("12:00")
            await h.write(branch.secretary, branch.group, "/status")
        (told,) = [text for text in h.texts(organiser) if "停了" in text]
        assert told.startswith("一支部的书记把和我的私聊停了")
        # It heals by itself, and the next time is told again.
        h.server.start_private(branch.secretary)
        await h.tomorrow("12:00")
        h.server.block(branch.secretary)
        await h.settle()
        assert len([text for text in h.texts(organiser) if "停了" in text]) == 2
