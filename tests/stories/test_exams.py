"""A test from its setting to its sheet: set by taps, sat in private, told to each in their way."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.practice.records import User
from programme.exam_tellings import Telling
from storage.database import Database
from storage.values.people import Role
from tests.stories.exam_scene import (
    SAYS,
    ZH_SAYS,
    announce,
    answer,
    asking,
    choose,
    met,
    said_in_group,
    set_test,
    sit,
    with_test,
)
from tests.stories.house import House, house, plain
from tests.stories.sayings import EN, ZH, Sayings

WEDNESDAY = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@BOTH
@SQLITE
async def test_a_secretary_sets_a_test_in_three_taps_and_members_take_it(
    database: Database, says: Sayings, tmp_path: Path
) -> None:
    my = SAYS[says.language]
    async with house(database, WEDNESDAY, language=says.language, programme=asking(tmp_path)) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        wang, zhang, _ = (branch[name] for name in says.members)
        await met(h, wang, zhang)
        assert my.none in (await h.ask(wang, "/test")).text
        await set_test(h, branch.secretary, my)
        await announce(h, branch.secretary, my)
        for each in (wang, zhang):
            assert my.is_open in h.last(each).text
        # All five right; the order is each one's own.
        done = await sit(h, wang, my, 5, 0)
        assert "100" in done.text and [b.label for b in done.buttons] == []
        done = await sit(h, zhang, my, 2, 3)
        assert "40" in done.text
        shown = await choose(h, zhang, my.wrong)
        assert ("应选" if says is ZH else "Look again: it's") in shown.text
        # Whoever looks after the branch sees it by name, the group hears nothing of it.
        await h.ask(branch.secretary, "/test")
        await choose(h, branch.secretary, "开着" if says is ZH else "Open")
        listed = plain((await choose(h, branch.secretary, my.list_of)).text)
        lines = {name: _line_with(listed, name) for name in (*says.members, says.secretary)}
        assert ["及格（1）", "Passed (1)"][says is EN] in lines[says.members[0]]
        assert ["还没及格", "not passed yet"][says is EN] in lines[says.members[1]]
        assert ["没跟我开私聊", "Without a private chat"][says is EN] in lines[says.members[2]]
        assert not said_in_group(h, branch, "小测") and not said_in_group(h, branch, "est of")


def _line_with(text: str, words: str) -> str:
    return next(line for line in text.splitlines() if words in line)


@SQLITE
async def test_skipped_questions_come_back_and_an_interruption_costs_nothing(
    database: Database, tmp_path: Path
) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await with_test(h, "王")
        wang = branch["王"]
        first = await choose(h, wang, my.begin)
        assert "第 1 题，共 5 题" in first.text and "还剩 15 分钟" in first.text
        await choose(h, wang, my.later)
        await answer(h, wang)
        # Time passes, the bot starts anew, the chat has gone on.
        h.pass_to("09:05")
        await h.stop()
        await h.start()
        await h.write(wang, wang, "随便说点什么")
        await h.ask(wang, "/test")
        again = await choose(h, wang, my.go_on)
        assert "第 3 题" in again.text and "还剩" in again.text
        for _ in range(3):
            await answer(h, wang)
        assert "还有 1 题没答" in h.last(wang).text
        again = await choose(h, wang, "继续")
        assert "第 1 题" in again.text and my.later not in [b.label for b in again.buttons]
        assert "100 分" in (await answer(h, wang)).text


@SQLITE
async def test_doubled_forged_and_stale_taps_do_nothing(database: Database, tmp_path: Path) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await with_test(h, "王", "张")
        wang, zhang = branch["王"], branch["张"]
        asked = await choose(h, wang, my.begin)
        data = next(b.data for b in asked.buttons if b.label == "A")
        assert data is not None
        # The same tap twice at once: the second finds it answered.
        taps = [h.server.tap(wang, asked, "A") for _ in range(2)]
        await h.settle()
        told = [(await each).text for each in taps]
        assert told[0] == "" and "答过了" in told[1]
        assert "第 2 题" in h.last(wang).text
        for forged in (data, "exam:999:0:a:1", f"{data}9", "exam:go:x", "exam::", "exam:1:1:k:0"):
            tap = h.server.tap(zhang, h.last(zhang), forged, forged=True)
            await h.settle()
            assert (await tap).show_alert and "发 /test 就有新的" in (await tap).text, forged
        assert my.is_open in h.last(zhang).text


@SQLITE
async def test_when_the_time_is_over_it_is_handed_in_and_later_taps_are_told_so(
    database: Database, tmp_path: Path
) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await with_test(h, "王")
        wang = branch["王"]
        await choose(h, wang, my.begin)
        asked = await answer(h, wang)
        await h.at("09:16")
        over = h.last(wang)
        assert my.time_over in over.text and "20 分" in over.text
        assert "没顾上答的：4 题" in over.text
        assert my.late in await h.tap(wang, asked, "A")
        assert h.last(wang).message_id == over.message_id
        # One sitting was all there was.
        page = await h.ask(wang, "/test")
        assert [b.label for b in page.buttons] == ["看结果：5月20日小测"]


@SQLITE
async def test_the_time_that_the_bot_was_down_is_given_back(
    database: Database, tmp_path: Path
) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await with_test(h, "王")
        wang = branch["王"]
        asked = await choose(h, wang, my.begin)
        await h.at("09:10")
        async with h.down():
            h.server.tap(wang, asked, "A")
            h.pass_to("09:40")
        assert "第 2 题" in h.last(wang).text and "还剩 6 分钟" in h.last(wang).text
        await h.at("09:44")
        assert "第 3 题" in (await answer(h, wang)).text
        await h.at("09:47")
        assert my.time_over in h.last(wang).text


async def test_an_organiser_aims_a_test_and_has_the_results_when_it_closes(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        town = await h.unit("town", "红旗镇")
        one = await h.branch("b1", "一支部", "李", ["王", "张"], parent="town")
        two = await h.branch("b2", "二支部", "赵", ["孙"], parent="town")
        zhou = h.server.add_user("周组织")
        await met(h, zhou, one["王"], one["张"], two["孙"])
        await h.appoint(zhou, town, Role.ORGANISER)
        await set_test(h, zhou, my, ["标签", "每样几道"])
        page = await h.write(zhou, zhou, "消防 2，用电 1")
        page = h.last(zhou)
        assert "消防 2 题、用电 1 题" in page.text and "题数：3" in page.text
        await choose(h, zhou, "时间", "别的")
        await h.write(zhou, zhou, "5月21日 14:00-15:00")
        assert "5月21日，14:00 到 15:00" in h.last(zhou).text
        await choose(h, zhou, "看结果", "结束后再看")
        page = await choose(h, zhou, "群里", "提一句")
        assert "所有人（2 个支部，5 人）" in page.text
        await announce(h, zhou, my)
        assert my.is_open not in h.last(one["王"]).text
        assert "5月21日 14:00 开始" in (await h.ask(one["王"], "/test")).text
        await h.at("14:00", day=WEDNESDAY.date() + timedelta(days=1))
        assert said_in_group(h, one, "5月21日小测") and said_in_group(h, two, "5月21日小测")
        for who, right in ((one["王"], 3), (one["张"], 1)):
            done = await sit(h, who, my, right, 3 - right)
            # Not before it closes: neither the one who sat it, nor the list, tells who passed.
            assert my.handed_in in done.text and "分" not in done.text.split("小测")[0]
        await h.tap(one.secretary, await h.ask(one.secretary, "/test"), "名单")
        assert "及格" not in h.last(one.secretary).text
        assert "做了（2）" in h.last(one.secretary).text
        # What goes wrong at the end is shown, and done as soon as it can be.
        with monkeypatch.context() as at_fault:
            at_fault.setattr(Telling, "who_took_it", None)
            await h.at("15:02")
            page = await h.ask(zhou, "/test")
            await h.tap(zhou, page, "结束了")
            assert "结果发晚了" in h.last(zhou).text and "100 分" not in h.last(one["王"]).text
        await h.at("15:20")
        assert "100 分" in h.last(one["王"]).text and "33 分" in h.last(one["张"]).text
        told = plain(h.last(one.secretary).text)
        assert "及格（1）：王" in told and "做了，还没及格（1）：张" in told
        assert "还没顾上（1）：李" in told
        assert "孙" in plain(h.last(two.secretary).text)
        await _has_sheet_without_names(h, zhou)


async def _has_sheet_without_names(h: House, organiser: User) -> None:
    comes = h.last(organiser)
    assert comes.media is not None
    assert "5 人里 2 人做了，1 人及格" in comes.text
    book = openpyxl.load_workbook(io.BytesIO(comes.media.content))
    assert book.sheetnames == ["各支部", "总的情况", "题目"]
    rows = [[cell.value for cell in row] for row in book["各支部"].iter_rows(min_row=2)]
    by_branch = {row[1]: row[2:7] for row in rows}
    assert by_branch == {"一支部": [3, 0, 2, 1, 1], "二支部": [2, 0, 0, 0, 2]}
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(name in cell for name in ("王", "张", "孙") for cell in cells)


@SQLITE
async def test_a_test_that_is_called_off_is_over_at_once(
    database: Database, tmp_path: Path
) -> None:
    my = ZH_SAYS
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ["王"])
        wang, li = branch["王"], branch.secretary
        await met(h, wang)
        await set_test(h, li, my)
        told = await announce(h, li, my)
        asked = await choose(h, wang, my.begin)
        for label in ("去看看", "取消小测", "取消小测"):
            await h.tap(li, told, label)
        assert "取消了" in await h.tap(wang, asked, "A")
        before = len(h.said(wang))
        await h.at("09:30")
        assert len(h.said(wang)) == before
        assert my.none in (await h.ask(wang, "/test")).text


@SQLITE
async def test_nobody_is_woken_and_who_is_away_is_told_on_coming_back(
    database: Database, tmp_path: Path
) -> None:
    my, evening = ZH_SAYS, WEDNESDAY.replace(hour=21, minute=30)
    async with house(database, evening, programme=asking(tmp_path)) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ["王", "张"])
        wang, zhang = branch["王"], branch["张"]
        await met(h, wang, zhang)
        await h.tap(zhang, await h.ask(zhang, "/leave"), "明天")
        before = len(h.said(wang))
        await set_test(h, branch.secretary, my)
        await announce(h, branch.secretary, my)
        assert len(h.said(wang)) == before
        # Open it is all the same.
        assert my.is_open in (await h.ask(wang, "/test")).text
        await h.tomorrow("07:00")
        assert my.is_open in h.last(wang).text and my.is_open not in h.last(zhang).text
        await h.tomorrow("07:00")
        assert my.is_open in h.last(zhang).text
