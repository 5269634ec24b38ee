"""Days on which somebody, or everybody, is away: leave, a branch's pause, spare days, make-ups."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
READ = "我学了"


async def _reads(h: House, branch: Branch, name: str = "王大妈", ago: int = 0) -> str:
    return await h.tap(branch[name], h.studies(branch)[-1 - ago], READ)


async def _branch(h: House) -> Branch:
    branch = await h.branch("b", "一支部", "李书记", ["王大妈", "老张"])
    for name in ("王大妈", "老张"):
        h.server.start_private(branch[name])
    await h.settle()
    return branch


async def test_leave_over_a_weekend_keeps_the_days_in_a_row(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        wang = branch["王大妈"]
        await h.at("07:30")
        await _reads(h, branch)
        await h.tomorrow("07:30")
        assert await _reads(h, branch) == "记上了，连续第 2 天"
        asked = await h.ask(wang, "/leave")
        await h.tap(wang, asked, "别的日子")
        answered = await h.write(wang, wang, "下周吧")
        assert "没看懂" in h.last(wang).text
        answered = await h.write(wang, wang, "5.22-5.24")
        assert "请好了：5月22日至24日" in h.last(wang).text, answered
        # She is not among those who have yet to come to it, nor in the number of all.
        await h.tomorrow("10:00")
        await _reads(h, branch, "老张")
        status = (await h.ask(branch.secretary, "/status")).text
        assert "1/2" in status and "还没顾上：\u2068李书记" in status
        assert "请假 1 人" in status and "王大妈\u2069（到5月24日）" in status
        assert "您请假到5月24日" in (await h.ask(wang, "/today")).text
        # What she does all the same counts for her.
        await h.tomorrow("12:00")
        await h.vote(wang, h.polls(branch)[-1], 0)
        await h.at("07:30", day=date(2026, 5, 25))
        assert await _reads(h, branch) == "记上了，连续第 4 天"
        status = (await h.ask(branch.secretary, "/status")).text
        assert "1/3" in status and "请假" not in status


async def test_back_earlier_than_planned(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        wang = branch["王大妈"]
        await h.at("07:30")
        page = await h.ask(wang, "/leave")
        await h.tap(wang, page, "今起一周")
        await h.tomorrow("07:30")
        assert "请假 1 人" in (await h.ask(branch.secretary, "/status")).text
        page = await h.ask(wang, "/leave")
        assert "5月20日至26日" in page.text
        await h.tap(wang, page, "销假")
        assert "欢迎回来" in h.server.message(wang, page.message_id).text
        assert "请假 1 人" not in (await h.ask(branch.secretary, "/status")).text
        assert "5月" not in (await h.ask(wang, "/leave")).text


async def test_a_branch_pauses_and_goes_on_by_itself(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        await h.at("07:30")
        assert await _reads(h, branch) == "记上了，连续第 1 天"
        await h.at("12:00")
        await h.vote(branch["老张"], h.polls(branch)[-1], 0)
        page = await h.ask(branch.secretary, "/pause")
        await h.tap(branch.secretary, page, "今起三天")
        told = h.server.message(branch.secretary, page.message_id).text
        assert told.startswith("一支部暂停：5月20日至22日。\n5月23日 07:30 接着来。")
        said = len(h.said(branch.group))
        await h.at("21:00")
        # The question that was asked gets its answer, and nothing else comes.
        assert len(h.said(branch.group)) == said + 1
        await h.tomorrow("12:00")
        for text in (
            (await h.ask(branch.secretary, "/status")).text,
            (await h.ask(branch["王大妈"], "/today")).text,
            (await h.ask(branch["王大妈"], "/today", branch.group)).text,
            # Nothing tells the group when a pause begins: whoever wonders asks.
            (await h.ask(branch.secretary, "/status", branch.group)).text,
            (await h.ask(branch["王大妈"], "/help", branch.group)).text,
        ):
            assert "支部暂停到5月22日。\n5月23日 07:30 接着来。" in text
        said = len(h.said(branch.group))
        await h.at("07:29", day=date(2026, 5, 23))
        assert len(h.said(branch.group)) == said
        await h.at("07:30")
        assert await _reads(h, branch) == "记上了，连续第 2 天"
        assert await _reads(h, branch, "老张") == "记上了，连续第 2 天"


async def test_a_pause_that_is_ended_early(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        page = await h.ask(branch.secretary, "/pause")
        await h.tap(branch.secretary, page, "今起一周")
        await h.tomorrow("10:00")
        assert not h.studies(branch)
        page = await h.ask(branch.secretary, "/pause")
        await h.tap(branch.secretary, page, "现在恢复")
        told = h.server.message(branch.secretary, page.message_id).text
        assert told.startswith("一支部恢复了。\n今天 12:00 接着来。")
        await h.at("12:00")
        assert len(h.polls(branch)) == 1
        await h.tomorrow("07:30")
        assert len(h.studies(branch)) == 1


async def test_two_spare_days_a_month_keep_a_row_together(
    database: Database, tmp_path: Path
) -> None:
    start = datetime(2026, 5, 28, 7, 10, tzinfo=SHANGHAI)
    async with house(database, start, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        wang = branch["王大妈"]

        async def reads(day: date) -> str:
            await h.at("07:30", day=day)
            return await _reads(h, branch)

        assert await reads(date(2026, 5, 28)) == "记上了，连续第 1 天"
        one = "记上了，连续第 2 天。中间空的 1 天，用宽限接上了"
        assert await reads(date(2026, 5, 30)) == one
        assert "本月宽限：用了 1 天，还剩 1 天" in (await h.ask(wang, "/me")).text
        # One of May and one of June.
        two = "记上了，连续第 3 天。中间空的 2 天，用宽限接上了"
        assert await reads(date(2026, 6, 2)) == two
        me = (await h.ask(wang, "/me")).text
        assert "连续第 3 天" in me and "用了 1 天，还剩 1 天" in me
        await h.at("07:30", day=date(2026, 6, 4))
        assert "用了 2 天，还剩 0 天" in (await h.ask(wang, "/me")).text
        # June's are used up by the third and the fifth.
        assert await _reads(h, branch) == "记上了，连续第 4 天。中间空的 1 天，用宽限接上了"
        assert await reads(date(2026, 6, 6)) == "记上了，连续第 1 天"


async def test_a_make_up_mends_the_row(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await _branch(h)
        wang = branch["王大妈"]
        await h.at("07:30")
        await _reads(h, branch)
        await h.at("07:30", day=date(2026, 5, 24))
        # Three days went by: too many for the month's spare days.
        assert await _reads(h, branch) == "记上了，连续第 1 天"
        assert "本月 2 天宽限还没用" in (await h.ask(wang, "/me")).text
        assert "补" in await _reads(h, branch, ago=1)
        me = (await h.ask(wang, "/me")).text
        assert "连续第 3 天" in me and "用了 2 天，还剩 0 天" in me
        # A spare day comes back with each day that is made up for.
        assert "补" in await _reads(h, branch, ago=2)
        me = (await h.ask(wang, "/me")).text
        assert "连续第 4 天" in me and "用了 1 天，还剩 1 天" in me


async def test_chinas_national_day_and_the_saturday_that_pays_for_it(
    database: Database, tmp_path: Path
) -> None:
    more = '[days_off]\nweekdays = ["saturday", "sunday"]\ncountry = "CN"'
    programme = small_programme(tmp_path, more=more)
    start = datetime(2026, 9, 30, 7, 10, tzinfo=SHANGHAI)
    async with house(database, start, programme=programme) as h:
        branch = await _branch(h)
        await h.at("07:30")
        assert await _reads(h, branch) == "记上了，连续第 1 天"
        await h.at("07:29", day=date(2026, 10, 8))
        assert len(h.studies(branch)) == 1
        await h.at("07:30")
        assert await _reads(h, branch) == "记上了，连续第 2 天"
        # Saturday the 10th is a working day, the Sunday after it is none.
        await h.at("07:30", day=date(2026, 10, 12))
        assert len(h.studies(branch)) == 5
        assert (await _reads(h, branch)).startswith("记上了，连续第 3 天。中间空的 2 天")


async def test_in_english(database: Database, tmp_path: Path) -> None:
    programme = small_programme(tmp_path)
    async with house(database, WEDNESDAY, programme=programme, language="en") as h:
        branch = await _branch(h)
        wang = branch["王大妈"]
        page = await h.ask(wang, "/leave")
        await h.tap(wang, page, "3 days")
        assert "on leave 20–22 May" in h.server.message(wang, page.message_id).text
        page = await h.ask(branch.secretary, "/pause")
        await h.tap(branch.secretary, page, "Tomorrow")
        told = h.server.message(branch.secretary, page.message_id).text
        assert told.startswith("一支部 pauses 21 May.\nIt goes on 22 May at 07:30.")
        refused = await h.ask(wang, "/pause")
        assert "/leave" in refused.text
        assert "in private" in (await h.ask(wang, "/leave", branch.group)).text
