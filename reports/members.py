"""The branch's members for its secretary: the list, page by page, and one member's day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

from msgspec import Struct

from programme.behalf import Helped, MemberPage
from programme.joining import Mark
from reports.days import shown_day
from reports.joining import marked_name
from reports.names import shown_name
from reports.notes import put_down_mark
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.status import short_name
from reports.wall_sheet import to_wall_sheet
from reports.wording import Words
from storage.people import Member
from storage.values.behalf import Deed, PutDown
from storage.values.days import SlotKind
from storage.values.people import PersonId, Unit

PAGE = 12
"""How many members stand on one page of the list."""


class ListPage(Struct, frozen=True):
    """One page of a branch's members, in the order of :func:`ordered`; ``number`` counts from 0.

    ``count`` and ``without`` are how many there are in all, and how many of them have no Telegram.
    ``marks`` tell those of one name apart. ``others`` are further branches of the same reader.
    """

    branch: Unit
    shown: Sequence[Member]
    number: int
    pages: int
    count: int
    without: int
    marks: Mapping[PersonId, Mark]
    others: Sequence[Unit] = ()


def ordered(listed: Sequence[Member]) -> list[Member]:
    """A branch's members by name; those without Telegram, who need a hand, come first."""

    def order(each: Member) -> tuple[bool, str, PersonId]:
        return each.person.telegram_id is not None, each.person.name, each.person.id

    return sorted(listed, key=order)


def list_text(words: Words, page: ListPage) -> Said:
    """The list: each name is a button to that member's page."""
    title = words.html("<b>{branch}: members</b>", branch=page.branch.name)
    if not page.count:
        return Said(f"{title}\n{words('Nobody is on the list yet.')}", _others(words, page))
    lines = [title, words.count("{count} member", "{count} members", count=page.count)]
    if page.without:
        lines.append(
            words.count(
                "{count} of them without Telegram: first in the list",
                "{count} of them without Telegram: first in the list",
                count=page.without,
            )
        )
    lines += ["", words("Tap a name: you can note there what they have read or written.")]
    more = page.number < page.pages - 1
    to_others = turning(words, f"members:{page.branch.id}", page.number, more=more)
    sheet = to_wall_sheet(words, page.branch)
    rows = (*_names(words, page), *to_others, *sheet, *_others(words, page))
    return Said("\n".join(lines), rows)


def to_members(words: Words, branch: Unit) -> Rows:
    """The button to the list."""
    return ((Button(words("Members"), data=f"members:{branch.id}:0"),),)


def member_text(words: Words, page: MemberPage, notice: str = "") -> Said:
    """One member's day, and what can be done for them; ``notice``, as HTML, is what has just been
    done."""
    helped = page.helped
    person = helped.person
    lines = [notice, ""] if notice else []
    lines.append(f"<b>{escape(shown_name(person.name), quote=False)}</b>")
    if person.telegram_id is None:
        lines.append(words("Without Telegram: what they do, you put down for them."))
    if page.on_leave_until is not None:
        lines.append(words("On leave until {day}.", day=shown_day(words, page.on_leave_until)))
    lines += ["", f"<b>{_day_name(words, page.day, helped.today)}</b>", *_three(words, page)]
    return Said("\n".join(lines), _buttons(words, page))


def to_member(words: Words, helped: Helped, day: date) -> Button:
    """The way back to a member's day."""
    name = shown_name(helped.person.name)
    return Button(words("Back to {name}", name=name), data=f"member:{helped.person.id}:{day}")


def _names(words: Words, page: ListPage) -> Rows:
    """Those without Telegram one a row, as their buttons say so; the others two a row."""
    without: list[tuple[Button, ...]] = []
    others: list[Button] = []
    for each in page.shown:
        name = marked_name(words, each, page.marks)
        data = f"member:{each.person.id}"
        if each.person.telegram_id is None:
            without.append((Button(words("{name} (no Telegram)", name=name), data=data),))
        else:
            others.append(Button(name, data=data))
    pairs = (tuple(others[at : at + 2]) for at in range(0, len(others), 2))
    return (*without, *pairs)


def _others(words: Words, page: ListPage) -> Rows:
    return tuple((Button(f"⭐ {unit.name}", data=f"members:{unit.id}:0"),) for unit in page.others)


def _day_name(words: Words, day: date, today: date) -> str:
    """A day as one says it on the days after it: today, 20 May."""
    return f"{_near(words, day, today)} · {shown_day(words, day)}"


def _near(words: Words, day: date, today: date) -> str:
    if day == today:
        return words("Today")
    return words("Yesterday") if today - day == timedelta(days=1) else words("Day before")


def _three(words: Words, page: MemberPage) -> list[str]:
    by = {deed: [each for each in page.put_down if each.deed is deed] for deed in Deed}
    done, answers = page.done, page.helped.person.telegram_id is not None
    lines = [_line(words, SlotKind.MORNING, done.check_ins > 0, by[Deed.CHECK_IN])]
    if answers or done.answered:
        lines.append(_line(words, SlotKind.NOON, done.answered > 0, ()))
    lines.append(_line(words, SlotKind.EVENING, done.notes > 0, by[Deed.NOTE]))
    return lines


def _line(words: Words, kind: SlotKind, done: bool, by: Sequence[PutDown]) -> str:
    name = short_name(words, kind)
    state = words("done") if done else words("not yet")
    if done and by:
        # Several notes of a day may have been put down by several people: the last one is named.
        state = put_down_mark(words, by[-1].by_name)
    sign = "✅" if done else "▫️"
    return f"{sign} " + words.html("{study}: {state}", study=name, state=state)


def _buttons(words: Words, page: MemberPage) -> Rows:
    person = page.helped.person.id
    rows: list[tuple[Button, ...]] = []
    if len(page.days) > 1:
        rows.append(tuple(_day_button(words, page, each) for each in page.days))
    if not page.helped.is_oneself:
        rows += _doing(words, page)
        rows.append(
            (
                Button(words("Leave"), data=f"leave:{person}"),
                Button(
                    words("Left the branch"),
                    data=f"left:gone:{page.helped.unit.id}:{person}",
                ),
            )
        )
    rows.append((Button(words("To the list"), data=f"members:{page.helped.unit.id}:0"),))
    return tuple(rows)


def _day_button(words: Words, page: MemberPage, day: date) -> Button:
    label = ("• " if day == page.day else "") + _near(words, day, page.helped.today)
    return Button(label, data=f"member:{page.helped.person.id}:{day}")


def _doing(words: Words, page: MemberPage) -> Rows:
    person, day = page.helped.person.id, page.day
    note = Button(words("Note for them"), data=f"behalf:write:{person}:{day}")
    if any(each.deed is Deed.CHECK_IN for each in page.put_down):
        return (
            (note,),
            (Button(words("Undo the check-in"), data=f"behalf:unread:{person}:{day}"),),
        )
    if page.is_posted and not page.done.check_ins:
        return ((Button(words("Check in for them"), data=f"behalf:read:{person}:{day}"), note),)
    return ((note,),)
