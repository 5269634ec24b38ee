"""A country's holidays, as its government announces them, and what a programme makes of them."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest

from programme.calendar import is_day_off, next_study_day
from programme.public_holidays import (
    HolidayYear,
    exchange_known,
    holidays_in,
    is_country,
    parts_of,
    unknown_years,
)
from storage.values.programme_files import DaysOff

WEEKEND = frozenset({5, 6})
CHINA = DaysOff(WEEKEND, country="CN")


def spans(days: Collection[date]) -> list[str]:
    """Days as a government announces them: from the first to the last of each holiday."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return [f"{each[0]:%m%d}-{each[-1]:%m%d}" for each in found]


@pytest.mark.parametrize(
    ("year", "free", "working"),
    [
        (
            2025,
            "0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
            "0126 0208 0427 0928 1011",
        ),
        (
            2026,
            "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
            "0104 0214 0228 0509 0920 1010",
        ),
    ],
)
def test_chinas_years_are_as_the_state_council_has_announced_them(
    year: int, free: str, working: str
) -> None:
    known = holidays_in("CN", None, year)
    assert spans(known.off) == free.split()
    assert [f"{day:%m%d}" for day in sorted(known.working)] == working.split()
    assert exchange_known("CN", year)


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 10, 1), True),
        # A Wednesday that was exchanged for a Saturday, and that Saturday.
        (date(2026, 10, 7), True),
        (date(2026, 10, 10), False),
        (date(2026, 10, 11), True),
        (date(2026, 10, 8), False),
    ],
)
def test_a_weekend_on_which_china_works_is_for_study(day: date, off: bool) -> None:
    assert is_day_off(day, CHINA) is off


def test_a_holiday_takes_its_weekend_along() -> None:
    every_day = DaysOff(country="CN")
    assert is_day_off(date(2026, 10, 4), every_day)
    assert not is_day_off(date(2026, 10, 11), every_day)
    assert next_study_day(date(2026, 10, 1), every_day) == date(2026, 10, 8)


def test_what_the_programme_names_itself_comes_first() -> None:
    own = DaysOff(
        WEEKEND,
        dates=frozenset({date(2026, 10, 10)}),
        country="CN",
        study_dates=frozenset({date(2026, 10, 3), date(2026, 5, 23)}),
    )
    assert is_day_off(date(2026, 10, 10), own)
    assert not is_day_off(date(2026, 10, 3), own)
    assert not is_day_off(date(2026, 5, 23), own)


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    corpus_christi = date(2026, 6, 4)
    assert is_day_off(corpus_christi, DaysOff(country="DE", subdivision="BY"))
    assert not is_day_off(corpus_christi, DaysOff(country="DE"))
    # A single Friday, and nothing beside it.
    assert not is_day_off(date(2026, 5, 2), DaysOff(country="DE"))


def test_a_country_that_the_package_no_longer_knows_has_none() -> None:
    assert holidays_in("XX", None, 2026) == HolidayYear()
    assert not is_day_off(date(2026, 10, 1), DaysOff(country="XX"))


def test_countries_and_their_parts() -> None:
    assert is_country("CN") and is_country("GB")
    assert not any(is_country(each) for each in ("XX", "cn", "CHN", "", "中国"))
    assert parts_of("GB") == ("ENG", "NIR", "SCT", "WLS")
    assert parts_of("CN") == ()


@pytest.mark.parametrize(
    ("days_off", "today", "years"),
    [
        (DaysOff(), date(2099, 5, 1), ()),
        (DaysOff(country="DE"), date(2099, 5, 1), ()),
        (CHINA, date(2026, 5, 1), ()),
        (CHINA, date(2099, 5, 1), (2099,)),
        (CHINA, date(2099, 12, 1), (2099, 2100)),
        # Who has written the days down needs to be told nothing.
        (
            DaysOff(country="CN", study_dates=frozenset({date(2099, 2, 7)})),
            date(2099, 12, 1),
            (2100,),
        ),
    ],
)
def test_a_year_of_which_china_has_said_nothing_is_found(
    days_off: DaysOff, today: date, years: tuple[int, ...]
) -> None:
    assert unknown_years(days_off, today) == years
