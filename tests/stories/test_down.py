"""The bot is down and comes back: within the grace, after it, and after days."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.sayings import ZH
from tests.stories.small_programme import small_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """These are lived on both kinds."""
    return str(request.param)


LATE = ZH.late


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, WEDNESDAY, programme=small_programme(tmp_path)) as built:
        yield built


async def _branch(h: House) -> Branch:
    return await h.branch("b", "一支部", "李书记", ["王大妈", "老张", "小陈"])


async def test_back_within_the_grace_the_noon_comes_late_and_says_so(h: House) -> None:
    branch = await _branch(h)
    await h.at("07:30")
    assert LATE not in h.last(branch.group).text
    async with h.down():
        h.pass_to("13:30")
    [post] = h.polls(branch)
    assert post.poll is not None
    assert post.poll.close_date == datetime(2026, 5, 20, 20, tzinfo=SHANGHAI)
    [call] = h.server.calls_of("sendPoll")
    assert LATE in str(call.params["description"])
    await h.vote(branch["王大妈"], post, post.poll.correct[0])
    await h.at("20:00")
    result, evening = h.texts(branch.group)[-2:]
    assert "1 人答了。" in result
    assert LATE not in result + evening


@SQLITE
async def test_a_late_morning_and_a_late_evening_say_so_too(h: House) -> None:
    branch = await _branch(h)
    async with h.down():
        h.pass_to("09:00")
    assert h.last(branch.group).text.startswith(LATE)
    assert not h.last(branch.group).is_silent
    await h.at("12:00")
    async with h.down():
        h.pass_to("20:40")
    result, evening = h.texts(branch.group)[-2:]
    assert result.startswith(ZH.result)
    assert evening.startswith(LATE)


@SQLITE
async def test_back_after_the_grace_the_noon_is_missed_and_nobody_pays(h: House) -> None:
    branch = await _branch(h)
    await h.at("07:30")
    await h.tap(branch["王大妈"], h.studies(branch)[0], "我学了")
    await h.at("20:00")
    async with h.down():
        h.pass_to("14:30", day=date(2026, 5, 21))
    assert len(h.polls(branch)) == 1
    status = (await h.ask(branch.secretary, "/status")).text
    assert "5月21日 午一答：网络不通" in status and "午一答：没发出来，不怪大家" in status
    await h.at("20:00")
    # There is no result of a question that was not asked.
    assert [text.splitlines()[0] for text in h.texts(branch.group)].count(ZH.result) == 1
    await h.tomorrow("07:30")
    assert await h.tap(branch["王大妈"], h.studies(branch)[-1], "我学了") == "记上了，连续第 2 天"
    assert LATE not in h.studies(branch)[-1].text
    await h.at("12:00")
    assert len(h.polls(branch)) == 2


@SQLITE
async def test_after_three_days_it_goes_on_where_it_was(h: House) -> None:
    branch = await _branch(h)
    await h.at("07:30")
    await h.tap(branch["王大妈"], h.studies(branch)[0], "我学了")
    await h.at("20:00")
    said = len(h.said(branch.group))
    async with h.down():
        h.pass_to("10:00", day=date(2026, 5, 24))
    assert len(h.said(branch.group)) == said
    status = (await h.ask(branch.secretary, "/status")).text
    for day in (21, 22, 23, 24):
        assert f"5月{day}日 早一学" in status
    await h.at("12:00")
    assert len(h.polls(branch)) == 2
    await h.tomorrow("07:30")
    assert [m.text.splitlines()[0] for m in h.studies(branch)] == ["第一课", "第二课"]
    assert await h.tap(branch["王大妈"], h.studies(branch)[-1], "我学了") == "记上了，连续第 2 天"


async def test_the_result_waits_for_the_votes_that_came_while_the_bot_was_down(h: House) -> None:
    branch = await _branch(h)
    await h.at("07:30")
    await h.at("12:00")
    [post] = h.polls(branch)
    assert post.poll is not None
    right = post.poll.correct[0]
    async with h.down():
        # The votes stand at the end of a queue that takes more than one fetch.
        for _ in range(150):
            h.server.tap(branch["王大妈"], h.studies(branch)[0], "我学了")
        for name, at in (("王大妈", "12:30"), ("老张", "15:00"), ("李书记", "19:59")):
            h.pass_to(at)
            h.server.vote(branch[name], post, (right,))
        h.pass_to("20:05")
    result, evening = h.texts(branch.group)[-2:]
    assert "3 人答了。" in result
    assert evening.startswith(ZH.evening)


@SQLITE
async def test_back_late_at_night_it_leaves_the_branch_in_peace(h: House) -> None:
    branch = await _branch(h)
    await h.at("12:00")
    [post] = h.polls(branch)
    await h.vote(branch["王大妈"], post, *(post.poll.correct if post.poll else ()))
    said = len(h.said(branch.group))
    async with h.down():
        h.pass_to("21:30")
    await h.at("06:50", day=date(2026, 5, 21))
    assert len(h.said(branch.group)) == said
    # What was left to be told is told in the morning; the prompt of the day before is not.
    await h.at("07:30")
    result, study = [m.text for m in h.said(branch.group)[said:]]
    assert result.startswith(ZH.result) and study.startswith("第二课")
