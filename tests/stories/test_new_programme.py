"""Programmes are imported while branches live: the first one after binding, and new versions."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories import house as house_module
from tests.stories.house import house
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


async def test_a_new_version_is_used_from_the_next_post_on(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MORNING, programme=small_programme(tmp_path / "one")) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("07:30")
        await h.tap(branch["王大妈"], h.studies(branch)[0], "我学了")
        await h.programme(small_programme(tmp_path / "two", mark="新"))
        # The morning's post and its button are what they were.
        assert h.studies(branch)[0].text.startswith("第一课")
        assert (await h.tap(branch["王大妈"], h.studies(branch)[0], "我学了")).startswith(
            "今天已经"
        )
        await h.at("12:00")
        poll = h.polls(branch)[0].poll
        assert poll is not None and poll.question == "新一题"
        await h.tomorrow("07:30")
        # The item with the key of the first was had; its new words come to other branches.
        assert h.studies(branch)[1].text.startswith("新二课")
        assert (
            await h.tap(branch["王大妈"], h.studies(branch)[1], "我学了") == "记上了，连续第 2 天"
        )


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_new_timetable_holds_from_the_next_local_day(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MORNING, programme=small_programme(tmp_path / "one")) as h:
        branch = await h.branch("b", "一支部", "李书记")
        await h.at("10:00")
        times = '[timetable]\nmorning = "08:15"\nnoon = "12:30"\nevening = "19:00"'
        await h.programme(small_programme(tmp_path / "two", more=times))
        await h.at("20:30")
        await h.tomorrow("20:30")
        zone = ZoneInfo("Asia/Shanghai")
        local = [f"{m.date.astimezone(zone):%H:%M}" for m in h.said(branch.group)[1:]]
        # On the day itself the question closes with the old evening.
        assert local == ["07:30", "12:00", "20:00", "20:00", "08:15", "12:30", "19:00", "19:00"]


async def test_a_programme_that_comes_after_binding_begins_by_itself(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none_yet(*_: object) -> None:
        """Nothing has been imported."""

    monkeypatch.setattr(house_module, "_seed", none_yet)
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        assert "自己" in h.last(branch.group).text
        await h.at("09:00")
        assert "还没有" in (await h.ask(branch.secretary, "/status")).text
        assert (await h.ask(branch["王大妈"], "/today")).text
        await h.programme(small_programme(tmp_path))
        await h.at("12:00")
        assert len(h.polls(branch)) == 1
        await h.tomorrow("07:30")
        assert h.studies(branch)[0].text.startswith("第一课")
