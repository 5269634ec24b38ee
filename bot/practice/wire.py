"""Writes the world's records as the objects of the Bot API."""

from typing import Any

from bot.practice.html import Formatted
from bot.practice.records import Chat, File, Media, Message, Poll, Room, User
from bot.practice.spec import load

Json = dict[str, Any]
SCALED = ("photo",)


def user_object(user: User) -> Json:
    """A User."""
    found: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    for name in ("last_name", "username", "language_code"):
        if (value := getattr(user, name)) is not None:
            found[name] = value
    return found


def chat_object(chat: Chat, person: User | None = None) -> Json:
    """A Chat; ``person`` is the other party of a private one."""
    found: Json = {"id": chat.id, "type": chat.kind}
    if person is None:
        found["title"] = chat.title
    else:
        found["first_name"] = person.first_name
        if person.last_name is not None:
            found["last_name"] = person.last_name
        if person.username is not None:
            found["username"] = person.username
    if chat.is_forum:
        found["is_forum"] = True
    return found


def file_object(file: File) -> Json:
    """A File."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def media_fields(media: Media) -> Json:
    """The field of a message that holds its file."""
    found: Json = {
        "file_id": media.file.file_id,
        "file_unique_id": media.file.unique_id,
        "file_size": len(media.file.content),
        **media.details,
    }
    return {media.kind: [found] if media.kind in SCALED else found}


def poll_object(poll: Poll, *, in_message: bool) -> Json:
    """A Poll as its own bot sees it; the description stands in messages only."""
    counts = [0] * len(poll.options)
    for choice in poll.votes.values():
        for number in choice:
            counts[number] += 1
    found: Json = {
        "id": poll.id,
        "question": poll.question.text,
        "options": [
            {"persistent_id": key, "text": option.text, "voter_count": count}
            for key, option, count in zip(poll.persistent_ids, poll.options, counts, strict=True)
        ],
        "total_voter_count": len(poll.votes),
        "is_closed": poll.is_closed,
        "is_anonymous": poll.is_anonymous,
        "type": "quiz" if poll.is_quiz else "regular",
        "allows_multiple_answers": poll.allows_multiple_answers,
        "allows_revoting": poll.allows_revoting,
        "members_only": False,
    }
    if poll.is_quiz:
        found["correct_option_ids"] = list(poll.correct)
    if poll.open_period is not None:
        found["open_period"] = poll.open_period
    if poll.close_date is not None:
        found["close_date"] = poll.close_date
    found |= _text_fields("explanation", poll.explanation)
    if in_message:
        found |= _text_fields("description", poll.description)
    return found


def message_object(
    message: Message, chat: Json, replied: Message | None = None, *, is_topic: bool = False
) -> Json:
    """A Message in the chat whose object is ``chat``; ``replied`` is what it replies to."""
    found: Json = {
        "message_id": message.message_id,
        "date": message.date,
        "chat": chat,
        "from": user_object(message.sender),
    }
    if message.thread_id is not None:
        found["message_thread_id"] = message.thread_id
        if is_topic:
            found["is_topic_message"] = True
    if replied is not None:
        found["reply_to_message"] = message_object(replied, chat, is_topic=is_topic)
    if message.edit_date is not None:
        found["edit_date"] = message.edit_date
    if message.is_protected:
        found["has_protected_content"] = True
    if message.poll is not None:
        found["poll"] = poll_object(message.poll, in_message=True)
    if message.markup is not None:
        found["reply_markup"] = message.markup
    found |= _content_fields(message)
    return found | message.service if message.service else found


def _content_fields(message: Message) -> Json:
    if message.media is None:
        return _text_fields("text", message.content, "entities")
    found = media_fields(message.media)
    if message.content is not None and message.content.text:
        found |= _text_fields("caption", message.content)
        if message.caption_above:
            found["show_caption_above_media"] = True
    return found


def _text_fields(name: str, content: Formatted | None, entities: str | None = None) -> Json:
    if content is None or not content.text:
        return {}
    found: Json = {name: content.text}
    if content.entities:
        found[entities or f"{name}_entities"] = [each.as_object() for each in content.entities]
    return found


def member_object(room: Room, user: User) -> Json:
    """The ChatMember of ``user`` in ``room``; an administrator may all that a member may not."""
    status = room.members.get(user.id, "left")
    found: Json = {"status": status, "user": user_object(user)}
    if status == "creator":
        found["is_anonymous"] = False
    if status == "kicked":
        found["until_date"] = 0
    if status == "administrator":
        found |= _administrator_rights(room)
    return found


def _administrator_rights(room: Room) -> Json:
    fields = load().types["ChatMemberAdministrator"].fields.values()
    rights = {
        field.name: field.name not in ("can_be_edited", "is_anonymous")
        for field in fields
        if field.required and field.types == ("Boolean",)
    }
    return rights | ({} if room.chat.kind == "private" else {"can_pin_messages": True})
