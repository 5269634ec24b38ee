"""Requests to Telegram as values, and the one function that makes them.

Texts and captions are HTML, without link previews; a poll is plain text. Replies to a message that
is gone go without it. ``topic`` is where in a forum group a message goes; the general topic has no
number that may be sent. A reply without one goes to the topic of what it replies to.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode, PollType

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


@dataclass(frozen=True, slots=True)
class SendText:
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


@dataclass(frozen=True, slots=True)
class SendFile:
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
    buttons: Rows = ()
    reply_to: MessageId | None = None
    silent: bool = True
    topic: TopicId | None = None


@dataclass(frozen=True, slots=True)
class EditText:
    """New words, and buttons, for a message of the bot's."""

    chat_id: ChatId
    message_id: MessageId
    text: str
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class EditButtons:
    """New buttons under a message of the bot's, whatever it says."""

    chat_id: ChatId
    message_id: MessageId
    buttons: Rows


@dataclass(frozen=True, slots=True)
class EditCaption:
    """New words for a file of the bot's, without buttons."""

    chat_id: ChatId
    message_id: MessageId
    caption: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A message of the bot's that is to be gone; Telegram does that for two days."""

    chat_id: ChatId
    message_id: MessageId


@dataclass(frozen=True, slots=True)
class SetMenu:
    """The commands that a private chat's menu shows, with what they do; none: the common ones."""

    chat_id: ChatId
    commands: tuple[tuple[str, str], ...]


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


Change = EditText | EditButtons | EditCaption | Delete | SetMenu | React
Sendable = SendText | SendFile | SendPoll | Change
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
        case _:
            return await _change(bot, request)


async def _change(bot: Bot, request: Change) -> Reply:
    match request:
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
        case EditCaption():
            await bot.edit_message_caption(
                chat_id=request.chat_id,
                message_id=request.message_id,
                caption=request.caption,
                parse_mode=ParseMode.HTML,
            )
        case Delete():
            await bot.delete_message(request.chat_id, request.message_id)
            return Reply()
        case SetMenu():
            await _set_menu(bot, request)
            return Reply()
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
        reply_markup=_markup(request.buttons) or _keys(request.keyboard),
        message_thread_id=request.topic,
    )
    return Reply(MessageId(message.message_id))


async def _set_menu(bot: Bot, request: SetMenu) -> None:
    scope = BotCommandScopeChat(request.chat_id)
    if request.commands:
        await bot.set_my_commands([BotCommand(*each) for each in request.commands], scope)
    else:
        await bot.delete_my_commands(scope)


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
        message_thread_id=request.topic,
    )
    poll = message.poll
    return Reply(MessageId(message.message_id), poll_id=poll.id if poll else None)


_SENDERS = {
    FileKind.PICTURE: "send_photo",
    FileKind.AUDIO: "send_audio",
    FileKind.VIDEO: "send_video",
    FileKind.FILE: "send_document",
    FileKind.VOICE: "send_voice",
    FileKind.ANIMATION: "send_animation",
    FileKind.ROUND_VIDEO: "send_video_note",
    FileKind.STICKER: "send_sticker",
}


async def _send_file(bot: Bot, request: SendFile) -> Reply:
    given: str | InputFile = request.file_id or InputFile(
        request.content or b"", filename=request.name
    )
    common: dict[str, Any] = {
        "disable_notification": request.silent,
        "reply_markup": _markup(request.buttons),
        "message_thread_id": request.topic,
    }
    if request.kind not in WITHOUT_CAPTION:
        common |= {"caption": request.caption or None, "parse_mode": ParseMode.HTML}
    sending: Callable[..., Awaitable[Message]] = getattr(bot, _SENDERS[request.kind])
    message = await sending(request.chat_id, given, **common)
    return Reply(MessageId(message.message_id), file_id=_file_id(message))


def _file_id(message: Message) -> str | None:
    """The id of what was sent. Telegram may show a file as another kind than it was given as."""
    if message.photo:
        return message.photo[-1].file_id
    shown = message.audio or message.video or message.animation or message.document
    return shown.file_id if shown else None


def _replying(to: MessageId | None) -> ReplyParameters | None:
    return None if to is None else ReplyParameters(to, allow_sending_without_reply=True)


def _markup(buttons: Rows) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row]
            for row in buttons
        ]
    )


def _keys(keyboard: Keyboard | None) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if keyboard is None:
        return None
    if not keyboard:
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup(keyboard, resize_keyboard=True, is_persistent=True)
