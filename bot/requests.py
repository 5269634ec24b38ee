"""Requests to Telegram as values, and what it made of them.

Texts and captions are HTML, without link previews; a poll is plain text. Replies to a message that
is gone go without it. ``topic`` is where in a forum group a message goes; the general topic has no
number that may be sent. A reply without one goes to the topic of what it replies to.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from reports.keyboard import Keyboard
from reports.said import Rows
from storage.values.chats import TopicId
from storage.values.people import ChatId, MessageId


class FileKind(StrEnum):
    """How a file is shown."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    VOICE = "voice"
    ANIMATION = "animation"
    ROUND_VIDEO = "round-video"
    STICKER = "sticker"


WITHOUT_CAPTION = frozenset({FileKind.ROUND_VIDEO, FileKind.STICKER})
"""Kinds of files that can't say anything."""


class SendText(Struct, frozen=True):
    """A message of at most 4096 characters.

    ``keyboard`` are the keys below the chat from now on: none takes them away, None leaves them.
    """

    chat_id: ChatId
    text: str
    buttons: Rows = ()
    reply_to: MessageId | None = None
    silent: bool = True
    topic: TopicId | None = None
    keyboard: Keyboard | None = None


class SendFile(Struct, frozen=True):
    """A file by the id that Telegram gave it, or else by its bytes.

    ``sha256`` names it for us; None for a file of which no id is to be remembered.
    """

    chat_id: ChatId
    kind: FileKind
    sha256: str | None
    name: str
    content: bytes | None = None
    file_id: str | None = None
    caption: str = ""
    buttons: Rows = ()
    silent: bool = True
    topic: TopicId | None = None


class SendPoll(Struct, frozen=True):
    """A quiz: not anonymous, one answer for good.

    ``correct`` are the indexes of the right options; ``several`` lets more than one be chosen;
    ``shuffle`` shows everybody the options in an order of their own. All its words are plain text.
    """

    chat_id: ChatId
    question: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    closes_at: datetime
    several: bool = False
    shuffle: bool = True
    explanation: str = ""
    description: str = ""
    buttons: Rows = ()
    reply_to: MessageId | None = None
    silent: bool = True
    topic: TopicId | None = None


class EditText(Struct, frozen=True):
    """New words, and buttons, for a message of the bot's."""

    chat_id: ChatId
    message_id: MessageId
    text: str
    buttons: Rows = ()


class EditButtons(Struct, frozen=True):
    """New buttons under a message of the bot's, whatever it says."""

    chat_id: ChatId
    message_id: MessageId
    buttons: Rows


class EditCaption(Struct, frozen=True):
    """New words for a file of the bot's, without buttons."""

    chat_id: ChatId
    message_id: MessageId
    caption: str


class Delete(Struct, frozen=True):
    """A message of the bot's that is to be gone; Telegram does that for two days."""

    chat_id: ChatId
    message_id: MessageId


class SetMenu(Struct, frozen=True):
    """The commands that a private chat's menu shows, with what they do; none: the common ones."""

    chat_id: ChatId
    commands: tuple[tuple[str, str], ...]


class React(Struct, frozen=True):
    """A reaction to somebody's message; an empty one takes it back."""

    chat_id: ChatId
    message_id: MessageId
    emoji: str


class Drop(Struct, frozen=True):
    """Nothing is to be said any more, for a reason given as a short code."""

    reason: str


Change = EditText | EditButtons | EditCaption | Delete | SetMenu | React
Sendable = SendText | SendFile | SendPoll | Change
Request = Sendable | Drop


class Reply(Struct, frozen=True):
    """What Telegram made of a request."""

    message_id: MessageId | None = None
    poll_id: str | None = None
    file_id: str | None = None
