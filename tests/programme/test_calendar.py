"""Local days and times, across clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import (
    is_day_off,
    local_day,
    may_make_up,
    moment,
    next_study_day,
    quiet_from,
    study_times,
    week_of,
    zone_decides,
)
from storage.values.days import SlotKind
from storage.values.programme_files import DaysOff, Timetable, Windows

ZONES = sorted(z for z in available_timezones() if "/" in z or z == "UTC")
zones = st.sampled_from(ZONES)
days = st.dates(date(2000, 1, 1), date(2037, 12, 31))
minutes = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_the_local_day_is_the_zones_own() -> None:
    late = utc(2026, 5, 20, 16, 30)
    assert local_day(late, "Asia/Shanghai") == date(2026, 5, 21)
    assert local_day(late, "Asia/Urumqi") == date(2026, 5, 20)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 5, 20), time(7, 30), "Asia/Shanghai", utc(2026, 5, 19, 23, 30)),
        # Put forward at 2:00 to 3:00: 2:30 never comes, and 3:00 is the first that does.
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 0), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(3, 0), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        # Put back at 3:00 to 2:00: 2:30 comes twice.
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        # Half an hour only.
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        # Midnight itself is left out.
        (date(2026, 4, 24), time(0, 0), "Africa/Cairo", utc(2026, 4, 23, 22, 0)),
        # Samoa had no 30 December 2011.
        (date(2011, 12, 30), time(7, 30), "Pacific/Apia", utc(2011, 12, 30, 10, 0)),
    ],
)
def test_a_local_time_has_one_moment(day: date, at: time, zone: str, expected: datetime) -> None:
    assert moment(day, at, zone) == expected


@given(days, minutes, zones)
def test_clocks_show_the_time_or_the_first_after_it(day: date, at: time, zone: str) -> None:
    found = moment(day, at, zone)
    wanted = datetime.combine(day, at)
    shown = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    just_before = (found - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert found.tzinfo is UTC
    assert shown >= wanted
    assert just_before < wanted


@given(days, zones)
def test_later_times_come_no_earlier(day: date, zone: str) -> None:
    moments = [moment(day, time(hour), zone) for hour in range(24)]
    assert moments == sorted(moments)


@given(days)
def test_a_week_goes_from_monday_to_sunday_and_holds_its_day(day: date) -> None:
    monday, sunday = week_of(day)
    assert monday <= day <= sunday
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert sunday - monday == timedelta(days=6)


def test_days_off_are_weekdays_or_dates() -> None:
    off = DaysOff(weekdays=frozenset({5, 6}), dates=frozenset({date(2026, 5, 20)}))
    assert is_day_off(date(2026, 5, 23), off)
    assert is_day_off(date(2026, 5, 20), off)
    assert not is_day_off(date(2026, 5, 21), off)


def test_the_next_study_day_skips_days_off_and_waits_for_the_start() -> None:
    off = DaysOff(weekdays=frozenset({5, 6}))
    assert next_study_day(date(2026, 5, 20), off) == date(2026, 5, 20)
    assert next_study_day(date(2026, 5, 23), off) == date(2026, 5, 25)
    assert next_study_day(date(2026, 5, 20), off, date(2026, 6, 6)) == date(2026, 6, 8)
    assert next_study_day(date(2026, 5, 20), off, date(2026, 1, 1)) == date(2026, 5, 20)
    assert next_study_day(date(2026, 5, 20), DaysOff(weekdays=frozenset(range(7)))) is None


def test_a_timetable_may_leave_a_study_out() -> None:
    assert study_times(Timetable(noon=None)) == (
        (SlotKind.MORNING, time(7, 30)),
        (SlotKind.EVENING, time(20, 0)),
    )


def test_a_day_may_be_made_up_until_the_branchs_own_midnight() -> None:
    three = Windows(make_up_days=3)
    last = datetime(2026, 5, 23, 15, 59, 59, tzinfo=UTC)
    day = date(2026, 5, 20)
    assert may_make_up(day, last, "Asia/Shanghai", three)
    assert not may_make_up(day, last + timedelta(seconds=1), "Asia/Shanghai", three)
    assert may_make_up(day, last + timedelta(seconds=1), "Europe/London", three)


@given(days, st.integers(-40, 40), st.integers(0, 23), st.integers(0, 31), zones)
def test_where_the_zone_does_not_decide_any_zone_will_do(
    day: date, after: int, hour: int, most: int, zone: str
) -> None:
    now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(days=after)
    windows = Windows(make_up_days=most)
    usual = may_make_up(day, now, "UTC", windows)
    if not zone_decides(day, now, windows):
        assert may_make_up(day, now, zone, windows) == usual


def test_quiet_begins_at_nine_in_the_evening() -> None:
    assert quiet_from(date(2026, 5, 20), "Asia/Shanghai") == utc(2026, 5, 20, 13, 0)
