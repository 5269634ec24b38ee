"""Members' notes, exactly as they were written."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.people import ChatId, MessageId

NoteId = NewType("NoteId", int)


class NoteMedia(StrEnum):
    """What a note came with, as Telegram names it."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    ROUND_VIDEO = "video_note"
    ANIMATION = "animation"
    AUDIO = "audio"
    FILE = "document"
    STICKER = "sticker"


class NoteFile(Struct, frozen=True):
    """A file of a note: the id that Telegram gave it, and what it is."""

    id: str
    media: NoteMedia


class Note(Struct, frozen=True):
    """One kept note. ``text`` is empty for a photo, a voice note or a file without words.

    ``files`` are several for an album, of which ``media`` is what its first is. A private note may
    be shown to a group: ``shared_in``, since ``shared_at``. ``by_name`` is who put it down on the
    writer's behalf.
    """

    id: NoteId
    day: date
    chat_id: ChatId
    message_id: MessageId
    text: str
    media: NoteMedia | None = None
    private: bool = True
    files: tuple[NoteFile, ...] = ()
    shared_in: ChatId | None = None
    shared_at: datetime | None = None
    by_name: str | None = None


class SharedMessage(Struct, frozen=True):
    """A message in a group that a shared note became."""

    message_id: MessageId
    has_file: bool
    at: datetime
