"""The notebook that shows their notes to its writer: page by page, and one by one."""

from collections.abc import Sequence
from datetime import date
from enum import Enum, auto
from html import escape

from msgspec import Struct

from reports.days import shown_day
from reports.names import shortened
from reports.notes import media_mark, put_down_mark, share_button
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.notes import Note

PAGE_SIZE = 5
"""Notes on one page of the notebook: few enough that it never has to be split."""

_SHOWN = 240


class NotebookPage(Struct, frozen=True):
    """A page of somebody's notebook. ``number`` counts from 0; ``count`` is all their notes."""

    notes: Sequence[Note]
    number: int
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.count // PAGE_SIZE))


class Hidden(Enum):
    """How a shared note went from the group again."""

    GONE = auto()
    REPLACED = auto()
    """It was too old to be deleted: a line stands in its place."""
    FILE_STAYS = auto()
    """The same, but its picture or recording is still there."""
    OUT_OF_REACH = auto()
    """It is in a group that the bot can't change anything in any more."""


def notebook_text(words: Words, page: NotebookPage) -> Said:
    """A page of the notebook: the newest first, by month, with a button for each note and for
    turning pages. A note too long for the page is shown by its beginning."""
    if not page.notes:
        return Said(
            words("Your notebook is still empty. The first line is the hardest one."),
            ((Button(words("Write a note"), data="note:write"),),),
        )
    title = words.count(
        "Your notebook, {count} note", "Your notebook, {count} notes", count=page.count
    )
    lines = [f"<b>{title}</b>"]
    month: tuple[int, int] | None = None
    for place, note in enumerate(page.notes, start=1):
        if (note.day.year, note.day.month) != month:
            month = (note.day.year, note.day.month)
            lines += ["", f"<b>{_month(words, note.day)}</b>"]
        lines.append(_entry(words, note, place))
    lines += ["", words("Tap a number to read, share or delete that note.")]
    return Said("\n".join(lines), _notebook_buttons(words, page))


def whole_note(words: Words, note: Note, *, has_group: bool) -> Said:
    """One note, whole, with what can be done with it."""
    return _note(words, note, escape(note.text, quote=False), has_group)


def note_in_short(words: Words, note: Note, *, has_group: bool) -> Said:
    """One note by its beginning, with what can be done with it."""
    text = escape(shortened(note.text, _SHOWN), quote=False)
    return _note(words, note, text, has_group)


def hidden_again(words: Words, note: Note, how: Hidden) -> Said:
    """The answer to taking a shared note back, above the note itself."""
    said = note_in_short(words, note, has_group=True)
    return Said(f"{_how_hidden(words, how)}\n\n{said.text}", said.buttons)


def really_delete(words: Words, note: Note) -> Said:
    """The question before a note is deleted."""
    text = escape(shortened(note.text, _SHOWN), quote=False)
    lines = [
        f"<b>{shown_day(words, note.day)}</b>",
        " ".join(part for part in (media_mark(words, note.media), text) if part),
        "",
        words(
            "Delete this note for good? It can't be brought back. The day stays counted: you "
            "wrote that day."
        ),
    ]
    buttons = (
        Button(words("Delete it"), data=f"note:erase:{note.id}"),
        Button(words("Keep it"), data=f"note:keep:{note.id}"),
    )
    return Said("\n".join(lines), (buttons,))


def note_deleted(words: Words, note: Note, hidden: Hidden | None) -> Said:
    """The answer to the deleting of a note."""
    lines = [words("Deleted. The day stays counted.")]
    if hidden is not None:
        lines.append(_how_hidden(words, hidden))
    if not note.private:
        lines.append(
            words("What you wrote in the group itself is still there; only you can delete it.")
        )
    back = (Button(words("My notebook"), data="notebook:0"),)
    return Said("\n".join(lines), (back,))


def _how_hidden(words: Words, how: Hidden) -> str:
    said = {
        Hidden.GONE: words("Taken back: it is no longer in the group."),
        Hidden.REPLACED: words(
            "Taken back. After two days Telegram lets me delete nothing, so in the group a line "
            "now stands in its place."
        ),
        Hidden.FILE_STAYS: words(
            "I've taken your words out of the group. After two days Telegram doesn't let me "
            "delete the file itself: an admin of the group can."
        ),
        Hidden.OUT_OF_REACH: words(
            "I can't get at that group's messages any more: please ask an admin of the group to "
            "delete it."
        ),
    }
    return said[how]


def _note(words: Words, note: Note, text: str, has_group: bool) -> Said:
    parts = [f"<b>{shown_day(words, note.day)}</b>", *_marks(words, note), text]
    if note.shared_in is not None:
        parts.append("\n<i>" + words("Everybody in your group can see it.") + "</i>")
    buttons = []
    if note.shared_in is not None:
        back = f"note:unshare:{note.message_id}"
        buttons.append(Button(words("Take it back"), data=back))
    elif has_group and note.private:
        buttons.append(share_button(words, note.message_id))
    buttons.append(Button(words("Delete it"), data=f"note:delete:{note.id}"))
    return Said("\n".join(part for part in parts if part), (tuple(buttons),))


def _entry(words: Words, note: Note, place: int) -> str:
    text = " ".join(note.text.split("\n"))
    said = escape(shortened(text, _SHOWN), quote=False)
    parts = [shown_day(words, note.day), *_marks(words, note), said]
    return f"{place}. " + " ".join(part for part in parts if part)


def _marks(words: Words, note: Note) -> tuple[str, str]:
    """What a note came with, and who put it down for its writer, as HTML."""
    by = note.by_name and put_down_mark(words, note.by_name)
    return media_mark(words, note.media), f"<i>({escape(by, quote=False)})</i>" if by else ""


def _notebook_buttons(words: Words, page: NotebookPage) -> Rows:
    numbers = tuple(
        Button(str(place), data=f"note:show:{note.id}")
        for place, note in enumerate(page.notes, start=1)
    )
    more = page.number + 1 < page.pages
    labels = words("◀ Newer"), words("Older ▶")
    to_others = turning(words, "notebook", page.number, more=more, labels=labels)
    export = (
        Button(words("As PDF"), data="export:pdf"),
        Button(words("As Markdown"), data="export:markdown"),
    )
    return tuple(row for row in (numbers, *to_others, export) if row)


def _month(words: Words, day: date) -> str:
    return words("{year}-{month:02}", year=day.year, month=day.month)
