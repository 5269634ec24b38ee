"""Reads one duty of ``duties.toml``. ``docs/duties.md`` tells what each key means."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.days_off_table import as_date
from programme.duties.periods import is_rule
from programme.toml_tables import TomlTable
from storage.values.duties import (
    USUAL_REMINDERS,
    Amount,
    Counting,
    Duty,
    Evidence,
    Joining,
    Measure,
    Often,
    Part,
    Step,
    Wanted,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.messages import message
from storage.values.people import Role

_YEAR_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_A_DAY = "day"
_AMOUNTS: Mapping[str, Measure] = {
    "times": Measure.TIMES,
    "topics": Measure.TOPICS,
    "hours": Measure.HOURS,
    "reach": Measure.REACHED,
    "part_of": Measure.PART,
}
_SHARES = (Measure.REACHED, Measure.PART)
_KEYS = (
    *("section", "title", "guidance"),
    *("who", "levels", "roles", "audience", "least_members"),
    *("every", "by", "before", "on", "rule"),
    *_AMOUNTS,
    *("reach_roles", "topic_hours", "steps"),
    *("counts", "least_minutes", "quorum", "on_topics", "at_places", "as", "in_own_branch"),
    *("needs", "remind", "evidence", "words", "confirm", "tell_above", "joining"),
)
_LONGEST_REMINDER = 120


@dataclass(frozen=True, slots=True)
class Known:
    """What a duty may name: languages, sections, levels, kinds, topics, places, other duties."""

    languages: Collection[str]
    sections: Collection[str]
    levels: Collection[str]
    kinds: Collection[str]
    topics: Collection[str]
    places: Collection[str]
    duties: Collection[str]
    day_hours: float


def read_duty(table: TomlTable, known: Known) -> Duty:
    """The duty in a table; faults are told on the way."""
    table.check_names(_KEYS)
    section = next(iter(table.named("section", known.sections)), "")
    if not section and "section" not in table:
        table.fault(message("The section is missing. Please name one of [sections]."))
    return Duty(
        key=table.name,
        section=section,
        titles=table.table("title").in_languages(known.languages),
        guidance=table.table("guidance").in_languages(known.languages, needed=False),
        who=_who(table, known),
        when=_when(table),
        counting=_counting(table, known),
        amount=_amount(table, known),
        needs=table.named("needs", set(known.duties) - {table.name}),
        remind=_remind(table),
        wanted=_wanted(table),
        confirmed=table.flag("confirm"),
        tells_above=table.flag("tell_above"),
        joining=table.choice("joining", Joining.FROM_THEN),
    )


def _who(table: TomlTable, known: Known) -> Who:
    who = Who(
        whom=table.choice("who", Whom.BRANCHES),
        levels=table.named("levels", known.levels),
        roles=_roles(table, "roles"),
        audience=table.texts("audience"),
        least_members=table.whole("least_members", 0, 0, 10_000),
    )
    if "who" not in table:
        table.fault(message("“who” is missing: units, branches, groups or persons."))
    if who.whom is Whom.UNITS and not who.levels:
        table.fault(message("A duty of units needs “levels”: of which levels?"), "who")
    if who.roles and who.whom is not Whom.PERSONS:
        table.fault(message("“roles” is for a duty of persons."), "roles")
    return who


def _roles(table: TomlTable, name: str) -> tuple[Role, ...]:
    known = [role.value for role in Role if role is not Role.OWNER]
    return tuple(Role(each) for each in table.named(name, known))


def _when(table: TomlTable) -> When:
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
    if "on" in table or often is Often.ONCE:
        day = as_date(table.raw("on"))
        if day is None:
            table.fault(message("“on” must be a date such as 2026-05-20."), "on")
        return When(Often.ONCE, on=day or date.max)
    by = _year_day(table, "by") or _day_before(_year_day(table, "before"))
    if by is not None and often is not Often.YEAR:
        table.fault(
            message("“by” and “before” are for duties of a year. For others, write a “rule”."),
            "every",
        )
    return When(often, by=by)


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
        date(2000, month, day)
    except ValueError:
        return None
    return YearDay(month, day)


def _day_before(day: YearDay | None) -> YearDay | None:
    """The day before; before 1 March it is 29 February, which is the 28th in most years."""
    if day is None:
        return None
    before = date.fromordinal(date(2000, day.month, day.day).toordinal() - 1)
    return YearDay(before.month, before.day)


def _amount(table: TomlTable, known: Known) -> Amount:
    given = [name for name in _AMOUNTS if name in table]
    if len(given) > 1:
        said = message("Only one of these can be asked: {names}.", names=", ".join(given))
        table.fault(said, given[1])
    name = given[0] if given else "times"
    measure = _AMOUNTS[name]
    least = table.number(name, 1, 0.001, 1 if measure in _SHARES else 1000)
    if measure in (Measure.TIMES, Measure.TOPICS) and least != int(least):
        table.fault(message("“{key}” must be a whole number.", key=name), name)
    return Amount(
        measure=measure,
        least=least,
        topic_hours=_topic_hours(table, known.day_hours),
        roles=_roles(table, "reach_roles"),
        steps=_steps(table, least),
    )


def _topic_hours(table: TomlTable, day_hours: float) -> float:
    if table.raw("topic_hours") == _A_DAY:
        return day_hours
    return table.number("topic_hours", 0, 0, 1000)


def _steps(table: TomlTable, least: float) -> tuple[Step, ...]:
    written = table.raw("steps") or []
    steps: list[Step] = []
    for each in written if isinstance(written, list) else [written]:
        amount = each.get("least") if isinstance(each, dict) else None
        day = _as_year_day(each.get("by")) if isinstance(each, dict) else None
        if day is None or not isinstance(amount, int | float) or not 0 < amount <= least:
            said = message(
                "A step is how much by when, and no more than the whole: "
                '{ least = 1, by = "05-31" }.'
            )
            table.fault(said, "steps")
        else:
            steps.append(Step(amount, day))
    return tuple(steps)


def _counting(table: TomlTable, known: Known) -> Counting:
    if "counts" not in table:
        table.fault(message("“counts” is missing: which kinds of record count?"))
    return Counting(
        kinds=table.named("counts", known.kinds),
        least_minutes=table.whole("least_minutes", 0, 0, 24 * 60),
        quorum=table.number("quorum", 0, 0, 1),
        topics=table.named("on_topics", known.topics),
        places=table.named("at_places", known.places),
        part=table.choice("as", Part.PRESENT),
        in_own_branch=table.flag("in_own_branch"),
    )


def _remind(table: TomlTable) -> tuple[int, ...]:
    written = table.raw("remind")
    if written is None:
        return USUAL_REMINDERS
    if isinstance(written, list) and all(
        isinstance(each, int) and not isinstance(each, bool) and 0 <= each <= _LONGEST_REMINDER
        for each in written
    ):
        return tuple(sorted(set(written), reverse=True))
    said = message("“remind” must be a list of days before the due date, such as [14, 7, 3, 1, 0].")
    table.fault(said, "remind")
    return USUAL_REMINDERS


def _wanted(table: TomlTable) -> Wanted:
    kinds = table.named("evidence", [each.value for each in Evidence])
    words = table.whole("words", 0, 0, 10_000)
    found = tuple(Evidence(each) for each in kinds)
    if words and Evidence.TEXT not in found:
        found = (*found, Evidence.TEXT)
    return Wanted(found, words)
