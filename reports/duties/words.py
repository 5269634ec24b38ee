"""The words that all talk of duties shares: states, periods, names, amounts, days left.

Everything is plain text: whoever puts it into HTML escapes it.
"""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date, format_skeleton

from programme.duties.obligations import Obligation
from programme.duties.standing import Standing
from reports.days import LOCALES, shown_day
from reports.languages import text_in
from reports.lists import listed
from reports.wording import Words
from storage.values.duties import Duty, DutyBook, Measure, Often, Period, RecordKind, State

SHARES = (Measure.REACHED, Measure.PART)
"""What is counted as a share, from 0 to 1."""
_MONTH = {"zh": "LLL", "en": "LLLL"}
_JUST_BELOW = 1e-9
"""4 of 5 fives are not quite a whole to a computer, and to nobody else."""


def state_name(words: Words, state: State) -> str:
    """A state: not begun, on the way, done, done late, overdue, awaiting confirmation, excused."""
    return {
        State.NOT_BEGUN: words("not begun"),
        State.ON_THE_WAY: words("on the way"),
        State.DONE: words("all done"),
        State.DONE_LATE: words("done late"),
        State.OVERDUE: words("overdue"),
        State.AWAITING: words("awaiting confirmation"),
        State.EXCUSED: words("excused"),
    }[state]


def period_name(words: Words, duty: Duty, period: Period, *, with_year: bool = False) -> str:
    """A period: May, second quarter, first half-year, 2026; of a rule, its due date.

    ``with_year``: May 2026, second quarter of 2026. What is due once has no period: empty.
    """
    often, year = duty.when.often, period.first.year
    if often is Often.ONCE:
        return ""
    if often is Often.YEAR:
        return words("the year {year}", year=year)
    if often in (Often.MONTH, Often.RULE):
        return _month_or_day(words, often, period, with_year=with_year)
    part = _part_of_year(words, often, period)
    return words("{part} of {year}", part=part, year=year) if with_year else part


def duty_title(words: Words, duty: Duty) -> str:
    """A duty by its title: members' meeting."""
    return text_in(duty.titles, words.language)


def obligation_name(words: Words, obligation: Obligation, today: date | None = None) -> str:
    """A duty's title with its period: 二季度党员大会; of one due once or once a year, the title.

    Where ``today`` lies in another year than the period, the year is said as well.
    """
    duty, period = obligation.duty, obligation.period
    title = duty_title(words, duty)
    other_year = today is not None and today.year != period.first.year
    during = period_name(words, duty, period, with_year=other_year)
    if other_year and during:
        named = words("{title}, {period}", title=title, period=during)
    elif duty.when.often in (Often.ONCE, Often.YEAR):
        named = title
    else:
        named = words("{period}'s {title}", title=title, period=during)
    group = obligation.subject.group
    return words("{duty} ({group})", duty=named, group=group) if group else named


def headed(text: str) -> str:
    """A text as it begins a line or a heading: with a capital letter, where there is one."""
    return text[:1].upper() + text[1:]


def amount_in_words(words: Words, measure: Measure, least: float) -> str:
    """An amount as its measure counts it: 3, 6 hours, 10 %."""
    if measure in SHARES:
        return words("{share} %", share=_percent(least))
    if measure is Measure.HOURS:
        return words("{hours} h", hours=_number(least))
    return _number(least)


def done_of(words: Words, standing: Standing) -> str:
    """How much of how much is done: 2/3, 4.5/6 hours, 37/100 %."""
    amount = standing.obligation.amount
    whole = amount_in_words(words, amount.measure, amount.least)
    if amount.measure in SHARES:
        return f"{_percent(standing.have)}/{whole}"
    return f"{_number(standing.have)}/{whole}"


def due_in_words(words: Words, day: date, today: date) -> str:
    """How far off a due day is: 3 days left, due today, 5 days past."""
    days = (day - today).days
    if days == 0:
        return words("due today")
    if days > 0:
        return words.count("{count} day left", "{count} days left", count=days)
    return words.count("{count} day past", "{count} days past", count=-days)


def kind_name(words: Words, kind: RecordKind) -> str:
    """A kind of record: members' meeting."""
    return text_in(kind.titles, words.language)


def kinds_named(words: Words, book: DutyBook, keys: Iterable[str]) -> str:
    """Kinds of record by their keys, strung together; one that is gone by the name it had."""
    kinds = ((key, book.kind_once(key)) for key in keys)
    return listed(words, [kind_name(words, kind) if kind else key for key, kind in kinds])


def _month_or_day(words: Words, often: Often, period: Period, *, with_year: bool) -> str:
    locale = LOCALES[words.language]
    if often is Often.RULE and not with_year:
        return shown_day(words, period.due)
    if often is Often.RULE:
        return str(format_skeleton("yMMMd", period.due, locale=locale))
    if with_year:
        return str(format_skeleton("yMMMM", period.first, locale=locale))
    return str(format_date(period.first, _MONTH[words.language], locale=locale))


def _part_of_year(words: Words, often: Often, period: Period) -> str:
    if often is Often.HALF_YEAR:
        names = (words("first half-year"), words("second half-year"))
        return names[(period.first.month - 1) // 6]
    quarters = (
        words("first quarter"),
        words("second quarter"),
        words("third quarter"),
        words("fourth quarter"),
    )
    return quarters[(period.first.month - 1) // 3]


def _percent(share: float) -> int:
    """A share of 1 in percent, rounded down: nearly enough is not."""
    return int(share * 100 + _JUST_BELOW)


def _number(amount: float) -> str:
    """A number with one digit behind the point at most, rounded down: nearly enough is not."""
    tenths = int(amount * 10 + _JUST_BELOW)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
