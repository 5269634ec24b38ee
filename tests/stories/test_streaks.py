"""Several days in one branch: days in a row, and a programme from its first item to its last."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
READ = "我学了"


async def _reads(h: House, branch: Branch, name: str = "王大妈") -> str:
    return await h.tap(branch[name], h.studies(branch)[-1], READ)


async def test_a_streak_grows_by_the_day_and_idle_days_end_it(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("07:30")
        assert await _reads(h, branch) == "记上了，连续第 1 天"
        await h.tomorrow("12:00")
        # A vote keeps the streak as well as a tap does.
        await h.vote(branch["王大妈"], h.polls(branch)[-1], 0)
        await h.tomorrow("07:30")
        assert await _reads(h, branch) == "记上了，连续第 3 天"
        # Two idle days are bridged by the month's spare days, a third is not.
        await h.at("07:30", day=date(2026, 5, 25))
        assert "连续第 3 天" in (await h.ask(branch["王大妈"], "/me")).text
        await h.tomorrow("07:30")
        assert "连续第" not in (await h.ask(branch["王大妈"], "/me")).text
        assert await _reads(h, branch) == "记上了，连续第 1 天"


async def test_a_day_off_neither_breaks_a_streak_nor_posts(
    database: Database, tmp_path: Path
) -> None:
    off = '[days_off]\nweekdays = ["saturday", "sunday"]\ndates = ["2026-05-25"]'
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path, more=off)) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("07:30", day=date(2026, 5, 22))
        assert await _reads(h, branch) == "记上了，连续第 1 天"
        await h.at("20:00")
        said = len(h.said(branch.group))
        await h.at("12:00", day=date(2026, 5, 24))
        assert "5月26日" in (await h.ask(branch.secretary, "/status")).text
        await h.at("20:00", day=date(2026, 5, 25))
        assert len(h.said(branch.group)) == said
        await h.at("07:30", day=date(2026, 5, 26))
        assert await _reads(h, branch) == "记上了，连续第 2 天"


async def test_a_day_that_the_bot_missed_costs_nobody_a_streak(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈", "老张"])
        await h.at("07:30")
        await _reads(h, branch)
        await _reads(h, branch, "老张")
        await h.at("20:00")
        async with h.down():
            h.pass_to("11:00", day=date(2026, 5, 21))
        # The noon is posted; who answers has a longer streak, who does not has lost nothing.
        await h.at("12:00")
        await h.vote(branch["老张"], h.polls(branch)[-1], 0)
        await h.tomorrow("07:30")
        assert await _reads(h, branch) == "记上了，连续第 2 天"
        assert await _reads(h, branch, "老张") == "记上了，连续第 3 天"


def _titles(h: House, branch: Branch) -> str:
    return "".join(m.text.splitlines()[0].removesuffix("课")[-1] for m in h.studies(branch))


async def test_no_item_and_no_question_comes_twice_before_all_were_had(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path, 3)) as h:
        branch = await h.branch("b", "一支部", "李书记")
        await h.at("21:00", day=date(2026, 5, 24))
        assert _titles(h, branch) == "一二三一二"
        asked = [m.poll.question for m in h.polls(branch) if m.poll]
        # The question belongs to the morning's item, and begins anew with it.
        assert [question[1] for question in asked] == list("一二三一二")


async def test_a_programme_that_stops_says_goodbye_in_status_and_no_more(
    database: Database, tmp_path: Path
) -> None:
    folder = small_programme(tmp_path, 2, finished="stop")
    async with house(database, WEDNESDAY, programme=folder) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("07:30")
        await _reads(h, branch)
        await h.at("20:30", day=date(2026, 5, 21))
        assert _titles(h, branch) == "一二"
        said = len(h.said(branch.group))
        assert [bool(m.poll) for m in h.said(branch.group)].count(True) == 2
        await h.at("21:00", day=date(2026, 5, 24))
        assert len(h.said(branch.group)) == said
        assert "还没顾上" not in (await h.ask(branch.secretary, "/status")).text
        assert "没有安排" in (await h.ask(branch["王大妈"], "/today")).text
