"""Local days and times: when it is today in a branch, and when a local time comes.

Plain rules. A local time that a clock change leaves out becomes the first one that exists again;
one that comes twice is meant the first time.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from programme.public_holidays import holidays_in
from storage.values.days import SlotKind
from storage.values.pauses import Pause
from storage.values.programme_files import DaysOff, Timetable, Windows

QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(7, 0)
_FIRST_TO_SEE_A_DAY, _LAST_TO_SEE_A_DAY = "Etc/GMT-14", "Etc/GMT+12"
# Nobody plans further: a programme whose every day is off has no next study day.
_FARTHEST = 366 * 2


class NextPost(Struct, frozen=True):
    """The next of a branch's posts: which study, on which local day, at which local time."""

    kind: SlotKind
    day: date
    at: time


def local_day(now: datetime, zone: str) -> date:
    """The day that it is in ``zone``."""
    return now.astimezone(ZoneInfo(zone)).date()


def may_make_up(day: date, now: datetime, zone: str, windows: Windows) -> bool:
    """Whether what belongs to a local day may still be done: on the day itself, and on as many
    local days after it as the programme allows."""
    return local_day(now, zone) - day <= timedelta(days=windows.make_up_days)


def is_over(day: date, now: datetime, zone: str) -> bool:
    """Whether a local day has gone by: what is done for it now is made up."""
    return local_day(now, zone) > day


def zone_decides(day: date, now: datetime, windows: Windows | None = None) -> bool:
    """Whether it hangs on the time zone if a day is over, or, by these windows, may still be made
    up."""
    first, last = (local_day(now, z) for z in (_FIRST_TO_SEE_A_DAY, _LAST_TO_SEE_A_DAY))
    edges = {day} if windows is None else {day, day + timedelta(days=windows.make_up_days)}
    return any((first > edge) != (last > edge) for edge in edges)


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in ``zone`` first show ``at`` on ``day``.

    If they never do, because they were put forward past it, it is the moment of the change: the
    first time that exists again.
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    earlier = local.astimezone(UTC)
    if earlier.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return earlier
    # In a gap the two readings of the time lie on either side of the change.
    return _change_between(local.replace(fold=1).astimezone(UTC), earlier, ZoneInfo(zone))


def week_of(day: date) -> tuple[date, date]:
    """The first and the last day (Monday and Sunday) of the week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def is_day_off(day: date, days_off: DaysOff) -> bool:
    """Whether nothing is posted on this day.

    A date that the programme names is what it says. A country's holidays come next, and the
    weekends on which it works; the weekday says the rest.
    """
    if day in days_off.dates:
        return True
    if day in days_off.study_dates:
        return False
    if days_off.country is not None:
        year = holidays_in(days_off.country, days_off.subdivision, day.year)
        if day in year.off or day in year.working:
            return day in year.off
    return day.weekday() in days_off.weekdays


def with_pauses(days_off: DaysOff, pauses: Collection[Pause]) -> DaysOff:
    """The days off of a branch that pauses at times."""
    paused = {
        pause.first + timedelta(days=n)
        for pause in pauses
        for n in range((pause.last - pause.first).days + 1)
    }
    return replace(days_off, dates=days_off.dates | paused) if paused else days_off


def next_study_day(day: date, days_off: DaysOff, start: date | None = None) -> date | None:
    """The first day from ``day`` on that is no day off and not before ``start``.

    None when there is none within two years.
    """
    first = max(day, start) if start else day
    days = (first + timedelta(days=ahead) for ahead in range(_FARTHEST))
    return next((each for each in days if not is_day_off(each, days_off)), None)


def study_times(timetable: Timetable) -> tuple[tuple[SlotKind, time], ...]:
    """The studies that a timetable has, in the day's order, and their local times."""
    times = (
        (SlotKind.MORNING, timetable.morning),
        (SlotKind.NOON, timetable.noon),
        (SlotKind.EVENING, timetable.evening),
    )
    return tuple((kind, at) for kind, at in times if at is not None)


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether it is a time at which people are left in peace."""
    at = now.astimezone(ZoneInfo(zone)).time()
    return at >= QUIET_FROM or at < QUIET_UNTIL


def quiet_from(day: date, zone: str) -> datetime:
    """The moment on this day from which a branch is left in peace: 21:00 local time."""
    return moment(day, QUIET_FROM, zone)


def first_daytime(now: datetime, zone: str) -> datetime:
    """The first moment from now on at which people are not left in peace."""
    day = local_day(now, zone)
    if now >= quiet_from(day, zone):
        day += timedelta(days=1)
    return max(now, moment(day, QUIET_UNTIL, zone))


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the zone's clocks were put forward, between two UTC moments."""
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
