"""Which handler takes which update: python-telegram-bot's dispatch, one update at a time."""

from collections.abc import Collection
from datetime import datetime
from html import escape
from typing import Any

from telegram import Bot, Chat, Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext

from handlers.patience import Patience
from handlers.senders import is_hidden, is_ignored
from handlers.table import PlainHandler, TurnHandler, handlers
from handlers.turn import Toast, Turn, current_turn
from programme.book import Book
from programme.duties.summing import sum_up_with_turn
from programme.flushing import flush
from programme.page import Page
from reports.said import Said
from storage import chats
from storage.database import passes
from storage.doers import doers
from storage.known import known_by_telegram
from storage.units import Defaults, units
from storage.values.chats import NO_RIGHTS, ChatState
from storage.values.chats import Chat as KnownChat
from storage.values.messages import SanxueError
from storage.values.people import BotId, ChatId, Known, TelegramId, Unit, UnitId


class HandlerFailed(Exception):
    """A handler raised; the cause is the exception's own."""


class Routes:
    """Hands parsed updates to their handlers. python-telegram-bot would swallow what they raise;
    here it is raised to the batch."""

    def __init__(
        self,
        bot: Bot,
        defaults: Defaults,
        owner: TelegramId | None,
        public_url: str | None = None,
    ) -> None:
        self._bot = bot
        self._public_url = public_url
        self.defaults = defaults
        self._owner = owner
        self._known: dict[TelegramId, Known] = {}
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
        )
        self._failed: BaseException | None = None
        self._patience = Patience()
        for handler in handlers(_adapted):
            self._application.add_handler(handler)
        self._application.add_error_handler(self._note_failure)

    async def start(self) -> None:
        """Make ready; asks Telegram who the bot is unless the bot object knows already."""
        await self._application.initialize()

    async def open(self, book: Book, updates: Collection[Update], now: datetime) -> None:
        """Load who speaks in a batch's updates."""
        ids = {TelegramId(u.effective_user.id) for u in updates if u.effective_user}
        self._known = {}
        if ids:
            self._known = await self._look_up(book, ids, now)

    async def _look_up(
        self, book: Book, ids: Collection[TelegramId], now: datetime
    ) -> dict[TelegramId, Known]:
        return await known_by_telegram(book.tx, ids, now, self.defaults, self._owner)

    async def handle(self, update: Update, page: Page, now: datetime) -> list[Toast]:
        """Run the update's handler on its page; what is to be said to taps at once.

        Raises :class:`HandlerFailed` from what the handler raised; trouble of the database that
        passes by itself is raised as it is.
        """
        if is_ignored(update):
            return []
        await flush(page.book, now)
        turn = await self._turn(update, page, now)
        token = current_turn.set(turn)
        self._failed = None
        try:
            await self._application.process_update(update)
        finally:
            current_turn.reset(token)
        if self._failed is not None:
            if passes(self._failed):
                raise self._failed
            raise HandlerFailed(update.update_id) from self._failed
        await sum_up_with_turn(page.book.tx, now, self.defaults)
        anew = turn.others_anew | ({turn.telegram_id} if turn.known_anew else set())
        if anew:
            self._known |= await self._look_up(page.book, anew, now)
            for each in anew:
                page.book.doers.pop(each, None)
            page.book.doers |= await doers(page.book.tx, anew)
        query = update.callback_query
        if query is not None and not turn.toasts:
            turn.toast()
        return turn.toasts

    async def _turn(self, update: Update, page: Page, now: datetime) -> Turn:
        user = update.effective_user
        speaker = TelegramId(user.id if user else 0)
        known = self._known.get(speaker) or Known(speaker)
        if is_hidden(update.message):
            known = Known(speaker, is_hidden=True)
        group_id = await self._group_of(update, page, now)
        # Who is at home nowhere is spoken to as where they hold an office.
        place = known.home or next((each.unit_id for each in known.appointments), None)
        wanted = [unit for unit in (place, group_id) if unit is not None]
        found = await units(page.book.tx, wanted, self.defaults) if wanted else {}
        home = found.get(known.home) if known.home else None
        group = found.get(group_id) if group_id else None
        own = self._own_language(known, found.get(place) if place else None, update)
        return Turn(
            update=update,
            tx=page.book.tx,
            page=page,
            now=now,
            bot_id=BotId(self._bot.id),
            bot_username=self._bot.username,
            known=known,
            doer=page.book.doers.get(speaker),
            patience=self._patience,
            home=home,
            group=group,
            defaults=self.defaults,
            owner=self._owner,
            language=self._language(update, own, group),
            own_language=own,
            public_url=self._public_url,
        )

    async def _group_of(self, update: Update, page: Page, now: datetime) -> UnitId | None:
        chat = update.effective_chat
        if chat is None or chat.type == Chat.PRIVATE:
            return None
        bot_id, chat_id = BotId(self._bot.id), ChatId(chat.id)
        found = await chats.get(page.book.tx, bot_id, chat_id)
        if found is not None and _is_back(update, found):
            await chats.mark_active(page.book.tx, bot_id, chat_id, now)
        return found.unit_id if found else None

    def _own_language(self, known: Known, place: Unit | None, update: Update) -> str:
        if known.person is not None and known.person.language:
            return known.person.language
        if place is not None:
            return place.language
        user = update.effective_user
        code = (user.language_code or "") if user else ""
        if known.person is None and code:
            return "zh" if code.startswith("zh") else "en"
        return self.defaults.language

    def _language(self, update: Update, own: str, group: Unit | None) -> str:
        chat = update.effective_chat
        if chat is None or chat.type == Chat.PRIVATE:
            return own
        return group.language if group else self.defaults.language

    async def _note_failure(
        self, _update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        self._failed = context.error


def _is_back(update: Update, chat: KnownChat) -> bool:
    """Whether a message shows that the bot is in a group that was thought to be lost. That it may
    write there it shows not; and the last message tells that the bot was put out."""
    written = update.message
    if chat.state is not ChatState.UNREACHABLE or chat.reason == NO_RIGHTS:
        return False
    return written is not None and written.left_chat_member is None


def _adapted(handler: TurnHandler) -> PlainHandler:
    async def run(_update: Update, _context: Any) -> None:
        turn = current_turn.get()
        try:
            await handler(turn)
        except SanxueError as refusal:
            _say(turn, refusal)

    return run


def _say(turn: Turn, refusal: SanxueError) -> None:
    """Put a refusal in words, where only the person concerned is bothered by it."""
    if turn.update.callback_query is not None:
        turn.toast(turn.own_words.say(refusal.said), alert=True)
    else:
        turn.reply(Said(escape(turn.words.say(refusal.said), quote=False)))
