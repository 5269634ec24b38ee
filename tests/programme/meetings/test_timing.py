"""When a meeting can be, when one can be there, and when it is told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from programme.meetings.timing import DOORS, OFFERED, Doors, doors, likely_times, told_at
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import UnitId
from storage.values.records import MeetingId

ZONE = "Asia/Shanghai"
AT_THREE = datetime(2026, 5, 20, 15, 0, tzinfo=ZoneInfo(ZONE))
MEETING = Meeting(
    MeetingId(1), UnitId(7), MeetingState.PLANNED, ("meeting",), None, AT_THREE, AT_THREE
)


@pytest.mark.parametrize(
    ("hours", "found"),
    [(-2, Doors.NOT_YET), (-1, Doors.OPEN), (0, Doors.OPEN), (23, Doors.OPEN), (24, Doors.SHUT)],
)
def test_one_can_be_there_from_an_hour_before(hours: int, found: Doors) -> None:
    assert doors(MEETING, AT_THREE + timedelta(hours=hours)) is found


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CALLED_OFF, MeetingState.DRAFT])
def test_nobody_is_at_a_meeting_that_is_not_on(state: MeetingState) -> None:
    assert doors(replace(MEETING, state=state), AT_THREE) is Doors.SHUT


def test_the_same_weekday_and_hour_as_last_time_come_among_those_offered() -> None:
    last = datetime(2026, 4, 24, 19, 30, tzinfo=ZoneInfo(ZONE))
    found = [each.astimezone(ZoneInfo(ZONE)) for each in likely_times(AT_THREE, ZONE, last)]
    assert len(found) == OFFERED and found == sorted(found)
    shown = [each.strftime("%m-%d %H:%M") for each in found]
    assert {"05-22 19:30", "05-29 19:30", "05-21 19:30"} <= set(shown)
    assert all(each > AT_THREE for each in found)


def test_the_first_time_working_days_are_offered() -> None:
    friday = datetime(2026, 5, 22, 18, 0, tzinfo=ZoneInfo(ZONE))
    found = [each.astimezone(ZoneInfo(ZONE)) for each in likely_times(friday, ZONE, None)]
    assert [each.strftime("%m-%d %H") for each in found][:2] == ["05-22 19", "05-25 15"]
    assert all(each.weekday() < 5 for each in found)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("19 14:00", "19 14:00"),
        ("19 22:00", "20 07:00"),
        ("20 05:00", "20 07:00"),
    ],
)
def test_at_night_it_waits_for_the_morning(now: str, told: str) -> None:
    found = told_at(_at(now), ZONE, MEETING)
    assert found.astimezone(ZoneInfo(ZONE)).strftime("%d %H:%M") == told


def test_what_were_too_late_in_the_morning_is_told_at_once() -> None:
    early = replace(MEETING, starts_at=_at("20 07:30").astimezone(UTC))
    night = _at("19 23:00")
    assert told_at(night, ZONE, early) == night
    just = replace(MEETING, starts_at=_at("20 07:00") + DOORS)
    assert told_at(night, ZONE, just) == _at("20 07:00")


def _at(local: str) -> datetime:
    return datetime.strptime(f"2026-05-{local}", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(ZONE))
