"""What a member wrote: its words exactly as they are, and what came with them."""

from msgspec import Struct
from telegram import Message, MessageEntity, Update

from storage.values.notes import NoteFile, NoteMedia


class Written(Struct, frozen=True):
    """The words of a message or of its caption, and its file as Telegram knows it; of an album
    that was put together, all of them."""

    text: str
    files: tuple[NoteFile, ...] = ()

    @property
    def media(self) -> NoteMedia | None:
        """What the first file is; None for words alone."""
        return self.files[0].media if self.files else None


def written(message: Message) -> Written | None:
    """What a message says; None for one that can't be a note: somebody else's words, a service
    message, a poll, a place."""
    if not is_own(message):
        return None
    file = attached(message)
    files = () if file is None else (file,)
    if message.text is None and file is None:
        return None
    if message.sticker is not None:
        return Written(message.sticker.emoji or "", files)
    return Written(message.text or message.caption or "", files)


def typed(update: Update) -> str:
    """The words that answer a question; empty for what has none."""
    message = update.effective_message
    said = written(message) if message is not None else None
    return said.text if said else ""


def is_own(message: Message) -> bool:
    """Whether a person wrote this themselves: no forward, no bot, no channel in their place."""
    author = message.from_user
    if author is None or author.is_bot or message.sender_chat is not None:
        return False
    return message.forward_origin is None and message.via_bot is None


def is_command(message: Message) -> bool:
    """Whether a message begins with a command."""
    return _command_length(message) > 0


def after_command(message: Message) -> str:
    """What stands behind the command that a message begins with; all of it without one."""
    return (message.text or "")[_command_length(message) :].lstrip()


def _command_length(message: Message) -> int:
    for entity in message.entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return entity.length
    return 0


def attached(message: Message) -> NoteFile | None:
    """The file that came with a message, whoever made it; None without one."""
    if message.photo:
        # The last size is the largest.
        return NoteFile(message.photo[-1].file_id, NoteMedia.PHOTO)
    # An animation also comes as a document, so it is asked for first.
    for media in (
        NoteMedia.VOICE,
        NoteMedia.ROUND_VIDEO,
        NoteMedia.VIDEO,
        NoteMedia.ANIMATION,
        NoteMedia.AUDIO,
        NoteMedia.STICKER,
        NoteMedia.FILE,
    ):
        attached = getattr(message, media.value, None)
        if attached is not None:
            return NoteFile(attached.file_id, media)
    return None
