"""Members' notes, exactly as they were written."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

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


@dataclass(frozen=True, slots=True)
class Note:
    """One kept note. ``text`` is empty for a photo, a voice note or a file without words."""

    id: NoteId
    day: date
    chat_id: ChatId
    message_id: MessageId
    text: str
    media: NoteMedia | None = None
    private: bool = True
