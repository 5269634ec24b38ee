"""Practising in private: what stands around a question, and what is said in the end."""

from datetime import date

from reports.days import shown_day_from
from reports.said import Button, Rows, Said
from reports.wording import Words

DRILL = "drill"
"""What the data of these buttons begins with; a question's number and an answer may follow."""
GO_ON = f"{DRILL}:go"
NEXT = "next"
STOP = "stop"


def head(words: Words, number: int, count: int) -> str:
    """What stands above a question (HTML)."""
    title = words("Practice: question {number} of {count}", number=number, count=count)
    return f"<b>{title}</b>"


def with_stop(words: Words, said: Said, number: int) -> Said:
    """A question, and the way out below it."""
    stop = Button(words("Enough for now"), data=f"{DRILL}:{STOP}:{number}")
    return Said(said.text, (*said.buttons, (stop,)))


def after_answer(
    words: Words, verdict: str, number: int, left: int, again: date | None, today: date
) -> Said:
    """The verdict (HTML), and the way to the next question if any is ``left`` today. ``again``:
    when this one comes again."""
    lines = [verdict]
    if again is not None:
        day = shown_day_from(words, again, today)
        lines.append(words("This one comes again {day}.", day=day))
    buttons: Rows = ()
    if left:
        on = Button(words("Next question"), data=f"{DRILL}:{NEXT}:{number}")
        stop = Button(words("Enough for now"), data=f"{DRILL}:{STOP}:{number}")
        buttons = ((on,), (stop,))
    return Said("\n\n".join(lines), buttons)


def finished(words: Words, row: int, next_day: date | None, today: date) -> str:
    """What is said when today's questions are done (HTML)."""
    praise = words("That was all for today. Well done!")
    lines = [f"<b>{praise}</b>"]
    if row:
        lines.append(_row(words, row))
    lines.append(_next(words, next_day, today))
    return "\n".join(line for line in lines if line)


def nothing_left(words: Words, row: int, next_day: date | None, today: date, *, done: int) -> Said:
    """The answer to /drill when there is nothing to practise now."""
    if done:
        return Said(finished(words, row, next_day, today))
    if next_day is None:
        return Said(
            words(
                "There is nothing to practise yet. What your branch studies and is asked comes up "
                "here in the days after."
            )
        )
    lines = [words("Nothing is due today."), _next(words, next_day, today)]
    return Said("\n".join(lines))


def stopped(words: Words, left: int) -> Said:
    """What is said to somebody who stops for now."""
    said = words.count(
        "Enough for now. {count} question is left for today: go on whenever you like.",
        "Enough for now. {count} questions are left for today: go on whenever you like.",
        count=left,
    )
    return Said(said, ((Button(words("Go on practising"), data=GO_ON),),))


def practise_button(words: Words) -> Button:
    """The way to one's practice."""
    return Button(words("Practise"), data=GO_ON)


def _row(words: Words, row: int) -> str:
    return words.count(
        "{count} day of practice in a row.", "{count} days of practice in a row.", count=row
    )


def _next(words: Words, next_day: date | None, today: date) -> str:
    if next_day is None:
        return ""
    return words("The next ones come {day}.", day=shown_day_from(words, next_day, today))
