"""The methods that post messages."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.practice.access import message_of, replied_id, room_to_write_in
from bot.practice.files import media_of
from bot.practice.html import Formatted
from bot.practice.incoming import Upload
from bot.practice.records import Message, Poll, Room
from bot.practice.refusals import (
    BUTTON_URL,
    CANNOT_STOP,
    CHANNELS_ONLY,
    NO_POLL,
    NOT_A_POLL,
    NOT_SERVED,
    POLL_CLOSED,
    QUIZ_OUT_OF_RANGE,
    QUIZ_TOO_MUCH,
)
from bot.practice.wire import Json, poll_object
from bot.practice.world import World

Handler = Callable[[World, Json], Any]

NOT_MODELLED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "ephemeral_message_parameters",
    "rich_message",
    "inline_message_id",
    "explanation_media",
    "allow_adding_options",
)


def refuse_unmodelled(given: Json) -> None:
    """Refuse what this world has no idea of, rather than pretend."""
    for name in NOT_MODELLED:
        if name in given:
            raise NOT_SERVED.error(what=f'"{name}"')


def inline_keyboard(given: Json) -> Json | None:
    """The inline keyboard of a call."""
    markup: Json = given.get("reply_markup") or {}
    rows = [row for row in markup.get("inline_keyboard", ()) if row]
    for button in (button for row in rows for button in row):
        url = button.get("url")
        if url is not None and not url.startswith(("http://", "https://", "tg://")):
            raise BUTTON_URL.error()
    return {"inline_keyboard": rows} if rows else None


def reply_keyboard(given: Json) -> tuple[tuple[str, ...], ...] | None:
    """The keys that a call puts below the chat, none at all when it takes them away; None for a
    call that leaves them as they are. They are no part of the message that Telegram gives back."""
    markup: Json = given.get("reply_markup") or {}
    if markup.get("remove_keyboard"):
        return ()
    if "keyboard" not in markup:
        return None
    return tuple(
        tuple(key if isinstance(key, str) else key["text"] for key in row)
        for row in markup["keyboard"]
    )


def send(world: World, given: Json, what: str, **fields: Any) -> Json:
    """Post a message of the bot and give its object."""
    refuse_unmodelled(given)
    room = room_to_write_in(world, given["chat_id"], what, given)
    message = world.post(
        room,
        world.bot,
        markup=inline_keyboard(given),
        keyboard=reply_keyboard(given),
        reply_to=replied_id(room, given),
        thread_id=given.get("message_thread_id"),
        is_silent=given.get("disable_notification", False),
        is_protected=given.get("protect_content", False),
        **fields,
    )
    return world.message_json(message)


def send_message(world: World, given: Json) -> Json:
    return send(world, given, "text messages", content=given["text"])


def _sender_of(kind: str, what: str) -> Handler:
    def send_media(world: World, given: Json) -> Json:
        refuse_unmodelled(given)
        room_to_write_in(world, given["chat_id"], what, given)
        taken: str | Upload = given[kind]
        media = media_of(kind, world.files.take(kind, taken), given)
        above = given.get("show_caption_above_media", False)
        return send(
            world, given, what, media=media, content=given.get("caption"), caption_above=above
        )

    return send_media


def send_poll(world: World, given: Json) -> Json:
    refuse_unmodelled(given)
    room = room_to_write_in(world, given["chat_id"], "polls", given)
    poll = _poll_from(world, room, given)
    sent = send(world, given, "polls", poll=poll)
    world.keep_poll(poll)
    return sent


def _poll_from(world: World, room: Room, given: Json) -> Poll:
    if given.get("members_only") or given.get("country_codes"):
        raise CHANNELS_ONLY.error()
    if "media" in given or any("media" in option for option in given["options"]):
        raise NOT_SERVED.error(what="media in polls")
    poll_id = world.take_poll_id()
    options: tuple[Formatted, ...] = tuple(option["text"] for option in given["options"])
    is_quiz = given.get("type") == "quiz"
    period = given.get("open_period")
    return Poll(
        id=poll_id,
        question=given["question"],
        options=options,
        persistent_ids=tuple(f"{poll_id[-6:]}-{number}" for number in range(len(options))),
        is_quiz=is_quiz,
        is_anonymous=given.get("is_anonymous", True),
        allows_multiple_answers=given.get("allows_multiple_answers", False),
        allows_revoting=given.get("allows_revoting", not is_quiz),
        shuffles=given.get("shuffle_options", False),
        correct=_correct_ids(given, len(options)) if is_quiz else (),
        explanation=given.get("explanation"),
        description=given.get("description"),
        open_period=period,
        close_date=given.get("close_date") or (world.second() + period if period else None),
        is_closed=given.get("is_closed", False),
        chat_id=room.chat.id,
    )


def _correct_ids(given: Json, options: int) -> tuple[int, ...]:
    correct: tuple[int, ...] = tuple(given["correct_option_ids"])
    if any(not 0 <= number < options for number in correct):
        raise QUIZ_OUT_OF_RANGE.error()
    if len(correct) > 1 and not given.get("allows_multiple_answers"):
        raise QUIZ_TOO_MUCH.error()
    return correct


def stop_poll(world: World, given: Json) -> Json:
    refuse_unmodelled(given)
    room = room_to_write_in(world, given["chat_id"], "polls", {})
    message: Message = message_of(room, given["message_id"], NO_POLL)
    if message.poll is None:
        raise NOT_A_POLL.error()
    if message.sender.id != world.bot.id:
        raise CANNOT_STOP.error()
    if message.poll.is_closed:
        raise POLL_CLOSED.error()
    message.markup = inline_keyboard(given)
    world.close_poll(message.poll)
    return poll_object(message.poll, in_message=False)


METHODS: Mapping[str, Handler] = {
    "sendMessage": send_message,
    "sendPhoto": _sender_of("photo", "photos"),
    "sendAudio": _sender_of("audio", "music"),
    "sendVideo": _sender_of("video", "videos"),
    "sendVoice": _sender_of("voice", "voice notes"),
    "sendVideoNote": _sender_of("video_note", "video notes"),
    "sendAnimation": _sender_of("animation", "animations"),
    "sendSticker": _sender_of("sticker", "stickers"),
    "sendDocument": _sender_of("document", "documents"),
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
}
