"""What somebody did, told to that person alone."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from programme.standings import Placed
from programme.streaks import FREEZES
from reports.absence import own_leave
from reports.behalf import put_down_lines
from reports.drill import practise_button
from reports.notes import private_chat_button
from reports.said import Button, Said
from reports.wording import Words
from storage.values.behalf import PutDown
from storage.values.pauses import Pause
from storage.values.standings import Totals


class Myself(Struct, frozen=True):
    """A member's streak in days (0 when it is over), two weeks, and the place of this week.

    ``freezes_used`` are those of this month; ``leaves`` are those that are not over yet.
    ``put_down`` is what others put down for them in these two weeks.
    """

    streak: int
    this_week: Totals
    last_week: Totals
    placed: Placed | None
    members: int
    freezes_used: int = 0
    leaves: Collection[Pause] = ()
    put_down: Sequence[PutDown] = ()


def me_text(words: Words, me: Myself) -> Said:
    """Streak, this week and last, and the own place."""
    streak = (
        words.count("{count} day running", "{count} days running", count=me.streak)
        if me.streak
        else words("A new row begins with your next act; no hurry.")
    )
    this_week, last_week = words("This week"), words("Last week")
    lines = [
        f"<b>{streak}</b>",
        _spare_days(words, me.freezes_used),
        *(own_leave(words, leave.first, leave.last) for leave in me.leaves),
        "",
        f"<b>{this_week}</b>",
        week_line(words, me.this_week),
        f"<b>{last_week}</b>",
        week_line(words, me.last_week),
    ]
    if me.put_down:
        title = words("Put down for you")
        lines += ["", f"<b>{title}</b>", *put_down_lines(words, me.put_down)]
    if me.placed is not None:
        place = words(
            "Your place this week: {place} of {all}", place=me.placed.place, all=me.members
        )
        lines += ["", place]
    buttons = (
        (
            Button(words("Your three today"), data="today:show"),
            Button(words("Notebook"), data="notebook:0"),
        ),
        (practise_button(words),),
    )
    return Said("\n".join(lines), buttons)


def _spare_days(words: Words, used: int) -> str:
    """The month's freezes, as they are called: what is left of them, and what was used."""
    if not used:
        return words(
            "This month's {count} spare days are unused: a day missed breaks nothing.",
            count=FREEZES,
        )
    return words("Spare days this month: {used} used, {left} left.", used=used, left=FREEZES - used)


def week_line(words: Words, week: Totals) -> str:
    """One week's acts and points in a line."""
    if not week.days:
        return words("Nothing yet, and that's all right.")
    said = words(
        "Read {check_ins}, answered {answered} ({right} right), notes {notes}; points {points}",
        check_ins=week.check_ins,
        answered=week.answered,
        right=week.right,
        notes=week.notes,
        points=week.points,
    )
    return words("{week}; {late} caught up", week=said, late=week.late) if week.late else said


def open_private_chat(words: Words, username: str) -> Said:
    """The way to the private chat, for somebody who has not opened it yet."""
    return Said(
        words("That is for your eyes only: tap the button and I'll tell you in private."),
        private_chat_button(words, username, "me"),
    )
