"""Obligations as lines of a list: one each, and those of several persons in one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from babel.dates import format_skeleton
from msgspec import Struct
from msgspec.structs import replace

from programme.duties.references import reference
from programme.duties.standing import Standing
from reports.days import LOCALES, shown_day
from reports.duties.words import (
    SHARES,
    amount_in_words,
    done_of,
    due_in_words,
    obligation_name,
    state_name,
)
from reports.lists import listed
from reports.names import shown_name
from reports.wording import Words
from storage.values.duties import Duty, Measure, State
from storage.values.people import PersonId, Unit

_NAMES = 5
"""So many names in a line; the rest is a number."""
Names = Mapping[PersonId, str]


class Entry(Struct, frozen=True):
    """What one line tells: one obligation, or the same one of several persons at a unit.

    ``named``: the reader may know whose it is, and look at it; else it is told in numbers only.
    ``where``: the unit's name, where the lines of a list are of several.
    """

    standings: tuple[Standing, ...]
    named: bool = True
    where: str = ""

    @property
    def first(self) -> Standing:
        """The obligation, or the first of them."""
        return self.standings[0]

    @property
    def due(self) -> date:
        """By when the next thing of it is due."""
        return min(each.due for each in self.standings)

    @property
    def is_of_many(self) -> bool:
        """Whether it is the same obligation of several persons, or of somebody not named."""
        return len(self.standings) > 1 or not self.named

    @property
    def data(self) -> str:
        """What the button to it carries."""
        named = reference(self.first.obligation)
        return f"due:each:{named}" if self.is_of_many else f"why:{named}"


def entries(
    standings: Iterable[Standing], unnamed: Callable[[Duty], bool] = lambda _duty: False
) -> list[Entry]:
    """Obligations as lines, in their order; those of persons at one unit, of one duty in one
    period, are one line. ``unnamed``: of which duties nobody is named."""
    found: dict[object, list[Standing]] = {}
    for each in standings:
        key: object = each.obligation.key
        if each.obligation.subject.person_id is not None:
            duty, subject, period = each.obligation.key
            key = (duty, subject.unit_id, period)
        found.setdefault(key, []).append(each)
    return [Entry(tuple(each), not unnamed(each[0].obligation.duty)) for each in found.values()]


def told_where(listed: Iterable[Entry], units: Iterable[Unit]) -> list[Entry]:
    """The same lines, each with the name of its unit as soon as they are of more than one."""
    found, names = list(listed), {unit.id: unit.name for unit in units}
    at = [each.first.obligation.subject.unit_id for each in found]
    if len(set(at)) < len(("one", "another")):
        return found
    return [replace(each, where=names.get(unit, "")) for each, unit in zip(found, at, strict=True)]


def entry_name(
    words: Words, entry: Entry, names: Names, today: date, reader: PersonId | None = None
) -> str:
    """What a line is called, as plain text: 二季度党员大会; 讲党课（李明）; 自学（3 人）."""
    name = obligation_name(words, entry.first.obligation, today)
    if entry.where:
        name = words("{duty} ({group})", duty=name, group=entry.where)
    if entry.is_of_many:
        count = len(entry.standings)
        many = words.count("{count} person", "{count} people", count=count)
        return words("{duty} ({group})", duty=name, group=many)
    whose = entry.first.obligation.subject.person_id
    if whose is None or whose == reader:
        return name
    return words("{duty} ({group})", duty=name, group=shown_name(names.get(whose, "")))


def entry_line(
    words: Words, entry: Entry, names: Names, today: date, reader: PersonId | None = None
) -> str:
    """A line with how far it has come and how far off it is, as plain text."""
    name = entry_name(words, entry, names, today, reader)
    standing = entry.first
    if not entry.is_of_many and shows_amount(standing):
        name = f"{name} {done_of(words, standing)}"
    if standing.state is State.AWAITING:
        return words("{name}: {state}", name=name, state=state_name(words, State.AWAITING))
    return words("{name}: {when}", name=name, when=due_in_words(words, entry.due, today))


def missing_in_words(words: Words, entry: Entry, names: Names) -> str:
    """What is still to be done of it: 2 to go; by 31 May 1 first; whom it waits for."""
    if entry.is_of_many:
        people = [each.obligation.subject.person_id for each in entry.standings]
        return whose_turn(words, [p for p in people if p is not None], names)
    standing = entry.first
    if standing.obligation.amount.measure is Measure.REACHED and standing.waits_for:
        return whose_turn(words, standing.waits_for, names)
    return left_in_words(words, standing)


def left_in_words(words: Words, standing: Standing) -> str:
    """How much is left: 2 more; 1.5 h more; 9 % of 10 %."""
    amount = standing.obligation.amount
    target = standing.step.least if standing.step else amount.least
    if amount.measure in SHARES:
        have = amount_in_words(words, amount.measure, standing.have)
        whole = amount_in_words(words, amount.measure, target)
        return words("{have} of {whole} so far", have=have, whole=whole)
    left = max(0.0, target - standing.have)
    if amount.measure is Measure.HOURS:
        return words("{hours} to go", hours=amount_in_words(words, amount.measure, left))
    count = max(1, round(left))
    if amount.measure is Measure.TOPICS:
        return words.count("{count} topic to go", "{count} topics to go", count=count)
    return words.count("{count} to go", "{count} to go", count=count)


def shows_amount(standing: Standing) -> bool:
    """Whether how much is done tells more than the state does: 0 of 1 doesn't."""
    amount = standing.obligation.amount
    counted = (Measure.TIMES, Measure.TOPICS)
    return amount.measure not in counted or amount.least > 1


def whose_turn(words: Words, people: Sequence[PersonId], names: Names) -> str:
    """Who has yet to do it: by name, where all of them may be named; as plain text."""
    if all(each in names for each in people):
        return words("not yet: {names}", names=names_in_words(words, people, names))
    return words.count("{count} not yet", "{count} not yet", count=len(people))


def names_in_words(words: Words, people: Sequence[PersonId], names: Names) -> str:
    """Some names, and how many more, as plain text."""
    shown = listed(words, [shown_name(names.get(each, "")) for each in people[:_NAMES]])
    more = len(people) - _NAMES
    if more <= 0:
        return shown
    return words("{names} and {count} more", names=shown, count=more)


def day_head(words: Words, due: date, today: date) -> str:
    """A due day as the head of what is due on it: 30 June, 3 days left."""
    day = shown_day_of(words, due, today)
    return words("{day}, {left}", day=day, left=due_in_words(words, due, today))


def shown_day_of(words: Words, day: date, today: date) -> str:
    """A day, with its year where that is not today's."""
    if day.year == today.year:
        return shown_day(words, day)
    return str(format_skeleton("yMMMd", day, locale=LOCALES[words.language]))
