"""Days as people write them, and what is said to those that can't be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.typed_days import Days, days_chosen, read_days
from storage.values.messages import BadInput

TODAY = date(2026, 9, 20)
OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 7))


def one(month: int, day: int, year: int = 2026) -> Days:
    return Days(date(year, month, day), date(year, month, day))


@pytest.mark.parametrize(
    "text",
    [
        "10.1-10.7",
        "10.1-7",
        "10.1 - 10.7",
        "10/1-10/7",
        "10.1 10.7",
        "10.1，10.7",
        "10-1到10-7",
        "１０．１－１０．７",
        "10月1日至7日",
        "10月1日至10月7日",
        "10月1号到7号",
        "从10月1日到10月7日止",
        "10月1日—7日。",
        "2026-10-01 2026-10-07",
        "2026-10-01至2026-10-07",
        "2026.10.1-2026.10.7",
        "2026年10月1日至10月7日",
        "2026/10/1~10/7",
        "1-7 October",
        "1 to 7 October 2026",
        "from 1st Oct until 7th Oct",
        "Oct 1-7",
        "October 1, 2026 to October 7, 2026",
    ],
)
def test_many_ways_to_write_the_same_days(text: str) -> None:
    assert read_days(text, TODAY) == OCTOBER


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10.1", one(10, 1)),
        ("10月1日", one(10, 1)),
        ("1 Oct", one(10, 1)),
        ("今天", one(9, 20)),
        ("明天", one(9, 21)),
        ("tomorrow", one(9, 21)),
        ("明天到9.25", Days(date(2026, 9, 21), date(2026, 9, 25))),
        # The next day of that name, or one of the last month.
        ("9.20", one(9, 20)),
        ("8.20", one(8, 20)),
        ("8.19", one(8, 19, 2027)),
        ("12.28-1.3", Days(date(2026, 12, 28), date(2027, 1, 3))),
        ("2026-08-25", one(8, 25)),
    ],
)
def test_a_day_without_a_year_is_the_next_one(text: str, days: Days) -> None:
    assert read_days(text, TODAY) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "can't make out"),
        ("下周吧", "can't make out"),
        ("请假", "can't make out"),
        ("10.1-10.7-10.9", "can't make out"),
        ("10-7", "can't make out"),
        ("5", "can't make out"),
        ("10.1 秋收 10.7", "can't make out"),
        ("电话 13800000000", "can't make out"),
        ("9.31", "no such day"),
        ("13.1", "no such day"),
        ("2.30-3.2", "no such day"),
        ("2026-10-07 2026-10-01", "before the first"),
        ("10月7日至1日", "before the first"),
        ("2026-01-01", "more than a month ago"),
        ("2030-01-01", "more than a year ahead"),
        ("9.21-2028-01-01", "more than a year ahead"),
    ],
)
def test_what_cant_be_read_is_told_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_days(text, TODAY)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        days = read_days(text, TODAY)
    except BadInput:
        return
    assert days.first <= days.last


@pytest.mark.parametrize(
    ("choice", "days"),
    [
        ("today", Days(TODAY, TODAY)),
        ("tomorrow", one(9, 21)),
        ("three", Days(TODAY, date(2026, 9, 22))),
        ("week", Days(TODAY, date(2026, 9, 26))),
        ("year", None),
    ],
)
def test_buttons_stand_for_days(choice: str, days: Days | None) -> None:
    assert days_chosen(choice, TODAY) == days
