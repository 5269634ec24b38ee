"""What a record counts for, in words."""

from collections.abc import Sequence
from datetime import date
from html import escape

from msgspec import Struct

from programme.duties.standing import Standing
from programme.records.counted import Counted
from programme.records.scene import Scene
from reports.duties.words import done_of, obligation_name, state_name
from reports.lists import listed
from reports.records.words import names_in_words
from reports.wording import Words
from storage.values.duties import Measure, State
from storage.values.people import PersonId

_MISSED = 3
"""So many that a record nearly meets are told."""
_THEIRS = 5
_TWO = 2
"""So many duties of persons are told."""


class Told(Struct, frozen=True):
    """What a record counts for, and on which day it is told to whom. ``names``: the reader may
    read the names of the persons."""

    counted: Counted
    today: date
    reader: PersonId | None
    names: bool = True


def how_often(words: Words, told: Told, *, kept: bool) -> str:
    """The headline as plain text: recorded once, counts twice. ``kept``: it is put down already."""
    names = names_of_counted(words, told.counted.counts, told.today)
    duties = listed(words, names)
    if not names:
        return ""
    if not kept:
        return words("Will count for: {duties}", duties=duties)
    if len(names) == 1:
        return words("Counts for: {duties}", duties=duties)
    if len(names) == _TWO:
        return words("Recorded once, counts twice: {duties}", duties=duties)
    return words("Recorded once, counts {count} times: {duties}", count=len(names), duties=duties)


def names_of_counted(words: Words, standings: Sequence[Standing], today: date) -> list[str]:
    """The unit's obligations by name, each once, with how far it has come where that is not all."""
    named = (
        _with_amount(words, each, obligation_name(words, each.obligation, today))
        for each in standings
        if each.obligation.subject.person_id is None
    )
    return list(dict.fromkeys(named))


def counted_lines(words: Words, told: Told, at: Scene, *, kept: bool) -> list[str]:
    """What a record counts for and what it nearly does, as lines of HTML."""
    lines = []
    headline = how_often(words, told, kept=kept)
    if headline:
        lines.append(escape(headline, quote=False))
    lines += _of_persons(words, told, at)
    nearly = _nearly(words, told)
    if not lines and not nearly:
        for_none = words("It counts for no duty as it is; it will be kept all the same.")
        lines.append(words("No duty asks for it; it is kept all the same.") if kept else for_none)
    return lines + nearly


def _of_persons(words: Words, told: Told, at: Scene) -> list[str]:
    by_duty: dict[str, list[PersonId]] = {}
    for each in told.counted.counts:
        person = each.obligation.subject.person_id
        if person is None or not (told.names or person == told.reader):
            continue
        name = obligation_name(words, each.obligation, told.today)
        if len(told.counted.counts) == 1 or person == told.reader:
            name = _with_amount(words, each, name)
        by_duty.setdefault(name, []).append(person)
    lines = []
    for name, people in list(by_duty.items())[:_THEIRS]:
        if people == [told.reader]:
            lines.append(words.html("For you yourself: {duty}", duty=name))
        else:
            who = names_in_words(words, at, people)
            lines.append(words.html("For {names}: {duty}", names=who, duty=name))
    return lines


def _nearly(words: Words, told: Told) -> list[str]:
    lines = []
    for missed in told.counted.missed[:_MISSED]:
        name = obligation_name(words, missed.standing.obligation, told.today)
        why = words.say(missed.why)
        lines.append(words.html("Not yet for {duty}: {why}", duty=name, why=why))
    return lines


def _with_amount(words: Words, standing: Standing, name: str) -> str:
    """The obligation with how far it has come, unless one record is all that it takes."""
    amount = standing.obligation.amount
    if standing.first:
        return words("{duty} ({state})", duty=name, state=words("something else comes first"))
    if standing.state is State.AWAITING:
        return words("{duty} ({state})", duty=name, state=state_name(words, standing.state))
    if amount.measure is Measure.TIMES and amount.least <= 1:
        return name
    return words("{duty} ({state})", duty=name, state=done_of(words, standing))
