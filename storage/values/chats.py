"""Chats, as far as the bot knows them."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from storage.values.people import BotId, ChatId, UnitId

NO_RIGHTS = "no-rights"
"""Why a group is unreachable in which the bot is, and may not write."""


TopicId = NewType("TopicId", int)
"""A topic of a forum group, as messages are sent to it. The general topic has none."""


class ChatState(StrEnum):
    """``UNREACHABLE``: Telegram does not let the bot write there; the reason says why."""

    ACTIVE = "active"
    UNREACHABLE = "unreachable"


class Chat(Struct, frozen=True):
    """A group or private chat of one bot. ``unit_id`` is the branch whose group it is.

    ``topic_id`` is where in a forum group its posts stand; None: in the general topic.
    """

    bot_id: BotId
    chat_id: ChatId
    kind: str
    title: str
    unit_id: UnitId | None
    state: ChatState
    reason: str
    changed_at: datetime
    topic_id: TopicId | None = None
