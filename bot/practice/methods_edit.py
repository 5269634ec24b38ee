"""The methods that change messages: edits, deletion, reactions, pins, answers to taps."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.practice.access import message_of, room_of, room_to_write_in
from bot.practice.html import Formatted
from bot.practice.methods_send import inline_keyboard, refuse_unmodelled
from bot.practice.records import CallbackAnswer, Message, Room
from bot.practice.refusals import (
    CANNOT_DELETE,
    CANNOT_EDIT,
    NO_CAPTION,
    NO_DELETE,
    NO_EDIT,
    NO_PIN,
    NO_PIN_RIGHTS,
    NO_REACT,
    NO_TEXT,
    NOT_MODIFIED,
    OLD_QUERY,
    REACTION_INVALID,
    REACTIONS_TOO_MANY,
    URL_INVALID,
)
from bot.practice.spec import load
from bot.practice.wire import Json
from bot.practice.world import QUERY_SECONDS, World

DELETABLE_SECONDS = 48 * 3600


def _own_message(world: World, given: Json) -> Message:
    refuse_unmodelled(given)
    room = room_to_write_in(world, given["chat_id"], "", {})
    message = message_of(room, given["message_id"], NO_EDIT)
    if message.sender.id != world.bot.id or message.service is not None:
        raise CANNOT_EDIT.error()
    return message


def _change(world: World, message: Message, content: Formatted | None, given: Json) -> Json:
    markup = inline_keyboard(given)
    above = given.get("show_caption_above_media", message.caption_above)
    after = (content, markup, above)
    if after == (message.content, message.markup, message.caption_above):
        raise NOT_MODIFIED.error()
    message.content, message.markup, message.caption_above = after
    message.edit_date = world.second()
    world.tell("edited", world.rooms[message.chat_id], world.bot, message)
    return world.message_json(message)


def edit_message_text(world: World, given: Json) -> Json:
    message = _own_message(world, given)
    if message.media is not None or message.poll is not None:
        raise NO_TEXT.error()
    return _change(world, message, given["text"], given)


def edit_message_caption(world: World, given: Json) -> Json:
    message = _own_message(world, given)
    if message.media is None:
        raise NO_CAPTION.error()
    return _change(world, message, given.get("caption"), given)


def edit_message_reply_markup(world: World, given: Json) -> Json:
    message = _own_message(world, given)
    return _change(world, message, message.content, given)


def delete_message(world: World, given: Json) -> bool:
    room = room_of(world, given["chat_id"])
    message = message_of(room, given["message_id"], NO_DELETE)
    age = world.second() - message.date
    is_own = message.sender.id == world.bot.id
    may = is_own or room.chat.kind == "private" or room.is_admin(world.bot.id)
    if age > DELETABLE_SECONDS or not may:
        raise CANNOT_DELETE.error()
    del room.messages[message.message_id]
    world.tell("deleted", room, world.bot, message)
    return True


@lru_cache(maxsize=1)
def reaction_emoji() -> frozenset[str]:
    """The emoji that may be reactions, as the description lists them."""
    words = load().described("types.ReactionTypeEmoji.fields.emoji")
    return frozenset(re.findall(r'"([^"]+)"', words))


def is_allowed_reaction(room: Room, emoji: str) -> bool:
    """Whether ``emoji`` may be set on messages of the chat."""
    allowed = room.available_reactions
    return emoji in reaction_emoji() and (allowed is None or emoji in allowed)


def set_message_reaction(world: World, given: Json) -> bool:
    room = room_of(world, given["chat_id"])
    message = message_of(room, given["message_id"], NO_REACT)
    chosen = given.get("reaction", [])
    if len(chosen) > 1:
        raise REACTIONS_TOO_MANY.error()
    if any(not is_allowed_reaction(room, each.get("emoji", "")) for each in chosen):
        raise REACTION_INVALID.error()
    if chosen and message.service is not None:
        raise REACTION_INVALID.error()
    reactions = message.reactions = message.reactions or {}
    reactions.pop(world.bot.id, None)
    if chosen:
        reactions[world.bot.id] = (chosen[0]["emoji"],)
    world.tell("reacted", room, world.bot, message, "".join(each["emoji"] for each in chosen))
    return True


def pin_chat_message(world: World, given: Json) -> bool:
    room = _room_to_pin_in(world, given)
    message = message_of(room, given["message_id"], NO_PIN)
    if message.message_id in room.pinned:
        raise NOT_MODIFIED.error()
    room.pinned.append(message.message_id)
    world.post(room, world.bot, service={"pinned_message": world.message_json(message)})
    world.tell("pinned", room, world.bot, message)
    return True


def unpin_chat_message(world: World, given: Json) -> bool:
    room = _room_to_pin_in(world, given)
    message_id = given.get("message_id", room.pinned[-1] if room.pinned else None)
    if message_id not in room.pinned:
        raise NO_PIN.error()
    room.pinned.remove(message_id)
    return True


def _room_to_pin_in(world: World, given: Json) -> Room:
    refuse_unmodelled(given)
    room = room_of(world, given["chat_id"])
    if room.chat.kind != "private" and not room.is_admin(world.bot.id):
        raise NO_PIN_RIGHTS.error()
    return room


def answer_callback_query(world: World, given: Json) -> bool:
    tap = world.taps.get(given["callback_query_id"])
    if tap is None or world.now() - tap.made_at > timedelta(seconds=QUERY_SECONDS):
        raise OLD_QUERY.error()
    url = given.get("url")
    if url and not re.fullmatch(rf"(https?://)?t\.me/{world.bot.username}\?start=.+", url):
        raise URL_INVALID.error()
    answer = CallbackAnswer(
        text=given.get("text", ""),
        show_alert=given.get("show_alert", False),
        url=url,
        cache_time=given.get("cache_time", 0),
    )
    world.answer_tap(tap, answer)
    return True


METHODS: Mapping[str, Callable[[World, Json], Any]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "answerCallbackQuery": answer_callback_query,
}
