"""Catching up in private: what is still open of earlier days, a day a line, with its buttons."""

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_skeleton

from programme.catching_up import MissedDay
from reports.days import shown_day
from reports.lists import listed
from reports.said import Button, Rows, Said
from reports.status import short_name
from reports.today import to_today
from reports.wording import Words
from storage.values.days import SlotKind

SHOWN_DAYS = 7
"""So many days are a list to be read; the older ones move up when these are done."""

CATCH_UP = "catchup"
"""What the data of these buttons begins with."""

_SHORT = {"zh": ("d", "zh_CN"), "en": ("E", "en_GB")}
_WEEK = timedelta(days=7)


def catch_up_text(words: Words, missed: Sequence[MissedDay], today: date) -> Said:
    """What can be caught up on, the newest day first; each button does one thing."""
    title = words("Catch up")
    if not missed:
        done = words("All caught up. Well done!")
        return Said(f"<b>{title}</b>\n{done}", to_today(words))
    shown = missed[:SHOWN_DAYS]
    lines = [
        f"<b>{title}</b>",
        words("What you didn't get round to is still open. Tap one; it counts as caught up."),
        "",
        *(_line(words, each) for each in shown),
    ]
    return Said("\n".join(lines), (*(_row(words, each, today) for each in shown), *to_today(words)))


def to_catch_up(words: Words, count: int) -> Rows:
    """The button that leads to the list; none when there is nothing on it."""
    if not count:
        return ()
    return ((Button(words("Catch up ({count})", count=count), data=f"{CATCH_UP}:show"),),)


def on_with_it(words: Words) -> Rows:
    """The way back to the list after one thing was done."""
    return ((Button(words("Back to catching up"), data=f"{CATCH_UP}:show"),),)


def ask_for_missed_note(words: Words, day: date) -> Said:
    """The question that the note of an earlier day answers."""
    return Said(
        words(
            "The note of {day}: a line, a voice note or a photo of your notebook. Send it now and "
            "it's kept for that day. To leave it for now, send /cancel.",
            day=shown_day(words, day),
        )
    )


def missed_note_kept(words: Words, day: date) -> Said:
    """The answer to the note of an earlier day."""
    said = words("Caught up: kept for {day}, for your eyes only.", day=shown_day(words, day))
    return Said(said, on_with_it(words))


def caught_up(words: Words, verdict: Said, day: date) -> Said:
    """The verdict on an answer to an earlier day's question."""
    head = words("Caught up for {day}.", day=shown_day(words, day))
    return Said(f"{head}\n{verdict.text}", on_with_it(words))


def _line(words: Words, missed: MissedDay) -> str:
    parts = (
        (SlotKind.MORNING, missed.items),
        (SlotKind.NOON, missed.questions),
        (SlotKind.EVENING, missed.note),
    )
    what = listed(words, [short_name(words, kind) for kind, is_missing in parts if is_missing])
    return words("{day}: {what}", day=shown_day(words, missed.day), what=what)


def _row(words: Words, missed: MissedDay, today: date) -> tuple[Button, ...]:
    day, on = _short_day(words, missed.day, today), missed.day.isoformat()
    buttons = []
    if missed.items:
        buttons.append(Button(words("{day} study", day=day), data=f"{CATCH_UP}:read:{on}"))
    if missed.questions:
        buttons.append(Button(words("{day} question", day=day), data=f"{CATCH_UP}:answer:{on}"))
    if missed.note:
        buttons.append(Button(words("{day} note", day=day), data=f"{CATCH_UP}:note:{on}"))
    return tuple(buttons)


def _short_day(words: Words, day: date, today: date) -> str:
    """A day short enough for a button: 19日, Tue; one that is longer ago by its date."""
    if today - day >= _WEEK:
        return shown_day(words, day)
    skeleton, locale = _SHORT[words.language]
    return str(format_skeleton(skeleton, day, locale=locale))
