"""Reads one duty of ``duties.toml``. ``docs/duties.en.md`` tells what each key means."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from programme.duties.duty_dates import only_one, read_steps, read_when
from programme.toml_tables import TomlTable
from storage.values.duties import (
    USUAL_REMINDERS,
    Amount,
    Counting,
    Duty,
    Evidence,
    Joining,
    Measure,
    Part,
    Wanted,
    When,
    Who,
    Whom,
)
from storage.values.messages import message
from storage.values.people import Role

_A_DAY = "day"
_MEMBERS = "least_members"
_AMOUNTS: Mapping[str, Measure] = {
    "times": Measure.TIMES,
    "topics": Measure.TOPICS,
    "hours": Measure.HOURS,
    "reach": Measure.REACHED,
    "part_of": Measure.PART,
}
_SHARES = (Measure.REACHED, Measure.PART)
_GOES_WITH: Mapping[str, Sequence[str]] = {
    "topic_hours": ("topics",),
    "by_topic": ("part_of",),
    "reach_roles": ("reach",),
    "reach_audience": ("reach",),
}
"""Keys that mean nothing without another."""
KEYS = (
    *("section", "title", "guidance"),
    *("who", "levels", "roles", "audience", _MEMBERS),
    *("every", "by", "before", "on", "rule"),
    *_AMOUNTS,
    *("reach_roles", "reach_audience", "topic_hours", "by_topic", "steps"),
    *("counts", "least_minutes", "quorum", "on_topics", "at_places"),
    *("as", "spoken_by", "in_own_branch"),
    *("needs", "remind", "evidence", "words", "confirm", "tell_above", "joining", "unbroken_since"),
)
_LONGEST_REMINDER = 120


class Known(Struct, frozen=True):
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
    table.check_names(KEYS)
    _check_company(table)
    when = read_when(table)
    return Duty(
        key=table.name,
        section=_section(table, known),
        titles=table.table("title", of_words=True).in_languages(known.languages),
        guidance=table.table("guidance", of_words=True).in_languages(known.languages, needed=False),
        who=_who(table, known),
        when=when,
        counting=_counting(table, known),
        amount=_amount(table, known, when),
        needs=table.named("needs", set(known.duties) - {table.name}),
        remind=_remind(table),
        wanted=_wanted(table),
        confirmed=table.flag("confirm"),
        tells_above=table.flag("tell_above"),
        joining=table.choice("joining", Joining.FROM_THEN),
        unbroken_since=table.one_of("unbroken_since", known.kinds),
    )


def _check_company(table: TomlTable) -> None:
    """Tell of keys that mean nothing as they stand."""
    for name, others in _GOES_WITH.items():
        if name in table and not any(other in table for other in others):
            said = message("“{key}” goes with “{other}” only.", key=name, other=others[0])
            table.fault(said, name)
    if table.raw("who") != Whom.PERSONS:
        of_persons = ["roles", "in_own_branch", *([] if "reach" in table else ["as"])]
        for name in of_persons:
            if name in table:
                table.fault(message("“{key}” is for a duty of persons.", key=name), name)
    elif "least_members" in table:
        table.fault(message("“{key}” isn't for a duty of persons.", key=_MEMBERS), _MEMBERS)


def _section(table: TomlTable, known: Known) -> str:
    if "section" not in table:
        table.fault(message("The section is missing. Please name one of [sections]."))
    return table.one_of("section", known.sections)


def _who(table: TomlTable, known: Known) -> Who:
    who = Who(
        whom=table.choice("who", Whom.BRANCHES),
        levels=table.named("levels", known.levels),
        roles=roles_in(table, "roles"),
        audience=table.texts("audience"),
        least_members=table.whole(_MEMBERS, 0, 0, 10_000),
    )
    if "who" not in table:
        table.fault(message("“who” is missing: units, branches, groups or persons."))
    if who.whom is Whom.UNITS and not who.levels:
        table.fault(message("A duty of units needs “levels”: of which levels?"), "who")
    return who


def roles_in(table: TomlTable, name: str) -> tuple[Role, ...]:
    """A list of roles; the owner's is none that a roster gives."""
    known = [role.value for role in Role if role is not Role.OWNER]
    return tuple(Role(each) for each in table.named(name, known))


def _amount(table: TomlTable, known: Known, when: When) -> Amount:
    given = [name for name in _AMOUNTS if name in table]
    if len(given) > 1:
        table.fault(only_one(given), given[1])
    name = given[0] if given else "times"
    measure = _AMOUNTS[name]
    if measure in (Measure.TIMES, Measure.TOPICS):
        least: float = table.whole(name, 1, 1, 1000)
    else:
        least = table.number(name, 1, 0.001, 1 if measure in _SHARES else 1000)
    named = table.texts("on_topics")
    if measure is Measure.TOPICS and named and least > len(named):
        said = message(
            "“on_topics” names {number}; more than that can't be asked.", number=len(named)
        )
        table.fault(said, name)
    return Amount(
        measure=measure,
        least=least,
        topic_hours=_topic_hours(table, known.day_hours),
        roles=roles_in(table, "reach_roles"),
        steps=read_steps(table, least, when),
        audience=table.texts("reach_audience"),
        by_topic=table.flag("by_topic"),
    )


def _topic_hours(table: TomlTable, day_hours: float) -> float:
    if table.raw("topic_hours") == _A_DAY:
        return day_hours
    return table.number("topic_hours", 0, 0, 1000)


def _counting(table: TomlTable, known: Known) -> Counting:
    if table.raw("counts") in (None, []):
        table.fault(message("“counts” is missing: which kinds of record count?"))
    return Counting(
        kinds=table.named("counts", known.kinds),
        least_minutes=table.whole("least_minutes", 0, 0, 24 * 60),
        quorum=table.number("quorum", 0, 0, 1),
        topics=table.named("on_topics", known.topics),
        places=table.named("at_places", known.places),
        part=table.choice("as", Part.PRESENT),
        in_own_branch=table.flag("in_own_branch"),
        spoken_by=roles_in(table, "spoken_by"),
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
