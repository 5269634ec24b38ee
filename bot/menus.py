"""Telegram's menus of commands for all chats: set when they have changed."""

import hashlib

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from reports.commands import common_menus
from storage.bots import menus_of, remember_menus
from storage.database import Database
from storage.values.people import BotId

MENUS_JOB = "menus"
"""The kind of job that sets them."""

_SCOPES: dict[str, BotCommandScope] = {
    "all_private_chats": BotCommandScopeAllPrivateChats(),
    "all_group_chats": BotCommandScopeAllGroupChats(),
    "default": BotCommandScopeDefault(),
}


def fingerprint(default: str) -> str:
    """Tells one state of the menus from another; ``default`` is the language for the rest."""
    return hashlib.sha256(repr(common_menus(default)).encode()).hexdigest()[:16]


async def set_menus(database: Database, bot: Bot, default: str) -> None:
    """Give Telegram the menus, by scope and language, if it has not got these already."""
    bot_id, wanted = BotId(bot.id), fingerprint(default)
    async with database.reading() as tx:
        if await menus_of(tx, bot_id) == wanted:
            return
    for menu in common_menus(default):
        commands = [BotCommand(*each) for each in menu.commands]
        await bot.set_my_commands(commands, _SCOPES[menu.scope], menu.language or None)
    async with database.writing() as tx:
        await remember_menus(tx, bot_id, wanted)
