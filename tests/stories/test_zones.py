"""Branches in several time zones, over the days on which clocks are changed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

POSTS = ("07:30", "12:00", "20:00", "20:00")


def _posted(h: House, branch: Branch, zone: str) -> list[str]:
    """When the branch's posts came, by its own clocks; the greeting on binding left out."""
    local = [m.date.astimezone(ZoneInfo(zone)) for m in h.said(branch.group)[1:]]
    return [f"{at:%m-%d %H:%M}" for at in local]


def _due(days: Sequence[date]) -> list[str]:
    return [f"{day:%m-%d} {at}" for day in days for at in POSTS]


def _day(local: str) -> date:
    return date(2026, int(local[:2]), int(local[3:5]))


@pytest.mark.parametrize(
    ("change", "zone"),
    [
        (date(2026, 10, 25), "Europe/Berlin"),
        (date(2026, 3, 29), "Europe/Berlin"),
        (date(2026, 11, 1), "America/New_York"),
        (date(2026, 3, 8), "America/New_York"),
        (date(2026, 4, 5), "Australia/Lord_Howe"),
    ],
)
async def test_each_post_comes_once_a_day_at_the_branchs_own_time(
    database: Database, tmp_path: Path, change: date, zone: str
) -> None:
    start = datetime.combine(change - timedelta(days=1), time(0), UTC)
    async with house(database, start, programme=small_programme(tmp_path)) as h:
        east = await h.branch("east", "东支部", "李书记")
        west = await h.branch("west", "西支部", "赵书记", zone=zone)
        await h.at("06:00", "UTC", change + timedelta(days=2))
        days = [change, change + timedelta(days=1)]
        for branch, where in ((east, "Asia/Shanghai"), (west, zone)):
            whole = [at for at in _posted(h, branch, where) if _day(at) in days]
            assert whole == _due(days)
        assert not [call for call in h.server.calls if call.status != 200]


async def test_a_changed_time_zone_holds_from_the_next_local_day(
    database: Database, tmp_path: Path
) -> None:
    start = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    async with house(database, start, programme=small_programme(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("10:00")
        # Urumqi's clocks are two hours behind Shanghai's.
        await h.unit("b", "一支部", zone="Asia/Urumqi")
        await h.at("23:00")
        assert _posted(h, branch, "Asia/Shanghai") == _due([date(2026, 5, 20)])
        [poll] = h.polls(branch)
        assert poll.poll is not None and poll.poll.close_date == _shanghai(20, 20)
        await h.at("23:00", day=date(2026, 5, 21))
        assert _posted(h, branch, "Asia/Urumqi")[4:] == _due([date(2026, 5, 21)])


async def test_a_change_to_the_other_side_of_the_world_breaks_nothing(
    database: Database, tmp_path: Path
) -> None:
    start = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    async with house(database, start, programme=small_programme(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        await h.at("10:00")
        await h.unit("b", "一支部", zone="America/New_York")
        await h.at("23:00", "America/New_York", date(2026, 5, 22))
        # There it is still the day before: the 20th begins anew, but has had its morning.
        assert _posted(h, branch, "Asia/Shanghai")[0] == "05-20 07:30"
        days = [date(2026, 5, day) for day in (20, 21, 22)]
        assert _posted(h, branch, "America/New_York")[1:] == _due(days)[1:]


async def test_a_change_that_puts_the_clocks_on_loses_no_day(
    database: Database, tmp_path: Path
) -> None:
    start = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    async with house(database, start, programme=small_programme(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李书记", zone="Europe/Berlin")
        await h.at("10:00", "Europe/Berlin")
        await h.unit("b", "一支部", zone="Asia/Shanghai")
        await h.at("20:30", day=date(2026, 5, 22))
        posted = _posted(h, branch, "Asia/Shanghai")
        # The evening would have come at two in the night: it is left out.
        assert posted[:3] == ["05-20 13:30", "05-20 18:00", "05-20 20:00"]
        assert posted[3:] == _due([date(2026, 5, 21), date(2026, 5, 22)])
        assert "5月20日 晚一记" in (await h.ask(branch.secretary, "/status")).text


def _shanghai(day: int, hour: int) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
