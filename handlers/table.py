"""The table of handlers: which update goes where. The first that fits takes it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    groups,
    me,
    notebook,
    notes,
    replies,
    standings,
    starting,
    status,
    taps,
    today,
)
from handlers.turn import Turn

TurnHandler = Callable[[Turn], Awaitable[None]]
AnyHandler = BaseHandler[Any, Any, Any]
PlainHandler = Callable[[Update, Any], Coroutine[Any, Any, None]]

COMMANDS: dict[str, TurnHandler] = {
    "start": starting.start,
    "help": starting.help_,
    "today": today.today,
    "note": notes.note,
    "notebook": notebook.notebook,
    "me": me.me,
    "standings": standings.show_standings,
    "status": status.status,
    "bind": starting.bind_group,
    "language": starting.language,
    "cancel": notes.cancel,
}

# What a button's data begins with.
BUTTONS: dict[str, TurnHandler] = {
    "today:show": taps.show_today,
    "today:read:": taps.read_today,
    "today:item:": taps.show_item,
    "today:question:": taps.show_question,
    "item:read:": taps.read_item,
    "pick:": taps.pick,
    "answer:": taps.give_answer,
    "undo:": taps.undo,
    "note:write": notes.ask_for_note,
    "note:show:": notebook.show_note,
    "notebook:": notebook.turn_page,
    "standings:": standings.other_period,
    "status:": status.status_button,
    "language:": starting.language_button,
}

_NEW = filters.UpdateType.MESSAGE


def handlers(adapt: Callable[[TurnHandler], PlainHandler]) -> Sequence[AnyHandler]:
    """python-telegram-bot's handlers for the table, each handler made plain by ``adapt``."""
    commands: list[AnyHandler] = [
        CommandHandler(name, adapt(handler), filters=_NEW) for name, handler in COMMANDS.items()
    ]
    buttons: list[AnyHandler] = [
        CallbackQueryHandler(adapt(handler), pattern=f"^{prefix}")
        for prefix, handler in BUTTONS.items()
    ]
    return [
        ChatMemberHandler(adapt(groups.own_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, adapt(groups.moved)),
        MessageHandler(filters.StatusUpdate.NEW_CHAT_TITLE & _NEW, adapt(groups.renamed)),
        MessageHandler(filters.StatusUpdate.LEFT_CHAT_MEMBER & _NEW, adapt(groups.bot_left)),
        *commands,
        MessageHandler(
            filters.ChatType.PRIVATE & _NEW & filters.COMMAND, adapt(starting.unknown_command)
        ),
        *buttons,
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, adapt(notes.edited)),
        MessageHandler(
            filters.ChatType.GROUPS & filters.REPLY & _NEW & ~filters.COMMAND,
            adapt(replies.reply_to_post),
        ),
        MessageHandler(
            filters.ChatType.PRIVATE & _NEW & ~filters.COMMAND & ~filters.StatusUpdate.ALL,
            adapt(notes.private_message),
        ),
    ]
