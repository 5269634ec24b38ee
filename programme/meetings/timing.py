"""When a meeting may be: what is offered to be tapped, and from when on one can be there.

Plain rules.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from programme.calendar import first_daytime, is_quiet, local_day, moment
from storage.values.meetings import Meeting, MeetingState

OFFERED = 6
"""So many times are offered."""

DOORS = timedelta(hours=1)
"""So long before a meeting begins, one can say that one is there."""

_LAST_TAPS = timedelta(days=1)
"""So long after its beginning nobody says any more that they are there, held or not."""

_SOON = timedelta(minutes=30)
_USUAL = (time(15), time(19))
_SATURDAY = 5


class Doors(StrEnum):
    """Whether one can say that one is at a meeting."""

    NOT_YET = "not-yet"
    OPEN = "open"
    SHUT = "shut"


def doors(meeting: Meeting, now: datetime) -> Doors:
    """Whether one can say now that one is at a meeting. Shut for one that was held, called off, or
    is long over."""
    if meeting.state is not MeetingState.PLANNED or meeting.starts_at is None:
        return Doors.SHUT
    if now < meeting.starts_at - DOORS:
        return Doors.NOT_YET
    return Doors.OPEN if now < meeting.starts_at + _LAST_TAPS else Doors.SHUT


def likely_times(now: datetime, zone: str, last: datetime | None) -> list[datetime]:
    """Times that are offered: as the last meeting of the kind was, in the next weeks, and usual
    ones in the next days, in their order."""
    before = last.astimezone(ZoneInfo(zone)) if last else None
    found: dict[datetime, None] = {}
    for day, at in _likely(local_day(now, zone), before):
        when = moment(day, at, zone)
        if when >= now + _SOON:
            found.setdefault(when)
        if len(found) == OFFERED:
            break
    return sorted(found)


def _likely(today: date, last: datetime | None) -> Iterator[tuple[date, time]]:
    at = last.time().replace(tzinfo=None) if last else None
    if last is not None and at is not None:
        # The same weekday, this week and next, and at the same hour tomorrow.
        ahead = (last.weekday() - today.weekday()) % 7
        for days in (ahead, ahead + 7):
            yield today + timedelta(days=days), at
        yield today + timedelta(days=1), at
    for days in range(14):
        day = today + timedelta(days=days)
        if day.weekday() < _SATURDAY:
            for usual in _USUAL:
                yield day, usual


def told_at(now: datetime, zone: str, meeting: Meeting) -> datetime:
    """When something about a meeting is said to the group: at once by day; at night in the morning,
    unless that were too late for it."""
    if not is_quiet(now, zone) or meeting.starts_at is None:
        return now
    morning = first_daytime(now, zone)
    return morning if morning <= meeting.starts_at - DOORS else now
