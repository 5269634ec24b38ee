"""What one person sees of the branch, as plain values that the page takes as JSON."""

import json
import random
import re
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from bot.practice.page.life import SAMPLE_VOICE
from bot.practice.page.play import Play
from bot.practice.page.players import Player
from bot.practice.page.runs import tree
from bot.practice.records import Message, Room, User
from bot.practice.views import Button, MessageView, PollView

Json = dict[str, Any]

_SHOWN_MESSAGES = 500
_QUOTED = 90
_START = re.compile(r"/start(@\w+)?(?= )")
_SCOPES = {
    "private": ("all_private_chats", "default"),
    "supergroup": ("all_group_chats", "default"),
}


def world(play: Play, world_id: str, player: Player, user: User) -> Json:
    """All that the page needs to begin with."""
    bot = play.server.bot_user
    return {
        "world": world_id,
        "language": play.defaults.language,
        "rehearsal": play.is_rehearsal,
        "branch": play.branch.name,
        "bot": {"id": bot.id, "name": bot.first_name, "username": bot.username},
        "me": player.key,
        "people": [person(each) for each in play.players],
        "chats": [chat(play, room, user, whole=True) for room in rooms(play, user)],
        "clock": clock(play),
        "calls": [asdict(line) for line in play.server.lines],
        **news(play, user),
    }


def news(play: Play, user: User) -> Json:
    """What changes with almost everything."""
    rooms_of = {p.key: play.server.world.rooms[p.user.id] for p in play.players if p.user}
    return {
        "touched": play.is_touched,
        "life": play.life.is_on,
        "invitation": None if play.is_bound else play.invitation,
        "latest": {key: _latest(play, room) for key, room in rooms_of.items()},
    }


def person(player: Player) -> Json:
    """Somebody whom one can be, or for whom others act."""
    return {
        "key": player.key,
        "id": player.user.id if player.user else None,
        "name": player.name,
        "about": player.about,
        "part": player.part,
    }


def clock(play: Play) -> Json:
    """The branch's local day and time."""
    now = play.local(play.clock.now())
    return {
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "zone": str(play.zone),
        "moving": play.is_moving,
    }


def rooms(play: Play, user: User) -> list[Room]:
    """The chats of a person: the group first."""
    own = play.server.world.rooms[user.id]
    return [play.room, own] if play.room.has(user.id) else [own]


def chat(play: Play, room: Room, user: User, *, whole: bool = False) -> Json:
    """A chat as it stands; with its messages if ``whole``."""
    is_group = room.chat.kind != "private"
    server, bot = play.server, play.server.bot_user
    names = [_name(server.world.users[each]) for each in room.members if room.has(each)]
    found: Json = {
        "id": room.chat.id,
        "kind": "group" if is_group else "private",
        "title": room.chat.title if is_group else bot.first_name,
        "members": names if is_group else [],
        "admin": is_group and room.is_admin(user.id),
        "forum": room.chat.is_forum,
        "topics": [
            {"id": number, "name": name, "closed": number in room.closed_topics}
            for number, name in room.topics.items()
        ],
        "started": is_group or room.is_started,
        "blocked": room.is_blocked,
        "pinned": room.pinned[-1] if room.pinned else None,
        "keyboard": _keyboard(room),
        "commands": _commands(play, room, user) if room.has(bot.id) else [],
    }
    if whole:
        kept = list(room.messages.values())[-_SHOWN_MESSAGES:]
        found["messages"] = [message(play, each, user) for each in kept]
    return found


def message(play: Play, kept: Message, user: User) -> Json:
    """A message as ``user`` sees it."""
    view = play.server.world.view(kept)
    at = play.local(view.date)
    text = _shown_text(view.text)
    entities = view.entities if text == view.text else view.entities[:1]
    return {
        "id": view.message_id,
        "chat": view.chat_id,
        "from": {"id": view.sender.id, "name": _name(view.sender), "bot": view.sender.is_bot},
        "own": view.sender.id == user.id,
        "day": at.date().isoformat(),
        "time": at.strftime("%H:%M"),
        "text": tree(text, entities),
        "plain": text,
        "rows": [[_button(each) for each in row] for row in view.rows],
        "poll": _poll(play, view.poll, user) if view.poll else None,
        "media": _media(view),
        "reactions": _reactions(play, view, user),
        "reply": _reply(play, view),
        "thread": view.thread,
        "silent": view.is_silent,
        "edited": view.is_edited and not (view.sender.is_bot and view.rows),
        "pinned": view.is_pinned,
        "post": play.post_kind(view.chat_id, view.message_id),
        "service": _service(play, view),
    }


def _shown_text(text: str) -> str:
    """A text without what a deep link hands over: Telegram's apps don't show it."""
    started = _START.match(text)
    return text if started is None else started[0]


def _button(button: Button) -> Json:
    return {"label": button.label, "data": button.data, "url": button.url}


def _poll(play: Play, poll: PollView, user: User) -> Json:
    """A poll: what others chose, what is right and why only after one's own vote, or the end."""
    own = poll.votes.get(user.id)
    is_open_to = own is not None or poll.is_closed
    order = list(range(len(poll.options)))
    if poll.shuffles:
        # The same for one person each time, as their app keeps it.
        random.Random(f"{poll.id}:{user.id}").shuffle(order)
    return {
        "question": poll.question,
        "quiz": poll.is_quiz,
        "several": poll.allows_multiple_answers,
        "anonymous": poll.is_anonymous,
        "revoting": poll.allows_revoting,
        "closed": poll.is_closed,
        "closes": _time(play, poll.close_date),
        "voted": list(own) if own is not None else None,
        "total": len(poll.votes),
        "options": [_option(play, poll, number, is_open_to) for number in order],
        "explanation": poll.explanation if is_open_to else "",
    }


def _option(play: Play, poll: PollView, number: int, is_open_to: bool) -> Json:
    found: Json = {"n": number, "text": poll.options[number]}
    if is_open_to:
        who = [each for each, choice in poll.votes.items() if number in choice]
        names = [_name(play.server.world.users[each]) for each in who]
        found["count"] = len(who)
        found["who"] = [] if poll.is_anonymous else names
        found["right"] = number in poll.correct if poll.is_quiz else None
    return found


def _time(play: Play, moment: datetime | None) -> str | None:
    return None if moment is None else play.local(moment).strftime("%H:%M")


def _media(view: MessageView) -> Json | None:
    media = view.media
    if media is None:
        return None
    return {
        "kind": media.kind,
        "name": media.name,
        "size": len(media.content),
        "url": f"files/{media.file_id}",
        "playable": media.content != SAMPLE_VOICE,
    }


def _reactions(play: Play, view: MessageView, user: User) -> list[Json]:
    found: dict[str, list[int]] = {}
    for user_id, emoji in view.reactions.items():
        for each in emoji:
            found.setdefault(each, []).append(user_id)
    return [
        {
            "emoji": emoji,
            "who": [_name(play.server.world.users[each]) for each in who],
            "mine": user.id in who,
        }
        for emoji, who in found.items()
    ]


def _reply(play: Play, view: MessageView) -> Json | None:
    if view.reply_to is None:
        return None
    kept = play.server.world.rooms[view.chat_id].messages.get(view.reply_to)
    if kept is None:
        return {"id": None, "name": "", "text": "", "media": None}
    text = " ".join(_shown_text(kept.content.text if kept.content else "").split())
    if kept.poll is not None:
        text = kept.poll.question.text
    return {
        "id": kept.message_id,
        "name": _name(kept.sender),
        "text": text[:_QUOTED] + ("…" if len(text) > _QUOTED else ""),
        "media": kept.media.kind if kept.media else None,
    }


def _service(play: Play, view: MessageView) -> Json | None:
    """What happened, for the page to put in words; None for an ordinary message."""
    if not view.service:
        return None
    name, value = next(iter(view.service.items()))
    found: Json = {"what": name, "who": _name(view.sender), "whom": "", "id": None}
    if name == "new_chat_members":
        found["whom"] = "、".join(each["first_name"] for each in value)
        found["self"] = [each["id"] for each in value] == [view.sender.id]
    elif name == "left_chat_member":
        found["whom"] = value["first_name"]
        found["self"] = value["id"] == view.sender.id
    elif name == "forum_topic_created":
        found["whom"] = value["name"]
    elif name == "pinned_message":
        found["id"] = value["message_id"]
    return found


def _keyboard(room: Room) -> list[list[str]]:
    """The keys below the chat: those that came last."""
    for each in reversed(room.messages.values()):
        if each.keyboard is not None:
            return [list(row) for row in each.keyboard]
    return []


def _commands(play: Play, room: Room, user: User) -> list[Json]:
    """The menu of commands as Telegram chooses it: for this chat, for its kind, for all."""
    kind = "private" if room.chat.kind == "private" else "supergroup"
    own = {"type": "chat", "chat_id": room.chat.id}
    scopes = [own, *({"type": each} for each in _SCOPES[kind])]
    for scope in scopes:
        for language in (user.language_code or "", ""):
            key = (json.dumps(scope, sort_keys=True), language)
            if found := play.server.world.commands.get(key):
                return [{"command": e["command"], "about": e["description"]} for e in found]
    return []


def _latest(play: Play, room: Room) -> int:
    """The number of the bot's last message in somebody's private chat; 0 for none."""
    bot = play.server.bot_user
    own = [each.message_id for each in room.messages.values() if each.sender == bot]
    return own[-1] if own else 0


def _name(user: User) -> str:
    return " ".join(filter(None, (user.first_name, user.last_name)))
