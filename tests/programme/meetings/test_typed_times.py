"""The time of a meeting as people write it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from programme.meetings.typed_times import read_moment
from storage.values.messages import BadInput

ZONE = "Asia/Shanghai"
# A Wednesday.
NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo(ZONE))


def read(text: str, usual: time | None = time(15)) -> str:
    """What a text means, as a local time."""
    local = read_moment(text, NOW, ZONE, usual).astimezone(ZoneInfo(ZONE))
    return local.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("周五下午3点", "05-22 15:00"),
        ("星期五 15:00", "05-22 15:00"),
        ("礼拜六早上八点", "05-23 08:00"),
        ("周日晚上7点半", "05-24 19:30"),
        ("下周三上午九点", "05-27 09:00"),
        ("周三8点", "05-27 08:00"),
        ("周三 15:00", "05-20 15:00"),
        ("明晚七点半", "05-21 19:30"),
        ("今晚7点", "05-20 19:00"),
        ("大后天上午10点", "05-23 10:00"),
        ("明天中午12点", "05-21 12:00"),
        ("下午三点一刻", "05-20 15:15"),
        ("３点", "05-20 15:00"),
        ("8:00", "05-21 08:00"),
        ("5月20日19:00", "05-20 19:00"),
        ("5.22 19:00", "05-22 19:00"),
        ("5/22 15:00", "05-22 15:00"),
        ("2026-05-22 19:00", "05-22 19:00"),
        ("20号下午2点", "05-20 14:00"),
        ("十二月三十一日下午2点半", "12-31 14:30"),
        ("星期五（5月22日）下午3点", "05-22 15:00"),
        ("周五", "05-22 15:00"),
        ("明天", "05-21 15:00"),
        ("tomorrow 15:00", "05-21 15:00"),
        ("tomorrow at 3 in the afternoon", "05-21 15:00"),
        ("fri 3pm", "05-22 15:00"),
        ("Friday at 3", "05-22 15:00"),
        ("next Monday 10:00", "05-25 10:00"),
        ("22 May 7:30 pm", "05-22 19:30"),
        ("May 22 at 19:00", "05-22 19:00"),
        ("tonight at 7", "05-20 19:00"),
        ("Thu 21 May 15:00", "05-21 15:00"),
        ("noon tomorrow", "05-21 12:00"),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "make out"),
        ("25:00", "make out"),
        ("2月30日 10:00", "no such day"),
        ("周五晚上", "make out"),
        ("5月22日至24日 10:00", "make out"),
        ("5月19日 10:00", "gone by"),
        ("本周一 9:00", "gone by"),
        ("2027-06-01 10:00", "a year ahead"),
        ("周四 5月22日 10:00", "another weekday"),
        ("", "make out"),
    ],
)
def test_what_cannot_be_meant_says_so(text: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert why in refused.value.said.id


def test_a_day_without_a_time_needs_a_usual_one() -> None:
    with pytest.raises(BadInput):
        read("周五", None)


def test_a_time_that_the_clocks_leave_out_is_the_first_that_exists_again() -> None:
    now = datetime(2026, 3, 27, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    found = read_moment("29 March 2:30 am", now, "Europe/Berlin")
    assert found.astimezone(ZoneInfo("Europe/Berlin")).hour == 3
