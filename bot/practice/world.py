"""The practice world: who is where, what was said, and what of it the bot gets to see."""

import asyncio
import heapq
import itertools
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.practice.events import Event, EventHub, EventKind
from bot.practice.files import FileShelf
from bot.practice.html import Formatted
from bot.practice.records import CallbackAnswer, Chat, Kind, Message, Poll, Room, Status, User
from bot.practice.taps import Tap
from bot.practice.updates import UpdateQueue
from bot.practice.views import MessageView, view_of
from bot.practice.wire import (
    Json,
    chat_object,
    member_object,
    message_object,
    poll_object,
    user_object,
)

QUERY_SECONDS = 150
_FIRST_USER = 7_000_000_001
_FIRST_GROUP = -4_900_000_001
_FIRST_SUPERGROUP = -1_002_000_000_001


class World:
    """Everything that Telegram would know. All state is in memory."""

    def __init__(
        self, clock: Clock, bot: User, *, reads_all: bool = False, tells_votes: bool = True
    ) -> None:
        self.clock = clock
        self.bot = bot
        self.reads_all = reads_all
        self.updates = UpdateQueue()
        self.events = EventHub()
        self.files = FileShelf(bot.id)
        self.users: dict[int, User] = {bot.id: bot}
        self.rooms: dict[int, Room] = {}
        self.polls: dict[str, Poll] = {}
        self.taps: dict[str, Tap] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.presented: dict[tuple[str, str], str] = {}
        self._tells_votes = tells_votes
        self._user_ids = itertools.count(_FIRST_USER)
        self._group_ids = itertools.count(_FIRST_GROUP, -1)
        self._supergroup_ids = itertools.count(_FIRST_SUPERGROUP, -1)
        self._shared_message_ids = itertools.count(1)
        self._poll_ids = itertools.count(5_300_000_000_000_000_001)
        self._tap_ids = itertools.count(9_100_000_000_000_000_001)
        self._closing: list[tuple[int, str]] = []
        self.polls_changed = asyncio.Event()

    # -- time ---------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The present moment by the server's clock."""
        return self.clock.now()

    def second(self) -> int:
        """The present moment in whole seconds since the epoch."""
        return int(self.now().timestamp())

    def next_closing(self) -> int | None:
        """When the next poll closes by itself, in seconds since the epoch."""
        return self._closing[0][0] if self._closing else None

    def close_due_polls(self) -> None:
        """Close the polls whose time has come."""
        while self._closing and self._closing[0][0] <= self.second():
            _, poll_id = heapq.heappop(self._closing)
            self.close_poll(self.polls[poll_id])

    # -- people and chats ---------------------------------------------------------------------

    def new_user(self, user_id: int | None = None, **fields: Any) -> User:
        """Add somebody, with a private chat that has not begun."""
        user = User(id=user_id or self._take_user_id(), **fields)
        self.users[user.id] = user
        chat = Chat(user.id, "private", " ".join(filter(None, (user.first_name, user.last_name))))
        self.rooms[user.id] = Room(chat, {user.id: "member", self.bot.id: "member"})
        return user

    def _take_user_id(self) -> int:
        return next(number for number in self._user_ids if number not in self.users)

    def new_room(self, kind: Kind, title: str, *, is_forum: bool = False) -> Room:
        """Add an empty group or supergroup."""
        if kind == "supergroup":
            chat = Chat(next(self._supergroup_ids), "supergroup", title, is_forum)
        else:
            chat = Chat(next(self._group_ids), "group", title)
        room = self.rooms[chat.id] = Room(chat)
        return room

    def chat_json(self, room: Room) -> Json:
        """The Chat object of a room."""
        return chat_object(room.chat, self.users.get(room.chat.id))

    def knows(self, user: User) -> bool:
        """True when the bot has a group in common with ``user``, or had."""
        return any(
            user.id in room.members and self.bot.id in room.members
            for room in self.rooms.values()
            if room.chat.kind != "private"
        )

    def set_status(self, room: Room, user: User, status: Status, by: User) -> None:
        """Change somebody's standing in a chat; the bot hears of its own, and as an admin of all.

        The update names ``by`` as the one who did it.
        """
        before = member_object(room, user)
        was_admin = room.is_admin(self.bot.id)
        room.members[user.id] = status
        change = {
            "chat": self.chat_json(room),
            "from": user_object(by),
            "date": self.second(),
            "old_chat_member": before,
            "new_chat_member": member_object(room, user),
        }
        if user.id == self.bot.id:
            self.updates.put("my_chat_member", change, self.now())
        elif was_admin and room.chat.kind != "private":
            self.updates.put("chat_member", change, self.now())

    # -- messages -----------------------------------------------------------------------------

    def post(self, room: Room, sender: User, **fields: Any) -> Message:
        """Add a message to a chat, and an update where the bot sees it."""
        message = Message(
            chat_id=room.chat.id,
            message_id=self._take_message_id(room),
            sender=sender,
            date=self.second(),
            **fields,
        )
        message.thread_id = message.thread_id or _thread_of(room, message)
        room.messages[message.message_id] = message
        if message.poll is not None:
            message.poll.message_id = message.message_id
        self.offer("message", room, message)
        self.tell("posted", room, sender, message)
        return message

    def offer(self, kind: str, room: Room, message: Message) -> None:
        """Queue a message as an update of ``kind``, if the bot sees it."""
        if self.sees(room, message):
            self.updates.put(kind, self.message_json(message), self.now())

    def sees(self, room: Room, message: Message) -> bool:
        """Whether the bot gets this message: its own never; in groups as privacy mode says.

        https://core.telegram.org/bots/features#privacy-mode
        """
        if message.sender.is_bot and not message.service:
            return False
        if not room.has(self.bot.id) or message.sender.id == self.bot.id:
            return False
        if room.chat.kind == "private" or message.service is not None:
            return True
        if self.reads_all or room.is_admin(self.bot.id):
            return True
        replied = room.messages.get(message.reply_to or 0)
        if replied is not None and replied.sender.id == self.bot.id:
            return True
        return message.media is None and self._is_command(message.content)

    def _is_command(self, content: Formatted | None) -> bool:
        first = content.entities[0] if content and content.entities else None
        if content is None or first is None or first.kind != "bot_command" or first.offset:
            return False
        _, _, addressee = content.text[: first.length].partition("@")
        return addressee.lower() in ("", (self.bot.username or "").lower())

    def message_json(self, message: Message) -> Json:
        """The Message object, with what it replies to.

        What replies to nothing in a topic is told as a reply to the message that opened the topic:
        https://github.com/python-telegram-bot/python-telegram-bot/issues/3648
        """
        room = self.rooms[message.chat_id]
        is_topic = message.thread_id in room.topics
        opened = message.thread_id if is_topic else None
        answered = message.reply_to or (opened if opened != message.message_id else None)
        replied = room.messages.get(answered) if answered else None
        return message_object(message, self.chat_json(room), replied, is_topic=is_topic)

    def view(self, message: Message) -> MessageView:
        """A frozen picture of a message."""
        pinned = message.message_id in self.rooms[message.chat_id].pinned
        return view_of(message, is_pinned=pinned)

    def _take_message_id(self, room: Room) -> int:
        if room.chat.kind == "supergroup":
            room.last_message_id += 1
        else:
            room.last_message_id = next(self._shared_message_ids)
        return room.last_message_id

    # -- polls and taps -----------------------------------------------------------------------

    def take_poll_id(self) -> str:
        return str(next(self._poll_ids))

    def keep_poll(self, poll: Poll) -> None:
        """Remember a poll that was sent, and when it closes by itself."""
        self.polls[poll.id] = poll
        if poll.close_date is not None and not poll.is_closed:
            heapq.heappush(self._closing, (poll.close_date, poll.id))
            self.polls_changed.set()

    def close_poll(self, poll: Poll) -> None:
        """Close a poll, once; the bot hears of it, for it sent the poll."""
        if poll.is_closed:
            return
        poll.is_closed = True
        self.updates.put("poll", poll_object(poll, in_message=False), self.now())
        room = self.rooms[poll.chat_id]
        self.tell("poll_closed", room, None, room.messages.get(poll.message_id))

    def record_vote(self, poll: Poll, voter: User, choice: tuple[int, ...]) -> None:
        """Count a vote; the bot hears who chose what unless the poll is anonymous."""
        poll.votes.pop(voter.id, None)
        if choice:
            poll.votes[voter.id] = choice
        if not poll.is_anonymous:
            answer = {
                "poll_id": poll.id,
                "user": user_object(voter),
                "option_ids": list(choice),
                "option_persistent_ids": [poll.persistent_ids[number] for number in choice],
            }
            self.updates.put("poll_answer", answer, self.now())
        if self._tells_votes:
            self.updates.put("poll", poll_object(poll, in_message=False), self.now())
        room = self.rooms[poll.chat_id]
        chosen = ", ".join(poll.options[number].text for number in choice)
        self.tell("voted", room, voter, room.messages.get(poll.message_id), chosen)

    def record_tap(self, room: Room, user: User, message: Message, label: str, data: str) -> Tap:
        """Queue a callback query; a message that is gone is sent as an inaccessible one."""
        tap = Tap(str(next(self._tap_ids)), user, message.chat_id, data, self.now())
        self.taps[tap.id] = tap
        chat = self.chat_json(room)
        gone = {"chat": chat, "message_id": message.message_id, "date": 0}
        is_there = message.message_id in room.messages
        query = {
            "id": tap.id,
            "from": user_object(user),
            "message": self.message_json(message) if is_there else gone,
            "chat_instance": str(abs(room.chat.id) * 1_000_003 % 2**63),
            "data": data,
        }
        self.updates.put("callback_query", query, self.now())
        self.tell("tapped", room, user, message, label)
        return tap

    def answer_tap(self, tap: Tap, answer: CallbackAnswer) -> None:
        """Show the bot's answer to whoever tapped."""
        tap.take(answer)
        self.tell("answered", self.rooms[tap.chat_id], tap.user, None, answer.text)

    # -- telling ------------------------------------------------------------------------------

    def tell(
        self,
        kind: EventKind,
        room: Room | None,
        user: User | None,
        message: Message | None = None,
        text: str = "",
    ) -> None:
        """Tell the listeners what happened."""
        if self.events.is_heard:
            view = self.view(message) if message is not None else None
            chat = room.chat if room is not None else None
            self.events.tell(Event(kind, self.now(), chat, user, view, text))


def _thread_of(room: Room, message: Message) -> int | None:
    """The thread that a reply belongs to: that of what it replies to.

    In supergroups a reply outside of all topics opens a thread of its own, which can't be written
    to: https://github.com/tdlib/telegram-bot-api/issues/356 and 447.
    """
    replied = room.messages.get(message.reply_to or 0)
    if replied is None:
        return None
    has_threads = room.chat.kind == "supergroup"
    return replied.thread_id or (replied.message_id if has_threads else None)
