"""People come into a branch by themselves: they ask, the secretary taps once."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.practice.records import User
from storage.database import Database
from storage.people import appoint
from storage.roster import upsert_roster
from storage.tables.organisation import appointments, persons
from storage.values.people import Role
from storage.values.programme_files import RosterRow
from tests.stories.house import Branch, House, house, plain
from tests.stories.sayings import EN, ZH, Sayings
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


async def listed(h: House, code: str, *names: str, ids: tuple[str, ...] = ()) -> None:
    """Put people without Telegram on a branch's list."""
    numbers = ids or (None,) * len(names)
    async with h.database.writing() as tx:
        rows = [
            RosterRow(2, code, name, external_id=number, joined=date(2026, 1, 1))
            for name, number in zip(names, numbers, strict=True)
        ]
        await upsert_roster(tx, rows, MORNING.date())


def stranger(h: House, name: str, language: str = "zh") -> User:
    """Somebody who has opened the private chat and is on no list."""
    user = h.server.add_user(name, language_code=language)
    h.server.start_private(user)
    return user


async def press(h: House, user: User, label: str) -> str:
    """Tap a button below the last message of one's private chat; what it says then."""
    await h.tap(user, h.last(user), label)
    return h.last(user).text


SAID = {
    "zh": ("红星", "王芳", "是本人", "欢迎您加入", "记上了，连续第 1 天", "早一学 1/5"),
    "en": ("Red", "王芳", "Yes", "You are in", "Noted: day 1 running", "Morning: read 1/5"),
}


@pytest.mark.parametrize("say", [ZH, EN], ids=["zh", "en"])
async def test_a_name_is_chosen_and_confirmed_by_one_tap(
    database: Database, tmp_path: Path, say: Sayings
) -> None:
    programme = small_programme(tmp_path)
    async with house(database, MORNING, language=say.language, programme=programme) as h:
        branch = await h.branch("b", say.branch, say.secretary, say.members)
        await listed(h, "b", "王芳", "陈大爷")
        await h.at("07:30")
        xin = stranger(h, "小芳", say.language)
        h.server.join(xin, branch.group)
        await h.settle()
        first, name, yes, welcome, noted, counted = SAID[say.language]
        assert h.last(xin).buttons[0].data == "join:branches"
        await press(h, xin, h.last(xin).buttons[0].label)
        await press(h, xin, first)
        await press(h, xin, name)
        assert say.secretary in h.last(xin).text
        assert "王芳" in h.last(branch.secretary).text and "小芳" in h.last(branch.secretary).text
        await press(h, branch.secretary, yes)
        assert welcome in h.last(xin).text and say.branch in h.last(xin).text
        assert await h.tap(xin, h.studies(branch)[0], say.read_it) == noted
        status = (await h.ask(branch.secretary, "/status")).text
        assert counted in status
        assert "陈大爷" in status
        # The group hears nothing of it all.
        assert len(h.said(branch.group)) == 2


@SQLITE
async def test_a_stranger_taps_and_is_led_to_the_branchs_list(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    await h.at("07:30")
    xin = h.server.add_user("小芳")
    h.server.join(xin, branch.group)
    tap = h.server.tap(xin, h.studies(branch)[0], "我学了")
    await h.settle()
    answer = await tap
    assert "/join" in answer.text
    assert answer.url is not None and answer.url.endswith(f"?start=join_{branch.unit.id}")
    h.server.start_private(xin, answer.url.partition("start=")[2])
    await h.settle()
    assert "一支部" in h.last(xin).text
    await press(h, xin, "去问吧")
    await press(h, branch.secretary, "加进来")
    assert "欢迎您加入一支部" in h.last(xin).text
    # In the group /join leads to the same place.
    again = await h.ask(branch.secretary, "/join", branch.group)
    assert (again.buttons[0].url or "").endswith(f"?start=join_{branch.unit.id}")


@SQLITE
async def test_the_first_of_two_secretaries_decides_and_the_other_sees_it(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记", ["老张"])
    zhang = branch["老张"]
    await _make_secretary(h, branch, zhang)
    h.server.start_private(zhang)
    await h.settle()
    xin = stranger(h, "小芳")
    await h.settle()
    await press(h, xin, "加入支部")
    await press(h, xin, "一支部")
    await press(h, xin, "去问吧")
    li, zhangs = h.last(branch.secretary), h.last(zhang)
    assert li.text == zhangs.text
    status = await h.ask(branch.secretary, "/status")
    await h.tap(zhang, zhangs, "先不加")
    assert "一时没对上" in h.last(xin).text
    seen = h.server.message(branch.secretary, li.message_id)
    assert "老张" in seen.text and "没有让" in seen.text
    # Whoever taps what they still see is told how it stands; it may be changed by either.
    await h.tap(branch.secretary, li, "还是加进来")
    assert "欢迎您加入" in h.last(xin).text
    assert "李书记" in h.server.message(zhang, zhangs.message_id).text
    late = h.server.tap(zhang, zhangs, "join:no:1", forged=True)
    await h.settle()
    await late
    assert "李书记" in h.server.message(zhang, zhangs.message_id).text
    assert len([each for each in h.texts(xin) if "欢迎您加入" in each]) == 1
    # A status from before still shows that somebody waits.
    await h.tap(branch.secretary, status, "想加入：1 人")
    assert h.last(branch.secretary).text.startswith("现在没有人等着加入一支部")


@SQLITE
async def test_a_slip_is_undone_and_done_again(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    await listed(h, "b", "王芳")
    xin = stranger(h, "小芳")
    await h.settle()
    for label in ("加入支部", "一支部", "王芳"):
        await press(h, xin, label)
    await press(h, branch.secretary, "是本人")
    assert "撤回了" in await press(h, branch.secretary, "点错了")
    assert "一时没对上" in h.last(xin).text
    assert "还不认识" in (await h.ask(xin, "/me")).text
    assert "已经加入" in await press(h, branch.secretary, "还是加进来")
    assert "欢迎您加入" in h.last(xin).text
    assert "还不认识" not in (await h.ask(xin, "/me")).text


@SQLITE
async def test_without_a_secretary_it_is_asked_above_and_as_soon_as_one_is_there(
    h: House,
) -> None:
    town = await h.unit("town", "柳镇")
    branch = await h.found("b", "一支部", "李书记", parent="town")
    xin = stranger(h, "小芳")
    await h.settle()
    await press(h, xin, "加入支部")
    await press(h, xin, "一支部")
    assert "还没跟我打过招呼" in await press(h, xin, "去问吧")
    h.server.start_private(branch.secretary)
    await h.settle()
    asked = [text for text in h.texts(branch.secretary) if "想加入一支部" in text]
    assert len(asked) == 1
    await h.ask(branch.secretary, "/status")
    await h.tap(branch.secretary, h.last(branch.secretary), "想加入：1 人")
    assert [button.label for button in h.last(branch.secretary).buttons] == ["加进来", "先不加"]
    organiser = stranger(h, "孙组织员")
    await h.settle()
    await h.appoint(organiser, town, Role.ORGANISER)
    h.server.block(branch.secretary)
    yan = stranger(h, "小燕")
    await h.settle()
    await press(h, yan, "加入支部")
    await press(h, yan, "一支部")
    assert "组织员孙组织员" in plain(await press(h, yan, "去问吧"))
    await press(h, organiser, "加进来")
    assert "欢迎您加入一支部" in h.last(yan).text


@SQLITE
async def test_moving_and_a_second_branch(h: House) -> None:
    first = await h.branch("b1", "一支部", "李书记", ["老张"])
    second = await h.branch("b2", "二支部", "赵书记", ["钱六"])
    zhang = first["老张"]
    h.server.start_private(zhang)
    h.server.join(zhang, second.group)
    await h.at("07:30")
    await h.tap(zhang, h.studies(first)[0], "我学了")
    await h.ask(zhang, "/join")
    await press(h, zhang, "二支部")
    await press(h, zhang, "第二个支部")
    assert "第二个支部" in h.last(second.secretary).text
    await press(h, second.secretary, "加进来")
    assert "还是在一支部记" in h.last(zhang).text
    # One home: here the guest is sent there, and the group's own things are shown.
    assert "/today" in await h.tap(zhang, h.studies(second)[0], "我学了")
    assert "另一个支部" not in (await h.ask(zhang, "/standings", second.group)).text
    assert "早一学 0/2" in (await h.ask(second.secretary, "/status")).text
    assert "早一学 1/2" in (await h.ask(first.secretary, "/status")).text
    # Moving takes today's deed along, and counts nothing twice.
    await h.ask(zhang, "/join")
    await press(h, zhang, "二支部")
    await press(h, zhang, "转过来")
    await press(h, second.secretary, "加进来")
    assert "您已经转到二支部" in h.last(zhang).text
    assert "早一学 1/3" in (await h.ask(second.secretary, "/status")).text
    assert "早一学 0/1" in (await h.ask(first.secretary, "/status")).text
    assert "已经记过" in await h.tap(zhang, h.studies(second)[0], "我学了")
    await h.tomorrow("07:30")
    assert "连续第 2 天" in await h.tap(zhang, h.studies(second)[-1], "我学了")
    # In the branch that was left, yesterday's deeds stay where they were done before the move.
    assert "/today" in await h.tap(zhang, h.studies(first)[-1], "我学了")


@SQLITE
async def test_asking_again_after_a_refusal_and_never_mind(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    xin = stranger(h, "小芳")
    await h.settle()
    for label in ("加入支部", "一支部", "去问吧"):
        await press(h, xin, label)
    # Asking the same again bothers nobody.
    before = len(h.said(branch.secretary))
    await h.ask(xin, "/join")
    await press(h, xin, "一支部")
    assert "已经问过了" in await press(h, xin, "去问吧")
    assert len(h.said(branch.secretary)) == before
    asked = h.last(branch.secretary)
    assert "撤回" in await press(h, xin, "不用了")
    assert "不再要求" in h.server.message(branch.secretary, asked.message_id).text
    await h.ask(xin, "/join")
    await press(h, xin, "一支部")
    await press(h, xin, "去问吧")
    await press(h, branch.secretary, "先不加")
    await h.ask(xin, "/join")
    await press(h, xin, "一支部")
    toast = await h.tap(xin, h.last(xin), "去问吧")
    assert "明天" in toast
    await h.tomorrow("09:00")
    assert "我问了书记" in await press(h, xin, "去问吧")


@SQLITE
async def test_forged_and_outlived_buttons_lead_nowhere(h: House) -> None:
    first = await h.branch("b1", "一支部", "李书记", ["老张"])
    second = await h.branch("b2", "二支部", "赵书记")
    await listed(h, "b1", "王芳")
    xin = stranger(h, "小芳")
    await h.settle()
    for label in ("加入支部", "一支部", "名单上没有我"):
        await press(h, xin, label)
    h.server.start_private(first["老张"])
    await h.settle()
    forgers = {
        first["老张"]: ("join:yes:1", "join:no:1", "join:undo:1", f"left:gone:{first.unit.id}:1"),
        second.secretary: ("join:yes:1", "join:yes:x", "join:yes:99", "join:yes:"),
        xin: ("join:yes:1", "join:in:99", "join:in:x", "join:list:1", "join:to:1:home", "join:x"),
    }
    for who, datas in forgers.items():
        for data in datas:
            tap = h.server.tap(who, h.last(who), data, forged=True)
            await h.settle()
            assert (await tap).text, data
    assert not any("欢迎" in text for text in h.texts(xin))
    # A secretary no longer in office decides nothing.
    asked = h.last(first.secretary)
    await _end_offices(h, first)
    tap = h.server.tap(first.secretary, asked, "加进来")
    await h.settle()
    assert (await tap).text
    assert not any("欢迎" in text for text in h.texts(xin))


@SQLITE
async def test_many_branches_are_found_by_a_part_of_the_name(h: House) -> None:
    for number in range(9):
        await h.found(f"b{number}", f"{'东西南北中红黄蓝绿'[number]}村支部", f"书记{number}")
    xin = stranger(h, "小芳")
    await h.settle()
    await h.tap(xin, h.last(xin), "加入支部")
    assert "几个字" in h.last(xin).text
    assert "没找到" in (await h.ask(xin, "火星")).text
    found = await h.ask(xin, "红支部")
    assert [button.label for button in found.buttons] == ["红村支部"]
    assert "问问书记" in await press(h, xin, "红村支部")
    # The dialogue is over: what is written now is no branch's name.
    assert "没找到" not in (await h.ask(xin, "火星")).text


async def _make_secretary(h: House, branch: Branch, user: User) -> None:
    async with h.database.writing() as tx:
        who = await tx.scalar(select(persons.c.id).where(persons.c.telegram_id == user.id))
        await appoint(tx, who, branch.unit.id, Role.SECRETARY, date(2026, 1, 1))


async def _end_offices(h: House, branch: Branch) -> None:
    async with h.database.writing() as tx:
        ended = update(appointments).where(appointments.c.unit_id == branch.unit.id)
        await tx.run(ended.values(until="2026-05-19"))
