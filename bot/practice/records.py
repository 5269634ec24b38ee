"""What the practice world keeps: people, chats, messages, polls and files."""

from typing import Any, Literal

from msgspec import Struct

from bot.practice.html import Formatted

Kind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]
PRESENT = frozenset({"creator", "administrator", "member"})


class User(Struct, frozen=True):
    """Somebody with a Telegram account, or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


class Chat(Struct, frozen=True):
    """A chat as it is named from outside. A private chat has the id of its person."""

    id: int
    kind: Kind
    title: str
    is_forum: bool = False


class File(Struct, frozen=True):
    """Bytes that Telegram keeps. ``kind`` is the field it came in: photo, voice, document, …"""

    file_id: str
    unique_id: str
    kind: str
    content: bytes
    name: str
    path: str


class Media(Struct, frozen=True):
    """A file as a part of a message; ``details`` are the further fields of its object."""

    kind: str
    file: File
    details: dict[str, Any] = {}


class Poll(Struct):
    """A poll and the votes in it: user id to the numbers of the chosen options."""

    id: str
    question: Formatted
    options: tuple[Formatted, ...]
    persistent_ids: tuple[str, ...]
    is_quiz: bool
    is_anonymous: bool
    allows_multiple_answers: bool
    allows_revoting: bool
    shuffles: bool
    correct: tuple[int, ...]
    explanation: Formatted | None
    description: Formatted | None
    open_period: int | None
    close_date: int | None
    is_closed: bool
    chat_id: int
    message_id: int = 0
    votes: dict[int, tuple[int, ...]] = {}


class Message(Struct):
    """A message as the chat keeps it; ``service`` are the fields of a service message."""

    chat_id: int
    message_id: int
    sender: User
    date: int
    content: Formatted | None = None
    media: Media | None = None
    poll: Poll | None = None
    service: dict[str, Any] | None = None
    markup: dict[str, Any] | None = None
    keyboard: tuple[tuple[str, ...], ...] | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    edit_date: int | None = None
    is_silent: bool = False
    is_protected: bool = False
    caption_above: bool = False
    reactions: dict[int, tuple[str, ...]] | None = None


class Room(Struct):
    """A chat from inside: who is in it, what was said, what is allowed."""

    chat: Chat
    members: dict[int, Status] = {}
    messages: dict[int, Message] = {}
    last_message_id: int = 0
    available_reactions: frozenset[str] | None = None
    topics: dict[int, str] = {}
    closed_topics: set[int] = set()
    pinned: list[int] = []
    forbidden: frozenset[str] = frozenset()
    migrated_to: int | None = None
    was_removed: bool = False
    is_started: bool = False
    is_blocked: bool = False
    is_deactivated: bool = False

    def has(self, user_id: int) -> bool:
        """True when the user is in the chat now."""
        return self.members.get(user_id, "left") in PRESENT

    def is_admin(self, user_id: int) -> bool:
        """True when the user owns or administers the chat."""
        return self.members.get(user_id) in ("creator", "administrator")


class CallbackAnswer(Struct, frozen=True):
    """What the bot answered to a tap."""

    text: str
    show_alert: bool
    url: str | None
    cache_time: int
