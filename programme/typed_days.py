"""Days as people write them: 10.1-10.7, 10月1日至7日, 2026-10-01 2026-10-07, 1 to 7 October; one
that has been: 昨天, 5.20, 周三, last Wednesday.

Plain rules. A day without a year is the next one of that name, or one of the last month.
"""

import re
import unicodedata
from datetime import date, timedelta

from msgspec import Struct

from storage.values.messages import BadInput, message

FARTHEST_BACK = timedelta(days=31)
"""How long ago a leave may have begun when it is put down."""
_FARTHEST_AHEAD = timedelta(days=366)
_YEARS_BACK = 120
"""How long ago a day may be that has been: longer than anybody's memory, and a slip of the pen."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = re.compile(
    r"(?P<y1>\d{4})\s*[-/.年]\s*(?P<m1>\d{1,2})\s*[-/.月]\s*(?P<d1>\d{1,2})(?!\d)\s*[日号]?"
    r"|(?P<m2>\d{1,2})\s*[./月]\s*(?P<d2>\d{1,2})(?!\d)\s*[日号]?"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s*(?P<m3>{_NAME})(?:,?\s*(?P<y3>\d{{4}}))?"
    rf"|(?P<m4>{_NAME})\s*(?P<d4>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s*(?P<y4>\d{{4}}))?"
    r"|(?P<word>今天|今日|明天|明日|后天|大前天|前天|昨天|昨日|today|tomorrow|yesterday)"
    r"|(?P<d5>\d{1,2})(?!\d)(?:st|nd|rd|th)?\s*[日号]?"
)
_DASHED = re.compile(r"(\d{1,2})-(\d{1,2})(?:\D+(\d{1,2})-(\d{1,2}))?")
_BETWEEN = re.compile(r"(?:[\s,，、;；。.]|[-–—―~～]|至|到|起|止|从|from|until|till|to)*")
_WORDS = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2}
_WORDS |= {"昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2, "大前天": -3}
_WEEKDAY = re.compile(
    r"(?P<before>上个?|last\s+)?(?:(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])"
    r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
)
_WEEKDAYS = {each: number for number, each in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {
    each: number for number, each in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_DAY_ALONE = re.compile(r"(\d{1,2})\s*[日号]?")


class NoDays(BadInput):
    """A text in which no days can be made out."""


class Days(Struct, frozen=True):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date


class _Named(Struct, frozen=True):
    """A day as far as it was written; ``day`` 0 stands for a day that is whole already."""

    day: int
    month: int | None = None
    year: int | None = None
    whole: date | None = None


def days_chosen(choice: str, today: date) -> Days | None:
    """The days that a button stands for; None for a button that there isn't."""
    lasts = {"today": (0, 1), "tomorrow": (1, 1), "three": (0, 3), "week": (0, 7)}
    if choice not in lasts:
        return None
    ahead, length = lasts[choice]
    first = today + timedelta(days=ahead)
    return Days(first, first + timedelta(days=length - 1))


def read_days(text: str, today: date) -> Days:
    """The days that somebody has written.

    Raises :class:`BadInput` for a text that names no day or more than two, for days that the
    calendar lacks, that lie in the wrong order, or too far off.
    """
    named = _named(unicodedata.normalize("NFKC", text).casefold().strip(), today)
    first = _first_of(named[0], named[-1], today)
    last = first if len(named) == 1 else _last_of(named[1], first)
    if last < first:
        raise BadInput(message("The last day lies before the first. Please write them once more."))
    if first < today - FARTHEST_BACK:
        raise BadInput(message("That is more than a month ago. Please write days since then."))
    if last > today + _FARTHEST_AHEAD:
        raise BadInput(message("That is more than a year ahead. Please write days before that."))
    return Days(first, last)


def read_past_day(text: str, today: date) -> date:
    """The one day that somebody has written, today at the latest. Without a year, or as a weekday,
    it is the last one of its name; “last Wednesday” is the one of the week before.

    Raises :class:`BadInput` for a text that names no day or several, and for a day to come.
    """
    said = unicodedata.normalize("NFKC", text).casefold().strip()
    day = _weekday(said, today) or _past_of(said, today)
    if day > today:
        raise BadInput(message("That day is still to come. Please write one that has been."))
    if day.year < today.year - _YEARS_BACK:
        raise BadInput(message("That is very long ago. Please look at the year once more."))
    return day


def _weekday(said: str, today: date) -> date | None:
    found = _WEEKDAY.fullmatch(said)
    if found is None:
        return None
    number = _WEEKDAYS[found["zh"] or found["en"]]
    monday = today - timedelta(days=today.weekday())
    if found["before"]:
        return monday + timedelta(days=number - 7)
    return today - timedelta(days=(today.weekday() - number) % 7)


def _past_of(said: str, today: date) -> date:
    alone = _DAY_ALONE.fullmatch(said)
    if alone:
        return _last(None, int(alone[1]), today)
    try:
        named = _named(said, today)
    except BadInput:
        raise _no_past_day() from None
    if len(named) != 1:
        raise _no_past_day()
    [one] = named
    if one.whole:
        return one.whole
    if one.year is not None:
        return _date(one.year, one.month or today.month, one.day)
    return _last(one.month, one.day, today)


def _last(month: int | None, day: int, today: date) -> date:
    """The last day of this name that is not after ``today``: of a month, or of any."""
    for back in range(12 * 5):
        year, number = divmod(today.year * 12 + today.month - 1 - back, 12)
        if month not in (None, number + 1):
            continue
        try:
            found = date(year, number + 1, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise _no_such_day()


def _named(text: str, today: date) -> list[_Named]:
    """The one or two days that a text names."""
    dashed = _DASHED.fullmatch(text)
    if dashed and dashed[3]:
        return [_Named(int(dashed[2]), int(dashed[1])), _Named(int(dashed[4]), int(dashed[3]))]
    named, at = [], 0
    for found in _DAY.finditer(text):
        if not _BETWEEN.fullmatch(text, at, found.start()):
            raise _unreadable()
        named.append(_written(found, today))
        at = found.end()
    with_month = any(each.month or each.whole for each in named)
    if len(named) not in (1, 2) or not with_month or not _BETWEEN.fullmatch(text, at):
        raise _unreadable()
    return named


def _written(found: re.Match[str], today: date) -> _Named:
    if found["word"]:
        return _Named(0, whole=today + timedelta(days=_WORDS[found["word"]]))
    for form in ("1", "2", "3", "4"):
        if found["d" + form]:
            year = found["y" + form] if form != "2" else None
            return _Named(int(found["d" + form]), _month(found["m" + form]), int(year or 0) or None)
    return _Named(int(found["d5"]))


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _MONTHS.index(written[:3]) + 1


def _first_of(named: _Named, other: _Named, today: date) -> date:
    """The first day; what it leaves open it may have from the last: “1 to 7 October”."""
    if named.whole:
        return named.whole
    month = named.month or other.month or today.month
    year = named.year or (other.year if named.month is None else None)
    if year is not None:
        return _date(year, month, named.day)
    return _next(month, named.day, today - FARTHEST_BACK)


def _last_of(named: _Named, first: date) -> date:
    if named.whole:
        return named.whole
    if named.month is None:
        return _date(first.year, first.month, named.day)
    if named.year is not None:
        return _date(named.year, named.month, named.day)
    return _next(named.month, named.day, first)


def _next(month: int, day: int, since: date) -> date:
    """The first day of this name that is not before ``since``; 29 February may be years ahead."""
    for year in range(since.year, since.year + 5):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= since:
            return found
    raise _no_such_day()


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day() from None


def _unreadable() -> NoDays:
    return NoDays(
        message(
            "I can't make out the days. Please write them like 10.1-10.7, or one day like 10.1. "
            "/cancel leaves it."
        )
    )


def _no_past_day() -> BadInput:
    return BadInput(
        message("I can't make out the day. Please write it like 5.20, or 2026-05-20, or yesterday.")
    )


def _no_such_day() -> BadInput:
    return BadInput(message("The calendar has no such day. Please look at it once more."))
