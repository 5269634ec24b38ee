"""A reminder in words: what is due next, what is overdue, and the way to be done with it."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from msgspec import Struct

from programme.duties.obligations import Obligation
from programme.duties.references import reference
from programme.duties.reminders import Over, Reminder
from programme.duties.reminding import days_to_put_off
from programme.duties.unit_days import Line
from programme.problems.reminding import Late
from reports.days import shown_day
from reports.duties.entries import Entry, entry_name, shows_amount
from reports.duties.matters import meeting_line
from reports.duties.words import done_of, due_in_words, headed, obligation_name
from reports.said import STAYS, Button, Said
from reports.wording import Words
from storage.values.duties import Family
from storage.values.people import UnitId

REMIND = "remind"
"""What the data of a reminder's own buttons begins with."""
LATER, ON, OTHER = "later", "in", "day"
_MOST = 8
"""So many obligations are named; the rest is counted."""
_COMING = 5
_BELOW, _OVER, _LATE = 3, 2, 3
_WITH_BUTTONS = 3
LATER_DAYS = (1, 3, 7)
"""How many days away a reminder can be put off by one tap."""
_MEETINGS = (Family.MEETING, Family.LECTURE)


class _Shown(Struct, frozen=True):
    """A line, and the buttons for it."""

    text: str
    buttons: tuple[Button, ...] = ()


def reminder(words: Words, told: Reminder) -> Said:
    """Somebody's one message of the day."""
    coming = [each for each in told.lines if _days(told, each) >= 0]
    overdue = [each for each in told.lines if _days(told, each) < 0]
    first = coming[: _COMING if overdue else _MOST]
    then = overdue[: _MOST - len(first)]
    several = len(first) + len(then) + len(told.over) + len(told.below) + len(told.late) > 1
    parts: list[tuple[str, list[_Shown]]] = []
    if first:
        head = words("These are coming up:") if several else ""
        parts.append((head, [_coming(words, told, each) for each in first]))
    if then:
        parts.append((_asking(words, told, then), [_overdue(words, told, each) for each in then]))
    if told.over:
        head = words("Was it held? If so, please tap:")
        parts.append((head, [_over(words, told, each) for each in told.over[:_OVER]]))
    if told.late:
        head = words("Problems that should be solved by now:")
        parts.append((head, [_late(words, told, each) for each in told.late[:_LATE]]))
    if told.below:
        shown = [_below(words, told, each) for each in told.below[:_BELOW]]
        parts.append((words("Overdue below, for your attention:"), shown))
    left = len(told.lines) - len(first) - len(then)
    return _put_together(words, parts, _more(words, told, left), numbered=several)


def for_group(words: Words, lines: Sequence[Line], today: date, bot: str) -> Said:
    """The line for a branch's group whose secretary can't be reached; it names nobody."""
    named = obligation_name(words, lines[0].first.obligation, today)
    text = _when(words, lines[0].first.due, today, f"<b>{escape(named, quote=False)}</b>")
    if len(lines) > 1:
        more = words.count("and {count} more", "and {count} more", count=len(lines) - 1)
        text = f"{text} · {more}"
    ask = words(
        "Secretary, please open a private chat with me and press Start. Then I remind you there "
        "and no longer here."
    )
    link = Button(words("Private chat"), url=f"https://t.me/{bot}?start=matters")
    return Said(f"{text}\n{ask}", ((link,),))


def later_page(words: Words, obligation: Obligation, due: date, today: date) -> Said:
    """Until when somebody wants to hear no more of it: days before it is due, and the like."""
    named = reference(obligation)
    name = f"<b>{escape(obligation_name(words, obligation, today), quote=False)}</b>"
    _, last = days_to_put_off(due, today)
    if last <= today:
        return Said(
            words(
                "{name} is due today, so it can't wait for another day. Once it is put down, I "
                "say no more of it.",
                name=name,
            )
        )
    offered = [days for days in LATER_DAYS if today + timedelta(days=days) <= last]
    labels = {1: words("Tomorrow"), 3: words("In 3 days"), 7: words("In a week")}
    first = [Button(labels[days], data=f"{REMIND}:{ON}:{days}:{named}") for days in offered]
    other = (Button(words("Another day"), data=f"{REMIND}:{OTHER}:{named}"),)
    rows = (tuple(first), other)
    ask = words("When shall I remind you again? The due date stays as it is.")
    when = due_in_words(words, due, today)
    return Said(words("{name}: {when}.", name=name, when=when) + f"\n{ask}", rows)


def ask_day(words: Words) -> Said:
    """Asks for a day to be typed."""
    return Said(
        words(
            "On which day shall I remind you? Please write it such as <b>6.25</b>. If it's not "
            "needed, send /cancel."
        )
    )


def put_off(words: Words, obligation: Obligation, due: date, until: date, today: date) -> Said:
    """That somebody is reminded on another day."""
    name = f"<b>{escape(obligation_name(words, obligation, today), quote=False)}</b>"
    day, last = shown_day(words, until), shown_day(words, due)
    if due < today:
        return Said(words("{name}: I'll remind you again on {day}.", name=name, day=day))
    return Said(
        words(
            "{name}: I'll remind you again on {day}. It is still due on {due}.",
            name=name,
            day=day,
            due=last,
        )
    )


def no_need(words: Words) -> Said:
    """That nobody is reminded of it any more."""
    return Said(words("That is settled already. You won't be reminded of it again."))


def _put_together(
    words: Words, parts: Sequence[tuple[str, list[_Shown]]], more: Sequence[str], *, numbered: bool
) -> Said:
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    place = 0
    for head, shown in parts:
        lines += ["", f"<b>{escape(head, quote=False)}</b>"] if head else []
        for each in shown:
            place += 1
            lines.append(f"{place}. {each.text}" if numbered else each.text)
            if each.buttons and len(rows) < _WITH_BUTTONS:
                rows.append(_numbered(words, each.buttons, place) if numbered else each.buttons)
    rows.append((Button(words("Branch matters"), data=STAYS),))
    return Said("\n".join([*lines, *more]).strip(), tuple(rows))


def _numbered(words: Words, buttons: Sequence[Button], place: int) -> tuple[Button, ...]:
    # Three of them with a number stand in a row: on a phone the long words would be cut.
    short = {
        words("Remind later"): words("Not now"),
        words("Why me?"): words("Why"),
    }
    return tuple(
        Button(f"{place} {short.get(each.text, each.text)}", each.data) for each in buttons
    )


def _coming(words: Words, told: Reminder, line: Line) -> _Shown:
    due = line.first.due
    today = told.todays[line.unit.id]
    text = _when(words, due, today, _name(words, told, line))
    if due != today:
        text = words("{what}, {day}", what=text, day=shown_day(words, due))
    return _Shown(_at(words, told, line.unit.id, line.unit.name, text), _buttons(words, line))


def _when(words: Words, due: date, today: date, name: str) -> str:
    """How far off something is, and what; ``name`` is HTML already."""
    if due == today:
        return words("Due today: {name}", name=name)
    return words("{when}: {name}", when=due_in_words(words, due, today), name=name)


def _overdue(words: Words, told: Reminder, line: Line) -> _Shown:
    when = due_in_words(words, line.first.due, told.todays[line.unit.id])
    text = words("{name}: {when}", name=_name(words, told, line, begins=True), when=when)
    return _Shown(_at(words, told, line.unit.id, line.unit.name, text), _buttons(words, line))


def _over(words: Words, told: Reminder, over: Over) -> _Shown:
    text = escape(meeting_line(words, over.meeting, over.unit, over.book), quote=False)
    open_it = Button(words("Was it held?"), data=f"meet:show:{over.meeting.id}")
    return _Shown(_at(words, told, over.unit.id, over.unit.name, text), (open_it,))


def _late(words: Words, told: Reminder, late: Late) -> _Shown:
    assert late.problem.due is not None
    when = due_in_words(words, late.problem.due, told.todays[late.unit.id])
    name = f"<b>{escape(late.problem.problem, quote=False)}</b>"
    text = words("{name}: {when}", name=name, when=when)
    look = Button(words("Look at it"), data=f"problem:{late.problem.id}")
    return _Shown(_at(words, told, late.unit.id, late.unit.name, text), (look,))


def _below(words: Words, told: Reminder, line: Line) -> _Shown:
    when = due_in_words(words, line.first.due, told.todays[line.unit.id])
    name = entry_name(words, Entry(line.standings), told.names, _today(told, line))
    text = words.html("{unit}: {name}, {when}", unit=line.unit.name, name=name, when=when)
    look = Button(words("Look at it"), data=f"why:{reference(line.first.obligation)}")
    return _Shown(text, (look,))


def _buttons(words: Words, line: Line) -> tuple[Button, ...]:
    entry = Entry(line.standings)
    if entry.is_of_many:
        return (Button(words("Look at it"), data=entry.data),)
    named = reference(line.first.obligation)
    return (
        Button(words("Put it down"), data=f"record:for:{named}"),
        Button(words("Remind later"), data=f"{REMIND}:{LATER}:{named}"),
        Button(words("Why me?"), data=f"why:{named}"),
    )


def _name(words: Words, told: Reminder, line: Line, *, begins: bool = False) -> str:
    """What it is called, in HTML; with how far it has come, and whether it is the reader's own.
    ``begins``: it stands at the beginning of its line."""
    entry, today = Entry(line.standings), _today(told, line)
    name = entry_name(words, entry, told.names, today, told.reader)
    if not entry.is_of_many and shows_amount(line.first):
        name = f"{name} {done_of(words, line.first)}"
    named = f"<b>{escape(headed(name) if begins else name, quote=False)}</b>"
    own = [each for each in told.lines if _is_own(told, each)]
    if line in own and len(own) < len(told.lines):
        return words("{name} (your own)", name=named)
    return named


def _is_own(told: Reminder, line: Line) -> bool:
    whose = line.first.obligation.subject.person_id
    return len(line.standings) == 1 and whose == told.reader


def _at(words: Words, told: Reminder, unit_id: UnitId, name: str, text: str) -> str:
    """A line with the unit's name before it, where there are several."""
    units = {line.unit.id for line in told.lines}
    units |= {each.unit.id for each in told.over} | {each.unit.id for each in told.late}
    if len(units) == 1:
        return text
    return words("{unit} · {text}", unit=escape(name, quote=False), text=text)


def _asking(words: Words, told: Reminder, lines: Sequence[Line]) -> str:
    if all(_is_meeting(told, each) for each in lines):
        return words("Past due: not held, or not recorded?")
    return words("Past due: not done, or not recorded?")


def _is_meeting(told: Reminder, line: Line) -> bool:
    if line.first.obligation.subject.person_id is not None:
        # It may have been held without them.
        return False
    book = told.books[line.unit.id]
    kinds = [book.kind(key) for key in line.first.obligation.duty.counting.kinds]
    return all(kind is not None and kind.family in _MEETINGS for kind in kinds)


def _more(words: Words, told: Reminder, left: int) -> list[str]:
    found = []
    if left > 0:
        found.append(
            words.count("and {count} more: /deadlines", "and {count} more: /deadlines", count=left)
        )
    below = len(told.below) - min(len(told.below), _BELOW)
    if below or told.more_below:
        found.append(words("More of this kind: /deadlines"))
    return found


def _days(told: Reminder, line: Line) -> int:
    return (line.first.due - told.todays[line.unit.id]).days


def _today(told: Reminder, line: Line) -> date:
    return told.todays[line.unit.id]
