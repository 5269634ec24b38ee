"""Requests to Telegram as values, and the one function that makes them.

Texts and captions are HTML, without link previews; a poll is plain text. Replies to a message that
is gone go without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode, PollType

from storage.values.people import ChatId, MessageId


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. It has either ``data`` (at most 64 bytes) or a ``url``."""

    text: str
    data: str | None = None
    url: str | None = None


Buttons = tuple[tuple[Button, ...], ...]


def buttons_of(rows: Sequence[Sequence[Mapping[str, str]]] | None) -> Buttons:
    """Buttons as a delivery's payload holds them: rows of ``{"text", "data"}`` or ``"url"``."""
    return tuple(
        tuple(Button(b["text"], b.get("data"), b.get("url")) for b in row) for row in rows or ()
    )


class FileKind(StrEnum):
    """How a file is shown."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class SendText:
    """A message of at most 4096 characters."""

    chat_id: ChatId
    text: str
    buttons: Buttons = ()
    reply_to: MessageId | None = None
    silent: bool = True


@dataclass(frozen=True, slots=True)
class SendFile:
    """A file by the id that Telegram gave it, or else by its bytes; ``sha256`` names it for us."""

    chat_id: ChatId
    kind: FileKind
    sha256: str
    name: str
    content: bytes | None = None
    file_id: str | None = None
    caption: str = ""
    buttons: Buttons = ()
    silent: bool = True


@dataclass(frozen=True, slots=True)
class SendPoll:
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
    buttons: Buttons = ()
    reply_to: MessageId | None = None
    silent: bool = True


@dataclass(frozen=True, slots=True)
class EditText:
    """New words, and buttons, for a message of the bot's."""

    chat_id: ChatId
    message_id: MessageId
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class EditButtons:
    """New buttons under a message of the bot's, whatever it says."""

    chat_id: ChatId
    message_id: MessageId
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class React:
    """A reaction to somebody's message; an empty one takes it back."""

    chat_id: ChatId
    message_id: MessageId
    emoji: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Nothing is to be said any more, for a reason given as a short code."""

    reason: str


Sendable = SendText | SendFile | SendPoll | EditText | EditButtons | React
Request = Sendable | Drop


@dataclass(frozen=True, slots=True)
class Reply:
    """What Telegram made of a request."""

    message_id: MessageId | None = None
    poll_id: str | None = None
    file_id: str | None = None


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: Bot, request: Sendable) -> Reply:
    """Make one request. Raises what python-telegram-bot raises: see :mod:`bot.verdicts`."""
    match request:
        case SendText():
            return await _send_text(bot, request)
        case SendFile():
            return await _send_file(bot, request)
        case SendPoll():
            return await _send_poll(bot, request)
        case EditText():
            await bot.edit_message_text(
                request.text,
                chat_id=request.chat_id,
                message_id=request.message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_markup(request.buttons),
            )
        case EditButtons():
            await bot.edit_message_reply_markup(
                chat_id=request.chat_id,
                message_id=request.message_id,
                reply_markup=_markup(request.buttons),
            )
        case React():
            await bot.set_message_reaction(
                request.chat_id, request.message_id, request.emoji or None
            )
            return Reply()
    return Reply(message_id=request.message_id)


async def _send_text(bot: Bot, request: SendText) -> Reply:
    message = await bot.send_message(
        request.chat_id,
        request.text,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        disable_notification=request.silent,
        reply_parameters=_replying(request.reply_to),
        reply_markup=_markup(request.buttons),
    )
    return Reply(MessageId(message.message_id))


async def _send_poll(bot: Bot, request: SendPoll) -> Reply:
    message = await bot.send_poll(
        request.chat_id,
        request.question,
        request.options,
        is_anonymous=False,
        type=PollType.QUIZ,
        correct_option_ids=list(request.correct),  # type: ignore[arg-type]
        allows_multiple_answers=request.several,
        allows_revoting=False,
        shuffle_options=request.shuffle,
        explanation=request.explanation or None,
        description=request.description or None,
        close_date=request.closes_at,
        disable_notification=request.silent,
        reply_parameters=_replying(request.reply_to),
        reply_markup=_markup(request.buttons),
    )
    poll = message.poll
    return Reply(MessageId(message.message_id), poll_id=poll.id if poll else None)


async def _send_file(bot: Bot, request: SendFile) -> Reply:
    given: str | InputFile = request.file_id or InputFile(
        request.content or b"", filename=request.name
    )
    common: dict[str, Any] = {
        "caption": request.caption or None,
        "parse_mode": ParseMode.HTML,
        "disable_notification": request.silent,
        "reply_markup": _markup(request.buttons),
    }
    match request.kind:
        case FileKind.PICTURE:
            message = await bot.send_photo(request.chat_id, given, **common)
        case FileKind.AUDIO:
            message = await bot.send_audio(request.chat_id, given, **common)
        case FileKind.VIDEO:
            message = await bot.send_video(request.chat_id, given, **common)
        case FileKind.FILE:
            message = await bot.send_document(request.chat_id, given, **common)
    return Reply(MessageId(message.message_id), file_id=_file_id(message))


def _file_id(message: Message) -> str | None:
    """The id of what was sent. Telegram may show a file as another kind than it was given as."""
    if message.photo:
        return message.photo[-1].file_id
    shown = message.audio or message.video or message.animation or message.document
    return shown.file_id if shown else None


def _replying(to: MessageId | None) -> ReplyParameters | None:
    return None if to is None else ReplyParameters(to, allow_sending_without_reply=True)


def _markup(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row]
            for row in buttons
        ]
    )
