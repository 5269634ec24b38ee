"""What happens to groups: founding, coming and going, rights, topics, becoming a supergroup."""

from collections.abc import Iterable

from msgspec.structs import replace

from bot.practice.cannot import (
    NO_FORUM,
    NOT_A_FORUM,
    NOT_A_GROUP,
    NOT_AN_ADMIN,
    CannotDo,
    not_there,
)
from bot.practice.people import People
from bot.practice.records import Chat, Kind, Room, Status, User
from bot.practice.wire import user_object

_GREY = 0x6FB9F0


class Groups(People):
    """Acts of people upon groups."""

    def add_group(
        self,
        title: str,
        members: Iterable[User] = (),
        kind: Kind = "group",
        *,
        forum: bool = False,
    ) -> Chat:
        """Found a group or supergroup without the bot; its first member owns it."""
        room = self.world.new_room(kind, title, is_forum=forum)
        for member in members:
            room.members[member.id] = "member" if room.members else "creator"
        return room.chat

    def add_bot(
        self,
        chat: Chat,
        by: User,
        start_parameter: str | None = None,
        *,
        as_admin: bool = False,
    ) -> None:
        """Add the bot to a group; with ``start_parameter``, by a startgroup deep link.

        The adder's app then also writes "/start@bot CODE" into the group, as
        https://core.telegram.org/bots/features#deep-linking tells.
        """
        room, bot = self._group_with(chat, by), self.world.bot
        room.was_removed = False
        self.world.set_status(room, bot, "administrator" if as_admin else "member", by)
        self.world.post(room, by, service={"new_chat_members": [user_object(bot)]})
        if start_parameter is not None:
            self.say(by, chat, f"/start@{bot.username} {start_parameter}")

    def remove_bot(self, chat: Chat, by: User) -> None:
        """Put the bot out of a group: it hears of it once, and can't write any more."""
        room, bot = self._group_with(chat, by), self.world.bot
        if room.chat.kind == "group":
            self.world.post(room, by, service={"left_chat_member": user_object(bot)})
        room.was_removed = True
        self.world.set_status(room, bot, "left" if room.chat.kind == "group" else "kicked", by)

    def set_bot_admin(self, chat: Chat, by: User, is_admin: bool = True) -> None:
        """Make the bot an administrator, or an ordinary member again."""
        status: Status = "administrator" if is_admin else "member"
        self.world.set_status(self._group_with(chat, by), self.world.bot, status, by)

    def join(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Join a group, or be added ``by`` somebody."""
        room = self._room(chat)
        self.world.set_status(room, user, "member", by or user)
        self.world.post(room, by or user, service={"new_chat_members": [user_object(user)]})

    def leave(self, user: User, chat: Chat, *, by: User | None = None) -> None:
        """Leave a group, or be put out of it ``by`` somebody."""
        room = self._room(chat)
        self.world.post(room, by or user, service={"left_chat_member": user_object(user)})
        self.world.set_status(room, user, "kicked" if by else "left", by or user)

    def migrate(self, chat: Chat, *, with_my_chat_member: bool = False) -> Chat:
        """Turn a group into a supergroup with a new id; the old id is refused from then on.

        ``with_my_chat_member`` also tells the bot that it left the one and joined the other.
        """
        old = self._room(chat)
        if old.chat.kind != "group":
            raise CannotDo(NOT_A_GROUP)
        new = self.world.new_room("supergroup", old.chat.title)
        new.available_reactions, new.forbidden = old.available_reactions, old.forbidden
        by = self.world.users[next(iter(old.members))]
        self.world.post(old, by, service={"migrate_to_chat_id": new.chat.id})
        new.members.update(old.members)
        self.world.post(new, by, service={"migrate_from_chat_id": old.chat.id})
        old.migrated_to = new.chat.id
        if with_my_chat_member:
            status = new.members.pop(self.world.bot.id)
            self.world.set_status(old, self.world.bot, "left", by)
            self.world.set_status(new, self.world.bot, status, by)
        self.world.tell("migrated", new, by, None, str(new.chat.id))
        return new.chat

    def set_reactions(self, chat: Chat, allowed: Iterable[str] | None) -> None:
        """Which emoji may be reactions in a chat; None for all, empty for none."""
        self._room(chat).available_reactions = None if allowed is None else frozenset(allowed)

    def forbid(self, chat: Chat, *what: str) -> None:
        """Forbid members to send "text messages", "polls", "photos" …; nothing to allow all."""
        self._room(chat).forbidden = frozenset(what)

    def make_forum(self, chat: Chat, by: User) -> None:
        """Turn a supergroup into a forum, as its administrators can; Telegram tells bots nothing
        of it but the chat's object from then on."""
        room = self._group_with(chat, by)
        if room.chat.kind != "supergroup":
            raise CannotDo(NO_FORUM)
        if not room.is_admin(by.id):
            raise CannotDo(NOT_AN_ADMIN)
        room.chat = replace(room.chat, is_forum=True)

    def add_topic(self, chat: Chat, by: User, name: str) -> int:
        """Open a topic in a forum; gives its message_thread_id."""
        room = self._group_with(chat, by)
        if not room.chat.is_forum:
            raise CannotDo(NOT_A_FORUM)
        created = {"name": name, "icon_color": _GREY}
        message = self.world.post(room, by, service={"forum_topic_created": created})
        room.topics[message.message_id] = name
        message.thread_id = message.message_id
        return message.message_id

    def close_topic(self, chat: Chat, thread: int) -> None:
        """Close a topic for all but administrators."""
        self._room(chat).closed_topics.add(thread)

    def delete_topic(self, chat: Chat, thread: int) -> None:
        """Delete a topic with all that was said in it; Telegram tells bots nothing of it."""
        room = self._room(chat)
        del room.topics[thread]
        said = [each for each in room.messages.values() if each.thread_id == thread]
        for message in said:
            self.world.tell("deleted", room, message.sender, message)
            del room.messages[message.message_id]

    def _group_with(self, chat: Chat, by: User) -> Room:
        room = self._room(chat)
        if not room.has(by.id):
            raise not_there(by.first_name)
        return room
