"""A turn made by hand: one update of Telegram's, a database, and English words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import Update

from handlers.senders import is_hidden
from handlers.turn import Turn
from programme.book import Book
from storage import chats
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.snapshot import Named
from storage.units import Defaults, units
from storage.values.deliveries import DeliveryKind
from storage.values.people import BotId, ChatId, Known, TelegramId
from tests.handlers.talking import unconnected

BOT = BotId(7)
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai."""
DEFAULTS = Defaults("Asia/Shanghai", "en")
GROUP = {"id": -1001, "type": "supergroup", "title": "The street"}


def user(number: int, name: str = "Li") -> dict[str, Any]:
    """A user as Telegram gives it."""
    return {"id": number, "is_bot": False, "first_name": name}


def private(number: int) -> dict[str, Any]:
    """The private chat with a user."""
    return {"id": number, "type": "private", "first_name": "Li"}


def text(
    words: str, sender: int = 11, chat: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An update with a text message."""
    written = {
        "message_id": 5,
        "date": int(NOW.timestamp()),
        "chat": dict(chat or private(sender)),
        "from": user(sender),
        "text": words,
        **more,
    }
    return {"update_id": 100, "message": written}


def tap(data: str, sender: int = 11, chat: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An update with a tap on a button."""
    message = text("", sender, chat)["message"]
    query = {
        "id": "1",
        "from": user(sender),
        "chat_instance": "1",
        "data": data,
        "message": message,
    }
    return {"update_id": 101, "callback_query": query}


def membership(old: str, new: str, chat: Mapping[str, Any]) -> dict[str, Any]:
    """An update about the bot's own place in a chat."""
    bot = {"id": int(BOT), "is_bot": True, "first_name": "Sanxue"}

    def of(status: str) -> dict[str, Any]:
        return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

    change = {
        "chat": dict(chat),
        "from": user(11),
        "date": int(NOW.timestamp()),
        "old_chat_member": of(old),
        "new_chat_member": of(new),
    }
    return {"update_id": 102, "my_chat_member": change}


async def turn_for(
    tx: Transaction, raw: Mapping[str, Any], owner: TelegramId | None = None
) -> Turn:
    """The turn of one update, with what would have been loaded for it."""
    update = Update.de_json(dict(raw), unconnected("7:token"))
    assert update.effective_user is not None and update.effective_chat is not None
    speaker = TelegramId(update.effective_user.id)
    book = await Book.open(tx, BOT, Named(people={speaker}))
    known = (await known_by_telegram(tx, [speaker], NOW, DEFAULTS, owner))[speaker]
    if is_hidden(update.message):
        known = Known(speaker, is_hidden=True)
    chat = await chats.get(tx, BOT, ChatId(update.effective_chat.id))
    wanted = [u for u in (known.home, chat.unit_id if chat else None) if u is not None]
    found = await units(tx, wanted, DEFAULTS)
    return Turn(
        update=update,
        tx=tx,
        page=book.page(),
        now=NOW,
        bot_id=BOT,
        bot_username="sanxue_bot",
        known=known,
        doer=book.doers.get(speaker),
        home=found.get(known.home) if known.home else None,
        group=found.get(chat.unit_id) if chat and chat.unit_id else None,
        defaults=DEFAULTS,
        owner=owner,
        language="en",
        own_language="en",
    )


def said(turn: Turn) -> list[tuple[int, str]]:
    """What a turn says, and where; a menu of commands says nothing."""
    return [
        (each.chat_id, str(each.payload.get("text", each.kind.value)))
        for each in turn.page.added.deliveries
        if each.kind is not DeliveryKind.MENU
    ]
