"""When something is due: the periods of months, quarters, half-years and years, and of rules.

Plain rules. A period is a stretch of local days with both ends counted; it is chosen by its due
date. Quarters and the like are those of the calendar year. An RRULE (RFC 5545) gives due dates;
each one's period begins on the day after the one before.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from storage.values.duties import Often, Period, When

_MONTHS = {Often.MONTH: 1, Often.QUARTER: 3, Often.HALF_YEAR: 6}
_DAY = timedelta(days=1)
_RULES_BEGIN = date(2000, 1, 1)
"""Where a rule that names no beginning is counted from: a Saturday, the first of a leap year."""


def periods_between(when: When, first: date, last: date) -> Sequence[Period]:
    """The periods whose due date lies from ``first`` to ``last``, both included, in their order."""
    return list(_between(when, first, last))


# Asked for the same spans over and over, for each unit anew.
@lru_cache(maxsize=4096)
def _between(when: When, first: date, last: date) -> tuple[Period, ...]:
    if when.often is Often.ONCE:
        found: Iterator[Period] = _once(when)
    elif when.often is Often.RULE:
        found = _by_rule(when.rule, first, last)
    else:
        found = _by_calendar(when, first, last)
    return tuple(period for period in found if first <= period.due <= last)


def period_of(when: When, key: str) -> Period | None:
    """The period that a key names, or None where there is no such."""
    year = int(key[:4]) if key[:4].isdigit() and int(key[:4]) else None
    if year is None or not date.min.year < year < date.max.year:
        return None
    around = periods_between(when, date(year, 1, 1), date(year, 12, 31))
    return next((period for period in around if period.key == key), None)


def period_at(when: When, day: date) -> Period | None:
    """The period that a day lies in, or None."""
    near = periods_between(when, date(day.year, 1, 1), date(day.year + 1, 12, 31))
    return next((period for period in near if period.first <= day <= period.last), None)


def is_rule(text: str) -> bool:
    """Whether a text is an RRULE that gives days, one at a time, and gives any at all."""
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _RULE_PARTS:
        return False
    if "INTERVAL" in parts and not parts["INTERVAL"].strip("0").isdecimal():
        return False
    try:
        # A rule that never comes true would be looked for through all centuries.
        rule = rrulestr(text, dtstart=_at(_RULES_BEGIN))
        until = _at(_RULES_BEGIN + _LONGEST_WAIT)
        if isinstance(rule, rrule) and "UNTIL" not in parts:
            rule = rule.replace(until=until)
        return next(iter(rule), None) is not None
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        return False


_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
# Not COUNT: it would be used up long since, as rules begin in the year 2000.
_RULE_PARTS = {
    *("FREQ", "INTERVAL", "UNTIL", "WKST", "BYSETPOS"),
    *("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY"),
}
_LONGEST_WAIT = timedelta(days=29 * 366)
"""29 February falls on one weekday every 28 years."""


def _once(when: When) -> Iterator[Period]:
    if when.on is not None:
        yield Period(when.on.isoformat(), date(when.on.year, 1, 1), _end_of_year(when.on), when.on)


def _by_calendar(when: When, first: date, last: date) -> Iterator[Period]:
    for year in range(first.year, last.year + 1):
        if when.often is Often.YEAR:
            end = date(year, 12, 31)
            yield Period(
                str(year), date(year, 1, 1), end, when.by.in_year(year) if when.by else end
            )
            continue
        length = _MONTHS[when.often]
        for number in range(12 // length):
            begin = date(year, number * length + 1, 1)
            month = number * length + length
            end = date(year, month, monthrange(year, month)[1])
            yield Period(_key(when.often, begin, number + 1), begin, end, end)


def _key(often: Often, begin: date, number: int) -> str:
    if often is Often.MONTH:
        return f"{begin:%Y-%m}"
    return f"{begin.year:04d}-{'Q' if often is Often.QUARTER else 'H'}{number}"


@lru_cache(maxsize=1024)
def _by_rule_cached(rule: str, first: date, last: date) -> tuple[Period, ...]:
    dates = rrulestr(rule, dtstart=_at(_RULES_BEGIN))
    before = dates.before(_at(first))
    begin = before.date() + _DAY if before else _RULES_BEGIN
    found = []
    for at in dates.between(_at(first), _at(last), inc=True):
        due = at.date()
        found.append(Period(due.isoformat(), begin, due, due))
        begin = due + _DAY
    return tuple(found)


def _by_rule(rule: str, first: date, last: date) -> Iterator[Period]:
    yield from _by_rule_cached(rule, first, last)


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _end_of_year(day: date) -> date:
    return date(day.year, 12, 31)
