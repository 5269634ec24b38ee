"""What is said about a branch's sheet for the wall; what stands on it: :mod:`reports.sheet`."""

from programme.week_sheet import WeekSheet
from reports.days import shown_days
from reports.said import Button, Rows
from reports.wording import Words
from storage.values.people import Unit

WALL_SHEET_JOB = "wall-sheet"
"""The kind of job that makes it."""


def to_wall_sheet(words: Words, branch: Unit) -> Rows:
    """The buttons that have it made, and the month's poster."""
    return (
        (
            Button(words("The week on the wall"), data=f"wall:{branch.id}"),
            Button(words("The month's poster"), data=f"poster:{branch.id}"),
        ),
    )


def being_printed(words: Words) -> str:
    """That it is on its way."""
    return words("The sheet is on its way; it takes a moment.")


def wall_sheet_comes(words: Words, sheet: WeekSheet) -> str:
    """What stands below the file, as HTML."""
    return words.html(
        "{branch}, {days}: one page to print and hang up, for those without a phone too.",
        branch=sheet.branch.name,
        days=_days(words, sheet),
    )


def wall_sheet_name(words: Words, sheet: WeekSheet) -> str:
    """What the file is called."""
    name = f"{sheet.branch.name} {_days(words, sheet)}"
    return "".join("-" if each in '\\/:*?"<>|' else each for each in name) + ".pdf"


def _days(words: Words, sheet: WeekSheet) -> str:
    return shown_days(words, sheet.days[0].day, sheet.days[-1].day)
