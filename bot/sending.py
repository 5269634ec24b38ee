"""The one function that makes requests to Telegram; see :mod:`bot.requests`."""

from collections.abc import Awaitable, Callable
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

from bot.requests import (
    WITHOUT_CAPTION,
    Change,
    Delete,
    EditButtons,
    EditCaption,
    EditText,
    FileKind,
    React,
    Reply,
    Sendable,
    SendFile,
    SendPoll,
    SendText,
    SetMenu,
)
from reports.keyboard import Keyboard
from reports.said import Rows
from storage.values.people import MessageId

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
        # The library's type lists the numbers from 0 to 11 one by one; an index here is any int.
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
