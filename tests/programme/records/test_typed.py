"""What people write about a record."""

from datetime import date

import pytest

from programme.records.typed import (
    read_count,
    read_day,
    read_line,
    read_minutes,
    read_part,
    read_people,
)
from storage.values.messages import BadInput
from storage.values.people import PersonId

WEDNESDAY = date(2026, 5, 20)
WANG, ZHANG, CHEN, TWIN = (PersonId(n) for n in range(1, 5))
HERE = {WANG: "王大妈", ZHANG: "老张", CHEN: "John Chen", TWIN: "李明"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("今天", "2026-05-20"),
        ("昨天", "2026-05-19"),
        ("大前天", "2026-05-17"),
        ("yesterday", "2026-05-19"),
        ("5.8", "2026-05-08"),
        ("5月8日", "2026-05-08"),
        ("8号", "2026-05-08"),
        ("25", "2026-04-25"),
        ("12.31", "2025-12-31"),
        ("2月29日", "2024-02-29"),
        ("2026-03-01", "2026-03-01"),
        ("8 May", "2026-05-08"),
        ("周三", "2026-05-20"),
        ("周四", "2026-05-14"),
        ("上周四", "2026-05-14"),
        ("上周一", "2026-05-11"),
        ("last Monday", "2026-05-11"),
        ("Tuesday", "2026-05-19"),
        ("五月八日", "2026-05-08"),
        ("十二月三十一号", "2025-12-31"),
        ("1949-10-01", "1949-10-01"),
    ],
)
def test_a_day_that_has_been(written: str, day: str) -> None:
    assert read_day(written, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "written",
    ["明天", "2026-05-21", "5.1-5.3", "soon", "", "32号", "上上周", "0001-01-01", "1026-05-20"],
)
def test_no_day_that_has_been(written: str) -> None:
    with pytest.raises(BadInput):
        read_day(written, WEDNESDAY)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("90", 90),
        ("90分钟", 90),
        ("2", 120),
        ("两小时", 120),
        ("2 hours", 120),
        ("一个半小时", 90),
        ("两个半钟头", 150),
        ("两小时半", 150),
        ("1.5小时", 90),
        ("1 h 30 min", 90),
        ("1小时20分", 80),
        ("半小时", 30),
        ("half an hour", 30),
        ("two and a half hours", 150),
        ("四十五分钟", 45),
        ("1:30", 90),
        ("半天", 180),
        ("一天", 360),
        ("一天半", 540),
        ("a day", 360),
        ("一百二十分钟", 120),
        ("一百零五", 105),
        ("一小时三刻", 105),
        ("1 小时一刻钟", 75),
        ("三刻钟", 45),
        ("1,5", 90),
        ("1,5 小时", 90),
        ("9:00-11:30", 150),
        ("上午9点到11点半", 150),
        ("下午2点—4点", 120),
        ("从11点到下午1点", 120),
        ("八点一刻到九点", 45),
        ("14:00 to 16:00", 120),
    ],
)
def test_how_long(written: str, minutes: int) -> None:
    assert read_minutes(written, day_hours=6) == minutes


@pytest.mark.parametrize(
    "written",
    [
        "",
        "很久",
        "0",
        "-5",
        "-2小时",
        "99999小时",
        "1.5.5小时",
        "1:75",
        "9点到9点",
        "⑩" * 4000 + "分钟",
    ],
)
def test_not_how_long(written: str) -> None:
    with pytest.raises(BadInput):
        read_minutes(written, day_hours=6)


@pytest.mark.parametrize(
    "written", ["12/95", "12 of 95", "12 out of 95", "95个里12个", "95人中，12人"]
)
def test_a_part_of_a_whole(written: str) -> None:
    assert read_part(written) == (12, 95)


def test_a_number_alone_and_too_large_a_part() -> None:
    assert read_part("12个") == (12, None)
    with pytest.raises(BadInput):
        read_part("95/12")
    with pytest.raises(BadInput):
        read_part("-1/5")


@pytest.mark.parametrize("written", ["-3", "2.5", "3和4", "一百二十万"])
def test_no_count(written: str) -> None:
    with pytest.raises(BadInput):
        read_count(written)


def test_a_line_has_something_to_be_seen_and_runs_one_way() -> None:
    assert read_line(" 学\u202e党章 \n 原文\u200b") == "学党章 原文"
    with pytest.raises(BadInput):
        read_line("\u200b\u2060")


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("王大妈、老张", [WANG, ZHANG]),
        ("john chen", [CHEN]),
        ("除了老张", [WANG, CHEN, TWIN]),
        ("除了老张，都到了", [WANG, CHEN, TWIN]),
        ("除王大妈、李明以外都来了", [ZHANG, CHEN]),
        ("all but 老张", [WANG, CHEN, TWIN]),
        ("everybody except John Chen", [WANG, ZHANG, TWIN]),
        ("缺席：老张", [WANG, CHEN, TWIN]),
        ("全到了", [WANG, ZHANG, CHEN, TWIN]),
        ("王\u200b大妈，\u202a老张\u202c", [WANG, ZHANG]),
    ],
)
def test_who_took_part(written: str, people: list[PersonId]) -> None:
    assert read_people(written, HERE) == people


def test_nobody_of_that_name_and_two_of_it() -> None:
    with pytest.raises(BadInput):
        read_people("老赵", HERE)
    with pytest.raises(BadInput):
        read_people("李明", {**HERE, PersonId(5): "李明"})
