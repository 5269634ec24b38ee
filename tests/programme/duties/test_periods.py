"""Periods: without a gap, without an overlap, each with a name of its own."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.duties.periods import is_rule, period_at, period_of, periods_between
from storage.values.duties import Often, Period, When, YearDay

DAY = timedelta(days=1)
CALENDAR = (Often.MONTH, Often.QUARTER, Often.HALF_YEAR, Often.YEAR)
DAYS = st.dates(date(2001, 1, 1), date(2080, 12, 31))
RULES = (
    "FREQ=MONTHLY;BYMONTHDAY=25",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2SA",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=15",
)
REPEATED = st.one_of(
    st.builds(When, st.sampled_from(CALENDAR)),
    st.sampled_from(RULES).map(lambda rule: When(Often.RULE, rule=rule)),
)
YEAR_DAYS = st.integers(1, 366).map(lambda n: date(2000, 1, 1) + timedelta(days=n - 1))
BY_A_DAY = YEAR_DAYS.map(lambda day: When(Often.YEAR, by=YearDay(day.month, day.day)))


@given(REPEATED, DAYS, st.integers(0, 900))
def test_they_follow_one_another_without_gap_or_overlap(when: When, first: date, span: int) -> None:
    found = periods_between(when, first, first + timedelta(days=span))
    assert all(one.last + DAY == another.first for one, another in pairwise(found))
    assert all(each.first <= each.due <= each.last for each in found)


@given(st.one_of(REPEATED, BY_A_DAY), DAYS)
def test_every_day_lies_in_one_and_its_name_finds_it(when: When, day: date) -> None:
    period = period_at(when, day)
    assert period is not None and period.first <= day <= period.last
    assert period_of(when, period.key) == period


@given(st.one_of(REPEATED, BY_A_DAY), DAYS)
def test_names_are_given_once_and_do_not_depend_on_what_is_asked(when: When, day: date) -> None:
    whole = periods_between(when, date(day.year, 1, 1), date(day.year + 1, 12, 31))
    assert len({each.key for each in whole}) == len(whole)
    part = periods_between(when, day, date(day.year + 1, 12, 31))
    assert part == [each for each in whole if each.due >= day]


@given(st.integers(2001, 2080), BY_A_DAY)
def test_a_year_has_one_due_day_and_it_is_in_that_year(year: int, when: When) -> None:
    (period,) = periods_between(when, date(year, 1, 1), date(year, 12, 31))
    assert (period.first, period.last) == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("often", "key", "first", "last"),
    [
        (Often.MONTH, "2026-02", "2026-02-01", "2026-02-28"),
        (Often.MONTH, "2028-02", "2028-02-01", "2028-02-29"),
        (Often.MONTH, "2026-12", "2026-12-01", "2026-12-31"),
        (Often.QUARTER, "2026-Q1", "2026-01-01", "2026-03-31"),
        (Often.QUARTER, "2026-Q2", "2026-04-01", "2026-06-30"),
        (Often.QUARTER, "2026-Q3", "2026-07-01", "2026-09-30"),
        (Often.QUARTER, "2026-Q4", "2026-10-01", "2026-12-31"),
        (Often.HALF_YEAR, "2026-H1", "2026-01-01", "2026-06-30"),
        (Often.HALF_YEAR, "2026-H2", "2026-07-01", "2026-12-31"),
        (Often.YEAR, "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_ends_of_months_quarters_and_halves(often: Often, key: str, first: str, last: str) -> None:
    end = date.fromisoformat(last)
    assert period_of(When(often), key) == Period(key, date.fromisoformat(first), end, end)


def test_29_february_is_the_28th_where_there_is_none() -> None:
    when = When(Often.YEAR, by=YearDay(2, 29))
    due = [each.due for each in periods_between(when, date(2027, 1, 1), date(2029, 12, 31))]
    assert due == [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]


def test_once_lasts_its_year_and_comes_never_again() -> None:
    when = When(Often.ONCE, on=date(2026, 5, 20))
    only = Period("2026-05-20", date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 20))
    assert periods_between(when, date(2020, 1, 1), date(2030, 1, 1)) == [only]
    assert period_of(when, "2026-05-20") == only
    assert period_of(when, "2027-05-20") is None


def test_a_rules_period_begins_the_day_after_the_one_before() -> None:
    when = When(Often.RULE, rule="FREQ=MONTHLY;BYMONTHDAY=25")
    found = periods_between(when, date(2026, 2, 25), date(2026, 3, 25))
    assert [(each.first, each.due) for each in found] == [
        (date(2026, 1, 26), date(2026, 2, 25)),
        (date(2026, 2, 26), date(2026, 3, 25)),
    ]


def test_on_the_31st_comes_only_where_there_is_one() -> None:
    when = When(Often.RULE, rule="FREQ=MONTHLY;BYMONTHDAY=31")
    due = [each.due for each in periods_between(when, date(2026, 1, 1), date(2026, 5, 31))]
    assert due == [date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)]


@given(st.text(max_size=12))
def test_what_is_no_name_of_a_period_finds_none(text: str) -> None:
    assert period_of(When(Often.MONTH), f"{text}!") is None


@pytest.mark.parametrize("rule", [*RULES, "freq=monthly;bymonthday=1", "FREQ=WEEKLY"])
def test_these_are_rules(rule: str) -> None:
    assert is_rule(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "每月一次",
        "FREQ=SOMETIMES",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,15",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;BYMONTHDAY=40",
        "FREQ=MONTHLY;COUNT=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;UNTIL=tomorrow",
        "DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY",
        "RDATE:20260101",
    ],
)
def test_these_are_none(rule: str) -> None:
    assert not is_rule(rule)
