"""On which days an obligation is spoken of to those who see to it.

Plain rules.

- Before it is due: so many days before as the duty says. What falls on a day off is said on the
  last study day before; so what is due in a run of days off is said before it begins. Nothing is
  said before the period has begun, unless all of it lies in a run of days off.
- Once it is overdue: on the first study day after the due date, and from then on each week on its
  first study day, together with all else that is overdue. The first of these comes four days later
  at the earliest.
- What somebody has put off they hear of on the first study day from the day of their choice on, and
  not before. It never moves the due date.
- Nothing once it is met, excused, or waits for somebody else.

A day on which nobody could be reminded, as the bot was down, is covered by the next.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from msgspec import Struct

from programme.calendar import is_day_off, next_study_day
from programme.duties.by_book import ByBook
from programme.duties.periods import periods_between
from programme.duties.standing import Standing
from storage.values.duties import Duty, DutyBook, Period, State
from storage.values.programme_files import DaysOff

LONGEST_WINDOW = timedelta(days=15)
"""What was to be said longer ago, and was not, is not said any more."""
_OVERDUE_FOR = timedelta(days=366)
"""How long an overdue obligation is spoken of."""
_FIRST_WEEK = timedelta(days=4)
_LONGEST_PUT_OFF = timedelta(days=31)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_FARTHEST_BACK = 366

Occasion = tuple[str, str, date]
"""A duty, the key of a period, and a day by which something is due in it."""


class Window(Struct, frozen=True):
    """Local days for which nobody has been reminded yet: those after ``after``, up to ``today``."""

    after: date
    today: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.after < day <= self.today


def window_of(today: date, before: Collection[date]) -> Window:
    """The days that a reminder of today covers; ``before``: days on which there was one."""
    last = max((day for day in before if day < today), default=date.min)
    return Window(max(last, today - LONGEST_WINDOW), today)


def remind_days(duty: Duty, due: date, first: date, days_off: DaysOff) -> set[date]:
    """The days on which something that is due, in a period from ``first`` on, is spoken of before
    it is overdue."""
    wanted = (due - timedelta(days=ahead) for ahead in duty.remind)
    days = (_study_day(day, due, first, days_off) for day in wanted if day >= first)
    return {day for day in days if day is not None}


def first_overdue_day(due: date, days_off: DaysOff) -> date | None:
    """The day on which something is first told to be overdue."""
    return next_study_day(due + _DAY, days_off)


def is_overdue_day(due: date, window: Window, days_off: DaysOff) -> bool:
    """Whether something overdue is spoken of in a window: for the first time, or for the week."""
    first = first_overdue_day(due, days_off)
    if first is None or first > window.today:
        return False
    return first in window or any(
        _first_of_week(monday, days_off) in window
        for monday in _mondays(window)
        if monday >= first + _FIRST_WEEK
    )


def occasions(book: DutyBook, window: Window, days_off: DaysOff) -> frozenset[Occasion]:
    """All of which anybody may be reminded in a window: the same for all who have these days off,
    so that who has none of it need not be looked at."""
    return _occasions(book, (window, days_off))


def _worked_out(book: DutyBook, on: tuple[Window, DaysOff]) -> frozenset[Occasion]:
    window, days_off = on
    begins = next_study_day(window.today + _DAY, days_off) or window.today
    found = set()
    for duty in book.duties:
        ahead = timedelta(days=max(duty.remind, default=0))
        last = max(begins + ahead, date(window.today.year, 12, 31))
        for period in periods_between(duty.when, window.today - _OVERDUE_FOR, last):
            for due in _due_days(duty, period):
                if _may_be_told(duty, due, period.first, window, days_off):
                    found.add((duty.key, period.key, due))
    return frozenset(found)


# Asked with each of a morning's reminders: of the same book, in the same few windows.
_occasions = ByBook(_worked_out, most=64)


def occasion_of(standing: Standing) -> Occasion:
    """What the obligation asks for next, by when."""
    it = standing.obligation
    return it.duty.key, it.period.key, standing.due


def is_told(
    standing: Standing,
    until: date | None,
    window: Window,
    days_off: DaysOff,
    today: Collection[Occasion],
) -> bool:
    """Whether somebody is reminded of an obligation in a window.

    ``until``: the day until which they have put it off, if they have. ``today``: see
    :func:`occasions`.
    """
    if standing.is_met or (until is not None and until > window.today):
        return False
    if until is not None and next_study_day(until, days_off) in window:
        return True
    return occasion_of(standing) in today


def days_to_put_off(due: date, today: date) -> tuple[date, date]:
    """The first and the last day until which a reminder may be put off: not beyond the due date;
    what is overdue, for a month. The last lies before the first where there is none."""
    return today + _DAY, due if due >= today else today + _LONGEST_PUT_OFF


def is_newly_overdue(standing: Standing, window: Window, days_off: DaysOff) -> bool:
    """Whether an obligation is told to be overdue for the first time."""
    overdue = standing.state is State.OVERDUE
    return overdue and first_overdue_day(standing.due, days_off) in window


def _may_be_told(duty: Duty, due: date, first: date, window: Window, days_off: DaysOff) -> bool:
    if due < window.today:
        return is_overdue_day(due, window, days_off)
    return any(day in window for day in remind_days(duty, due, first, days_off))


def _due_days(duty: Duty, period: Period) -> set[date]:
    steps = duty.amount.steps
    return {period.due, *(step.by.in_year(period.due.year) for step in steps)}


def _study_day(wanted: date, due: date, first: date, days_off: DaysOff) -> date | None:
    """The study day on which is said what is wanted to be said on a day."""
    before = (wanted - timedelta(days=back) for back in range(_FARTHEST_BACK))
    day = next((each for each in before if not is_day_off(each, days_off)), None)
    if day is not None and day >= first:
        return day
    # The period began in a run of days off: there may be a study day left in it.
    later = next_study_day(first, days_off)
    return later if later is not None and later <= due else day


def _mondays(window: Window) -> Iterator[date]:
    """The Mondays of all weeks of which days lie in the window."""
    monday = window.after + _DAY - timedelta(days=(window.after + _DAY).weekday())
    while monday <= window.today:
        yield monday
        monday += _WEEK


def _first_of_week(monday: date, days_off: DaysOff) -> date | None:
    day = next_study_day(monday, days_off)
    return day if day is not None and day < monday + _WEEK else None
