"""A private note that is shown to the group: what the group sees."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from reports.days import shown_day
from reports.names import shown_name
from reports.notes import put_down_mark
from reports.said import Said
from reports.splitting import split, visible_length
from reports.wording import Words
from storage.values.notes import Note, NoteFile, NoteMedia

# Telegram's limit for the words below a file is 1024; counted as texts are.
_CAPTION_LIMIT = 1000
_WORDLESS = frozenset({NoteMedia.ROUND_VIDEO, NoteMedia.STICKER})


class SharedPart(Struct, frozen=True):
    """One message of a shared note: words, or a file with or without words."""

    text: str
    file: NoteFile | None = None


def shared_parts(words: Words, name: str, note: Note) -> Sequence[SharedPart]:
    """The messages that a note becomes, with its writer's name: the words, then its files.

    The first file carries the words if it can. An album comes as one message a file, not as an
    album again: a delivery is one message, which by itself is recorded, sent once more when it is
    unsure, and taken back.
    """
    head = words.html(
        "<b>{name}</b> shares a note of {day}:",
        name=shown_name(name),
        day=shown_day(words, note.day),
    )
    if note.by_name:
        by = escape(put_down_mark(words, note.by_name), quote=False)
        head = f"{head}\n<i>({by})</i>"
    # A sticker's text is only its emoji.
    body = "" if note.media is NoteMedia.STICKER else escape(note.text, quote=False)
    said = f"{head}\n\n{body}" if body else head
    first, *more = note.files or (None,)
    if first is not None and note.media not in _WORDLESS and _fits(said):
        return [SharedPart(said, first), *(SharedPart("", each) for each in more)]
    texts = [SharedPart(each.text) for each in split(Said(said))]
    return [*texts, *(SharedPart("", each) for each in note.files)]


def taken_back_in_group(words: Words) -> str:
    """What stands in place of a shared note that can't be deleted any more."""
    return words("This note was taken back by its writer.")


def _fits(html: str) -> bool:
    return visible_length(html) <= _CAPTION_LIMIT
