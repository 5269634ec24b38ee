"""Meetings: three taps before one, three taps and a photo after; moved, held everywhere on one day,
and noted wrong."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.practice.views import MessageView
from storage import branch_settings, meetings, records
from storage.database import Database
from storage.values.people import Role, Unit
from storage.values.records import ChangeKind, Record
from tests.practice.pictures import png
from tests.stories.exam_scene import choose, met, said_in_group
from tests.stories.house import Branch, House, house, plain
from tests.stories.reminder_scene import with_duties

WEDNESDAY = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBERS = [f"党员{n}" for n in range(1, 15)]


async def plan(h: House, branch: Branch, *, at: str = "5月20日周三 15:00") -> MessageView:
    """The secretary plans a members' meeting in three taps; its card in the group."""
    await h.ask(branch.secretary, "/meeting")
    await choose(h, branch.secretary, "＋ 党员大会", at, "发到群里")
    return card_in(h, branch)


def card_in(h: House, branch: Branch) -> MessageView:
    """The meeting's card in the group, as it stands there now."""
    card = next(m for m in h.said(branch.group) if "党员大会" in m.text and m.buttons)
    return h.server.message(branch.group, card.message_id)


def labels(message: MessageView) -> list[str]:
    """What stands on a message's buttons."""
    return [plain(button.label) for button in message.buttons]


async def record_at(h: House, unit: Unit) -> Record:
    """The one record of a unit."""
    async with h.database.reading() as tx:
        [found] = await records.newest_records(tx, unit.id, 5)
    return found


async def test_three_taps_plan_a_meeting_and_three_taps_and_a_photo_record_it(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红星村支部", "李书记", MEMBERS)
        li = branch.secretary
        card = await plan(h, branch)
        assert "5月20日周三 15:00" in card.text and labels(card) == ["我到了"]
        assert "还早" in await h.tap(branch["党员1"], card, "我到了")
        await h.at("14:30")
        for name in MEMBERS[:11]:
            assert "记上了" in await h.tap(branch[name], card, "我到了")
        await h.at("14:50")
        # The group sees how many, never who.
        assert labels(card_in(h, branch)) == ["我到了 · 11"]
        assert not said_in_group(h, branch, "党员1")
        await h.at("16:00")
        assert "党员大会。开完了吗？" in (await h.ask(li, "/matters")).text
        page = await choose(h, li, "5月20日的会")
        assert "还没点（4）：党员12、党员13、党员14、李书记" in plain(page.text)
        told = await choose(h, li, "全到了", "开完了")
        assert "到会 15 人" in told.text and "算上了：二季度党员大会" in told.text
        h.server.send_photo(li, li, png(4, 4))
        await h.settle()
        last = await choose(h, li, "好了")
        assert "到了（15）" in last.text and "算上了：二季度党员大会" in last.text
        record = await record_at(h, branch.unit)
        assert (len(record.people), len(record.files), record.minutes) == (15, 1, 60)
        assert record.meeting_id is not None and record.day == WEDNESDAY.date()
        held = card_in(h, branch)
        assert "开完了，到会 15 人" in held.text and labels(held) == ["记上我了吗"]


async def test_who_has_not_tapped_is_asked_about_and_a_slip_is_taken_back(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红星村支部", "李书记", ["王", "张", "陈", "赵"])
        li, wang = branch.secretary, branch["王"]
        await met(h, wang)
        await h.ask(li, "/meeting")
        await choose(h, li, "＋ 党员大会")
        # What was begun is still there after an interruption, and a time can be typed.
        await h.stop()
        await h.start()
        await h.write(li, li, "今天下午三点")
        await choose(h, li, "发到群里")
        card = card_in(h, branch)
        await h.at("15:00")
        for name in ("王", "张", "陈"):
            await h.tap(branch[name], card, "我到了")
        assert "已经记上" in await h.tap(wang, card, "我到了")
        assert "撤回了" in (await choose(h, wang, "点错了，撤回")).text
        asked = await choose(h, li, "看这次会", "开完了")
        assert "2 人点了“我到了”" in asked.text and "王、赵" in plain(asked.text)
        await choose(h, li, "有人没到")
        told = await choose(h, li, "✓ 王", "好了", "开完了")
        assert "到会 4 人" in told.text
        # It was tapped too early: nothing is left of it.
        page = await choose(h, li, "还没开完")
        assert "没到（1）：王" in plain(page.text) and labels(card_in(h, branch)) == ["我到了 · 4"]
        # What the secretary said of somebody is not theirs to take back with a tap.
        await met(h, branch["赵"])
        page = await h.ask(branch["赵"], "/meeting")
        assert "✓ 5月20日周三 15:00" in page.text and labels(page) == []
        assert "已经记上" in await h.tap(branch["赵"], card, "我到了")
        assert h.last(branch["赵"]).message_id == page.message_id
        async with h.database.reading() as tx:
            assert await records.newest_records(tx, branch.unit.id, 5) == []


async def test_moving_and_calling_off_is_told_in_one_line_and_not_at_night(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红星村支部", "李书记", ["王", "张", "陈"])
        li = branch.secretary
        card = await plan(h, branch, at="5月22日周五 15:00")
        await choose(h, li, "看这次会", "时间")
        await h.write(li, li, "周六上午9点")
        assert "改好了" in h.last(li).text
        line = h.last(branch.group)
        assert line.text == "党员大会有变动：改为5月23日周六 09:00。"
        assert line.reply_to == card.message_id and line.is_silent
        assert "5月23日周六 09:00" in card_in(h, branch).text
        await h.at("22:00")
        before = len(h.said(branch.group))
        await choose(h, li, "地点")
        await h.write(li, li, "村部活动室")
        assert len(h.said(branch.group)) == before
        assert "地点：村部活动室" in card_in(h, branch).text
        await h.tomorrow("07:00")
        assert said_in_group(h, branch, "党员大会有变动：改为5月23日周六 09:00，村部活动室。")
        await choose(h, li, "取消会议", "取消会议")
        assert said_in_group(h, branch, "5月23日周六 09:00的党员大会取消了。")
        gone = h.server.message(branch.group, card.message_id)
        assert "取消了" in gone.text and not gone.buttons
        # Nothing is posted for what was called off in the night before it was announced.
        await h.at("21:30")
        await h.ask(li, "/meeting")
        posted = await choose(h, li, "＋ 党员大会", "5月22日周五 15:00", "发到群里")
        await choose(h, li, "看这次会", "取消会议", "取消会议")
        before = len(h.said(branch.group))
        await h.tomorrow("07:15")
        assert len(h.said(branch.group)) == before, posted.text


async def test_a_unified_day_gives_each_branch_its_own_and_shows_who_has_held_it(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        town = await h.unit("town", "红旗镇")
        zhou = h.server.add_user("周组织")
        await met(h, zhou)
        await h.appoint(zhou, town, Role.ORGANISER)
        branches = [
            await h.branch(f"b{n}", f"{n}号支部", f"书记{n}", [f"甲{n}", f"乙{n}"], parent="town")
            for n in (1, 2, 3)
        ]
        one, two, three = branches
        await h.ask(zhou, "/meeting")
        await choose(h, zhou, "各支部统一开", "党员大会", "5月22日周五 15:00", "发给各支部")
        for branch in branches:
            assert "5月22日周五 15:00" in card_in(h, branch).text
            assert "红旗镇统一安排" in h.last(branch.secretary).text
        page = await choose(h, zhou, "看这次会")
        assert "还没开：3 个支部" in page.text and "· 1号支部" in page.text
        # The first holds it; the day is moved for the others, the third has a place of its own.
        await choose(h, three.secretary, "看这次会", "地点")
        await h.write(three.secretary, three.secretary, "老王家院里")
        await h.at("15:30", day=WEDNESDAY.date() + timedelta(days=2))
        assert "还没记“开完了”" not in (await h.ask(one.secretary, "/meeting")).text
        await choose(h, one.secretary, "5月22日", "全到了", "开完了", "好了")
        await h.ask(zhou, "/meeting")
        await choose(h, zhou, "5月22日", "时间")
        await h.write(zhou, zhou, "5月25日 19:00")
        assert "开完了：1 个支部" in h.last(zhou).text
        assert "5月25日周一 19:00，老王家院里" in h.last(three.group).text
        assert "5月22日周五" in card_in(h, one).text
        assert not said_in_group(h, one, "有变动")
        # Another branch's members are named to nobody above.
        assert not any("甲1" in text for text in h.texts(zhou))
        await choose(h, zhou, "取消会议", "取消会议")
        assert said_in_group(h, two, "取消了") and not said_in_group(h, one, "取消了")
        async with h.database.reading() as tx:
            assert not await meetings.planned(tx, [two.unit.id, three.unit.id], h.clock.now())


async def test_what_was_noted_wrong_is_mended_by_a_tap_and_stands_in_the_history(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红星村支部", "李书记", ["王", "张", "陈"])
        li, wang, zhang = branch.secretary, branch["王"], branch["张"]
        await met(h, wang, zhang)
        await plan(h, branch)
        await h.at("16:00")
        await choose(h, li, "看这次会", "有人没到", "✓ 王", "好了", "开完了", "好了")
        own = await h.ask(wang, "/meeting")
        assert "没记您" in own.text
        assert "已经转给书记了" in (await choose(h, wang, "我去了")).text
        await choose(h, li, "改过来")
        assert "改过来了，记上您了" in h.last(wang).text
        await h.ask(zhang, "/meeting")
        await choose(h, zhang, "我没去")
        await choose(h, li, "不改")
        assert "没有改" in h.last(zhang).text
        record = await record_at(h, branch.unit)
        assert len(record.people) == 4
        async with h.database.reading() as tx:
            changes = [each.kind for each in await records.changes_of(tx, record.id)]
        assert changes == [
            ChangeKind.KEPT,
            ChangeKind.DISPUTED,
            ChangeKind.EDITED,
            ChangeKind.DISPUTED,
            ChangeKind.UPHELD,
        ]


async def test_a_branch_without_a_group_and_a_committee_are_told_in_private(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        town = await h.unit("town", "红旗镇")
        branch = await h.found("b", "渔船支部", "李书记", ["王", "张", "陈"], parent="town")
        li, wang, zhou = branch.secretary, branch["王"], h.server.add_user("周组织")
        await met(h, li, wang, zhou)
        await h.appoint(zhou, town, Role.ORGANISER)
        await h.appoint(h.server.add_user("孙"), town, Role.COMMITTEE)
        async with h.database.writing() as tx:
            chosen = await branch_settings.of_unit(tx, branch.unit.id)
            await branch_settings.put(tx, branch.unit.id, replace(chosen, in_private=True))
        await h.ask(li, "/meeting")
        await choose(h, li, "＋ 党员大会", "现在就开", "发给大家")
        assert "记上了" in await h.tap(wang, h.last(wang), "我到了")
        before = len(h.said(wang))
        # The town's own meeting is no affair of the branch's: its offices hear of it.
        await h.ask(zhou, "/meeting")
        await choose(h, zhou, "＋ 党员大会", "5月20日周三 15:00", "发给大家")
        assert len(h.said(wang)) == before
        card = next(m for m in h.said(zhou) if labels(m) == ["我到了"])
        await h.at("15:00")
        await h.tap(zhou, card, "我到了")
        await h.ask(zhou, "/meeting")
        page = await choose(h, zhou, "5月20日")
        assert "到了（1）：周组织" in plain(page.text) and "还没点（1）：孙" in plain(page.text)


async def test_forged_and_outlived_buttons_lead_nowhere(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红星村支部", "李书记", ["王", "张", "陈"])
        other = await h.branch("c", "东风支部", "赵书记", ["钱"])
        li, zhao = branch.secretary, other.secretary
        await plan(h, branch)
        posted = h.last(li)
        [number] = [b.data.split(":")[2] for b in posted.buttons if b.data]
        await h.ask(zhao, "/meeting")
        for data in (
            f"meet:show:{number}",
            f"meet:{number}:drop:yes",
            f"meet:{number}:who:0:1",
            f"meet:own:{number}:in",
            f"meet:here:{number}",
            "meet:here:x",
            "meet:kind:1:0",
            "meet::",
        ):
            tap = h.server.tap(zhao, h.last(zhao), data, forged=True)
            await h.settle()
            assert (await tap).show_alert, data
        for data in (f"meet:{number}:what", f"meet:{number}:time:x", f"meet:{number}:who:0:999"):
            tap = h.server.tap(li, posted, data, forged=True)
            await h.settle()
            assert (await tap).show_alert, data
        assert "15:00" in card_in(h, branch).text and len(h.said(other.group)) == 1
