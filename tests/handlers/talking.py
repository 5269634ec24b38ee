"""Handlers run on real updates against a real database, one after the other."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from msgspec import Struct, field
from telegram import Bot, Update, User
from telegram.request import BaseRequest

from handlers.routes import Routes
from handlers.turn import Toast, Turn
from programme.book import Book
from programme.flushing import flush
from storage.database import Database
from storage.snapshot import Named
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind, NewDelivery
from storage.values.messages import Refused
from storage.values.people import ChatId, MessageId, TelegramId
from tests.storage.branch_rows import BOT, DEFAULTS, GROUP

Handler = Callable[[Turn], Awaitable[None]]
NUMBERS = count(1)


class Said(Struct, frozen=True):
    """What a handler left: deliveries in their order, and answers to taps."""

    deliveries: tuple[NewDelivery, ...]
    toasts: tuple[Toast, ...] = ()
    refused: str = ""

    @property
    def texts(self) -> list[str]:
        """Texts and edits; not counters."""
        return [str(each.payload["text"]) for each in self.deliveries if "text" in each.payload]

    @property
    def data(self) -> list[str]:
        """What the buttons carry: data or addresses."""
        return [
            button.get("data") or button["url"]
            for each in self.deliveries
            for row in each.payload.get("buttons", ())
            for button in row
        ]

    def of(self, kind: DeliveryKind) -> list[NewDelivery]:
        """The deliveries of one kind."""
        return [each for each in self.deliveries if each.kind is kind]


class NoTelegram(BaseRequest):
    """In place of connections, of which each would read whose certificates are trusted: handlers
    never wait for Telegram."""

    read_timeout = None

    async def initialize(self) -> None:
        """Nothing is connected."""

    async def shutdown(self) -> None:
        """Nothing was connected."""

    async def do_request(self, url: str, method: str, *_given: Any, **_named: Any) -> Any:
        """Fail whoever asks."""
        raise AssertionError(f"a handler asked Telegram: {method}")


def unconnected(token: str) -> Bot:
    """A bot that can't reach Telegram."""
    return Bot(token, request=NoTelegram(), get_updates_request=NoTelegram())


def _bot() -> Bot:
    """A bot that knows its name without asking Telegram."""
    bot = unconnected(f"{BOT}:token")
    bot._bot_user = User(BOT, "bot", is_bot=True, username="sanxue_bot")
    return bot


class Talk(Struct):
    """One person talking to the bot, in private or in the branch's group."""

    database: Database
    now: datetime
    person: int = 11
    bot: Bot = field(default_factory=_bot)

    async def write(self, handler: Handler, *, group: bool = False, **message: Any) -> Said:
        """Send a message; ``text`` that begins with a slash is a command."""
        return await self._run(handler, {"message": self._message(group, message)})

    async def edit(self, handler: Handler, *, group: bool = False, **message: Any) -> Said:
        """Edit a message."""
        return await self._run(handler, {"edited_message": self._message(group, message)})

    async def tap(
        self,
        handler: Handler,
        data: str,
        *,
        group: bool = False,
        about: Mapping[str, Any] | None = None,
    ) -> Said:
        """Tap a button below one of the bot's messages, which may be a reply to one's own."""
        answered = {"reply_to_message": self._message(group, about)} if about else {}
        query = {
            "id": "query",
            "from": self._user(),
            "chat_instance": "1",
            "data": data,
            "message": {
                **self._message(group, {"message_id": 900, "text": "bot's"}, by_bot=True),
                **answered,
            },
        }
        return await self._run(handler, {"callback_query": query})

    async def _run(self, handler: Handler, update: Mapping[str, Any]) -> Said:
        parsed = Update.de_json({"update_id": next(NUMBERS), **update}, self.bot)
        async with self.database.writing() as tx:
            book = await Book.open(tx, BOT, _named(parsed))
            await book.need_zones(self.now, DEFAULTS)
            page = book.page()
            routes = Routes(self.bot, DEFAULTS, None)
            await routes.open(book, [parsed], self.now)
            turn = await routes._turn(parsed, page, self.now)
            refused = ""
            try:
                await handler(turn)
            except Refused as refusal:
                refused = str(refusal)
            deliveries = tuple(page.added.deliveries)
            book.keep(page)
            await flush(book, self.now)
        return Said(deliveries, tuple(turn.toasts), refused)

    def _user(self) -> dict[str, Any]:
        return {"id": self.person, "is_bot": False, "first_name": "somebody"}

    def _message(
        self, group: bool, message: Mapping[str, Any], by_bot: bool = False
    ) -> dict[str, Any]:
        private = {"id": self.person, "type": "private", "first_name": "somebody"}
        chat = {"id": GROUP, "type": "supergroup", "title": "group"} if group else private
        bot = {"id": BOT, "is_bot": True, "first_name": "bot", "username": "sanxue_bot"}
        given = dict(message)
        text = given.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0])
            given["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if "reply_to" in given:
            given["reply_to_message"] = {
                "message_id": given.pop("reply_to"),
                "date": 0,
                "chat": chat,
                "from": bot,
                "text": "a post",
            }
        return {
            "message_id": next(NUMBERS) + 1000,
            "date": int(self.now.timestamp()),
            "chat": chat,
            "from": bot if by_bot else self._user(),
            **given,
        }


def _named(update: Update) -> Named:
    user, message, query = update.effective_user, update.effective_message, update.callback_query
    named = Named(people={TelegramId(user.id)} if user else set())
    replied = message.reply_to_message if message else None
    if message and replied:
        named.messages.add((ChatId(message.chat_id), MessageId(replied.message_id)))
    last = (query.data or "" if query else "").rpartition(":")[2]
    if last.isdecimal() and len(last) <= 18:
        named.postings.add(PostingId(int(last)))
    return named
