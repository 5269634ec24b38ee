"""What people write and send in the practice world."""

from bot.practice.cannot import (
    BAD_LENGTH,
    LONG_CAPTION,
    NOT_YOURS,
    CannotDo,
    not_there,
)
from bot.practice.files import media_of
from bot.practice.html import Formatted, formatted
from bot.practice.records import Chat, Media, Message, Room, User
from bot.practice.views import MessageView
from bot.practice.world import World

Where = Chat | User | int
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


class Writers:
    """People who write. Each act takes effect at once and queues the update that Telegram would."""

    world: World

    def say(
        self,
        user: User,
        chat: Where,
        text: str,
        reply_to: MessageView | int | None = None,
        thread: int | None = None,
    ) -> MessageView:
        """Write a message."""
        content = formatted(text, is_html=False)
        if content.is_empty or len(content.text) > TEXT_LIMIT:
            raise CannotDo(BAD_LENGTH)
        return self._post(user, chat, reply_to, thread, content=content)

    def send_photo(
        self,
        user: User,
        chat: Where,
        content: bytes,
        caption: str = "",
        reply_to: MessageView | int | None = None,
        thread: int | None = None,
    ) -> MessageView:
        """Send a picture."""
        media = self._media("photo", content, "photo.jpg")
        return self._send(user, chat, media, caption, reply_to, thread)

    def send_voice(
        self,
        user: User,
        chat: Where,
        content: bytes,
        caption: str = "",
        reply_to: MessageView | int | None = None,
        thread: int | None = None,
    ) -> MessageView:
        """Send a voice message."""
        media = self._media("voice", content, "voice.oga")
        return self._send(user, chat, media, caption, reply_to, thread)

    def send_document(
        self,
        user: User,
        chat: Where,
        content: bytes,
        name: str = "document.bin",
        caption: str = "",
        reply_to: MessageView | int | None = None,
        thread: int | None = None,
    ) -> MessageView:
        """Send a file called ``name``."""
        media = self._media("document", content, name)
        return self._send(user, chat, media, caption, reply_to, thread)

    def edit(self, user: User, message: MessageView, text: str) -> MessageView:
        """Change one's own message, or the caption of one's own file."""
        found = self._message(message)
        if found.sender != user:
            raise CannotDo(NOT_YOURS)
        content = formatted(text, is_html=False)
        if (content.is_empty and found.media is None) or len(content.text) > TEXT_LIMIT:
            raise CannotDo(BAD_LENGTH)
        found.content = content
        found.edit_date = self.world.second()
        room = self.world.rooms[found.chat_id]
        self.world.offer("edited_message", room, found)
        self.world.tell("edited", room, user, found)
        return self.world.view(found)

    def _room(self, chat: Where) -> Room:
        room = self.world.rooms[chat if isinstance(chat, int) else chat.id]
        return self.world.rooms[room.migrated_to] if room.migrated_to is not None else room

    def _message(self, message: MessageView) -> Message:
        return self.world.rooms[message.chat_id].messages[message.message_id]

    def _media(self, kind: str, content: bytes, name: str) -> Media:
        return media_of(kind, self.world.files.keep(kind, content, name), {"duration": 1})

    def _send(
        self,
        user: User,
        chat: Where,
        media: Media,
        caption: str,
        reply_to: MessageView | int | None,
        thread: int | None,
    ) -> MessageView:
        if len(caption) > CAPTION_LIMIT:
            raise CannotDo(LONG_CAPTION)
        text = formatted(caption, is_html=False) if caption else None
        return self._post(user, chat, reply_to, thread, media=media, content=text)

    def _post(
        self,
        user: User,
        chat: Where,
        reply_to: MessageView | int | None,
        thread: int | None,
        *,
        content: Formatted | None,
        media: Media | None = None,
    ) -> MessageView:
        room = self._room(chat)
        if not room.has(user.id):
            raise not_there(user.first_name)
        if room.chat.kind == "private":
            room.is_started = True
        replied = reply_to.message_id if isinstance(reply_to, MessageView) else reply_to
        message = self.world.post(
            room, user, content=content, media=media, reply_to=replied, thread_id=thread
        )
        return self.world.view(message)
