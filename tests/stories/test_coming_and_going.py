"""People come by links and by a first act, and leave the group."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.practice.records import User
from programme.binding import read_code
from programme.invites import make_personal_code
from storage import branch_settings
from storage.codes import Opens
from storage.database import Database
from storage.roster import upsert_roster
from storage.values.people import Role, Unit
from storage.values.programme_files import RosterRow
from tests.stories.house import Branch, House, house, plain
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


async def link(h: House, unit: Unit, opens: Opens) -> str:
    """What a link of ``sanxue invite`` carries."""
    async with h.database.writing() as tx:
        return (await make_personal_code(tx, unit, opens, h.clock.now())).code


async def follow(h: House, user: User, code: str) -> str:
    """Open a personal link; what the bot says."""
    h.server.start_private(user, code)
    await h.settle()
    return h.last(user).text


async def open_door(h: House, branch: Branch) -> None:
    """Let the branch take in whoever first taps, votes or writes."""
    async with h.database.writing() as tx:
        chosen = await branch_settings.of_unit(tx, branch.unit.id)
        await branch_settings.put(tx, branch.unit.id, replace(chosen, takes_in=True))


# -- links ----------------------------------------------------------------------------------------


async def test_a_secretary_comes_by_a_link_and_invites_a_member(h: House) -> None:
    unit = await h.unit("b", "一支部")
    li = h.server.add_user("李", language_code="zh")
    assert "一支部由您负责" in await follow(h, li, await link(h, unit, Opens.SECRETARY))
    added = h.last(li).buttons[0].url or ""
    assert "startgroup=" in added
    group = h.server.add_group("一支部", [li], kind="supergroup")
    h.server.add_bot(group, li, start_parameter=added.partition("startgroup=")[2])
    await h.settle()
    await h.ask(li, "/invite 王芳")
    assert "王芳" in h.last(li).text
    shared = h.last(li).buttons[0].url or ""
    assert shared.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    code = h.last(li).text.partition("start=")[2].split()[0]
    wang = h.server.add_user("小芳", language_code="zh")
    assert "王芳，欢迎您加入一支部" in plain(await follow(h, wang, code))
    # The same link again does no harm, and is nobody else's.
    assert "一支部" in await follow(h, wang, code)
    other = h.server.add_user("别人", language_code="zh")
    assert "用过了" in await follow(h, other, code)
    h.server.join(wang, group)
    await h.at("07:30")
    assert "连续第 1 天" in await h.tap(wang, h.last(group), "我学了")


@SQLITE
async def test_an_organiser_comes_by_a_link_and_sees_counts_only(h: House) -> None:
    town = await h.unit("town", "柳镇")
    branch = await h.branch("b", "一支部", "李书记", ["老张"], parent="town")
    await h.at("07:30")
    sun = h.server.add_user("孙", language_code="zh")
    assert "柳镇由您负责" in await follow(h, sun, await link(h, town, Opens.ORGANISER))
    status = (await h.ask(sun, "/status")).text
    assert "一支部" in status and "老张" not in status
    await h.tap(sun, h.last(sun), "一支部")
    assert "老张" not in h.last(sun).text
    assert branch.unit.name in h.last(sun).text
    assert "不在任何支部" in (await h.ask(sun, "/today")).text


@SQLITE
async def test_a_members_link_asks_who_is_at_home_elsewhere(h: House) -> None:
    first = await h.branch("b1", "一支部", "李书记", ["老张"])
    second = await h.branch("b2", "二支部", "赵书记")
    await h.ask(second.secretary, "/invite")
    code = h.last(second.secretary).text.partition("start=")[2].split()[0]
    assert len(read_code(code)) == 12
    zhang = first["老张"]
    assert "二支部对您来说是" in plain(await follow(h, zhang, code))
    await h.tap(zhang, h.last(zhang), "转过来")
    assert "您已经转到二支部" in h.last(zhang).text
    # A member can't invite, and is told who can.
    assert "支部书记" in (await h.ask(zhang, "/invite")).text


@SQLITE
async def test_invite_in_the_group_leads_to_the_private_chat(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    before = len(h.said(branch.group))
    await h.write(branch.secretary, branch.group, "/invite")
    assert len(h.said(branch.group)) == before
    assert "start=" in h.last(branch.secretary).text
    late = h.server.add_user("赵书记", language_code="zh")
    unit = await h.found("b2", "二支部", "钱书记")
    h.server.add_bot(unit.group, unit.secretary, start_parameter=await h.code(unit.unit))
    await h.settle()
    shown = (await h.ask(unit.secretary, "/invite", unit.group)).buttons[0].url or ""
    h.server.start_private(unit.secretary, shown.partition("start=")[2])
    await h.settle()
    assert "加入二支部" in h.last(unit.secretary).text
    h.server.start_private(late, "invite")
    await h.settle()
    assert "start=" not in h.last(late).text


# -- the first act --------------------------------------------------------------------------------


async def test_whoever_first_taps_votes_or_writes_is_taken_in(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    await open_door(h, branch)
    tapper, voter, writer, shy = (
        h.server.add_user(name) for name in ("小陈", "小吴", "小周", "小郑")
    )
    for each in (tapper, voter, writer, shy):
        h.server.join(each, branch.group)
    await h.at("07:30")
    assert "欢迎加入" in await h.tap(tapper, h.studies(branch)[0], "我学了")
    assert "已经记过" in await h.tap(tapper, h.studies(branch)[0], "我学了")
    await h.at("12:00")
    await h.vote(voter, h.polls(branch)[0], 0)
    await h.at("20:00")
    prompt = h.last(branch.group)
    await h.write(writer, branch.group, "今天讲得好", prompt)
    # What is no answer to a post lets nobody in.
    await h.write(shy, branch.group, "大家好")
    status = plain((await h.ask(branch.secretary, "/status")).text)
    assert "早一学 1/4" in status and "午一答 1/4" in status and "晚一记 1/4" in status
    assert "小郑" not in status
    # In the evening the secretary hears of all three at once.
    await h.at("20:31")
    news = plain(h.last(branch.secretary).text)
    assert all(name in news for name in ("小陈", "小吴", "小周")) and "3 位" in news
    assert h.last(branch.secretary).buttons[0].data == f"members:{branch.unit.id}:0"
    # The name follows Telegram's.
    renamed = replace(tapper, first_name="陈大姐")
    h.server.world.users[tapper.id] = renamed
    h.server.start_private(renamed)
    await h.settle()
    assert "陈大姐" in plain(h.last(renamed).text)


@SQLITE
async def test_nobody_who_is_known_is_moved_by_an_act(h: House) -> None:
    first = await h.branch("b1", "一支部", "李书记", ["老张"])
    second = await h.branch("b2", "二支部", "赵书记")
    await open_door(h, second)
    zhang = first["老张"]
    h.server.join(zhang, second.group)
    await h.at("07:30")
    assert "/today" in await h.tap(zhang, h.studies(second)[0], "我学了")
    assert "早一学 0/1" in (await h.ask(second.secretary, "/status")).text
    assert "0/2" in (await h.ask(first.secretary, "/status")).text


@SQLITE
async def test_a_branch_that_takes_nobody_in_stays_as_it_is(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    chen = h.server.add_user("小陈")
    h.server.join(chen, branch.group)
    await h.at("07:30")
    assert "名单上还没有您" in await h.tap(chen, h.studies(branch)[0], "我学了")
    await h.at("12:00")
    await h.vote(chen, h.polls(branch)[0], 0)
    assert "午一答 0/1" in (await h.ask(branch.secretary, "/status")).text


# -- leaving --------------------------------------------------------------------------------------


@SQLITE
async def test_who_leaves_the_group_stays_until_the_secretary_says_otherwise(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记", ["老张", "小陈", "小刘"])
    zhang = branch["老张"]
    await h.at("07:30")
    await h.tap(zhang, h.studies(branch)[0], "我学了")
    before = len(h.said(branch.group))
    h.server.leave(zhang, branch.group)
    await h.settle()
    asked = h.last(branch.secretary)
    assert "老张退出了一支部的群" in plain(asked.text)
    # Coming and going on one day is told once, and nothing is said in the group.
    h.server.join(zhang, branch.group)
    h.server.leave(zhang, branch.group, by=branch.secretary)
    await h.settle()
    assert h.last(branch.secretary).message_id == asked.message_id
    assert len(h.said(branch.group)) == before
    assert "早一学 1/4" in (await h.ask(branch.secretary, "/status")).text
    await h.tap(branch.secretary, asked, "还在支部")
    assert "老张还在一支部" in plain(h.server.message(branch.secretary, asked.message_id).text)
    await h.tomorrow("07:30")
    h.server.join(zhang, branch.group)
    h.server.leave(zhang, branch.group)
    await h.settle()
    asked = h.last(branch.secretary)
    await h.tap(branch.secretary, asked, "已离开支部")
    # Today they are counted still; from tomorrow on no more.
    assert "早一学 0/4" in (await h.ask(branch.secretary, "/status")).text
    await h.tomorrow("07:30")
    assert "早一学 0/3" in (await h.ask(branch.secretary, "/status")).text
    # Who has left is named no more, and only three are left to be compared.
    assert "咱们人少" in (await h.ask(branch.secretary, "/standings", branch.group)).text
    h.server.start_private(zhang)
    await h.settle()
    assert "不认识" in (await h.ask(zhang, "/me")).text
    # Who is no member, or leaves another group, is none of the secretary's business.
    said = len(h.said(branch.secretary))
    elsewhere = await h.found("b2", "二支部", "赵书记")
    for guest in (h.server.add_user("客人"), elsewhere.secretary):
        h.server.join(guest, branch.group)
        h.server.leave(guest, branch.group)
        await h.settle()
    assert len(h.said(branch.secretary)) == said


@SQLITE
async def test_when_the_only_secretary_leaves_it_is_asked_above(h: House) -> None:
    town = await h.unit("town", "柳镇")
    branch = await h.branch("b", "一支部", "李书记", ["老张"], parent="town")
    sun = h.server.add_user("孙", language_code="zh")
    h.server.start_private(sun)
    await h.settle()
    await h.appoint(sun, town, Role.ORGANISER)
    h.server.leave(branch.secretary, branch.group)
    await h.settle()
    assert "李书记退出了一支部的群" in plain(h.last(sun).text)


# -- in mid-month ---------------------------------------------------------------------------------


@SQLITE
async def test_who_joins_in_mid_month_counts_from_that_day(h: House) -> None:
    """One who is on the list and is found in Telegram now, and one who is new."""
    branch = await h.branch("b", "一支部", "李书记", ["老张"])
    async with h.database.writing() as tx:
        row = RosterRow(2, "b", "王芳", joined=date(2026, 1, 1))
        await upsert_roster(tx, [row], MORNING.date())
    await h.at("07:30")
    for _ in range(4):
        await h.tap(branch["老张"], h.studies(branch)[-1], "我学了")
        await h.tomorrow("07:30")
    await h.tap(branch["老张"], h.studies(branch)[-1], "我学了")
    newcomers = []
    for name, label, yes in (("小芳", "王芳", "是本人"), ("小燕", "去问吧", "加进来")):
        user = h.server.add_user(name, language_code="zh")
        h.server.join(user, branch.group)
        h.server.start_private(user)
        await h.settle()
        for each in ("加入支部", "一支部", label):
            await h.tap(user, h.last(user), each)
        await h.tap(branch.secretary, h.last(branch.secretary), yes)
        newcomers.append(user)
    _, yan = newcomers
    # Nobody asks after those who were not there; the secretary herself has done nothing.
    lines = plain((await h.ask(branch.secretary, "/status")).text).splitlines()
    assert "早一学 1/4" in "".join(lines)
    assert "王芳" not in lines[-1] and "小燕" not in lines[-1]
    assert "那天您还没来" in await h.tap(yan, h.studies(branch)[-2], "我学了")
    for user in newcomers:
        assert "连续第 1 天" in await h.tap(user, h.studies(branch)[-1], "我学了")
    await h.tomorrow("07:30")
    for user in newcomers:
        assert "连续第 2 天" in await h.tap(user, h.studies(branch)[-1], "我学了")
    lines = plain((await h.ask(branch.secretary, "/status")).text).splitlines()
    assert "早一学 2/4" in "".join(lines)
    for user in newcomers:
        me = (await h.ask(user, "/me")).text
        assert "连续第 2 天" in me and me.count("学了 1 次") == 2
