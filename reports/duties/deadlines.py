"""/deadlines: what is due next at a unit, by date, with what counts and what is missing."""

from collections.abc import Sequence
from datetime import date
from html import escape

from msgspec import Struct

from reports.duties.entries import (
    Entry,
    Names,
    day_head,
    entry_name,
    missing_in_words,
    shows_amount,
)
from reports.duties.rule_words import what_counts
from reports.duties.words import done_of, headed, state_name
from reports.names import shortened, shown_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import DutyBook, State
from storage.values.people import PersonId

PAGE = 8
"""So many lines on a page: each has a button, and all fit into one message."""
_IN_A_ROW = 4
_SAID = 150
"""In characters: so much is told of what counts; all of it is told by /why."""


class Deadlines(Struct, frozen=True):
    """What is told of a unit (or «your own»): what is overdue, then what comes, already in order.

    ``names``: of the persons that may be named. ``reader``: whose own need no name.
    """

    unit: str
    today: date
    book: DutyBook
    entries: Sequence[Entry]
    names: Names
    reader: PersonId | None = None


def deadlines_text(words: Words, told: Deadlines, page: int, data: str, buttons: Rows = ()) -> Said:
    """A page of it; ``data`` and a page's number are what a button to another page carries."""
    pages = max(1, -(-len(told.entries) // PAGE))
    number = min(max(0, page), pages - 1)
    shown = told.entries[number * PAGE : (number + 1) * PAGE]
    lines = [words.html("<b>{unit}: what is due next</b>", unit=told.unit)]
    if not shown:
        lines += ["", words("Nothing is due soon: all is done.")]
    head = ""
    for place, entry in enumerate(shown, number * PAGE + 1):
        above = _head(words, entry, told.today)
        if above != head:
            lines += ["", f"<b>{escape(above, quote=False)}</b>"]
            head = above
        lines += _lines(words, told, entry, place)
    more = turning(words, data, number, more=number < pages - 1)
    return Said("\n".join(lines), (*_number_rows(shown, number * PAGE + 1), *more, *buttons))


def each_text(words: Words, told: Deadlines, buttons: Rows = ()) -> Said:
    """One obligation of several persons: a line each."""
    first = told.entries[0]
    lines = [f"<b>{escape(headed(_title(words, told, first)), quote=False)}</b>", ""]
    for place, entry in enumerate(told.entries, 1):
        name = told.names.get(entry.first.obligation.subject.person_id or PersonId(0), "")
        lines.append(_person_line(words, entry, name, place))
    return Said("\n".join(lines), (*_number_rows(told.entries, 1), *buttons))


def _head(words: Words, entry: Entry, today: date) -> str:
    if entry.first.state is State.OVERDUE:
        return words("Overdue")
    if entry.first.state is State.AWAITING:
        return words("Awaiting confirmation")
    return day_head(words, entry.due, today)


def _lines(words: Words, told: Deadlines, entry: Entry, place: int) -> list[str]:
    name = entry_name(words, entry, told.names, told.today, told.reader)
    standing = entry.first
    if not entry.is_of_many and shows_amount(standing):
        name = f"{name} {done_of(words, standing)}"
    if standing.state is State.OVERDUE:
        left = day_head(words, entry.due, told.today)
        name = words("{name} ({since})", name=name, since=left)
    lines = [escape(f"{place}. {headed(name)}", quote=False)]
    if standing.state is State.AWAITING:
        return lines
    missing = missing_in_words(words, entry, told.names)
    counts = what_counts(words, standing.obligation.duty.counting, told.book)
    said = words("{missing}. Counts: {what}", missing=missing, what=counts)
    return [*lines, f"   {escape(shortened(said, _SAID), quote=False)}"]


def _title(words: Words, told: Deadlines, entry: Entry) -> str:
    of_one = Entry(entry.standings[:1])
    whose = of_one.first.obligation.subject.person_id
    return entry_name(words, of_one, told.names, told.today, reader=whose)


def _person_line(words: Words, entry: Entry, name: str, place: int) -> str:
    said = words(
        "{name}: {state}", name=shown_name(name), state=state_name(words, entry.first.state)
    )
    return escape(f"{place}. {said}", quote=False)


def _number_rows(shown: Sequence[Entry], first: int) -> Rows:
    """A button for each line, by its number."""
    taps = [
        Button(str(place), data=entry.data)
        for place, entry in enumerate(shown, first)
        if entry.named
    ]
    return tuple(tuple(taps[at : at + _IN_A_ROW]) for at in range(0, len(taps), _IN_A_ROW))
