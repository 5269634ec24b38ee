"""One update's turn: who speaks, where, what was known before, and what is to be said.

A handler collects what it wants to say and do in its turn. Only when it has returned does that
join the batch's transaction; what a failed handler collected is thrown away with its turn.
"""

from contextvars import ContextVar
from datetime import datetime, timedelta

from msgspec import Struct, field
from telegram import Message, Update
from telegram.constants import ChatType

from handlers.patience import Patience
from programme.page import Page
from reports.keyboard import Keys
from reports.said import STAYS, Said
from reports.splitting import split
from reports.wording import Words, words
from storage.database import Transaction
from storage.doers import Doer
from storage.units import Defaults
from storage.values.chats import TopicId
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.notes import NoteMedia
from storage.values.people import BotId, ChatId, Known, MessageId, Role, TelegramId, Unit

# How Telegram calls a forum's general topic; messages to it must not carry the number.
_GENERAL = 1
_STALE_IN_GROUP = timedelta(minutes=10)
_STALE_IN_PRIVATE = timedelta(hours=12)


class Toast(Struct, frozen=True):
    """The answer to a button tap: a line that fades, or an alert to be closed."""

    query_id: str
    text: str = ""
    alert: bool = False
    url: str | None = None


class Turn(Struct):
    """What one update's handler works with.

    ``page`` is the handler's own page of the batch's book: deeds written there are seen by the
    batch's later updates. ``tx`` is the batch's transaction, for reading and for rare writes.
    ``language`` is the one for this chat: the person's in private, the branch's in a group.
    ``known_anew`` is set by a handler that changed what is known of the speaker: a later update
    of the batch must see it, and ``keys_anew`` when the keys below the private chat change with it.
    ``others_anew`` are others of whom something else is known now.
    ``public_url`` is where the bot can be fetched from outside, if it can.
    ``home`` is the speaker's home branch, ``group`` the branch that this group chat is bound to.
    """

    update: Update
    tx: Transaction
    page: Page
    now: datetime
    bot_id: BotId
    bot_username: str
    known: Known
    doer: Doer | None
    home: Unit | None
    group: Unit | None
    defaults: Defaults
    owner: TelegramId | None
    language: str
    own_language: str
    public_url: str | None = None
    known_anew: bool = False
    others_anew: set[TelegramId] = set()
    keys_anew: Keys | None = None
    patience: Patience = field(default_factory=Patience)
    toasts: list[Toast] = []
    _said: int = 0

    @property
    def words(self) -> Words:
        """The words for the chat that the update came from."""
        return words(self.language)

    @property
    def own_words(self) -> Words:
        """The words for the person, wherever the update came from."""
        return words(self.own_language)

    @property
    def in_private(self) -> bool:
        """Whether this is the person's private chat with the bot."""
        chat = self.update.effective_chat
        return chat is not None and chat.type == ChatType.PRIVATE

    @property
    def chat_id(self) -> ChatId:
        """The chat that the update came from."""
        chat = self.update.effective_chat
        assert chat is not None
        return ChatId(chat.id)

    @property
    def in_forum(self) -> bool:
        """Whether the update came from a group that has topics."""
        chat = self.update.effective_chat
        return chat is not None and bool(chat.is_forum)

    @property
    def topic(self) -> TopicId | None:
        """The topic of a forum group that the update came from; None for the general one.

        A reply outside of all topics carries a number too, which can't be written to.
        """
        message = self.update.effective_message
        number = getattr(message, "message_thread_id", None)
        is_topic = bool(getattr(message, "is_topic_message", False))
        return TopicId(number) if is_topic and number not in (None, _GENERAL) else None

    @property
    def telegram_id(self) -> TelegramId:
        """Who sent the update."""
        return self.known.telegram_id

    @property
    def keys(self) -> Keys | None:
        """The keys below the speaker's private chat; None for a stranger, who has none."""
        return self.keys_anew or keys_for(self.known)

    def reply(self, said: Said, *, quoting: bool = False) -> None:
        """Answer in the same chat, without a sound; in a group, and in private where ``quoting``
        is asked for, as a reply to what was written."""
        if not self.in_private and not self.patience.allows(self.chat_id, self.now):
            return
        message = self.update.effective_message
        quotes = message is not None and (quoting or not self.in_private)
        quote = MessageId(message.message_id) if message is not None and quotes else None
        self._text(self.chat_id, said, self.language, quote)

    def tell(self, said: Said) -> None:
        """Say it to the person in private, wherever they wrote."""
        self._text(ChatId(self.telegram_id), said, self.own_language, None)

    def edit(self, said: Said) -> None:
        """Replace the text of the message whose button was tapped; what is too long for one
        message goes on below it. Below a message that stays it is said as an answer."""
        message = self.update.effective_message
        assert message is not None
        if _stays(message):
            self.reply(said)
            return
        first, *rest = split(said)
        payload = {"message_id": message.message_id, **first.payload()}
        self._put(DeliveryKind.EDIT, self.chat_id, self.language, payload)
        for part in rest:
            self._put(DeliveryKind.TEXT, self.chat_id, self.language, dict(part.payload()))

    def show(self, media: NoteMedia, file_id: str) -> None:
        """Send one of the person's own files again, in the same chat."""
        payload: dict[str, object] = {"media": media, "file_id": file_id}
        self._put(DeliveryKind.FILE, self.chat_id, self.language, payload)

    def react(self, emoji: str) -> None:
        """Thank with a reaction to what was written."""
        message = self.update.effective_message
        assert message is not None
        payload = {"message_id": message.message_id, "emoji": emoji}
        self._put(DeliveryKind.REACTION, self.chat_id, self.language, payload)

    def toast(self, text: str = "", *, alert: bool = False, url: str | None = None) -> None:
        """Answer the tap on a button; shown to the one who tapped only."""
        query = self.update.callback_query
        assert query is not None
        self.toasts.append(Toast(query.id, text, alert, url))

    def _text(self, chat: ChatId, said: Said, language: str, quote: MessageId | None) -> None:
        parts = split(said)
        for number, part in enumerate(parts):
            payload = dict(part.payload())
            if quote and number == 0:
                payload["reply_to"] = quote
            if chat > 0 and self.keys and not part.buttons:
                payload["keys"] = self.keys
            self._put(DeliveryKind.TEXT, chat, language, payload)

    def _put(
        self, kind: DeliveryKind, chat: ChatId, language: str, payload: dict[str, object]
    ) -> None:
        self._said += 1
        if kind is DeliveryKind.TEXT and chat == self.chat_id and self.in_forum:
            payload["topic"] = self.topic
        self.page.deliver(
            NewDelivery(
                bot_id=self.bot_id,
                # Telegram starts its numbers again after a quiet week: the moment tells them apart.
                key=f"update:{self.update.update_id}:{self.now.timestamp():.0f}:{self._said}",
                rank=Rank.REPLY,
                kind=kind,
                chat_id=chat,
                language=language,
                not_before=self.now,
                payload=payload,
                # After an outage nobody waits for the answer to a command any more.
                expires_at=self.now + (_STALE_IN_PRIVATE if chat > 0 else _STALE_IN_GROUP),
            )
        )


def _stays(message: Message) -> bool:
    """Whether a message is still of use when one of its buttons was tapped."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == STAYS for row in rows for button in row)


def keys_for(known: Known) -> Keys | None:
    """The keys that fit who somebody is; None for a stranger, who has none."""
    offices = (Role.SECRETARY, Role.STAND_IN, Role.ORGANISER, Role.CADRE)
    if known.is_owner or known.units_as(*offices):
        return Keys.OFFICE
    return Keys.MEMBER if known.home is not None else None


current_turn: ContextVar[Turn] = ContextVar("current_turn")
