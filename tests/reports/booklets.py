"""A notebook for the tests of what is made of one."""

from datetime import date

from reports.exports import Booklet, Span
from storage.values.notes import Note, NoteFile, NoteId, NoteMedia
from storage.values.people import ChatId, MessageId


def _note(number: int, day: date, text: str, media: NoteMedia | None, *ids: str) -> Note:
    files = tuple(NoteFile(each, media) for each in ids if media)
    return Note(NoteId(number), day, ChatId(11), MessageId(number), text, media, True, files)


BOOKLET = Booklet(
    name="王大妈",
    branch="红星村支部",
    notes=[
        _note(1, date(2026, 4, 30), "很受启发\n# no heading <b>&\n\n- *as* _it_ `was`", None),
        _note(2, date(2026, 5, 19), "", NoteMedia.PHOTO, "p1", "p2", "p3"),
        _note(3, date(2026, 5, 20), "听录音", NoteMedia.VOICE, "v1"),
    ],
    span=Span.YEAR,
    last=date(2026, 5, 20),
)
