"""What somebody did, told to that person alone."""

from dataclasses import dataclass

from programme.standings import Placed
from reports.notes import private_chat_button
from reports.said import Button, Said
from reports.wording import Words
from storage.values.standings import Totals


@dataclass(frozen=True, slots=True)
class Myself:
    """A member's streak in days (0 when it is over), two weeks, and the place of this week."""

    streak: int
    this_week: Totals
    last_week: Totals
    placed: Placed | None
    members: int


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
        "",
        f"<b>{this_week}</b>",
        week_line(words, me.this_week),
        f"<b>{last_week}</b>",
        week_line(words, me.last_week),
    ]
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
    )
    return Said("\n".join(lines), buttons)


def week_line(words: Words, week: Totals) -> str:
    """One week's acts and points in a line."""
    if not week.days:
        return words("Nothing yet, and that's all right.")
    return words(
        "Read {check_ins}, answered {answered} ({right} right), notes {notes}: {points} points",
        check_ins=week.check_ins,
        answered=week.answered,
        right=week.right,
        notes=week.notes,
        points=week.points,
    )


def open_private_chat(words: Words, username: str) -> Said:
    """The way to the private chat, for somebody who has not opened it yet."""
    return Said(
        words("That is for your eyes only: tap the button and I'll tell you in private."),
        private_chat_button(words, username, "me"),
    )
