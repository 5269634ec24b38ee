"""Reads when a duty of ``duties.toml`` is due, and the earlier days of its first steps."""

import re
from collections.abc import Sequence
from datetime import date

from programme.days_off_table import as_date
from programme.duties.periods import is_rule
from programme.toml_tables import TomlTable
from storage.values.duties import Often, Step, When, YearDay
from storage.values.messages import Message, message

_YEAR_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_LEAP_YEAR = 2000
_RULE = 'rule = "FREQ=MONTHLY;BYMONTHDAY=25"'


def read_when(table: TomlTable) -> When:
    """When it is due; faults are told on the way."""
    given = [name for name in ("rule", "on", "by", "before") if name in table]
    if len(given) == 1 and given[0] in ("rule", "on") and table.raw("every") not in (None, "once"):
        given.append("every")
    if len(given) > 1:
        table.fault(only_one(given), given[1])
    if "rule" in table:
        rule = table.text("rule")
        if is_rule(rule):
            return When(Often.RULE, rule=rule)
        said = message(
            "“{rule}” isn't a rule for days. Please write one such as FREQ=MONTHLY;BYMONTHDAY=25.",
            rule=rule,
        )
        table.fault(said, "rule")
        return When(Often.YEAR)
    often = table.choice("every", Often.YEAR)
    if often is Often.RULE:
        said = message("The rule itself is missing, such as {example}.", example=_RULE)
        table.fault(said, "every")
        often = Often.YEAR
    if "on" in table or often is Often.ONCE:
        day = as_date(table.raw("on"))
        if day is None:
            at = "on" if "on" in table else "every"
            table.fault(message("“on” must be a date such as 2026-05-20."), at)
        return When(Often.ONCE, on=day or date.max)
    if "every" not in table and not given:
        said = message("When it is due is missing: “every”, “by”, “before”, “on” or “rule”.")
        table.fault(said)
    by = _year_day(table, "by") or _day_before(_year_day(table, "before"))
    if by is not None and often is not Often.YEAR:
        table.fault(
            message("“by” and “before” are for duties of a year. For others, write a “rule”."),
            "every",
        )
    return When(often, by=by)


def read_steps(table: TomlTable, least: float, when: When) -> tuple[Step, ...]:
    """The steps on the way to ``least``; faults are told on the way."""
    written = table.raw("steps") or []
    if written and when.often not in (Often.YEAR, Often.ONCE):
        table.fault(message("“steps” are for a duty of a year."), "steps")
    last = _last_day(when)
    steps: list[Step] = []
    for each in written if isinstance(written, list) else [written]:
        amount = each.get("least") if isinstance(each, dict) else None
        day = _as_year_day(each.get("by")) if isinstance(each, dict) else None
        if day is None or not isinstance(amount, int | float) or not 0 < amount <= least:
            said = message(
                "A step is how much by when, and no more than the whole: {example}.",
                example='{ least = 1, by = "05-31" }',
            )
            table.fault(said, "steps")
        elif day.in_year(_LEAP_YEAR) >= last.in_year(_LEAP_YEAR):
            table.fault(message("A step must be due before the whole is."), "steps")
        else:
            steps.append(Step(amount, day))
    return tuple(steps)


def _last_day(when: When) -> YearDay:
    """By when all is due, of the days of a year."""
    return YearDay(when.on.month, when.on.day) if when.on else when.by or YearDay(12, 31)


def only_one(names: Sequence[str]) -> Message:
    """What is told where several keys exclude one another."""
    return message("Only one of these can be asked: {names}.", names=", ".join(names))


def _year_day(table: TomlTable, name: str) -> YearDay | None:
    if name not in table:
        return None
    day = _as_year_day(table.raw(name))
    if day is None:
        table.fault(message("“{key}” must be a month and a day such as 05-20.", key=name), name)
    return day


def _as_year_day(written: object) -> YearDay | None:
    found = _YEAR_DAY.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return None
    return YearDay(month, day)


def _day_before(day: YearDay | None) -> YearDay | None:
    """The day before; before 1 March it is 29 February, which is the 28th in most years."""
    if day is None:
        return None
    before = date.fromordinal(date(_LEAP_YEAR, day.month, day.day).toordinal() - 1)
    return YearDay(before.month, before.day)
