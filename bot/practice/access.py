"""Whether the bot may do what it asks in a chat, as Telegram decides it."""

from bot.practice.records import Message, Room
from bot.practice.refusals import (
    BLOCKED,
    BOTS,
    DEACTIVATED,
    KICKED,
    NO_CHAT,
    NO_REPLY,
    NO_RIGHTS,
    NO_THREAD,
    NOT_INITIATED,
    NOT_MEMBER,
    NOT_SERVED,
    TOPIC_CLOSED,
    UPGRADED,
    Refusal,
)
from bot.practice.wire import Json
from bot.practice.world import World


def room_of(world: World, chat_id: int | str) -> Room:
    """The chat that a call names, if the bot may look into it."""
    room = world.rooms.get(chat_id) if isinstance(chat_id, int) else None
    if room is None:
        raise NO_CHAT.error()
    if room.migrated_to is not None:
        raise UPGRADED.error({"migrate_to_chat_id": room.migrated_to})
    if room.chat.kind == "private":
        return _private(world, room)
    status = room.members.get(world.bot.id)
    if status is None:
        raise NO_CHAT.error()
    if status == "kicked" or (status == "left" and room.was_removed):
        raise KICKED.error(kind=room.chat.kind)
    if status == "left":
        raise NOT_MEMBER.error(kind=room.chat.kind)
    return room


def _private(world: World, room: Room) -> Room:
    if not room.is_started and not world.knows(world.users[room.chat.id]):
        raise NO_CHAT.error()
    return room


def room_to_write_in(world: World, chat_id: int | str, what: str, given: Json) -> Room:
    """The chat that a send names, if the bot may post ``what`` there, in the thread it names."""
    room = room_of(world, chat_id)
    if room.chat.kind == "private":
        if world.users[room.chat.id].is_bot:
            raise BOTS.error()
        if room.is_deactivated:
            raise DEACTIVATED.error()
        if room.is_blocked:
            raise BLOCKED.error()
        if not room.is_started:
            raise NOT_INITIATED.error()
    if what in room.forbidden and not room.is_admin(world.bot.id):
        raise NO_RIGHTS.error(what=what)
    _check_thread(world, room, given)
    return room


def _check_thread(world: World, room: Room, given: Json) -> None:
    """Refuse a thread that is no topic, or closed to the bot; a reply goes to that of its post."""
    thread_id = given.get("message_thread_id")
    if thread_id is not None and thread_id not in room.topics:
        raise NO_THREAD.error()
    replied = room.messages.get(replied_id(room, given) or 0)
    derived = replied.thread_id if replied is not None else None
    if replied is not None and thread_id is not None and derived != thread_id:
        raise NOT_SERVED.error(what="a reply from one topic to another")
    closed = (thread_id or derived) in room.closed_topics
    if closed and not room.is_admin(world.bot.id):
        raise TOPIC_CLOSED.error()


def replied_id(room: Room, given: Json) -> int | None:
    """The id of the message that a send replies to; None when there is none."""
    parameters = given.get("reply_parameters")
    if not parameters or "message_id" not in parameters:
        return None
    elsewhere = parameters.get("chat_id") not in (None, room.chat.id)
    found: int = parameters["message_id"]
    if elsewhere or found not in room.messages:
        if parameters.get("allow_sending_without_reply"):
            return None
        raise NO_REPLY.error()
    return found


def message_of(room: Room, message_id: int, missing: Refusal) -> Message:
    """A message of the chat, or the refusal ``missing``."""
    message = room.messages.get(message_id)
    if message is None:
        raise missing.error()
    return message
