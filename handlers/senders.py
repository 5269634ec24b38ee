"""Senders who are nobody in particular: other bots, channels, and administrators in disguise."""

from telegram import Message, Update
from telegram.ext import filters

# An administrator who stays anonymous writes as this user, "GroupAnonymousBot".
ANONYMOUS_ADMIN = 1087968824
# What a linked channel posts is brought into the group by Telegram's own account.
_TELEGRAM = 777000


def is_ignored(update: Update) -> bool:
    """Whether an update is what another bot or a channel wrote: it is passed over in silence.

    What Telegram itself tells (somebody left, the group moved) counts, whoever caused it.
    """
    written = update.message or update.edited_message
    if written is None or filters.StatusUpdate.ALL.check_update(update):
        return False
    if is_hidden(written):
        return False
    author = written.from_user
    is_nobody = author is not None and (author.is_bot or author.id == _TELEGRAM)
    return is_nobody or written.sender_chat is not None


def is_hidden(written: Message | None) -> bool:
    """Whether an administrator wrote this in the group's name."""
    if written is None:
        return False
    author, stated = written.from_user, written.sender_chat
    in_its_name = stated is not None and stated.id == written.chat_id
    return in_its_name or (author is not None and author.id == ANONYMOUS_ADMIN)
