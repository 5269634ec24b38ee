"""Reminders in branches: bundled, put off, ended by whoever does it, and never one too many."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice.records import User
from storage.database import Database
from storage.values.people import Role
from tests.stories.house import House, house, plain
from tests.stories.reminder_scene import (
    appoint_as_well,
    held,
    reminders,
    second_secretary,
    with_duties,
)

MONDAY = datetime(2026, 6, 15, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


def june(day: int) -> date:
    return date(2026, 6, day)


async def reminded(h: House, who: User, first: date, last: date) -> list[str]:
    """On which days from ``first`` to ``last`` somebody is reminded (MM-DD)."""
    days = []
    for n in range((last - first).days + 1):
        before = len(reminders(h, who))
        await h.at("10:00", day=first + timedelta(days=n))
        new = len(reminders(h, who)) - before
        assert new <= 1, "one message a day"
        days += [f"{h.today():%m-%d}"] * new
    return days


@SQLITE
async def test_one_message_a_day_for_all_that_somebody_sees_to(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MONDAY, programme=with_duties(tmp_path)) as h:
        one = await h.branch("b1", "一支部", "李")
        two = await h.branch("b2", "二支部", "赵")
        # Li looks after both branches, and is a cadre in one.
        await appoint_as_well(h, one.secretary, two, Role.SECRETARY)
        await appoint_as_well(h, one.secretary, one, Role.CADRE)
        assert await reminded(h, one.secretary, june(15), june(17)) == ["06-16"]
        told = plain(reminders(h, one.secretary)[0].text).splitlines()
        assert told == [
            "这几件事快到时间了：",
            "1. 一支部 · 还有 14 天：二季度党员大会，6月30日",
            "2. 一支部 · 还有 14 天：6月主题党日，6月30日",
            "3. 一支部 · 还有 14 天：二季度联系点走访（您自己的），6月30日",
            "4. 二支部 · 还有 14 天：二季度党员大会，6月30日",
            "5. 二支部 · 还有 14 天：6月主题党日，6月30日",
        ]
        assert len(reminders(h, two.secretary)) == 1
        # What is done is left out, and what is left is told all the same.
        await held(h, one, "meeting", june(18), one.secretary)
        await held(h, one, "theme", june(18), one.secretary)
        await h.at("10:00", day=june(23))
        assert "一支部 · 还有 7 天：二季度党员大会" not in plain(h.last(one.secretary).text)
        assert "1. 一支部 · 还有 7 天：二季度联系点走访" in plain(h.last(one.secretary).text)


@SQLITE
async def test_what_is_put_off_comes_back_and_is_due_as_before(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MONDAY, programme=with_duties(tmp_path)) as h:
        b = await h.branch("b", "一支部", "李")
        li = b.secretary
        await held(h, b, "theme", june(15), li)
        await h.at("10:00", day=june(16))
        message = reminders(h, li)[0]
        labels = ["记一笔", "改天提醒", "为什么提醒我", "支部的事"]
        assert [button.label for button in message.buttons] == labels
        # Each leads on below it, and the reminder stays as it is.
        for label, leads in (
            ("记一笔", "二季度党员大会"),
            ("为什么", "没开始"),
            ("支部的事", "一支部 · "),
        ):
            before = len(h.said(li))
            await h.tap(li, message, label)
            assert len(h.said(li)) == before + 1 and leads in plain(h.last(li).text)
        assert h.server.message(li, message.message_id).text == message.text
        await h.tap(li, message, "改天提醒")
        page = h.last(li)
        assert "截止的日子不变" in page.text
        assert [button.label for button in page.buttons] == ["明天", "3 天后", "一周后", "别的日子"]
        await h.tap(li, page, "别的日子")
        # Neither a day that is over, nor one beyond the due date.
        await h.write(li, li, "6.10")
        assert "过了" in h.last(li).text
        await h.write(li, li, "7月2日")
        assert "太晚了" in h.last(li).text
        await h.write(li, li, "6.25")
        assert "6月25日再提醒您。截止的日子还是6月30日。" in plain(h.last(li).text)
        # Not on the 23rd; on the 25th, then as usual, and it was due on the 30th.
        days = ["06-25", "06-27", "06-29", "06-30", "07-01"]
        assert await reminded(h, li, june(17), date(2026, 7, 2)) == days
        assert "过了 1 天" in plain(reminders(h, li)[-1].text)
        # Overdue it can be put off, too; somebody else's buttons do nothing.
        await h.tap(li, reminders(h, li)[-1], "改天提醒")
        await h.tap(li, h.last(li), "一周后")
        assert "7月9日再提醒您" in plain(h.last(li).text)
        assert await reminded(h, li, date(2026, 7, 3), date(2026, 7, 14)) == ["07-09", "07-13"]


@SQLITE
async def test_one_secretarys_doing_ends_the_others_reminders(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MONDAY, programme=with_duties(tmp_path)) as h:
        b = await h.branch("b", "一支部", "李")
        other = await second_secretary(h, b, "周")
        await held(h, b, "theme", june(15), b.secretary)
        for who in (b.secretary, other):
            assert await reminded(h, who, h.today(), june(16)) in (["06-16"], [])
            assert len(reminders(h, who)) == 1
        # Nobody else's reminder can be put off.
        tap = h.server.tap(b.secretary, reminders(h, b.secretary)[0], "remind:later:x", forged=True)
        await h.settle()
        assert (await tap).show_alert
        await held(h, b, "meeting", june(20), other)
        assert await reminded(h, b.secretary, june(21), date(2026, 7, 2)) == []
        assert len(reminders(h, other)) == 1
        # Whoever asks for a later day hears that it is settled.
        await h.tap(b.secretary, reminders(h, b.secretary)[0], "改天提醒")
        assert "已经办好了" in h.last(b.secretary).text


@SQLITE
async def test_days_off_are_left_in_peace_and_reminded_of_before(
    database: Database, tmp_path: Path
) -> None:
    """The National Day's week is free, and the quarter's last day lies before it."""
    start = datetime(2026, 9, 14, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    free = '[days_off]\nweekdays = ["sat", "sun"]\ncountry = "CN"'
    duties = '[duties.books]\nsection = "life"\ntitle.zh = "送学上门"\nwho = "branches"\n'
    duties += 'by = "10-05"\ncounts = ["visit"]\n'
    folder = with_duties(tmp_path, more=free, duties=duties)
    async with house(database, start, programme=folder) as h:
        b = await h.branch("b", "一支部", "李")
        await held(h, b, "meeting", date(2026, 9, 14), b.secretary)
        await held(h, b, "theme", date(2026, 9, 14), b.secretary)
        days = await reminded(h, b.secretary, date(2026, 9, 14), date(2026, 10, 13))
        # Two weeks and one week before; before the holidays; overdue, and the Monday of the week.
        assert days == ["09-21", "09-28", "09-30", "10-08", "10-12"]
        assert "还有 5 天：送学上门" in plain(reminders(h, b.secretary)[2].text)


@SQLITE
async def test_where_nobody_can_be_reached_the_group_hears_one_line(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, MONDAY, programme=with_duties(tmp_path)) as h:
        town = await h.unit("town", "红旗镇")
        b = await h.branch("b", "一支部", "李", parent="town")
        zhou = h.server.add_user("周")
        h.server.start_private(zhou)
        await h.settle()
        await h.appoint(zhou, town, Role.ORGANISER)
        await held(h, b, "theme", june(15), b.secretary)
        h.server.block(b.secretary)
        lines: list[str] = []
        for n in range(23):
            await h.at("10:00", day=june(15) + timedelta(days=n))
            said = [m for m in h.said(b.group) if "请书记" in m.text]
            lines += [f"{h.today():%m-%d}"] * (len(said) - len(lines))
        assert lines == ["06-27", "06-29", "06-30", "07-01"]
        assert "李" not in "".join(m.text for m in h.said(b.group) if "请书记" in m.text)
        # The organiser above was told at once, and once.
        assert [plain(m.text).splitlines()[1] for m in reminders(h, zhou)] == [
            "一支部：二季度党员大会，过了 1 天"
        ]


@SQLITE
async def test_down_for_half_a_day_it_is_told_on_return(database: Database, tmp_path: Path) -> None:
    async with house(database, MONDAY, programme=with_duties(tmp_path)) as h:
        b = await h.branch("b", "一支部", "李")
        await h.at("20:00")
        async with h.down():
            h.pass_to("14:00", day=june(16))
        assert len(reminders(h, b.secretary)) == 1
        await h.at("22:00", day=june(22))
        async with h.down():
            h.pass_to("22:00", day=june(23))
        assert len(reminders(h, b.secretary)) == 1
        # Back after the evening: what was to be said on the 23rd is said on the 24th, and once.
        days = await reminded(h, b.secretary, june(24), june(28))
        assert days == ["06-24", "06-27"]
