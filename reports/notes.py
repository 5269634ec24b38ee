"""What is said about notes, and the notebook that shows them to their writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from reports.days import shown_day
from reports.names import shortened
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.notes import Note, NoteMedia

PAGE_SIZE = 5
"""Notes on one page of the notebook: few enough that it never has to be split."""

_SHOWN = 240


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """A page of somebody's notebook. ``number`` counts from 0; ``count`` is all their notes."""

    notes: Sequence[Note]
    number: int
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.count // PAGE_SIZE))


def note_prompt(words: Words) -> Said:
    """The question that a note in private answers."""
    return Said(
        words(
            "Anything to say? A line, a voice note or a photo of your notebook: send it now and "
            "it's kept. To leave it for now, send /cancel."
        )
    )


def note_kept(words: Words, streak: int) -> Said:
    """The answer to a note in private."""
    return Said(
        words.count(
            "Saved, for your eyes only. {count} day running.",
            "Saved, for your eyes only. {count} days running.",
            count=streak,
        )
    )


def not_a_note(words: Words) -> Said:
    """The answer to a message in private that nothing had asked for."""
    return Said(
        words(
            "If this is a note for your notebook, tap the button and send it again. What else "
            "there is: /help."
        ),
        ((Button(words("Write a note"), data="note:write"),),),
    )


def nothing_open(words: Words) -> Said:
    """The answer to /cancel when nothing was asked."""
    return Said(words("Nothing is open just now, so there is nothing to leave."))


def left_open(words: Words) -> Said:
    """The answer to /cancel."""
    return Said(words("All right, left for another time."))


def write_in_private(words: Words, username: str) -> Said:
    """The pointer from a group to the private chat, for notes and for the notebook."""
    return Said(
        words("Notes are between you and me: let's do it in private."),
        private_chat_button(words, username, "note"),
    )


def notebook_in_private(words: Words, username: str) -> Said:
    """The pointer from a group to the notebook."""
    return Said(
        words("Your notebook is for your eyes only: let's open it in private."),
        private_chat_button(words, username, "notebook"),
    )


def private_chat_button(words: Words, username: str, start: str) -> Rows:
    """A button that opens the private chat with the bot; ``start`` is what /start is told."""
    return ((Button(words("To our chat"), url=f"https://t.me/{username}?start={start}"),),)


def notebook_text(words: Words, page: NotebookPage) -> Said:
    """A page of the notebook: the newest first, by month, with buttons for turning pages.

    A note too long for the page is shown by its beginning; its button shows it whole.
    """
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
    return Said("\n".join(lines), _notebook_buttons(words, page))


def whole_note(words: Words, note: Note) -> Said:
    """One note, whole."""
    head = f"<b>{shown_day(words, note.day)}</b>"
    body = escape(note.text, quote=False)
    mark = media_mark(words, note.media)
    return Said("\n".join(part for part in (head, mark, body) if part))


def media_mark(words: Words, media: NoteMedia | None) -> str:
    """What a note came with, in words; empty for text alone."""
    if media is None:
        return ""
    marks = {
        NoteMedia.PHOTO: words("🖼 photo"),
        NoteMedia.VOICE: words("🎤 voice note"),
        NoteMedia.VIDEO: words("🎬 video"),
        NoteMedia.ROUND_VIDEO: words("🎬 video"),
        NoteMedia.ANIMATION: words("🎬 video"),
        NoteMedia.AUDIO: words("🎵 audio"),
        NoteMedia.FILE: words("📄 file"),
        NoteMedia.STICKER: words("sticker"),
    }
    return marks[media]


def _entry(words: Words, note: Note, place: int) -> str:
    text = " ".join(note.text.split("\n"))
    said = escape(shortened(text, _SHOWN), quote=False)
    parts = [shown_day(words, note.day), media_mark(words, note.media), said]
    return f"{place}. " + " ".join(part for part in parts if part)


def _notebook_buttons(words: Words, page: NotebookPage) -> Rows:
    whole = tuple(
        Button(words("Whole {number}", number=place), data=f"note:show:{note.id}")
        for place, note in enumerate(page.notes, start=1)
        if len(note.text) > _SHOWN or "\n" in note.text or note.media
    )
    turning = []
    if page.number > 0:
        turning.append(Button(words("◀ Newer"), data=f"notebook:{page.number - 1}"))
    if page.number + 1 < page.pages:
        turning.append(Button(words("Older ▶"), data=f"notebook:{page.number + 1}"))
    return tuple(row for row in (whole, tuple(turning)) if row)


def _month(words: Words, day: date) -> str:
    return words("{year}-{month:02}", year=day.year, month=day.month)
