"""What was done is put down once: in a few taps, for every duty that it meets; and good deeds."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.practice.records import User
from programme.duties.obligations import Obligation
from programme.duties.periods import period_of
from programme.duties.references import reference
from storage.database import Database
from storage.values.duties import Often, Subject, When
from storage.values.people import Role
from tests.practice.pictures import png
from tests.programme.duties.branch_seven import a_duty
from tests.stories.house import Branch, House, house, plain
from tests.stories.record_scene import labels, taps, with_duties

WEDNESDAY = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
END_OF_JUNE = datetime(2026, 6, 29, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBERS = ["王大妈", "老张", "小陈"]


async def send_album(h: House, who: User, number: int) -> None:
    """Somebody sends several pictures at once: each comes as a message of its own."""
    files = [h.server.send_photo(who, who, png(30 + n, 20)) for n in range(number)]
    await h.settle()
    sizes = [h.server.message(who, each.message_id).media for each in files]
    chat = {"id": who.id, "type": "private", "first_name": who.first_name}
    for n, media in enumerate(sizes):
        assert media is not None
        size = {"file_id": media.file_id, "file_unique_id": f"u{n}", "width": 9, "height": 9}
        message = {
            "message_id": 9_000 + n,
            "date": int(h.clock.now().timestamp()),
            "chat": chat,
            "from": {"id": who.id, "is_bot": False, "first_name": who.first_name},
            "photo": [size],
            "media_group_id": "album",
        }
        h.server.push_raw({"message": message})
    await h.settle()


def second_quarter(branch: Branch) -> str:
    """The members' meeting of the second quarter, as a button names it."""
    when = When(Often.QUARTER)
    duty = a_duty("meeting", when)
    period = period_of(when, "2026-Q2")
    assert period is not None
    return reference(Obligation(duty, Subject(branch.unit.id), period, duty.amount))


async def test_once_for_two_duties_in_three_taps_and_worked_out_anew_when_changed(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红旗支部", "李书记", MEMBERS)
        li = branch.secretary
        # The first time, how long it took is to be said.
        await h.ask(li, "/record")
        draft = await taps(h, li, "主题党日")
        assert "4 人，全到了" in plain(draft.text) and "记下来就算：二季度党员大会" in draft.text
        assert "还差一点：5月主题党日。至少要 60 分钟" in draft.text
        kept = await taps(h, li, "时长", "90", "谁来了", "✓ 小陈", "返回", "记下来")
        assert "记一次，算两件：5月主题党日、二季度党员大会" in kept.text
        assert "还差一点：党日照片" in kept.text
        # The same once more, perhaps by whoever shares the office: it is said first.
        await h.ask(li, "/record")
        again = await taps(h, li, "主题党日")
        assert "这一天的主题党日，李书记已经记过了" in plain(again.text)
        assert "李书记记下" in plain((await taps(h, li, "看那一次")).text)
        # It is all there the next time.
        await h.tomorrow("09:00")
        page = await h.ask(li, "/record")
        assert "5月20日（昨天）：主题党日 → 5月主题党日、二季度党员大会" in page.text
        draft = await taps(h, li, "主题党日")
        assert "时长：90 分钟" in draft.text and "3 人，小陈没来" in plain(draft.text)
        kept = await taps(h, li, "记下来")
        assert "记一次，算两件" in kept.text
        # The wrong one: for ten minutes a tap takes it back.
        assert "撤回了" in (await taps(h, li, "点错了，撤回")).text
        assert "什么也没记" in (await taps(h, li, "不要了")).text
        # Changed, it is worked out again; so it is when it is deleted.
        await h.ask(li, "/record")
        shown = await taps(h, li, "记过的", "5月20日")
        assert "点错了，撤回" not in labels(shown)
        changed = await taps(h, li, "修改", "时长", "30")
        assert "算上了：二季度党员大会" in changed.text and "记的是 30 分钟" in changed.text
        history = plain((await taps(h, li, "改好了")).text)
        assert "5月20日 09:00 李书记记下" in history and "5月21日 09:00 李书记改了时长" in history
        gone = await taps(h, li, "删除", "删掉")
        assert "不再计算" in gone.text and "李书记删掉" in plain(gone.text)
        assert "→" not in (await h.ask(li, "/record")).text
        await h.tap(li, gone, "放回去")
        assert "→ 二季度党员大会" in (await h.ask(li, "/record")).text


async def test_interrupted_resumed_with_an_album_and_names_typed(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红旗支部", "李书记", MEMBERS)
        li = branch.secretary
        await h.ask(li, "/record")
        await taps(h, li, "主题党日", "谁来了", "写名字")
        await h.write(li, li, "除了老张")
        assert "3 人，老张没来" in plain(h.last(li).text)
        # The bot starts anew, hours pass, a note is written: the draft is where it was.
        await h.stop()
        h.pass_to("15:00")
        await h.start()
        await h.write(li, li, "今天挺好")
        await h.ask(li, "/record")
        page = await taps(h, li, "接着记：主题党日")
        assert "3 人，老张没来" in plain(page.text)
        await taps(h, li, "哪天", "别的")
        await h.write(li, li, "大后天")
        assert "没看出是哪天" in h.last(li).text
        await h.write(li, li, "上周三")
        assert "5月13日" in h.last(li).text
        await taps(h, li, "时长", "别的")
        await h.write(li, li, "一个半小时")
        before = len(h.said(li))
        await send_album(h, li, 3)
        # Three single ones, and an album of three: that is thanked for once.
        assert len(h.said(li)) == before + 4
        shown = await taps(h, li, "再看看")
        assert "照片、文件：6 张照片" in shown.text and "90 分钟" in shown.text
        kept = await taps(h, li, "记下来")
        assert "算 3 件：5月主题党日、二季度党员大会、党日照片" in kept.text
        # A second tap on a button that has gone says the same, and puts nothing down twice.
        again = h.server.tap(li, kept, shown.buttons[0].data or "", forged=True)
        await h.settle()
        assert not (await again).show_alert
        page = await h.ask(li, "/record")
        assert page.text.count("主题党日 →") == 1
        # Nobody else comes near it.
        h.server.start_private(branch["老张"])
        await h.settle()
        theirs = await h.ask(branch["老张"], "/deed 扫雪")
        for data in ("record:1", "record:show:1", "record:1:delete:yes", "record:1:see"):
            tap = h.server.tap(branch["老张"], theirs, data, forged=True)
            await h.settle()
            assert (await tap).show_alert, data
        seen = len(h.said(li))
        await taps(h, li, "记过的", "5月13日", "看照片文件")
        assert len([m for m in h.said(li)[seen:] if m.media]) == 6


async def test_it_makes_up_for_what_is_overdue_once_that_is_said(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, END_OF_JUNE, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红旗支部", "李书记", MEMBERS)
        li = branch.secretary
        await h.at("09:00", day=END_OF_JUNE.date().replace(month=7, day=2))
        page = await h.ask(li, "/record")
        # The button under the overdue duty knows what it makes up for.
        h.server.tap(li, page, f"record:for:{second_quarter(branch)}", forged=True)
        await h.settle()
        assert "补：二季度党员大会" in h.last(li).text
        await taps(h, li, "不要了")
        await h.ask(li, "/record")
        asked = await taps(h, li, "党员大会", "记下来")
        assert "二季度党员大会过了时间还没记。这次是补那次的吗？" in asked.text
        kept = await taps(h, li, "对，补那次的")
        assert "算上了：二季度党员大会" in kept.text and "三季度" not in kept.text
        # Said wrongly, it is for now after all, and for that one once more.
        for answer, quarter in (("不是，算这一期", "三"), ("对，补那次的", "二")):
            card = await taps(h, li, "修改", "补哪一期", answer)
            assert f"算上了：{quarter}季度党员大会" in card.text
            await taps(h, li, "改好了")
        # The next one is for now, and nothing is asked.
        await h.ask(li, "/record")
        kept = await taps(h, li, "党员大会", "记下来")
        assert "算上了：三季度党员大会" in kept.text


async def test_for_somebody_else_and_a_cadres_own(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        county = await h.unit("c", "青山县")
        branch = await h.branch("b", "红旗支部", "李书记", MEMBERS, parent="c")
        li, zhou = branch.secretary, h.server.add_user("周县长")
        ma = h.server.add_user("马组织")
        for user, unit, role in ((zhou, branch.unit, Role.CADRE), (ma, county, Role.ORGANISER)):
            h.server.start_private(user)
            await h.appoint(user, unit, role)
        # The secretary puts the visit down; it says so, and counts for whoever made it.
        await h.ask(li, "/record")
        card = await taps(h, li, "走访", "替谁记", "周县长")
        assert "替周县长记的" in plain(card.text)
        kept = await taps(h, li, "谁来了", "✓ 李书记", "返回", "记下来")
        assert "周县长也算上了：到联系村（1/3）" in plain(kept.text)
        # In the branch a cadre puts down their own, and sees no names.
        page = await h.ask(zhou, "/record")
        assert "党员大会" not in labels(page)
        card = await taps(h, zhou, "走访")
        assert "谁来了" not in labels(card)
        kept = await taps(h, zhou, "记下来")
        assert "您本人也算上了：到联系村（2/3）" in kept.text
        # Above the branch a record is seen without names.
        await h.ask(li, "/record")
        theirs = await taps(h, li, "讲党课", "记下来")
        data = next(b.data for b in theirs.buttons if b.label == "去看看")
        page = await h.ask(ma, "/record")
        h.server.tap(ma, page, data or "", forged=True)
        await h.settle()
        seen = h.last(ma)
        assert (
            "谁来了：4 人" in seen.text and "李书记" not in seen.text and "修改" not in labels(seen)
        )


async def test_good_deeds_are_thanked_for_and_add_up(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "红旗支部", "李书记", MEMBERS)
        li, wang = branch.secretary, branch["王大妈"]
        h.server.start_private(wang)
        await h.settle()
        await h.ask(li, "/record")
        await taps(h, li, "地点和结对", "加一个", "结对")
        await h.write(li, li, "王大妈—小陈")
        thanks = await h.ask(wang, "/deed 帮邻居修水管")
        assert "谢谢您" in thanks.text and "您今年：1 件好事" in thanks.text
        await taps(h, wang, "时长", "90", "帮了几人", "2", "地点", "王大妈—小陈")
        h.server.send_photo(wang, wang, png(20, 20))
        await h.settle()
        page = await taps(h, wang, "去看看")
        for said in ("时长：90 分钟", "帮了几人：2", "地点：王大妈—小陈", "1 张照片"):
            assert said in page.text
        # The next one is a photo without a word.
        asked = await h.ask(wang, "/deed")
        assert "您今年：1 件好事、1.5 小时、帮了 2 人" in asked.text
        h.server.send_photo(wang, wang, png(21, 20))
        await h.settle()
        assert "您今年：2 件好事" in h.last(wang).text
        await h.ask(li, "/deed 扫雪")
        assert "全支部：3 件好事" in h.last(li).text
        assert "去掉了" in (await taps(h, li, "点错了，撤回")).text
        page = await h.ask(li, "/record")
        assert "今年一共：2 件好事、1.5 小时、帮了 2 人" in page.text and "水管" not in page.text
        # Nobody else's hands are on it.
        data = next(b.data for b in thanks.buttons if (b.data or "").endswith(":minutes"))
        tap = h.server.tap(li, page, data or "", forged=True)
        await h.settle()
        assert (await tap).show_alert


async def test_the_same_in_english(database: Database, tmp_path: Path) -> None:
    start, folder = END_OF_JUNE, with_duties(tmp_path)
    async with house(database, start, language="en", programme=folder) as h:
        branch = await h.branch("b", "Red Flag", "Li", ["Wang", "Zhang", "Chen"])
        li = branch.secretary
        await h.ask(li, "/record")
        await taps(h, li, "主题党日", "How long", "90", "Who was there", "✓ Wang", "Back")
        kept = await taps(h, li, "Write it down")
        assert (
            "Recorded once, counts twice: second quarter's 党员大会, June's 主题党日" in kept.text
        )
        assert "Not yet for 党日照片: A photo is wanted with it." in kept.text
        shown = plain((await taps(h, li, "Look at it")).text)
        assert (
            "Who was there: 3, without Wang" in shown and "29 Jun 09:00: put down, by Li" in shown
        )
        thanks = await h.ask(branch["Wang"], "/deed Mended a pipe")
        assert "Thank you!" in thanks.text and "You this year: 1 good deed" in thanks.text
