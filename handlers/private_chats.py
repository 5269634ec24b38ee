"""Whether the bot can write to the speaker in private: only they can begin that chat."""

from handlers.turn import Turn
from storage import chats
from storage.values.chats import ChatState
from storage.values.people import ChatId


async def can_write_to(turn: Turn) -> bool:
    """Whether the speaker has a private chat with the bot, and has not blocked it."""
    chat = await chats.get(turn.tx, turn.bot_id, ChatId(turn.telegram_id))
    return chat is not None and chat.state is ChatState.ACTIVE


async def note_private_chat(turn: Turn) -> None:
    """Remember that the speaker has opened the private chat."""
    chat_id = ChatId(turn.telegram_id)
    await chats.put(turn.tx, turn.bot_id, chat_id, kind="private", title="", now=turn.now)
    await chats.mark_active(turn.tx, turn.bot_id, chat_id, turn.now)
