"""What is said about calendars: that the file comes, how to use it, the link and its end."""

from collections.abc import Sequence
from html import escape

from reports.calendars.texts import calendar_name
from reports.names import shortened
from reports.rows import branch_buttons
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.people import Unit

CALENDAR = "calendar"
"""What the data of a calendar's buttons begins with."""
FILE, LINK, REVOKE = "file", "link", "revoke"
CALENDAR_JOB = "calendar"
"""The kind of job that makes the file."""
_LONGEST_NAME = 60
"""A file's name has 255 bytes at most, and a Chinese character has three."""


def on_its_way(
    words: Words, unit: Unit, others: Sequence[Unit], *, with_link: bool, revocable: bool
) -> Said:
    """The answer to /calendar. ``with_link``: links can be fetched from outside; ``revocable``:
    the reader has some."""
    lines = [
        words.html(
            "The calendar of {unit} comes in a moment, as a file. Open it, and its days stand in "
            "the calendar of your phone or computer.",
            unit=unit.name,
        )
    ]
    row = []
    if with_link:
        lines.append(words("With a link, the calendar keeps itself up to date."))
        row.append(Button(words("Get a link"), data=_data(LINK, unit)))
    else:
        lines.append(
            words("A link isn't set up here. For what is new, send /calendar again some day.")
        )
    if revocable:
        row.append(Button(words("Revoke links"), data=_data(REVOKE, unit)))
    rows: Rows = (tuple(row),) if row else ()
    more = branch_buttons(others, f"{CALENDAR}:{FILE}")
    return Said("\n".join(lines), (*rows, *more))


def on_its_way_again(words: Words) -> str:
    """The same, as a line that fades."""
    return words("The calendar is on its way.")


def link_made(words: Words, unit: Unit, address: str, most: int) -> Said:
    """A new link, told once. ``most``: so many work at the same time."""
    lines = [
        words.html("<b>{unit}: a link to the calendar</b>", unit=unit.name),
        f"<code>{escape(address, quote=False)}</code>",
        "",
        words(
            "Tap it to copy it. In your calendar program, add a calendar by its address "
            "(“subscribe”, “from URL”) and paste it there."
        ),
        words(
            "Whoever has the link reads this calendar, so keep it to yourself. I don't know it "
            "any more either; at most {most} work at a time.",
            most=most,
        ),
    ]
    row = (Button(words("Revoke links"), data=_data(REVOKE, unit)),)
    return Said("\n".join(lines), (row,))


def revoked(words: Words, unit: Unit, count: int) -> Said:
    """That links work no more."""
    if not count:
        return Said(words.html("There is no link to the calendar of {unit}.", unit=unit.name))
    text = words.html(
        "Done: no link of yours to the calendar of {unit} works any more.", unit=unit.name
    )
    return Said(text, ((Button(words("Get a link"), data=_data(LINK, unit)),),))


def file_name(words: Words, unit: Unit) -> str:
    """What the file is called."""
    name = words("{unit} calendar", unit=shortened(unit.name, _LONGEST_NAME))
    return "".join("-" if each in '\\/:*?"<>|' else each for each in name) + ".ics"


def file_comes(words: Words, unit: Unit) -> str:
    """What stands below the file, as HTML."""
    return words.html(
        "{unit}: taken in again another day, it changes what has changed and doubles nothing.",
        unit=calendar_name(words, unit),
    )


def _data(what: str, unit: Unit) -> str:
    return f"{CALENDAR}:{what}:{unit.id}"
