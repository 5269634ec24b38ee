"""/matters: what there is to see to, on one card: today, overdue, next, planned; each with its
button."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from programme.duties.references import reference
from programme.duties.standing import Standing
from reports.days import shown_day, shown_time
from reports.duties.entries import Entry, Names, entry_line, entry_name
from reports.duties.words import headed, kinds_named
from reports.rows import branch_buttons
from reports.said import Button, Rows, Said
from reports.status import counted_line
from reports.wording import Words
from storage.status import Counts
from storage.values.days import SlotKind
from storage.values.duties import DutyBook
from storage.values.meetings import Meeting
from storage.values.people import PersonId, Unit
from storage.values.records import MeetingId

SHOWN = 3
"""So many of each sort are shown; the rest is a tap away."""


class Matters(Struct, frozen=True):
    """What the card tells somebody of one unit, and of what they owe themselves.

    ``counts``: of the day's three, of a branch that they look after. ``overdue`` and ``coming``:
    of the unit; ``own``: the reader's own, wherever they owe it. ``decisions``: what waits for
    them to confirm it, each with its unit. ``meetings``: planned there, by time; ``over``: those of
    them whose time has passed.
    """

    unit: Unit
    today: date
    book: DutyBook
    names: Names
    counts: Counts | None = None
    overdue: Sequence[Entry] = ()
    coming: Sequence[Entry] = ()
    own: Sequence[Entry] = ()
    decisions: Sequence[tuple[Unit, Standing]] = ()
    meetings: Sequence[Meeting] = ()
    over: Collection[MeetingId] = ()
    reader: PersonId | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see to."""
        lists = (self.overdue, self.coming, self.own, self.decisions, self.meetings)
        return not any(lists)


def matters_text(words: Words, told: Matters, buttons: Rows = ()) -> Said:
    """The card. ``buttons`` stand below those of its lines."""
    day = shown_day(words, told.today)
    lines = [words.html("<b>{branch} · {day}</b>", branch=told.unit.name, day=day)]
    lines += _today(words, told)
    rows: list[tuple[Button, ...]] = []
    place = 1
    for head, entries in _sections(words, told):
        lines += ["", f"<b>{escape(head, quote=False)}</b>"]
        for entry in entries[:SHOWN]:
            line = entry_line(words, entry, told.names, told.today, told.reader)
            lines.append(escape(f"{place}. {headed(line)}", quote=False))
            rows += _row(words, entry, place)
            place += 1
        lines += _more(words, len(entries) - SHOWN)
    meeting_lines, meeting_rows = _meetings(words, told)
    decision_lines, decision_rows = _decisions(words, told, place)
    lines += [*meeting_lines, *decision_lines]
    if told.is_empty:
        lines += ["", words("Nothing is due, and nothing is planned.")]
    return Said("\n".join(lines), (*rows, *meeting_rows, *decision_rows, *buttons))


def card_buttons(
    words: Words, told: Matters, others: Sequence[Unit], *, looked_after: bool, overseen: bool
) -> Rows:
    """The buttons below a card: to all that is due, to how the day's three go, to a new meeting,
    to the other units."""
    unit = told.unit
    if not (looked_after or overseen):
        return ((Button(words("All that is due"), data="due:own:0"),),) if told.own else ()
    first = [Button(words("All that is due"), data=f"due:{unit.id}:0")]
    if looked_after:
        first.append(Button(words("Day's three"), data=f"status:own:{unit.id}"))
    else:
        first.append(Button(words("All my branches"), data="status:0:0"))
    rows: Rows = (tuple(first), (Button(words("Plan a meeting"), data="meet:new"),))
    return (*rows, *branch_buttons(others, "matter"))


def nothing_of_yours(words: Words) -> Said:
    """Told to somebody who owes nothing and looks after nobody."""
    return Said(words("There is nothing for you to see to. How you yourself are doing: /me."))


def meeting_line(words: Words, meeting: Meeting, unit: Unit, book: DutyBook) -> str:
    """A meeting with its time and place, as plain text."""
    what = kinds_named(words, book, meeting.kinds)
    if meeting.starts_at is not None:
        at = meeting.starts_at.astimezone(ZoneInfo(unit.time_zone))
        day, time = shown_day(words, at.date()), shown_time(at.time())
        what = words("{day} {time} {what}", day=day, time=time, what=what)
    return words("{what}, {place}", what=what, place=meeting.place) if meeting.place else what


def _sections(words: Words, told: Matters) -> Iterator[tuple[str, Sequence[Entry]]]:
    if told.overdue:
        yield words("Overdue"), told.overdue
    if told.coming:
        yield words("Due next"), told.coming
    if told.own:
        yield words("Your own"), told.own


def _today(words: Words, told: Matters) -> list[str]:
    lines = []
    if told.counts is not None and told.counts.members:
        numbers = told.counts
        three = (
            (SlotKind.MORNING, numbers.read),
            (SlotKind.NOON, numbers.answered),
            (SlotKind.EVENING, numbers.noted),
        )
        lines.append(
            " · ".join(counted_line(words, kind, done, numbers.members) for kind, done in three)
        )
    return lines


def _row(words: Words, entry: Entry, place: int) -> list[tuple[Button, ...]]:
    if not entry.named:
        return []
    look = Button(words("{number} Look", number=place), data=entry.data)
    if entry.is_of_many:
        return [(look,)]
    named = reference(entry.first.obligation)
    put_down = Button(words("{number} Put down", number=place), data=f"record:for:{named}")
    return [(put_down, look)]


def _more(words: Words, count: int) -> list[str]:
    if count <= 0:
        return []
    return [
        words.count("and {count} more: /deadlines", "and {count} more: /deadlines", count=count)
    ]


def _meetings(words: Words, told: Matters) -> tuple[list[str], list[tuple[Button, ...]]]:
    if not told.meetings:
        return [], []
    shown = [_planned(words, told, each) for each in told.meetings[:SHOWN]]
    lines = [
        "",
        words("<b>Planned</b>"),
        *(escape(f"· {headed(line)}", quote=False) for line in shown),
    ]
    taps: list[tuple[Button, ...]] = [
        (Button(_meeting_label(words, each, told.unit), data=f"meet:show:{each.id}"),)
        for each in told.meetings[:SHOWN]
    ]
    return [*lines, *_more_meetings(words, len(told.meetings) - SHOWN)], taps


def _planned(words: Words, told: Matters, meeting: Meeting) -> str:
    line = meeting_line(words, meeting, told.unit, told.book)
    return words("{meeting}. Was it held?", meeting=line) if meeting.id in told.over else line


def _more_meetings(words: Words, count: int) -> list[str]:
    if count <= 0:
        return []
    return [words.count("and {count} more: /meeting", "and {count} more: /meeting", count=count)]


def _meeting_label(words: Words, meeting: Meeting, unit: Unit) -> str:
    if meeting.starts_at is None:
        return words("The meeting")
    at = meeting.starts_at.astimezone(ZoneInfo(unit.time_zone))
    return words("Meeting, {day}", day=shown_day(words, at.date()))


def _decisions(
    words: Words, told: Matters, place: int
) -> tuple[list[str], list[tuple[Button, ...]]]:
    if not told.decisions:
        return [], []
    lines = ["", words("<b>For you to confirm</b>")]
    taps: list[tuple[Button, ...]] = []
    for number, (unit, standing) in enumerate(told.decisions[:SHOWN], place):
        name = entry_name(words, Entry((standing,)), told.names, told.today, told.reader)
        line = words("{unit}: {duty}", unit=unit.name, duty=name)
        lines.append(escape(f"{number}. {headed(line)}", quote=False))
        data = f"why:{reference(standing.obligation)}"
        taps.append((Button(words("{number} Look", number=number), data=data),))
    more = len(told.decisions) - SHOWN
    if more > 0:
        lines.append(
            words.count("and {count} more to confirm", "and {count} more to confirm", count=more)
        )
    return lines, taps
