"""The methods that ask about chats, files and the bot itself."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.practice.access import room_of
from bot.practice.files import DOWNLOAD_LIMIT
from bot.practice.records import PRESENT, Room
from bot.practice.refusals import FILE_TOO_BIG, INVALID_FILE_ID, NO_USER
from bot.practice.wire import Json, file_object, member_object, user_object
from bot.practice.world import World

_NO_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_me(world: World, given: Json) -> Json:
    return user_object(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, given: Json) -> Json:
    room = room_of(world, given["chat_id"])
    found = world.chat_json(room) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_NO_GIFTS, False),
    }
    if room.available_reactions is not None:
        allowed = sorted(room.available_reactions)
        found["available_reactions"] = [{"type": "emoji", "emoji": each} for each in allowed]
    if room.pinned:
        found["pinned_message"] = world.message_json(room.messages[room.pinned[-1]])
    return found


def get_chat_member(world: World, given: Json) -> Json:
    room = room_of(world, given["chat_id"])
    user = world.users.get(given["user_id"])
    if user is None:
        raise NO_USER.error()
    return member_object(room, user)


def get_chat_administrators(world: World, given: Json) -> list[Json]:
    room = room_of(world, given["chat_id"])
    return [
        member_object(room, world.users[user_id])
        for user_id in room.members
        if room.is_admin(user_id) and (given.get("return_bots") or not world.users[user_id].is_bot)
    ]


def get_chat_member_count(world: World, given: Json) -> int:
    room = room_of(world, given["chat_id"])
    return sum(status in PRESENT for status in room.members.values())


def leave_chat(world: World, given: Json) -> bool:
    room: Room = room_of(world, given["chat_id"])
    world.post(room, world.bot, service={"left_chat_member": user_object(world.bot)})
    world.set_status(room, world.bot, "left", by=world.bot)
    return True


def get_file(world: World, given: Json) -> Json:
    file = world.files.find(given["file_id"])
    if file is None:
        raise INVALID_FILE_ID.error()
    if len(file.content) > DOWNLOAD_LIMIT:
        raise FILE_TOO_BIG.error()
    return file_object(file)


def send_chat_action(world: World, given: Json) -> bool:
    room_of(world, given["chat_id"])
    return True


def _commands_key(given: Json) -> tuple[str, str]:
    scope = given.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), given.get("language_code", "")


def set_my_commands(world: World, given: Json) -> bool:
    world.commands[_commands_key(given)] = given["commands"]
    return True


def delete_my_commands(world: World, given: Json) -> bool:
    world.commands.pop(_commands_key(given), None)
    return True


def get_my_commands(world: World, given: Json) -> list[Json]:
    return world.commands.get(_commands_key(given), [])


def _setter(name: str) -> Callable[[World, Json], bool]:
    def set_it(world: World, given: Json) -> bool:
        world.presented[name, given.get("language_code", "")] = given.get(name, "")
        return True

    return set_it


def _getter(name: str) -> Callable[[World, Json], Json]:
    def get_it(world: World, given: Json) -> Json:
        own = world.presented.get((name, given.get("language_code", "")))
        return {name: own or world.presented.get((name, "")) or ""}

    return get_it


METHODS: Mapping[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
    "sendChatAction": send_chat_action,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
